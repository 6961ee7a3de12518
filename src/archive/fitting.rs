//! Whether a piece that is there can be one of the study: whoever goes on with it takes its shape for granted.

use crate::metric::SeriesKind;
use crate::study::survey::{ArmResult, Key, Piece, PointResult, Survey};

/// Whether a piece has the points, arms and metrics that the study has in this place.
pub(super) fn fits(survey: &Survey, (first, _): Key, piece: &Piece) -> bool {
    let n_arms = survey.arms.len();
    let n_metrics: Vec<usize> = survey.arms.iter().map(|arm| arm.labels().len()).collect();
    match piece {
        Piece::Points(points) => (first..).zip(points).all(|(number, PointResult { point, arms })| {
            let is_own = |(arm, result): (usize, &ArmResult)| {
                result.config == survey.config(number, arm) && has_metrics(n_metrics[arm], result)
            };
            *point == number
                && number < survey.space.n_points()
                && arms.len() == n_arms
                && arms.iter().enumerate().all(is_own)
        }),
        Piece::Part(part) => {
            // Arms that cannot be played have no batch.
            part.batches.len() <= n_arms && part.batches.iter().all(|batch| n_metrics.contains(&batch.metrics.len()))
        }
    }
}

fn has_metrics(n: usize, result: &ArmResult) -> bool {
    result.outcome.as_ref().map_or(true, |values| {
        let are_known = values.series.iter().all(|point| (point.series as usize) < SeriesKind::ALL.len());
        values.metrics.len() == n && [0, n].contains(&values.contrasts.len()) && are_known
    })
}
