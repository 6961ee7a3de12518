//! The command line: the only place that reads arguments and writes.

mod args;
mod command;
mod count;
mod equilibrium;
mod exact;
mod interrupt;
mod manual;
mod memory;
mod output;
mod picture;
mod play;
mod progress;
mod report;
mod study;
mod study_args;
mod study_folders;
mod tips;
mod tournament;
mod validate;
mod verbs;

use clap::{CommandFactory, Parser};
use command::{Cli, Verb};
use output::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command with these arguments.
///
/// Exit status: 0 done, 1 something asked to hold does not, 2 bad input, 3 some configs could not be
/// played, 130 ended by Ctrl-C, 143 by SIGTERM, 129 by a terminal that was closed.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    status(match Cli::try_parse_from(&args) {
        Ok(cli) => act(&cli.verb),
        Err(error) => output::explain(&tips::with_tip(error, &|option| has_option(&args, option))),
    })
}

/// Whether the verb that was typed has an option.
fn has_option(args: &[OsString], option: &str) -> bool {
    let command = Cli::command();
    let mut verbs = args.iter().filter_map(|word| command.find_subcommand(word));
    let Some(verb) = verbs.next() else { return false };
    verb.get_arguments().filter_map(clap::Arg::get_long).any(|long| option.strip_prefix("--") == Some(long))
}

fn act(verb: &Verb) -> Result<(), Failure> {
    match verb {
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
        Verb::Equilibrium(args) => equilibrium::equilibrium(args),
        Verb::Export(args) => exact::export(args),
        Verb::Trace(args) => verbs::trace(args),
        Verb::Check(args) => verbs::check(args),
        Verb::Designs(args) => verbs::designs(args),
        Verb::Show(args) => verbs::show(args),
        Verb::Validate(args) => validate::validate(args),
        Verb::Tournament(args) => tournament::tournament(args),
        Verb::Completions(args) => manual::completions(args),
        Verb::Man(args) => manual::man(args),
    }
}

/// The status that a command ends with, and its last words.
fn status(result: Result<(), Failure>) -> ExitCode {
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
