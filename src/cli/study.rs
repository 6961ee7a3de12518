//! The verbs that play many configs: `run`, `compare`, `sweep`, `plan`.

use crate::cli::args::{Format, TraceFormat};
use crate::cli::output::{Failure, bad_input, complain, print, print_table, print_with};
use crate::cli::play::{Played, play, play_keeping};
use crate::cli::study_args::{CompareArgs, OutArgs, PlanArgs, RunArgs, SampleArgs, SeriesArg, SweepArgs};
use crate::cli::study_file::draft_of;
use crate::cli::verbs::{in_pool, request};
use crate::exact::Limit;
use crate::metric::{Label, SeriesKind, Storage, series_points};
use crate::report;
use crate::scenario::Request;
use crate::simulate::SeriesDetail;
use crate::study::survey::{Arm, Designs, Draft, Engine, InMemory, Sampling, Space, Survey, survey};
use crate::study::{Precision, Requirement, plan_replications, run_report};
use crate::tables::{SurveyTable, write_survey_csv};
use crate::text::{Mistake, printable, printable_json};
use std::time::Instant;

pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let draft = Draft {
        scenarios: vec![request(&args.scenario)],
        detail: SeriesDetail::Quantiles,
        ..draft(&args.sample, Engine::Sampled)
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let picture = args.plot.picture(args.out.force)?;
    let played = play(&survey, "run", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&survey, &played, &args.out) };
    let values = result.arms.first().and_then(|arm| arm.outcome.as_ref().ok());
    let report = run_report(&survey, values.cloned().unwrap_or_default());
    picture.draw(|| report::plot::run_svg(&report))?;
    show(
        args.out.format,
        &match args.out.format {
            Format::Table => report::run_table(&report),
            Format::Json => report::run_json(&report),
            Format::Csv => report::run_csv(&report),
        },
    )?;
    played.ended(&survey)
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
        adds_baseline: true,
        scenarios,
        ..draft(&args.sample, engine(args.exact, args.max_states))
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let asked = known(&survey, &args.metric)?;
    let metrics = if asked.is_empty() { report::default_metrics(&survey) } else { asked };
    let picture = args.plot.picture(args.out.force)?;
    let played = play(&survey, "compare", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&survey, &played, &args.out) };
    picture.draw(|| report::plot::compare_svg(&survey, result, &metrics, &played.fingerprint))?;
    match args.out.format {
        Format::Table => print_table(&report::compare_table(&survey, result, &played.fingerprint, &metrics)),
        format => print_results(format, &survey, &played, SurveyTable::Differences),
    }?;
    played.ended(&survey)
}

pub(super) fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let detail = match args.series {
        SeriesArg::None => SeriesDetail::None,
        SeriesArg::Means => SeriesDetail::Means,
        SeriesArg::Quantiles => SeriesDetail::Quantiles,
    };
    let base = Draft { detail, ..draft(&args.sample, engine(args.exact, args.max_states)) };
    let draft = draft_of(args, base)?;
    let survey = prepare_sample(&draft, &args.sample)?;
    let asked = known(&survey, &args.metric)?;
    let metrics = if asked.is_empty() { sweep_metrics(&survey, &draft.require) } else { asked };
    remark_on_sample(&survey, args);
    if args.dry_run {
        let seconds = in_pool(args.sample.threads, || expected_seconds(&survey))?;
        print(&report::dry_run_text(&survey, seconds, expected_bytes(&survey)))?;
        return can_be_played(&survey);
    }
    let picture = args.plot.picture(args.out.force)?;
    if picture.is_wanted() {
        // Whether there is a picture does not depend on the results.
        report::plot::sweep_svg(&survey, &[], &metrics, &draft.require, "")
            .map_err(|reason| Failure::BadInput(format!("error: --plot: {reason}; --format csv shows more\n")))?;
    }
    let keep_all = picture.is_wanted();
    let played = play_keeping(&survey, "sweep", &args.sample, &args.out, &draft.require, keep_all)?;
    picture.draw(|| {
        let (results, require) = (&played.results, &draft.require);
        report::plot::sweep_svg(&survey, results, &metrics, require, &played.fingerprint).unwrap_or_default()
    })?;
    if played.results.is_empty() && args.out.shard.is_some() {
        return say_share(&survey, &played, &args.out);
    }
    match args.out.format {
        Format::Table => {
            let mut text = report::sweep_table(&survey, &played.results, &played.fingerprint, &metrics);
            if let Some(policies) = &played.policies {
                text += &report::policies_table(&survey, policies, &draft.require);
            }
            print_table(&text)
        }
        format => print_results(format, &survey, &played, SurveyTable::Summary),
    }?;
    played.ended(&survey)
}

