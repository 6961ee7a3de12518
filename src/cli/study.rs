//! The verbs that play many configs: `run`, `compare`, `sweep`, `plan`.

use crate::archive::{Finished, Folder, Manifest, Opening, Status};
use crate::cli::args::{Format, TraceFormat};
use crate::cli::exact::limit_of;
use crate::cli::output::{Failure, bad_input, print, print_table};
use crate::cli::progress::Progress;
use crate::cli::study_args::{CompareArgs, OutArgs, PlanArgs, RunArgs, SampleArgs, SeriesArg, SweepArgs};
use crate::cli::study_file::draft_of;
use crate::cli::verbs::{in_pool, request};
use crate::report::{self, SurveyTable};
use crate::scenario::Request;
use crate::simulate::SeriesDetail;
use crate::study::survey::{Arm, Designs, Draft, Engine, InMemory, PointResult, Sampling, Space, Survey, survey};
use crate::study::{Futures, Precision, Requirement, plan_replications, run_report};
use std::convert::Infallible;
use std::time::Instant;

pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let draft = Draft {
        scenarios: vec![request(&args.scenario)],
        detail: SeriesDetail::Quantiles,
        ..draft(&args.sample, Engine::Sampled)
    };
    let survey = prepare(&draft)?;
    let picture = args.plot.picture()?;
    let played = play(&survey, "run", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&args.out) };
    let values = result.arms.first().and_then(|arm| arm.outcome.as_ref().ok());
    let report = run_report(&survey, values.cloned().unwrap_or_default());
    picture.draw(|| report::plot::run_svg(&report))?;
    show(
        args.sample.format,
        &match args.sample.format {
            Format::Table => report::run_table(&report),
            Format::Json => report::run_json(&report),
            Format::Csv => report::run_csv(&report),
        },
    )?;
    too_few(&survey, &played.results)
}

pub(super) fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let scenario = |name: Option<String>| Request { scenario: name, design: None, set: args.set.clone() };
    let mut scenarios: Vec<Request> = args.scenarios.iter().map(|name| scenario(Some(name.clone()))).collect();
    if scenarios.is_empty() {
        scenarios.push(scenario(None));
    }
    let draft = Draft {
        designs: match (args.designs.as_slice(), scenarios.len()) {
            ([], 1) => Designs::Library,
            ([], _) => Designs::Own,
            (names, _) => Designs::named(names),
        },
        baseline: args.baseline.clone(),
        scenarios,
        ..draft(&args.sample, engine(args.exact, args.max_states))
    };
    let survey = prepare(&draft)?;
    let metrics = if args.metric.is_empty() { report::default_metrics(&survey) } else { args.metric.clone() };
    known(&survey, &args.metric)?;
    let picture = args.plot.picture()?;
    let played = play(&survey, "compare", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&args.out) };
    picture.draw(|| report::plot::compare_svg(&survey, result, &metrics, &played.fingerprint))?;
    show(
        args.sample.format,
        &match args.sample.format {
            Format::Table => report::compare_table(&survey, result, &played.fingerprint, &metrics),
            Format::Json => report::survey_json(&survey, &played.results, &played.fingerprint, &[]),
            Format::Csv => report::survey_csv(&survey, &played.results, SurveyTable::Differences),
        },
    )?;
    some_failed(played.failed, &survey)
        .and_then(|()| some_left_out(&survey))
        .and_then(|()| too_few(&survey, &played.results))
}

