//! What happens under a scenario: a batch of replications, summarised.

use crate::game::Game;
use crate::scenario::Scenario;
use crate::simulate::{Metric, Plan, SeriesKind, catalogue};
use crate::stats::SurvivalPoint;
use crate::study::survey::{ArmValues, InMemory, Survey, survey};
use crate::study::{Estimate, SeriesPoint, Target};

/// Summary of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct RunReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario, version and seed.
    pub fingerprint: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Replications played.
    pub replications: u64,
    /// Rounds a replication.
    pub rounds: u32,
    /// Length of a round.
    pub round: String,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// What precision was asked for. Where one was, intervals hold at every number of replications at once.
    pub precision: Vec<String>,
    /// Whether it was reached.
    pub is_precise: Option<bool>,
    /// Names of the parties.
    pub parties: [String; 2],
    /// Every metric.
    pub metrics: Vec<MetricSummary>,
    /// Every series, round by round.
    pub series: Vec<SeriesSummary>,
    /// Replications that the quantiles of the series are taken from.
    pub series_sample: u64,
    /// Kaplan-Meier curve of the agreement; causes are the first party, the second, or both.
    pub survival: Vec<SurvivalPoint>,
}

/// One metric. `None` where a value is undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSummary {
    /// Name.
    pub metric: &'static str,
    /// Party, or "joint".
    pub party: Option<String>,
    /// Commitment.
    pub commitment: Option<String>,
    /// Unit of the values.
    pub unit: &'static str,
    /// Runs in which it is defined.
    pub n: u64,
    /// Runs in which it is not.
    pub undefined: u64,
    /// Mean over runs; for ratios the ratio of totals.
    pub mean: Option<f64>,
    /// Standard deviation of a single run.
    pub sd: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Lower end of the interval of the mean.
    pub low: Option<f64>,
    /// Upper end of the interval of the mean.
    pub high: Option<f64>,
    /// 5 % quantile of single runs.
    pub p05: Option<f64>,
    /// Median of single runs.
    pub p50: Option<f64>,
    /// 95 % quantile of single runs.
    pub p95: Option<f64>,
}

/// One series at one round.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesSummary {
    /// Name.
    pub series: &'static str,
    /// Party.
    pub party: Option<String>,
    /// Round, from 0.
    pub round: u32,
    /// Mean over runs; for compliance the ratio of totals.
    pub mean: Option<f64>,
    /// 5 % quantile of the sampled runs.
    pub p05: Option<f64>,
    /// Median of the sampled runs.
    pub p50: Option<f64>,
    /// 95 % quantile of the sampled runs.
    pub p95: Option<f64>,
}

/// Plays the replications of `plan` and summarises them with intervals of the given confidence, in (0, 1).
pub fn run(scenario: &Scenario, plan: Plan, confidence: f64, progress: impl Fn(u64) + Sync) -> RunReport {
    let study = Survey::single(scenario, plan, confidence);
    let mut memory = InMemory::default();
    let Ok(()) = survey(&study, None, &mut memory, &progress);
    let values = memory.results.pop().and_then(|mut result| result.arms.pop()?.outcome.ok());
    run_report(&study, values.unwrap_or_default())
}

/// The only config of a study, as a batch.
pub fn run_report(study: &Survey, values: ArmValues) -> RunReport {
    let scenario = &study.arms[0].scenario;
    let game = scenario.outline();
    let metrics = catalogue(&game);
    let unmet = study.precision.as_ref().map(|precision| precision.unmet(&[(&study.arms[0].labels(), &values)], None));
    let summary = |(metric, value): (Metric, Estimate)| MetricSummary::new(&game, metric, value);
    RunReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: study.fingerprint(),
        seed: study.seed,
        replications: values.replications,
        rounds: game.rounds,
        round: scenario.agreement().round.to_string(),
        confidence: study.confidence,
        precision: study.precision.iter().flat_map(|precision| &precision.targets).map(Target::text).collect(),
        is_precise: unmet.map(|unmet| unmet.is_empty()),
        parties: [0, 1].map(|p| game.sides[p].name.clone()),
        metrics: metrics.into_iter().zip(values.metrics).map(summary).collect(),
        series: values.series.iter().map(|point| series(&game, point)).collect(),
        series_sample: values.replications.min(1000),
        survival: values.survival,
    }
}

impl MetricSummary {
    /// A metric of a game with its value.
    pub fn new(game: &Game, metric: Metric, value: Estimate) -> Self {
        let Estimate { n, undefined, mean, sd, se, low, high, p05, p50, p95 } = value;
        Self {
            metric: metric.name(),
            party: metric.party(game).map(str::to_owned),
            commitment: metric.commitment(game).map(str::to_owned),
            unit: metric.unit().text(),
            n,
            undefined,
            mean,
            sd,
            se,
            low,
            high,
            p05,
            p50,
            p95,
        }
    }
}

fn series(game: &Game, point: &SeriesPoint) -> SeriesSummary {
    let kind = SeriesKind::ALL[point.series as usize];
    SeriesSummary {
        series: kind.name(),
        party: kind.party(game).map(str::to_owned),
        round: point.round,
        mean: point.mean,
        p05: point.p05,
        p50: point.p50,
        p95: point.p95,
    }
}
