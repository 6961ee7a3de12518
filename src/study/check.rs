//! Both engines side by side, and one verdict over all metrics.

use crate::exact::{Limit, Unsolved};
use crate::game::DisputeEnd;
use crate::metric::{Label, Metric, MovedBy};
use crate::scenario::Scenario;
use crate::simulate::Sample;
use crate::stats::normal_tail;
use crate::study::{Estimate, MetricRow, run_with, solve_with};

/// Sampled and exact values of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckReport {
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
    /// States reached.
    pub states: u64,
    /// Every metric that both engines know.
    pub metrics: Vec<Compared>,
    /// Smallest p-value, adjusted for the number of metrics by Holm (1979).
    pub p_value: f64,
    /// Level of the verdict.
    pub level: f64,
    /// Whether the engines agree at that level.
    pub agrees: bool,
}

/// One metric, sampled and exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What is measured, and whom it is about.
    pub label: Label,
    /// What the sample says.
    pub sampled: Estimate,
    /// Exact value.
    pub exact: Option<f64>,
    /// Standardised difference.
    pub z: Option<f64>,
    /// Its two-sided p-value; `None` where the event is too rare for a test.
    pub p_value: Option<f64>,
}

/// Level of the verdict: one true scenario in a hundred fails by chance, whatever the number of metrics.
const LEVEL: f64 = 0.01;
/// Events expected in the whole sample below which the normal approximation is not used.
const RARE: f64 = 100.0;

/// Plays and solves a scenario, and tests that no metric differs.
///
/// The metrics depend on each other, so the smallest p-value is adjusted by the method of Holm (1979), which holds
/// under any dependence. A metric that never varies must agree to 1e-9.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn check(
    scenario: &Scenario,
    plan: Sample,
    limit: Limit,
    progress: impl Fn(u64) + Sync,
) -> Result<CheckReport, Unsolved> {
    check_with(scenario, plan, limit, false, progress)
}

/// The same, with where welfare comes from where `accounts` are asked for.
///
/// # Errors
/// [`Unsolved`] where the game has more states than `limit` allows, or what strategic parties do could not be worked out.
pub fn check_with(
    scenario: &Scenario,
    plan: Sample,
    limit: Limit,
    accounts: bool,
    progress: impl Fn(u64) + Sync,
) -> Result<CheckReport, Unsolved> {
    let solved = solve_with(scenario, limit, accounts, |_| {})?;
    let sampled = run_with(scenario, plan, 0.95, accounts, progress)?;
    let mut metrics = Vec::new();
    for exact in &solved.metrics {
        if let Some(sample) = sampled.metrics.iter().find(|row| row.label == exact.label) {
            let events = plan.replications as f64 * events(exact, &solved.metrics);
            metrics.push(compare(sample, exact.estimate.mean, events));
        }
    }
    let tested: Vec<f64> = metrics.iter().filter_map(|metric| metric.p_value).collect();
    let smallest = tested.iter().copied().fold(1.0, f64::min);
    let p_value = (smallest * tested.len() as f64).min(1.0);
    let both_undefined = metrics.iter().all(|metric| metric.sampled.mean.is_some() == metric.exact.is_some());
    Ok(CheckReport {
        scenario: sampled.scenario,
        design: sampled.design,
        fingerprint: sampled.fingerprint,
        seed: plan.seed,
        replications: plan.replications,
        states: solved.states,
        metrics,
        p_value,
        level: LEVEL,
        agrees: p_value >= LEVEL && both_undefined,
    })
}

fn compare(sample: &MetricRow, exact: Option<f64>, events: f64) -> Compared {
    let sampled = sample.estimate;
    let (z, p_value) = match (sampled.mean, exact, sampled.se) {
        (Some(mean), Some(exact), se) => {
            let difference = mean - exact;
            // Differences of no more than rounding are none.
            let negligible = difference.abs() <= 1e-9 * (1.0 + exact.abs());
            match se {
                Some(se) if se > 0.0 && !negligible => {
                    let z = difference / se;
                    (Some(z), (events >= RARE).then(|| 2.0 * normal_tail(z.abs())))
                }
                _ if negligible => (Some(0.0), Some(1.0)),
                _ if events < RARE => (None, None),
                _ => (None, Some(0.0)),
            }
        }
        _ => (None, None),
    };
    Compared { label: sample.label.clone(), sampled, exact, z, p_value }
}

/// Events a run that a metric stands for: of a share, of whichever side is rarer.
fn events(row: &MetricRow, all: &[MetricRow]) -> f64 {
    let mean = row.estimate.mean.unwrap_or(0.0);
    let sum = |metric: Metric| {
        let own = all.iter().filter(|other| other.label.metric == metric);
        own.filter_map(|other| other.estimate.mean).sum::<f64>()
    };
    let own = |metric: Metric| {
        let is_own = |other: &&MetricRow| other.label.metric == metric && other.label.party == row.label.party;
        all.iter().find(is_own).and_then(|other| other.estimate.mean).unwrap_or(0.0)
    };
    let rarer = |share: f64| share.min(1.0 - share).max(0.0);
    match row.label.spec().moved_by {
        MovedBy::EveryRound => f64::INFINITY,
        MovedBy::SomeRounds => rarer(mean) * sum(Metric::Duration),
        MovedBy::Endings => rarer(sum(Metric::Survived)),
        MovedBy::OwnRemedies => own(Metric::Ended(DisputeEnd::Remedy)),
        MovedBy::Remedies => sum(Metric::Ended(DisputeEnd::Remedy)),
        MovedBy::SomeRuns => rarer(mean),
        MovedBy::Events => mean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_stands_for_the_events_that_move_it() {
        let exact = |metric, mean| MetricRow {
            label: Label { metric, party: None, commitment: None },
            estimate: Estimate::exact(Some(mean), None),
        };
        let all = [
            exact(Metric::Duration, 20.0),
            exact(Metric::Survived, 0.99),
            exact(Metric::Ended(DisputeEnd::Remedy), 0.2),
            exact(Metric::Violations, 0.967),
        ];
        for (metric, mean, expected) in [
            (Metric::Violations, 0.967, 0.967),
            (Metric::Compliance, 0.95, 1.0),
            (Metric::Duration, 19.9, 0.01),
            (Metric::Survived, 0.99, 0.01),
            (Metric::Tariff, 0.0003, 0.2),
            (Metric::Welfare, -3.0, f64::INFINITY),
        ] {
            let found = events(&exact(metric, mean), &all);
            assert!(found == expected || (found - expected).abs() < 1e-12, "{metric:?}: {found}, not {expected}");
        }
    }
}
