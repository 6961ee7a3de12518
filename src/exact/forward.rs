//! Moves a distribution over states one round forward.

use crate::exact::Chain;
use rayon::prelude::*;

/// The transitions of a chain by where they lead, so that each core gathers its own share.
pub(crate) struct Forward<'a> {
    chain: &'a Chain,
    /// Odds of one way to decide, `[place][combo]`, in the order in which they are gathered.
    odds: Vec<f64>,
    /// First place of each core, and the number of places.
    first: Vec<usize>,
    /// The core that leads there, by place.
    sources: Vec<u32>,
}

/// Cores that one task moves.
const BLOCK: usize = 256;

impl<'a> Forward<'a> {
    /// Turns the transitions of `chain` round; the first decision counts.
    pub(crate) fn new(chain: &'a Chain) -> Self {
        let n_combos = chain.n_combos;
        Self::gathering(chain, |entry| &chain.odds[entry * chain.n_decisions * n_combos..][..n_combos])
    }

    /// The same where play moves by these odds, `[entry][combo]`.
    pub(crate) fn along(chain: &'a Chain, odds: &[f64]) -> Self {
        Self::gathering(chain, |entry| &odds[entry * chain.n_combos..][..chain.n_combos])
    }

    /// The same where every transition of the first decision has that weight, by the core that it leaves, its entry
    /// and combo.
    pub(crate) fn weighed(chain: &'a Chain, weight: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut forward = Self::new(chain);
        let mut place = forward.first.clone();
        for core in 0..chain.cores.len() {
            for entry in chain.entries(core) {
                let place = &mut place[chain.target[entry] as usize];
                let odds = &mut forward.odds[*place * chain.n_combos..][..chain.n_combos];
                odds.iter_mut().enumerate().for_each(|(combo, odds)| *odds *= weight(core, entry, combo));
                *place += 1;
            }
        }
        forward
    }

    fn gathering<'b>(chain: &'a Chain, odds_of: impl Fn(usize) -> &'b [f64] + Sync) -> Self {
        let n = chain.cores.len();
        let mut first = vec![0; n + 1];
        for &target in &chain.target {
            first[target as usize + 1] += 1;
        }
        for core in 0..n {
            first[core + 1] += first[core];
        }
        let mut place = first.clone();
        let (mut sources, mut entries) = (vec![0; chain.target.len()], vec![0_u32; chain.target.len()]);
        for core in 0..n {
            for entry in chain.entries(core) {
                let place = &mut place[chain.target[entry] as usize];
                (sources[*place], entries[*place]) = (core as u32, entry as u32);
                *place += 1;
            }
        }
        let mut odds = vec![0.0; entries.len() * chain.n_combos];
        let places = odds.par_chunks_mut(chain.n_combos).zip(entries);
        places.for_each(|(odds, entry)| odds.copy_from_slice(odds_of(entry as usize)));
        Self { chain, odds, first, sources }
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
            let places = self.first[core]..self.first[core + 1];
            let odds = self.odds[places.start * n..places.end * n].chunks_exact(n);
            for (odds, &source) in odds.zip(&self.sources[places]) {
                let share = &from[source as usize * n..][..n];
                for ((sum, odds), share) in sum.iter_mut().zip(odds).zip(share) {
                    *sum += odds * share;
                }
            }
            self.chain.press(core, &sum, to);
        }
    }
}
