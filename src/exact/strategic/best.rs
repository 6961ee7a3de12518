//! How much a party would gain by a best response in everything that it decides.

use crate::exact::FixedPoint;
use crate::exact::fixed_point::fixed_point;
use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::local::{Local, yes};
use rayon::prelude::*;

/// Numbers of all ways to decide, at all states, that are held at most.
const MOST_NUMBERS: usize = 200_000_000;
/// Relative tolerance of values.
const TOLERANCE: f64 = 1e-11;
/// What rounding makes of one round, relative to the largest number in it.
const ROUNDING: f64 = 1024.0 * f64::EPSILON;

/// One way to decide at a state: what it pays at once, and the probability of each next core.
struct Way {
    pay: f64,
    odds: Vec<f64>,
}

/// The values that a party gets in every state without shocks, the other side's decisions being `sigma`: by its own of
/// `sigma`, or by its best response to them, in which it sees all. `None` where too much would have to be held.
pub(super) fn values(arena: &Arena, sigma: &[f64], party: usize, is_best: bool) -> Option<FixedPoint> {
    let n = arena.n_combos;
    let own = |core: usize| -> Vec<usize> {
        let nodes = arena.rounds[core].stage.nodes.iter().enumerate();
        nodes.filter(|(_, node)| is_best && node.party == party).map(|(place, _)| place).collect()
    };
    let size = |core: usize| n * (arena.rounds[core].nexts.len() << own(core).len().min(32));
    if (0..arena.cores.len()).map(size).sum::<usize>() > MOST_NUMBERS {
        return None;
    }
    let nothing = vec![0.0; arena.n_values()];
    let ways: Vec<Vec<Way>> = (0..arena.cores.len() * n)
        .into_par_iter()
        .map(|state| {
            let (core, combo) = (state / n, state % n);
            let (round, own) = (&arena.rounds[core], own(core));
            let decide = |answers: usize| {
                let mut yes = yes(arena, core, combo, sigma);
                for (k, &place) in own.iter().enumerate() {
                    let node = &round.stage.nodes[place];
                    yes[place] = node.otherwise + if answers >> k & 1 == 1 { node.reached } else { 0.0 };
                }
                let local = Local::new(arena, core, combo, &yes, &nothing, false);
                let mut odds = vec![0.0; round.nexts.len()];
                round.merged.iter().zip(&local.odds).for_each(|(&place, share)| odds[place as usize] += share);
                Way { pay: local.worth[party], odds }
            };
            (0..1_usize << own.len()).map(decide).collect()
        })
        .collect();
    let largest = ways.iter().flatten().fold(0.0, |largest: f64, way| largest.max(way.pay.abs()));
    let (discount, rest) = (arena.discount[party], arena.impatience[party]);
    let rounding = |size: f64| ROUNDING * (largest + size);
    let mut expected = vec![0.0; ways.len()];
    let operator = |point: &[f64], image: &mut [f64]| {
        expected.par_iter_mut().with_min_len(256).enumerate().for_each(|(state, expected)| {
            let core = state / n;
            let odds = arena.moves_into(core, state % n);
            *expected = odds.iter().zip(&point[core * n..]).map(|(odds, value)| odds * value).sum();
        });
        let follow = |state: usize, way: &Way| {
            let nexts = arena.rounds[state / n].nexts.iter();
            let after: f64 =
                nexts.zip(&way.odds).map(|(&next, odds)| odds * expected[next as usize * n + state % n]).sum();
            way.pay + discount * after
        };
        image.par_iter_mut().with_min_len(256).enumerate().for_each(|(state, image)| {
            *image = ways[state].iter().fold(f64::NEG_INFINITY, |best, way| best.max(follow(state, way)));
        });
    };
    let tolerance = TOLERANCE * (1.0 + largest / rest);
    Some(fixed_point(vec![0.0; ways.len()], (discount, rest), tolerance, rounding, operator))
}

/// A value expected at signing.
pub(super) fn at_signing(arena: &Arena, values: &FixedPoint) -> f64 {
    arena.signing.iter().zip(&values.values).map(|(odds, value)| odds * value).sum()
}
