//! What happens under a scenario: a batch of replications, summarised.

use crate::game::Game;
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::{Batch, Kind, Measured, Plan, SeriesKind, batch};
use crate::stats::{Interval, exact_quantile, mean_interval, student_t, wilson};

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
    /// Names of the parties.
    pub parties: [String; 2],
    /// Every metric.
    pub metrics: Vec<MetricSummary>,
    /// Every series, round by round.
    pub series: Vec<SeriesSummary>,
    /// Replications that the quantiles of the series are taken from.
    pub series_sample: u64,
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
pub fn run(scenario: &Scenario, plan: Plan, confidence: f64, progress: impl FnMut(u64)) -> RunReport {
    let game = scenario.game();
    let batch = batch(&game, plan, progress);
    RunReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, plan.seed),
        seed: plan.seed,
        replications: plan.replications,
        rounds: game.rounds,
        round: scenario.agreement().round.to_string(),
        confidence,
        parties: [0, 1].map(|p| game.sides[p].name.clone()),
        metrics: batch.metrics.iter().map(|measured| summarise(&game, measured, confidence)).collect(),
        series: series(&game, &batch),
        series_sample: batch.series.samples.len() as u64,
    }
}

fn summarise(game: &Game, measured: &Measured, confidence: f64) -> MetricSummary {
    let Measured { metric, moments, ratio, sketch, undefined } = measured;
    let (mean, sd, se, interval) = match metric.kind() {
        Kind::Number => {
            let interval = mean_interval(moments, confidence);
            // What cannot be negative has no interval below 0.
            let floor = if metric.may_be_negative() { f64::NEG_INFINITY } else { 0.0 };
            let interval = interval.map(|interval| Interval { low: interval.low.max(floor), ..interval });
            (moments.mean(), moments.sd(), moments.se(), interval)
        }
        Kind::Indicator => {
            let successes = u64::try_from(ratio.numerator()).unwrap_or(u64::MAX);
            (ratio.value(), moments.sd(), moments.se(), wilson(successes, ratio.runs(), confidence))
        }
        Kind::Ratio => {
            let runs = ratio.runs() as f64;
            let se = ratio.se();
            let interval = ratio.value().zip(se).map(|(mean, se)| {
                let half = student_t(confidence, runs - 1.0) * se;
                let most = if metric.is_share() { 1.0 } else { f64::INFINITY };
                Interval { low: (mean - half).max(0.0), high: (mean + half).min(most) }
            });
            (ratio.value(), se.map(|se| se * runs.sqrt()), se, interval)
        }
    };
    MetricSummary {
        metric: metric.name(),
        party: metric.party(game).map(str::to_owned),
        commitment: metric.commitment(game).map(str::to_owned),
        unit: metric.unit().text(),
        n: moments.count(),
        undefined: *undefined,
        mean,
        sd,
        se,
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        p05: sketch.quantile(0.05),
        p50: sketch.quantile(0.5),
        p95: sketch.quantile(0.95),
    }
}

fn series(game: &Game, batch: &Batch) -> Vec<SeriesSummary> {
    let (mut rows, standing) = (Vec::new(), batch.series.standing());
    for (place, kind) in SeriesKind::ALL.into_iter().enumerate() {
        for (point, &standing) in standing.iter().enumerate() {
            let sample = batch.series.sample(place, point);
            rows.push(SeriesSummary {
                series: kind.name(),
                party: kind.party(game).map(str::to_owned),
                round: point as u32 * batch.series.every,
                mean: batch.series.mean(game, kind, point, standing),
                p05: exact_quantile(&sample, 0.05),
                p50: exact_quantile(&sample, 0.5),
                p95: exact_quantile(&sample, 0.95),
            });
        }
    }
    rows
}
