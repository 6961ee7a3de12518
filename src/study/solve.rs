//! The exact values: every branch walked, nothing sampled.

use crate::exact::{
    Chain, Decider, Expected, Limit, Prospect, Unsolved, endless_parts, expected_parts, largest_tariff, long_run,
};
use crate::game::{AccountPart, Afterwards, Game, Parts, State, no_deal};
use crate::metric::{
    About, Benchmarks, Group, Kind, Label, Metric, Quantity, Range, SeriesKind, catalogue, series_points,
};
use crate::scenario::{Scenario, fingerprint};
use crate::study::{Estimate, MetricRow, ready};
use crate::trade::Timed;

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
    /// Over what.
    pub horizon: Horizon,
    /// Length of a round.
    pub round: String,
    /// What counts of the time after the horizon.
    pub afterwards: Afterwards,
    /// Chance that parties at war sign again.
    pub renewal: Timed,
    /// Every metric that does not need a sample.
    pub metrics: Vec<MetricRow>,
    /// Every series, round by round; none over an infinite horizon.
    pub series: Vec<ExactPoint>,
    /// Averages a round in the long run, where the horizon is infinite.
    pub averages: Vec<MetricRow>,
    /// How the long run was found, where the horizon is infinite.
    pub settling: Option<Settling>,
}

/// Over what a scenario is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// So many rounds.
    Rounds(u32),
    /// Without end.
    Infinite,
}

/// Where the game settles in the long run, and how exactly that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Settling {
    /// Recurrent classes: number of states, and probability to end there.
    pub classes: Vec<(u64, f64)>,
    /// Bound on the errors of the shares of time in all states together.
    pub share_error: f64,
    /// Bound on the error of the discounted values, $bn.
    pub error: f64,
}

impl SolveReport {
    /// Whether every value is certified to be exact.
    pub fn is_certified(&self) -> bool {
        self.metrics.iter().chain(&self.averages).all(|row| row.estimate.is_certified())
    }
}

/// One series at one round.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactPoint {
    /// What is shown.
    pub series: SeriesKind,
    /// Party.
    pub party: Option<String>,
    /// Round, from 0.
    pub round: u32,
    /// Expected value; for compliance the ratio of expected totals.
    pub mean: Option<f64>,
}

/// The game of a scenario and the chain of all its states.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn chain(scenario: &Scenario, limit: Limit) -> Result<(Game, Chain), Unsolved> {
    let game = ready(scenario)?;
    let chain = Chain::new(&game, &[State::first(&game, [0; 2])], &Decider::nobody(), limit)?;
    Ok((game, chain))
}

/// Solves a scenario over its own horizon.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn solve(scenario: &Scenario, limit: Limit, progress: impl FnMut(u64)) -> Result<SolveReport, Unsolved> {
    solve_with(scenario, limit, false, progress)
}

/// The same, told where welfare comes from where `accounts` are asked for.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn solve_with(
    scenario: &Scenario,
    limit: Limit,
    accounts: bool,
    progress: impl FnMut(u64),
) -> Result<SolveReport, Unsolved> {
    let (game, chain) = chain(scenario, limit)?;
    let mut expected = Expected::over(&game, &chain, game.rounds, progress);
    if accounts {
        expected.accounts = expected_parts(&game, &chain, game.rounds);
    }
    let benchmarks = Benchmarks::new(&game);
    let exact = |quantity: Quantity| {
        let value = quantity.expected(&game, &benchmarks, &expected);
        // A sum over the horizon is exact but for rounding; one without end is found within an error.
        let goes_on =
            quantity.metric.spec().group == Group::Welfare || quantity.metric == Metric::Account(AccountPart::After);
        let is_endless = benchmarks.beyond.is_some() && goes_on;
        let parts = expected.after_error.map(|error| {
            let mut parts = Parts::default();
            parts[AccountPart::After as usize] = error;
            parts
        });
        let error = || discounted(quantity, value, expected.after_error, parts, &benchmarks);
        row(&game, quantity, value, is_endless.then(error))
    };
    Ok(SolveReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        states: chain.reached().count() as u64,
        transitions: chain.n_entries() as u64,
        horizon: Horizon::Rounds(game.rounds),
        round: scenario.agreement().round.to_string(),
        afterwards: scenario.agreement().afterwards,
        renewal: scenario.agreement().renewal,
        metrics: known(&game, accounts).map(exact).collect(),
        series: series(&game, &expected),
        averages: Vec::new(),
        settling: None,
    })
}

