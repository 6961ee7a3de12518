//! What a party does not see, weighed by how often it happens.

use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::local::Local;

/// Weights of the cores that look alike to who decides: each is one for certain where there is no other.
pub(super) struct Weights {
    /// First weight of each decision; its cores stand `[core][combo]`.
    first: Vec<usize>,
    shares: Vec<f64>,
    /// Expected rounds that the shares are taken of, by decision and combo.
    sums: Vec<f64>,
    /// Play that the weights come from, where anything is hidden.
    play: Option<Play>,
}

/// Play under given decisions, round by round.
struct Play {
    /// Probability of each next core, by state and place among those that its core leads to.
    odds: Vec<f64>,
    /// First of them, by state.
    first: Vec<usize>,
    /// Distribution over states at the start of every round of the horizon.
    by_round: Vec<Vec<f64>>,
}

impl Weights {
    /// The weights under the decisions that `locals` were looked at with.
    pub(super) fn new(arena: &Arena, locals: &[Local]) -> Self {
        let n = arena.n_combos;
        let mut first = Vec::with_capacity(arena.decisions.len());
        let mut size = 0;
        for decision in &arena.decisions {
            first.push(size);
            size += decision.at.len() * n;
        }
        let mut weights = Self { first, shares: vec![1.0; size], sums: vec![0.0; arena.n_choices()], play: None };
        if !arena.hides_anything() {
            return weights;
        }
        let play = Play::new(arena, locals);
        let mut rounds = vec![0.0; arena.cores.len() * n];
        for now in &play.by_round {
            rounds.iter_mut().zip(now).for_each(|(sum, now)| *sum += now);
        }
        for (number, decision) in arena.hidden() {
            for combo in 0..n {
                let of = |&(core, _): &(usize, usize)| rounds[core * n + combo];
                let sum: f64 = decision.at.iter().map(of).sum();
                weights.sums[decision.first + combo] = sum;
                for (k, at) in decision.at.iter().enumerate() {
                    let alike = 1.0 / decision.at.len() as f64;
                    weights.shares[weights.first[number] + k * n + combo] =
                        if sum > 0.0 { of(at) / sum } else { alike };
                }
            }
        }
        weights.play = Some(play);
        weights
    }

    /// The weight of the k-th core at which a decision is taken.
    pub(super) fn of(&self, arena: &Arena, decision: usize, k: usize, combo: usize) -> f64 {
        self.shares[self.first[decision] + k * arena.n_combos + combo]
    }

    /// How Σ weight · `difference` moves for each hidden choice while σ moves by `moves`.
    pub(super) fn shift(
        &self,
        arena: &Arena,
        locals: &[Local],
        moves: &[f64],
        difference: impl Fn(usize, usize, usize) -> f64,
    ) -> Vec<f64> {
        let n = arena.n_combos;
        let mut shifts = vec![0.0; arena.n_choices()];
        let Some(play) = &self.play else { return shifts };
        let moved = play.rounds_moved(arena, locals, moves);
        for (number, decision) in arena.hidden() {
            for combo in 0..n {
                let sum = self.sums[decision.first + combo];
                if sum == 0.0 {
                    continue;
                }
                let total: f64 = decision.at.iter().map(|&(core, _)| moved[core * n + combo]).sum();
                let shift = decision.at.iter().enumerate().map(|(k, &(core, _))| {
                    let share = self.of(arena, number, k, combo);
                    (moved[core * n + combo] - share * total) / sum * difference(number, k, combo)
                });
                shifts[decision.first + combo] = shift.sum();
            }
        }
        shifts
    }
}

impl Play {
    fn new(arena: &Arena, locals: &[Local]) -> Self {
        let n = arena.n_combos;
        let size = arena.cores.len() * n;
        let (mut odds, mut first) = (Vec::new(), Vec::with_capacity(size + 1));
        for (state, local) in locals.iter().enumerate() {
            let round = &arena.rounds[state / n];
            first.push(odds.len());
            odds.resize(odds.len() + round.nexts.len(), 0.0);
            let own = &mut odds[first[state]..];
            round.merged.iter().zip(&local.odds).for_each(|(&place, share)| own[place as usize] += share);
        }
        first.push(odds.len());
        let mut play = Self { odds, first, by_round: Vec::new() };
        let mut now = vec![0.0; size];
        now[..n].copy_from_slice(&arena.signing);
        let mut half = vec![0.0; size];
        for _ in 0..arena.horizon {
            half.fill(0.0);
            for (state, &here) in now.iter().enumerate().filter(|(_, here)| **here != 0.0) {
                play.lead(arena, state, here, &mut half);
            }
            let next = arena.press(&half);
            play.by_round.push(std::mem::replace(&mut now, next));
        }
        play
    }

    /// Adds what a state leads to, pressure yet to move.
    fn lead(&self, arena: &Arena, state: usize, here: f64, half: &mut [f64]) {
        let (core, combo) = (state / arena.n_combos, state % arena.n_combos);
        let odds = &self.odds[self.first[state]..self.first[state + 1]];
        for (odds, &next) in odds.iter().zip(&arena.rounds[core].nexts) {
            half[next as usize * arena.n_combos + combo] += here * odds;
        }
    }

    /// How the expected number of rounds in each state moves while σ moves by `moves`.
    fn rounds_moved(&self, arena: &Arena, locals: &[Local], moves: &[f64]) -> Vec<f64> {
        let n = arena.n_combos;
        let mut shifts = vec![0.0; self.odds.len()];
        for (state, local) in locals.iter().enumerate() {
            let (core, combo) = (state / n, state % n);
            let round = &arena.rounds[core];
            for ((node, &decision), odds) in round.stage.nodes.iter().zip(&round.decisions).zip(&local.odds_by_node) {
                let moved = node.reached * moves[arena.decisions[decision].first + combo];
                let own = &mut shifts[self.first[state]..self.first[state + 1]];
                round.merged.iter().zip(odds).for_each(|(&place, odds)| own[place as usize] += moved * odds);
            }
        }
        let size = arena.cores.len() * n;
        let [mut moved, mut half, mut sums] = [(); 3].map(|()| vec![0.0; size]);
        for now in &self.by_round {
            half.fill(0.0);
            for (state, (&here, &moved)) in now.iter().zip(&moved).enumerate() {
                sums[state] += moved;
                if here == 0.0 && moved == 0.0 {
                    continue;
                }
                let (core, combo) = (state / n, state % n);
                for (entry, &next) in (self.first[state]..).zip(&arena.rounds[core].nexts) {
                    half[next as usize * n + combo] += moved * self.odds[entry] + here * shifts[entry];
                }
            }
            moved = arena.press(&half);
        }
        sums
    }
}
