//! Sparse systems of dense blocks, taken apart in an order that is found once and used again with other numbers.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// In which order unknowns are eliminated, and what each step touches. Unknowns come in groups of a few each.
pub(super) struct Plan {
    sizes: Vec<usize>,
    /// Place of the first unknown of each group.
    starts: Vec<usize>,
    steps: Vec<Step>,
    /// Block of every row and column that is filled at the start, `(row, column)` by row.
    filled: Vec<Vec<(u32, u32)>>,
    /// Place of the numbers of each block, and their number.
    places: Vec<usize>,
    n_numbers: usize,
}

/// The elimination of one group.
struct Step {
    group: u32,
    diagonal: u32,
    /// Rows that still hold the group, with their block.
    rows: Vec<(u32, u32)>,
    /// Columns that its row still holds, with their block.
    columns: Vec<(u32, u32)>,
    /// Blocks that are changed, row by row.
    changed: Vec<u32>,
}

/// A system taken apart.
pub(super) struct Parts<'a> {
    plan: &'a Plan,
    numbers: Vec<f64>,
    /// Sign of the determinant.
    pub(super) sign: f64,
}

/// More numbers than this are not held.
const MOST_NUMBERS: usize = 400_000_000;

impl Plan {
    /// Plans a system in which the row of each group holds these columns, its own among them; `None` where it would fill
    /// too much.
    pub(super) fn new(sizes: Vec<usize>, pattern: &[Vec<usize>]) -> Option<Self> {
        let n = sizes.len();
        let mut rows: Vec<BTreeSet<u32>> =
            pattern.iter().map(|columns| columns.iter().map(|&c| c as u32).collect()).collect();
        let mut columns: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); n];
        for (row, held) in rows.iter().enumerate() {
            held.iter().for_each(|&column| {
                columns[column as usize].insert(row as u32);
            });
        }
        let mut plan = Self {
            starts: sizes.iter().scan(0, |sum, size| Some(std::mem::replace(sum, *sum + size))).collect(),
            sizes,
            steps: Vec::with_capacity(n),
            filled: Vec::new(),
            places: Vec::new(),
            n_numbers: 0,
        };
        let mut blocks = rustc_hash::FxHashMap::default();
        for (row, held) in rows.iter().enumerate() {
            let filled = held.iter().map(|&column| (column, plan.block(row as u32, column, &mut blocks)));
            let filled = filled.collect();
            plan.filled.push(filled);
        }
        // What is cheap to eliminate goes first (Markowitz 1957).
        let cost = |rows: &BTreeSet<u32>, columns: &BTreeSet<u32>| (rows.len() - 1) * (columns.len() - 1);
        let mut queue: BinaryHeap<Reverse<(usize, u32)>> =
            (0..n).map(|group| Reverse((cost(&rows[group], &columns[group]), group as u32))).collect();
        let mut done = vec![false; n];
        while let Some(Reverse((at, group))) = queue.pop() {
            let g = group as usize;
            if done[g] {
                continue;
            }
            let now = cost(&rows[g], &columns[g]);
            if now > at {
                queue.push(Reverse((now, group)));
                continue;
            }
            done[g] = true;
            let outs: Vec<u32> = rows[g].iter().copied().filter(|&column| column != group).collect();
            let ins: Vec<u32> = columns[g].iter().copied().filter(|&row| row != group).collect();
            let mut step = Step {
                group,
                diagonal: plan.block(group, group, &mut blocks),
                rows: ins.iter().map(|&row| (row, plan.block(row, group, &mut blocks))).collect(),
                columns: outs.iter().map(|&column| (column, plan.block(group, column, &mut blocks))).collect(),
                changed: Vec::with_capacity(ins.len() * outs.len()),
            };
            for &row in &ins {
                rows[row as usize].remove(&group);
                for &column in &outs {
                    rows[row as usize].insert(column);
                    columns[column as usize].insert(row);
                    step.changed.push(plan.block(row, column, &mut blocks));
                }
            }
            for &column in &outs {
                columns[column as usize].remove(&group);
            }
            for &touched in ins.iter().chain(&outs) {
                let t = touched as usize;
                if !done[t] {
                    queue.push(Reverse((cost(&rows[t], &columns[t]), touched)));
                }
            }
            plan.steps.push(step);
            if plan.n_numbers > MOST_NUMBERS {
                return None;
            }
        }
        Some(plan)
    }

    fn block(&mut self, row: u32, column: u32, blocks: &mut rustc_hash::FxHashMap<(u32, u32), u32>) -> u32 {
        *blocks.entry((row, column)).or_insert_with(|| {
            self.places.push(self.n_numbers);
            self.n_numbers += self.sizes[row as usize] * self.sizes[column as usize];
            self.places.len() as u32 - 1
        })
    }

    /// Number of unknowns.
    pub(super) fn n_unknowns(&self) -> usize {
        self.sizes.iter().sum()
    }

    /// Place of the first unknown of a group.
    pub(super) fn start(&self, group: usize) -> usize {
        self.starts[group]
    }

    /// Takes a system apart. `fill` is told each group with the columns that its row holds and writes the rows: one
    /// block after another, each row by row. `None` where it has no solution, or none that can be told.
    pub(super) fn take_apart(&self, fill: impl Fn(usize, &mut [&mut [f64]]) + Sync) -> Option<Parts<'_>> {
        let mut numbers = vec![0.0; self.n_numbers];
        let mut rest = &mut numbers[..];
        // Blocks of the first pattern stand row after row, in order.
        for (group, held) in self.filled.iter().enumerate() {
            let mut blocks = Vec::with_capacity(held.len());
            for &(column, _) in held {
                let (block, after) =
                    std::mem::take(&mut rest).split_at_mut(self.sizes[group] * self.sizes[column as usize]);
                blocks.push(block);
                rest = after;
            }
            fill(group, &mut blocks);
        }
        let (mut scratch, mut sign) = (Vec::new(), 1.0);
        for step in &self.steps {
            let g = step.group as usize;
            let m = self.sizes[g];
            let diagonal = self.places[step.diagonal as usize];
            sign *= invert(&mut numbers[diagonal..diagonal + m * m], m)?;
            let mut changed = step.changed.iter();
            for &(row, block) in &step.rows {
                let rows = self.sizes[row as usize];
                let at = self.places[block as usize];
                scratch.clear();
                scratch.resize(rows * m, 0.0);
                multiply(&numbers[at..at + rows * m], &numbers[diagonal..diagonal + m * m], &mut scratch, m, m);
                numbers[at..at + rows * m].copy_from_slice(&scratch);
                for &(column, from) in &step.columns {
                    let Some(&to) = changed.next() else { break };
                    let columns = self.sizes[column as usize];
                    let (from, to) = (self.places[from as usize], self.places[to as usize]);
                    let (from, to) = two(&mut numbers, (from, m * columns), (to, rows * columns));
                    subtract_product(&scratch, from, to, m, columns);
                }
            }
        }
        Some(Parts { plan: self, numbers, sign })
    }
}

