//! Long-run averages: where the chain settles, and how often it is in each state for ever after.

use crate::exact::{Chain, Forward, reach};

/// Shares of time in the long run.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRun {
    /// Share of rounds spent in each state, expected at signing.
    pub shares: Vec<f64>,
    /// Recurrent classes that can be reached: number of states and probability to end there.
    pub classes: Vec<(usize, f64)>,
    /// Largest change of the shares by one more round; 0 where they were found by elimination.
    pub residual: f64,
}

/// States that are still eliminated directly.
const DIRECT: usize = 1000;
/// Largest change by a round at which iteration stops.
const SETTLED: f64 = 1e-14;
/// Most rounds that are iterated.
const MOST_ROUNDS: u32 = 1_000_000;

/// Where the chain settles under the first decision.
pub fn long_run(chain: &Chain) -> LongRun {
    let classes = reach::recurrent_classes(chain);
    let forward = Forward::new(chain);
    let mut found = LongRun { shares: vec![0.0; chain.n_states()], classes: Vec::new(), residual: 0.0 };
    let ends = if classes.len() == 1 { vec![1.0] } else { absorption(chain, &forward, &classes) };
    for (class, end) in classes.iter().zip(ends) {
        let (shares, residual) = stationary(chain, &forward, class);
        for (&state, share) in class.iter().zip(shares) {
            found.shares[state] = end * share;
        }
        found.residual = found.residual.max(residual);
        found.classes.push((class.len(), end));
    }
    found
}

/// One round from each of `states`, as rows over them; what leads elsewhere is left out.
fn rows(chain: &Chain, forward: &Forward, states: &[usize]) -> Vec<Vec<f64>> {
    let (mut from, mut to) = (vec![0.0; chain.n_states()], vec![0.0; chain.n_states()]);
    let row = |&state: &usize| {
        from[state] = 1.0;
        forward.step(&from, &mut to);
        from[state] = 0.0;
        states.iter().map(|&next| to[next]).collect()
    };
    states.iter().map(row).collect()
}

/// Stationary distribution of a closed class, with the largest change by one more round.
fn stationary(chain: &Chain, forward: &Forward, class: &[usize]) -> (Vec<f64>, f64) {
    if class.len() == 1 {
        return (vec![1.0], 0.0);
    }
    if class.len() <= DIRECT {
        return (eliminate(rows(chain, forward, class)), 0.0);
    }
    // Half a round at a time: the same stationary distribution, and no cycles.
    let mut shares = vec![0.0; chain.n_states()];
    class.iter().for_each(|&state| shares[state] = 1.0 / class.len() as f64);
    let mut next = shares.clone();
    let mut change = 1.0;
    for _ in 0..MOST_ROUNDS {
        forward.step(&shares, &mut next);
        change = shares.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        shares.iter_mut().zip(&next).for_each(|(share, next)| *share = 0.5 * (*share + next));
        if change <= SETTLED {
            break;
        }
    }
    let total: f64 = class.iter().map(|&state| shares[state]).sum();
    (class.iter().map(|&state| shares[state] / total).collect(), change)
}

/// Stationary distribution by the elimination of Grassmann, Taksar and Heyman (1985), which never subtracts.
fn eliminate(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for last in (1..n).rev() {
        let leaves: f64 = rows[last][..last].iter().sum();
        let (above, below) = rows.split_at_mut(last);
        for row in above {
            row[last] /= leaves;
            let via = row[last];
            if via > 0.0 {
                row[..last].iter_mut().zip(&below[0][..last]).for_each(|(odds, onward)| *odds += via * onward);
            }
        }
    }
    let mut shares = vec![1.0; n];
    for j in 1..n {
        shares[j] = (0..j).map(|i| shares[i] * rows[i][j]).sum();
    }
    let total: f64 = shares.iter().sum();
    shares.iter().map(|share| share / total).collect()
}

/// Probability to end in each class, by following the chain until it has ended somewhere.
fn absorption(chain: &Chain, forward: &Forward, classes: &[Vec<usize>]) -> Vec<f64> {
    let mut shares = vec![0.0; chain.n_states()];
    shares[..chain.n_combos].copy_from_slice(&chain.signing);
    let mut next = shares.clone();
    let mut ends = vec![0.0; classes.len()];
    for _ in 0..MOST_ROUNDS {
        for (end, class) in ends.iter_mut().zip(classes) {
            for &state in class {
                *end += shares[state];
                shares[state] = 0.0;
            }
        }
        let left: f64 = shares.iter().sum();
        if left <= SETTLED {
            break;
        }
        forward.step(&shares, &mut next);
        std::mem::swap(&mut shares, &mut next);
    }
    let total: f64 = ends.iter().sum();
    ends.iter().map(|end| end / total).collect()
}
