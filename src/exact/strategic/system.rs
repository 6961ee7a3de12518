//! The equations of an equilibrium, and by how much a point misses them.
//!
//! V = E[u + δV′] + worth of shocks and x = t·Δ/λ, for values V and log-odds x at sharpness t = 1/κ.

use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::blocks::Plan;
use crate::exact::strategic::deciders::Deciders;
use crate::exact::strategic::local::{Local, yes};
use crate::exact::strategic::point::{Point, entropy, sigma};
use crate::exact::strategic::weigh::Weights;
use rayon::prelude::*;

/// The equations over an arena.
pub(super) struct System<'a> {
    pub(super) arena: &'a Arena,
    pub(super) deciders: &'a Deciders,
    pub(super) plan: Plan,
    /// Pools that each pool leads to, itself among them, and where their values begin among those.
    pub(super) patterns: Vec<Vec<usize>>,
    pub(super) offsets: Vec<Vec<usize>>,
}

/// How far a point is from an equilibrium.
#[derive(Clone)]
pub(super) struct Misses {
    pub(super) values: Vec<f64>,
    pub(super) logits: Vec<f64>,
    /// Expected difference that a yes makes, by choice.
    pub(super) differences: Vec<f64>,
}

/// Largest residual of an equilibrium.
pub(super) const RESIDUAL: f64 = 1e-10;

impl Misses {
    /// max |σ − logit(Δ/λ)| at the point that misses by this.
    pub(super) fn residual(&self, point: &Point) -> f64 {
        let pairs = point.logits.iter().zip(&self.logits);
        pairs.fold(0.0, |most, (logit, miss)| f64::max(most, (sigma(*logit) - sigma(logit - miss)).abs()))
    }
}

/// What the equations are made of at a point, state by state.
pub(super) struct Look {
    pub(super) weights: Weights,
    /// `[core · n_combos + combo]`.
    pub(super) locals: Vec<Local>,
    pub(super) misses: Misses,
}

impl<'a> System<'a> {
    /// Plans the system; `None` where it is too large to be taken apart.
    pub(super) fn new(arena: &'a Arena, deciders: &'a Deciders) -> Option<Self> {
        let size = |pool: usize| arena.pools[pool].cores.len() * arena.n_combos * 2;
        let patterns: Vec<Vec<usize>> = (0..arena.pools.len())
            .map(|pool| {
                let cores = arena.pools[pool].cores.iter();
                let targets = cores.flat_map(|&core| &arena.rounds[core].targets);
                let mut led_to: Vec<usize> = targets.map(|&target| arena.rounds[target as usize].pool).collect();
                led_to.push(pool);
                led_to.sort_unstable();
                led_to.dedup();
                led_to
            })
            .collect();
        let offsets = patterns
            .iter()
            .map(|pattern| {
                let mut sum = 0;
                let mut offsets = vec![0];
                for &pool in pattern {
                    sum += size(pool);
                    offsets.push(sum);
                }
                offsets
            })
            .collect();
        let plan = Plan::new((0..arena.pools.len()).map(size).collect(), &patterns)?;
        Some(Self { arena, deciders, plan, patterns, offsets })
    }

    /// How far a point is off.
    pub(super) fn misses(&self, point: &Point) -> Misses {
        self.look(point, false).misses
    }

    pub(super) fn look(&self, point: &Point, with_curves: bool) -> Look {
        let (arena, n) = (self.arena, self.arena.n_combos);
        let sigma = point.sigma();
        let expected = arena.foresee(&point.values);
        let locals: Vec<Local> = (0..arena.cores.len() * n)
            .into_par_iter()
            .with_min_len(64)
            .map(|state| {
                let (core, combo) = (state / n, state % n);
                Local::new(arena, core, combo, &yes(arena, core, combo, &sigma), &expected, with_curves)
            })
            .collect();
        let weights = Weights::new(arena, &locals);
        let mut misses = Misses {
            values: point.values.clone(),
            logits: point.logits.clone(),
            differences: vec![0.0; arena.n_choices()],
        };
        for core in 0..arena.cores.len() {
            let round = &arena.rounds[core];
            for combo in 0..n {
                let mut worth = locals[core * n + combo].worth;
                for (node, &decision) in round.stage.nodes.iter().zip(&round.decisions) {
                    let choice = arena.decisions[decision].first + combo;
                    if self.deciders.foreseen[node.party] {
                        let shocks = node.reached * entropy(point.logits[choice]);
                        worth[node.party] += self.deciders.noise[node.party] * shocks;
                    }
                }
                (0..2).for_each(|p| misses.values[arena.value(core, combo, p)] -= worth[p]);
            }
        }
        for (number, decision) in arena.decisions.iter().enumerate() {
            for combo in 0..n {
                let choice = decision.first + combo;
                let sum = decision.at.iter().enumerate().map(|(k, &(core, node))| {
                    weights.of(arena, number, k, combo) * locals[core * n + combo].slopes[decision.party][node]
                });
                misses.differences[choice] = sum.sum();
                misses.logits[choice] -=
                    point.sharpness * misses.differences[choice] / self.deciders.noise[decision.party];
            }
        }
        Look { weights, locals, misses }
    }
}
