//! A ratio of totals over runs, such as wrongful remedies per remedy, with its standard error.

use serde::{Deserialize, Serialize};

/// Totals of a numerator `x` and a denominator `y` counted in each run, as exact integers.
///
/// The ratio is `r = Σx / Σy`, not the mean of per-run ratios: each denominator event weighs the same. Runs are the
/// independent units, events within a run are not, so the standard error comes from the spread between runs. A run with
/// `y = 0` has no ratio of its own; it is reported by [`Ratio::undefined`]. It tells nothing of the ratio: the standard
/// error takes the runs with events as the sample, for of a hundred runs two with events are two. Its `x`, 0 as a rule,
/// is part of the total.
///
/// All sums are integers, so pieces merge to the same bits in any order. They are exact while counts stay below 2³²;
/// squares of larger counts saturate at 2¹²⁸ − 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    defined: u64,
    undefined: u64,
    x: u128,
    y: u128,
    xx: u128,
    xy: u128,
    yy: u128,
    /// Sums of x³, x²y, xy², y³.
    thirds: [u128; 4],
}

impl Ratio {
    /// Adds a run with `x` numerator events and `y` denominator events.
    pub fn push(&mut self, x: u64, y: u64) {
        self.defined += u64::from(y > 0);
        self.undefined += u64::from(y == 0);
        let (x, y) = (u128::from(x), u128::from(y));
        self.x += x;
        self.y += y;
        self.xx = self.xx.saturating_add(x * x);
        self.xy = self.xy.saturating_add(x * y);
        self.yy = self.yy.saturating_add(y * y);
        for (sum, third) in self.thirds.iter_mut().zip([(x * x, x), (x * x, y), (x, y * y), (y * y, y)]) {
            *sum = sum.saturating_add(third.0.saturating_mul(third.1));
        }
    }

    /// Adds the runs of another total; any order of merging gives the same bits.
    pub fn merge(&mut self, other: &Ratio) {
        self.defined += other.defined;
        self.undefined += other.undefined;
        self.x += other.x;
        self.y += other.y;
        self.xx = self.xx.saturating_add(other.xx);
        self.xy = self.xy.saturating_add(other.xy);
        self.yy = self.yy.saturating_add(other.yy);
        for (sum, more) in self.thirds.iter_mut().zip(other.thirds) {
            *sum = sum.saturating_add(more);
        }
    }

    /// Number of runs with at least one denominator event.
    pub(crate) fn defined(&self) -> u64 {
        self.defined
    }

    /// Number of runs without denominator events.
    pub fn undefined(&self) -> u64 {
        self.undefined
    }

    /// Number of runs in all.
    pub fn runs(&self) -> u64 {
        self.defined + self.undefined
    }

    /// Total of the numerator, `Σx`.
    pub(crate) fn numerator(&self) -> u128 {
        self.x
    }

    /// Total of the denominator, `Σy`.
    pub(crate) fn denominator(&self) -> u128 {
        self.y
    }

    /// The ratio `r = Σx / Σy`; `None` if no run has a denominator event.
    pub fn value(&self) -> Option<f64> {
        (self.y > 0).then(|| self.x as f64 / self.y as f64)
    }

    /// Standard error of the ratio by the delta method (Cochran 1977, *Sampling Techniques*, ch. 6).
    ///
    /// `se² = Σ(x − r y)² / ((n − 1) n ȳ²)` over the `n` runs with `y > 0`, with `ȳ = Σy / n`. It is good for many runs
    /// and of order 1/n too small for few. `None` with fewer than two such runs.
    pub fn se(&self) -> Option<f64> {
        let n = self.defined as f64;
        (self.defined > 1).then(|| (self.squares() / (n - 1.0) * n).sqrt() / self.y as f64)
    }

    /// `Σz³/Σz²` of `z = (x − r y)/ȳ`, by which the interval of a ratio of rare events is skew, as
    /// [`Moments::skew`](crate::stats::Moments::skew) of a mean. `None` where nothing varies, or counts are too large.
    pub(crate) fn skew(&self) -> Option<f64> {
        let [xxx, xxy, xyy, yyy] = self.thirds.map(|sum| i128::try_from(sum).ok());
        let (xxx, xxy, xyy, yyy) = (xxx?, xxy?, xyy?, yyy?);
        let r = self.x as f64 / self.y as f64;
        // Of a share near 1, what is missing is what is rare, and taken from integers it keeps its digits.
        let (rate, sign, [vvv, vvy, vyy]) = if r > 0.5 {
            let vvv = yyy.checked_sub(xyy.checked_mul(3)?)?.checked_add(xxy.checked_mul(3)?)?.checked_sub(xxx)?;
            let vvy = yyy.checked_sub(xyy.checked_mul(2)?)?.checked_add(xxy)?;
            ((self.y as f64 - self.x as f64) / self.y as f64, -1.0, [vvv, vvy, yyy.checked_sub(xyy)?])
        } else {
            (r, 1.0, [xxx, xxy, xyy])
        };
        let [vvv, vvy, vyy, yyy] = [vvv, vvy, vyy, yyy].map(|sum| sum as f64);
        let cubes = vvv - rate * (3.0 * vvy - rate * (3.0 * vyy - rate * yyy));
        let skew = sign * cubes / self.squares() * self.defined as f64 / self.y as f64;
        Some(skew).filter(|skew| skew.is_finite())
    }

