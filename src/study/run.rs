//! What happens under a scenario: a batch of replications, summarised.

use crate::exact::Unsolved;
use crate::game::Afterwards;
use crate::metric::SeriesKind;
use crate::scenario::Scenario;
use crate::simulate::Sample;
use crate::stats::SurvivalPoint;
use crate::study::progress::counted;
use crate::study::survey::{ArmValues, Survey, in_memory};
use crate::study::{MetricRow, Progress, SeriesPoint, Target, ready};
use crate::trade::Timed;
use std::ops::ControlFlow;

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
    /// What counts of the time after the horizon.
    pub afterwards: Afterwards,
    /// Chance that parties at war sign again.
    pub renewal: Timed,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// What precision was asked for. Where one was, intervals hold at every number of replications at once.
    pub precision: Vec<String>,
    /// Whether it was reached.
    pub is_precise: Option<bool>,
    /// Names of the parties.
    pub parties: [String; 2],
    /// Every metric.
    pub metrics: Vec<MetricRow>,
    /// Every series, round by round.
    pub series: Vec<SeriesSummary>,
    /// Replications that the quantiles of the series are taken from.
    pub series_sample: u64,
    /// Kaplan-Meier curve of the agreement; causes are the first party, the second, or both.
    pub survival: Vec<SurvivalPoint>,
}

/// One series at one round.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesSummary {
    /// What is shown.
    pub series: SeriesKind,
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

/// Plays the replications of `sample` and summarises them with intervals of the given confidence, in (0, 1).
///
/// # Errors
/// [`Unsolved`] where what strategic parties do could not be worked out.
pub fn run(
    scenario: &Scenario,
    sample: Sample,
    confidence: f64,
    progress: impl Fn(u64) + Sync,
) -> Result<RunReport, Unsolved> {
    run_with(scenario, sample, confidence, false, progress)
}

/// The same, told where welfare comes from where `accounts` are asked for.
///
/// # Errors
/// [`Unsolved`] where what strategic parties do could not be worked out.
pub fn run_with(
    scenario: &Scenario,
    sample: Sample,
    confidence: f64,
    accounts: bool,
    progress: impl Fn(u64) + Sync,
) -> Result<RunReport, Unsolved> {
    Ok(run_watched(scenario, sample, confidence, accounts, &counted(progress))?.0)
}

/// The same, and whether it went on to its end: only then the batch is whole.
pub(crate) fn run_watched(
    scenario: &Scenario,
    sample: Sample,
    confidence: f64,
    accounts: bool,
    progress: &Progress<'_>,
) -> Result<(RunReport, ControlFlow<()>), Unsolved> {
    let mut study = Survey::single(scenario, sample, confidence);
    study.arms = study.arms.into_iter().map(|arm| arm.with_accounts(accounts)).collect();
    let (mut results, flow) = in_memory(&study, progress);
    let values = match results.pop().and_then(|mut result| result.arms.pop()) {
        Some(arm) => arm.outcome.or_else(|_| ready(scenario).map(|_| ArmValues::default()))?,
        None => ArmValues::default(),
    };
    Ok((run_report(&study, values), flow))
}

/// The only config of a study, as a batch.
pub(crate) fn run_report(study: &Survey, values: ArmValues) -> RunReport {
    let (scenario, labels) = (&study.arms[0].scenario, study.arms[0].labels());
    let agreement = scenario.agreement();
    let parties = agreement.parties.each_ref().map(|party| party.name.clone());
    let unmet = study.precision.as_ref().map(|precision| precision.unmet(&[(labels, &values)], None));
    RunReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: study.fingerprint(),
        seed: study.seed,
        replications: values.replications,
        rounds: agreement.horizon.rounds(agreement.round),
        round: agreement.round.to_string(),
        afterwards: agreement.afterwards,
        renewal: agreement.renewal,
        confidence: study.confidence,
        precision: study.precision.iter().flat_map(|precision| &precision.targets).map(Target::text).collect(),
        is_precise: unmet.map(|unmet| unmet.is_empty()),
        metrics: MetricRow::all(labels, &values.metrics),
        series: values.series.iter().map(|point| series(&parties, point)).collect(),
        parties,
        series_sample: values.replications.min(1000),
        survival: values.survival,
    }
}

fn series(parties: &[String; 2], point: &SeriesPoint) -> SeriesSummary {
    let kind = SeriesKind::ALL[point.series as usize];
    SeriesSummary {
        series: kind,
        party: kind.party().map(|p| parties[p].clone()),
        round: point.round,
        mean: point.mean,
        p05: point.p05,
        p50: point.p50,
        p95: point.p95,
    }
}
