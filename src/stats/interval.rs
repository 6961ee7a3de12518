//! Confidence intervals for means and proportions, and the quantiles they stand on.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;
use statrs::distribution::StudentsT;
use statrs::function::beta::beta_reg;

/// Degrees of freedom above which the expansion replaces statrs, whose inverse loses digits from about 10⁵ on and does
/// not return at 10⁹ (0.19.1).
const MANY: f64 = 2000.0;

/// A closed interval, in the unit of what it estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The `z` with `P(|Z| ≤ z) = confidence` for a standard normal `Z`; 1.96 for 0.95.
///
/// # Panics
/// If `confidence` is not inside (0, 1).
pub(crate) fn normal(confidence: f64) -> f64 {
    portable(-Normal::standard().inverse_cdf(lower_tail(confidence)))
}

/// The `t` with `P(|T| ≤ t) = confidence` for Student's `T` with `df` degrees of freedom.
///
/// Above 2000 degrees by the expansion of the quantile in that of the normal (Abramowitz and Stegun 1964, 26.7.5),
/// within 1e-12 for the usual confidences; `df` may be infinite.
///
/// # Panics
/// If `confidence` is not inside (0, 1) or `df` is not positive.
pub(crate) fn student_t(confidence: f64, df: f64) -> f64 {
    assert!(df > 0.0, "degrees of freedom must be positive, not {df}");
    if df > MANY {
        return portable(expansion(normal(confidence), df));
    }
    let t = StudentsT::new(0.0, 1.0, df).expect("positive degrees of freedom");
    portable(-t.inverse_cdf(lower_tail(confidence)))
}

/// P(Z > z) for a standard normal Z, to 13 significant digits: that of statrs is off by 1e-11 (0.19.1).
pub(crate) fn normal_tail(z: f64) -> f64 {
    libm::erfc(z / std::f64::consts::SQRT_2) / 2.0
}

/// P(|T| > |t|) for Student's `T` with `df` degrees of freedom: the two-sided p-value that belongs to [`student_t`].
///
/// Above 500 degrees, where statrs begins to lose digits, by the normal deviate of Hill (1970, *Communications of the
/// ACM* 13, 617, algorithm 395). 12 significant digits.
///
/// # Panics
/// If `df` is not positive.
pub(crate) fn student_p_value(t: f64, df: f64) -> f64 {
    assert!(df > 0.0, "degrees of freedom must be positive, not {df}");
    let p = match () {
        () if t.is_infinite() => 0.0,
        () if df > 500.0 => 2.0 * normal_tail(deviate(t, df)),
        () => beta_reg(0.5 * df, 0.5, df / (df + t * t)),
    };
    // The last bits depend on the `exp` and `ln` of the platform.
    format!("{p:.11e}").parse().unwrap_or(p)
}

/// The normal deviate that Student's `t` stands for.
fn deviate(t: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let (b, y) = (48.0 * a * a, a * libm::log1p(t * t / df));
    let low = ((-0.4 * y - 3.3) * y - 24.0) * y - 85.5;
    ((low / (0.8 * y * y + 100.0 + b) + y + 3.0) / b + 1.0) * y.sqrt()
}

/// Rounded to 14 decimals: the last bits depend on the `exp` and `ln` of the platform.
fn portable(quantile: f64) -> f64 {
    (quantile * 1e14).round() / 1e14
}

/// The interval `mean ± half`, longer on the side of the skew where the sample is too small to leave it out.
///
/// `half` is a multiple t of the standard error `se` of a mean of `n` values, `skews` the least and the greatest that the
/// [`Moments::skew`](crate::stats::Moments::skew) of these may be. Where `n < 25 G²` with the skewness `G` (the rule of
/// Cochran 1977, section 2.15), the end on that side is the one of the score interval of a mean whose variance grows
/// with it, `σ² + skew · (μ − mean)`, as that of rare events does: `mean + a ± √(a² + half²)`, `a = t² skew / 2n`. So one
/// event among many values ends at 5.7 events, where Student's interval ends at 3.0 and Poisson's at 5.6.
pub(crate) fn skewed(mean: f64, se: f64, half: f64, n: f64, skews: [f64; 2]) -> Interval {
    let shift = |skew: f64| if matters(se, n, skew) { (half / se) * (half / se) * skew / (2.0 * n) } else { 0.0 };
    let [down, up] = skews.map(shift);
    Interval {
        low: mean + down.min(0.0) - down.min(0.0).hypot(half),
        high: mean + up.max(0.0) + up.max(0.0).hypot(half),
    }
}

/// The standard error that the mean would have if it were 0: [`skewed`] leaves 0 out where `mean` is further away than
/// as many of these.
pub(crate) fn se_at_zero(mean: f64, se: f64, n: f64, [down, up]: [f64; 2]) -> f64 {
    let skew = if mean > 0.0 { down.min(0.0) } else { up.max(0.0) };
    if matters(se, n, skew) { (se * se - skew * mean / n).sqrt() } else { se }
}

