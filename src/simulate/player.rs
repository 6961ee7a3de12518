//! One game played in blocks of replications, each reduced on its own.

use crate::game::{Game, Outcome, State};
use crate::metric::{Benchmarks, Quantity, catalogue};
use crate::simulate::ledger::Ledger;
use crate::simulate::observed::{Observed, Reduced};
use crate::simulate::sizes::block_size;
use crate::simulate::{
    Batch, Draws, LANES, Lanes, Measured, Rows, SeriesDetail, SeriesSums, Tally, Unrolled, run, run_along,
};
use crate::stats::{Lifetimes, Unsorted};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Mutex;

/// A game ready to be played under one seed: its metrics, its unrolled form, and the scratch space of its workers.
pub struct Player<'a> {
    game: &'a Game,
    benchmarks: Benchmarks,
    metrics: Vec<Quantity>,
    /// The game unrolled, where it is small.
    unrolled: Option<Unrolled>,
    seed: u64,
    detail: SeriesDetail,
    is_folded: bool,
    keeps_accounts: bool,
    idle: Mutex<Vec<Worker>>,
}

/// A worker's own random numbers and scratch space, and the values that quantiles are wanted of: in whatever order they
/// come, they are sorted.
struct Worker {
    draws: Draws,
    lanes: Lanes,
    visits: Vec<u32>,
    /// Visits of each leaf by round, over a block.
    counts: Vec<u32>,
    observed: Observed,
    values: Vec<Unsorted>,
}

/// Most leaves of a game whose rounds are counted by leaf.
const MOST_COUNTED: usize = 64;

/// What is kept of each replication.
#[derive(Clone, Copy)]
pub(super) struct Keep {
    /// All that games are compared by.
    pub(super) observed: bool,
    /// The values.
    pub(super) rows: bool,
}

/// One block of replications, reduced.
pub(super) struct Block {
    pub(super) metrics: Vec<Reduced>,
    pub(super) series: SeriesSums,
    pub(super) lifetimes: Lifetimes,
    /// What each replication showed, where it is kept.
    pub(super) observed: Option<Observed>,
    /// Its values, where they are kept.
    pub(super) rows: Option<Rows>,
}

impl<'a> Player<'a> {
    /// A player of `game` under `seed` that records series in this detail.
    pub fn new(game: &'a Game, seed: u64, detail: SeriesDetail) -> Self {
        let (benchmarks, metrics) = (Benchmarks::new(game), catalogue(game, false));
        let (unrolled, idle) = (Unrolled::new(game), Mutex::default());
        Self { game, benchmarks, metrics, unrolled, seed, detail, is_folded: false, keeps_accounts: false, idle }
    }

    /// The same, keeping folds of the replications.
    pub(crate) fn folded(self) -> Self {
        Self { is_folded: true, ..self }
    }

    /// The same, keeping accounts of where welfare comes from where they are asked for. They need every round.
    pub fn with_accounts(self, accounts: bool) -> Self {
        let unrolled = self.unrolled.filter(|_| !accounts);
        Self { metrics: catalogue(self.game, accounts), keeps_accounts: accounts, unrolled, ..self }
    }

