//! What is known, and what this program finds: closed forms of the theory, each named by its paper.

mod memory_one;
mod matches;
mod thresholds;
mod incidence;
mod statistics;
mod beyond;

pub use beyond::{BEYOND, Beyond};
pub use memory_one::STRATEGIES;

use crate::exact::Limit;
use crate::metric::Metric;
use crate::scenario::{Request, Scenario, load};
use crate::simulate::Plan;
use crate::study::{MetricRow, solve};
use rayon::prelude::*;

/// One result that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownResult {
    /// Family of results, such as `memory-one pairs`.
    pub family: &'static str,
    /// What it is about.
    pub name: String,
    /// Paper, or textbook.
    pub paper: &'static str,
    /// The formula that gives the expected value.
    pub formula: &'static str,
    /// Value of the formula.
    pub expected: f64,
    /// What the exact engine, or the function at issue, gives.
    pub obtained: f64,
    /// Largest difference allowed, relative to 1 + |expected|.
    pub tolerance: f64,
    /// What a sample gives.
    pub sampled: Option<Sampled>,
}

/// A value from a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// Mean.
    pub mean: f64,
    /// Its standard error; 0 where nothing varies.
    pub se: f64,
}

impl Sampled {
    /// Standardised difference from the expected value; 0 where both are equal up to rounding.
    pub fn z(self, expected: f64) -> f64 {
        let difference = self.mean - expected;
        if difference.abs() <= 1e-9 * (1.0 + expected.abs()) { 0.0 } else { difference / self.se }
    }
}

/// Largest standardised difference of a sample; one case in 16,000 is as far off by luck.
const LARGEST_Z: f64 = 4.0;

impl KnownResult {
    /// Difference between what was obtained and what is expected, relative to 1 + |expected|.
    pub fn difference(&self) -> f64 {
        (self.obtained - self.expected).abs() / (1.0 + self.expected.abs())
    }

    /// Whether both the exact and the sampled value are as they should be.
    pub fn holds(&self) -> bool {
        self.difference() <= self.tolerance
            && self.sampled.is_none_or(|sampled| sampled.z(self.expected).abs() <= LARGEST_Z)
    }
}

/// Obtains every result that is known, on the current thread pool; `plan` is that of the samples.
pub fn validate(plan: Plan) -> Vec<KnownResult> {
    let families: [fn(Plan) -> Vec<KnownResult>; 5] =
        [memory_one::cases, matches::cases, thresholds::cases, incidence::cases, statistics::cases];
    families.into_par_iter().map(|family| family(plan)).collect::<Vec<_>>().concat()
}

/// A scenario of the library with overrides. The library and the overrides of this folder are right: tests load them.
fn scenario(name: &str, set: &[(&str, String)]) -> Option<Scenario> {
    load(&request(name, set)).ok()
}

fn request(name: &str, set: &[(&str, String)]) -> Request {
    let set = set.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
    Request { scenario: Some(name.to_owned()), set, ..Request::default() }
}

/// Exact welfare of both parties over the horizon; NaN where it cannot be had, which no test lets pass.
fn exact_welfare(scenario: Option<&Scenario>) -> [f64; 2] {
    let solved = scenario.and_then(|scenario| solve(scenario, Limit::default(), |_| {}).ok());
    solved.map_or([f64::NAN; 2], |solved| welfare_of(&solved.metrics))
}

fn welfare_of(rows: &[MetricRow]) -> [f64; 2] {
    // Each party's comes before that of both.
    let mut own = rows.iter().filter(|row| row.label.metric == Metric::Welfare);
    [0, 1].map(|_| own.next().and_then(|row| row.estimate.mean).unwrap_or(f64::NAN))
}
