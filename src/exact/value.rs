//! Discounted values over an infinite horizon: what a state is worth under a choice of decisions.

use crate::exact::components::{Graph, components};
use crate::exact::fixed_point::{FixedPoint, fixed_point};
use crate::exact::network::{MAKING, ROUNDING};
use crate::exact::{Agenda, Case, Chain, Decider};
use crate::game::Game;
use rayon::prelude::*;

/// One party's view of a chain: its payoffs, discounted.
#[derive(Clone, Debug)]
pub(crate) struct Prospect<'a> {
    pub(super) chain: &'a Chain,
    pub(super) party: usize,
    /// Discount factor a round, below 1.
    pub(super) discount: f64,
    /// 1 less it.
    pub(super) impatience: f64,
    /// Payoff of a round after breakdown; values are kept relative to earning it for ever.
    pub(super) flow: f64,
    /// Largest payoff of a round, and largest sum of the items that may make one.
    largest: f64,
    scale: f64,
    /// Terms of the longest sum over what may follow a state.
    pub(super) longest_sum: f64,
    /// What the party may decide, core by core.
    pub(super) agenda: Agenda,
    /// Cores that lead back to each other, those first that lead to no others.
    clusters: Vec<Cluster>,
    /// The core of a new agreement, where war may end in one.
    anew: Option<Anew>,
}

/// A new agreement after war.
#[derive(Clone, Copy, Debug)]
struct Anew {
    /// Its core.
    core: usize,
    /// How much its worth counts at war, δρ/(1 − δ(1 − ρ)), and 1 less that.
    modulus: f64,
    rest: f64,
}

impl Anew {
    fn of(game: &Game, chain: &Chain, discount: f64, impatience: f64) -> Option<Self> {
        let ended = chain.cores.iter().position(|core| core.ended)?;
        let core = chain.entries(ended).map(|entry| chain.target[entry] as usize).find(|&core| core != ended)?;
        let renewal = game.renewal.probability.yes();
        let leaves = impatience + discount * renewal;
        Some(Self { core, modulus: discount * renewal / leaves, rest: impatience / leaves })
    }
}

/// Cores that lead back to each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Cluster {
    pub(super) cores: Vec<usize>,
    /// Whether any of them can follow itself, be it after a while.
    returns: bool,
}

/// How fine the first pass is, relative to the largest value, and later ones, relative to what the guess missed by.
const ROUGH: f64 = 1e-5;
const FINER: f64 = 1e-2;
/// Most passes until the worth of a new agreement comes out.
const MOST_PASSES: u32 = 1000;
/// So many decisions fit on the stack: a rule, and any set of four commitments.
const FEW_DECISIONS: usize = 17;
/// Cores that one task works on.
const BLOCK: usize = 128;

/// The cores of a chain as a graph, pressure left out.
struct Cores<'a> {
    chain: &'a Chain,
    /// Whether a new agreement counts as what war leads to.
    anew: bool,
}

impl Graph for Cores<'_> {
    fn n_nodes(&self) -> usize {
        self.chain.cores.len()
    }

    fn n_edges(&self, node: usize) -> usize {
        self.chain.entries(node).len()
    }

    fn follow(&self, node: usize, place: usize) -> Option<usize> {
        let (chain, entry) = (self.chain, self.chain.first[node] + place);
        if !self.anew && chain.cores[node].ended && chain.target[entry] as usize != node {
            return None;
        }
        let cells = chain.n_decisions * chain.n_combos;
        let possible = chain.odds[entry * cells..][..cells].iter().any(|&odds| odds > 0.0);
        possible.then(|| chain.target[entry] as usize)
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, value| largest.max(value.abs()))
}

fn longest_sum(chain: &Chain) -> f64 {
    let entries = (0..chain.cores.len()).map(|core| chain.entries(core).len()).max().unwrap_or(0);
    (entries + chain.kernels[0].len() + chain.kernels[1].len()) as f64
}