pub(super) fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let detail = match args.series {
        SeriesArg::None => SeriesDetail::None,
        SeriesArg::Means => SeriesDetail::Means,
        SeriesArg::Quantiles => SeriesDetail::Quantiles,
    };
    let base = Draft { detail, ..draft(&args.sample, engine(args.exact, args.max_states)) };
    let draft = draft_of(args, base)?;
    let survey = prepare(&draft)?;
    let metrics = if args.metric.is_empty() { report::default_metrics(&survey) } else { args.metric.clone() };
    known(&survey, &args.metric)?;
    if args.dry_run {
        let seconds = in_pool(args.sample.threads, || expected_seconds(&survey))?;
        return print(&report::dry_run_text(&survey, seconds, expected_bytes(&survey)));
    }
    let picture = args.plot.picture()?;
    if picture.is_wanted() {
        // Whether there is a picture does not depend on the results.
        report::plot::sweep_svg(&survey, &[], &metrics, &draft.require, "")
            .map_err(|reason| Failure::BadInput(format!("error: --plot: {reason}\n")))?;
    }
    let keep_all = picture.is_wanted();
    let played = play_keeping(&survey, "sweep", &args.sample, &args.out, &draft.require, keep_all)?;
    picture.draw(|| {
        let (results, require) = (&played.results, &draft.require);
        report::plot::sweep_svg(&survey, results, &metrics, require, &played.fingerprint).unwrap_or_default()
    })?;
    if played.results.is_empty() && args.out.shard.is_some() {
        return say_share(&args.out);
    }
    let is_robust = played.futures.are_several();
    let policies = if is_robust { played.futures.policies(&survey, &draft.require) } else { Vec::new() };
    show(
        args.sample.format,
        &match args.sample.format {
            Format::Table => {
                let mut text = report::sweep_table(&survey, &played.results, &played.fingerprint, &metrics);
                if is_robust {
                    text += &report::policies_table(&survey, &policies, &draft.require);
                }
                text
            }
            Format::Json => report::survey_json(&survey, &played.results, &played.fingerprint, &policies),
            Format::Csv => report::survey_csv(&survey, &played.results, SurveyTable::Summary),
        },
    )?;
    some_failed(played.failed, &survey).and_then(|()| some_left_out(&survey))
}

pub(super) fn plan(args: &PlanArgs) -> Result<(), Failure> {
    let designs = if args.designs.is_empty() { Designs::Library } else { Designs::named(&args.designs) };
    let draft = Draft {
        scenarios: vec![request(&args.scenario)],
        designs,
        baseline: args.baseline.clone(),
        axes: Vec::new(),
        sampling: Sampling::Grid,
        replications: args.pilot,
        seed: args.seed,
        confidence: args.confidence,
        detail: SeriesDetail::None,
        precision: None,
        engine: Engine::Sampled,
        require: Vec::new(),
    };
    let survey = prepare(&draft)?;
    known(&survey, std::slice::from_ref(&args.metric))?;
    let picture = args.plot.picture()?;
    let needs =
        in_pool(args.threads, || plan_replications(&survey, &args.metric, args.difference, args.power, &|_| {}))?;
    picture.draw(|| report::plot::plan_svg(&needs))?;
    print(&match args.format {
        TraceFormat::Text => report::plan_text(&needs),
        TraceFormat::Json => report::plan_json(&needs),
    })
}

/// How long the study takes, from a few runs of its first point.
fn expected_seconds(study: &Survey) -> Option<f64> {
    const RUNS: u64 = 512;
    let pilot = Survey {
        space: Space::default(),
        arms: (0..study.arms.len())
            .filter_map(|arm| Some(Arm { scenario: study.valid_scenario(arm, 0).ok()?, ..study.arms[arm].clone() }))
            .collect(),
        replications: study.replications.min(RUNS),
        precision: None,
        baseline: 0,
        ..study.clone()
    };
    if pilot.arms.is_empty() || pilot.engine != Engine::Sampled {
        return None;
    }
    let (start, mut memory) = (Instant::now(), InMemory::default());
    let Ok(()) = survey(&pilot, None, &mut memory, &|_| {});
    let a_run = start.elapsed().as_secs_f64() / pilot.n_runs() as f64;
    Some(a_run * study.n_runs() as f64)
}

/// How large the files become: counts take about a byte, numbers eight.
fn expected_bytes(study: &Survey) -> u64 {
    let a_run: u64 = study.labels().iter().map(|label| if label.is_count { 1 } else { 8 }).sum();
    study.n_runs().saturating_mul(a_run + 4)
}

/// What both `compare` and `sweep` take from their options.
pub(super) fn draft(sample: &SampleArgs, engine: Engine) -> Draft {
    let is_precise = !sample.precision.is_empty();
    Draft {
        scenarios: Vec::new(),
        designs: Designs::Own,
        baseline: None,
        axes: Vec::new(),
        sampling: Sampling::Grid,
        replications: if is_precise { sample.max_reps } else { sample.reps.unwrap_or(10_000) },
        seed: sample.seed.unwrap_or(1),
        confidence: sample.confidence,
        detail: SeriesDetail::Means,
        precision: is_precise.then(|| Precision { targets: sample.precision.clone(), of_differences: true }),
        engine,
        require: Vec::new(),
    }
}

fn engine(is_exact: bool, max_states: Option<u64>) -> Engine {
    if is_exact { Engine::Exact(limit_of(max_states)) } else { Engine::Sampled }
}

pub(super) fn prepare(draft: &Draft) -> Result<Survey, Failure> {
    draft.prepare().map_err(|mistakes| bad_input(&mistakes))
}

