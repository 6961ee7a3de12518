//! Retaliation for a number of rounds, after which the past is forgotten (Green and Porter 1984).

use crate::conduct::Mode;

/// Whose alarm sets it off.
pub(super) enum SetOff {
    /// An alarm against the other.
    Theirs,
    /// An alarm against either.
    Either,
}

pub(super) fn modes(rounds: u32, set_off: SetOff) -> Vec<Mode> {
    let wait = match set_off {
        SetOff::Theirs => [0, 1, 0, 1],
        SetOff::Either => [0, 1, 1, 1],
    };
    let mut modes = vec![Mode::new(1.0, wait)];
    for k in 1..=rounds {
        let next = if k == rounds { 0 } else { k + 1 };
        modes.push(Mode::new(0.0, [next; 4]));
    }
    modes
}