/// The clusters of a chain, in which war may lead to a new agreement or not.
fn clusters(chain: &Chain, anew: bool) -> Vec<Cluster> {
    let graph = Cores { chain, anew };
    let found = components(&graph, 0..chain.cores.len());
    let mut clusters = vec![Cluster::default(); found.n];
    for core in 0..chain.cores.len() {
        let cluster = &mut clusters[found.of[core]];
        let mut nexts = (0..graph.n_edges(core)).filter_map(|place| graph.follow(core, place));
        cluster.returns |= nexts.any(|next| found.of[next] == found.of[core]);
        cluster.cores.push(core);
    }
    clusters
}

impl<'a> Prospect<'a> {
    /// The view of `party`, which must discount, of a chain in which `decider` decides.
    pub(crate) fn new(game: &Game, chain: &'a Chain, party: usize, decider: &Decider) -> Self {
        let (side, flow) = (&game.sides[party], game.breakdown().payoff[party]);
        let (discount, impatience) = (side.discount, side.impatience);
        let largest = chain.payoff[party].iter().fold(f64::MIN_POSITIVE, |largest, payoff| largest.max(payoff.abs()));
        let scale = largest + crate::game::largest_flow(game, party);
        let longest_sum = longest_sum(chain);
        let (agenda, clusters) = (Agenda::new(game, chain, party, decider), clusters(chain, false));
        let anew = Anew::of(game, chain, discount, impatience);
        Self { chain, party, discount, impatience, flow, largest, scale, longest_sum, agenda, clusters, anew }
    }

    /// The same, where a round after breakdown pays `flow`.
    pub(super) fn with_flow(self, flow: f64) -> Self {
        Self { flow, ..self }
    }

    /// What earning the flow of breakdown for ever is worth.
    pub(crate) fn breakdown(&self) -> f64 {
        self.flow / self.impatience
    }

    /// Bound on what rounding makes of a value worked out from others of that `size` at most, the payoff and the odds
    /// of the round included.
    pub(super) fn rounding(&self, size: f64) -> f64 {
        ROUNDING * ((self.longest_sum + MAKING) * size + MAKING * self.scale)
    }

    /// Bound on what rounding makes of the payoff of a round, $bn.
    pub(crate) fn rounding_of_payoff(&self) -> f64 {
        self.rounding(0.0)
    }

    /// Values by state, relative to [`Prospect::breakdown`], such that each is `choose`(state, its values by decision);
    /// `choose` must not move by more than its arguments do. `start` is a guess, `tolerance` relative to the largest
    /// value.
    ///
    /// Clusters of states that lead back to each other are solved one after another, those first that the others lead
    /// to; an error made in one moves no value of another by more than itself. Where war may end in a new agreement all
    /// leads back to all, but by one number: what a new agreement is worth at war. It is guessed, and passes are made
    /// until the guess comes out.
    pub(crate) fn solve(
        &self,
        start: Vec<f64>,
        tolerance: f64,
        choose: impl Fn(usize, &[f64]) -> f64 + Sync,
    ) -> FixedPoint {
        let tolerance = tolerance * self.largest / self.impatience;
        let mut expected = vec![0.0; start.len()];
        let mut found = FixedPoint { values: start, error: 0.0, steps: 0 };
        let Some(Anew { core, modulus, rest }) = self.anew else {
            return self.pass(found, &mut expected, tolerance, &choose);
        };
        let again = core * self.chain.n_combos..(core + 1) * self.chain.n_combos;
        self.chain.foresee(core, &found.values[again.clone()], &mut expected[again.clone()]);
        let mut last: Option<(f64, f64)> = None;
        // Early passes need be no finer than what the guess misses by.
        let (finest, mut fine) = (tolerance * rest, ROUGH * self.largest / self.impatience);
        for _ in 0..MOST_PASSES {
            fine = fine.max(finest);
            let guess = self.chain.at_war_worth(&expected[again.clone()]);
            found = self.pass(found, &mut expected, fine, &choose);
            let came_out = self.chain.at_war_worth(&expected[again.clone()]);
            let miss = came_out - guess;
            // Nothing moves by more than `modulus` of what the guess is off by, itself included.
            let off = modulus * (miss.abs() + found.error) / rest;
            let has_come_out =
                modulus * miss.abs() / rest <= tolerance || miss.abs() <= 4.0 * f64::EPSILON * found.largest();
            if has_come_out && fine == finest {
                found.error += off;
                return found;
            }
            let slope = last.map_or(0.0, |(guess_before, miss_before)| (miss - miss_before) / (guess - guess_before));
            let next = if slope < 0.0 { guess - miss / slope } else { came_out };
            expected[again.clone()].iter_mut().for_each(|value| *value += next - came_out);
            last = Some((guess, miss));
            found.error += off;
            fine = if has_come_out { finest } else { FINER * miss.abs().min(fine / FINER) };
        }
        found
    }

