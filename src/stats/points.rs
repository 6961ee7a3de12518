//! Values in ascending order, each with how many it stands for; thinned out where they are many.

use crate::stats::quantile::type_seven;
use serde::{Deserialize, Serialize};

/// Parts into which the weight of thinned points is divided.
const PARTS: u64 = 4096;
/// Most points that are left as they are.
const MOST: usize = 8192;
/// Gaps wider than this part of the middle nine tenths of the values are never bridged.
const GAPS: f64 = 64.0;

/// Ascending values, all different, and how many each stands for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(f64, u64)>")]
pub(super) struct Points(Vec<(f64, u64)>);

impl From<Vec<(f64, u64)>> for Points {
    /// Points in any order, as they may come from a file.
    fn from(mut points: Vec<(f64, u64)>) -> Self {
        points.retain(|(x, _)| x.is_finite());
        points.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
        let mut sorted = Self(Vec::with_capacity(points.len()));
        points.into_iter().for_each(|(x, n)| sorted.push(x, n));
        sorted
    }
}

impl Points {
    /// Adds `n` values that are no less than those here.
    pub(super) fn push(&mut self, x: f64, n: u64) {
        match self.0.last_mut() {
            Some((last, count)) if *last == x => *count = count.saturating_add(n),
            _ if n > 0 => self.0.push((x, n)),
            _ => {}
        }
    }

    /// Number of values.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// These values and those.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut all = Self(Vec::with_capacity(self.0.len() + other.0.len()));
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let Some((x, n)) = match (mine.peek(), theirs.peek()) {
            (Some((x, _)), Some((y, _))) if y < x => theirs.next(),
            (Some(_), _) => mine.next(),
            (None, _) => theirs.next(),
        } {
            all.push(*x, *n);
        }
        all
    }

    /// The same values by fewer points, where they are many.
    ///
    /// Points of a share of the weight or more stay, and so do the ends of each run of lesser points between them, or
    /// between two gaps. What is within a run is divided into parts of one share each, and the middle value of each
    /// part stands for it. So no rank moves by more than half a share, and none across a gap or one of those points.
    pub(super) fn thinned(self) -> Self {
        if self.0.len() <= MOST {
            return self;
        }
        let share = self.count().div_ceil(PARTS);
        let (from, to) = (self.place_at(1, 25), self.place_at(24, 25));
        let wide = self.0[to].0 / GAPS - self.0[from].0 / GAPS;
        let mut thin = Self(Vec::with_capacity(MOST));
        let mut start = 0;
        for end in 1..=self.0.len() {
            let is_apart = |next: &(f64, u64)| {
                let (last, count) = self.0[end - 1];
                let is_gap = (from < end && end <= to) && next.0 - last > wide;
                is_gap || count >= share || next.1 >= share
            };
            if self.0.get(end).is_none_or(is_apart) {
                thin.add_run(&self.0[start..end], share);
                start = end;
            }
        }
        thin
    }

    /// Place of the point that holds the rank a fraction of the way through.
    fn place_at(&self, part: u64, parts: u64) -> usize {
        let rank = (u128::from(self.count()) * u128::from(part) / u128::from(parts)) as u64;
        let mut below = 0;
        self.0
            .iter()
            .position(|(_, n)| {
                below += n;
                rank < below
            })
            .unwrap_or(self.0.len() - 1)
    }

    fn add_run(&mut self, run: &[(f64, u64)], share: u64) {
        let [first, inner @ .., last] = run else {
            return run.iter().for_each(|&(x, n)| self.push(x, n));
        };
        self.push(first.0, first.1);
        let weight: u64 = inner.iter().map(|(_, n)| n).sum();
        let parts = (weight / share).max(1);
        if parts >= inner.len() as u64 {
            inner.iter().for_each(|&(x, n)| self.push(x, n));
        } else {
            let end_of = |part: u64| (u128::from(weight) * u128::from(part) / u128::from(parts)) as u64;
            let (mut points, mut below) = (inner.iter(), 0);
            let mut value = first.0;
            for part in 0..parts {
                let (start, end) = (end_of(part), end_of(part + 1));
                // Of two values in the middle the upper and the lower in turn, so that nothing drifts.
                let middle = start + (end - start - part % 2) / 2;
                while let Some((x, n)) = if below <= middle { points.next() } else { None } {
                    (value, below) = (*x, below + n);
                }
                self.push(value, end - start);
            }
        }
        self.push(last.0, last.1);
    }

    /// Quantiles by the rule of [`exact_quantile`](crate::stats::exact_quantile).
    pub(super) fn quantiles<const N: usize>(&self, p: [f64; N]) -> [Option<f64>; N] {
        let mut sum = 0;
        let ends: Vec<u64> = self
            .0
            .iter()
            .map(|(_, n)| {
                sum += n;
                sum
            })
            .collect();
        let order_statistic = |rank: u64| self.0[ends.partition_point(|&end| end <= rank)].0;
        p.map(|p| type_seven(sum, p, order_statistic))
    }
}