/// A Sobol' sequence is balanced where its points are a power of two.
fn remark_on_sample(survey: &Survey, args: &SweepArgs) {
    if let Sampling::Sobol(n) = survey.space.sampling
        && !n.is_power_of_two()
        && !args.sample.quiet
    {
        let below = 1_u64 << n.ilog2();
        let near = format!("{below} or {}", 2 * below);
        complain(&format!(
            "note: {n} points of a Sobol' sequence are not evenly spread; a power of two is, such as {near}\n"
        ));
    }
}

/// What a sweep shows unless it is asked for something else: what designs are judged by comes first.
fn sweep_metrics(survey: &Survey, require: &[Requirement]) -> Vec<Label> {
    let mut metrics: Vec<Label> = Vec::new();
    let required = require.iter().filter_map(|requirement| survey.metric(&requirement.metric).cloned());
    for metric in required.chain(report::default_metrics(survey)) {
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    metrics
}

pub(super) fn plan(args: &PlanArgs) -> Result<(), Failure> {
    let designs = if args.designs.is_empty() { Designs::Library } else { Designs::named(&args.designs) };
    let draft = Draft {
        scenarios: vec![request(&args.scenario)],
        designs,
        baseline: args.baseline.clone(),
        adds_baseline: true,
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
    let metric = match known(&survey, std::slice::from_ref(&args.metric))?.as_slice() {
        [metric] => metric.clone(),
        several => {
            let found = format!("`{}`, which is several", args.metric);
            let mistake = Mistake::new(
                "--metric",
                found,
                format!("one of {}", several.iter().map(Label::path).collect::<Vec<_>>().join(", ")),
            );
            return Err(bad_input(&[mistake]));
        }
    };
    let picture = args.plot.picture()?;
    let needs = in_pool(args.threads, || plan_replications(&survey, &metric, args.difference, args.power, &|_| {}))?;
    picture.draw(|| report::plot::plan_svg(&needs))?;
    print(&match args.format {
        TraceFormat::Text => report::plan_text(&needs),
        TraceFormat::Json => report::plan_json(&needs),
    })
}

/// Configs that a dry run tries.
const TRIED: u64 = 1000;

/// Whether the first configs can be played.
fn can_be_played(survey: &Survey) -> Result<(), Failure> {
    let tried = survey.n_configs().min(TRIED);
    let fault = |config: u64| {
        let (point, arm) = survey.place(config);
        survey.valid_scenario(arm, point).err().map(|reason| format!("config {config}: {reason}"))
    };
    let faults: Vec<String> = (0..tried).filter_map(fault).collect();
    match faults.first() {
        None => Ok(()),
        Some(first) => {
            let n = faults.len();
            Err(Failure::SomeFailed(format!("{n} of the first {tried} configs cannot be played; {first}\n")))
        }
    }
}

/// How long the study takes on the current threads: a pilot tells what a point takes, and what each replication adds.
fn expected_seconds(study: &Survey) -> Option<f64> {
    let arms: Vec<Arm> = (0..study.arms.len())
        .filter_map(|arm| Some(Arm::new(study.arms[arm].label.clone(), study.valid_scenario(arm, 0).ok()?)))
        .collect();
    if arms.is_empty() || study.engine != Engine::Sampled {
        return None;
    }
    let pilot = Survey { space: Space::default(), arms, precision: None, baseline: 0, ..study.clone() };
    let seconds = |replications: u64| {
        let (start, mut memory) = (Instant::now(), InMemory::default());
        let Ok(()) = survey(&Survey { replications, ..pilot.clone() }, None, &mut memory, &|_| {});
        start.elapsed().as_secs_f64()
    };
    let (few, many) = (study.replications.min(256), study.replications.min(1024));
    // The first time, everything is slow.
    let _ = seconds(few);
    let (short, long) = (seconds(few), seconds(many));
    let a_replication = if many > few { (long - short).max(0.0) / (many - few) as f64 } else { 0.0 };
    let a_point = (short - a_replication * few as f64).max(0.0);
    let at_once = if study.is_played_in_parts() { 1 } else { rayon::current_num_threads() };
    let each = a_point / at_once as f64 + a_replication * study.replications as f64;
    Some(each * study.space.n_points() as f64)
}

/// How large the files become: numbers that vary take eight bytes, what has few values half a byte; series and tables
/// come with each config.
fn expected_bytes(study: &Survey) -> u64 {
    let labels = study.labels();
    let numbers = labels.iter().filter(|label| label.spec().storage == Storage::Number);
    let n_numbers = numbers.count() as u64;
    let a_run = 8 * n_numbers + (labels.len() as u64 - n_numbers).div_ceil(2) + 1;
    let points = study.arms.iter().map(|arm| {
        let agreement = arm.scenario.agreement();
        series_points(agreement.horizon.rounds(agreement.round)).1
    });
    let a_point = match study.detail {
        SeriesDetail::None => 0,
        SeriesDetail::Means => 8,
        SeriesDetail::Quantiles => 10,
    };
    let a_series = u64::from(points.max().unwrap_or(0)) * a_point;
    let a_config = SeriesKind::ALL.len() as u64 * a_series + 240 * labels.len() as u64;
    study.n_runs().saturating_mul(a_run).saturating_add(study.n_configs().saturating_mul(a_config))
}

/// What both `compare` and `sweep` take from their options.
pub(super) fn draft(sample: &SampleArgs, engine: Engine) -> Draft {
    let is_precise = !sample.precision.is_empty();
    Draft {
        scenarios: Vec::new(),
        designs: Designs::Own,
        baseline: None,
        adds_baseline: false,
        axes: Vec::new(),
        sampling: Sampling::Grid,
        replications: if is_precise { max_reps(sample) } else { sample.reps.unwrap_or(10_000) },
        seed: sample.seed.unwrap_or(1),
        confidence: sample.confidence.unwrap_or(0.95),
        detail: SeriesDetail::Means,
        precision: is_precise.then(|| Precision { targets: sample.precision.clone(), of_differences: true }),
        engine,
        require: Vec::new(),
    }
}

/// Replications at most, where a precision is asked for.
pub(super) fn max_reps(sample: &SampleArgs) -> u64 {
    sample.max_reps.unwrap_or(1_000_000)
}

/// The limit is part of what a study is, so it is the same on every machine and at any time.
fn engine(is_exact: bool, max_states: Option<u64>) -> Engine {
    let limit = max_states.map_or_else(Limit::default, |states| Limit { states });
    if is_exact { Engine::Exact(limit) } else { Engine::Sampled }
}

fn prepare(draft: &Draft) -> Result<Survey, Failure> {
    draft.prepare().map_err(|mistakes| bad_input(&mistakes))
}

/// The study, where the options of its sample fit it.
pub(super) fn prepare_sample(draft: &Draft, sample: &SampleArgs) -> Result<Survey, Failure> {
    let survey = prepare(draft)?;
    if sample.max_reps.is_some() && survey.precision.is_none() {
        let text =
            "error: --max-reps: nothing says when to stop before; allowed: with --precision; --reps plays so many\n";
        return Err(Failure::BadInput(text.to_owned()));
    }
    Ok(survey)
}

/// The metrics asked for by what they are called in results: `metric` alone stands for that of each party, or of both
/// together where there is one such.
fn known(survey: &Survey, metrics: &[String]) -> Result<Vec<Label>, Failure> {
    let labels = survey.labels();
    let paths: Vec<String> = labels.iter().map(Label::path).collect();
    let (mut found, mut mistakes): (Vec<Label>, Vec<Mistake>) = (Vec::new(), Vec::new());
    for metric in metrics {
        // A table says `welfare, joint`.
        let asked = metric.replace(", ", ".");
        let meant = match survey.metric(&asked) {
            Some(label) => vec![label.clone()],
            None => of_all(&labels, &asked),
        };
        if meant.is_empty() {
            let known: Vec<&str> = paths.iter().map(String::as_str).collect();
            let mistake = Mistake::new("--metric", format!("`{metric}`"), format!("one of {}", known.join(", ")));
            let names = labels.iter().map(|label| label.metric.name());
            mistakes.push(mistake.with_nearest(metric, known.iter().copied().chain(names)));
        }
        found.extend(meant.into_iter().filter(|label| !found.contains(label)).collect::<Vec<_>>());
    }
    if mistakes.is_empty() { Ok(found) } else { Err(bad_input(&mistakes)) }
}

/// What a metric without a party stands for.
fn of_all(labels: &[Label], metric: &str) -> Vec<Label> {
    let of_parties = labels.iter().filter(|label| label.metric.name() == metric && label.commitment.is_none());
    let joint = of_parties.clone().find(|label| label.party.as_deref() == Some("joint"));
    joint.map_or_else(|| of_parties.cloned().collect(), |label| vec![label.clone()])
}

/// Prints the results of many configs, as JSON or as the table that CSV shows.
fn print_results(format: Format, survey: &Survey, played: &Played, table: SurveyTable) -> Result<(), Failure> {
    let Played { results, fingerprint, policies, .. } = played;
    let policies = policies.as_deref().unwrap_or_default();
    let safe = if format == Format::Json { printable_json } else { printable };
    print_with(safe, |out| match format {
        Format::Json => report::write_survey_json(out, survey, results, fingerprint, policies),
        _ => write_survey_csv(out, survey, results, table),
    })
}

/// Prints results; headings stand out in tables alone.
fn show(format: Format, text: &str) -> Result<(), Failure> {
    if format == Format::Table { print_table(text) } else { print(text) }
}

fn say_share(survey: &Survey, played: &Played, out: &OutArgs) -> Result<(), Failure> {
    let folder = out.out.as_ref().map_or_else(String::new, |path| path.display().to_string());
    print(&format!("{folder}: this share is done; snapback merge puts all shares together\n"))?;
    played.ended(survey)
}
