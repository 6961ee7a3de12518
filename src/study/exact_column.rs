//! Exact values beside sampled ones, where games are small.

use crate::exact::Limit;
use crate::study::survey::{Engine, Survey};
use crate::study::{MetricRow, solve_with};

/// States that are solved, over all designs.
const MOST_STATES: u64 = 200_000;

/// By arm, the exact value of each metric that the exact engine knows, where the game is small enough; nothing where a
/// parameter varies, or all is exact anyway.
pub fn exact_column(survey: &Survey) -> Vec<Option<Vec<MetricRow>>> {
    if !survey.space.axes.is_empty() || survey.engine != Engine::Sampled {
        return Vec::new();
    }
    let limit = Limit { states: MOST_STATES / survey.arms.len() as u64 };
    survey
        .arms
        .iter()
        .map(|arm| solve_with(&arm.scenario, limit, arm.keeps_accounts(), |_| {}).ok().map(|solved| solved.metrics))
        .collect()
}
