//! The verb `report`: one page with everything.

use crate::archive::{Manifest, is_own, read_policies, read_results};
use crate::cli::args::Format;
use crate::cli::output::{Failure, bad_input, command, print};
use crate::cli::picture::Target;
use crate::cli::play::{play, some_left_out};
use crate::cli::study::{draft, prepare_sample};
use crate::cli::study_args::{OutArgs, ReportArgs, SampleArgs};
use crate::cli::verbs::in_pool;
use crate::exact::Limit;
use crate::metric::Label;
use crate::report::{HtmlReport, SourceNote, html_report};
use crate::scenario::{DEFAULT_SCENARIO, Request, Scenario, design_named, read_text, scenario_named};
use crate::simulate::SeriesDetail;
use crate::study::survey::{Designs, Draft, Engine, PointResult, Survey};
use crate::study::{Policy, Requirement, parse_requirement, solve};
use crate::text::Mistake;
use std::io::Write;
use std::path::Path;

/// States that are solved for the exact column, over all designs.
const MOST_STATES: u64 = 200_000;

pub(super) fn report(args: &ReportArgs) -> Result<(), Failure> {
    let target = Target::at(&args.out, args.force)?;
    let folder =
        args.source.as_ref().map(Path::new).filter(|path| path.join("manifest.json").symlink_metadata().is_ok());
    let (survey, results, fingerprint, command, require, policies) = match folder {
        Some(folder) => {
            refuse_options(args, folder)?;
            let (manifest, survey, results) = read_results(folder)?;
            let require: Vec<Requirement> =
                manifest.require.iter().filter_map(|text| parse_requirement(text).ok()).collect();
            let again = again(&manifest);
            (survey, results, manifest.fingerprint, again, require, read_policies(folder)?)
        }
        None => played(args)?,
    };
    let exact = in_pool(args.sample.threads, || exact_values(&survey))?;
    let page = html_report(&HtmlReport {
        survey: &survey,
        results: &results,
        fingerprint: &fingerprint,
        command: &command,
        require: &require,
        policies: policies.as_deref().unwrap_or_default(),
        exact: &exact,
        notes: &notes(&survey, args.source.as_deref()),
    });
    target.write(&mut |out| out.write_all(page.as_bytes()))?;
    print(&format!("{}: {} kB, fingerprint {fingerprint}\n", args.out.display(), page.len() / 1000))?;
    some_left_out(&survey)
}

/// How the study is played again; what no command of this program could be is not passed on as one.
fn again(manifest: &Manifest) -> String {
    let command = match is_own(&manifest.command) {
        true => format!("{} --out results", manifest.command),
        false => "(the folder's record of its command is none of this program)".to_owned(),
    };
    format!("{command}\nsnapback report results --out report.html")
}

/// Refuses what would change the study: a folder holds one that has been played.
fn refuse_options(args: &ReportArgs, folder: &Path) -> Result<(), Failure> {
    let ReportArgs { source: _, out: _, force: _, designs, baseline, set, sample } = args;
    let SampleArgs { reps, seed, threads: _, confidence, precision, max_reps, quiet: _, no_progress: _ } = sample;
    let given = [
        ("--designs", !designs.is_empty()),
        ("--baseline", baseline.is_some()),
        ("--set", !set.is_empty()),
        ("--reps", reps.is_some()),
        ("--seed", seed.is_some()),
        ("--confidence", confidence.is_some()),
        ("--precision", !precision.is_empty()),
        ("--max-reps", max_reps.is_some()),
    ];
    let found = format!("beside the results folder {}, whose study has been played", folder.display());
    let allowed = "with a folder only --out, --force, --threads, --quiet and --no-progress";
    let mistakes: Vec<Mistake> = (given.iter())
        .filter(|(_, is_given)| *is_given)
        .map(|(name, _)| Mistake::new(*name, found.clone(), allowed))
        .collect();
    if mistakes.is_empty() { Ok(()) } else { Err(bad_input(&mistakes)) }
}

type Parts = (Survey, Vec<PointResult>, String, String, Vec<Requirement>, Option<Vec<Policy>>);

/// Plays the scenario, under its own design or several.
fn played(args: &ReportArgs) -> Result<Parts, Failure> {
    let designs = if args.designs.is_empty() { Designs::Own } else { Designs::named(&args.designs) };
    let draft = Draft {
        scenarios: vec![Request { scenario: args.source.clone(), design: None, set: args.set.clone() }],
        detail: if designs == Designs::Own { SeriesDetail::Quantiles } else { SeriesDetail::Means },
        designs,
        baseline: args.baseline.clone(),
        adds_baseline: true,
        ..draft(&args.sample, Engine::Sampled)
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let nowhere = OutArgs { format: Format::Table, out: None, resume: false, force: false, shard: None };
    let played = play(&survey, "report", &args.sample, &nowhere, &[])?;
    // The same page wherever it is written: `command` leaves its place out, which the verb needs.
    let again = format!("{} --out report.html", command());
    Ok((survey, played.results, played.fingerprint, again, Vec::new(), None))
}

/// Exact values of every arm that is small enough, where nothing varies.
fn exact_values(survey: &Survey) -> Vec<Option<Vec<(Label, f64)>>> {
    if !survey.space.axes.is_empty() || survey.engine != Engine::Sampled {
        return Vec::new();
    }
    let limit = Limit { states: MOST_STATES / survey.arms.len() as u64 };
    let solved = survey.arms.iter().map(|arm| {
        let solved = solve(&arm.scenario, limit, |_| {}).ok()?;
        Some(solved.metrics.into_iter().filter_map(|row| Some((row.label, row.estimate.mean?))).collect())
    });
    solved.collect()
}

/// What scenario and designs say of themselves.
fn notes(survey: &Survey, source: Option<&str>) -> Vec<SourceNote> {
    let scenario = &survey.arms[survey.baseline].scenario;
    let mut notes = vec![SourceNote {
        name: scenario.name().to_owned(),
        about: scenario.about().to_owned(),
        source: String::new(),
        assumed: assumed(&text_of(source.unwrap_or(DEFAULT_SCENARIO), scenario)),
    }];
    for arm in &survey.arms {
        let mechanism = &arm.scenario.agreement().mechanism;
        notes.push(SourceNote {
            name: arm.scenario.design().to_owned(),
            about: mechanism.about.clone(),
            source: mechanism.source.clone(),
            assumed: design_named(arm.scenario.design()).map_or_else(Vec::new, |design| assumed(design.text)),
        });
    }
    notes
}

/// The text of a scenario with its comments, where it can be found.
fn text_of(name: &str, scenario: &Scenario) -> String {
    if let Some(entry) = scenario_named(name) {
        return entry.text.to_owned();
    }
    if let Ok(source) = read_text(Path::new(name), "scenario") {
        return source.text.clone();
    }
    let same =
        crate::scenario::SCENARIOS.iter().find(|entry| entry.text.contains(&format!("name: \"{}\"", scenario.name())));
    same.map_or_else(String::new, |entry| entry.text.to_owned())
}

/// The lines of a text whose comment says that they are assumed.
fn assumed(text: &str) -> Vec<String> {
    let is_assumed = |line: &&str| line.split_once("//").is_some_and(|(_, comment)| comment.contains("assumed"));
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().filter(is_assumed).map(plain).collect()
}
