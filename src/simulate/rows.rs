//! What each replication showed, column by column.

use crate::simulate::{Kind, Metric, Observation};
use crate::stats::{Moments, Ratio, Sketch};

/// The metrics of consecutive replications.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Replications.
    pub n: usize,
    /// By metric, the value of each replication; NaN where it is undefined.
    pub values: Vec<Vec<f64>>,
    /// By metric, the two counts of each replication where the metric is a ratio; otherwise empty.
    pub ratios: Vec<Vec<[u64; 2]>>,
    is_indicator: Vec<bool>,
}

impl Rows {
    /// No rows of these metrics.
    pub fn new(metrics: &[Metric]) -> Self {
        Self {
            n: 0,
            values: vec![Vec::new(); metrics.len()],
            ratios: vec![Vec::new(); metrics.len()],
            is_indicator: metrics.iter().map(|metric| metric.kind() == Kind::Indicator).collect(),
        }
    }

    /// Adds a replication.
    pub(super) fn push(&mut self, observations: impl Iterator<Item = Observation>) {
        self.n += 1;
        for ((values, ratios), observation) in self.values.iter_mut().zip(&mut self.ratios).zip(observations) {
            values.push(match observation {
                Observation::Number(x) => x,
                Observation::Indicator(holds) => f64::from(u8::from(holds)),
                Observation::Ratio(x, y) => {
                    ratios.push([x, y]);
                    x as f64 / y as f64
                }
            });
        }
    }

    /// Adds the rows of the replications that follow.
    pub(super) fn append(&mut self, mut other: Self) {
        if self.n == 0 {
            *self = other;
            return;
        }
        self.n += other.n;
        for (mine, theirs) in self.values.iter_mut().zip(&mut other.values) {
            mine.append(theirs);
        }
        for (mine, theirs) in self.ratios.iter_mut().zip(&mut other.ratios) {
            mine.append(theirs);
        }
    }

    /// Empties the columns into moments, totals, counts of undefined values and sketches.
    pub(super) fn reduce(&mut self, sketches: &mut [Sketch]) -> Vec<(Moments, Ratio, u64)> {
        let n = self.n as u64;
        self.n = 0;
        let columns = self.values.iter_mut().zip(&mut self.ratios).zip(&self.is_indicator).zip(sketches);
        let reduced = columns.map(|(((values, ratios), &is_indicator), sketch)| {
            let mut ratio = Ratio::default();
            ratios.drain(..).for_each(|[x, y]| ratio.push(x, y));
            if is_indicator {
                values.iter().for_each(|&x| ratio.push(x as u64, 1));
            }
            values.retain(|x| !x.is_nan());
            let moments = Moments::from_slice(values);
            match (moments.min(), moments.max()) {
                (Some(min), Some(max)) if min == max => sketch.push_many(min, moments.count()),
                _ => values.iter().for_each(|&x| sketch.push(x)),
            }
            values.clear();
            (moments, ratio, n - moments.count())
        });
        reduced.collect()
    }
}
