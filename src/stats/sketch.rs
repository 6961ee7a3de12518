//! Quantiles of any number of values, from few points that stand for them.

use crate::stats::points::Points;
use serde::{Deserialize, Serialize};

/// Values of which quantiles are wanted, by points that stand for them.
///
/// Exact up to 8,192 distinct values. Beyond that, points are merged and thinned to some 4,096 as by Munro and Paterson
/// (1980) and Manku, Rajagopalan and Lindsay (1998), each time with a sample of about the same size, so that few
/// thinnings lie between a value and the whole. Nothing is drawn, and ranks alone matter: neither which value came first
/// nor how far away others lie.
///
/// # Precision
/// A thinning moves ranks by at most half of 1/4,096 (0.012 %) of the values thinned, and there are as many as doublings
/// from 8,192 values to all: 0.1 % in a sample of a million, where 0.005 % is usual. A value that makes up 1/4,096 of
/// what is thinned is counted exactly, and so is what lies on either side of a gap wider than 1/64 of the middle nine
/// tenths of the values. The least and the greatest are exact.
///
/// # Merging
/// The same sketches merged in the same order give the same bits. A level takes 130 kB, and there is one at most for
/// each doubling from 8,192 values to all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// Samples that follow each other; each more than that after it.
    levels: Vec<Points>,
}

/// Values in any order, on their way to a sketch.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Unsorted {
    /// Values one by one, as integers of the same order.
    keys: Vec<i64>,
    /// Values that came many at a time.
    many: Vec<(f64, u64)>,
}

impl Unsorted {
    /// Adds finite values.
    pub(crate) fn push(&mut self, values: &[f64]) {
        debug_assert!(values.iter().all(|x| !x.is_nan()), "undefined values are counted by the caller");
        // −0 and 0 are one value, or their order would show.
        self.keys.extend(values.iter().map(|x| ordered((x + 0.0).to_bits().cast_signed())));
    }

    /// Adds one finite value `n` times.
    pub(crate) fn push_many(&mut self, x: f64, n: u64) {
        let x = x + 0.0;
        match self.many.last_mut() {
            Some((last, count)) if *last == x => *count += n,
            _ => self.many.push((x, n)),
        }
    }

    /// Adds the values of another.
    pub(crate) fn append(&mut self, other: &mut Self) {
        self.keys.append(&mut other.keys);
        self.many.append(&mut other.many);
    }

    fn sorted(mut self) -> Points {
        self.keys.sort_unstable();
        let mut points = Points::default();
        self.keys.iter().for_each(|&key| points.push(f64::from_bits(ordered(key).cast_unsigned()), 1));
        if self.many.is_empty() { points } else { points.and(&Points::from(self.many)) }
    }
}

