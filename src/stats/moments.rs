//! Count, mean, variance and range of a sample in one pass, in pieces that merge.

use serde::{Deserialize, Deserializer, Serialize};

/// Running moments of a sample, in the unit of the values (`m2` in its square, `m3` in its cube).
///
/// Pushes follow Welford (1962), merges Chan, Golub and LeVeque (1979). Floating-point merging is not associative:
/// merging the same pieces **in the same order** gives the same bits on any machine and any number of threads, another
/// order gives other last digits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    n: u64,
    mean: f64,
    m2: f64,
    m3: f64,
    #[serde(deserialize_with = "least")]
    min: f64,
    #[serde(deserialize_with = "greatest")]
    max: f64,
}

/// The least of some numbers, infinite where there are none.
fn least<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    finite_or(from, f64::INFINITY)
}

/// The greatest of some numbers, infinite where there are none.
fn greatest<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    finite_or(from, f64::NEG_INFINITY)
}

/// A number; formats for people, such as JSON, write nothing for one that is not finite.
fn finite_or<'de, D: Deserializer<'de>>(from: D, otherwise: f64) -> Result<f64, D::Error> {
    match from.is_human_readable() {
        true => Ok(Option::deserialize(from)?.unwrap_or(otherwise)),
        false => f64::deserialize(from),
    }
}

impl Default for Moments {
    fn default() -> Self {
        Moments { n: 0, mean: 0.0, m2: 0.0, m3: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }
}

impl Moments {
    /// Moments of a slice in two passes, exact when all its values are equal.
    ///
    /// The first pass takes the mean of the differences to the first value, the second corrects it and sums squares
    /// about it: `m2 = Σd² − (Σd)²/n` with `d = x − mean` (Chan, Golub and LeVeque 1983, "corrected two-pass").
    pub fn from_slice(values: &[f64]) -> Self {
        let Some(&first) = values.first() else {
            return Moments::default();
        };
        let (mut min, mut max, mut shifted) = (first, first, 0.0);
        for &x in values {
            debug_assert!(!x.is_nan(), "undefined values are counted by the caller");
            min = if x < min { x } else { min };
            max = if x > max { x } else { max };
            shifted += x - first;
        }
        let n = values.len() as u64;
        if min == max {
            return Moments { n, mean: first, m2: 0.0, m3: 0.0, min, max };
        }
        let mean = first + shifted / n as f64;
        let (mut sum, mut squares, mut cubes) = (0.0, 0.0, 0.0);
        for &x in values {
            let d = x - mean;
            sum += d;
            squares += d * d;
            cubes += d * d * d;
        }
        let m2 = (squares - sum * sum / n as f64).max(0.0);
        Moments { n, mean: mean + sum / n as f64, m2, m3: cubes, min, max }
    }

    /// Adds one finite value.
    pub fn push(&mut self, x: f64) {
        debug_assert!(!x.is_nan(), "undefined values are counted by the caller");
        self.merge(&Moments { n: 1, mean: x, m2: 0.0, m3: 0.0, min: x, max: x });
    }

    /// Adds one finite value `n` times.
    pub(crate) fn push_many(&mut self, x: f64, n: u64) {
        if n > 0 {
            self.merge(&Moments { n, mean: x, m2: 0.0, m3: 0.0, min: x, max: x });
        }
    }

    /// Adds the values of another sample.
    ///
    /// With `δ = mean_b − mean_a` and `n = n_a + n_b`: `mean = mean_a + δ n_b / n`,
    /// `m2 = m2_a + m2_b + δ² n_a n_b / n`, `m3 = m3_a + m3_b + δ³ n_a n_b (n_a − n_b)/n² + 3δ (n_a m2_b − n_b m2_a)/n`.
    pub fn merge(&mut self, other: &Moments) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let (n_a, n_b) = (self.n as f64, other.n as f64);
        let share = n_b / (n_a + n_b);
        let delta = other.mean - self.mean;
        self.n += other.n;
        self.mean += delta * share;
        let outer = delta * delta * n_a * share;
        self.m3 += other.m3
            + outer * delta * (n_a / (n_a + n_b) - share)
            + 3.0 * delta * (n_a / (n_a + n_b) * other.m2 - share * self.m2);
        self.m2 += other.m2 + outer;
        self.min = if other.min < self.min { other.min } else { self.min };
        self.max = if other.max > self.max { other.max } else { self.max };
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.n
    }

    /// Arithmetic mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// Smallest value; `None` without values.
    pub fn min(&self) -> Option<f64> {
        (self.n > 0).then_some(self.min)
    }

    /// Largest value; `None` without values.
    pub fn max(&self) -> Option<f64> {
        (self.n > 0).then_some(self.max)
    }

