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
pub(super) struct Play {
    /// Probability of each next core, `[core][next core][combo]`.
    odds: Vec<f64>,
    /// First of them, by core.
    first: Vec<usize>,
    /// Distribution over states at the start of every round of the horizon.
    by_round: Vec<Vec<f64>>,
    /// The same after the last.
    pub(super) last: Vec<f64>,
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
        let rounds = play.rounds();
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
    /// Plays the horizon from signing under the decisions that `locals` were looked at with.
    pub(super) fn new(arena: &Arena, locals: &[Local]) -> Self {
        let n = arena.n_combos;
        let mut first = Vec::with_capacity(arena.cores.len());
        let mut size = 0;
        for round in &arena.rounds {
            first.push(size);
            size += round.nexts.len() * n;
        }
        let mut odds = vec![0.0; size];
        for (core, round) in arena.rounds.iter().enumerate() {
            for combo in 0..n {
                for (&place, share) in round.merged.iter().zip(&locals[core * n + combo].odds) {
                    odds[first[core] + place as usize * n + combo] += share;
                }
            }
        }
        let mut play = Self { odds, first, by_round: Vec::with_capacity(arena.horizon as usize), last: Vec::new() };
        let mut now = vec![0.0; arena.cores.len() * n];
        now[..n].copy_from_slice(&arena.signing);
        let mut half = now.clone();
        for _ in 0..arena.horizon {
            half.fill(0.0);
            for (core, here) in now.chunks_exact(n).enumerate() {
                if here.iter().any(|&here| here != 0.0) {
                    let odds = play.odds[play.first[core]..].chunks_exact(n);
                    for (odds, &next) in odds.zip(&arena.rounds[core].nexts) {
                        let half = &mut half[next as usize * n..][..n];
                        half.iter_mut()
                            .zip(odds.iter().zip(here))
                            .for_each(|(half, (odds, here))| *half += odds * here);
                    }
                }
            }
            let mut next = vec![0.0; now.len()];
            arena.press(&half, &mut next);
            play.by_round.push(std::mem::replace(&mut now, next));
        }
        play.last = now;
        play
    }

    /// Expected number of rounds that start in each state.
    pub(super) fn rounds(&self) -> Vec<f64> {
        let mut rounds = vec![0.0; self.last.len()];
        for now in &self.by_round {
            rounds.iter_mut().zip(now).for_each(|(sum, now)| *sum += now);
        }
        rounds
    }

    /// How the expected number of rounds in each state moves while σ moves by `moves`.
    fn rounds_moved(&self, arena: &Arena, locals: &[Local], moves: &[f64]) -> Vec<f64> {
        let n = arena.n_combos;
        let mut shifts = vec![0.0; self.odds.len()];
        for (core, round) in arena.rounds.iter().enumerate() {
            let own = &mut shifts[self.first[core]..];
            for (k, (node, &decision)) in round.stage.nodes.iter().zip(&round.decisions).enumerate() {
                for combo in 0..n {
                    let moved = node.reached * moves[arena.decisions[decision].first + combo];
                    for (&place, odds) in round.merged.iter().zip(locals[core * n + combo].odds_by(k)) {
                        own[place as usize * n + combo] += moved * odds;
                    }
                }
            }
        }
        let [mut moved, mut half, mut sums] = [(); 3].map(|()| vec![0.0; arena.cores.len() * n]);
        for now in &self.by_round {
            half.fill(0.0);
            sums.iter_mut().zip(&moved).for_each(|(sum, moved)| *sum += moved);
            for (core, (here, moved)) in now.chunks_exact(n).zip(moved.chunks_exact(n)).enumerate() {
                let first = self.first[core];
                let odds = self.odds[first..].chunks_exact(n).zip(shifts[first..].chunks_exact(n));
                for ((odds, shifts), &next) in odds.zip(&arena.rounds[core].nexts) {
                    let half = &mut half[next as usize * n..][..n];
                    for combo in 0..n {
                        half[combo] += moved[combo] * odds[combo] + here[combo] * shifts[combo];
                    }
                }
            }
            arena.press(&half, &mut moved);
        }
        sums
    }
}
