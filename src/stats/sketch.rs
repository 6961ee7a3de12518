//! Quantiles of any number of values, read from counts in bins that merge.

use crate::stats::quantile::between;
use crate::stats::quantile::type_seven;
use serde::{Deserialize, Serialize};

const MANTISSA_BITS: u32 = 8;
const SHIFT: u32 = 52 - MANTISSA_BITS;
const LOWEST_EXPONENT: u64 = 1023 - 40;
const OCTAVES: u64 = 80;
const PAGE: usize = 64;
const BELOW_FIRST: i64 = (LOWEST_EXPONENT << MANTISSA_BITS) as i64 - 1;
/// Bin of values at the centre; bins below and above it mirror each other.
const CENTRE: i64 = (OCTAVES << MANTISSA_BITS) as i64 + 1;
const PAGES: usize = (2 * CENTRE as usize + 1).div_ceil(PAGE);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Bin {
    count: u64,
    min: f64,
    max: f64,
}

const EMPTY: Bin = Bin { count: 0, min: f64::INFINITY, max: f64::NEG_INFINITY };

type Page = Box<[Bin; PAGE]>;

/// Counts of values by their deviation from a centre, from which quantiles are read.
///
/// A value `x` falls in a bin by sign, exponent and first 8 bits of the mantissa of its deviation `d = x − centre`. Each
/// bin keeps the number, the least and the greatest of its values. Deviations with `|d| < 2⁻⁴⁰` share the bin of the
/// centre, those with `|d| ≥ 2⁴⁰` share one bin a side.
///
/// # Precision
/// A quantile is off by at most 2⁻⁸ (0.4 %) of the distance from the centre to the farther of the two order statistics
/// it lies between (by 2⁻⁴⁰ at the centre; beyond 2⁴⁰ it is only known to lie between the least and the greatest value
/// there). It is exact where bins hold one distinct value, as for counts and other discrete data, and at both ends.
/// Narrow data far from the centre are resolved poorly: put the centre among the data.
///
/// # Merging
/// Counts are integers and extremes do not depend on order, so pieces give the same bits in any order. Opening and
/// merging a sketch costs as much as thousands of pushes: keep one a thread, not one a batch. Memory does not grow with
/// the number of values: 5 kB, and 1.5 kB for each quarter octave in use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Sketch {
    centre: f64,
    count: u64,
    pages: Vec<Option<Page>>,
}

/// A sketch as it is stored: its bins in use, by place.
#[derive(Serialize, Deserialize)]
struct Stored {
    centre: f64,
    bins: Vec<(u32, Bin)>,
}

impl From<Sketch> for Stored {
    fn from(sketch: Sketch) -> Self {
        let pages = sketch.pages.iter().enumerate().filter_map(|(number, page)| Some((number, page.as_ref()?)));
        let bins = pages.flat_map(|(number, page)| {
            page.iter().enumerate().map(move |(place, bin)| ((number * PAGE + place) as u32, *bin))
        });
        Self { centre: sketch.centre, bins: bins.filter(|(_, bin)| bin.count > 0).collect() }
    }
}

impl From<Stored> for Sketch {
    fn from(stored: Stored) -> Self {
        let mut sketch = Self::new(stored.centre);
        for (place, bin) in stored.bins {
            let place = (place as usize).min(PAGES * PAGE - 1);
            sketch.pages[place / PAGE].get_or_insert_with(empty_page)[place % PAGE].add(bin);
            sketch.count += bin.count;
        }
        sketch
    }
}

impl Sketch {
    /// An empty sketch, finest around `centre` (in the unit of the values).
    pub fn new(centre: f64) -> Self {
        Sketch { centre, count: 0, pages: vec![None; PAGES] }
    }

    /// Adds one finite value.
    #[inline]
    pub fn push(&mut self, x: f64) {
        self.push_many(x, 1);
    }

    /// Adds one finite value `count` times.
    #[inline]
    pub fn push_many(&mut self, x: f64, count: u64) {
        debug_assert!(!x.is_nan(), "undefined values are counted by the caller");
        if count == 0 {
            return;
        }
        let x = x + 0.0; // −0 and 0 are one value, or their order would show.
        let place = bin_of(x - self.centre);
        let page = self.pages[place / PAGE].get_or_insert_with(empty_page);
        page[place % PAGE].add(Bin { count, min: x, max: x });
        self.count += count;
    }