    /// One pass over all clusters, from what is `expected` of a new agreement at war, and of nothing else.
    fn pass(
        &self,
        mut found: FixedPoint,
        expected: &mut [f64],
        tolerance: f64,
        choose: &(impl Fn(usize, &[f64]) -> f64 + Sync),
    ) -> FixedPoint {
        let n = self.chain.n_combos;
        found.error = 0.0;
        let longest = self.rounding(1.0) - self.rounding(0.0);
        let of_payoff = self.rounding(0.0);
        let mut errors = vec![0.0; self.chain.cores.len()];
        let mut size: f64 = 0.0;
        for Cluster { cores, returns } in &self.clusters {
            let downstream =
                |core: &usize| self.chain.entries(*core).map(|entry| errors[self.chain.target[entry] as usize]);
            let mut error = cores.iter().flat_map(downstream).fold(0.0, f64::max);
            let mut point: Vec<f64> = cores.iter().flat_map(|core| &found.values[core * n..][..n]).copied().collect();
            // What follows may be larger than what is worked out.
            let rounding = |own: f64| of_payoff + longest * own.max(size);
            if *returns {
                let solved =
                    fixed_point(point, (self.discount, self.impatience), tolerance, rounding, |point, next| {
                        self.foresee(cores, point, expected);
                        self.back_up(cores, expected, next, choose);
                    });
                error += solved.error;
                found.steps += solved.steps;
                point = solved.values;
            } else {
                self.back_up(cores, expected, &mut point, choose);
                error += rounding(largest(&point));
            }
            self.foresee(cores, &point, expected);
            size = size.max(largest(&point));
            for (core, values) in cores.iter().zip(point.chunks(n)) {
                found.values[core * n..][..n].copy_from_slice(values);
                errors[*core] = error;
            }
            found.error = f64::max(found.error, error);
        }
        found
    }

    /// Values of `cores`, laid out one after another, before pressure moves; written to their places in `expected`.
    fn foresee(&self, cores: &[usize], values: &[f64], expected: &mut [f64]) {
        let n = self.chain.n_combos;
        for (core, values) in cores.iter().zip(values.chunks(n)) {
            self.chain.foresee(*core, values, &mut expected[core * n..][..n]);
        }
    }

    /// Values of `cores`, laid out one after another, from those expected of all.
    fn back_up(
        &self,
        cores: &[usize],
        expected: &[f64],
        next: &mut [f64],
        choose: &(impl Fn(usize, &[f64]) -> f64 + Sync),
    ) {
        let n = self.chain.n_combos;
        let work = |(cores, next): (&[usize], &mut [f64])| {
            for (core, next) in cores.iter().zip(next.chunks_mut(n)) {
                self.by_decision(*core, expected, |combo, values| next[combo] = choose(core * n + combo, values));
            }
        };
        if cores.len() <= BLOCK {
            work((cores, next));
        } else {
            cores.par_chunks(BLOCK).zip(next.par_chunks_mut(BLOCK * n)).for_each(work);
        }
    }

