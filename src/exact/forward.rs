//! Moves a distribution over states one round forward.

use crate::exact::Chain;
use rayon::prelude::*;
use std::borrow::Cow;

/// The transitions of a chain by where they lead, so that each core gathers its own share.
pub(crate) struct Forward<'a> {
    chain: &'a Chain,
    /// Odds of one way to decide, `[entry][combo]`: those of others would only be in the way.
    odds: Cow<'a, [f64]>,
    first: Vec<usize>,
    /// Entry and the core it starts from.
    incoming: Vec<(u32, u32)>,
}

/// Cores that one task moves.
const BLOCK: usize = 256;

impl<'a> Forward<'a> {
    /// Turns the transitions of `chain` round; the first decision counts.
    pub(crate) fn new(chain: &'a Chain) -> Self {
        let n_combos = chain.n_combos;
        let odds = match chain.n_decisions {
            1 => Cow::Borrowed(chain.odds.as_slice()),
            n => chain.odds.chunks(n * n_combos).flat_map(|odds| &odds[..n_combos]).copied().collect(),
        };
        Self::along(chain, odds)
    }

    /// The same where play moves by these odds, `[entry][combo]`.
    pub(crate) fn along(chain: &'a Chain, odds: Cow<'a, [f64]>) -> Self {
        let n = chain.cores.len();
        let mut first = vec![0; n + 1];
        for &target in &chain.target {
            first[target as usize + 1] += 1;
        }
        for core in 0..n {
            first[core + 1] += first[core];
        }
        let mut place = first.clone();
        let mut incoming = vec![(0, 0); chain.target.len()];
        for core in 0..n {
            for entry in chain.entries(core) {
                let place = &mut place[chain.target[entry] as usize];
                incoming[*place] = (entry as u32, core as u32);
                *place += 1;
            }
        }
        Self { chain, odds, first, incoming }
    }

    /// The distribution `to` that follows `from`.
    pub(crate) fn step(&self, from: &[f64], to: &mut [f64]) {
        let n = self.chain.n_combos;
        if self.chain.cores.len() <= BLOCK {
            self.gather(0, from, to);
        } else {
            to.par_chunks_mut(BLOCK * n).enumerate().for_each(|(block, to)| self.gather(block * BLOCK, from, to));
        }
    }

    fn gather(&self, first_core: usize, from: &[f64], to: &mut [f64]) {
        let n = self.chain.n_combos;
        let mut sum = vec![0.0; n];
        for (i, to) in to.chunks_mut(n).enumerate() {
            let core = first_core + i;
            sum.fill(0.0);
            for &(entry, source) in &self.incoming[self.first[core]..self.first[core + 1]] {
                let odds = &self.odds[entry as usize * n..][..n];
                let share = &from[source as usize * n..][..n];
                for ((sum, odds), share) in sum.iter_mut().zip(odds).zip(share) {
                    *sum += odds * share;
                }
            }
            self.chain.press(core, &sum, to);
        }
    }
}
