//! The exact values: every branch walked, nothing sampled.

use crate::exact::{Chain, Decider, Expected, Limit, TooLarge};
use crate::game::{Game, State};
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::{Bench, Metric, SeriesKind, catalogue};

/// Exact values of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct SolveReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario and version.
    pub fingerprint: String,
    /// States reached.
    pub states: u64,
    /// Transitions between them, pressure left out.
    pub transitions: u64,
    /// Rounds played.
    pub rounds: u32,
    /// Length of a round.
    pub round: String,
    /// Every metric that does not need a sample.
    pub metrics: Vec<ExactMetric>,
    /// Every series, round by round.
    pub series: Vec<ExactPoint>,
}

/// One metric. `None` where it is undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactMetric {
    /// Name.
    pub metric: &'static str,
    /// Party, or "joint".
    pub party: Option<String>,
    /// Commitment.
    pub commitment: Option<String>,
    /// Unit of the value.
    pub unit: &'static str,
    /// Expected value; for ratios the ratio of expected totals.
    pub mean: Option<f64>,
}

/// One series at one round.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactPoint {
    /// Name.
    pub series: &'static str,
    /// Party.
    pub party: Option<String>,
    /// Round, from 0.
    pub round: u32,
    /// Expected value; for compliance the ratio of expected totals.
    pub mean: Option<f64>,
}

/// Solves a scenario over its horizon.
///
/// # Errors
/// [`TooLarge`] where the game has more states than `limit` allows.
pub fn solve(scenario: &Scenario, limit: Limit, progress: impl FnMut(u64)) -> Result<SolveReport, TooLarge> {
    let game = scenario.game();
    let chain = Chain::new(&game, &[State::first(&game, [0; 2])], &Decider::nobody(), limit)?;
    let expected = Expected::over(&game, &chain, game.rounds, progress);
    let bench = Bench::new(&game);
    let exact = |metric: Metric| exact_metric(&game, metric, metric.expected(&game, &bench, &expected));
    Ok(SolveReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        states: chain.n_states() as u64,
        transitions: chain.n_entries() as u64,
        rounds: game.rounds,
        round: scenario.agreement().round.to_string(),
        metrics: catalogue(&game).into_iter().filter(|metric| !metric.is_monte_carlo()).map(exact).collect(),
        series: series(&game, &expected),
    })
}

fn exact_metric(game: &Game, metric: Metric, value: f64) -> ExactMetric {
    ExactMetric {
        metric: metric.name(),
        party: metric.party(game).map(str::to_owned),
        commitment: metric.commitment(game).map(str::to_owned),
        unit: metric.unit().text(),
        mean: (!value.is_nan()).then_some(value),
    }
}

fn series(game: &Game, expected: &Expected) -> Vec<ExactPoint> {
    let mut points = Vec::new();
    for kind in SeriesKind::ALL {
        for (t, round) in expected.rounds.iter().enumerate() {
            let value = kind.expected(game, round);
            points.push(ExactPoint {
                series: kind.name(),
                party: kind.party(game).map(str::to_owned),
                round: t as u32,
                mean: (!value.is_nan()).then_some(value),
            });
        }
    }
    points
}
