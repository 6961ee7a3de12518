//! The principal branch: from even choices to the noise asked for, through every fold on the way.
//!
//! Pseudo-arclength continuation (Keller 1977) of the logit correspondence (McKelvey and Palfrey 1995), as for stochastic
//! games by Eibelshäuser and Poensgen (2019).

use crate::exact::strategic::linear::{Across, Linear};
use crate::exact::strategic::point::{Point, slope};
use crate::exact::strategic::system::{Misses, RESIDUAL, System};

/// Furthest that any choice moves in a step, as a probability.
const MOVE: f64 = 0.25;
/// Furthest that a correction moves one, relative to that.
const CORRECTION: f64 = 0.4;
/// Corrections of a step at most, and number at which steps grow.
const CORRECTIONS: u32 = 14;
const FEW: u32 = 6;
/// Corrections that shrink to this share go on without linearising anew.
const FAST: f64 = 0.1;
/// Steps are small enough once corrections move no choice by more.
const CLOSE: f64 = 1e-6;
const MOST_STEPS: u32 = 1_000;
/// What may be left over of a linear system on the way, and at the end.
const ROUGH: f64 = 1e-3;
const FINE: f64 = 1e-8;
const SHORTEST: f64 = 1e-10;
/// Length of steps from which on a branch that crosses is told from a turn.
const CROSSING: f64 = 1e-6;
/// Growth of steps, and cosine of the sharpest turn that one may take.
const GROWTH: f64 = 1.6;
const STRAIGHT: f64 = 0.5;
/// Corrections at the end at most.
const LAST_CORRECTIONS: u32 = 30;

/// The equilibrium that the branch ends at.
pub(crate) struct Found {
    pub(super) point: Point,
    pub(crate) path: Path,
    /// max |σ − logit(Δ/λ)|.
    pub(crate) residual: f64,
    /// Bound on the error of values, σ as it is, $bn.
    pub(crate) value_error: f64,
}

/// What was met on the way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    pub(crate) steps: u32,
    /// Noise, relative to that asked for, at which the branch turned.
    pub(crate) folds: Vec<f64>,
}

/// The branch could not be followed to its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stuck {
    /// Noise that was reached, relative to that asked for.
    pub kappa: f64,
    /// Least residual at the noise asked for.
    pub residual: f64,
}

/// Follows the principal branch to sharpness 1.
pub(super) fn principal(system: &System) -> Result<Found, Stuck> {
    let arena = system.arena;
    let mut point = Point { values: vec![0.0; arena.n_values()], logits: vec![0.0; arena.n_choices()], sharpness: 0.0 };
    let stuck = |point: &Point| {
        let end = at_end(point);
        Stuck { kappa: 1.0 / point.sharpness, residual: system.misses(&end).residual(&end) }
    };
    // At even choices values follow from a linear system.
    for _ in 0..2 {
        let Some(linear) = system.linear(&point) else { return Err(stuck(&point)) };
        let step = newton(&linear);
        drop(linear);
        point = point.after(&step, 1.0);
    }
    let mut path = Path::default();
    // At first the way leads to more sharpness.
    let ahead = Point { sharpness: 1.0, logits: vec![0.0; arena.n_choices()], ..Point::default() };
    let (mut direction, mut sense) = match system.linear(&point) {
        Some(linear) => onward(&linear, &ahead, &metric(&point)),
        None => return Err(stuck(&point)),
    };
    let mut length = 0.1;
    while path.steps < MOST_STEPS {
        length = shorten(&point, &direction, length);
        let ahead = direction.sharpness > 0.0 && point.sharpness + length * direction.sharpness >= 1.0;
        let last = if ahead { (1.0 - point.sharpness) / direction.sharpness } else { length };
        let guess = point.after(&direction, last);
        let guess = if ahead { at_end(&guess) } else { guess };
        // On a branch the determinant keeps its sign. Where it does not, the step fell upon another part of it, unless
        // that remains so however short it is: another branch crosses, and this one goes straight on.
        let corrected = correct(system, &guess, (!ahead).then_some(&direction));
        match corrected.filter(|found| found.sense == sense || last < CROSSING) {
            Some(Corrected { point: next, .. }) if ahead => {
                path.steps += 1;
                return finish(system, next, path).map_err(|point| stuck(&point));
            }
            Some(Corrected { point: next, corrections, direction: turned, sense: now })
                if goes_on(&direction, &turned, &next) =>
            {
                path.steps += 1;
                sense = now;
                if turned.sharpness * direction.sharpness < 0.0 {
                    path.folds.push(1.0 / next.sharpness);
                }
                (point, direction) = (next, turned);
                if corrections <= FEW {
                    length *= GROWTH;
                }
            }
            _ => {
                length = 0.5 * last;
                if length < SHORTEST {
                    break;
                }
            }
        }
    }
    Err(stuck(&point))
}

/// A guess corrected.
struct Corrected {
    point: Point,
    corrections: u32,
    /// In which the branch goes on.
    direction: Point,
    /// Sign of the determinant of the equations, with the condition that goes on across the direction before.
    sense: f64,
}

