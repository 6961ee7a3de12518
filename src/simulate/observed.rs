//! What the replications of a block showed, column by column.

use crate::metric::{Kind, Quantity};
use crate::simulate::{Folds, Observation, Rows};
use crate::stats::{Moments, Ratio, Unsorted};

/// The metrics of consecutive replications, and what they are summed up from.
#[derive(Clone)]
pub(super) struct Observed {
    n: usize,
    /// Replications that there is room for in each column.
    room: usize,
    /// By metric, how it is summed up, and its place among the ratios where it is one.
    columns: Vec<(Kind, usize)>,
    values: Vec<f64>,
    ratios: Vec<[u64; 2]>,
}

/// A metric over the replications of a block.
pub(super) struct Reduced {
    pub(super) moments: Moments,
    pub(super) ratio: Ratio,
    pub(super) undefined: u64,
    pub(super) folds: Folds,
}

impl Observed {
    /// Room for so many replications of these metrics.
    pub(super) fn new(metrics: &[Quantity], room: usize) -> Self {
        let mut n_ratios = 0;
        let column = |Quantity { metric, .. }: &Quantity| {
            let place = n_ratios;
            let kind = metric.spec().kind;
            n_ratios += usize::from(kind == Kind::Ratio);
            (kind, place)
        };
        let columns: Vec<_> = metrics.iter().map(column).collect();
        Self { n: 0, room, values: vec![0.0; columns.len() * room], ratios: vec![[0; 2]; n_ratios * room], columns }
    }

    /// Number of replications.
    pub(super) fn n(&self) -> usize {
        self.n
    }

    /// The value of a metric in each replication; NaN where it is undefined.
    pub(super) fn values(&self, metric: usize) -> &[f64] {
        &self.values[metric * self.room..][..self.n]
    }

    /// The two counts behind a metric that is a ratio, in each replication.
    pub(super) fn ratios(&self, metric: usize) -> &[[u64; 2]] {
        &self.ratios[self.columns[metric].1 * self.room..][..self.n]
    }

    /// The values alone, which may be kept in great numbers.
    pub(super) fn rows(&self) -> Rows {
        Rows::new(self.n, (0..self.columns.len()).map(|metric| self.values(metric)))
    }

    /// Adds a replication, for which there is room.
    pub(super) fn push(&mut self, observations: impl Iterator<Item = Observation>) {
        for ((metric, observation), (_, ratio)) in observations.enumerate().zip(&self.columns) {
            self.values[metric * self.room + self.n] = match observation {
                Observation::Number(x) => x,
                Observation::Indicator(holds) => f64::from(u8::from(holds)),
                Observation::Ratio(x, y) => {
                    self.ratios[ratio * self.room + self.n] = [x, y];
                    x as f64 / y as f64
                }
            };
        }
        self.n += 1;
    }

    /// Empties the columns into sums and values to be sorted; `folded` is the first replication, where folds are kept.
    pub(super) fn reduce(&mut self, sorted: &mut [Unsorted], folded: Option<u64>) -> Vec<Reduced> {
        let n = std::mem::take(&mut self.n);
        let reduced = self.columns.iter().zip(sorted).enumerate().map(|(metric, (&(kind, place), sorted))| {
            let values = &mut self.values[metric * self.room..][..n];
            let mut ratio = Ratio::default();
            match kind {
                Kind::Ratio => self.ratios[place * self.room..][..n].iter().for_each(|&[x, y]| ratio.push(x, y)),
                Kind::Indicator => values.iter().for_each(|&x| ratio.push(x as u64, 1)),
                Kind::Number => {}
            }
            let mut folds = Folds::default();
            if let Some(first) = folded {
                match kind {
                    Kind::Ratio => (first..)
                        .zip(&self.ratios[place * self.room..][..n])
                        .for_each(|(replication, &[x, y])| folds.push(replication, x as f64, y as f64)),
                    Kind::Number | Kind::Indicator => (first..)
                        .zip(values.iter())
                        .filter(|(_, x)| !x.is_nan())
                        .for_each(|(replication, &x)| folds.push(replication, x, 1.0)),
                }
            }
            let values = defined(values);
            let moments = Moments::from_slice(values);
            match (moments.min(), moments.max()) {
                (Some(min), Some(max)) if min == max => sorted.push_many(min, moments.count()),
                _ => sorted.push(values),
            }
            Reduced { moments, ratio, undefined: n as u64 - moments.count(), folds }
        });
        reduced.collect()
    }
}

/// The values that are numbers, moved to the front.
fn defined(values: &mut [f64]) -> &[f64] {
    let mut n = 0;
    for i in 0..values.len() {
        values[n] = values[i];
        n += usize::from(!values[i].is_nan());
    }
    &values[..n]
}