    /// The least and the greatest that the skew may be taken for.
    pub(crate) fn skews(&self) -> [f64; 2] {
        let skew = self.skew().unwrap_or(0.0);
        [skew.min(0.0), skew.max(0.0)]
    }

    /// Whether the ratio is not the same in all runs that have one.
    pub fn varies(&self) -> bool {
        self.squares() > 1e-20 * self.xx as f64
    }

    /// `Σ(x − r y)²`.
    pub(super) fn squares(&self) -> f64 {
        self.residual_squares().unwrap_or_else(|| self.rounded_residual_squares())
    }

    /// `Σ(x − r y)²` in integers as far as they reach; `None` where even the first products overflow.
    ///
    /// With `r = a / b` in lowest terms and `e = b x − a y`, `Σ(x − r y)² = (b Σxe − a Σye) / b²`.
    fn residual_squares(&self) -> Option<f64> {
        let common = common_divisor(self.x, self.y);
        let a = i128::try_from(self.x / common).ok()?;
        let b = i128::try_from(self.y / common).ok()?;
        let (xx, xy) = (i128::try_from(self.xx).ok()?, i128::try_from(self.xy).ok()?);
        let yy = i128::try_from(self.yy).ok()?;
        let xe = b.checked_mul(xx)?.checked_sub(a.checked_mul(xy)?)?;
        let ye = b.checked_mul(xy)?.checked_sub(a.checked_mul(yy)?)?;
        let exact = b.checked_mul(xe).zip(a.checked_mul(ye)).and_then(|(x_part, y_part)| x_part.checked_sub(y_part));
        let (a, b) = (a as f64, b as f64);
        Some(match exact {
            Some(squares) => squares as f64 / b / b,
            None => ((xe as f64 - a / b * ye as f64) / b).max(0.0),
        })
    }

