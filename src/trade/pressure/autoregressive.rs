//! Pressure whose logarithm is AR(1), on the grid of Rouwenhorst (1995; Kopecky and Suen 2010, section 2).

use crate::fault::{Faults, PERSISTENCE, PROBABILITY, SPREAD};
use crate::trade::Timed;
use crate::trade::pressure::chain::Chain;

/// The chain of a log pressure of which so much persists, and so much is lost.
pub(super) fn chain(spread: f64, persistence: (f64, f64), levels: usize) -> Chain {
    let stationary = binomial_half(levels - 1);
    let reach = spread * ((levels - 1) as f64).sqrt();
    let node = |k: usize| match levels {
        1 => 0.0,
        _ => reach * (2.0 * k as f64 / (levels - 1) as f64 - 1.0),
    };
    let raw: Vec<f64> = (0..levels).map(|k| libm::exp(node(k))).collect();
    let mean: f64 = raw.iter().zip(&stationary).map(|(m, w)| m * w).sum();
    Chain { values: raw.iter().map(|m| m / mean).collect(), stationary, transition: transition(persistence, levels) }
}

/// Weights of Binomial(n, ½).
fn binomial_half(n: usize) -> Vec<f64> {
    let mut weights = vec![1.0];
    for _ in 0..n {
        let shifted = std::iter::once(0.0).chain(weights.iter().copied());
        let kept = weights.iter().copied().chain(std::iter::once(0.0));
        weights = kept.zip(shifted).map(|(a, b)| (a + b) / 2.0).collect();
    }
    weights
}

/// Rouwenhorst's recursion with p = q = (1 + ρ)/2: each matrix is woven from four shifted copies of the last.
fn transition((persistence, lost): (f64, f64), levels: usize) -> Vec<Vec<f64>> {
    let (far, near) = (0.5 * (1.0 + persistence.abs()), 0.5 * lost);
    let (p, q) = if persistence < 0.0 { (near, far) } else { (far, near) };
    let mut theta = vec![vec![1.0]];
    for n in 2..=levels {
        let mut next = vec![vec![0.0; n]; n];
        for (i, row) in theta.iter().enumerate() {
            for (j, &value) in row.iter().enumerate() {
                next[i][j] += p * value;
                next[i][j + 1] += q * value;
                next[i + 1][j] += q * value;
                next[i + 1][j + 1] += p * value;
            }
        }
        for row in &mut next[1..n - 1] {
            row.iter_mut().for_each(|value| *value /= 2.0);
        }
        theta = next;
    }
    theta
}

pub(super) fn check(spread: f64, persistence: Timed, levels: u32, faults: &mut Faults) {
    faults.number("spread", spread, SPREAD);
    persistence.check_within("persistence", PERSISTENCE, PROBABILITY, faults);
    faults.whole("levels", levels, 1, 255);
}
