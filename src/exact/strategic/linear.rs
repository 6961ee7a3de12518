//! The equations of an equilibrium linearised at a point, and taken apart.

use crate::exact::strategic::blocks::{Parts, invert, multiply, subtract_product};
use crate::exact::strategic::krylov;
use crate::exact::strategic::point::{Point, slope};
use crate::exact::strategic::system::{Look, Misses, System};
use rayon::prelude::*;
/// The equations linearised at a point.
pub(super) struct Linear<'a> {
    system: &'a System<'a>,
    point: Point,
    look: Look,
    pools: Vec<LinearPool>,
    parts: Parts<'a>,
}

/// What is eliminated within one pool before the rest: its choices, which look at others of the same combo alone.
struct LinearPool {
    /// By combo.
    choices: Vec<LinearChoices>,
    /// Values by values, choices eliminated, over all pools led to.
    reduced: Vec<f64>,
}

/// The choices of one pool at one combo. Values are those of its cores at that combo, `[core][party]`.
struct LinearChoices {
    /// Inverse of choices by choices.
    inverse: Vec<f64>,
    /// Values by choices.
    values_by: Vec<f64>,
    /// Choices (inverse applied) by values of all pools led to.
    by_values: Vec<f64>,
    /// Sign of the determinant of choices by choices.
    sign: f64,
}

/// A condition that a step keeps beside the equations: its inner product with a direction.
pub(super) struct Across<'a> {
    pub(super) direction: &'a Point,
    /// How much each log-odds counts.
    pub(super) weights: &'a [f64],
    pub(super) right: f64,
}

impl Across<'_> {
    /// The inner product with a step.
    pub(super) fn of(&self, step: &Point) -> f64 {
        let pairs = self.direction.logits.iter().zip(&step.logits);
        let logits: f64 = self.weights.iter().zip(pairs).map(|(weight, (a, b))| weight * a * b).sum();
        logits + self.direction.sharpness * step.sharpness
    }
}

