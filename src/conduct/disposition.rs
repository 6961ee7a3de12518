//! A disposition: how ready a party is to keep, by the dispute on the commitment, scaled by pressure.

use crate::conduct::DisputeClass;

pub(super) fn violation(keep: [f64; 3], pressure: f64, class: DisputeClass) -> f64 {
    ((1.0 - keep[class as usize]) * pressure).min(1.0)
}
