//! Differences between two samples that share their luck, and many tests at once.

use crate::stats::Ratio;
use crate::stats::interval::{Interval, normal, normal_tail};
use serde::{Deserialize, Serialize};

/// Totals of two ratios counted in the same runs, for their difference.
///
/// All sums are integers, so pieces merge to the same bits in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairedRatio {
    one: Ratio,
    other: Ratio,
    /// Sums of products across the two: x₁x₀, x₁y₀, y₁x₀, y₁y₀.
    cross: [u128; 4],
    /// Whether the two have been the same in every run so far, but for the sign.
    differs: bool,
}

impl PairedRatio {
    /// Adds a run with `x1` of `y1` events in the one and `x0` of `y0` in the other.
    pub fn push(&mut self, x1: u64, y1: u64, x0: u64, y0: u64) {
        self.one.push(x1, y1);
        self.other.push(x0, y0);
        self.differs |= (x1, y1) != (x0, y0);
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
        let products = [product(x1, x0), product(x1, y0), product(y1, x0), product(y1, y0)];
        for (sum, product) in self.cross.iter_mut().zip(products) {
            *sum = sum.saturating_add(product);
        }
    }

    /// Adds the runs of another total; any order of merging gives the same bits.
    pub fn merge(&mut self, more: &Self) {
        self.one.merge(&more.one);
        self.other.merge(&more.other);
        self.differs |= more.differs;
        for (sum, more) in self.cross.iter_mut().zip(more.cross) {
            *sum = sum.saturating_add(more);
        }
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.one.runs()
    }

    /// Σx₁/Σy₁ − Σx₀/Σy₀; `None` where either has no denominator.
    pub fn difference(&self) -> Option<f64> {
        Some(self.one.value()? - self.other.value()?)
    }

    /// Standard error of the difference by the delta method.
    ///
    /// `se² = n/(n − 1) · Σ(e₁/Y₁ − e₀/Y₀)²` with `e = x − r y`, `Y = Σy` and `n` as in `PairedRatio::defined`; exactly
    /// 0 where the two are the same in every run. `None` where that is below 2.
    pub fn se(&self) -> Option<f64> {
        let n = self.defined() as f64;
        if self.defined() < 2 {
            return None;
        }
        if !self.differs {
            return Some(0.0);
        }
        let (r1, r0) = (self.one.value()?, self.other.value()?);
        let [xx, xy, yx, yy] = self.cross.map(|sum| sum as f64);
        let products = xx - r0 * xy - r1 * yx + r1 * r0 * yy;
        let (y1, y0) = (self.one.denominator() as f64, self.other.denominator() as f64);
        let squares = self.one.squares() / (y1 * y1) + self.other.squares() / (y0 * y0) - 2.0 * products / (y1 * y0);
        Some((squares.max(0.0) / (n - 1.0) * n).sqrt())
    }

    /// Runs that tell of the difference: those with events in the one, or in the other where they are fewer.
    pub(crate) fn defined(&self) -> u64 {
        self.one.defined().min(self.other.defined())
    }

    /// Whether either varies at all.
    pub fn varies(&self) -> bool {
        self.differs && (self.one.varies() || self.other.varies())
    }

    /// How far the difference may be skew downwards and upwards, as by [`Ratio::skew`]: what happens to the other counts
    /// the other way.
    pub(crate) fn skews(&self) -> [f64; 2] {
        let ([down, up], [other_up, other_down]) = (self.one.skews(), self.other.skews().map(|skew| -skew));
        [down.min(other_down), up.max(other_up)]
    }

    /// Standard error that the difference would have without common luck.
    pub(crate) fn se_unpaired(&self) -> Option<f64> {
        let (se1, se0) = (self.one.se()?, self.other.se()?);
        Some((se1 * se1 + se0 * se0).sqrt())
    }
}

/// Interval of p₁ − p₂ for two proportions of the same runs; `None` without runs.
///
/// Adjusted Wald interval of Bonett and Price (2012): one run more with either alone, `p₁₂ = (n₁₂ + 1)/(n + 2)`,
/// `p₂₁ = (n₂₁ + 1)/(n + 2)`, and `p₁₂ − p₂₁ ± z √((p₁₂ + p₂₁ − (p₁₂ − p₂₁)²)/(n + 2))`.
///
/// # Panics
/// If `confidence` is not inside (0, 1).
pub(crate) fn paired_proportions(
    both: u64,
    first: u64,
    second: u64,
    neither: u64,
    confidence: f64,
) -> Option<Interval> {
    let (difference, se) = adjusted([both, first, second, neither]);
    let half = normal(confidence) * se;
    (both + first + second + neither > 0)
        .then_some(Interval { low: (difference - half).max(-1.0), high: (difference + half).min(1.0) })
}

/// Two-sided p-value of p₁ = p₂ that belongs to [`paired_proportions`]: 1 less the confidence at which its interval
/// begins to hold 0. 1 where there are as many of the one as of the other.
pub(crate) fn paired_proportions_p_value(both: u64, first: u64, second: u64, neither: u64) -> f64 {
    if first == second {
        return 1.0;
    }
    let (difference, se) = adjusted([both, first, second, neither]);
    2.0 * normal_tail(difference.abs() / se)
}

/// The difference with a run more of either alone, and its standard error.
fn adjusted([both, first, second, neither]: [u64; 4]) -> (f64, f64) {
    let n = (both + first + second + neither) as f64 + 2.0;
    let (p12, p21) = ((first as f64 + 1.0) / n, (second as f64 + 1.0) / n);
    let (difference, sum) = (p12 - p21, p12 + p21);
    (difference, ((sum - difference * difference) / n).max(0.0).sqrt())
}

