//! Choice between two decisions under logistic shocks, centred so that a choice as such is worth nothing.

/// λ ln(½e^(a/λ) + ½e^(b/λ)).
pub(super) fn soft_maximum(a: f64, b: f64, noise: f64) -> f64 {
    let (high, low) = (a.max(b), a.min(b));
    high + noise * (libm::log1p(libm::exp((low - high) / noise)) - std::f64::consts::LN_2)
}

/// Probabilities with which each of the two is chosen, to the last digit of the smaller.
pub(super) fn shares(a: f64, b: f64, noise: f64) -> [f64; 2] {
    [b - a, a - b].map(|less| 1.0 / (1.0 + libm::exp(less / noise)))
}
