//! Grim trigger: one alarm against the other and never again (Friedman 1971).

use crate::conduct::Mode;

pub(super) fn modes() -> Vec<Mode> {
    vec![Mode::new(1.0, [0, 1, 0, 1]), Mode::new(0.0, [1; 4])]
}
