//! Standard output and standard error.

use crate::archive::quoted;
use crate::exact::Unsolved;
use crate::study::{AuditError, FrontierError};
use crate::text::{Mistake, printable, render};
use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};

/// Why a verb did not finish.
pub(super) enum Failure {
    /// The reader of the output went away: no harm.
    BrokenPipe,
    /// What was asked to hold does not.
    DoesNotHold,
    /// A sample ended before it was as precise as asked.
    NotReached(String),
    /// Some configs could not be played.
    SomeFailed(String),
    /// A signal ended it: the status that says so.
    Interrupted(u8, String),
    /// The input is bad, or the output cannot be written.
    BadInput(String),
}

#[cfg(feature = "archive")]
impl From<crate::archive::ArchiveError> for Failure {
    fn from(error: crate::archive::ArchiveError) -> Self {
        Self::BadInput(format!("error: {error}\n"))
    }
}

impl From<Unsolved> for Failure {
    fn from(error: Unsolved) -> Self {
        let text = format!("error: {error}\n");
        match error {
            Unsolved::NoEquilibrium { .. } => Self::NotReached(text),
            Unsolved::TooLarge(_) | Unsolved::TooMuchForeseen { .. } => Self::BadInput(text),
        }
    }
}

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Unsolved(error) => error.into(),
            AuditError::Undiscounted { .. } => Self::BadInput(format!("error: {error}\n")),
        }
    }
}

impl From<FrontierError> for Failure {
    fn from(error: FrontierError) -> Self {
        match error {
            FrontierError::Audit(AuditError::Unsolved(error)) => error.into(),
            error => Self::BadInput(format!("{error}\n")),
        }
    }
}

/// A report on mistakes.
pub(super) fn bad_input(mistakes: &[Mistake]) -> Failure {
    Failure::BadInput(render(mistakes))
}

/// The command that does the same again: without what changes no result.
pub(super) fn command() -> String {
    const WITH_VALUE: [&str; 5] = ["--out", "--threads", "--format", "--plot", "--shard"];
    const ALONE: [&str; 4] = ["--resume", "--force", "--quiet", "--no-progress"];
    let mut words = vec!["snapback".to_owned()];
    let mut args = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = args.next() {
        let name = word.split('=').next().unwrap_or_default();
        if WITH_VALUE.contains(&name) {
            if !word.contains('=') {
                args.next();
            }
        } else if !ALONE.contains(&word.as_str()) {
            words.push(quoted(&word));
        }
    }
    words.join(" ")
}

/// Writes results to standard output, safe for a terminal.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write_out(&printable(text))
}

fn write_out(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes results to standard output as they are formed, each piece made safe for a terminal.
pub(super) fn print_with(
    safe: fn(&str) -> Cow<'_, str>,
    writes: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let out = SafeOut { out: std::io::stdout().lock(), safe, begun: Vec::new() };
    let mut out = BufWriter::with_capacity(1 << 16, out);
    written(writes(&mut out).and_then(|()| out.flush()))
}

/// Text on its way out, made safe.
struct SafeOut<W> {
    out: W,
    safe: fn(&str) -> Cow<'_, str>,
    /// A character of which not all has come yet.
    begun: Vec<u8>,
}

impl<W: Write> Write for SafeOut<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let text = String::from_utf8_lossy(&self.begun[..whole]).into_owned();
        self.begun.drain(..whole);
        self.out.write_all((self.safe)(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn written(done: std::io::Result<()>) -> Result<(), Failure> {
    match done {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::BrokenPipe),
        Err(error) => Err(Failure::BadInput(format!("error: standard output: {error}\n"))),
    }
}

/// Writes a table to standard output; on a terminal, unless `NO_COLOR` is set, its headings are bold.
pub(super) fn print_table(text: &str) -> Result<(), Failure> {
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if is_plain || !std::io::stdout().is_terminal() {
        return print(text);
    }
    let is_heading = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let bold = |line: &str| if is_heading(line) { format!("\u{1b}[1m{line}\u{1b}[0m\n") } else { format!("{line}\n") };
    write_out(&printable(text).lines().map(bold).collect::<String>())
}

/// Writes a report to standard error, safe for a terminal.
pub(super) fn complain(text: &str) {
    // Nobody is left to tell where this fails.
    let _ = std::io::stderr().write_all(printable(text).as_bytes());
}

/// What the reader of arguments has to say: help and the version on standard output, a mistake as bad input.
pub(super) fn explain(error: &clap::Error) -> Result<(), Failure> {
    let text = error.render();
    if error.use_stderr() {
        // In plain letters, since it holds what was typed.
        return Err(Failure::BadInput(text.to_string()));
    }
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match is_plain || !std::io::stdout().is_terminal() {
        true => print(&text.to_string()),
        false => write_out(&text.ansi().to_string()),
    }
}
