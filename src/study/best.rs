//! Which of several is best, and how sure.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The chance that each of several means is the greatest, given the covariance of their estimates: the share of `draws`
/// draws from the normal distribution about the estimates. Those that are greatest together share the draw.
pub(super) fn chances_of_best(means: &[f64], covariance: &[Vec<f64>], draws: u32, seed: u64) -> Vec<f64> {
    let (k, root) = (means.len(), square_root(covariance));
    let (mut rng, mut wins, mut drawn) = (ChaCha8Rng::seed_from_u64(seed), vec![0.0; k], vec![0.0; k]);
    // Equal up to rounding is equal.
    let slack = 1e-12 * means.iter().fold(1e-300, |most: f64, mean| most.max(mean.abs()));
    for _ in 0..draws {
        let z: Vec<f64> = (0..k).map(|_| normal_draw(&mut rng)).collect();
        for i in 0..k {
            drawn[i] = means[i] + (0..=i).map(|j| root[i][j] * z[j]).sum::<f64>();
        }
        let best = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let n_best = drawn.iter().filter(|x| **x >= best - slack).count() as f64;
        for (win, x) in wins.iter_mut().zip(&drawn) {
            *win += if *x >= best - slack { 1.0 / n_best } else { 0.0 };
        }
    }
    wins.iter().map(|win| win / f64::from(draws)).collect()
}

/// The lower triangular root of a covariance matrix (Cholesky); directions without variance get none.
fn square_root(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let k = covariance.len();
    let mut root = vec![vec![0.0; k]; k];
    for i in 0..k {
        for j in 0..=i {
            let rest = covariance[i][j] - (0..j).map(|m| root[i][m] * root[j][m]).sum::<f64>();
            root[i][j] = if i == j {
                if rest > 1e-12 * covariance[i][i].abs() { rest.sqrt() } else { 0.0 }
            } else if root[j][j] > 0.0 {
                rest / root[j][j]
            } else {
                0.0
            };
        }
    }
    root
}

/// A standard normal number by the polar method (Marsaglia and Bray 1964).
pub(super) fn normal_draw(rng: &mut ChaCha8Rng) -> f64 {
    loop {
        let mut uniform = || (rng.next_u64() >> 11) as f64 * 2.0_f64.powi(-52) - 1.0;
        let (x, y) = (uniform(), uniform());
        let s = x * x + y * y;
        if s < 1.0 && s > 0.0 {
            return x * (-2.0 * libm::log(s) / s).sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_of_the_better_of_two() {
        // P(X > Y) = Φ(1/√2) with unit variances one apart; common luck makes it surer: Φ(1/√0.2).
        let apart = chances_of_best(&[1.0, 0.0], &[vec![1.0, 0.0], vec![0.0, 1.0]], 40_000, 1);
        assert!((apart[0] - 0.7602).abs() < 0.01, "{apart:?}");
        let together = chances_of_best(&[1.0, 0.0], &[vec![1.0, 0.9], vec![0.9, 1.0]], 40_000, 1);
        assert!((together[0] - 0.9873).abs() < 0.004, "{together:?}");
    }

    #[test]
    fn equals_share() {
        let same =
            chances_of_best(&[2.0, 2.0, 1.0], &[vec![1.0, 1.0, 0.0], vec![1.0, 1.0, 0.0], vec![0.0; 3]], 1000, 1);
        assert_eq!(same[0], same[1]);
        assert!((same.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(chances_of_best(&[1.0, 1.0], &[vec![0.0; 2], vec![0.0; 2]], 10, 1), [0.5, 0.5]);
    }
}
