//! Choice between two decisions under logistic shocks with mean zero, so that a clear choice is worth what it brings.

/// λ ln(e^(a/λ) + e^(b/λ)).
pub(super) fn soft_maximum(a: f64, b: f64, noise: f64) -> f64 {
    let (high, low) = (a.max(b), a.min(b));
    high + noise * libm::log1p(libm::exp((low - high) / noise))
}

/// Probabilities with which each of the two is chosen, to the last digit of the smaller.
pub(super) fn shares(a: f64, b: f64, noise: f64) -> [f64; 2] {
    [b - a, a - b].map(|less| 1.0 / (1.0 + libm::exp(less / noise)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_choice_is_worth_what_it_brings_and_an_even_one_more() {
        assert_eq!(soft_maximum(3.0, -60.0, 0.5), 3.0);
        assert!((soft_maximum(3.0, 3.0, 0.5) - (3.0 + 0.5 * std::f64::consts::LN_2)).abs() < 1e-15);
    }
}
