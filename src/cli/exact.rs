//! The verbs of the exact engine.

use crate::cli::args::{AuditArgs, EngineArgs, Format, Prescribe, SolveArgs, TraceFormat};
use crate::cli::output::{Failure, print};
use crate::cli::progress::Progress;
use crate::cli::verbs::{in_pool, scenario};
use crate::exact::{Limit, TooLarge};
use crate::report;
use crate::study::{self, Prescription};

pub(super) fn solve(args: &SolveArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let rounds = scenario.agreement().horizon.rounds(scenario.agreement().round);
    let progress = Progress::new(u64::from(rounds), !args.engine.quiet && !args.engine.no_progress);
    let limit = limit(&args.engine);
    let solved = in_pool(args.engine.threads, || study::solve(&scenario, limit, |done| progress.done(done)))?;
    let report = solved.map_err(refuse)?;
    progress.finish();
    print(&match args.format {
        Format::Table => report::solve_table(&report),
        Format::Json => report::solve_json(&report),
        Format::Csv => report::solve_csv(&report),
    })
}

pub(super) fn audit(args: &AuditArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let prescription = match args.prescribe {
        Prescribe::Keep => Prescription::Keep,
        Prescribe::Conduct => Prescription::Conduct,
    };
    let limit = limit(&args.engine);
    let audited = in_pool(args.engine.threads, || study::audit(&scenario, prescription, limit))?;
    let report = audited.map_err(|error| Failure::BadInput(format!("error: {error}\n")))?;
    print(&match args.format {
        TraceFormat::Text => report::audit_text(&report),
        TraceFormat::Json => report::audit_json(&report),
    })?;
    if args.assert && !report.parties.iter().all(|party| party.self_enforcing) {
        return Err(Failure::DoesNotHold);
    }
    Ok(())
}

fn refuse(error: TooLarge) -> Failure {
    Failure::BadInput(format!("error: {error}\n"))
}

/// Bytes that a state costs, with its transitions and the vectors over it.
const BYTES: u64 = 400;

fn limit(args: &EngineArgs) -> Limit {
    let fits = free_memory().map(|bytes| Limit { states: bytes / 2 / BYTES });
    args.max_states.map(|states| Limit { states }).or(fits).unwrap_or_default()
}

/// Free memory in bytes, where the system tells.
fn free_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
