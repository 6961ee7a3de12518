//! Tit for tat and its kin: an alarm against the other is answered by a violation in the next round.

use crate::conduct::Mode;

const KEEP: u32 = 0;
const ANSWER: u32 = 1;

/// Keeps first (Axelrod 1984).
pub(super) fn plain() -> Vec<Mode> {
    generous(0.0)
}

/// Violates first.
pub(super) fn suspicious() -> Vec<Mode> {
    vec![Mode::new(0.0, [1, 0, 1, 0]), Mode::new(1.0, [1, 0, 1, 0])]
}

/// Forgives with the given probability (Nowak and Sigmund 1992).
pub(super) fn generous(generosity: f64) -> Vec<Mode> {
    let next = [KEEP, ANSWER, KEEP, ANSWER];
    vec![Mode::new(1.0, next), Mode::new(generosity, next)]
}

/// Answers two alarms in a row (Axelrod 1984).
pub(super) fn two_tats() -> Vec<Mode> {
    vec![Mode::new(1.0, [0, 1, 0, 1]), Mode::new(1.0, [0, 2, 0, 2]), Mode::new(0.0, [0, 2, 0, 2])]
}