    /// Adds the values of another sketch; any order of merging gives the same bits.
    ///
    /// # Panics
    /// If the centres differ.
    pub fn merge(&mut self, other: Sketch) {
        assert!(self.centre == other.centre, "sketches about {} and {}", self.centre, other.centre);
        if self.count == 0 {
            *self = other;
            return;
        }
        self.count += other.count;
        for (mine, theirs) in self.pages.iter_mut().zip(other.pages) {
            match (mine, theirs) {
                (Some(mine), Some(theirs)) => mine.iter_mut().zip(*theirs).for_each(|(bin, more)| bin.add(more)),
                (mine @ None, theirs) => *mine = theirs,
                (_, None) => {}
            }
        }
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Quantile by the rule of [`exact_quantile`](crate::stats::exact_quantile); `None` without values or with `p`
    /// outside [0, 1].
    ///
    /// Values within a bin are taken to be evenly spread from its least to its greatest.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        type_seven(self.count, p, |rank| self.order_statistic(rank))
    }

    fn order_statistic(&self, mut rank: u64) -> f64 {
        for bin in self.pages.iter().flatten().flat_map(|page| page.iter()) {
            if rank < bin.count {
                let steps = bin.count.max(2) - 1;
                return between(bin.min, bin.max, rank as f64 / steps as f64);
            }
            rank -= bin.count;
        }
        unreachable!("ranks are below the count")
    }
}

impl Bin {
    #[inline]
    fn add(&mut self, more: Bin) {
        self.count += more.count;
        self.min = if more.min < self.min { more.min } else { self.min };
        self.max = if more.max > self.max { more.max } else { self.max };
    }
}

#[inline]
fn bin_of(deviation: f64) -> usize {
    let magnitude = (deviation.abs().to_bits() >> SHIFT) as i64;
    let steps = (magnitude - BELOW_FIRST).clamp(0, CENTRE);
    (if deviation < 0.0 { CENTRE - steps } else { CENTRE + steps }) as usize
}

#[cold]
fn empty_page() -> Page {
    Box::new([EMPTY; PAGE])
}

#[cfg(test)]
mod tests {
    use crate::stats::quantile::exact_quantile;
    use crate::stats::sketch::Sketch;

    fn sketch(centre: f64, values: &[f64]) -> Sketch {
        let mut sketch = Sketch::new(centre);
        values.iter().for_each(|&x| sketch.push(x));
        sketch
    }

    fn probabilities() -> impl Iterator<Item = f64> {
        [0.0, 0.001, 0.025, 0.975, 0.999, 1.0].into_iter().chain((1..40).map(|i| f64::from(i) / 40.0))
    }

    /// Sums of twelve numbers from an additive sequence: bell-shaped, mean 0, standard deviation near 1.
    fn bell(n: u32) -> Vec<f64> {
        let part = |i: u32| (f64::from(i) * 0.618_033_988_749_894_9 + f64::from(i % 97) / 97.0).fract();
        (0..n).map(|i| (0..12).map(|j| part(i * 12 + j * j * 7)).sum::<f64>() - 6.0).collect()
    }

    fn check_bound(centre: f64, mut values: Vec<f64>) {
        let sketch = sketch(centre, &values);
        values.sort_by(f64::total_cmp);
        for p in probabilities() {
            let below = ((values.len() - 1) as f64 * p) as usize;
            let ends = [values[below], values[(below + 1).min(values.len() - 1)]];
            let reach = ends.map(|x| (x - centre).abs()).into_iter().fold(0.0, f64::max);
            let (found, exact) = (sketch.quantile(p).unwrap(), exact_quantile(&values, p).unwrap());
            assert!((found - exact).abs() <= reach / 256.0 + 1e-12, "{p}: {found} is not {exact}");
        }
        assert_eq!(sketch.quantile(0.0), values.first().copied());
        assert_eq!(sketch.quantile(1.0), values.last().copied());
    }

    #[test]
    fn stays_within_its_bound() {
        check_bound(0.0, bell(20_000));
        check_bound(0.3, bell(777));
        check_bound(1000.0, bell(5000).iter().map(|z| 1000.0 + 0.01 * z).collect());
        check_bound(-5.0, bell(5000).iter().map(|z| -7.0 - z * z * z).collect());
        check_bound(0.0, bell(5000).iter().map(|z| z * 1e9).collect());
        check_bound(0.0, bell(5000).iter().map(|z| z * 1e-9).collect());
        check_bound(2.0, vec![-1.0, 4.0]);
    }

