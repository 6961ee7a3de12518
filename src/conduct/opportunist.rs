//! An opportunist keeps its word until the pressure to break it is high.

pub(super) fn violation(above: f64, pressure: f64) -> f64 {
    if pressure > above { 1.0 } else { 0.0 }
}
