//! A study played, in memory or into a folder, and the status that it ends with.

use crate::archive::{Folder, Manifest, Opening, Shard, Status, read_first_results, read_policies};
use crate::cli::args::Format;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::{Failure, complain};
use crate::cli::progress::Progress;
use crate::cli::study_args::{OutArgs, SampleArgs};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::simulate::Want;
use crate::study::survey::{ConfigRows, Key, Piece, PointResult, Store, Survey, survey};
use crate::study::{Futures, Policy, Requirement, shortfalls_of};
use std::convert::Infallible;
use std::path::Path;

/// What a study showed.
pub(super) struct Played {
    pub(super) results: Vec<PointResult>,
    pub(super) policies: Option<Vec<Policy>>,
    pub(super) fingerprint: String,
    failed: u64,
    /// Targets of precision that some config has not reached.
    unmet: Vec<String>,
    /// Replications of the config that was given most of those that did not reach them.
    replications: u64,
}

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
    let mut manifest = Manifest::new(study, verb, &crate::cli::output::command());
    manifest.require = require.iter().map(Requirement::text).collect();
    if !sample.quiet {
        shortfalls_of(study).iter().for_each(|note| complain(&report::note_text(note, "")));
    }
    let progress = Progress::new(study.n_runs().max(1), !sample.quiet && !sample.no_progress);
    let hear = |done: u64| progress.done(done);
    let keep = if out.format == Format::Table && !keep_all { KEPT } else { usize::MAX };
    let mut listener = Listener {
        study,
        keep,
        played: Played {
            results: Vec::new(),
            policies: None,
            fingerprint: manifest.fingerprint.clone(),
            failed: 0,
            unmet: Vec::new(),
            replications: 0,
        },
    };
    match &out.out {
        None => {
            let mut shown = Shown { listener: &mut listener, futures: Futures::new(study, require.to_vec()) };
            let played: Result<(), Infallible> = in_pool(sample.threads, || survey(study, None, &mut shown, &hear))?;
            let Ok(()) = played;
            let policies = shown.futures.policies(study);
            listener.played.policies = policies;
        }
        Some(path) => {
            if out.shard.is_some() && study.precision.is_some() {
                let text =
                    "error: --shard needs a number of replications that is known beforehand: leave --precision out\n";
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
                return done_before(path, folder.manifest(), listener);
            }
            for fault in folder.faults() {
                let file = path.join(&fault.file);
                complain(&format!("{}: {}; played again to mend it\n", file.display(), fault.found));
            }
            let finished = in_pool(sample.threads, || {
                folder.conduct(&mut |result| listener.take(result), &hear, &|| interrupt.is_asked())
            })??;
            listener.played.policies = finished.policies;
            listener.played.failed = finished.failed;
            if finished.manifest.status == Status::Unfinished {
                progress.finish();
                return Err(interrupted(interrupt.status(), path, study, &finished.manifest, finished.pieces));
            }
        }
    }
    progress.finish();
    Ok(listener.played)
}

/// Hears of each point that is done.
struct Listener<'a> {
    study: &'a Survey,
    keep: usize,
    played: Played,
}

impl Listener<'_> {
    fn take(&mut self, result: &PointResult) {
        let (study, played) = (self.study, &mut self.played);
        played.failed += result.n_failed();
        let (unmet, hopeless) = (study.unmet(result), study.hopeless(result));
        if !unmet.is_empty() {
            let most = result.arms.iter().filter_map(|arm| Some(arm.outcome.as_ref().ok()?.replications)).max();
            played.replications = played.replications.max(most.unwrap_or(0));
        }
        let said = unmet.into_iter().map(|target| match hopeless.contains(&target) {
            true => format!("{} (undefined in every run of a config)", target.text()),
            false => target.text(),
        });
        played.unmet.extend(said.filter(|target| !played.unmet.contains(target)).collect::<Vec<_>>());
        if played.results.len() < self.keep {
            // Only the series of a single config are shown.
            let shown = if study.n_configs() == 1 { result.clone() } else { result.without_series() };
            played.results.push(shown);
        }
    }
}

/// A study that goes to no folder: its results are shown, and nothing is stored.
struct Shown<'a, 'b> {
    listener: &'a mut Listener<'b>,
    futures: Futures,
}

impl Store for Shown<'_, '_> {
    type Error = Infallible;

    fn want(&self) -> Want {
        Want::Sums
    }

    fn fetch(&mut self, _: Key) -> Result<Option<Piece>, Infallible> {
        Ok(None)
    }

    fn put(&mut self, _: Key, _: &Piece, _: Vec<ConfigRows>) -> Result<(), Infallible> {
        Ok(())
    }

    fn finish(&mut self, result: PointResult) -> Result<(), Infallible> {
        self.futures.push(self.listener.study, &result);
        self.listener.take(&result);
        Ok(())
    }
}

/// A finished study resumed: nothing is played, and it shows what it showed and ends as it ended.
fn done_before(path: &Path, manifest: &Manifest, mut listener: Listener<'_>) -> Result<Played, Failure> {
    complain(&format!("{}: finished already; nothing to do\n", path.display()));
    let most = if listener.study.precision.is_some() { usize::MAX } else { listener.keep };
    let (.., results) = read_first_results(path, most as u64)?;
    results.iter().for_each(|result| listener.take(result));
    listener.played.policies = read_policies(path, listener.study)?;
    listener.played.failed = manifest.failed;
    Ok(listener.played)
}

/// A signal ended the study: how far it got, and how it goes on.
fn interrupted(status: u8, path: &Path, study: &Survey, manifest: &Manifest, done: usize) -> Failure {
    let n_tasks = study.tasks().len();
    let total = manifest.shard.map_or(n_tasks, |shard: Shard| shard.tasks(n_tasks).len());
    let of = if study.precision.is_none() { format!(" of {total}") } else { String::new() };
    let command = manifest.command_into(path, "--resume");
    Failure::Interrupted(status, format!("interrupted: {done}{of} pieces are done and kept; to go on: {command}\n"))
}

impl Played {
    /// How the study ends: with a failure where configs could not be played, or a sample is too small.
    pub(super) fn ended(&self, survey: &Survey) -> Result<(), Failure> {
        if self.failed > 0 {
            return Err(Failure::SomeFailed(format!(
                "{} of {} configs could not be played, for the reasons given\n",
                self.failed,
                survey.n_configs()
            )));
        }
        some_left_out(survey)?;
        if !self.unmet.is_empty() {
            return Err(Failure::NotReached(format!(
                "not precise enough after {} replications: {}; raise --max-reps, or ask for less (a percentage of 0, and a \
                 number that does not vary, are out of reach)\n",
                self.replications,
                self.unmet.join(", ")
            )));
        }
        Ok(())
    }
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
