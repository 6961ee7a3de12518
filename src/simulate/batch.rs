//! What many replications showed, in constant memory: sums that merge.

use crate::metric::{Kind, Quantity};
use crate::simulate::{Folds, SeriesSums};
use crate::stats::{Lifetimes, Moments, Ratio, Sketch};
use serde::{Deserialize, Serialize};

/// Which replications to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Seed of all draws.
    pub seed: u64,
    /// Replications 0 to this number − 1 are played.
    pub replications: u64,
}

/// What a batch of replications showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Every metric.
    pub metrics: Vec<Measured>,
    /// Every series.
    pub series: SeriesSums,
    /// How long the agreements stood, and who ended them.
    pub(crate) lifetimes: Lifetimes,
}

/// One metric over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Which metric, of whom.
    pub quantity: Quantity,
    /// Moments of its values in single runs, undefined ones left out.
    pub(crate) moments: Moments,
    /// Totals, for ratios (numerator, denominator) and proportions (successes, runs).
    pub ratio: Ratio,
    /// Its values in single runs, for quantiles.
    pub sketch: Sketch,
    /// Runs in which it is undefined.
    pub undefined: u64,
    /// Its sums by fold, where they are kept.
    pub(crate) folds: Folds,
}

impl Measured {
    pub(super) fn new(quantity: Quantity) -> Self {
        Self {
            quantity,
            moments: Moments::default(),
            ratio: Ratio::default(),
            sketch: Sketch::default(),
            undefined: 0,
            folds: Folds::default(),
        }
    }
}

impl Measured {
    /// Whether these can be the sums of `n` replications.
    pub(super) fn is_of(&self, n: u64) -> bool {
        let kind = self.quantity.metric.spec().kind;
        self.undefined <= n
            && self.moments.count() <= n
            && self.ratio.defined() <= n
            && self.ratio.undefined() <= n
            && (kind != Kind::Indicator || self.ratio.numerator() <= u128::from(self.ratio.runs()))
    }
}

impl Batch {
    /// Adds the replications that follow.
    pub fn merge(&mut self, other: Self) {
        for (all, more) in self.metrics.iter_mut().zip(other.metrics) {
            all.moments.merge(&more.moments);
            all.ratio.merge(&more.ratio);
            all.sketch.merge(more.sketch);
            all.undefined += more.undefined;
            all.folds.merge(&more.folds);
        }
        self.series.merge(other.series);
        self.lifetimes.merge(&other.lifetimes);
    }
}