/// Refuses metrics that the study does not have.
fn known(survey: &Survey, metrics: &[String]) -> Result<(), Failure> {
    let labels: Vec<String> = survey.labels().iter().map(|label| label.path()).collect();
    let mistakes: Vec<_> = metrics
        .iter()
        .filter(|metric| !labels.contains(metric))
        .map(|metric| {
            let known: Vec<&str> = labels.iter().map(String::as_str).collect();
            let mistake =
                crate::text::Mistake::new("--metric", format!("`{metric}`"), format!("one of {}", known.join(", ")));
            mistake.with_nearest(metric, known.iter().copied())
        })
        .collect();
    if mistakes.is_empty() { Ok(()) } else { Err(bad_input(&mistakes)) }
}

/// What a study showed.
pub(super) struct Played {
    pub(super) results: Vec<PointResult>,
    futures: Futures,
    pub(super) fingerprint: String,
    failed: u64,
}

/// Results of a study in a folder that are kept for the table.
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

fn play_keeping(
    study: &Survey,
    verb: &str,
    sample: &SampleArgs,
    out: &OutArgs,
    require: &[Requirement],
    keep_all: bool,
) -> Result<Played, Failure> {
    let mut manifest = Manifest::new(study, verb, &crate::cli::output::command());
    manifest.require = require.iter().map(Requirement::text).collect();
    let fingerprint = manifest.fingerprint.clone();
    let progress = Progress::new(study.n_runs().max(1), !sample.quiet && !sample.no_progress);
    let hear = |done: u64| progress.done(done);
    let labels: Vec<_> = study.arms.iter().map(|arm| arm.labels()).collect();
    let (mut results, mut futures) = (Vec::new(), Futures::default());
    let failed = match &out.out {
        None => {
            let mut memory = InMemory::default();
            let played: Result<(), Infallible> = in_pool(sample.threads, || survey(study, None, &mut memory, &hear))?;
            let Ok(()) = played;
            results = memory.results;
            results.iter().for_each(|result| futures.push(study, &labels, require, result));
            results.iter().flat_map(|result| &result.arms).filter(|arm| arm.outcome.is_err()).count() as u64
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
            let keep = if sample.format == Format::Table && !keep_all { KEPT } else { usize::MAX };
            let mut also = |result: &PointResult| {
                futures.push(study, &labels, require, result);
                if results.len() < keep {
                    results.push(result.clone());
                }
            };
            let folder = Folder::open(path, study, manifest, opening)?;
            if folder.status() == Status::Done {
                return Err(Failure::Done(format!("{}: finished already; nothing to do\n", path.display())));
            }
            let finished: Finished = in_pool(sample.threads, || folder.conduct(&mut also, &hear))??;
            finished.failed
        }
    };
    progress.finish();
    Ok(Played { results, futures, fingerprint, failed })
}

/// Prints results; headings stand out in tables alone.
fn show(format: Format, text: &str) -> Result<(), Failure> {
    if format == Format::Table { print_table(text) } else { print(text) }
}

fn say_share(out: &OutArgs) -> Result<(), Failure> {
    let folder = out.out.as_ref().map_or_else(String::new, |path| path.display().to_string());
    print(&format!("{folder}: this share is done; snapback merge puts all shares together\n"))
}

/// Some configs could not be played.
fn some_failed(failed: u64, survey: &Survey) -> Result<(), Failure> {
    match failed {
        0 => Ok(()),
        n => Err(Failure::SomeFailed(format!(
            "{n} of {} configs could not be played, for the reasons given\n",
            survey.n_configs()
        ))),
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

/// Says where a sample ended before it was precise.
fn too_few(survey: &Survey, results: &[PointResult]) -> Result<(), Failure> {
    let Some(precision) = &survey.precision else { return Ok(()) };
    let labels: Vec<_> = survey.arms.iter().map(|arm| arm.labels()).collect();
    let base = (survey.arms.len() > 1).then_some(survey.baseline);
    for result in results {
        let arms = result.arms.iter().zip(&labels);
        let known: Vec<_> =
            arms.filter_map(|(arm, labels)| Some((labels.clone(), arm.outcome.as_ref().ok()?.clone()))).collect();
        if !precision.is_reached(&known, base) {
            let text = format!(
                "not precise enough after {} replications: raise --max-reps, or ask for less\n",
                survey.replications
            );
            return Err(Failure::NotReached(text));
        }
    }
    Ok(())
}