fn matters(se: f64, n: f64, skew: f64) -> bool {
    let relative = skew / (se * n.sqrt());
    relative.is_finite() && n < 25.0 * relative * relative
}

/// Score interval for a proportion (Wilson 1927); `None` without trials.
///
/// `(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)` with `p = successes / n`. The lower end is exactly 0 without
/// successes, the upper exactly 1 without failures.
///
/// # Panics
/// If `confidence` is not inside (0, 1) or there are more successes than trials.
pub(crate) fn wilson(successes: u64, n: u64, confidence: f64) -> Option<Interval> {
    assert!(successes <= n, "{successes} successes in {n} trials");
    let z = normal(confidence);
    if n == 0 {
        return None;
    }
    let (hits, misses, trials) = (successes as f64, (n - successes) as f64, n as f64);
    let half = z * (hits * misses / trials + z * z / 4.0).sqrt();
    let end = |count: f64| (count + z * z / 2.0 - half) / (trials + z * z);
    let low = if successes == 0 { 0.0 } else { end(hits) };
    let high = if successes == n { 1.0 } else { 1.0 - end(misses) };
    Some(Interval { low, high })
}

fn lower_tail(confidence: f64) -> f64 {
    assert!(confidence > 0.0 && confidence < 1.0, "confidence must be inside (0, 1), not {confidence}");
    (1.0 - confidence) / 2.0
}

fn expansion(z: f64, df: f64) -> f64 {
    let s = z * z;
    let g1 = (s + 1.0) / 4.0;
    let g2 = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let g3 = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let g4 = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92160.0;
    z * (1.0 + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df)
}

#[cfg(test)]
mod tests {
    use crate::stats::interval::normal;
    use crate::stats::interval::normal_tail;
    use crate::stats::interval::se_at_zero;
    use crate::stats::interval::skewed;
    use crate::stats::interval::student_p_value;
    use crate::stats::interval::student_t;
    use crate::stats::interval::wilson;

    fn close(a: f64, b: f64, relative: f64) {
        assert!((a - b).abs() <= relative * b.abs(), "{a} is not {b}");
    }

    #[test]
    fn normal_quantiles() {
        close(normal(0.5), 0.674_489_750_196_081_7, 1e-14);
        close(normal(0.95), 1.959_963_984_540_054_2, 1e-14);
        close(normal(0.99), 2.575_829_303_548_901, 1e-14);
    }

    #[test]
    fn tails_of_the_normal_to_the_last_digits() {
        // From mpmath with 40 digits; the third is where statrs 0.19.1 is off by 1.4e-11.
        for (z, p) in [
            (0.0, 0.5),
            (-2.0, 0.977_249_868_051_820_8),
            (1.0, 0.158_655_253_931_457_05),
            (1.959_963_984_540_054, 0.025),
            (8.0, 6.220_960_574_271_784e-16),
        ] {
            assert!((normal_tail(z) / p - 1.0).abs() < 1e-13, "{z}: {}", normal_tail(z));
        }
    }

    #[test]
    fn student_t_for_any_degrees_of_freedom() {
        // From mpmath with 40 digits.
        let known = [
            (0.95, 0.5, 164.557_673_480_488_53),
            (0.95, 1.0, 12.706_204_736_174_705),
            (0.95, 2.0, 4.302_652_729_749_464),
            (0.95, 5.0, 2.570_581_835_636_315_5),
            (0.95, 30.0, 2.042_272_456_301_238),
            (0.95, 999.0, 1.962_341_461_133_45),
            (0.95, 2000.0, 1.961_150_826_099_438),
            (0.95, 2001.0, 1.961_150_232_622_441_4),
            (0.95, 1e5, 1.959_987_707_534_609_6),
            (0.95, 1e6, 1.959_966_356_814_107),
            (0.95, 1e7, 1.959_964_221_767_205_5),
            (0.95, 1e9, 1.959_963_986_912_325_5),
            (0.95, f64::INFINITY, 1.959_963_984_540_054_2),
            (0.99, 1.0, 63.656_741_162_871_58),
            (0.99, 2000.0, 2.578_289_787_557_519),
            (0.99, 2001.0, 2.578_288_556_825_569_3),
            (0.5, 5.0, 0.726_686_843_800_422_6),
            (0.5, 30.0, 0.682_755_693_321_292_6),
            (0.999, 2.0, 31.599_054_576_443_62),
            (0.999_999, 30.0, 6.119_075_620_384_217),
            (0.999_999, 2001.0, 4.906_914_706_552_478),
        ];
        for (confidence, df, t) in known {
            close(student_t(confidence, df), t, 1e-11);
        }
    }

