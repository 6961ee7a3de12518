//! Win-stay, lose-shift: keeps if the last round's two signals were alike (Nowak and Sigmund 1993).

use crate::conduct::Mode;

pub(super) fn modes() -> Vec<Mode> {
    let next = [0, 1, 1, 0];
    vec![Mode::new(1.0, next), Mode::new(0.0, next)]
}
