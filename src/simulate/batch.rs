//! What many replications showed, in constant memory, with the same bits for any number of threads.

use crate::game::Game;
use crate::metric::Quantity;
use crate::simulate::player::Block;
use crate::simulate::{Folds, Pairing, Player, SeriesDetail, SeriesSums, Want, play_part};
use crate::stats::{Lifetimes, Moments, Ratio, Sketch};
use serde::{Deserialize, Serialize};

/// Which replications to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
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
    pub lifetimes: Lifetimes,
}

/// One metric over all replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Which metric, of whom.
    pub quantity: Quantity,
    /// Moments of its values in single runs, undefined ones left out.
    pub moments: Moments,
    /// Totals, for ratios (numerator, denominator) and proportions (successes, runs).
    pub ratio: Ratio,
    /// Its values in single runs, for quantiles.
    pub sketch: Sketch,
    /// Runs in which it is undefined.
    pub undefined: u64,
    /// Its sums by fold, where they are kept.
    pub folds: Folds,
}

/// Replications of one game that are played as one piece, at most: about a second's work, and part of the definition of
/// the result, like the size of a block, so never taken from the number of threads.
pub fn part_size(rounds: u32, n_games: usize) -> u64 {
    let games = n_games.max(1) as u64;
    let most = (16_384 / games).min((1 << 26) / u64::from(rounds) / games);
    let block = block_size(rounds);
    (most / block).max(1) * block
}

/// Replications a block.
pub(super) fn block_size(rounds: u32) -> u64 {
    (32_768 / u64::from(rounds)).clamp(1, 256)
}

/// Plays the replications of `plan` on the current thread pool; `progress` hears how many are done.
///
/// Blocks of a fixed size are reduced on their own, merged to parts in their order, and parts to the whole in theirs,
/// so floating-point sums group alike whatever the number of threads.
pub fn batch(game: &Game, plan: Plan, detail: SeriesDetail, mut progress: impl FnMut(u64)) -> Batch {
    let players = [Player::new(game, plan.seed, detail)];
    let (pairing, mut whole) = (Pairing::none(), players[0].empty_batch());
    let size = part_size(game.rounds, 1);
    let mut start = 0;
    while start < plan.replications {
        let end = plan.replications.min(start + size);
        let part = play_part(&players, &pairing, start..end, Want::Sums, |done| progress(start + done));
        part.batches.into_iter().for_each(|batch| whole.merge(batch));
        start = end;
    }
    whole
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

    pub(super) fn merge_block(&mut self, block: Block) {
        for (all, more) in self.metrics.iter_mut().zip(block.metrics) {
            all.moments.merge(&more.moments);
            all.ratio.merge(&more.ratio);
            all.undefined += more.undefined;
            all.folds.merge(&more.folds);
        }
        self.series.merge(block.series);
        self.lifetimes.merge(&block.lifetimes);
    }
}
