//! How many replications a question needs.

use crate::stats::interval::normal;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// More replications than anybody has time for; larger needs are given as this.
const MOST: u64 = 1_000_000_000_000_000_000;

/// Degrees of freedom above which the quantile of chi-square is taken from the normal one.
const MANY: f64 = 1e5;

/// Replications at which a mean difference of this size is found at this confidence with this power, where single
/// differences have this standard deviation: `((z_{1−α/2} + z_power) sd/difference)²` (normal approximation, two-sided).
/// `None` where the difference is 0.
///
/// # Panics
/// If `confidence` or `power` is not inside (0, 1).
pub(crate) fn replications_for(sd: f64, difference: f64, confidence: f64, power: f64) -> Option<u64> {
    let x = (normal(confidence) + one_sided(power)) * sd / difference;
    whole(x * x)
}

/// Replications at which the interval of a mean has this half width.
///
/// # Panics
/// If `confidence` is not inside (0, 1).
pub(crate) fn replications_for_half_width(sd: f64, half_width: f64, confidence: f64) -> Option<u64> {
    let x = normal(confidence) * sd / half_width;
    whole(x * x)
}

/// The smallest difference that `n` replications find at this confidence with this power.
///
/// # Panics
/// If `confidence` or `power` is not inside (0, 1).
pub(crate) fn detectable(sd: f64, n: u64, confidence: f64, power: f64) -> f64 {
    (normal(confidence) + one_sided(power)) * sd / (n as f64).sqrt()
}

/// A bound that a standard deviation seen in `n` values exceeds with this confidence only (chi-square; above 10⁵ values
/// by Wilson and Hilferty 1931). `None` with fewer than two values.
pub(crate) fn sd_upper(sd: f64, n: u64, confidence: f64) -> Option<f64> {
    let df = n.checked_sub(1).filter(|&df| df > 0)? as f64;
    let quantile = if df > MANY {
        let (c, z) = (2.0 / (9.0 * df), -one_sided(confidence));
        let root = 1.0 - c + z * c.sqrt();
        df * root * root * root
    } else {
        ChiSquared::new(df).ok()?.inverse_cdf(1.0 - confidence)
    };
    Some(sd * (df / quantile).sqrt())
}

/// The z with P(Z ≤ z) = p.
fn one_sided(p: f64) -> f64 {
    if p >= 0.5 { if p == 0.5 { 0.0 } else { normal(2.0 * p - 1.0) } } else { -one_sided(1.0 - p) }
}

fn whole(n: f64) -> Option<u64> {
    // A rounding error above a whole number is none.
    let n = libm::ceil(n - 1e-9);
    (!n.is_nan() && n != f64::INFINITY).then_some((n as u64).clamp(2, MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_point_either_way_takes_9604() {
        assert_eq!(replications_for_half_width(0.5, 0.01, 0.95), Some(9604));
    }

    #[test]
    fn eighty_percent_power_by_the_book() {
        // (1.959964 + 0.841621)² = 7.848880
        assert_eq!(replications_for(1.0, 0.1, 0.95, 0.8), Some(785));
        assert!((detectable(1.0, 785, 0.95, 0.8) - 0.1).abs() < 1e-4);
        assert_eq!(replications_for(1.0, 0.0, 0.95, 0.8), None);
    }

    #[test]
    fn a_spread_twice_as_wide_takes_four_times_as_many() {
        assert_eq!(replications_for(2.0, 0.1, 0.95, 0.8), Some(3140));
        assert_eq!(replications_for_half_width(1.0, 0.01, 0.95), Some(38_415));
        // A power below one half: (1.959964 - 0.841621)² = 1.250691
        assert_eq!(replications_for(1.0, 0.1, 0.95, 0.2), Some(126));
        assert!((detectable(3.0, 100, 0.95, 0.5) - 0.3 * 1.959_964).abs() < 1e-6);
    }

    #[test]
    fn bounds_on_the_spread_from_chi_square() {
        // qchisq(0.05, 10) = 3.940299
        assert!((sd_upper(1.0, 11, 0.95).unwrap() - (10.0_f64 / 3.940_299).sqrt()).abs() < 1e-6);
        let (below, above) = (sd_upper(1.0, 100_000, 0.95).unwrap(), sd_upper(1.0, 100_002, 0.95).unwrap());
        assert!((below - above).abs() < 1e-6);
        assert_eq!(sd_upper(1.0, 1, 0.95), None);
    }

    #[test]
    fn rounding_makes_no_replication_more() {
        assert_eq!([9.0, 9.0 + 1e-12, 9.001, 0.5, 1e30].map(whole), [9, 9, 10, 2, MOST].map(Some));
        assert_eq!([f64::NAN, f64::INFINITY].map(whole), [None, None]);
    }
}
