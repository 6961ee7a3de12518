//! The verbs that play many configs: `run`, `compare`, `sweep`, `plan`.

use crate::cli::args::{Format, TraceFormat};
use crate::cli::output::{Failure, bad_input, complain, print, print_table, print_with};
use crate::cli::play::{ended, play, play_keeping};
use crate::cli::study_args::{CompareArgs, OutArgs, PlanArgs, RunArgs, SampleArgs, SeriesArg, SweepArgs};
use crate::cli::verbs::{in_pool, request};
use crate::exact::Limit;
use crate::metric::Label;
use crate::report;
use crate::scenario::Request;
use crate::simulate::SeriesDetail;
use crate::study::survey::{
    Designs, Draft, Engine, Played, Sampling, Survey, SweepOptions, expected_bytes, expected_seconds, find_metrics,
};
use crate::study::{Requirement, plan_replications, ready, run_report};
use crate::tables::{SurveyTable, write_survey_csv};
use crate::text::{Mistake, printable, printable_json};
use std::time::Instant;

pub(super) fn run(args: &RunArgs) -> Result<(), Failure> {
    let draft = Draft {
        scenarios: vec![request(&args.scenario)],
        detail: SeriesDetail::Quantiles,
        ..options(&args.sample, Engine::Sampled).base()
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let picture = args.plot.picture(args.out.force)?;
    let played = play(&survey, "run", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&survey, &played, &args.out) };
    let Some(Ok(values)) = result.arms.first().map(|arm| &arm.outcome) else {
        // Why it cannot be played says which status that is.
        ready(&survey.arms[0].scenario)?;
        return ended(&played, &survey);
    };
    let report = run_report(&survey, values.clone());
    picture.draw(|| report::plot::run_svg(&report))?;
    show(
        args.out.format,
        &match args.out.format {
            Format::Table => report::run_table(&report),
            Format::Json => report::run_json(&report),
            Format::Csv => report::run_csv(&report),
        },
    )?;
    ended(&played, &survey)
}

pub(super) fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let strategic = args.conduct.strategic;
    let scenario = |name: Option<String>| Request { scenario: name, design: None, set: args.set.clone(), strategic };
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
        ..options(&args.sample, engine(args.exact, args.max_states)).base()
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let asked = find_metrics(&survey, &args.metric).map_err(|mistakes| bad_input(&mistakes))?;
    let metrics = if asked.is_empty() { report::default_metrics(&survey) } else { asked };
    let picture = args.plot.picture(args.out.force)?;
    let played = play(&survey, "compare", &args.sample, &args.out, &[])?;
    let Some(result) = played.results.last() else { return say_share(&survey, &played, &args.out) };
    picture.draw(|| report::plot::compare_svg(&survey, result, &metrics, &played.fingerprint))?;
    match args.out.format {
        Format::Table => print_table(&report::compare_table(&survey, result, &played.fingerprint, &metrics)),
        format => print_results(format, &survey, &played, SurveyTable::Differences),
    }?;
    ended(&played, &survey)
}

pub(super) fn sweep(args: &SweepArgs) -> Result<(), Failure> {
    let draft = asked_of(args).draft().map_err(|mistakes| bad_input(&mistakes))?;
    let survey = prepare_sample(&draft, &args.sample)?;
    let asked = find_metrics(&survey, &args.metric).map_err(|mistakes| bad_input(&mistakes))?;
    let metrics = if asked.is_empty() { sweep_metrics(&survey, &draft.require) } else { asked };
    remark_on_sample(&survey, args);
    if args.dry_run {
        let seconds = {
            let start = Instant::now();
            in_pool(args.sample.threads, || expected_seconds(&survey, &|| start.elapsed()))?
        };
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
    ended(&played, &survey)
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
            "note: {n} points of a Sobol' sequence are not balanced; use a power of two, such as {near}\n"
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
        replications: args.pilot,
        seed: args.seed,
        confidence: args.confidence,
        detail: SeriesDetail::None,
        ..Draft::default()
    };
    let survey = prepare(&draft)?;
    let metric = match find_metrics(&survey, std::slice::from_ref(&args.metric))
        .map_err(|mistakes| bad_input(&mistakes))?
        .as_slice()
    {
        [metric] => metric.clone(),
        several => {
            let found = format!("`{}`, which names several metrics", args.metric);
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
    let faults = survey.faults(0..tried);
    match faults.first() {
        None => Ok(()),
        Some((config, reason)) => Err(Failure::SomeFailed(format!(
            "{} of the first {tried} configs cannot be played; config {config}: {reason}\n",
            faults.len()
        ))),
    }
}

/// What a sweep is asked for.
fn asked_of(args: &SweepArgs) -> SweepOptions {
    SweepOptions {
        scenario: args.scenario.clone(),
        set: args.set.clone(),
        strategic: args.conduct.strategic,
        axes: args.vary.iter().chain(&args.lever).chain(&args.uncertainty).cloned().collect(),
        sampling: match (args.zip, args.latin_hypercube, args.sobol) {
            (true, ..) => Some(Sampling::Zip),
            (_, Some(n), _) => Some(Sampling::LatinHypercube(n)),
            (.., Some(n)) => Some(Sampling::Sobol(n)),
            _ => None,
        },
        table: args.table.clone(),
        designs: args.designs.clone(),
        baseline: args.baseline.clone(),
        require: args.require.clone(),
        detail: match args.series {
            SeriesArg::None => SeriesDetail::None,
            SeriesArg::Means => SeriesDetail::Means,
            SeriesArg::Quantiles => SeriesDetail::Quantiles,
        },
        ..options(&args.sample, engine(args.exact, args.max_states))
    }
}

/// How the sample is drawn.
pub(super) fn options(sample: &SampleArgs, engine: Engine) -> SweepOptions {
    SweepOptions {
        replications: sample.reps,
        max_replications: sample.max_reps,
        seed: sample.seed,
        confidence: sample.confidence,
        precision: sample.precision.clone(),
        accounts: sample.accounts,
        engine,
        ..SweepOptions::default()
    }
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
        let text = "error: --max-reps needs --precision; use --reps for a fixed number\n";
        return Err(Failure::BadInput(text.to_owned()));
    }
    Ok(survey)
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
    print(&format!("{folder}: this shard is done; `snapback merge` joins all shards\n"))?;
    ended(played, survey)
}
