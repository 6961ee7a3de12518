//! Series by round: sums over replications, and the first replications kept whole for quantiles.

use crate::game::{Game, Outcome, State, commitments_of, opponent};
use crate::metric::{SeriesKind, series_points};
use crate::simulate::{Leaf, Tally, Unrolled};
use serde::{Deserialize, Deserializer, Serialize};

/// Most replications kept whole.
const MOST_SAMPLES: u64 = 1000;

/// How much of the series is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeriesDetail {
    /// Nothing.
    None,
    /// Means over all replications.
    Means,
    /// Means, and quantiles of the first 1,000 replications.
    Quantiles,
}

/// Sums over replications at one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Payoffs.
    pub welfare: [f64; 2],
    /// Tariffs.
    pub tariff: [f64; 2],
    /// Commitments violated, by owner.
    pub violated: [u64; 2],
    /// Disputes open, by complainant.
    pub open: [u64; 2],
    /// Rounds in which an agreement stood; counted only where agreements may be renewed.
    pub stands: u64,
}

impl Point {
    /// Adds a round that happened `n` times.
    #[inline]
    fn add(&mut self, game: &Game, outcome: &Outcome, n: u32) {
        for p in [0, 1] {
            self.welfare[p] += f64::from(n) * outcome.payoff[p];
            self.tariff[p] += f64::from(n) * outcome.tariff[p];
        }
        if game.renews() {
            self.stands += u64::from(n * u32::from(outcome.stands));
        }
        if (outcome.violated | outcome.open) != 0 {
            for p in [0, 1] {
                self.violated[p] += u64::from(n * (outcome.violated & game.owed[p]).count_ones());
                self.open[p] += u64::from(n * (outcome.open & game.owed[opponent(p)]).count_ones());
            }
        }
    }
}

/// The series of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesSums {
    /// How much is recorded.
    detail: SeriesDetail,
    /// Every how many rounds there is a point; 1 up to a horizon of 1000 rounds.
    pub every: u32,
    /// Sums, by point.
    pub points: Vec<Point>,
    /// Replications summed.
    pub replications: u64,
    /// Replications that ended, by the last point at which the agreement stood in the round.
    stood_until: Vec<u64>,
    /// Replications that ended, by the first point after which it stood no more.
    fell_at: Vec<u64>,
    /// The first replications, whole: point by point the values of [`SeriesKind::ALL`], NaN where undefined.
    #[serde(deserialize_with = "samples")]
    pub samples: Vec<Vec<f64>>,
}

/// Samples; formats for people, such as JSON, write nothing for what is undefined.
fn samples<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<f64>>, D::Error> {
    if !from.is_human_readable() {
        return Vec::deserialize(from);
    }
    let samples: Vec<Vec<Option<f64>>> = Vec::deserialize(from)?;
    let defined = |sample: Vec<Option<f64>>| sample.into_iter().map(|x| x.unwrap_or(f64::NAN)).collect();
    Ok(samples.into_iter().map(defined).collect())
}

impl SeriesSums {
    /// Empty sums for a game.
    pub fn new(game: &Game, detail: SeriesDetail) -> Self {
        let (every, n_points) = series_points(game.rounds);
        let n_points = if detail == SeriesDetail::None { 0 } else { n_points as usize };
        let (points, none) = (vec![Point::default(); n_points], vec![0; n_points + 1]);
        Self { detail, every, points, replications: 0, stood_until: none.clone(), fell_at: none, samples: Vec::new() }
    }

    /// Whether the whole of `replication` is kept.
    fn keeps(&self, replication: u64) -> bool {
        replication < MOST_SAMPLES && self.detail == SeriesDetail::Quantiles
    }

    /// Starts a replication.
    pub fn begin(&mut self, replication: u64) {
        self.replications += 1;
        if self.keeps(replication) {
            self.samples.push(Vec::with_capacity(self.points.len() * SeriesKind::ALL.len()));
        }
    }

    /// Adds one round of the replication that was begun last.
    #[inline]
    pub fn add(&mut self, game: &Game, replication: u64, round: u32, outcome: &Outcome, next: &State) {
        if self.shows(round) {
            self.points[(round / self.every) as usize].add(game, outcome, 1);
            if self.keeps(replication) {
                self.keep(game, outcome, next);
            }
        }
    }

    /// Whether there is a point at a round.
    #[inline]
    fn shows(&self, round: u32) -> bool {
        self.detail != SeriesDetail::None && (self.every == 1 || round.is_multiple_of(self.every))
    }

    // Few replications are kept: the way of all others stays short.
    #[inline(never)]
    fn keep(&mut self, game: &Game, outcome: &Outcome, next: &State) {
        if let Some(sample) = self.samples.last_mut() {
            sample.extend(SeriesKind::ALL.iter().map(|&kind| value(game, kind, outcome, next)));
        }
    }

    /// Counts the leaves of an unrolled game that a replication went through, for [`SeriesSums::add_counted`].
    pub(super) fn count(
        &mut self,
        game: &Game,
        unrolled: &Unrolled,
        replication: u64,
        path: &[u32],
        counts: &mut Vec<u32>,
    ) {
        if self.detail == SeriesDetail::None {
            return;
        }
        let n_leaves = unrolled.n_leaves();
        counts.resize(self.points.len() * n_leaves, 0);
        let shown = path.iter().step_by(self.every as usize);
        for (row, &leaf) in counts.chunks_exact_mut(n_leaves).zip(shown.clone()) {
            row[leaf as usize] += 1;
        }
        if self.keeps(replication) {
            for &leaf in shown {
                let Leaf { outcome, next, .. } = unrolled.leaf(leaf as usize);
                self.keep(game, outcome, next);
            }
        }
    }

