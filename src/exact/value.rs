//! Discounted values over an infinite horizon: what a state is worth under a choice of decisions.

use crate::exact::fixed_point::{FixedPoint, fixed_point};
use crate::exact::{Chain, MOST_DECISIONS};
use crate::game::Game;
use rayon::prelude::*;

/// One party's view of a chain: its payoffs, discounted.
#[derive(Clone, Copy, Debug)]
pub struct Prospect<'a> {
    chain: &'a Chain,
    party: usize,
    /// Discount factor a round, below 1.
    discount: f64,
    /// Payoff of a round after breakdown; values are kept relative to earning it for ever.
    flow: f64,
}

/// Cores that one task works on.
const BLOCK: usize = 128;

impl<'a> Prospect<'a> {
    /// The view of `party`, whose discount factor must be below 1.
    pub fn new(game: &Game, chain: &'a Chain, party: usize) -> Self {
        Self { chain, party, discount: game.sides[party].discount, flow: game.breakdown().payoff[party] }
    }

    /// What earning the flow of breakdown for ever is worth.
    pub fn breakdown(&self) -> f64 {
        self.flow / (1.0 - self.discount)
    }

    /// Values by state, relative to [`Prospect::breakdown`], such that each is `choose`(state, its values by decision);
    /// `choose` must not move by more than its arguments do. `start` is a guess, `tolerance` relative to the largest value.
    pub fn solve(&self, start: Vec<f64>, tolerance: f64, choose: impl Fn(usize, &[f64]) -> f64 + Sync) -> FixedPoint {
        let scale = self.largest_payoff() / (1.0 - self.discount);
        fixed_point(start, self.discount, tolerance * scale, |values, next| self.back_up(values, next, &choose))
    }

    fn largest_payoff(&self) -> f64 {
        self.chain.payoff[self.party].iter().fold(f64::MIN_POSITIVE, |largest, payoff| largest.max(payoff.abs()))
    }

    fn back_up(&self, values: &[f64], next: &mut [f64], choose: &(impl Fn(usize, &[f64]) -> f64 + Sync)) {
        let (n, expected) = (self.chain.n_combos, self.foresee(values));
        self.by_block(next, n, |core, next| {
            self.by_decision(core, &expected, |combo, by_decision| {
                next[combo] = choose(core * n + combo, by_decision);
            });
        });
    }

    /// Calls `see` with the values by decision of every state, given the values of the next ones.
    pub fn look(&self, values: &[f64], mut see: impl FnMut(usize, &[f64])) {
        let (n, expected) = (self.chain.n_combos, self.foresee(values));
        for core in 0..self.chain.cores.len() {
            self.by_decision(core, &expected, |combo, by_decision| see(core * n + combo, by_decision));
        }
    }

    /// Values expected before pressure moves.
    fn foresee(&self, values: &[f64]) -> Vec<f64> {
        let n = self.chain.n_combos;
        let mut expected = vec![0.0; values.len()];
        self.by_block(&mut expected, n, |core, expected| self.chain.foresee(core, &values[core * n..][..n], expected));
        expected
    }

    fn by_block(&self, values: &mut [f64], n: usize, work: impl Fn(usize, &mut [f64]) + Sync) {
        if self.chain.cores.len() <= BLOCK {
            values.chunks_mut(n).enumerate().for_each(|(core, values)| work(core, values));
        } else {
            values.par_chunks_mut(BLOCK * n).enumerate().for_each(|(block, values)| {
                values.chunks_mut(n).enumerate().for_each(|(i, values)| work(block * BLOCK + i, values));
            });
        }
    }

    /// Calls `see` with each combo of a core and its values by decision.
    fn by_decision(&self, core: usize, expected: &[f64], mut see: impl FnMut(usize, &[f64])) {
        let (chain, n) = (self.chain, self.chain.n_combos);
        let cells = chain.n_decisions * n;
        let payoff = &chain.payoff[self.party][core * cells..][..cells];
        let mut sums = vec![0.0; cells];
        for entry in chain.entries(core) {
            let expected = &expected[chain.target[entry] as usize * n..][..n];
            let odds = &chain.odds[entry * cells..][..cells];
            for (sums, odds) in sums.chunks_mut(n).zip(odds.chunks(n)) {
                for ((sum, odds), value) in sums.iter_mut().zip(odds).zip(expected) {
                    *sum += odds * value;
                }
            }
        }
        let mut by_decision = [0.0; MOST_DECISIONS];
        for combo in 0..n {
            for decision in 0..chain.n_decisions {
                let cell = decision * n + combo;
                by_decision[decision] = payoff[cell] - self.flow + self.discount * sums[cell];
            }
            see(combo, &by_decision[..chain.n_decisions]);
        }
    }

    /// Value expected at signing, of values by state.
    pub fn at_signing(&self, values: &[f64]) -> f64 {
        self.chain.signing.iter().zip(values).map(|(share, value)| share * value).sum()
    }
}