/// p-values adjusted for their number by Holm (1979), in the order given: whatever their dependence, the chance that
/// any true null hypothesis has one below α is at most α.
pub(crate) fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let (mut adjusted, mut least) = (vec![0.0; p_values.len()], 0.0_f64);
    for (rank, &k) in order.iter().enumerate() {
        least = least.max(((p_values.len() - rank) as f64 * p_values[k]).min(1.0));
        adjusted[k] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_p_value_of_proportions_says_what_their_interval_says() {
        for (first, second) in [(5, 0), (0, 5), (7, 0), (8, 1), (30, 12), (500, 430)] {
            let p = paired_proportions_p_value(0, first, second, 1000 - first - second);
            for (confidence, holds) in [(1.0 - 1.001 * p, false), (1.0 - 0.999 * p, true)] {
                let interval = paired_proportions(0, first, second, 1000 - first - second, confidence).unwrap();
                assert_eq!(interval.low <= 0.0 && 0.0 <= interval.high, holds, "{first} {second} {p} {interval:?}");
            }
        }
        for [both, first, second, neither] in [[3, 0, 0, 0], [0, 3, 0, 0], [0, 0, 3, 0], [0, 0, 0, 3]] {
            assert!(paired_proportions(both, first, second, neither, 0.95).is_some());
        }
        assert_eq!(paired_proportions(0, 0, 0, 0, 0.95), None);
        assert!(paired_proportions_p_value(0, 1000, 0, 0) < 1e-99);
        assert_eq!(paired_proportions_p_value(3, 0, 0, 4), 1.0);
        assert_eq!(paired_proportions_p_value(0, 9, 9, 4), 1.0);
    }

    #[test]
    fn equal_runs_differ_by_exactly_nothing() {
        let mut pair = PairedRatio::default();
        (0..100).for_each(|i| pair.push(i % 7, 7, i % 7, 7));
        assert_eq!((pair.difference(), pair.se()), (Some(0.0), Some(0.0)));
        assert!(pair.se_unpaired().unwrap() > 0.0);
    }

    #[test]
    fn the_error_is_that_of_the_linearised_differences() {
        let runs: Vec<[u64; 4]> = (0..500_u64).map(|i| [i * 7 % 11, 11 + i % 3, i * 5 % 9, 9 + i % 2]).collect();
        let mut pair = PairedRatio::default();
        runs.iter().for_each(|&[x1, y1, x0, y0]| pair.push(x1, y1, x0, y0));
        let n = runs.len() as f64;
        let total = |k: usize| runs.iter().map(|run| run[k] as f64).sum::<f64>();
        let (r1, r0) = (total(0) / total(1), total(2) / total(3));
        let z = runs.iter().map(|run| {
            let [x1, y1, x0, y0] = run.map(|x| x as f64);
            (x1 - r1 * y1) / (total(1) / n) - (x0 - r0 * y0) / (total(3) / n)
        });
        let se = (z.map(|z| z * z).sum::<f64>() / n / (n - 1.0)).sqrt();
        assert!((pair.difference().unwrap() - (r1 - r0)).abs() < 1e-15);
        assert!((pair.se().unwrap() / se - 1.0).abs() < 1e-12, "{} {se}", pair.se().unwrap());
    }

    #[test]
    fn pieces_merge_to_the_whole() {
        let (mut one, mut other, mut whole) = (PairedRatio::default(), PairedRatio::default(), PairedRatio::default());
        for i in 0..60_u64 {
            let piece = if i < 17 { &mut one } else { &mut other };
            for pair in [piece, &mut whole] {
                pair.push(i % 5, 5 + i % 2, i % 3, 3);
            }
        }
        one.merge(&other);
        assert_eq!(one, whole);
        let (se1, se0) = (whole.one.se().unwrap(), whole.other.se().unwrap());
        assert_eq!(whole.se_unpaired(), Some(se1.hypot(se0)));
    }

    #[test]
    fn paired_proportions_by_hand() {
        // n12 = 12, n21 = 4, n = 100: 13/102, 5/102.
        let interval = paired_proportions(60, 12, 4, 24, 0.95).unwrap();
        let (d, s) = (8.0 / 102.0, 18.0 / 102.0);
        let half = 1.959_963_984_540_054 * ((s - d * d) / 102.0_f64).sqrt();
        assert!((interval.low - (d - half)).abs() < 1e-12 && (interval.high - (d + half)).abs() < 1e-12);
        assert_eq!(paired_proportions(0, 0, 0, 0, 0.95), None);
    }

    #[test]
    fn holm_as_in_r() {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        assert_eq!(adjusted.len(), 4);
        for (found, known) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - known).abs() < 1e-15, "{adjusted:?}");
        }
    }

    #[test]
    fn pieces_that_differ_make_a_whole_that_differs() {
        let mut alike = PairedRatio::default();
        (1..5).for_each(|x| alike.push(x, 5, x, 5));
        let mut apart = PairedRatio::default();
        (1..5).for_each(|x| apart.push(x, 5, 5 - x, 5));
        assert_eq!(alike.se(), Some(0.0));
        for (mut one, other) in [(alike, apart), (apart, alike)] {
            one.merge(&other);
            assert!(one.se().unwrap() > 0.1);
        }
    }
}