/// From the bits of a float to an integer in the same order, and back.
fn ordered(bits: i64) -> i64 {
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

impl Sketch {
    /// Adds values, the order of which is no matter.
    pub(crate) fn absorb(&mut self, values: Unsorted) {
        self.add(values.sorted());
    }

    /// Adds the values of another sketch.
    pub fn merge(&mut self, other: Self) {
        other.levels.into_iter().for_each(|points| self.add(points));
    }

    fn add(&mut self, points: Points) {
        let mut points = points.thinned();
        if points.count() == 0 {
            return;
        }
        while let Some(before) = self.levels.pop_if(|before| before.count() <= points.count()) {
            points = before.and(&points).thinned();
        }
        self.levels.push(points);
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.levels.iter().map(Points::count).sum()
    }

    /// Quantiles by the rule of [`exact_quantile`](crate::stats::exact_quantile); `None` without values or with a
    /// probability outside [0, 1].
    pub fn quantiles<const N: usize>(&self, p: [f64; N]) -> [Option<f64>; N] {
        match self.levels.as_slice() {
            [all] => all.quantiles(p),
            levels => levels.iter().fold(Points::default(), |all, level| all.and(level)).quantiles(p),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sketch, Unsorted};
    use crate::stats::exact_quantile;
    use proptest::prelude::*;

    fn unsorted(values: &[f64]) -> Unsorted {
        let mut unsorted = Unsorted::default();
        unsorted.push(values);
        unsorted
    }

    /// A sketch of values that come in parts of so many.
    fn sketch(values: &[f64], part: usize) -> Sketch {
        let mut sketch = Sketch::default();
        for part in values.chunks(part) {
            let mut own = Sketch::default();
            own.absorb(unsorted(part));
            sketch.merge(own);
        }
        sketch
    }

    const PROBABILITIES: [f64; 9] = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0];

    /// Numbers in [0, 1) that never repeat.
    fn uniform(n: u32) -> impl Iterator<Item = f64> {
        (0..n).map(|i| (f64::from(i) * 0.618_033_988_749_894_9 + f64::from(i % 97) / 97.0).fract())
    }

    fn bell(n: u32) -> Vec<f64> {
        let z =
            |u: f64| crate::stats::normal(0.5 + 0.499_999 * (2.0 * u - 1.0).abs()) * if u < 0.5 { -1.0 } else { 1.0 };
        uniform(n).map(z).collect()
    }

    /// Ranks are within 0.03 % of those asked for, and quantiles within 1/1000 of the middle nine tenths of the values.
    fn check(name: &str, values: &[f64], part: usize) {
        let sketch = sketch(values, part);
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let exact = |p| exact_quantile(&sorted, p).unwrap();
        let spread = exact(0.95) / 1000.0 - exact(0.05) / 1000.0;
        for (p, found) in PROBABILITIES.into_iter().zip(sketch.quantiles(PROBABILITIES)) {
            let found = found.unwrap();
            if (0.05..=0.95).contains(&p) && !name.ends_with("magnitudes") {
                assert!((found - exact(p)).abs() <= spread, "{name}: {p}: {found} is not {}", exact(p));
            }
            let ends = [p - 0.0003, p + 0.0003].map(|p| exact(p.clamp(0.0, 1.0)));
            assert!(ends[0] <= found && found <= ends[1], "{name}: {p}: {found} is not in {ends:?}");
        }
        let [least, most] = sketch.quantiles([0.0, 1.0]);
        assert_eq!((least, most), (sorted.first().copied(), sorted.last().copied()), "{name}");
        assert_eq!(sketch.count(), values.len() as u64);
    }

    #[test]
    fn hostile_samples_whatever_came_first() {
        let n = 120_000;
        let bell = bell(n);
        let with = |change: &dyn Fn(usize, f64) -> f64| -> Vec<f64> {
            bell.iter().enumerate().map(|(i, &z)| change(i, z)).collect()
        };
        let mut sorted = bell.clone();
        sorted.sort_by(f64::total_cmp);
        let reversed: Vec<f64> = sorted.iter().rev().copied().collect();
        for part in [4096, 16_384] {
            check("bell", &bell, part);
            check("sorted", &sorted, part);
            check("reversed", &reversed, part);
            check("an outlier first", &with(&|i, z| if i == 0 { -1e9 } else { 7.0 + z }), part);
            check("outliers at either end", &with(&|i, z| if i % 50 == 0 { z * 1e300 } else { z }), part);
            check("one value and tails", &with(&|i, z| if i % 100 < 93 { 3.0 } else { z * 1e6 }), part);
            check("two modes far apart", &with(&|i, z| z + if i % 2 == 0 { 0.0 } else { 1e12 }), part);
            check("two modes, one of a twentieth", &with(&|i, z| z + if i % 20 == 0 { -1e12 } else { 0.0 }), part);
            check("narrow and far from 0", &with(&|_, z| 1e15 + z), part);
            check("as small as numbers are", &with(&|_, z| (z * 1e4).round() * 5e-324), part);
            check("over all magnitudes", &with(&|_, z| z.signum() * 10f64.powf(z.abs() * 60.0 - 150.0)), part);
            check("two values", &with(&|i, _| if i % 20 == 7 { 5e-324 } else { 1e300 }), part);
            check("one value", &vec![0.1; n as usize], part);
            check("whole numbers", &with(&|_, z| (z * 6.0).round()), part);
        }
    }

    #[test]
    fn many_small_parts_are_no_worse() {
        check("bell", &bell(60_000), 250);
        check("bell", &bell(60_001), 9999);
    }

    proptest! {
        #[test]
        fn few_values_are_exact(mut values in prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL, 1..300), part in 1_usize..50) {
            let found = sketch(&values, part).quantiles(PROBABILITIES);
            values.sort_by(f64::total_cmp);
            prop_assert_eq!(found, PROBABILITIES.map(|p| exact_quantile(&values, p)));
        }
    }

    #[test]
    fn what_is_stored_comes_back() {
        let whole = sketch(&bell(30_000), 4096);
        let text = serde_json::to_string(&whole).unwrap();
        let back: Sketch = serde_json::from_str(&text).unwrap();
        assert_eq!(back, whole);
    }

    #[test]
    fn the_order_within_a_part_and_the_hands_it_comes_through_are_no_matter() {
        let mut values = bell(9000);
        values.extend([0.0, -0.0, 1e-300, -1e-300]);
        let whole = sketch(&values, usize::MAX);
        values.reverse();
        let (mut one, mut other) = (unsorted(&values[..77]), unsorted(&values[77..]));
        other.append(&mut one);
        let mut again = Sketch::default();
        again.absorb(other);
        assert_eq!(again, whole);
    }

    #[test]
    fn values_that_come_many_at_a_time_count_as_many() {
        let mut values = unsorted(&[2.0, 1.0]);
        values.push_many(1.0, 1_000_000_007);
        values.push_many(1.0, 1);
        values.push_many(3.0, 0);
        let mut sketch = Sketch::default();
        sketch.absorb(values);
        assert_eq!((sketch.count(), sketch.quantiles([0.5, 1.0])), (1_000_000_010, [Some(1.0), Some(2.0)]));
    }

    #[test]
    fn zero_has_no_sign_and_nothing_has_no_quantile() {
        let [least] = sketch(&[0.0, -0.0], 2).quantiles([0.0]);
        assert!(least.unwrap().is_sign_positive());
        assert_eq!(Sketch::default().quantiles([0.5]), [None]);
        assert_eq!(sketch(&[1.0], 1).quantiles([1.1]), [None]);
    }
}