impl<'a> System<'a> {
    /// Linearises the equations at a point; `None` where that has no one solution.
    pub(super) fn linear(&'a self, point: &Point) -> Option<Linear<'a>> {
        let look = self.look(point, true);
        let work = |pool: usize| self.linear_pool(point, &look, pool);
        let pools: Option<Vec<LinearPool>> =
            (0..self.arena.pools.len()).into_par_iter().with_min_len(16).map(work).collect();
        let pools = pools?;
        let parts = self.plan.take_apart(|pool, blocks| {
            let total = *self.offsets[pool].last().unwrap_or(&0);
            for (block, ends) in blocks.iter_mut().zip(self.offsets[pool].windows(2)) {
                let rows = pools[pool].reduced.chunks_exact(total);
                for (to, row) in block.chunks_exact_mut(ends[1] - ends[0]).zip(rows) {
                    to.copy_from_slice(&row[ends[0]..ends[1]]);
                }
            }
        })?;
        Some(Linear { system: self, point: point.clone(), look, pools, parts })
    }

    /// Place of the first value of a core at a combo among the columns of a pool that leads to it.
    fn column(&self, pool: usize, core: usize) -> usize {
        let round = &self.arena.rounds[core];
        let place = self.patterns[pool].binary_search(&round.pool).unwrap_or(0);
        self.offsets[pool][place] + round.place * self.arena.n_combos * 2
    }

    fn linear_pool(&self, point: &Point, look: &Look, number: usize) -> Option<LinearPool> {
        let (arena, n) = (self.arena, self.arena.n_combos);
        let pool = &arena.pools[number];
        let total = *self.offsets[number].last().unwrap_or(&0);
        let mut reduced = vec![0.0; pool.cores.len() * n * 2 * total];
        let columns: Vec<Vec<usize>> = pool
            .cores
            .iter()
            .map(|&core| arena.rounds[core].targets.iter().map(|&to| self.column(number, to as usize)).collect())
            .collect();
        let mut choices = Vec::with_capacity(n);
        for combo in 0..n {
            choices.push(self.linear_choices(point, look, (number, combo), &columns, &mut reduced)?);
        }
        Some(LinearPool { choices, reduced })
    }

    /// Linearises what happens in a pool at one combo, and takes its choices out of the equations of values.
    fn linear_choices(
        &self,
        point: &Point,
        look: &Look,
        (number, combo): (usize, usize),
        columns: &[Vec<usize>],
        reduced: &mut [f64],
    ) -> Option<LinearChoices> {
        let (arena, n) = (self.arena, self.arena.n_combos);
        let pool = &arena.pools[number];
        let total = *self.offsets[number].last().unwrap_or(&0);
        let (n_rows, n_choices) = (pool.cores.len() * 2, pool.decisions.len());
        let mut values_by = vec![0.0; n_rows * n_choices];
        let mut by_values = vec![0.0; n_choices * total];
        let (mut inverse, mut sign) = (vec![0.0; n_choices * n_choices], 1.0);
        (0..n_choices).for_each(|k| inverse[k * n_choices + k] = 1.0);
        for (place, &core) in pool.cores.iter().enumerate() {
            let round = &arena.rounds[core];
            let nodes = &round.stage.nodes;
            let local = &look.locals[core * n + combo];
            let logit = |node: usize| point.logits[arena.decisions[round.decisions[node]].first + combo];
            let moves: Vec<f64> = (0..nodes.len()).map(|node| nodes[node].reached * slope(logit(node))).collect();
            for p in [0, 1] {
                let row = (place * n + combo) * 2 + p;
                let to = &mut reduced[row * total..][..total];
                to[self.column(number, core) + combo * 2 + p] += 1.0;
                self.lead(&local.odds, &columns[place], (core, combo, p), -1.0, to);
                for node in 0..nodes.len() {
                    let mut by = local.slopes[p][node];
                    if nodes[node].party == p && self.deciders.foreseen[p] {
                        by -= self.deciders.noise[p] * logit(node);
                    }
                    values_by[(place * 2 + p) * n_choices + round.own[node]] -= moves[node] * by;
                }
            }
            for node in 0..nodes.len() {
                let (party, decision) = (nodes[node].party, round.decisions[node]);
                let weight = look.weights.of(arena, decision, round.members[node], combo);
                let scale = -point.sharpness * weight / self.deciders.noise[party];
                let row = round.own[node];
                let to = &mut by_values[row * total..][..total];
                self.lead(local.odds_by(node), &columns[place], (core, combo, party), scale, to);
                for other in 0..nodes.len() {
                    let curve = local.curves[party][node * nodes.len() + other];
                    inverse[row * n_choices + round.own[other]] += scale * curve * moves[other];
                }
            }
        }
        if n_choices > 0 {
            sign = invert(&mut inverse, n_choices)?;
            let plain = std::mem::replace(&mut by_values, vec![0.0; n_choices * total]);
            multiply(&inverse, &plain, &mut by_values, n_choices, total);
            for place in 0..pool.cores.len() {
                let rows = &values_by[place * 2 * n_choices..][..2 * n_choices];
                let to = &mut reduced[(place * n + combo) * 2 * total..][..2 * total];
                subtract_product(rows, &by_values, to, n_choices, total);
            }
        }
        Some(LinearChoices { inverse, values_by, by_values, sign })
    }

    /// Adds `scale` times the discounted derivative by the values of what follows with these odds.
    fn lead(
        &self,
        odds: &[f64],
        columns: &[usize],
        (core, combo, p): (usize, usize, usize),
        scale: f64,
        to: &mut [f64],
    ) {
        let arena = self.arena;
        for ((odds, column), &target) in odds.iter().zip(columns).zip(&arena.rounds[core].targets) {
            let odds = scale * arena.discount[p] * odds;
            for (next, press) in arena.moves_into(target as usize, combo).iter().enumerate() {
                to[column + next * 2 + p] += odds * press;
            }
        }
    }
}

impl Linear<'_> {
    /// The point.
    pub(super) fn point(&self) -> &Point {
        &self.point
    }

    /// How far the point is off.
    pub(super) fn misses(&self) -> &Misses {
        &self.look.misses
    }

    /// The step along which the equations move by these values and logits: at the sharpness of the point, or across
    /// a direction. How hidden weights move is found until no more than `fine` of it is missed, or left out. With the
    /// sign of the determinant of what was solved.
    pub(super) fn solve(
        &self,
        values: &[f64],
        logits: &[f64],
        across: Option<&Across>,
        fine: Option<f64>,
    ) -> (Point, f64) {
        let zeros = vec![0.0; values.len()];
        let along = across.map(|across| {
            let moved = self.by_sharpness().iter().map(|moved| -moved).collect();
            let along = Point { sharpness: 1.0, ..self.solve_unshifted(&zeros, moved) };
            let speed = across.of(&along);
            (across, along, speed)
        });
        let plain = |values: &[f64], logits: Vec<f64>, right: f64| -> Point {
            let step = self.solve_unshifted(values, logits);
            match &along {
                Some((across, along, speed)) => {
                    let by = (right - across.of(&step)) / speed;
                    step.after(along, by)
                }
                None => step,
            }
        };
        let choices = self.pools.iter().flat_map(|pool| &pool.choices);
        let sign = self.parts.sign * choices.map(|choices| choices.sign).product::<f64>();
        let sign = sign * along.as_ref().map_or(1.0, |(.., speed)| speed.signum());
        let first = plain(values, logits.to_vec(), across.map_or(0.0, |across| across.right));
        let Some(fine) = fine.filter(|_| self.system.arena.hides_anything()) else {
            return (first, sign);
        };
        // Weights of what is hidden move too: E z is missing from what was solved. With h = E z on hidden choices
        // h = E M⁻¹(r − h), a small system where few choices are hidden.
        let right = self.shift(&first);
        let operator = |h: &[f64]| -> Vec<f64> {
            let moved = self.shift(&plain(&zeros, h.to_vec(), 0.0));
            h.iter().zip(moved).map(|(h, moved)| h + moved).collect()
        };
        let (h, of_hidden) = krylov::solve(operator, right, fine);
        (first.after(&plain(&zeros, h, 0.0), -1.0), sign * of_hidden)
    }

