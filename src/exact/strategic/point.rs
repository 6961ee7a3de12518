//! A point on the way to an equilibrium: values, and log-odds of every choice.

/// Values of both parties in every state, and how likely a yes is at every decision.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    /// $bn, relative to the flows of breakdown for ever.
    pub(super) values: Vec<f64>,
    /// Log-odds of a yes.
    pub(super) logits: Vec<f64>,
    /// 1/κ: 0 where every choice is even, 1 at the noise asked for.
    pub(super) sharpness: f64,
}

/// Probability of a yes by its log-odds.
pub(super) fn sigma(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// How that moves with the log-odds: σ(1 − σ).
pub(super) fn slope(logit: f64) -> f64 {
    sigma(logit) * sigma(-logit)
}

/// −σ ln σ − (1 − σ) ln(1 − σ).
pub(super) fn entropy(logit: f64) -> f64 {
    let size = logit.abs();
    libm::log1p(libm::exp(-size)) + size * sigma(-size)
}

impl Point {
    /// All probabilities of a yes.
    pub(super) fn sigma(&self) -> Vec<f64> {
        self.logits.iter().map(|&logit| sigma(logit)).collect()
    }

    /// The point that lies `length` times `step` further on.
    pub(super) fn after(&self, step: &Self, length: f64) -> Self {
        let add = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + length * b).collect();
        Self {
            values: add(&self.values, &step.values),
            logits: add(&self.logits, &step.logits),
            sharpness: self.sharpness + length * step.sharpness,
        }
    }

    /// Largest difference in the probability of a yes.
    pub(super) fn distance(&self, other: &Self) -> f64 {
        let pairs = self.logits.iter().zip(&other.logits);
        pairs.fold(0.0, |most, (&a, &b)| f64::max(most, (sigma(a) - sigma(b)).abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_that_of_the_two_answers() {
        for logit in [-40.0, -2.0, 0.0, 0.3, 5.0] {
            let (yes, no) = (sigma(logit), sigma(-logit));
            assert!((entropy(logit) - (-yes * yes.ln() - no * no.ln())).abs() < 1e-15, "{logit}");
        }
        assert!(entropy(800.0) >= 0.0 && entropy(-800.0) < 1e-300);
    }
}
