//! Ctrl-C while a study writes its folder: the first ends it after the piece under way, the second at once.

use signal_hook::consts::SIGINT;
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit status of a command that Ctrl-C ended.
pub(super) const INTERRUPTED: u8 = 130;

/// Whether the user has pressed Ctrl-C.
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Takes Ctrl-C from now on.
    pub(super) fn watch() -> Self {
        let is_asked = Arc::new(AtomicBool::new(false));
        // In this order the first Ctrl-C finds nothing asked for yet, and asks.
        let registered = flag::register_conditional_shutdown(SIGINT, i32::from(INTERRUPTED), is_asked.clone())
            .and_then(|_| flag::register(SIGINT, is_asked.clone()));
        // Where the system takes no handler, Ctrl-C ends the process at once, and --resume goes on all the same.
        let _ = registered;
        Self(is_asked)
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