impl Parts<'_> {
    /// Solves for the unknowns of a right-hand side, in place.
    pub(super) fn solve(&self, values: &mut [f64]) {
        let plan = self.plan;
        let mut own = Vec::new();
        for step in &plan.steps {
            let g = step.group as usize;
            let m = plan.sizes[g];
            own.clear();
            own.extend_from_slice(&values[plan.starts[g]..][..m]);
            for &(row, block) in &step.rows {
                let (rows, at) = (plan.sizes[row as usize], plan.places[block as usize]);
                let to = &mut values[plan.starts[row as usize]..][..rows];
                subtract_product(&self.numbers[at..at + rows * m], &own, to, m, 1);
            }
        }
        for step in plan.steps.iter().rev() {
            let g = step.group as usize;
            let m = plan.sizes[g];
            own.clear();
            own.extend_from_slice(&values[plan.starts[g]..][..m]);
            for &(column, block) in &step.columns {
                let (columns, at) = (plan.sizes[column as usize], plan.places[block as usize]);
                let from = &values[plan.starts[column as usize]..][..columns];
                subtract_product(&self.numbers[at..at + m * columns], from, &mut own, columns, 1);
            }
            let diagonal = plan.places[step.diagonal as usize];
            multiply(&self.numbers[diagonal..diagonal + m * m], &own, &mut values[plan.starts[g]..][..m], m, 1);
        }
    }
}

/// Two stretches that do not touch.
fn two(numbers: &mut [f64], a: (usize, usize), b: (usize, usize)) -> (&[f64], &mut [f64]) {
    if a.0 < b.0 {
        let (left, right) = numbers.split_at_mut(b.0);
        (&left[a.0..a.0 + a.1], &mut right[..b.1])
    } else {
        let (left, right) = numbers.split_at_mut(a.0);
        (&right[..a.1], &mut left[b.0..b.0 + b.1])
    }
}

