//! Linear equations known by what they make of a vector (Saad and Schultz 1986).

/// Most dimensions that are searched.
const MOST: usize = 120;

/// Solves `operator`(x) = `right` until no more than `fine` of it is left over, as well as it can; with the sign of the
/// determinant of `operator` on what was searched.
pub(super) fn solve(operator: impl Fn(&[f64]) -> Vec<f64>, right: Vec<f64>, fine: f64) -> (Vec<f64>, f64) {
    let size = norm(&right);
    if size == 0.0 || !size.is_finite() {
        return (right, 1.0);
    }
    let mut basis: Vec<Vec<f64>> = vec![scaled(&right, 1.0 / size)];
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut turns: Vec<(f64, f64)> = Vec::new();
    let (mut rest, mut sign) = (vec![size], 1.0);
    for k in 0..MOST {
        let mut next = operator(&basis[k]);
        let mut column = Vec::with_capacity(k + 2);
        for direction in &basis {
            let along = dot(direction, &next);
            column.push(along);
            next.iter_mut().zip(direction).for_each(|(next, direction)| *next -= along * direction);
        }
        // Once more, for what rounding left.
        for (direction, column) in basis.iter().zip(&mut column) {
            let along = dot(direction, &next);
            *column += along;
            next.iter_mut().zip(direction).for_each(|(next, direction)| *next -= along * direction);
        }
        let length = norm(&next);
        for (i, &(cos, sin)) in turns.iter().enumerate() {
            let (a, b) = (column[i], column[i + 1]);
            (column[i], column[i + 1]) = (cos * a + sin * b, cos * b - sin * a);
        }
        // The determinant of what was searched so far: all other factors are positive.
        sign = column[k].signum();
        let radius = column[k].hypot(length);
        if radius == 0.0 {
            break;
        }
        let (cos, sin) = (column[k] / radius, length / radius);
        column[k] = radius;
        turns.push((cos, sin));
        columns.push(column);
        let left = rest[k];
        rest[k] = cos * left;
        rest.push(-sin * left);
        if rest[k + 1].abs() <= fine * size || length <= f64::EPSILON * radius {
            break;
        }
        basis.push(scaled(&next, 1.0 / length));
    }
    let m = columns.len();
    let mut weights = vec![0.0; m];
    for i in (0..m).rev() {
        let later: f64 = (i + 1..m).map(|j| columns[j][i] * weights[j]).sum();
        weights[i] = (rest[i] - later) / columns[i][i];
    }
    let mut found = vec![0.0; right.len()];
    for (weight, direction) in weights.iter().zip(&basis) {
        found.iter_mut().zip(direction).for_each(|(found, direction)| *found += weight * direction);
    }
    (found, sign)
}

fn scaled(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|value| value * by).collect()
}

fn norm(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_system_comes_out() {
        // x_i + 0.5 x_{i+1} − 0.3 x_{i−1} on a line.
        let operator = |x: &[f64]| -> Vec<f64> {
            let at = |i: usize| x.get(i).copied().unwrap_or(0.0);
            (0..x.len()).map(|i| at(i) + 0.5 * at(i + 1) - 0.3 * at(i.wrapping_sub(1))).collect()
        };
        let wanted: Vec<f64> = (0..20).map(|i| f64::from(i % 7) - 2.5).collect();
        let (found, sign) = solve(operator, operator(&wanted), 1e-12);
        assert_eq!(sign, 1.0);
        for (found, wanted) in found.iter().zip(&wanted) {
            assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
        }
        assert_eq!(solve(operator, vec![0.0; 3], 1e-12).0, [0.0; 3]);
    }
}
