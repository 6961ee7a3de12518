//! Several games played on the same luck: consecutive replications of each, and what sets the games apart.

use crate::game::Game;
use crate::simulate::player::Keep;
use crate::simulate::sizes::{block_size, part_size};
use crate::simulate::{Batch, Pairing, Pairs, Player, Rows, Sample, SeriesDetail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What is wanted of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Sums alone.
    Sums,
    /// What each replication showed, as well.
    Rows,
}

/// Consecutive replications of several games.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What each game showed.
    pub batches: Vec<Batch>,
    /// How each game differed from the baseline, replication by replication.
    pub pairs: Pairs,
    /// By game, what each replication showed, where it is wanted; rows that follow each other.
    #[serde(skip)]
    pub rows: Vec<Vec<Rows>>,
}

/// Blocks between two reports of progress.
const WINDOW: u64 = 256;

/// Plays replications `range` of each game on the current thread pool; `progress` hears how many are done.
///
/// `range` starts at a multiple of the block size of the game with the most rounds.
pub fn play_part(
    players: &[Player<'_>],
    pairing: &Pairing,
    range: Range<u64>,
    want: Want,
    mut progress: impl FnMut(u64),
) -> Part {
    let rounds = players.iter().map(|player| player.game().rounds).max().unwrap_or(1);
    let size = block_size(rounds);
    let keep = Keep { observed: pairing.is_needed(), rows: want == Want::Rows };
    let n_blocks = (range.end - range.start).div_ceil(size);
    let play = |block: u64| {
        let start = range.start + block * size;
        let replications = start..range.end.min(start + size);
        let mut blocks: Vec<_> = players.iter().map(|player| player.play(replications.clone(), keep)).collect();
        let pairs = pairing.compare(&blocks.iter().filter_map(|block| block.observed.as_ref()).collect::<Vec<_>>());
        blocks.iter_mut().for_each(|block| block.observed = None);
        (blocks, pairs)
    };
    let mut part = Part {
        batches: players.iter().map(Player::empty_batch).collect(),
        pairs: pairing.nothing(),
        rows: vec![Vec::new(); players.len()],
    };
    for first in (0..n_blocks).step_by(WINDOW as usize) {
        let last = n_blocks.min(first + WINDOW);
        // One block at a time, so that no thread is left with a long share.
        let n = (last - first) as usize;
        let played: Vec<_> = (0..n).into_par_iter().with_max_len(1).map(|i| play(first + i as u64)).collect();
        for (blocks, pairs) in played {
            for ((batch, rows), mut block) in part.batches.iter_mut().zip(&mut part.rows).zip(blocks) {
                rows.extend(block.rows.take());
                batch.merge_block(block);
            }
            part.pairs.merge(&pairs);
        }
        players.iter().zip(&mut part.batches).for_each(|(player, batch)| player.collect_quantiles(batch));
        progress((last * size).min(range.end - range.start));
    }
    part
}

/// Plays the replications of `plan` on the current thread pool; `progress` hears how many are done.
///
/// Blocks of a fixed size are reduced on their own, merged to parts in their order, and parts to the whole in theirs,
/// so floating-point sums group alike whatever the number of threads.
pub fn batch(game: &Game, plan: Sample, detail: SeriesDetail, mut progress: impl FnMut(u64)) -> Batch {
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

impl Part {
    /// Whether it can be what these games showed in these replications, of which sums alone are kept and nothing is
    /// compared.
    pub(crate) fn is_of(&self, players: &[Player<'_>], replications: Range<u64>) -> bool {
        let n = replications.end - replications.start;
        let fits = |(batch, player): (&Batch, &Player<'_>)| {
            let empty = player.empty_batch();
            let quantities = |batch: &Batch| batch.metrics.iter().map(|measured| measured.quantity).collect::<Vec<_>>();
            quantities(batch) == quantities(&empty)
                && batch.metrics.iter().all(|measured| measured.is_of(n))
                && batch.lifetimes.count() == n
                && batch.series.is_of(&empty.series, n)
        };
        self.batches.len() == players.len()
            && self.pairs == Pairs::default()
            && self.batches.iter().zip(players).all(fits)
    }

    /// Adds the replications that follow.
    pub fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.batches.iter_mut().zip(other.batches) {
            mine.merge(theirs);
        }
        self.pairs.merge(&other.pairs);
    }
}
