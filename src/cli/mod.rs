//! The command line: the only place that reads arguments and writes.

mod args;
mod exact;
mod interrupt;
mod manual;
mod output;
mod picture;
mod play;
mod progress;
mod report;
mod study;
mod study_args;
mod study_file;
mod study_folders;
mod trust;
mod verbs;

use args::{Cli, Verb};
use clap::Parser;
use output::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command with these arguments.
///
/// Exit status: 0 done, 1 something asked to hold does not, 2 bad input, 3 some configs could not be
/// played, 130 ended by Ctrl-C, 143 by SIGTERM, 129 by a terminal that was closed.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match &cli.verb {
        Verb::Run(args) => study::run(args),
        Verb::Compare(args) => study::compare(args),
        Verb::Sweep(args) => study::sweep(args),
        Verb::Plan(args) => study::plan(args),
        Verb::Report(args) => report::report(args),
        Verb::Merge(args) => study_folders::merge(args),
        Verb::Verify(args) => study_folders::verify(args),
        Verb::Diff(args) => study_folders::diff(args),
        Verb::Solve(args) => exact::solve(args),
        Verb::Audit(args) => exact::audit(args),
        Verb::Frontier(args) => exact::frontier(args),
        Verb::Export(args) => exact::export(args),
        Verb::Trace(args) => verbs::trace(args),
        Verb::Check(args) => verbs::check(args),
        Verb::Designs(args) => verbs::designs(args),
        Verb::Show(args) => verbs::show(args),
        Verb::Validate(args) => trust::validate(args),
        Verb::Tournament(args) => trust::tournament(args),
        Verb::Completions(args) => manual::completions(args),
        Verb::Man(args) => manual::man(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(Failure::DoesNotHold) => ExitCode::from(1),
        Err(Failure::Interrupted(status, text)) => {
            output::complain(&text);
            ExitCode::from(status)
        }
        Err(Failure::NotReached(text)) => {
            output::complain(&text);
            ExitCode::from(1)
        }
        Err(Failure::SomeFailed(text)) => {
            output::complain(&text);
            ExitCode::from(3)
        }
        Err(Failure::BadInput(text)) => {
            output::complain(&text);
            ExitCode::from(2)
        }
    }
}
