//! The verbs: load, ask, print.

use crate::cli::args::{CheckArgs, DesignsArgs, ScenarioArgs, ShowArgs, ShowFormat, TraceArgs, TraceFormat};
use crate::cli::output::{Failure, bad_input, complain, print};
use crate::cli::progress::{GETTING_READY, Waiting};
use crate::report;
use crate::scenario::{DESIGNS, FileKind, Request, Scenario, design_named, load, read_text};
use crate::study;
use crate::text::{Mistake, render};
use std::path::Path;

pub(super) fn trace(args: &TraceArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let picture = args.plot.picture()?;
    let waiting = Waiting::during(GETTING_READY, !args.quiet);
    let story = study::trace(&scenario, args.seed, args.rep)?;
    drop(waiting);
    picture.draw(|| report::plot::trace_svg(&story))?;
    print(&match args.format {
        TraceFormat::Text => report::trace_text(&story),
        TraceFormat::Json => report::trace_json(&story),
    })
}

pub(super) fn check(args: &CheckArgs) -> Result<(), Failure> {
    let (mut bad, strategic) = (0, args.conduct.strategic);
    for file in &args.files {
        let is_design = is_design(file);
        let request = match is_design {
            true => Request { design: Some(file.clone()), strategic, ..Request::default() },
            false => Request { scenario: Some(file.clone()), strategic, ..Request::default() },
        };
        match load(&request) {
            Ok(scenario) => {
                let remarks = study::remarks(scenario.agreement());
                let notes: String = remarks.iter().map(|remark| report::note_text(remark, "  ")).collect();
                let what = if is_design { "a design, tried on " } else { "" };
                let levies = report::levies_text(&study::levies(scenario.agreement()));
                print(&format!("{file}: ok ({what}{} under {})\n{levies}{notes}", scenario.name(), scenario.design()))?;
            }
            Err(mistakes) => {
                bad += 1;
                complain(&render(&mistakes));
            }
        }
    }
    match bad {
        0 => Ok(()),
        _ => Err(Failure::BadInput(format!("{bad} of {} files have mistakes\n", args.files.len()))),
    }
}

/// Whether a file describes a mechanism alone, which is then tried on the default scenario.
fn is_design(file: &str) -> bool {
    let text = read_text(Path::new(file), "scenario");
    text.and_then(|source| crate::text::parse(&source)).is_ok_and(|tree| FileKind::of(&tree) == FileKind::Design)
}

pub(super) fn designs(args: &DesignsArgs) -> Result<(), Failure> {
    let Some(name) = &args.name else { return print(&report::designs_table(&study::designs())) };
    match design_named(name) {
        Some(design) => print(design.text),
        None => {
            let names: Vec<&str> = DESIGNS.iter().map(|design| design.name).collect();
            let mistake = Mistake::new("design", format!("`{name}`"), format!("one of {}", names.join(", ")));
            Err(bad_input(&[mistake.with_nearest(name, names)]))
        }
    }
}

pub(super) fn show(args: &ShowArgs) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    print(&match args.format {
        ShowFormat::Ron => scenario.to_ron(),
        ShowFormat::Json => scenario.to_json(),
    })
}

pub(super) fn scenario(args: &ScenarioArgs) -> Result<Scenario, Failure> {
    load(&request(args)).map_err(|mistakes| bad_input(&mistakes))
}

pub(super) fn request(args: &ScenarioArgs) -> Request {
    Request {
        scenario: args.scenario.clone(),
        design: args.design.clone(),
        set: args.set.clone(),
        strategic: args.conduct.strategic,
    }
}

/// Runs `work` on a pool of its own.
pub(super) fn in_pool<T: Send>(threads: Option<u16>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Failure::BadInput(format!("error: --threads: {error}; use fewer\n")))?;
    Ok(pool.install(work))
}
