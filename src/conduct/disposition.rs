//! A disposition: how ready a party is to keep, by the dispute on the commitment, scaled by pressure.

use crate::conduct::DisputeClass;
use crate::stats::Probability;

pub(super) fn violation(keep: [f64; 3], pressure: f64, class: DisputeClass) -> Probability {
    Probability::new(keep[class as usize]).complement().times(pressure)
}
