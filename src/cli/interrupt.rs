//! Ctrl-C, and what else asks a process to end, while a study writes its folder: the first time the study ends after the
//! piece under way, the second time at once.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What asks a process to end: Ctrl-C, `kill`, and a terminal that is closed.
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// Exit status of a command that a signal ended, less the number of the signal.
const ENDED: i32 = 128;

/// Whether somebody has asked the study to end.
pub(super) struct Interrupt {
    is_asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Takes signals from now on, but those that this process was started to ignore, as by `nohup`.
    pub(super) fn watch() -> Self {
        let (is_asked, signal) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let ignored = ignored();
        for name in SIGNALS {
            // Where the system does not say what is ignored, a closed terminal may have to be.
            let is_ignored = ignored.map_or(name == SIGHUP, |ignored| ignored >> (name - 1) & 1 == 1);
            if is_ignored {
                continue;
            }
            // In this order the first signal finds nothing asked for yet, and asks.
            let registered = flag::register_conditional_shutdown(name, ENDED + name, is_asked.clone())
                .and_then(|_| flag::register_usize(name, signal.clone(), name as usize))
                .and_then(|_| flag::register(name, is_asked.clone()));
            // Where the system takes no handler, the signal ends the process at once, and --resume goes on all the same.
            let _ = registered;
        }
        Self { is_asked, signal }
    }

    pub(super) fn is_asked(&self) -> bool {
        self.is_asked.load(Ordering::Relaxed)
    }

    /// Status that tells what ended the command, as shells do.
    pub(super) fn status(&self) -> u8 {
        let signal = self.signal.load(Ordering::Relaxed);
        u8::try_from(ENDED as usize + signal).unwrap_or(u8::MAX)
    }
}

/// Which signals this process ignores, a bit each, where the system tells.
fn ignored() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(line.trim(), 16).ok()
}
