//! A study played, in memory or into a folder, and the status that it ends with.

use crate::archive::{self, Folder, Manifest, Opening, Status};
use crate::cli::args::Format;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::{Failure, complain};
use crate::cli::progress::Progress;
use crate::cli::study_args::{OutArgs, SampleArgs};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::study::survey::{self, Played, Survey};
use crate::study::{Done, Requirement, shortfalls_of};
use std::path::Path;

/// Results that are kept for a table: more than it has lines.
const KEPT: usize = 100;

pub(super) fn play(
    study: &Survey,
    verb: &str,
    sample: &SampleArgs,
    out: &OutArgs,
    require: &[Requirement],
) -> Result<Played, Failure> {
    play_keeping(study, verb, sample, out, require, false)
}

pub(super) fn play_keeping(
    study: &Survey,
    verb: &str,
    sample: &SampleArgs,
    out: &OutArgs,
    require: &[Requirement],
    keep_all: bool,
) -> Result<Played, Failure> {
    if !sample.quiet {
        shortfalls_of(study).iter().for_each(|note| complain(&report::note_text(note, "")));
    }
    let keep = if out.format == Format::Table && !keep_all { KEPT } else { usize::MAX };
    let progress = Progress::new(study.n_runs().max(1), !sample.quiet && !sample.no_progress);
    let played = match &out.out {
        None => {
            let hear = |done: Done| progress.hear(done.runs, false);
            in_pool(sample.threads, || survey::play(study, require, keep, &hear))?
        }
        Some(path) => {
            let mut manifest = Manifest::new(study, verb, &crate::cli::output::command());
            manifest.require = require.iter().map(Requirement::text).collect();
            play_into(path, study, manifest, out, keep, &progress, sample.threads)?
        }
    };
    progress.finish();
    Ok(played)
}

/// Plays a study into a folder, unless it is there already.
fn play_into(
    path: &Path,
    study: &Survey,
    mut manifest: Manifest,
    out: &OutArgs,
    keep: usize,
    progress: &Progress,
    threads: Option<u16>,
) -> Result<Played, Failure> {
    if out.shard.is_some() && study.precision.is_some() {
        let text = "error: --shard needs a number of replications that is known beforehand: leave --precision out\n";
        return Err(Failure::BadInput(text.to_owned()));
    }
    manifest.shard = out.shard;
    let opening = match (out.resume, out.force) {
        (true, _) => Opening::Resume,
        (_, true) => Opening::Force,
        _ => Opening::New,
    };
    // Before the folder is opened, so that no signal leaves its lock behind.
    let interrupt = Interrupt::watch();
    let folder = Folder::open(path, study, manifest, opening)?;
    if folder.manifest().status == Status::Done {
        complain(&format!("{}: finished already; nothing to do\n", path.display()));
        return Ok(archive::conducted(path, study, folder.manifest(), keep)?);
    }
    for fault in folder.faults() {
        let file = path.join(&fault.file);
        complain(&format!("{}: {}; played again to mend it\n", file.display(), fault.found));
    }
    let hear = |done: Done| progress.hear(done.runs, interrupt.is_asked());
    let conducted = in_pool(threads, || archive::conduct(folder, study, keep, &hear))??;
    if conducted.played.is_stopped {
        progress.finish();
        let of = conducted.of.map_or_else(String::new, |of| format!(" of {of}"));
        let command = conducted.manifest.command_into(path, "--resume");
        let text = format!("interrupted: {}{of} pieces are done and kept; to go on: {command}\n", conducted.pieces);
        return Err(Failure::Interrupted(interrupt.status(), text));
    }
    Ok(conducted.played)
}

/// How the study ends: with a failure where configs could not be played, or a sample is too small.
pub(super) fn ended(played: &Played, survey: &Survey) -> Result<(), Failure> {
    if played.failed > 0 {
        return Err(Failure::SomeFailed(format!(
            "{} of {} configs could not be played, for the reasons given\n",
            played.failed,
            survey.n_configs()
        )));
    }
    some_left_out(survey)?;
    if !played.unmet.is_empty() {
        return Err(Failure::NotReached(format!(
            "not precise enough after {} replications: {}; raise --max-reps, or ask for less (a percentage of 0, and a \
                 number that does not vary, are out of reach)\n",
            played.replications,
            played.unmet.join(", ")
        )));
    }
    Ok(())
}

/// The library has designs that do not fit the scenario.
pub(super) fn some_left_out(survey: &Survey) -> Result<(), Failure> {
    let names: Vec<&str> = survey.left_out.iter().map(|left_out| left_out.design.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Failure::SomeFailed(format!(
        "the scenario cannot be played under {} (table and JSON say why); --designs names those to play\n",
        names.join(", ")
    )))
}