    /// How the equations of choices move with a step by the weights of what is hidden.
    fn shift(&self, step: &Point) -> Vec<f64> {
        let (arena, n) = (self.system.arena, self.system.arena.n_combos);
        let difference = |decision: usize, k: usize, combo: usize| {
            let (core, node) = arena.decisions[decision].at[k];
            self.look.locals[core * n + combo].slopes[arena.decisions[decision].party][node]
        };
        let moves: Vec<f64> =
            self.point.logits.iter().zip(&step.logits).map(|(&logit, step)| slope(logit) * step).collect();
        let mut shifts = self.look.weights.shift(arena, &self.look.locals, &moves, difference);
        for decision in &arena.decisions {
            let scale = -self.point.sharpness / self.system.deciders.noise[decision.party];
            shifts[decision.first..decision.first + n].iter_mut().for_each(|shift| *shift *= scale);
        }
        shifts
    }

    /// The same where weights stand still.
    fn solve_unshifted(&self, values: &[f64], mut logits: Vec<f64>) -> Point {
        let (system, arena) = (self.system, self.system.arena);
        let n = arena.n_combos;
        let mut right = vec![0.0; system.plan.n_unknowns()];
        for (number, pool) in arena.pools.iter().enumerate() {
            let start = system.plan.start(number);
            for (place, &core) in pool.cores.iter().enumerate() {
                right[start + place * n * 2..][..n * 2].copy_from_slice(&values[core * n * 2..][..n * 2]);
            }
            let n_choices = pool.decisions.len();
            for (combo, linear) in self.pools[number].choices.iter().enumerate().filter(|_| n_choices > 0) {
                let place = |decision: &usize| arena.decisions[*decision].first + combo;
                let own: Vec<f64> = pool.decisions.iter().map(|decision| logits[place(decision)]).collect();
                let mut found = vec![0.0; n_choices];
                multiply(&linear.inverse, &own, &mut found, n_choices, 1);
                for (core, rows) in linear.values_by.chunks_exact(2 * n_choices).enumerate() {
                    let to = &mut right[start + (core * n + combo) * 2..][..2];
                    subtract_product(rows, &found, to, n_choices, 1);
                }
                pool.decisions.iter().zip(found).for_each(|(decision, found)| logits[place(decision)] = found);
            }
        }
        self.parts.solve(&mut right);
        let mut found = vec![0.0; values.len()];
        for (number, pool) in arena.pools.iter().enumerate() {
            let start = system.plan.start(number);
            for (place, &core) in pool.cores.iter().enumerate() {
                found[core * n * 2..][..n * 2].copy_from_slice(&right[start + place * n * 2..][..n * 2]);
            }
            if !pool.decisions.is_empty() {
                let led_to: Vec<f64> = system.patterns[number]
                    .iter()
                    .zip(system.offsets[number].windows(2))
                    .flat_map(|(&pool, ends)| &right[system.plan.start(pool)..][..ends[1] - ends[0]])
                    .copied()
                    .collect();
                for (combo, linear) in self.pools[number].choices.iter().enumerate() {
                    for (decision, row) in pool.decisions.iter().zip(linear.by_values.chunks_exact(led_to.len())) {
                        let moved: f64 = row.iter().zip(&led_to).map(|(by, value)| by * value).sum();
                        logits[arena.decisions[*decision].first + combo] -= moved;
                    }
                }
            }
        }
        Point { values: found, logits, sharpness: 0.0 }
    }

    /// How the equations of choices move with sharpness.
    pub(super) fn by_sharpness(&self) -> Vec<f64> {
        let arena = self.system.arena;
        let mut moved: Vec<f64> = self.look.misses.differences.iter().map(|difference| -difference).collect();
        for decision in &arena.decisions {
            let noise = self.system.deciders.noise[decision.party];
            moved[decision.first..][..arena.n_combos].iter_mut().for_each(|moved| *moved /= noise);
        }
        moved
    }
}
