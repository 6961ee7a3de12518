//! Scenarios that the cases are played in, and their exact welfare.

use crate::exact::Limit;
use crate::metric::Metric;
use crate::scenario::{Request, Scenario, load};
use crate::study::{MetricRow, solve};

/// A scenario of the library with overrides. The library and the overrides of this folder are right: tests load them.
pub(super) fn scenario(name: &str, set: &[(&str, String)]) -> Option<Scenario> {
    load(&request(name, set)).ok()
}

pub(super) fn request(name: &str, set: &[(&str, String)]) -> Request {
    let set = set.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
    Request { scenario: Some(name.to_owned()), set, ..Request::default() }
}

/// Exact welfare of both parties over the horizon; NaN where it cannot be had, which no test lets pass.
pub(super) fn exact_welfare(scenario: Option<&Scenario>) -> [f64; 2] {
    let solved = scenario.and_then(|scenario| solve(scenario, Limit::default(), |_| {}).ok());
    solved.map_or([f64::NAN; 2], |solved| welfare_of(&solved.metrics))
}

pub(super) fn welfare_of(rows: &[MetricRow]) -> [f64; 2] {
    // Each party's comes before that of both.
    let mut own = rows.iter().filter(|row| row.label.metric == Metric::Welfare);
    [0, 1].map(|_| own.next().and_then(|row| row.estimate.mean).unwrap_or(f64::NAN))
}
