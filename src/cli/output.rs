//! Standard output and standard error.

use std::io::{ErrorKind, Write};

/// Why a verb did not finish.
pub(super) enum Failure {
    /// The reader of the output went away: no harm.
    BrokenPipe,
    /// What was asked to hold does not.
    DoesNotHold,
    /// The input is bad, or the output cannot be written.
    BadInput(String),
}

/// Writes results to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::BrokenPipe),
        Err(error) => Err(Failure::BadInput(format!("error: standard output: {error}\n"))),
    }
}

/// Writes a report to standard error.
pub(super) fn complain(text: &str) {
    // Nobody is left to tell where this fails.
    let _ = std::io::stderr().write_all(text.as_bytes());
}
