//! A metric by fold of the replications, so that means of many games can be drawn again with the luck that they share.

use serde::{Deserialize, Serialize};

/// Folds that replications are dealt to in turn: the same replication goes to the same fold in every game.
pub(crate) const FOLDS: usize = 32;

/// By fold, two sums: the mean is the ratio of their totals. Empty where they are not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Folds(Vec<[f64; 2]>);

impl Folds {
    /// Adds what a replication showed, `x` of `y`.
    pub(super) fn push(&mut self, replication: u64, x: f64, y: f64) {
        self.0.resize(FOLDS, [0.0; 2]);
        let fold = &mut self.0[(replication % FOLDS as u64) as usize];
        fold[0] += x;
        fold[1] += y;
    }

    /// Adds the replications that follow.
    pub(super) fn merge(&mut self, other: &Self) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
            return;
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine[0] += theirs[0];
            mine[1] += theirs[1];
        }
    }

    /// The mean where each fold counts so many times; `None` where nothing counts.
    pub fn mean(&self, times: &[f64; FOLDS]) -> Option<f64> {
        let totals = self.0.iter().zip(times).fold([0.0; 2], |[x, y], (fold, n)| [x + n * fold[0], y + n * fold[1]]);
        (totals[1] > 0.0).then(|| totals[0] / totals[1])
    }
}

#[cfg(test)]
mod tests {
    use super::{FOLDS, Folds};

    #[test]
    fn folds_add_up_to_the_mean() {
        let (mut one, mut other) = (Folds::default(), Folds::default());
        (0..50).for_each(|i| one.push(i, i as f64, 1.0));
        (50..100).for_each(|i| other.push(i, i as f64, 1.0));
        one.merge(&other);
        assert_eq!(one.mean(&[1.0; FOLDS]), Some(49.5));
        let mut first = [0.0; FOLDS];
        first[0] = 2.0;
        assert_eq!(one.mean(&first), Some((0.0 + 32.0 + 64.0 + 96.0) / 4.0));
        assert_eq!(Folds::default().mean(&first), None);
    }
}