/// `to` = `a` · `b`; `a` has `inner` columns, `b` has `columns`.
pub(super) fn multiply(a: &[f64], b: &[f64], to: &mut [f64], inner: usize, columns: usize) {
    to.fill(0.0);
    for (a, to) in a.chunks_exact(inner).zip(to.chunks_exact_mut(columns)) {
        for (a, b) in a.iter().zip(b.chunks_exact(columns)) {
            to.iter_mut().zip(b).for_each(|(to, b)| *to += a * b);
        }
    }
}

/// `to` −= `a` · `b`; `a` has `inner` columns, `b` has `columns`.
pub(super) fn subtract_product(a: &[f64], b: &[f64], to: &mut [f64], inner: usize, columns: usize) {
    for (a, to) in a.chunks_exact(inner).zip(to.chunks_exact_mut(columns)) {
        for (a, b) in a.iter().zip(b.chunks_exact(columns)) {
            if *a != 0.0 {
                to.iter_mut().zip(b).for_each(|(to, b)| *to -= a * b);
            }
        }
    }
}

/// Inverts an `m` × `m` matrix in place, by rows of the largest pivot; gives the sign of its determinant where
/// it has an inverse.
pub(super) fn invert(matrix: &mut [f64], m: usize) -> Option<f64> {
    let (mut inverse, mut sign) = (vec![0.0; m * m], 1.0);
    (0..m).for_each(|i| inverse[i * m + i] = 1.0);
    for pivot in 0..m {
        let size = |row: usize| matrix[row * m + pivot].abs();
        let best = (pivot..m).max_by(|&a, &b| size(a).total_cmp(&size(b))).unwrap_or(pivot);
        let head = matrix[best * m + pivot];
        if head == 0.0 || !head.is_finite() {
            return None;
        }
        sign *= if best == pivot { head.signum() } else { -head.signum() };
        for k in 0..m {
            matrix.swap(best * m + k, pivot * m + k);
            inverse.swap(best * m + k, pivot * m + k);
        }
        let scale = 1.0 / head;
        for k in 0..m {
            matrix[pivot * m + k] *= scale;
            inverse[pivot * m + k] *= scale;
        }
        for row in (0..m).filter(|&row| row != pivot) {
            let factor = matrix[row * m + pivot];
            if factor == 0.0 {
                continue;
            }
            for k in 0..m {
                matrix[row * m + k] -= factor * matrix[pivot * m + k];
                inverse[row * m + k] -= factor * inverse[pivot * m + k];
            }
        }
    }
    matrix.copy_from_slice(&inverse);
    Some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_of_blocks_is_solved_to_the_last_digits() {
        // Groups of one and two unknowns in a ring, each of which looks at the next two.
        let n = 9;
        let sizes: Vec<usize> = (0..n).map(|group| 1 + group % 2).collect();
        let pattern: Vec<Vec<usize>> = (0..n)
            .map(|group| {
                let mut held = vec![group, (group + 1) % n, (group + 2) % n];
                held.sort_unstable();
                held
            })
            .collect();
        let plan = Plan::new(sizes.clone(), &pattern).unwrap();
        let total = plan.n_unknowns();
        let entry = |row: usize, column: usize| match row == column {
            true => 3.0,
            false => 0.1 + ((row * 7 + column * 3) % 5) as f64 / 10.0,
        };
        let fill = |group: usize, blocks: &mut [&mut [f64]]| {
            for (block, &column) in blocks.iter_mut().zip(&pattern[group]) {
                for (k, number) in block.iter_mut().enumerate() {
                    let (row, at) = (k / sizes[column], k % sizes[column]);
                    *number = entry(plan.start(group) + row, plan.start(column) + at);
                }
            }
        };
        let parts = plan.take_apart(fill).unwrap();
        let wanted: Vec<f64> = (0..total).map(|k| k as f64 - 4.0).collect();
        let mut values = vec![0.0; total];
        for group in 0..n {
            let columns = || pattern[group].iter().flat_map(|&c| plan.start(c)..plan.start(c) + sizes[c]);
            let rows = values.iter_mut().enumerate().skip(plan.start(group)).take(sizes[group]);
            rows.for_each(|(row, value)| *value = columns().map(|at| entry(row, at) * wanted[at]).sum());
        }
        parts.solve(&mut values);
        for (found, wanted) in values.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
    }
}