/// Solves a scenario over an infinite horizon: discounted values, undefined where a party does not discount, and long-run averages.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn solve_infinite(scenario: &Scenario, limit: Limit) -> Result<SolveReport, Unsolved> {
    solve_infinite_with(scenario, limit, false)
}

/// The same, told where welfare comes from where `accounts` are asked for.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn solve_infinite_with(scenario: &Scenario, limit: Limit, accounts: bool) -> Result<SolveReport, Unsolved> {
    let (game, chain) = chain(scenario, limit)?;
    let mut account_errors = [Parts::default(); 2];
    let (mut expected, mut errors, mut payoffs) = (Expected::default(), [0.0; 2], [0.0; 2]);
    let mut benchmarks = Benchmarks::new(&game);
    for p in [0, 1] {
        let prospect = Prospect::new(&game, &chain, p, &Decider::nobody());
        payoffs[p] = prospect.rounding_of_payoff();
        if game.sides[p].impatience == 0.0 {
            (expected.welfare[p], expected.accounts[p]) = (f64::NAN, [f64::NAN; AccountPart::COUNT]);
            continue;
        }
        let values = prospect.prescribed();
        expected.welfare[p] = prospect.at_signing(&values.values) + prospect.breakdown();
        errors[p] = values.error;
        if accounts {
            (expected.accounts[p], account_errors[p]) = endless_parts(&game, &chain, p);
        }
        benchmarks.ideal[p] = game.years * game.sides[p].accord / game.sides[p].impatience;
        benchmarks.war[p] = prospect.breakdown();
        benchmarks.no_deal[p] = no_deal(&game)[p] / game.sides[p].impatience;
    }
    let settled = long_run(&chain);
    let average = Expected::a_round(&game, &chain, &settled.shares);
    let (worth, rates): (Vec<Quantity>, Vec<Quantity>) = known(&game, accounts)
        .partition(|quantity| matches!(quantity.metric.spec().group, Group::Welfare | Group::Accounts));
    let worth_a_round = worth.iter().filter(|quantity| quantity.metric == Metric::Welfare);
    let averages = worth_a_round.chain(rates.iter().filter(|quantity| quantity.metric != Metric::Withdrawn));
    let exact = |quantity: Quantity, expected: &Expected, error: &dyn Fn(f64) -> f64| {
        let value = quantity.expected(&game, &benchmarks, expected);
        row(&game, quantity, value, Some(error(value)))
    };
    let spread = Spread { error: settled.error, game: &game, chain: &chain, stands: average.stands, payoffs };
    Ok(SolveReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        states: chain.reached().count() as u64,
        transitions: chain.n_entries() as u64,
        horizon: Horizon::Infinite,
        round: scenario.agreement().round.to_string(),
        afterwards: scenario.agreement().afterwards,
        renewal: scenario.agreement().renewal,
        metrics: worth
            .iter()
            .map(|&m| exact(m, &expected, &|value| discounted(m, value, errors, account_errors, &benchmarks)))
            .collect(),
        series: Vec::new(),
        averages: averages.map(|&m| exact(m, &average, &|value| spread.of(m, value))).collect(),
        settling: Some(Settling {
            classes: settled.classes.iter().map(|&(n, odds)| (n as u64, odds)).collect(),
            share_error: settled.error,
            error: errors[0].max(errors[1]),
        }),
    })
}

/// The quantities that the exact engine knows.
fn known(game: &Game, accounts: bool) -> impl Iterator<Item = Quantity> {
    catalogue(game, accounts).into_iter().filter(|quantity| quantity.metric.spec().is_exact)
}