    /// Sample variance `m2 / (n − 1)`; `None` with fewer than two values.
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.m2 / (self.n - 1) as f64)
    }

    /// `Σd³/Σd²` of the deviations `d` from the mean: by how much the variance grows as the mean does, where both do
    /// because some event is more frequent; its size for events as rare as Poisson's. `None` where nothing varies.
    pub(crate) fn skew(&self) -> Option<f64> {
        Some(self.m3 / self.m2).filter(|skew| skew.is_finite())
    }

    /// The least and the greatest that the skew may be taken for.
    pub(crate) fn skews(&self) -> [f64; 2] {
        let skew = self.skew().unwrap_or(0.0);
        [skew.min(0.0), skew.max(0.0)]
    }

    /// Whether values differ by more than rounding may have done: by more than `within` of the largest of them.
    pub fn varies(&self, within: f64) -> bool {
        self.n > 0 && self.max - self.min > within * self.max.abs().max(self.min.abs())
    }

    /// Sample standard deviation `√variance`; `None` with fewer than two values.
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Standard error of the mean `√(variance / n)`; `None` with fewer than two values.
    pub fn se(&self) -> Option<f64> {
        self.variance().map(|v| (v / self.n as f64).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use crate::stats::moments::Moments;

    fn pushed(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|&x| moments.push(x));
        moments
    }

    fn close(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn small_sample_by_hand() {
        for m in [Moments::from_slice(&[2.0, 4.0, 4.0, 10.0]), pushed(&[2.0, 4.0, 4.0, 10.0])] {
            assert_eq!((m.count(), m.mean(), m.min(), m.max()), (4, Some(5.0), Some(2.0), Some(10.0)));
            close(m.variance().unwrap(), 12.0, 1e-15);
            close(m.sd().unwrap(), 12f64.sqrt(), 1e-15);
            close(m.se().unwrap(), 3f64.sqrt(), 1e-15);
        }
    }

    #[test]
    fn nothing_is_reported_that_does_not_exist() {
        let none = Moments::from_slice(&[]);
        assert_eq!(none, Moments::default());
        assert_eq!((none.mean(), none.min(), none.max(), none.variance()), (None, None, None, None));
        let one = Moments::from_slice(&[-3.0]);
        assert_eq!((one.mean(), one.variance(), one.se()), (Some(-3.0), None, None));
    }

    #[test]
    fn equal_values_have_no_variance_at_all() {
        let mut m = Moments::from_slice(&[0.1; 1001]);
        m.merge(&pushed(&[0.1; 777]));
        assert_eq!((m.mean(), m.variance(), m.se()), (Some(0.1), Some(0.0), Some(0.0)));
    }

    #[test]
    fn large_offset_keeps_its_variance() {
        // NIST StRD NumAcc4 in form: 10^7 + {0.2, 0.1, 0.3, ...}, standard deviation 0.1.
        let mut values = vec![10_000_000.2];
        (0..500).for_each(|_| values.extend([10_000_000.1, 10_000_000.3]));
        let m = Moments::from_slice(&values);
        close(m.sd().unwrap(), 0.1, 1e-8);
        close(m.mean().unwrap(), 10_000_000.2, 1e-16);
        close(pushed(&values).sd().unwrap(), 0.1, 1e-8);
    }

    #[test]
    fn a_mean_far_below_its_values_is_corrected() {
        // The first pass alone is off by 0.07; in rational numbers the mean is 20000000000002.4267.
        let mean = Moments::from_slice(&[3e15, 1.0 / 3.0, -2.9e15, 0.7, 11.1]).mean().unwrap();
        assert!((mean - 20_000_000_000_002.426).abs() < 0.04, "{mean}");
    }

    #[test]
    fn merged_pieces_are_the_whole() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * i % 977) - 300.5).collect();
        let whole = Moments::from_slice(&values);
        let mut merged = Moments::default();
        values.chunks(77).for_each(|piece| merged.merge(&Moments::from_slice(piece)));
        merged.merge(&Moments::default());
        assert_eq!((merged.count(), merged.min(), merged.max()), (1000, whole.min(), whole.max()));
        close(merged.mean().unwrap(), whole.mean().unwrap(), 1e-13);
        close(merged.variance().unwrap(), whole.variance().unwrap(), 1e-13);
    }

    #[test]
    fn a_rounded_mean_is_made_good_in_the_squares() {
        // The mean, 10^15 + 2/3, is rounded to eighths; squares about it would sum to 0.671875.
        let m = Moments::from_slice(&[1e15, 1e15 + 1.0, 1e15 + 1.0]);
        close(m.variance().unwrap(), 1.0 / 3.0, 1e-15);
    }

    #[test]
    fn extremes_of_merged_pieces_may_lie_in_any() {
        for pieces in [[[1.0, 2.0], [3.0, 4.0]], [[3.0, 4.0], [1.0, 2.0]], [[1.0, 4.0], [2.0, 3.0]]] {
            let mut m = Moments::from_slice(&pieces[0]);
            m.merge(&Moments::from_slice(&pieces[1]));
            assert_eq!((m.min(), m.max()), (Some(1.0), Some(4.0)));
        }
    }
}
