//! The arms of a point by the exact engine: no replications, no intervals.

use crate::exact::Limit;
use crate::metric::{Label, Metric, SeriesKind};
use crate::scenario::Scenario;
use crate::simulate::Headline;
use crate::stats::pareto;
use crate::study::solve::{SolveReport, solve_with};
use crate::study::survey::{ArmResult, ArmValues, Headlines, PointResult, Survey};
use crate::study::{Contrast, Estimate, SeriesPoint};

/// Solves every arm of a point.
pub(super) fn solve_point(survey: &Survey, point: u64, limit: Limit) -> PointResult {
    let configs = (0..survey.arms.len()).map(|arm| survey.config(point, arm));
    let mut arms: Vec<ArmResult> = configs.map(|config| solve_config(survey, config, limit)).collect();
    if let Ok(base) = arms[survey.baseline].outcome.clone() {
        for (k, arm) in arms.iter_mut().enumerate().filter(|(k, _)| *k != survey.baseline) {
            if let Ok(values) = &mut arm.outcome {
                let differs = |(label, own): (&Label, &Estimate)| {
                    let other = survey.arms[survey.baseline].column(label).and_then(|column| base.metrics[column].mean);
                    let difference = own.mean.zip(other).map(|(own, other)| own - other);
                    Contrast { difference, ..Contrast::default() }
                };
                values.contrasts = survey.arms[k].labels().iter().zip(&values.metrics).map(differs).collect();
            }
        }
    }
    let known = || arms.iter().filter_map(|arm| arm.outcome.as_ref().ok());
    let objectives: Vec<Vec<f64>> =
        known().map(|values| values.headlines.means.iter().map(|mean| mean.unwrap_or(f64::NAN)).collect()).collect();
    let front = pareto(&objectives);
    let fronts = arms.iter_mut().filter_map(|arm| arm.outcome.as_mut().ok()).zip(front);
    fronts.for_each(|(values, on_front)| values.headlines.on_front = Some(on_front));
    PointResult { point, arms }
}

/// Solves one config, without a look at the others of its point.
pub fn solve_config(survey: &Survey, config: u64, limit: Limit) -> ArmResult {
    let (point, arm) = survey.place(config);
    let outcome = survey.valid_scenario(arm, point).and_then(|scenario| {
        let solved = solve_with(&scenario, limit, survey.arms[arm].keeps_accounts(), |_| {})
            .map_err(|error| error.to_string())?;
        Ok(values(survey, arm, &scenario, &solved))
    });
    ArmResult { config, outcome }
}

fn values(survey: &Survey, arm: usize, scenario: &Scenario, solved: &SolveReport) -> ArmValues {
    let arm = &survey.arms[arm];
    let exact = |label: &Label| {
        let same = solved.metrics.iter().find(|row| row.label == *label);
        same.map(|row| row.estimate).unwrap_or_default()
    };
    let metrics: Vec<Estimate> = arm.labels().iter().map(exact).collect();
    let mean = |headline: Headline| headline.label().and_then(|label| metrics[arm.column(&label)?].mean);
    let duration = arm.labels().iter().position(|label| label.metric == Metric::Duration);
    let by_commitment: Vec<f64> = arm
        .labels()
        .iter()
        .zip(&metrics)
        .filter(|(label, _)| label.metric == Metric::Compliance && label.commitment.is_some())
        .filter_map(|(_, m)| m.mean)
        .collect();
    // Every commitment is owed for as many rounds, so the share kept of all is the mean of their shares.
    let kept = (!by_commitment.is_empty()).then(|| by_commitment.iter().sum::<f64>() / by_commitment.len() as f64);
    let mut points = Vec::new();
    let mut series = solved.series.iter();
    let rounds = scenario.agreement().horizon.rounds(scenario.agreement().round);
    for place in 0..SeriesKind::ALL.len() {
        for point in series.by_ref().take(rounds as usize) {
            let (series, round) = (place as u32, point.round);
            points.push(SeriesPoint { series, round, mean: point.mean, p05: None, p50: None, p95: None });
        }
    }
    ArmValues {
        fingerprint: survey.fingerprint_of(scenario),
        states: solved.states,
        rounds,
        series: points,
        headlines: Headlines {
            means: [mean(Headline::Welfare), kept, mean(Headline::Survived)],
            ..Headlines::default()
        },
        restricted_mean: duration.map(|column| metrics[column]).unwrap_or_default(),
        metrics,
        ..ArmValues::default()
    }
}