    #[test]
    fn values_within_a_bin_are_spread_evenly() {
        let values: Vec<f64> = (0..1001).map(|i| 1.0 + f64::from(i) * 1e-6).collect();
        let sketch = sketch(0.0, &values);
        probabilities().for_each(|p| assert!((sketch.quantile(p).unwrap() - (1.0 + p * 1e-3)).abs() < 1e-12, "{p}"));
    }

    #[test]
    fn what_is_stored_comes_back() {
        let whole = sketch(0.3, &bell(3000));
        let text = serde_json::to_string(&whole).unwrap();
        let back: Sketch = serde_json::from_str(&text).unwrap();
        assert_eq!((back.count(), back.quantile(0.1), back), (whole.count(), whole.quantile(0.1), whole));
    }

    #[test]
    fn discrete_values_are_exact() {
        for centre in [0.0, -2.0, 7.5] {
            let mut values: Vec<f64> = bell(5000).iter().map(|z| (z * 6.0).round() / 4.0).collect();
            let sketch = sketch(centre, &values);
            values.sort_by(f64::total_cmp);
            probabilities().for_each(|p| assert_eq!(sketch.quantile(p), exact_quantile(&values, p)));
        }
    }

    #[test]
    fn merging_is_free_of_order() {
        let mut values = bell(3000);
        values.extend([0.0, -0.0, 1e-300, -1e-300]);
        let whole = sketch(0.0, &values);
        let mut pieces: Vec<_> = values.chunks(101).map(|piece| sketch(0.0, piece)).collect();
        for _ in 0..2 {
            let mut merged = Sketch::new(0.0);
            pieces.iter().for_each(|piece| merged.merge(piece.clone()));
            assert_eq!((&merged, merged.quantile(0.3)), (&whole, whole.quantile(0.3)));
            pieces.reverse();
        }
        assert_eq!(whole.count(), 3004);
    }

    #[test]
    fn one_value_is_every_quantile_and_none_has_none() {
        for x in [0.0, 0.1, -0.1, 1e-300, 1e308, f64::MIN] {
            let (once, mut often) = (sketch(0.7, &[x]), Sketch::new(0.7));
            often.push_many(x, 1_000_000_007);
            probabilities().for_each(|p| assert_eq!((once.quantile(p), often.quantile(p)), (Some(x), Some(x))));
        }
        assert_eq!((Sketch::new(0.0).quantile(0.5), sketch(0.0, &[1.0]).quantile(1.1)), (None, None));
    }

    #[test]
    fn huge_values_stay_in_range_and_order() {
        let sketch = sketch(0.0, &[-f64::MAX, -1e300, -1e13, 0.0, 2e12, 1e300, f64::MAX]);
        let quantiles: Vec<_> = probabilities().skip(6).map(|p| sketch.quantile(p).unwrap()).collect();
        assert!(quantiles.is_sorted() && quantiles.iter().all(|q| q.is_finite()));
        assert_eq!((sketch.quantile(0.0), sketch.quantile(0.5)), (Some(-f64::MAX), Some(0.0)));
    }

    #[test]
    fn the_ends_of_its_range_have_bins_of_their_own() {
        let (least, most) = (2.0_f64.powi(-40), 2.0_f64.powi(40));
        for sign in [1.0, -1.0] {
            // Of three values the middle one is exact only if it shares its bin with its equal alone.
            let middle = |values: [f64; 3]| sketch(0.0, &values.map(|x| sign * x)).quantile(0.5).map(|x| sign * x);
            assert_eq!(middle([0.0, 0.0, least]), Some(0.0));
            assert_eq!(middle([0.0, 0.0, 0.5 * least]), Some(0.25 * least));
            let below = most * (1.0 - 2.0_f64.powi(-10));
            assert_eq!(middle([below, below, most]), Some(below));
            assert_eq!(middle([most, most, 3.0 * most]), Some(2.0 * most));
        }
    }

    #[test]
    fn zero_has_no_sign() {
        for values in [[0.0, -0.0], [-0.0, 0.0], [-0.0, -0.0]] {
            assert!(sketch(0.0, &values).quantile(0.0).unwrap().is_sign_positive());
        }
    }

    #[test]
    fn a_place_beyond_all_bins_is_the_last() {
        let text = |place: u32| format!(r#"{{"centre":0.0,"bins":[[{place},{{"count":1,"min":2.0,"max":2.0}}]]}}"#);
        let last = (super::PAGES * super::PAGE) as u32 - 1;
        let read = |place| serde_json::from_str::<Sketch>(&text(place)).unwrap();
        assert_eq!(read(u32::MAX), read(last));
        assert_ne!(read(last - 1), read(last));
    }
}
