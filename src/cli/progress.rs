//! A progress bar on standard error for work that takes longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// What goes on before anything can be counted.
pub(super) const GETTING_READY: &str = "making the game ready";

/// Progress of a batch.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    /// Until something is done.
    waiting: Mutex<Option<Waiting>>,
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
        Self { bar, start: late, waiting: Mutex::new(Some(Waiting::during(GETTING_READY, wanted))) }
    }

    /// So many replications are done.
    pub(super) fn done(&self, replications: u64) {
        self.wait_no_longer();
        if self.bar.is_hidden() && Instant::now().saturating_duration_since(self.start) > Duration::from_secs(1) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        self.bar.set_position(replications);
    }

    /// So many runs of a study are done, which stops where somebody has asked for it.
    pub(super) fn hear(&self, done: u64, is_asked_to_stop: bool) -> ControlFlow<()> {
        // Before the first is done the game is made ready.
        if done > 0 {
            self.done(done);
        }
        if is_asked_to_stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The work is over: the bar goes.
    pub(super) fn finish(&self) {
        self.wait_no_longer();
        self.bar.finish_and_clear();
    }

    fn wait_no_longer(&self) {
        drop(self.waiting.lock().map(|mut waiting| waiting.take()));
    }
}

/// A line that says what is under way while nothing can be counted; it shows itself after a second, and only on a
/// terminal.
pub(super) struct Waiting {
    over: Option<Sender<()>>,
    clock: Option<JoinHandle<()>>,
}

impl Waiting {
    /// What is under way, until this is dropped.
    pub(super) fn during(what: &'static str, wanted: bool) -> Self {
        let (over, told) = channel();
        let show = move || {
            if told.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let spinner = ProgressBar::new_spinner().with_elapsed(Duration::from_secs(1));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed} so far") {
                spinner.set_style(style);
            }
            spinner.set_message(what);
            spinner.enable_steady_tick(Duration::from_millis(200));
            // It ends when the sender is dropped.
            let _ = told.recv();
            spinner.finish_and_clear();
        };
        Self { over: Some(over), clock: wanted.then(|| std::thread::spawn(show)) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.over.take();
        if let Some(clock) = self.clock.take() {
            // The line is gone before anything else is written; a clock that failed leaves nothing behind.
            let _ = clock.join();
        }
    }
}
