//! Series over rounds, and how they are kept in little room.

use crate::game::Game;
use crate::metric::SeriesKind;
use crate::simulate::Batch;
use crate::stats::exact_quantile;
use serde::{Deserialize, Serialize};

/// One series at one round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesPoint {
    /// Which, by its place in [`SeriesKind::ALL`].
    pub series: u32,
    /// Round, from 0.
    pub round: u32,
    /// Mean over runs; for compliance the ratio of totals.
    pub mean: Option<f64>,
    /// 5 % quantile of the sampled runs.
    pub p05: Option<f64>,
    /// Median of the sampled runs.
    pub p50: Option<f64>,
    /// 95 % quantile of the sampled runs.
    pub p95: Option<f64>,
}

/// Every point of every series of a batch.
pub(super) fn series_points(game: &Game, batch: &Batch) -> Vec<SeriesPoint> {
    let standing = batch.series.standing();
    let mut rows = Vec::with_capacity(SeriesKind::ALL.len() * standing.len());
    for (place, kind) in SeriesKind::ALL.into_iter().enumerate() {
        for (point, &standing) in standing.iter().enumerate() {
            let sample = batch.series.sample(place, point);
            rows.push(SeriesPoint {
                series: place as u32,
                round: point as u32 * batch.series.every,
                mean: batch.series.mean(game, kind, point, standing),
                p05: exact_quantile(&sample, 0.05),
                p50: exact_quantile(&sample, 0.5),
                p95: exact_quantile(&sample, 0.95),
            });
        }
    }
    rows
}

/// Points as what changes from each to the next: most quantiles do not.
#[derive(Default, Serialize, Deserialize)]
struct Packed {
    /// By point, a bit for each of its numbers that is not that of the point before, and one for its place if that is not
    /// the round after.
    changes: Vec<u8>,
    places: Vec<(u32, u32)>,
    /// What has changed; NaN where it is absent.
    numbers: Vec<f64>,
}

/// The bit of a place, above those of the numbers.
const PLACE: u8 = 1 << 4;

impl Packed {
    fn new(points: &[SeriesPoint]) -> Self {
        let mut packed = Self { changes: Vec::with_capacity(points.len()), ..Self::default() };
        let (mut place, mut numbers) = ((0, 0), [f64::NAN.to_bits(); 4]);
        for point in points {
            let mut changes = 0;
            if (point.series, point.round) != place {
                changes |= PLACE;
                packed.places.push((point.series, point.round));
            }
            place = (point.series, point.round.wrapping_add(1));
            for (k, (last, number)) in numbers.iter_mut().zip([point.mean, point.p05, point.p50, point.p95]).enumerate()
            {
                let number = number.unwrap_or(f64::NAN);
                if number.to_bits() != *last {
                    changes |= 1 << k;
                    packed.numbers.push(number);
                    *last = number.to_bits();
                }
            }
            packed.changes.push(changes);
        }
        packed
    }

    /// The points, unless some of what has changed is missing.
    fn points(&self) -> Option<Vec<SeriesPoint>> {
        let (mut places, mut changed) = (self.places.iter(), self.numbers.iter());
        let (mut place, mut numbers) = ((0, 0), [f64::NAN; 4]);
        let point = |&changes: &u8| {
            if changes & PLACE != 0 {
                place = *places.next()?;
            }
            for (k, number) in numbers.iter_mut().enumerate() {
                if changes & 1 << k != 0 {
                    *number = *changed.next()?;
                }
            }
            let (series, round) = place;
            place.1 = round.wrapping_add(1);
            let [mean, p05, p50, p95] = numbers.map(|number| (!number.is_nan()).then_some(number));
            Some(SeriesPoint { series, round, mean, p05, p50, p95 })
        };
        self.changes.iter().map(point).collect()
    }
}

/// Points in little room, for `serde(with)`.
pub(super) mod packed {
    use super::{Packed, SeriesPoint};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::study) fn serialize<S: Serializer>(points: &[SeriesPoint], serializer: S) -> Result<S::Ok, S::Error> {
        Packed::new(points).serialize(serializer)
    }

    pub(in crate::study) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<SeriesPoint>, D::Error> {
        Packed::deserialize(from)?.points().ok_or_else(|| D::Error::custom("a series that is cut short"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, SeriesPoint};
    use proptest::prelude::*;

    fn points() -> impl Strategy<Value = Vec<SeriesPoint>> {
        let number = || prop_oneof![Just(None), Just(Some(0.0)), Just(Some(-0.0)), any::<f64>().prop_map(Some)];
        let number = || number().prop_filter("absent is not a number", |x| x.is_none_or(|x| !x.is_nan()));
        let round = prop_oneof![0_u32..5, Just(u32::MAX)];
        let point = (0_u32..3, round, number(), number(), number(), number())
            .prop_map(|(series, round, mean, p05, p50, p95)| SeriesPoint { series, round, mean, p05, p50, p95 });
        proptest::collection::vec(point, 0..20)
    }

    proptest! {
        #[test]
        fn packed_points_are_the_same_to_the_bit(points in points()) {
            let bits = |points: &[SeriesPoint]| format!("{points:?}");
            let unpacked = Packed::new(&points).points().unwrap();
            prop_assert_eq!(bits(&unpacked), bits(&points));
        }
    }

    #[test]
    fn rounds_and_numbers_that_go_on_take_a_byte() {
        let point =
            |round| SeriesPoint { series: 2, round, mean: Some(0.5), p05: None, p50: Some(0.0), p95: Some(1.0) };
        let packed = Packed::new(&[point(0), point(1), point(2)]);
        assert_eq!((packed.changes.len(), packed.places.len(), packed.numbers.len()), (3, 1, 3));
    }

    #[test]
    fn a_series_cut_short_is_found() {
        let point = SeriesPoint { series: 1, round: 0, mean: Some(0.5), p05: None, p50: None, p95: None };
        let packed = Packed::new(&[point]);
        assert!(Packed { numbers: Vec::new(), ..Packed::new(&[point]) }.points().is_none());
        assert!(Packed { places: Vec::new(), ..packed }.points().is_none());
    }
}
