//! The fixed point of a contraction, with a certified bound on its error.

use rayon::prelude::*;

/// A fixed point found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FixedPoint {
    /// The point.
    pub values: Vec<f64>,
    /// Bound on its error: no value is further from the true one.
    pub error: f64,
    /// Applications of the operator that it took.
    pub steps: u32,
}

impl FixedPoint {
    /// Size of the largest value.
    pub(super) fn largest(&self) -> f64 {
        self.values.iter().fold(0.0, |largest, value| largest.max(value.abs()))
    }
}

/// Steps remembered by the acceleration.
const MEMORY: usize = 16;
/// Most applications of the operator.
const MOST_STEPS: u32 = 200_000;

/// Finds the fixed point of `operator`, a contraction by `modulus` < 1 in the largest difference, from `start`;
/// `rest` is 1 less that, which may be known to more digits.
/// `rounding` bounds what rounding makes of an image whose largest value has that size.
///
/// Anderson acceleration (Walker and Ni 2011) proposes, and a proposal that moves further than twice the best so far is
/// dropped for a plain step from the best, so that the contraction decides in the end. It stops when
/// modulus/(1 − modulus) times the last change is at most `tolerance`, or when the change is no more than what rounding
/// makes of it. The error is (modulus · last change + rounding)/(1 − modulus) at most, wherever it stops.
pub(super) fn fixed_point(
    start: Vec<f64>,
    (modulus, rest): (f64, f64),
    tolerance: f64,
    rounding: impl Fn(f64) -> f64,
    mut operator: impl FnMut(&[f64], &mut [f64]),
) -> FixedPoint {
    let factor = modulus / rest;
    let mut point = start;
    let mut image = vec![0.0; point.len()];
    let mut memory = Memory::default();
    let mut best: Option<(f64, Vec<f64>)> = None;
    let mut steps = 0;
    loop {
        operator(&point, &mut image);
        steps += 1;
        let (change, size) = largest_change(&point, &image);
        let finest = 4.0 * f64::EPSILON * size;
        if factor * change <= tolerance || change <= finest || steps >= MOST_STEPS {
            let error = (modulus * change + rounding(size)) / rest;
            return FixedPoint { values: image, error, steps };
        }
        match &best {
            Some((least, good)) if change > 2.0 * least => {
                memory = Memory::default();
                point.copy_from_slice(good);
                // A plain step from the best point can only shrink the change.
                best = None;
                continue;
            }
            Some((least, _)) if change >= *least => {}
            _ => best = Some((change, image.clone())),
        }
        memory.propose(&mut point, &image);
    }
}

fn largest_change(point: &[f64], image: &[f64]) -> (f64, f64) {
    let pairs = point.iter().zip(image);
    pairs.fold((0.0, 0.0), |(change, size), (a, b)| (f64::max(change, (a - b).abs()), f64::max(size, b.abs())))
}

/// The last steps: how residuals and images changed.
#[derive(Default)]
struct Memory {
    residuals: Vec<Vec<f64>>,
    images: Vec<Vec<f64>>,
    last: Option<(Vec<f64>, Vec<f64>)>,
}

impl Memory {
    /// Replaces `point` by the proposal that follows from it and its `image`.
    fn propose(&mut self, point: &mut [f64], image: &[f64]) {
        let residual: Vec<f64> = image.iter().zip(&*point).map(|(image, point)| image - point).collect();
        if let Some((last_residual, last_image)) = self.last.take() {
            if self.residuals.len() == MEMORY {
                self.residuals.remove(0);
                self.images.remove(0);
            }
            self.residuals.push(difference(&residual, &last_residual));
            self.images.push(difference(image, &last_image));
        }
        point.copy_from_slice(image);
        if let Some(weights) = least_squares(&self.residuals, &residual) {
            for (weight, change) in weights.iter().zip(&self.images) {
                point.iter_mut().zip(change).for_each(|(point, change)| *point -= weight * change);
            }
        }
        self.last = Some((residual, image.to_vec()));
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Weights of `columns` whose sum comes closest to `target`, by the normal equations; `None` without columns or where
/// they say nothing.
fn least_squares(columns: &[Vec<f64>], target: &[f64]) -> Option<Vec<f64>> {
    let m = columns.len();
    if m == 0 {
        return None;
    }
    let places: Vec<(usize, usize)> = (0..m).flat_map(|i| (0..=i).map(move |j| (i, j))).collect();
    let dots: Vec<f64> = places.par_iter().map(|&(i, j)| dot(&columns[i], &columns[j])).collect();
    let mut rhs: Vec<f64> = columns.par_iter().map(|column| dot(column, target)).collect();
    let mut matrix = vec![vec![0.0; m]; m];
    for (&(i, j), dot) in places.iter().zip(&dots) {
        (matrix[i][j], matrix[j][i]) = (*dot, *dot);
    }
    let scale: Vec<f64> = (0..m).map(|i| matrix[i][i].sqrt()).collect();
    if scale.contains(&0.0) {
        return None;
    }
    for i in 0..m {
        for j in 0..m {
            matrix[i][j] /= scale[i] * scale[j];
        }
        matrix[i][i] += 1e-13;
        rhs[i] /= scale[i];
    }
    eliminate(&mut matrix, &mut rhs)?;
    Some(rhs.iter().zip(&scale).map(|(weight, scale)| weight / scale).collect())
}

/// Solves a small symmetric system in place.
fn eliminate(matrix: &mut [Vec<f64>], rhs: &mut [f64]) -> Option<()> {
    let m = rhs.len();
    for pivot in 0..m {
        let best = (pivot..m).max_by(|&a, &b| matrix[a][pivot].abs().total_cmp(&matrix[b][pivot].abs()))?;
        matrix.swap(pivot, best);
        rhs.swap(pivot, best);
        let head = matrix[pivot].clone();
        if head[pivot].abs() < 1e-14 {
            return None;
        }
        for row in 0..m {
            if row != pivot {
                let factor = matrix[row][pivot] / head[pivot];
                matrix[row].iter_mut().zip(&head).for_each(|(cell, head)| *cell -= factor * head);
                rhs[row] -= factor * rhs[pivot];
            }
        }
    }
    (0..m).for_each(|i| rhs[i] /= matrix[i][i]);
    Some(())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_contraction_is_solved_within_its_bound() {
        // x_i = 1 + 0.99 · mean of the neighbours on a ring, whose solution is 100 everywhere.
        let n = 50;
        let operator = |x: &[f64], y: &mut [f64]| {
            for i in 0..n {
                y[i] = 1.0 + 0.99 * 0.5 * (x[(i + 1) % n] + x[(i + n - 1) % n]);
            }
        };
        let start: Vec<f64> = (0..n).map(|i| (i * i % 17) as f64).collect();
        let found = fixed_point(start, (0.99, 0.01), 1e-9, |size| 4.0 * f64::EPSILON * size, operator);
        assert!(found.error <= 1.1e-9, "{}", found.error);
        assert!(found.steps < 1000, "{}", found.steps);
        assert!(found.values.iter().all(|x| (x - 100.0).abs() <= 2e-9));
    }
}
