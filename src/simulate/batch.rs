//! Many replications in parallel, in constant memory, with the same bits for any number of threads.

use crate::game::{Game, Outcome, State};
use crate::simulate::{Bench, Draws, LANES, Lanes, Metric, Observation, Reel, SeriesSums, catalogue, run, run_along};
use crate::stats::{Moments, Ratio, Sketch};
use rayon::prelude::*;
use std::sync::Mutex;

/// Which replications to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Seed of all draws.
    pub seed: u64,
    /// Replications 0 to this number − 1 are played.
    pub replications: u64,
}

/// What a batch of replications showed.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Every metric.
    pub metrics: Vec<Measured>,
    /// Every series.
    pub series: SeriesSums,
}

/// One metric over all replications.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Which metric.
    pub metric: Metric,
    /// Moments of its values in single runs, undefined ones left out.
    pub moments: Moments,
    /// Totals, for ratios (numerator, denominator) and proportions (successes, runs).
    pub ratio: Ratio,
    /// Its values in single runs, for quantiles.
    pub sketch: Sketch,
    /// Runs in which it is undefined.
    pub undefined: u64,
}

/// Blocks between two reports of progress.
const WINDOW: u64 = 256;

/// Replications a block: part of the result's definition, so never taken from the number of threads.
fn block_size(rounds: u32) -> u64 {
    (32_768 / u64::from(rounds)).clamp(1, 256)
}

/// One block of replications, reduced.
struct Block {
    metrics: Vec<(Moments, Ratio, u64)>,
    series: SeriesSums,
}

/// A worker's own random numbers, scratch space and quantile sketches. Sketches count in integers: order is no matter.
struct Worker {
    draws: Draws,
    lanes: Lanes,
    visits: Vec<u32>,
    columns: Vec<Vec<f64>>,
    sketches: Vec<Sketch>,
}

/// Plays the replications of `plan` on the current thread pool; `progress` hears how many are done.
///
/// Blocks of a fixed size are reduced on their own and merged in their order, so floating-point sums group alike
/// whatever the number of threads.
pub fn batch(game: &Game, plan: Plan, mut progress: impl FnMut(u64)) -> Batch {
    let stage = Stage { game, bench: Bench::new(game), metrics: catalogue(game), reel: Reel::new(game) };
    let (metrics, centres) = (&stage.metrics, stage.centres(plan.seed));
    let size = block_size(game.rounds);
    let n_blocks = plan.replications.div_ceil(size);
    let idle: Mutex<Vec<Worker>> = Mutex::new(Vec::new());
    let take = || idle.lock().ok().and_then(|mut idle| idle.pop());
    let play = |block: u64| {
        let mut worker = take().unwrap_or_else(|| Worker {
            draws: Draws::new(plan.seed),
            lanes: Lanes::new(plan.seed),
            visits: Vec::new(),
            columns: vec![Vec::new(); metrics.len()],
            sketches: centres.iter().map(|&centre| Sketch::new(centre)).collect(),
        });
        let replications = block * size..plan.replications.min((block + 1) * size);
        let played = stage.play_block(&mut worker, replications);
        if let Ok(mut idle) = idle.lock() {
            idle.push(worker);
        }
        played
    };
    let mut measured: Vec<Measured> =
        metrics.iter().zip(&centres).map(|(&metric, &centre)| Measured::new(metric, centre)).collect();
    let mut series = SeriesSums::new(game);
    for start in (0..n_blocks).step_by(WINDOW as usize) {
        let end = n_blocks.min(start + WINDOW);
        // One block at a time, so that no thread is left with a long share.
        let n = (end - start) as usize;
        let blocks: Vec<Block> = (0..n).into_par_iter().with_max_len(1).map(|i| play(start + i as u64)).collect();
        for block in blocks {
            for (all, (moments, ratio, undefined)) in measured.iter_mut().zip(block.metrics) {
                all.moments.merge(&moments);
                all.ratio.merge(&ratio);
                all.undefined += undefined;
            }
            series.merge(block.series);
        }
        progress(plan.replications.min(end * size));
    }
    for worker in idle.into_inner().unwrap_or_default() {
        for (all, sketch) in measured.iter_mut().zip(&worker.sketches) {
            all.sketch.merge(sketch);
        }
    }
    Batch { metrics: measured, series }
}

impl Measured {
    fn new(metric: Metric, centre: f64) -> Self {
        Self { metric, moments: Moments::default(), ratio: Ratio::default(), sketch: Sketch::new(centre), undefined: 0 }
    }
}

/// What all replications share.
struct Stage<'a> {
    game: &'a Game,
    bench: Bench,
    metrics: Vec<Metric>,
    /// The game unrolled, where it is small.
    reel: Option<Reel>,
}

impl Stage<'_> {
    /// Centres of the quantile sketches: replication 0 lies among the data.
    fn centres(&self, seed: u64) -> Vec<f64> {
        let tally = run(self.game, &self.bench, &mut Draws::new(seed), 0, |_, _, _| {});
        let centre = |metric: &Metric| match metric.observe(self.game, &self.bench, &tally) {
            Observation::Number(x) if x.is_finite() => x,
            Observation::Ratio(x, y) if y > 0 => x as f64 / y as f64,
            _ => 0.0,
        };
        self.metrics.iter().map(centre).collect()
    }

    fn play_block(&self, worker: &mut Worker, replications: std::ops::Range<u64>) -> Block {
        let Self { game, bench, metrics, reel } = self;
        let mut series = SeriesSums::new(game);
        let mut ratios = vec![Ratio::default(); metrics.len()];
        for (place, replication) in replications.enumerate() {
            series.begin(replication);
            let see = |round, outcome: &Outcome, next: &State| series.add(game, replication, round, outcome, next);
            let tally = match reel {
                Some(reel) => {
                    if place.is_multiple_of(LANES) {
                        worker.lanes.walk(game, reel, replication);
                    }
                    run_along(game, reel, bench, worker.lanes.path(place % LANES), &mut worker.visits, see)
                }
                None => run(game, bench, &mut worker.draws, replication, see),
            };
            series.end(&tally);
            for ((metric, ratio), column) in metrics.iter().zip(&mut ratios).zip(&mut worker.columns) {
                column.push(match metric.observe(game, bench, &tally) {
                    Observation::Number(x) => x,
                    Observation::Indicator(holds) => {
                        ratio.push(u64::from(holds), 1);
                        f64::from(u8::from(holds))
                    }
                    Observation::Ratio(x, y) => {
                        ratio.push(x, y);
                        x as f64 / y as f64
                    }
                });
            }
        }
        let columns = worker.columns.iter_mut().zip(&mut worker.sketches).zip(ratios);
        let metrics = columns.map(|((column, sketch), ratio)| reduce(column, sketch, ratio)).collect();
        Block { metrics, series }
    }
}

/// Empties a column of values into moments and a sketch.
fn reduce(column: &mut Vec<f64>, sketch: &mut Sketch, ratio: Ratio) -> (Moments, Ratio, u64) {
    let n = column.len() as u64;
    column.retain(|x| !x.is_nan());
    let moments = Moments::from_slice(column);
    match (moments.min(), moments.max()) {
        (Some(min), Some(max)) if min == max => sketch.push_many(min, moments.count()),
        _ => column.iter().for_each(|&x| sketch.push(x)),
    }
    column.clear();
    (moments, ratio, n - moments.count())
}
