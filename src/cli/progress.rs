//! A progress bar on standard error for work that takes longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Progress of a batch.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    /// A bar over `total` replications; it shows itself after a second, and only on a terminal.
    pub(super) fn new(total: u64, wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} % of {len} replications, {eta} left") {
            bar.set_style(style);
        }
        let start = Instant::now();
        let late = if wanted { start } else { start + Duration::from_secs(u64::from(u32::MAX)) };
        Self { bar, start: late }
    }

    /// So many replications are done.
    pub(super) fn done(&self, replications: u64) {
        if self.bar.is_hidden() && Instant::now().saturating_duration_since(self.start) > Duration::from_secs(1) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        self.bar.set_position(replications);
    }

    /// The work is over: the bar goes.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