    /// Calls `see` with the values by decision of every state, given the values of the next ones.
    pub(crate) fn look(&self, values: &[f64], mut see: impl FnMut(usize, &[f64])) {
        let n = self.chain.n_combos;
        let mut expected = vec![0.0; values.len()];
        for core in 0..self.chain.cores.len() {
            self.chain.foresee(core, &values[core * n..][..n], &mut expected[core * n..][..n]);
        }
        for core in 0..self.chain.cores.len() {
            self.by_decision(core, &expected, |combo, by_decision| see(core * n + combo, by_decision));
        }
    }

    /// Calls `see` with each combo of a core and its values by decision.
    fn by_decision(&self, core: usize, expected: &[f64], mut see: impl FnMut(usize, &[f64])) {
        let (chain, n) = (self.chain, self.chain.n_combos);
        let cells = chain.n_decisions * n;
        let payoff = &chain.payoff[self.party][core * cells..][..cells];
        let mut short = [0.0; 64];
        let mut long = Vec::new();
        let sums = if cells <= short.len() {
            &mut short[..cells]
        } else {
            long.resize(cells, 0.0);
            &mut long[..]
        };
        for entry in chain.entries(core) {
            let expected = &expected[chain.target[entry] as usize * n..][..n];
            let odds = &chain.odds[entry * cells..][..cells];
            for (sums, odds) in sums.chunks_exact_mut(n).zip(odds.chunks_exact(n)) {
                for ((sum, odds), value) in sums.iter_mut().zip(odds).zip(expected) {
                    *sum += odds * value;
                }
            }
        }
        let mut few = [0.0; FEW_DECISIONS];
        let mut many = Vec::new();
        let by_decision = if chain.n_decisions <= few.len() {
            &mut few[..chain.n_decisions]
        } else {
            many.resize(chain.n_decisions, 0.0);
            &mut many[..]
        };
        for combo in 0..n {
            for (decision, value) in by_decision.iter_mut().enumerate() {
                let cell = decision * n + combo;
                *value = payoff[cell] - self.flow + self.discount * sums[cell];
            }
            see(combo, by_decision);
        }
    }

    /// Whether two decisions at a state are one and the same: equal odds of everything, and equal payoffs.
    pub(super) fn ties(&self, state: usize, a: usize, b: usize) -> bool {
        let (chain, n) = (self.chain, self.chain.n_combos);
        let (core, combo) = (state / n, state % n);
        let cell = |row: usize, decision: usize| (row * chain.n_decisions + decision) * n + combo;
        let payoff = &chain.payoff[self.party];
        payoff[cell(core, a)] == payoff[cell(core, b)]
            && chain.entries(core).all(|entry| chain.odds[cell(entry, a)] == chain.odds[cell(entry, b)])
    }

    /// The clusters where war may lead to a new agreement.
    pub(super) fn whole_clusters(&self) -> Vec<Cluster> {
        if self.anew.is_some() { clusters(self.chain, true) } else { self.clusters.clone() }
    }

    /// Odds of what follows under the prescription, `[entry][combo]`, where that is not the first decision.
    pub(super) fn prescribed_odds(&self) -> Option<Vec<f64>> {
        if self.agenda.begins_with_rule() || self.agenda.is_certain() {
            return None;
        }
        let (chain, n) = (self.chain, self.chain.n_combos);
        let mut odds = Vec::with_capacity(chain.n_entries() * n);
        for core in 0..chain.cores.len() {
            for entry in chain.entries(core) {
                let of = |case: Case, combo| {
                    chain.odds[(entry * chain.n_decisions + self.agenda.decision(case.stands)) * n + combo]
                };
                odds.extend((0..n).map(|combo| self.agenda.expected(core, |case| of(case, combo))));
            }
        }
        Some(odds)
    }

    /// Value expected at signing, of values by state.
    pub(crate) fn at_signing(&self, values: &[f64]) -> f64 {
        self.chain.signing.iter().zip(values).map(|(share, value)| share * value).sum()
    }
}
