//! The command line: the only place that reads arguments and writes.

mod args;
mod exact;
mod output;
mod progress;
mod verbs;

use args::{Cli, Verb};
use clap::Parser;
use output::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command with these arguments.
///
/// Exit status: 0 done, 1 something asked to hold does not, 2 bad input.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match &cli.verb {
        Verb::Run(args) => verbs::run(args),
        Verb::Solve(args) => exact::solve(args),
        Verb::Audit(args) => exact::audit(args),
        Verb::Frontier(args) => exact::frontier(args),
        Verb::Export(args) => exact::export(args),
        Verb::Trace(args) => verbs::trace(args),
        Verb::Check(args) => verbs::check(args),
        Verb::Designs(args) => verbs::designs(args),
        Verb::Show(args) => verbs::show(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(Failure::DoesNotHold) => ExitCode::from(1),
        Err(Failure::BadInput(text)) => {
            output::complain(&text);
            ExitCode::from(2)
        }
    }
}
