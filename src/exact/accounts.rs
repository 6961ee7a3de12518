//! Where welfare comes from: the expected parts of every round, and of all rounds together.

use crate::exact::forward::Forward;
use crate::exact::hand::{Scene, Views, combos};
use crate::exact::{Chain, Decider, Prospect};
use crate::game::{AccountPart, Game, Outcome, Parts, State, breakdown, clash, commitments_of, parts, under_agreement};
use rayon::prelude::*;

/// Cores that one task sums up; part of the result's definition, so never taken from the number of threads.
const BLOCK: usize = 512;

/// Expected parts of each party's welfare over `rounds` rounds from signing.
pub(crate) fn expected_parts(game: &Game, chain: &Chain, rounds: u32) -> [Parts; 2] {
    let forward = Forward::new(chain);
    let [mut share, mut next] = [(); 2].map(|()| vec![0.0; chain.n_states()]);
    let mut occupied = [(); 2].map(|()| vec![0.0; chain.n_states()]);
    share[..chain.n_combos].copy_from_slice(&chain.signing);
    let mut discount = [1.0; 2];
    for _ in 0..rounds {
        for p in [0, 1] {
            occupied[p].iter_mut().zip(&share).for_each(|(sum, share)| *sum += discount[p] * share);
            discount[p] *= game.sides[p].discount;
        }
        forward.step(&share, &mut next);
        std::mem::swap(&mut share, &mut next);
    }
    let n = chain.n_combos;
    let cores: Vec<usize> = (0..chain.cores.len()).collect();
    let sum_block = |cores: &[usize]| {
        let mut sums = [Parts::default(); 2];
        for &core in cores.iter().filter(|&&core| occupied[0][core * n..][..n].iter().any(|&share| share > 0.0)) {
            let of_core = parts_of_core(game, &chain.cores[core], n);
            for p in [0, 1] {
                for (parts, weight) in of_core[p].iter().zip(&occupied[p][core * n..]) {
                    add(&mut sums[p], parts, *weight);
                }
            }
        }
        sums
    };
    let blocks: Vec<[Parts; 2]> = cores.par_chunks(BLOCK).map(sum_block).collect();
    let mut sums = [Parts::default(); 2];
    blocks.iter().for_each(|block| (0..2).for_each(|p| add(&mut sums[p], &block[p], 1.0)));
    sums
}

/// Expected parts of the welfare of `party`, which must discount, over an infinite horizon, and bounds on their errors.
pub(crate) fn endless_parts(game: &Game, chain: &Chain, party: usize) -> (Parts, Parts) {
    let by_core: Vec<Vec<Parts>> = chain
        .cores
        .par_iter()
        .map(|core| {
            let [first, second] = parts_of_core(game, core, chain.n_combos);
            if party == 0 { first } else { second }
        })
        .collect();
    let (mut parts, mut errors) = (Parts::default(), Parts::default());
    let mut of_part = chain.clone();
    for k in 0..AccountPart::COUNT {
        of_part.payoff[party] = by_core.iter().flatten().map(|parts| parts[k]).collect();
        if of_part.payoff[party].iter().all(|&payoff| payoff == 0.0) {
            continue;
        }
        let flow = breakdown(&game.breakdown[party])[k];
        let prospect = Prospect::new(game, &of_part, party, &Decider::nobody()).with_flow(flow);
        let values = prospect.prescribed();
        parts[k] = prospect.at_signing(&values.values) + prospect.breakdown();
        errors[k] = values.error;
    }
    (parts, errors)
}

/// Expected parts of a round that starts in a core, by party and combo.
pub(super) fn parts_of_core(game: &Game, core: &State, n_combos: usize) -> [Vec<Parts>; 2] {
    if core.ended {
        return [0, 1].map(|p| vec![breakdown(&game.breakdown[p]); n_combos]);
    }
    let scene = Scene::new(game, core);
    let standing = game.of_standing_tariffs(core);
    let of = |outcome: &Outcome, p: usize, level: u8| {
        parts(&under_agreement(game, level, outcome, p, &scene.effects), standing[p])
    };
    let still = [0, 1].map(|p| of(&scene.still, p, 0));
    let views = [0, 1].map(|owner| Views::new(game, owner));
    let hands = [0, 1].map(|owner| Dealt::new(game, &scene, owner, &views[owner], &of, &still));
    let combos = combos(game);
    [0, 1].map(|p| {
        let at = |combo: usize| {
            let mut sum = still[p];
            sum[AccountPart::Costs as usize] -= scene.withdrawal(p, combos[combo]) * game.sides[p].exit_cost;
            let view = [0, 1].map(|owner| views[owner].of_combo[combo]);
            (0..2).for_each(|owner| add(&mut sum, &hands[owner].parts[p][view[owner]], 1.0));
            let both = hands[0].any_violation[view[0]] * hands[1].any_violation[view[1]];
            sum[AccountPart::Clash as usize] += both * clash(game, p);
            sum
        };
        (0..n_combos).map(at).collect()
    })
}

/// What the commitments of one party add to the parts of both, by view.
struct Dealt {
    parts: [Vec<Parts>; 2],
    any_violation: Vec<f64>,
}

impl Dealt {
    fn new(
        game: &Game,
        scene: &Scene,
        owner: usize,
        views: &Views,
        of: &impl Fn(&Outcome, usize, u8) -> Parts,
        still: &[Parts; 2],
    ) -> Self {
        let n = views.pressures.len();
        let mut hand = Self { parts: [(); 2].map(|()| vec![Parts::default(); n]), any_violation: vec![0.0; n] };
        for (view, &pressure) in views.pressures.iter().enumerate() {
            let mut all_kept = 1.0;
            for index in commitments_of(game, owner) {
                let mut kept = 0.0;
                scene.ways(index, pressure, None, |probability, played| {
                    kept += if played.violated { 0.0 } else { probability };
                    if !played.violated && !played.events.any() {
                        return;
                    }
                    let outcome = scene.with(index, &played);
                    for p in [0, 1] {
                        let own = if p == owner { pressure[p] } else { 0 };
                        let sum = &mut hand.parts[p][view];
                        add(sum, &of(&outcome, p, own), probability);
                        add(sum, &still[p], -probability);
                    }
                });
                all_kept *= kept;
            }
            hand.any_violation[view] = 1.0 - all_kept;
        }
        hand
    }
}

fn add(sum: &mut Parts, parts: &Parts, weight: f64) {
    sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += weight * part);
}