    /// The game.
    pub fn game(&self) -> &'a Game {
        self.game
    }

    /// Its metrics, in the order of the columns.
    pub fn metrics(&self) -> &[Quantity] {
        &self.metrics
    }

    /// A batch without replications.
    pub(super) fn empty_batch(&self) -> Batch {
        let measured = self.metrics.iter().map(|&metric| Measured::new(metric));
        Batch {
            metrics: measured.collect(),
            series: SeriesSums::new(self.game, self.detail),
            lifetimes: Lifetimes::default(),
        }
    }

    /// Plays a block; quantiles wait in the workers for [`Player::collect_quantiles`].
    pub(super) fn play(&self, replications: Range<u64>, keep: Keep) -> Block {
        let taken = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut worker = taken.unwrap_or_else(|| Worker {
            draws: Draws::new(self.seed, &self.game.every_round),
            lanes: Lanes::new(self.seed, &self.game.every_round),
            visits: Vec::new(),
            counts: Vec::new(),
            observed: Observed::new(&self.metrics, block_size(self.game.rounds) as usize),
            values: vec![Unsorted::default(); self.metrics.len()],
        });
        let first = replications.start;
        let mut block = self.play_with(&mut worker, replications);
        block.observed = keep.observed.then(|| worker.observed.clone());
        block.rows = keep.rows.then(|| worker.observed.rows());
        block.metrics = worker.observed.reduce(&mut worker.values, self.is_folded.then_some(first));
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(worker);
        }
        block
    }

    /// Adds the values of all blocks played since the last time to the quantile sketches of a batch.
    pub(super) fn collect_quantiles(&self, batch: &mut Batch) {
        let mut values = vec![Unsorted::default(); self.metrics.len()];
        if let Ok(mut idle) = self.idle.lock() {
            for theirs in idle.iter_mut().map(|worker| &mut worker.values) {
                values.iter_mut().zip(theirs).for_each(|(all, more)| all.append(more));
            }
        }
        batch.metrics.par_iter_mut().zip(values).for_each(|(measured, values)| measured.sketch.absorb(values));
    }

    fn play_with(&self, worker: &mut Worker, replications: Range<u64>) -> Block {
        let Self { game, benchmarks, metrics, unrolled, .. } = self;
        let (mut series, mut lifetimes) = (SeriesSums::new(game, self.detail), Lifetimes::default());
        // Where leaves are few it is quicker to count them by round than to add up what each round brought.
        let counted = unrolled.as_ref().filter(|unrolled| unrolled.n_leaves() <= MOST_COUNTED);
        for (place, replication) in replications.enumerate() {
            series.begin(replication);
            let mut tally = match unrolled {
                Some(unrolled) => {
                    if place.is_multiple_of(LANES) {
                        worker.lanes.walk(game, unrolled, replication);
                    }
                    let path = worker.lanes.path(place % LANES);
                    if counted.is_some() {
                        series.count(game, unrolled, replication, path, &mut worker.counts);
                        run_along(game, unrolled, benchmarks, path, &mut worker.visits, |_, _, _| {})
                    } else {
                        let see = |round, outcome: &Outcome, next: &State| {
                            series.add(game, replication, round, outcome, next);
                        };
                        run_along(game, unrolled, benchmarks, path, &mut worker.visits, see)
                    }
                }
                None if self.keeps_accounts => {
                    let mut ledger = Ledger::new(game, benchmarks, &mut worker.draws, replication);
                    let see = |round, outcome: &Outcome, next: &State| {
                        series.add(game, replication, round, outcome, next);
                        ledger.enter(round, outcome, next);
                    };
                    let mut tally = run(game, benchmarks, &mut worker.draws, replication, see);
                    tally.accounts = ledger.close();
                    tally
                }
                None => {
                    let see = |round, outcome: &Outcome, next: &State| {
                        series.add(game, replication, round, outcome, next);
                    };
                    run(game, benchmarks, &mut worker.draws, replication, see)
                }
            };
            if let (Some(unrolled), Some(beyond)) = (unrolled, &benchmarks.beyond) {
                let (draws, leaf) = worker.lanes.end(place % LANES);
                tally.go_on_along(game, unrolled, beyond, draws, leaf);
            }
            series.end(&tally);
            live(&mut lifetimes, game, &tally);
            worker.observed.push(metrics.iter().map(|metric| metric.observe(game, benchmarks, &tally)));
        }
        if let Some(unrolled) = counted {
            series.add_counted(game, unrolled, &mut worker.counts);
        }
        Block { metrics: Vec::new(), series, lifetimes, observed: None, rows: None }
    }
}

/// Counts how long an agreement stood, and who ended it: the first party, the second, or both.
fn live(lifetimes: &mut Lifetimes, game: &Game, tally: &Tally) {
    if tally.survived {
        lifetimes.push_censored(game.rounds);
    } else {
        lifetimes.push_end(tally.duration, usize::from(tally.ended_by.clamp(1, 3)) - 1);
    }
}

impl Batch {
    /// Adds the block that follows, but for its quantiles.
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
