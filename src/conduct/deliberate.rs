//! Deliberate conduct: weighs the gain of a violation against what the mechanism will do about it.
//!
//! Dynamic discrete choice with payoff shocks that the observer does not see (Rust 1987); worked out in `exact`.

use crate::fault::{Faults, POSITIVE_MONEY};

/// Reports a noise out of range.
pub(super) fn check(noise: f64, faults: &mut Faults) {
    faults.number("noise", noise, POSITIVE_MONEY);
}
