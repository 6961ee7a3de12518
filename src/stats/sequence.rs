//! Intervals that hold at every sample size at once, so that one may look, and stop, at any time.

/// Half the width of an interval for a mean that holds at all sample sizes at once.
///
/// The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024, *Annals of Statistics*
/// 52, 2613, theorem 2.2): `sd √(2(nρ² + 1)/(n²ρ²) · ln(√(nρ² + 1)/α))`, with ρ such that it is narrowest at
/// `tuned_at`: `ρ² = (−2 ln α + ln(−2 ln α + 1))/tuned_at`. `sd` is the standard deviation of single values.
pub(crate) fn sequence_half_width(sd: f64, n: u64, confidence: f64, tuned_at: f64) -> f64 {
    let (n, rho2) = (n as f64, rho_squared(confidence, tuned_at));
    let grown = n * rho2 + 1.0;
    sd * (2.0 * grown / (n * n * rho2) * (0.5 * libm::log(grown) - libm::log(1.0 - confidence))).sqrt()
}

/// A p-value of no difference that holds at all sample sizes at once: the smallest α at which the sequence of
/// [`sequence_half_width`], with ρ as it is at `confidence`, leaves `mean` out:
/// `√(nρ² + 1) · exp(−(mean/sd)² n²ρ²/(2(nρ² + 1)))`, at most 1. 0 where `sd` is 0 and `mean` is not.
pub(crate) fn sequence_p_value(mean: f64, sd: f64, n: u64, confidence: f64, tuned_at: f64) -> f64 {
    if mean == 0.0 {
        return 1.0;
    }
    let (n, rho2) = (n as f64, rho_squared(confidence, tuned_at));
    let (grown, z) = (n * rho2 + 1.0, mean / sd);
    (grown.sqrt() * libm::exp(-z * z * n * n * rho2 / (2.0 * grown))).min(1.0)
}

fn rho_squared(confidence: f64, tuned_at: f64) -> f64 {
    let twice = -2.0 * libm::log(1.0 - confidence);
    (twice + libm::log(twice + 1.0)) / tuned_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn it_is_wider_than_the_interval_of_one_look() {
        for n in [10, 100, 1000, 10_000, 1_000_000] {
            let one_look = normal(0.95) / (n as f64).sqrt();
            let ratio = sequence_half_width(1.0, n, 0.95, 10_000.0) / one_look;
            assert!((1.4..40.0).contains(&ratio), "{n}: {ratio}");
        }
        let at = |tuned| sequence_half_width(1.0, 10_000, 0.95, tuned);
        assert!(at(10_000.0) < at(5000.0) && at(10_000.0) < at(20_000.0));
    }

    #[test]
    fn a_mean_at_the_end_of_its_interval_has_the_p_value_of_its_level() {
        for (sd, n, confidence) in [(1.0, 1000, 0.95), (3.5, 12_345, 0.99), (0.2, 1_000_000, 0.9)] {
            let half = sequence_half_width(sd, n, confidence, 10_000.0);
            let p = sequence_p_value(half, sd, n, confidence, 10_000.0);
            assert!((p - (1.0 - confidence)).abs() < 1e-12, "{p}");
        }
        assert_eq!(sequence_p_value(0.0, 0.0, 10, 0.95, 10_000.0), 1.0);
        assert_eq!(sequence_p_value(-1.0, 0.0, 10, 0.95, 10_000.0), 0.0);
    }

    #[test]
    fn no_more_than_the_promised_share_of_sequences_ever_misses() {
        let (mut misses, mut rng) = (0, ChaCha8Rng::seed_from_u64(11));
        for _ in 0..400 {
            let (mut hits, mut n, mut look, mut missed) = (0_u64, 0_u64, 500, false);
            while n < 20_000 {
                hits += u64::from(f64::from(rng.next_u32()) < 0.3 * 4_294_967_296.0);
                n += 1;
                if n == look {
                    look += look / 4;
                    let p = hits as f64 / n as f64;
                    let half = sequence_half_width((p * (1.0 - p)).sqrt(), n, 0.95, 10_000.0);
                    missed |= (p - 0.3).abs() > half;
                }
            }
            misses += u32::from(missed);
        }
        // 20 of 400 would be 5 %.
        assert!(misses <= 20, "{misses} of 400");
    }

    #[test]
    fn the_width_by_hand() {
        // ρ² = (5.991465 + ln 6.991465)/10⁴ = 7.936155e-4.
        assert!((sequence_half_width(1.0, 10_000, 0.95, 10_000.0) - 0.030_352_089_903_8).abs() < 1e-12);
    }
}
