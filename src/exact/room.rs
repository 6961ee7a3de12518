//! Room for the transitions of a chain.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Room that is left for transitions, shared by all that work on them.
pub(super) struct Room(AtomicUsize);

impl Room {
    /// Room for so many numbers.
    pub(super) fn new(numbers: usize) -> Self {
        Self(AtomicUsize::new(numbers))
    }

    /// Takes room for so many numbers, where there is so much.
    pub(super) fn take(&self, numbers: usize) -> bool {
        self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(numbers)).is_ok()
    }
}
