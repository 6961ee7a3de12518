//! The verbs of the exact engine.

use crate::cli::args::{
    AuditArgs, ChainFormat, EngineArgs, ExportArgs, Format, FrontierArgs, HorizonArg, Prescribe, SolveArgs, TraceFormat,
};
use crate::cli::memory;
use crate::cli::output::{Failure, print};
use crate::cli::picture::Target;
use crate::cli::progress::{Progress, Waiting};
use crate::cli::verbs::{in_pool, scenario};
use crate::exact::{Limit, Verdict};
use crate::report;
use crate::scenario::Scenario;
use crate::simulate::Sample;
use crate::study::{self, Prescription};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

pub(super) fn solve(args: &SolveArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    if args.check {
        args.plot.refuse("--check has no picture: drop --plot or --check")?;
        return check(args, &scenario);
    }
    if args.horizon == HorizonArg::Infinite {
        args.plot.refuse("an infinite horizon has no rounds to draw: drop --plot or --horizon infinite")?;
    }
    let picture = args.plot.picture()?;
    let rounds = scenario.agreement().horizon.rounds(scenario.agreement().round);
    let progress = progress(&args.engine, u64::from(rounds));
    let limit = limit(&args.engine, BYTES);
    let solved = in_pool(args.engine.threads, || match args.horizon {
        HorizonArg::Scenario => study::solve_with(&scenario, limit, args.accounts, |done| progress.done(done)),
        HorizonArg::Infinite => study::solve_infinite_with(&scenario, limit, args.accounts),
    })?;
    let report = solved?;
    progress.finish();
    picture.draw(|| report::plot::solve_svg(&report))?;
    print(&match args.format {
        Format::Table => report::solve_table(&report),
        Format::Json => report::solve_json(&report),
        Format::Csv => report::solve_csv(&report),
    })?;
    if report.is_certified() {
        return Ok(());
    }
    Err(Failure::NotReached("solve: some values are not certified to 1e-9; their error bounds are shown\n".to_owned()))
}

fn check(args: &SolveArgs, scenario: &Scenario) -> Result<(), Failure> {
    if args.horizon == HorizonArg::Infinite {
        return Err(Failure::BadInput(
            "error: --check samples, and a sample needs a finite horizon: drop --horizon\n".to_owned(),
        ));
    }
    let progress = progress(&args.engine, args.reps);
    let (plan, limit) = (Sample { seed: args.seed, replications: args.reps }, limit(&args.engine, BYTES));
    let checked = in_pool(args.engine.threads, || {
        study::check_with(scenario, plan, limit, args.accounts, |done| progress.done(done))
    })?;
    let report = checked?;
    progress.finish();
    print(&match args.format {
        Format::Table => report::check_table(&report),
        Format::Json => report::check_json(&report),
        Format::Csv => {
            return Err(Failure::BadInput("error: --check prints a table or JSON: drop --format csv\n".to_owned()));
        }
    })?;
    if report.agrees { Ok(()) } else { Err(Failure::DoesNotHold) }
}

fn waiting(engine: &EngineArgs) -> Waiting {
    Waiting::during("exploring states", !engine.quiet && !engine.no_progress)
}

fn progress(engine: &EngineArgs, total: u64) -> Progress {
    Progress::new(total, !engine.quiet && !engine.no_progress)
}

pub(super) fn frontier(args: &FrontierArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let picture = args.plot.picture()?;
    // Halving a width to 1e-12 of it takes 40 audits, from either side of what cannot be decided.
    let progress = progress(&args.engine, 84);
    let limit = limit(&args.engine, BYTES_DECIDED);
    let found = in_pool(args.engine.threads, || {
        study::frontier(&scenario, &args.vary, args.party.as_deref(), limit, |done| progress.done(done))
    })?;
    let report = found?;
    progress.finish();
    picture.draw(|| report::plot::frontier_svg(&report))?;
    print(&match args.format {
        TraceFormat::Text => report::frontier_text(&report),
        TraceFormat::Json => report::frontier_json(&report),
    })
}

pub(super) fn export(args: &ExportArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let limit = limit(&args.engine, BYTES);
    let target = |ending: &str| {
        let mut name = args.out.clone().into_os_string();
        name.push(format!(".{ending}"));
        Target::at(Path::new(&name), args.force)
    };
    let endings: Vec<String> = match args.format {
        ChainFormat::Drn => vec!["drn".to_owned()],
        ChainFormat::Prism => {
            let rewards = report::REWARDS.iter().map(|name| format!("{name}.srew"));
            ["tra", "sta", "lab"].map(str::to_owned).into_iter().chain(rewards).collect()
        }
    };
    // Before the chain is made, so that no work is lost.
    let targets: Vec<Target> = endings.iter().map(|ending| target(ending)).collect::<Result<_, _>>()?;
    let waiting = waiting(&args.engine);
    let (game, chain) = in_pool(args.engine.threads, || study::chain(&scenario, limit))??;
    drop(waiting);
    let files: Vec<Writes> = match args.format {
        ChainFormat::Drn => vec![Box::new(|out| report::write_drn(&chain, out))],
        ChainFormat::Prism => {
            let mut files: Vec<Writes> = vec![
                Box::new(|out| report::write_tra(&chain, out)),
                Box::new(|out| report::write_sta(&game, &chain, out)),
                Box::new(|out| report::write_lab(&chain, out)),
            ];
            for which in 0..report::REWARDS.len() {
                let chain = &chain;
                files.push(Box::new(move |out| report::write_srew(chain, which, out)));
            }
            files
        }
    };
    let mut told = String::new();
    for (target, writes) in targets.iter().zip(files) {
        target.write(&mut |out| writes(out))?;
        told += &format!("{}\n", target.path().display());
    }
    print(&told)
}

/// Writes a file.
type Writes<'a> = Box<dyn Fn(&mut BufWriter<File>) -> std::io::Result<()> + 'a>;

pub(super) fn audit(args: &AuditArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let prescription = match args.prescribe {
        Prescribe::Keep => Prescription::Keep,
        Prescribe::Conduct => Prescription::Conduct,
    };
    let picture = args.plot.picture()?;
    let limit = limit(&args.engine, BYTES_DECIDED);
    let waiting = waiting(&args.engine);
    let audited = in_pool(args.engine.threads, || study::audit(&scenario, prescription, limit))?;
    drop(waiting);
    let report = audited?;
    picture.draw(|| report::plot::audit_svg(&report))?;
    print(&match args.format {
        TraceFormat::Text => report::audit_text(&report),
        TraceFormat::Json => report::audit_json(&report),
    })?;
    if args.assert && !report.parties.iter().all(|party| party.self_enforcing == Verdict::Holds) {
        return Err(Failure::DoesNotHold);
    }
    Ok(())
}

/// Bytes that a state costs, with its transitions and the vectors over it.
const BYTES: u64 = 400;
/// The same where a party may decide in several ways at each.
const BYTES_DECIDED: u64 = 1200;

/// So many states, or what fits into half of the free memory.
fn limit(args: &EngineArgs, bytes: u64) -> Limit {
    let fits = memory::free().map(|free| Limit { states: free / 2 / bytes });
    args.max_states.map(|states| Limit { states }).or(fits).unwrap_or_default()
}