    /// Adds the rounds that were counted, and empties the counts.
    pub(super) fn add_counted(&mut self, game: &Game, unrolled: &Unrolled, counts: &mut Vec<u32>) {
        for (point, row) in self.points.iter_mut().zip(counts.chunks_exact(unrolled.n_leaves())) {
            for (leaf, &n) in row.iter().enumerate().filter(|(_, n)| **n > 0) {
                point.add(game, &unrolled.leaf(leaf).outcome, n);
            }
        }
        counts.clear();
    }

    /// Ends the replication that was begun last.
    pub fn end(&mut self, tally: &Tally) {
        if !tally.survived && self.detail != SeriesDetail::None {
            let last = tally.duration - 1;
            self.stood_until[(last / self.every) as usize] += 1;
            self.fell_at[last.div_ceil(self.every) as usize] += 1;
            self.end_sample(last);
        }
    }

    /// The first agreement stood no more after round `last`, whatever was signed later.
    fn end_sample(&mut self, last: u32) {
        let survived = SeriesKind::ALL.iter().position(|kind| *kind == SeriesKind::Survived);
        if self.detail == SeriesDetail::Quantiles
            && self.replications == self.samples.len() as u64
            && let (Some(place), Some(sample)) = (survived, self.samples.last_mut())
        {
            let points = sample.chunks_exact_mut(SeriesKind::ALL.len());
            points.skip(last.div_ceil(self.every) as usize).for_each(|point| point[place] = 0.0);
        }
    }

    /// Whether these can be the sums of `n` replications of a game of which `empty` are the sums of none.
    pub(super) fn is_of(&self, empty: &Self, n: u64) -> bool {
        let n_points = empty.points.len();
        let ended = |counts: &[u64]| counts.iter().try_fold(0, |sum: u64, &n| sum.checked_add(n));
        let fits =
            |counts: &[u64]| counts.len() == empty.fell_at.len() && ended(counts).is_some_and(|ended| ended <= n);
        self.every == empty.every
            && self.detail == empty.detail
            && self.replications == n
            && self.points.len() == n_points
            && fits(&self.stood_until)
            && fits(&self.fell_at)
            && self.samples.len() as u64 <= n
            && self.samples.iter().all(|sample| sample.len() == n_points * SeriesKind::ALL.len())
    }

    /// Adds the sums of another piece of the batch.
    pub fn merge(&mut self, other: Self) {
        self.replications += other.replications;
        self.samples.extend(other.samples);
        for (mine, theirs) in self.points.iter_mut().zip(other.points) {
            for p in [0, 1] {
                mine.welfare[p] += theirs.welfare[p];
                mine.tariff[p] += theirs.tariff[p];
                mine.violated[p] += theirs.violated[p];
                mine.open[p] += theirs.open[p];
            }
            mine.stands += theirs.stands;
        }
        for (mine, theirs) in [(&mut self.stood_until, other.stood_until), (&mut self.fell_at, other.fell_at)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// Replications in which the agreement stood in the round of each point, and in which it stood after it.
    pub fn standing(&self) -> Vec<[u64; 2]> {
        let mut standing = [self.replications; 2];
        let mut rows = Vec::new();
        for point in 0..self.points.len() {
            standing[1] -= self.fell_at[point];
            rows.push(standing);
            standing[0] -= self.stood_until[point];
        }
        rows
    }

    /// Mean of a series at a point; for compliance the ratio of totals, `None` where undefined.
    pub fn mean(&self, game: &Game, kind: SeriesKind, point: usize, standing: [u64; 2]) -> Option<f64> {
        let (sums, n) = (&self.points[point], self.replications as f64);
        let mean = match kind {
            SeriesKind::Welfare(p) => sums.welfare[p] / n,
            SeriesKind::Tariff(p) if !game.sides[p].trades => f64::NAN,
            SeriesKind::Tariff(p) => sums.tariff[p] / n,
            SeriesKind::Compliance(p) => {
                let stands = if game.renews() { sums.stands } else { standing[0] };
                let owed = stands * commitments_of(game, p).len() as u64;
                owed.saturating_sub(sums.violated[p]) as f64 / owed as f64
            }
            SeriesKind::OpenDisputes(p) => sums.open[p] as f64 / n,
            SeriesKind::Survived => standing[1] as f64 / n,
        };
        (!mean.is_nan()).then_some(mean)
    }

    /// Values of a series at a point in the replications kept whole, sorted, undefined ones left out.
    pub fn sample(&self, kind: usize, point: usize) -> Vec<f64> {
        let place = point * SeriesKind::ALL.len() + kind;
        let mut values: Vec<f64> = self.samples.iter().map(|sample| sample[place]).filter(|x| !x.is_nan()).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    }
}

fn value(game: &Game, kind: SeriesKind, outcome: &Outcome, next: &State) -> f64 {
    match kind {
        SeriesKind::Welfare(p) => outcome.payoff[p],
        SeriesKind::Tariff(p) if !game.sides[p].trades => f64::NAN,
        SeriesKind::Tariff(p) => outcome.tariff[p],
        SeriesKind::Compliance(_) if !outcome.stands => f64::NAN,
        SeriesKind::Compliance(p) => {
            1.0 - f64::from((outcome.violated & game.owed[p]).count_ones()) / commitments_of(game, p).len() as f64
        }
        SeriesKind::OpenDisputes(p) => f64::from((outcome.open & game.owed[opponent(p)]).count_ones()),
        SeriesKind::Survived => f64::from(u8::from(!next.ended)),
    }
}
