//! Points that cover a cube evenly.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sobol::Sobol;
use sobol::params::JoeKuoD6;

/// `n` points of the unit cube, one in each of `n` slices of every dimension (McKay, Beckman and Conover 1979).
pub(super) fn latin_hypercube(n: u32, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut points = vec![Vec::with_capacity(dimensions); n as usize];
    for _ in 0..dimensions {
        let mut slices: Vec<u32> = (0..n).collect();
        for last in (1..slices.len()).rev() {
            slices.swap(last, rng.random_range(0..=last));
        }
        for (point, slice) in points.iter_mut().zip(slices) {
            point.push((f64::from(slice) + fraction(rng.next_u64())) / f64::from(n));
        }
    }
    points
}

/// The first `n` points of a Sobol' sequence (1967, direction numbers of Joe and Kuo 2008), moved by a random digital
/// shift, so that no point lies on a corner and every point is uniform.
pub(super) fn sobol(n: u32, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let shifts: Vec<u64> = (0..dimensions).map(|_| rng.next_u64() >> 12).collect();
    let params = JoeKuoD6::standard();
    // 52 binary digits fill the mantissa of a number, so the shift is exact.
    let scale = 2.0_f64.powi(52);
    let shifted = |point: Vec<f64>| -> Vec<f64> {
        point.iter().zip(&shifts).map(|(&x, shift)| (((x * scale) as u64 ^ shift) as f64 + 0.5) / scale).collect()
    };
    Sobol::<f64>::new(dimensions, &params).take(n as usize).map(shifted).collect()
}

fn fraction(word: u64) -> f64 {
    (word >> 11) as f64 * 2.0_f64.powi(-53)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many points lie in each of `a` × `b` boxes.
    fn boxes(points: &[Vec<f64>], a: usize, b: usize) -> Vec<u32> {
        let mut counts = vec![0; a * b];
        for point in points {
            assert!(point.iter().all(|x| (0.0..1.0).contains(x)));
            counts[(point[0] * a as f64) as usize * b + (point[1] * b as f64) as usize] += 1;
        }
        counts
    }

    #[test]
    fn a_latin_hypercube_has_one_point_a_slice() {
        let points = latin_hypercube(37, 3, 5);
        assert_eq!(boxes(&points, 37, 1), [1; 37]);
        assert_eq!(boxes(&points, 1, 37), [1; 37]);
        assert_ne!(points, latin_hypercube(37, 3, 6));
    }

    #[test]
    fn sobol_points_fill_every_elementary_box() {
        let points = sobol(64, 2, 5);
        for k in 0..=6 {
            assert_eq!(boxes(&points, 1 << k, 64 >> k), [1; 64]);
        }
    }

    #[test]
    fn the_points_are_pinned() {
        let shown = |points: Vec<Vec<f64>>| format!("{:.6} {:.6}", points[1][0], points[1][1]);
        assert_eq!(shown(latin_hypercube(8, 2, 1)), "0.489201 0.873879");
        assert_eq!(shown(sobol(8, 2, 1)), "0.902486 0.580384");
    }
}
