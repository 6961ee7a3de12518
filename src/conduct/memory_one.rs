//! Memory-one rules: a probability to keep after each pair of signals (Nowak and Sigmund 1990; Press and Dyson 2012).

use crate::conduct::Mode;

pub(super) fn modes(first: f64, after: [f64; 4]) -> Vec<Mode> {
    let next = [1, 2, 3, 4];
    let mut modes = vec![Mode::new(first, next)];
    modes.extend(after.iter().map(|&comply| Mode::new(comply, next)));
    modes
}
