//! Whether two rates of rare events differ, where a normal approximation would be wrong.

use statrs::distribution::{Binomial, DiscreteCDF, Poisson};

/// Two-sided p-value that `counts` of events in samples of sizes `n` come at one rate: the conditional test of
/// Przyborowski and Wilenski (1940), by which the first count is binomial given their sum. A size may be infinite: its
/// count is then the number expected in the other sample, which is Poisson about it.
pub(crate) fn rare_events_p_value(counts: [f64; 2], n: [f64; 2]) -> f64 {
    let [one, other] = counts.map(|count| count.max(0.0));
    if n[0].is_infinite() {
        return rare_events_p_value([other, one], [n[1], n[0]]);
    }
    let k = one.round() as u64;
    let tails = if n[1].is_infinite() {
        Poisson::new(other).ok().map(|law| [law.cdf(k), 1.0 - below(k, |k| law.cdf(k))])
    } else {
        let law = Binomial::new(n[0] / (n[0] + n[1]), k + other.round() as u64).ok();
        law.map(|law| [law.cdf(k), 1.0 - below(k, |k| law.cdf(k))])
    };
    tails.map_or(1.0, |[low, high]| (2.0 * low.min(high)).min(1.0))
}

fn below(k: u64, cdf: impl Fn(u64) -> f64) -> f64 {
    k.checked_sub(1).map_or(0.0, cdf)
}

#[cfg(test)]
mod tests {
    use super::rare_events_p_value;

    #[test]
    fn tails_by_hand() {
        let e = |x: f64| x.exp();
        for (counts, n, expected) in [
            // All of five in one of two equal samples: 2 / 2^5.
            ([5.0, 0.0], [100.0, 100.0], 0.0625),
            ([0.0, 5.0], [100.0, 100.0], 0.0625),
            // None of four in the quarter of the luck: 2 * 0.75^4.
            ([0.0, 4.0], [100.0, 300.0], 0.6328125),
            // None where three are expected, and two where a tenth is.
            ([0.0, 3.0], [100.0, f64::INFINITY], 2.0 * e(-3.0)),
            ([0.1, 2.0], [f64::INFINITY, 100.0], 2.0 * (1.0 - 1.1 * e(-0.1))),
            ([1.0, 1.0], [50.0, 50.0], 1.0),
            ([0.0, 0.0], [50.0, f64::INFINITY], 1.0),
        ] {
            let found = rare_events_p_value(counts, n);
            assert!((found - expected).abs() < 1e-9, "{counts:?} of {n:?}: {found}, expected {expected}");
        }
    }
}
