//! Quantiles of sorted values, by the rule R and numpy use.

/// Quantile `p` of ascending values; `None` without values or with `p` outside [0, 1].
///
/// Type 7 of Hyndman and Fan (1996), the default of R and numpy: with `h = (n − 1) p` it lies the fraction `h − ⌊h⌋` of
/// the way from `x[⌊h⌋]` to `x[⌈h⌉]`.
pub fn exact_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    type_seven(sorted.len() as u64, p, |rank| sorted[rank as usize])
}

/// Quantile `p` of `n` values whose order statistics, counted from 0, a function gives.
pub(crate) fn type_seven(n: u64, p: f64, order_statistic: impl Fn(u64) -> f64) -> Option<f64> {
    if n == 0 || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let h = (n - 1) as f64 * p;
    let below = (h as u64).min(n - 1);
    let above = (below + 1).min(n - 1);
    Some(between(order_statistic(below), order_statistic(above), h - below as f64))
}

/// The point a fraction of the way from `a` to `b`; exact at both ends and where they are equal.
pub(crate) fn between(a: f64, b: f64, fraction: f64) -> f64 {
    (a * (1.0 - fraction) + b * fraction).max(a).min(b)
}

#[cfg(test)]
mod tests {
    use crate::stats::quantile::between;
    use crate::stats::quantile::exact_quantile;

    #[test]
    fn type_seven_as_in_numpy() {
        let values = [1.0, 2.0, 3.0, 4.0, 10.0];
        let known = [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 3.0), (0.9, 7.6), (1.0, 10.0)];
        for (p, quantile) in known {
            assert!((exact_quantile(&values, p).unwrap() - quantile).abs() < 1e-14);
        }
        assert_eq!(exact_quantile(&[1.0, 2.0], 0.5), Some(1.5));
    }

    #[test]
    fn nothing_without_values_or_outside_zero_and_one() {
        assert_eq!(exact_quantile(&[], 0.5), None);
        assert_eq!((exact_quantile(&[1.0], -0.1), exact_quantile(&[1.0], f64::NAN)), (None, None));
    }

    #[test]
    fn interpolation_never_leaves_its_ends() {
        for (a, b) in [(0.1, 0.1), (0.1, 0.1 + f64::EPSILON), (-f64::MAX, f64::MAX)] {
            let points: Vec<_> = (0..=10).map(|i| between(a, b, f64::from(i) / 10.0)).collect();
            assert!(points.iter().all(|x| (a..=b).contains(x)));
            assert_eq!((points[0], points[10]), (a, b));
        }
    }
}