    #[test]
    fn p_values_of_student() {
        // By hand: 1 degree is Cauchy's, P = 1 − 2/π·arctan t; 2 degrees have P = 1 − t/√(2 + t²).
        close(student_p_value(1.0, 1.0), 0.5, 1e-11);
        close(student_p_value(-2.0, 2.0), 1.0 - 2.0 / 6f64.sqrt(), 1e-11);
        assert_eq!((student_p_value(0.0, 5.0), student_p_value(0.0, 1e7)), (1.0, 1.0));
        assert_eq!((student_p_value(f64::INFINITY, 5.0), student_p_value(f64::NEG_INFINITY, 1e7)), (0.0, 0.0));
        // At the quantile it is what is left outside.
        for df in [1.0, 5.0, 30.0, 500.0, 501.0, 2001.0, 1e5, 1e9] {
            for confidence in [0.5, 0.95, 0.999, 0.999_999] {
                close(student_p_value(student_t(confidence, df), df), 1.0 - confidence, 1e-9);
            }
        }
        // Hill's deviate at 10 degrees, where all of its terms matter, against the finite series (Abramowitz and Stegun
        // 1964, 26.7.4).
        for (t, p) in
            [(0.5, 0.627_893_605_742_972_9), (2.0, 0.073_388_034_770_740_3), (4.0, 0.002_518_332_624_736_996_4)]
        {
            close(2.0 * normal_tail(super::deviate(t, 10.0)), p, 5e-7);
        }
        // Both ways meet where one takes over from the other.
        for t in [0.01, 1.0, 2.5, 6.0] {
            let by_hill = 2.0 * normal_tail(super::deviate(t, 500.0));
            close(by_hill, student_p_value(t, 500.0), 1e-9);
        }
    }

    #[test]
    fn an_even_sample_has_an_even_interval() {
        let interval = skewed(5.0, 0.1, 0.2, 100.0, [0.0; 2]);
        assert_eq!((interval.low, interval.high), (5.0 - 0.2, 5.0 + 0.2));
        // Skewness 2 matters below 100 values.
        let high = |n: f64| skewed(0.0, 1.0 / n.sqrt(), 2.0 / n.sqrt(), n, [0.0, 2.0]).high * n.sqrt();
        assert!(high(99.0) > 2.3);
        assert_eq!(high(100.0), 2.0);
    }

    #[test]
    fn one_event_among_many_values_ends_where_that_of_poisson_does() {
        let (n, z) = (1e6, normal(0.95));
        for sign in [1.0, -1.0] {
            let interval = skewed(sign / n, 1.0 / n, z / n, n, [sign.min(0.0), sign.max(0.0)]);
            let (near, far) = if sign > 0.0 { (interval.low, interval.high) } else { (interval.high, interval.low) };
            close(sign * n * far, 1.0 + z * z / 2.0 + z * (1.0 + z * z / 4.0).sqrt(), 1e-12);
            close(sign * n * near, 1.0 - z, 1e-9);
            // A mean of the other sign leaves 0 out where its interval does.
            let skews = [sign.min(0.0), sign.max(0.0)];
            let at_zero = se_at_zero(-5.0 * sign / n, 1.0 / n, n, skews);
            let ends = skewed(-5.0 * sign / n, 1.0 / n, 5.0 / n / n / at_zero, n, skews);
            assert!(ends.low.abs().min(ends.high.abs()) < 1e-12 / n);
        }
    }

    #[test]
    fn wilson_by_known_values() {
        let known = [
            (7, 10, 0.396_778, 0.892_209),
            (0, 20, 0.0, 0.161_125),
            (20, 20, 0.838_875, 1.0),
            (580, 1000, 0.549_160, 0.610_227),
        ];
        for (successes, n, low, high) in known {
            let interval = wilson(successes, n, 0.95).unwrap();
            assert!((interval.low - low).abs() < 6e-7, "{interval:?}");
            assert!((interval.high - high).abs() < 6e-7, "{interval:?}");
        }
    }

    #[test]
    fn wilson_is_exact_at_its_ends() {
        for n in [1, 2, 3, 20, 1_000_003, u64::MAX] {
            assert_eq!(wilson(0, n, 0.95).unwrap().low, 0.0);
            assert_eq!(wilson(n, n, 0.95).unwrap().high, 1.0);
        }
        assert_eq!(wilson(0, 0, 0.95), None);
    }

    #[test]
    #[should_panic(expected = "confidence must be inside (0, 1)")]
    fn percent_is_not_a_confidence() {
        normal(95.0);
    }

    #[test]
    fn the_expansion_is_that_of_abramowitz_and_stegun() {
        // Their 26.7.5 at x = 2 and ν = 10, in fractions.
        close(super::expansion(2.0, 10.0), 2.283_668_782_552_083, 1e-15);
    }
}
