//! Arguments, as close to what was typed as possible.

use crate::cli::count::count;
use crate::cli::picture::PictureArgs;
use crate::cli::study_args::{
    CompareArgs, DiffArgs, MergeArgs, PlanArgs, ReportArgs, RunArgs, SweepArgs, TournamentArgs, VerifyArgs,
};
use crate::study::{Variation, parse_variation};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Simulates how trade agreements are enforced.
///
/// Two parties comply or violate, raise grievances, re-impose tariffs, counter, or walk away, under a mechanism given
/// as data. `snapback run` alone plays the embedded US-China deal of February 2019.
#[derive(Debug, Parser)]
#[command(name = "snapback", version, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// What happens under a scenario: a batch of replications, summarised
    ///
    /// Example: snapback run --design wto-dsu --reps 100000
    Run(RunArgs),
    /// The same parties under several designs, on the same luck
    ///
    /// Example: snapback compare --designs wto-dsu,phase-one,snapback
    Compare(CompareArgs),
    /// How the outcome moves over a space of parameters
    ///
    /// Example: snapback sweep --vary parties.China.commitments.purchases.detection=0.2..0.8:4 --designs back-end,wto-dsu --reps 1000
    Sweep(SweepArgs),
    /// One HTML page, offline, with everything: question, words, tables, pictures, sources, data
    ///
    /// Example: snapback report --designs all --reps 2000 --out report.html
    Report(ReportArgs),
    /// How many replications a question needs, from a pilot
    ///
    /// Example: snapback plan --difference 5 --designs wto-dsu,phase-one
    Plan(PlanArgs),
    /// Put the shares of a study together
    ///
    /// Example: snapback merge one two --out whole
    Merge(MergeArgs),
    /// Play random rows of a results folder again and compare them bit for bit
    ///
    /// Example: snapback verify results --rows 1000
    Verify(VerifyArgs),
    /// What differs between two scenarios, or two results folders
    ///
    /// Example: snapback diff us_china_2019 us_china_quarterly
    Diff(DiffArgs),
    /// The exact values, no sampling
    ///
    /// Example: snapback solve us_china_quarterly --design wto-dsu
    Solve(SolveArgs),
    /// Is compliance self-enforcing? Who gains from what deviation?
    ///
    /// Example: snapback audit us_china_quarterly --design snapback
    Audit(AuditArgs),
    /// Where along a parameter does compliance become self-enforcing?
    ///
    /// Example: snapback frontier theory/grim_trigger --party Row --vary parties.Row.discount=0.1..0.9
    Frontier(FrontierArgs),
    /// The chain of all states, for other model checkers
    ///
    /// Example: snapback export theory/tft_vs_tft --out tft
    Export(ExportArgs),
    /// One run, round by round, in words
    ///
    /// Example: snapback trace --rep 3
    Trace(TraceArgs),
    /// Validate scenario files, with every mistake at once
    ///
    /// Example: snapback check my.ron
    Check(CheckArgs),
    /// The library of designs; print one
    ///
    /// Example: snapback designs phase-one
    Designs(DesignsArgs),
    /// A scenario with every default written out
    ///
    /// Example: snapback show us_china_quarterly --format json
    Show(ShowArgs),
    /// What is known from the literature, obtained again; status 1 where it is not
    ///
    /// Example: snapback validate --reps 1000
    Validate(ValidateArgs),
    /// A round robin of conduct rules under a scenario's mechanism
    ///
    /// Example: snapback tournament --rules TitForTat,Grim,Never --tremble 0.05
    Tournament(TournamentArgs),
    /// Completions for a shell
    ///
    /// Example: snapback completions bash
    Completions(CompletionsArgs),
    /// A manual page
    ///
    /// Example: snapback man compare
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// Replications of the samples, at least 100
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = count::<u64, 100, 1_000_000_000>)]
    pub(super) reps: u64,
    /// Seed of the samples
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Threads [default: one a core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Which shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Verb that the page is about [default: the command as a whole]
    pub(super) verb: Option<String>,
}