    fn rounded_residual_squares(&self) -> f64 {
        let r = self.x as f64 / self.y as f64;
        (self.xx as f64 - 2.0 * r * self.xy as f64 + r * r * self.yy as f64).max(0.0)
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use crate::stats::ratio::Ratio;

    fn total(runs: &[(u64, u64)]) -> Ratio {
        let mut ratio = Ratio::default();
        runs.iter().for_each(|&(x, y)| ratio.push(x, y));
        ratio
    }

    fn se_by_definition(runs: &[(u64, u64)]) -> f64 {
        let ratio = total(runs);
        let n = ratio.defined() as f64;
        let (x, y) = (ratio.numerator() as i128, ratio.denominator() as i128);
        let residual = |run: &(u64, u64)| (run.0 as i128 * y - run.1 as i128 * x) as f64 / y as f64;
        let squares: f64 = runs.iter().map(|run| residual(run).powi(2)).sum();
        (squares / (n - 1.0) * n).sqrt() / y as f64
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn three_runs_by_hand() {
        let ratio = total(&[(1, 2), (0, 0), (2, 4), (0, 3)]);
        assert_eq!((ratio.runs(), ratio.defined(), ratio.undefined()), (4, 3, 1));
        assert_eq!(ratio.value(), Some(3.0 / 9.0));
        // Of the three with y > 0, e = x − y/3 = 1/3, 2/3, −1: Σe² = 14/9, Σe³ = −2/3; se² = 14/9 / 2 / 3 / 3².
        close(ratio.se().unwrap(), (14.0 / 9.0 / 6.0f64).sqrt() / 3.0);
        close(ratio.skew().unwrap(), -2.0 / 3.0 / (14.0 / 9.0) / 3.0);
        // What is missing of a share is skew the other way.
        let complement = total(&[(1, 2), (0, 0), (2, 4), (3, 3)]);
        close(complement.skew().unwrap(), -total(&[(1, 2), (2, 4), (0, 3)]).skew().unwrap());
    }

    #[test]
    fn runs_without_events_are_no_sample_of_the_ratio() {
        let mut ratio = total(&[(1, 1)]);
        ratio.merge(&total(&[(0, 0); 98]));
        assert_eq!((ratio.value(), ratio.se()), (Some(1.0), None));
        ratio.push(5, 1);
        // Two values, 1 and 5: as far as a mean of two.
        close(ratio.se().unwrap(), 2.0);
        assert!(ratio.varies() && !total(&[(1, 2), (2, 4), (0, 0)]).varies());
    }

    #[test]
    fn one_event_a_run_is_a_proportion() {
        let ratio = total(&[(1, 1), (0, 1), (0, 1), (1, 1), (0, 1)]);
        close(ratio.se().unwrap(), (0.4 * 0.6 / 4.0f64).sqrt());
    }

    #[test]
    fn large_counts_stay_accurate() {
        for scale in [1, 1_000, 1_000_000, 4_000_000_000] {
            let runs: Vec<_> = (0..500).map(|i| (scale + i * i % 91, 3 * scale + i % 17)).collect();
            close(total(&runs).se().unwrap(), se_by_definition(&runs));
        }
    }

    #[test]
    fn two_runs_are_enough_for_an_error() {
        close(total(&[(1, 2), (2, 2)]).se().unwrap(), se_by_definition(&[(1, 2), (2, 2)]));
    }

    #[test]
    fn beyond_the_reach_of_integers_errors_are_rounded() {
        for scale in [1_u64 << 34, 1 << 44, 1 << 58] {
            // Residuals as large as the counts themselves, so that rounding does not swallow them.
            let runs: Vec<_> = (1..40).map(|i| (scale / i * (i % 3) + i, scale / (i % 7 + 1) + 3)).collect();
            let (found, exact) = (total(&runs).se().unwrap(), se_by_definition_in_floats(&runs));
            assert!((found / exact - 1.0).abs() < 1e-9, "{scale}: {found} is not {exact}");
        }
    }

    fn se_by_definition_in_floats(runs: &[(u64, u64)]) -> f64 {
        let n = runs.len() as f64;
        let (x, y) = runs.iter().fold((0.0, 0.0), |(x, y), run| (x + run.0 as f64, y + run.1 as f64));
        let squares: f64 = runs.iter().map(|run| (run.0 as f64 - run.1 as f64 * (x / y)).powi(2)).sum();
        (squares / (n - 1.0) * n).sqrt() / y
    }

    #[test]
    fn proportional_runs_have_no_error_even_when_huge() {
        for scale in [1, 1 << 40, 1 << 62] {
            let ratio = total(&[(scale, 2 * scale), (scale / 2, scale / 2 * 2), (0, 0)]);
            assert!(ratio.se().is_none_or(|se| se <= 1e-7), "{scale}: {:?}", ratio.se());
        }
        assert_eq!(total(&[(5, 10), (7, 14), (0, 0)]).se(), Some(0.0));
    }

    #[test]
    fn counts_at_the_limit_do_not_panic() {
        let ratio = total(&[(u64::MAX, u64::MAX), (u64::MAX, u64::MAX), (0, u64::MAX)]);
        assert!((ratio.value().unwrap() - 2.0 / 3.0).abs() < 1e-15);
        assert!(ratio.se().is_some());
    }

    #[test]
    fn merging_is_free_of_order() {
        let (a, b, c) = (total(&[(1, 3), (2, 2)]), total(&[(0, 0)]), total(&[(9, 11)]));
        for parts in [[a, b, c], [c, a, b], [b, c, a]] {
            let mut merged = Ratio::default();
            parts.iter().for_each(|part| merged.merge(part));
            assert_eq!(merged, total(&[(1, 3), (2, 2), (0, 0), (9, 11)]));
        }
    }

    #[test]
    fn nothing_without_denominators() {
        assert_eq!((Ratio::default().value(), total(&[(0, 0), (0, 0)]).se()), (None, None));
        assert_eq!((total(&[(1, 2)]).value(), total(&[(1, 2)]).se()), (Some(0.5), None));
    }

    #[test]
    fn runs_without_a_denominator_are_counted_apart() {
        let ratio = total(&[(0, 0), (1, 2), (0, 0), (0, 0), (3, 4)]);
        assert_eq!((ratio.defined(), ratio.undefined(), ratio.runs()), (2, 3, 5));
    }

    #[test]
    fn huge_counts_in_one_proportion_have_no_error_at_all() {
        for (x, y) in [(1, 3), (3, 7), (5, 11), (2, 9), (7, 13), (10, 17)] {
            let mut ratio = total(&[(100_000_007 * x, 100_000_007 * y)]);
            for _ in 0..20 {
                let copy = ratio;
                ratio.merge(&copy);
            }
            assert_eq!((ratio.runs(), ratio.se()), (1 << 20, Some(0.0)));
        }
    }
}