/// Corrects a guess: at its sharpness, or across the direction that led to it.
///
/// The equations are linearised anew only where corrections do not shrink fast, and how hidden weights move is left out
/// of that unless it is missed.
fn correct(system: &System, guess: &Point, direction: Option<&Point>) -> Option<Corrected> {
    let mut point = guess.clone();
    let mut linear = system.linear(&point)?;
    let mut misses = linear.misses().clone();
    let (mut is_fresh, mut fine, mut last_move) = (true, None, f64::INFINITY);
    for corrections in 1..=CORRECTIONS {
        let weights = metric(linear.point());
        let across = direction.map(|direction| {
            let mut across = Across { direction, weights: &weights, right: 0.0 };
            across.right = -across.of(&difference(&point, guess));
            across
        });
        let next = point.after(&towards(&linear, &misses, across.as_ref(), fine), 1.0);
        let moved = next.distance(&point);
        let shrinks = moved <= 0.9 * last_move || (fine.is_none() && corrections > 1);
        if !moved.is_finite() || next.distance(guess) > CORRECTION * MOVE || !shrinks {
            return None;
        }
        if moved <= CLOSE && settled(&point, &next) {
            let (direction, sense) = match direction {
                Some(direction) => onward(&linear, direction, &weights),
                None => (Point::default(), solve(&linear, &misses, None, Some(ROUGH)).1),
            };
            return Some(Corrected { point: next, corrections, direction, sense });
        }
        let is_slow = corrections == 1 || moved > FAST * last_move;
        if is_slow && is_fresh && corrections > 1 {
            fine = Some(ROUGH);
        }
        if is_slow {
            linear = system.linear(&next)?;
            misses = linear.misses().clone();
        } else {
            misses = system.misses(&next);
        }
        (is_fresh, last_move, point) = (is_slow, moved, next);
    }
    None
}

/// Whether a step turned so little that the way is the same.
fn goes_on(before: &Point, direction: &Point, at: &Point) -> bool {
    Across { direction: before, weights: &metric(at), right: 0.0 }.of(direction) >= STRAIGHT && at.sharpness > 0.0
}

/// Whether values have come out to a few digits.
fn settled(before: &Point, after: &Point) -> bool {
    let pairs = before.values.iter().zip(&after.values);
    let (moved, size) =
        pairs.fold((0.0, 0.0), |(moved, size), (a, b)| (f64::max(moved, (a - b).abs()), f64::max(size, b.abs())));
    moved <= 1e-6 * size
}

/// Newton's method at the end, until nothing moves.
fn finish(system: &System, mut point: Point, path: Path) -> Result<Found, Point> {
    let mut least = f64::INFINITY;
    let mut best = Found { point: point.clone(), path, residual: f64::INFINITY, value_error: f64::INFINITY };
    for _ in 0..LAST_CORRECTIONS {
        let misses = system.misses(&point);
        let (residual, value_error) = (misses.residual(&point), value_error(system, &misses));
        let size = residual + value_error * f64::EPSILON.sqrt();
        if size >= least {
            break;
        }
        least = size;
        best = Found { point: point.clone(), residual, value_error, ..best };
        let Some(linear) = system.linear(&point) else { break };
        let step = newton(&linear);
        drop(linear);
        point = point.after(&step, 1.0);
    }
    if best.residual > RESIDUAL { Err(best.point) } else { Ok(best) }
}

/// Bound on the error of values under the choices of a point: what they miss their equations by, over 1 − δ.
fn value_error(system: &System, misses: &Misses) -> f64 {
    let error = |p: usize| {
        let most = misses.values.iter().skip(p).step_by(2).fold(0.0, |most: f64, miss| most.max(miss.abs()));
        most / system.arena.impatience[p]
    };
    error(0).max(error(1))
}

/// The same point at sharpness 1.
fn at_end(point: &Point) -> Point {
    Point { sharpness: 1.0, ..point.clone() }
}

/// Newton's step from the point at which the equations were linearised.
fn newton(linear: &Linear) -> Point {
    towards(linear, linear.misses(), None, Some(FINE))
}

/// The step that takes away `misses`.
fn towards(linear: &Linear, misses: &Misses, across: Option<&Across>, fine: Option<f64>) -> Point {
    solve(linear, misses, across, fine).0
}

fn solve(linear: &Linear, misses: &Misses, across: Option<&Across>, fine: Option<f64>) -> (Point, f64) {
    let negative = |values: &[f64]| values.iter().map(|value| -value).collect::<Vec<f64>>();
    linear.solve(&negative(&misses.values), &negative(&misses.logits), across, fine)
}

/// The direction of length 1 in which the solution goes on from `before`, with the sign of the determinant.
fn onward(linear: &Linear, before: &Point, weights: &[f64]) -> (Point, f64) {
    let zeros = [vec![0.0; linear.misses().values.len()], vec![0.0; linear.misses().logits.len()]];
    let across = Across { direction: before, weights, right: 1.0 };
    let (step, sense) = linear.solve(&zeros[0], &zeros[1], Some(&across), Some(ROUGH));
    let length = Across { direction: &step, weights, right: 0.0 }.of(&step).sqrt();
    let scaled = |values: &[f64]| values.iter().map(|value| value / length).collect();
    let direction =
        Point { values: scaled(&step.values), logits: scaled(&step.logits), sharpness: step.sharpness / length };
    (direction, sense)
}

/// How much of a move of log-odds is one of probabilities, squared.
fn metric(point: &Point) -> Vec<f64> {
    point.logits.iter().map(|&logit| slope(logit) * slope(logit)).collect()
}

fn difference(a: &Point, b: &Point) -> Point {
    a.after(b, -1.0)
}

/// A length at most so long that no choice moves further than it should.
fn shorten(point: &Point, direction: &Point, mut length: f64) -> f64 {
    while point.after(direction, length).distance(point) > MOVE {
        length *= 0.7;
    }
    length
}
