//! Other equilibria than the principal one, from other starts.

use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::deciders::Kind;
use crate::exact::strategic::point::Point;
use crate::exact::strategic::system::{RESIDUAL, System};

/// Answers that are all but certain, as log-odds.
const CERTAIN: f64 = 30.0;
/// Log-odds go no further on the way.
const FURTHEST: f64 = 600.0;
/// Smoothed responses before Newton's method, and its steps.
const RESPONSES: u32 = 60;
const STEPS: u32 = 60;
/// Responses that are half of the whole; later ones shrink.
const BOLD: f64 = 15.0;
/// Shortest part of a step of Newton's method.
const SHORTEST: f64 = 1.0 / 64.0;
/// Residual at which Newton's method begins.
const NEAR: f64 = 1e-3;
/// Equilibria are different where some choice differs by more.
const DIFFERENT: f64 = 1e-6;

/// An equilibrium that other starts led to.
pub(super) struct Other {
    pub(super) start: String,
    pub(super) point: Point,
    pub(super) residual: f64,
    /// Largest difference of a choice from the principal equilibrium.
    pub(super) difference: f64,
}

/// Equilibria other than `principal` that so many starts lead to, each once; and how many starts led to none.
pub(super) fn others(system: &System, principal: &Point, starts: u32, seed: u64) -> (Vec<Other>, u32) {
    let (mut found, mut lost): (Vec<Other>, u32) = (Vec::new(), 0);
    for number in 0..starts {
        let (start, logits) = start(system.arena, number, seed);
        match settle(system, logits) {
            None => lost += 1,
            Some((point, residual)) => {
                let is_new = |known: &Point| known.distance(&point) > DIFFERENT;
                if is_new(principal) && found.iter().all(|other| is_new(&other.point)) {
                    let difference = principal.distance(&point);
                    found.push(Other { start, point, residual, difference });
                }
            }
        }
    }
    (found, lost)
}

/// A start by its number: all keep their word and enforce it, all violate and nobody enforces, all leave, then random ones.
fn start(arena: &Arena, number: u32, seed: u64) -> (String, Vec<f64>) {
    let (name, says): (String, fn(Kind) -> bool) = match number {
        0 => ("all keep their word and enforce it".to_owned(), |kind| {
            matches!(kind, Kind::Files | Kind::Imposes | Kind::Counters)
        }),
        1 => ("all violate and nobody enforces".to_owned(), |kind| kind == Kind::Violates),
        2 => ("all leave".to_owned(), |kind| kind == Kind::Withdraws),
        _ => (format!("random start {}", number - 2), |_| false),
    };
    let mut luck = seed ^ u64::from(number).wrapping_mul(0xd134_2543_de82_ef95);
    let mut logits = vec![0.0; arena.n_choices()];
    for decision in &arena.decisions {
        for logit in &mut logits[decision.first..decision.first + arena.n_combos] {
            let yes = if number < 3 { says(decision.kind) } else { next(&mut luck) >> 63 == 1 };
            *logit = if yes { CERTAIN } else { -CERTAIN };
        }
    }
    (name, logits)
}

/// The next number of SplitMix64 (Steele, Lea and Flood 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The equilibrium that a start leads to: by smoothed responses, then by Newton's method.
fn settle(system: &System, logits: Vec<f64>) -> Option<(Point, f64)> {
    let arena = system.arena;
    let mut point = valued(system, Point { values: vec![0.0; arena.n_values()], logits, sharpness: 0.0 })?;
    for number in 0..RESPONSES {
        let at_end = Point { sharpness: 1.0, ..point.clone() };
        let misses = system.misses(&at_end);
        if misses.residual(&at_end) < NEAR {
            break;
        }
        for (logit, miss) in point.logits.iter_mut().zip(&misses.logits) {
            *logit = (*logit - 0.5 * miss * BOLD / BOLD.max(f64::from(number))).clamp(-FURTHEST, FURTHEST);
        }
        point = valued(system, point)?;
    }
    point.sharpness = 1.0;
    for _ in 0..STEPS {
        let linear = system.linear(&point)?;
        let (values, logits) = (&linear.misses().values, &linear.misses().logits);
        let size = point.values.iter().fold(1.0, |size: f64, value| size.max(value.abs()));
        let off = values.iter().fold(0.0, |off: f64, miss| off.max(miss.abs()));
        let left = linear.misses().residual(&point);
        if left <= RESIDUAL && off <= 1e-11 * size {
            drop(linear);
            return Some((point, left));
        }
        let (step, _) = linear.solve(&negative(values), &negative(logits), None, Some(1e-8));
        drop(linear);
        if !step.logits.iter().chain(&step.values).all(|x| x.is_finite()) {
            return None;
        }
        point = downhill(system, &point, &step, left)?;
    }
    None
}

/// The point that lies so far along a step that less is `left` of the residual, or its shortest part.
fn downhill(system: &System, point: &Point, step: &Point, left: f64) -> Option<Point> {
    let mut length = 1.0;
    loop {
        let next = valued(system, Point { sharpness: 0.0, ..point.after(step, length) })?;
        let next = Point { sharpness: 1.0, ..next };
        if length <= SHORTEST || system.misses(&next).residual(&next) < (1.0 - 0.1 * length) * left {
            return Some(next);
        }
        length *= 0.5;
    }
}

/// The same choices with the values that they lead to: at sharpness 0 choices stand still, and values are linear.
fn valued(system: &System, point: Point) -> Option<Point> {
    let linear = system.linear(&point)?;
    let values = negative(&linear.misses().values);
    let (step, _) = linear.solve(&values, &vec![0.0; point.logits.len()], None, None);
    drop(linear);
    let values = point.values.iter().zip(&step.values).map(|(value, step)| value + step).collect();
    Some(Point { values, ..point })
}

fn negative(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| -value).collect()
}
