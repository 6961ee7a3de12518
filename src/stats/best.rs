//! How several vary together, and which of them nothing beats.

use serde::{Deserialize, Serialize};

/// Running means and co-moments of vectors, in pieces that merge; like [`Moments`](crate::stats::Moments) in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct CoMoments {
    n: u64,
    means: Vec<f64>,
    /// Sums of products of deviations, row by row.
    products: Vec<f64>,
}

impl CoMoments {
    /// Adds one vector; all have the same length.
    pub(crate) fn push(&mut self, x: &[f64]) {
        if self.n == 0 {
            self.means = vec![0.0; x.len()];
            self.products = vec![0.0; x.len() * x.len()];
        }
        self.n += 1;
        let n = self.n as f64;
        let before: Vec<f64> = x.iter().zip(&self.means).map(|(x, mean)| x - mean).collect();
        self.means.iter_mut().zip(&before).for_each(|(mean, d)| *mean += d / n);
        for (row, (x, mean)) in self.products.chunks_mut(x.len()).zip(x.iter().zip(&self.means)) {
            let after = x - mean;
            row.iter_mut().zip(&before).for_each(|(sum, before)| *sum += after * before);
        }
    }

    /// Adds the vectors of another (Chan, Golub and LeVeque 1979).
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.n == 0 || other.n == 0 {
            if self.n == 0 {
                *self = other.clone();
            }
            return;
        }
        let (n_a, n_b, k) = (self.n as f64, other.n as f64, self.means.len());
        let share = n_b / (n_a + n_b);
        let apart: Vec<f64> = other.means.iter().zip(&self.means).map(|(theirs, mine)| theirs - mine).collect();
        for i in 0..k {
            for j in 0..k {
                self.products[i * k + j] += other.products[i * k + j] + apart[i] * apart[j] * n_a * share;
            }
        }
        self.means.iter_mut().zip(&apart).for_each(|(mean, d)| *mean += d * share);
        self.n += other.n;
    }

    /// Number of vectors.
    pub(crate) fn count(&self) -> u64 {
        self.n
    }

    /// Their mean.
    pub(crate) fn means(&self) -> Vec<f64> {
        self.means.clone()
    }

    /// Their covariance, with n − 1 in the denominator; NaN with fewer than two.
    pub(crate) fn covariance(&self) -> Vec<Vec<f64>> {
        let (k, n) = (self.means.len(), self.n as f64 - 1.0);
        (0..k)
            .map(|i| (0..k).map(|j| 0.5 * (self.products[i * k + j] + self.products[j * k + i]) / n).collect())
            .collect()
    }
}

/// Which points no other point beats: at least as good in every coordinate and better in one, more being better. A
/// point with an undefined coordinate neither beats nor is beaten.
pub(crate) fn pareto(points: &[Vec<f64>]) -> Vec<bool> {
    let beats = |a: &[f64], b: &[f64]| {
        let pairs = || a.iter().zip(b);
        pairs().all(|(x, y)| x >= y) && pairs().any(|(x, y)| x > y)
    };
    points.iter().map(|point| !points.iter().any(|other| beats(other, point))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_covariance_whole_and_in_pieces() {
        let vectors: Vec<[f64; 2]> = (0..100).map(|i| [f64::from(i * i % 17), f64::from(i % 5) + 1e6]).collect();
        let (mut whole, mut merged) = (CoMoments::default(), CoMoments::default());
        vectors.iter().for_each(|x| whole.push(x));
        for piece in vectors.chunks(7) {
            let mut sums = CoMoments::default();
            piece.iter().for_each(|x| sums.push(x));
            merged.merge(&sums);
        }
        let mean = |k: usize| vectors.iter().map(|x| x[k]).sum::<f64>() / 100.0;
        let cov: f64 = vectors.iter().map(|x| (x[0] - mean(0)) * (x[1] - mean(1))).sum::<f64>() / 99.0;
        for sums in [&whole, &merged] {
            let found = sums.covariance();
            assert!((found[0][1] - cov).abs() < 1e-9 && found[0][1] == found[1][0]);
            assert_eq!(sums.count(), 100);
            assert!((sums.means()[0] - mean(0)).abs() < 1e-12);
        }
    }

    #[test]
    fn the_front_holds_what_nothing_beats() {
        let points = [vec![1.0, 3.0], vec![2.0, 2.0], vec![1.0, 2.0], vec![2.0, 2.0], vec![f64::NAN, 9.0]];
        assert_eq!(pareto(&points), [true, true, false, true, true]);
    }
}
