//! The command and its verbs.

use crate::cli::args::{
    AuditArgs, CheckArgs, CompletionsArgs, DesignsArgs, EquilibriumArgs, ExportArgs, FrontierArgs, ManArgs, ShowArgs,
    SolveArgs, TraceArgs, ValidateArgs,
};
use crate::cli::study_args::{
    CompareArgs, DiffArgs, MergeArgs, PlanArgs, ReportArgs, RunArgs, SweepArgs, TournamentArgs, VerifyArgs,
};
use clap::{Parser, Subcommand};

/// Simulate how trade agreements are enforced
///
/// Two parties comply or violate, raise grievances, re-impose tariffs, counter, or walk away, under a mechanism given
/// as data. `snapback run` plays the US-China deal of February 2019 unless you name another scenario.
#[derive(Debug, Parser)]
#[command(name = "snapback", version, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Play a scenario many times and summarise what happens
    ///
    /// Example: snapback run --design wto-dsu --reps 100000
    Run(RunArgs),
    /// Compare designs: the same parties, on common random numbers
    ///
    /// Example: snapback compare --designs wto-dsu,phase-one,snapback
    Compare(CompareArgs),
    /// Vary parameters and show how outcomes move
    ///
    /// Example: snapback sweep --vary parties.China.commitments.purchases.detection=0.2..0.8:4 --designs back-end,wto-dsu --reps 1000
    Sweep(SweepArgs),
    /// Write an HTML report that needs no network: scenario in words, tables, pictures, sources, data
    ///
    /// Example: snapback report --designs all --reps 2000 --out report.html
    Report(ReportArgs),
    /// Estimate from a pilot how many replications a question needs
    ///
    /// Example: snapback plan --difference 5 --designs wto-dsu,phase-one
    Plan(PlanArgs),
    /// Join the shards of a study
    ///
    /// Example: snapback merge one two --out whole
    Merge(MergeArgs),
    /// Verify a results folder: replay random rows and compare them bit for bit
    ///
    /// Example: snapback verify results --rows 1000
    Verify(VerifyArgs),
    /// Show the differences between two scenarios or two results folders
    ///
    /// Example: snapback diff us_china_2019 us_china_quarterly
    Diff(DiffArgs),
    /// Compute exact expected values, without sampling
    ///
    /// Example: snapback solve us_china_quarterly --design wto-dsu
    Solve(SolveArgs),
    /// Test whether compliance is self-enforcing, and list the deviations that gain most
    ///
    /// Example: snapback audit us_china_quarterly --design fines
    Audit(AuditArgs),
    /// Find the value of a parameter at which compliance becomes self-enforcing
    ///
    /// Example: snapback frontier theory/grim_trigger --party Row --vary parties.Row.discount=0.1..0.9
    Frontier(FrontierArgs),
    /// Tell what strategic governments do, how well that is known, and who could do better
    ///
    /// Example: snapback equilibrium us_china_quarterly --strategic=0.3 --starts 8
    Equilibrium(EquilibriumArgs),
    /// Export the Markov chain for other model checkers
    ///
    /// Example: snapback export theory/tft_vs_tft --out tft
    Export(ExportArgs),
    /// Tell one replication round by round
    ///
    /// Example: snapback trace --rep 3
    Trace(TraceArgs),
    /// Check scenario and design files, and report every mistake at once
    ///
    /// Example: snapback check my.ron
    Check(CheckArgs),
    /// List the library of designs, or print one
    ///
    /// Example: snapback designs phase-one
    Designs(DesignsArgs),
    /// Print a scenario with every default written out
    ///
    /// Example: snapback show us_china_quarterly --format json
    Show(ShowArgs),
    /// Reproduce published results; exit with status 1 where one is missed
    ///
    /// Example: snapback validate --reps 1000
    Validate(ValidateArgs),
    /// Play a round robin of conduct rules under a scenario's mechanism
    ///
    /// Example: snapback tournament --rules TitForTat,Grim,Never --tremble 0.05
    Tournament(TournamentArgs),
    /// Print completions for a shell
    ///
    /// Example: snapback completions bash
    Completions(CompletionsArgs),
    /// Print a manual page
    ///
    /// Example: snapback man compare
    Man(ManArgs),
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