/// What rounding makes of a benchmark at most, relative to it: a sum of some hundred flows, divided once.
const ROUNDING: f64 = 256.0 * f64::EPSILON;

/// Bound on the error of a discounted `value`, those of both parties' welfare being off by `errors` at most, and
/// its parts by `parts`.
fn discounted(quantity: Quantity, value: f64, errors: [f64; 2], parts: [Parts; 2], benchmarks: &Benchmarks) -> f64 {
    // What is subtracted of welfare is off by rounding alone.
    let rounding = |p: usize| match quantity.metric {
        Metric::Surplus => ROUNDING * benchmarks.no_deal[p].abs(),
        _ => 0.0,
    };
    match (quantity.metric, quantity.about) {
        (Metric::Efficiency, About::Party(p)) => {
            errors[p] / (benchmarks.ideal[p] - benchmarks.war[p]).abs() + f64::EPSILON * value.abs()
        }
        (Metric::Account(part), About::Party(p)) => parts[p][part as usize],
        (_, About::Party(p)) => errors[p] + rounding(p),
        _ => errors[0] + rounding(0) + errors[1] + rounding(1),
    }
}

/// What an error in the shares of time makes of an average.
struct Spread<'a> {
    /// Bound on the errors of all shares together.
    error: f64,
    game: &'a Game,
    chain: &'a Chain,
    /// Share of rounds in which the agreement stands.
    stands: f64,
    /// What rounding makes of each party's payoff of a round, $bn.
    payoffs: [f64; 2],
}

impl Spread<'_> {
    /// Bound on the error of the average `value` of a metric: as much time is missing in some states as is too much in
    /// others, so half of the error of the shares, times the spread of what a round may hold.
    fn of(&self, quantity: Quantity, value: f64) -> f64 {
        let payoff = |p: usize| {
            let payoffs = self.chain.payoff[p].iter();
            let ends = payoffs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
            ends.1 - ends.0
        };
        let both = |of: &dyn Fn(usize) -> f64| match quantity.about {
            About::Joint => of(0) + of(1),
            about => of(about.party()),
        };
        let spec = quantity.metric.spec();
        let spread = match quantity.metric {
            Metric::Welfare => both(&payoff),
            Metric::Survived | Metric::Duration | Metric::Stands | Metric::Renewals => 1.0,
            Metric::Tariff => largest_tariff(self.game, self.chain, quantity.about.party()),
            // A share is between 0 and 1 whatever the rest.
            _ if spec.kind == Kind::Ratio && self.stands <= 2.0 * self.error => return 1.0,
            _ if spec.kind == Kind::Ratio => 2.0 / (self.stands - self.error),
            _ => self.game.duties.len() as f64,
        };
        let payoffs = if quantity.metric == Metric::Welfare { both(&|p| self.payoffs[p]) } else { 0.0 };
        0.5 * self.error * spread + payoffs + f64::EPSILON * value.abs()
    }
}

fn row(game: &Game, quantity: Quantity, value: f64, error: Option<f64>) -> MetricRow {
    // Sums over many states are off by rounding errors, which may carry a share beyond its ends. Zero has no sign.
    let is_share = quantity.metric.spec().range == Range::Fraction;
    let within = if is_share { value.clamp(0.0, 1.0) } else { value } + 0.0;
    let known = value.is_finite();
    let estimate = Estimate::exact(known.then_some(within), error.filter(|_| known));
    MetricRow { label: Label::new(game, quantity), estimate }
}

fn series(game: &Game, expected: &Expected) -> Vec<ExactPoint> {
    // As many points as a sampled run has.
    let (every, _) = series_points(expected.rounds.len() as u32);
    let mut points = Vec::new();
    for kind in SeriesKind::ALL {
        for (t, round) in expected.rounds.iter().enumerate().step_by(every as usize) {
            let value = kind.expected(game, round);
            points.push(ExactPoint {
                series: kind,
                party: kind.party().map(|p| game.sides[p].name.clone()),
                round: t as u32,
                mean: (!value.is_nan()).then_some(value),
            });
        }
    }
    points
}