/// Which scenario, changed in what.
#[derive(Debug, Args)]
pub(super) struct ScenarioArgs {
    /// Scenario file, or a name from the library [default: us_china_2019]
    pub(super) scenario: Option<String>,
    /// Design by name or file, instead of the scenario's own
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) design: Option<String>,
    /// Override a field, such as parties.China.discount=0.9; repeatable
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(super) struct SolveArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Over the scenario's own horizon, or without end
    #[arg(long, value_enum, default_value_t = HorizonArg::Scenario)]
    pub(super) horizon: HorizonArg,
    /// Sample as well, and test that no metric differs; status 1 where one does
    #[arg(long)]
    pub(super) check: bool,
    /// Replications of the sample of --check
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = count::<u64, 2, 1_000_000_000_000>)]
    pub(super) reps: u64,
    /// Seed of the sample of --check
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum HorizonArg {
    /// The scenario's own
    Scenario,
    /// Discounted values and long-run averages
    Infinite,
}

#[derive(Debug, Args)]
pub(super) struct FrontierArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Parameter and bounds, such as mechanism.ruling.lasts=Months(1)..Months(12); several paths, apart by commas,
    /// move together
    #[arg(long, value_name = "PATH=LO..HI", value_parser = parse_variation)]
    pub(super) vary: Variation,
    /// Ask of one party alone
    #[arg(long, value_name = "NAME")]
    pub(super) party: Option<String>,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// Path of the files, without an ending
    #[arg(long, value_name = "PATH")]
    pub(super) out: std::path::PathBuf,
    /// Replace the files that are there
    #[arg(long)]
    pub(super) force: bool,
    /// Which format
    #[arg(long, value_enum, default_value_t = ChainFormat::Drn)]
    pub(super) format: ChainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ChainFormat {
    /// PATH.drn, for Storm
    Drn,
    /// PATH.tra, .sta, .lab and a .srew for each reward
    Prism,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) engine: EngineArgs,
    /// What each party is to do
    #[arg(long, value_enum, default_value_t = Prescribe::Keep)]
    pub(super) prescribe: Prescribe,
    /// Exit with status 1 unless the prescription is self-enforcing for both parties
    #[arg(long)]
    pub(super) assert: bool,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Prescribe {
    /// Keep every commitment at every state
    Keep,
    /// Follow its own rule
    Conduct,
}

/// How the exact engine works.
#[derive(Debug, Args)]
pub(super) struct EngineArgs {
    /// Most states [default: what fits into half of the free memory]
    #[arg(long, value_name = "N", value_parser = count::<u64, 1, { u64::MAX }>)]
    pub(super) max_states: Option<u64>,
    /// Threads [default: one a core]; results do not depend on it
    #[arg(long, value_name = "N", value_parser = count::<u16, 1, 1024>)]
    pub(super) threads: Option<u16>,
    /// Say nothing on standard error unless something is wrong
    #[arg(long)]
    pub(super) quiet: bool,
    /// No progress bar
    #[arg(long)]
    pub(super) no_progress: bool,
}

#[derive(Debug, Args)]
pub(super) struct TraceArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Which replication
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) rep: u64,
    /// Seed of all draws
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = count::<u64, 0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// Form of the story
    #[arg(long, value_enum, default_value_t = TraceFormat::Text)]
    pub(super) format: TraceFormat,
    #[command(flatten)]
    pub(super) plot: PictureArgs,
    /// Say nothing on standard error unless something is wrong
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario or design files, or names from the library
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct DesignsArgs {
    /// The design to print
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// RON can be read again; JSON is for other programs
    #[arg(long, value_enum, default_value_t = ShowFormat::Ron)]
    pub(super) format: ShowFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, at most 100 columns
    Table,
    /// Metrics and series
    Json,
    /// Metrics, a row each; of `compare`, differences
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum TraceFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ShowFormat {
    /// A scenario file
    Ron,
    /// The same as JSON
    Json,
}

pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        // A name in the path may hold a `=` with blanks around it; only the scenario tells.
        Some((path, value)) if !path.trim().is_empty() => {
            Ok((path.trim_start().to_owned(), value.trim_end().to_owned()))
        }
        _ => Err("expected PATH=VALUE, such as mechanism.review_every=3".to_owned()),
    }
}

pub(super) fn confidence(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.5..=0.999_999).contains(&value) => Ok(value),
        _ => Err("expected a number from 0.5 to 0.999999, such as 0.95".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_fit_together() {
        Cli::command().debug_assert();
    }
}
