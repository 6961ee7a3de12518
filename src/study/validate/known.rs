//! A result that is known, beside what this program finds.

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
