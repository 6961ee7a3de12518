//! The verb `report`: one page with everything.

use crate::archive::{Manifest, is_own, read_policies, read_results};
use crate::cli::args::Format;
use crate::cli::output::{Failure, bad_input, command, print};
use crate::cli::picture::Target;
use crate::cli::play::{play, some_left_out};
use crate::cli::study::{options, prepare_sample};
use crate::cli::study_args::{OutArgs, ReportArgs, SampleArgs};
use crate::cli::verbs::in_pool;
use crate::report::{HtmlReport, html_report};
use crate::scenario::Request;
use crate::simulate::SeriesDetail;
use crate::study::survey::{Designs, Draft, Engine, PointResult, Survey};
use crate::study::{Policy, Requirement, exact_column, parse_requirement, source_notes};
use crate::text::Mistake;
use std::io::Write;
use std::path::Path;

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
            let policies = read_policies(folder, &survey)?;
            (survey, results, manifest.fingerprint, again, require, policies)
        }
        None => played(args)?,
    };
    let exact = in_pool(args.sample.threads, || exact_column(&survey))?;
    let page = html_report(&HtmlReport {
        survey: &survey,
        results: &results,
        fingerprint: &fingerprint,
        command: &command,
        require: &require,
        policies: policies.as_deref().unwrap_or_default(),
        exact: &exact,
        notes: &source_notes(&survey, args.source.as_deref()),
    });
    target.write(&mut |out| out.write_all(page.as_bytes()))?;
    print(&format!("{}: {} kB, fingerprint {fingerprint}\n", args.out.display(), page.len() / 1000))?;
    some_left_out(&survey)
}

/// How the study is played again; what no command of this program could be is not passed on as one.
fn again(manifest: &Manifest) -> String {
    let command = match is_own(&manifest.command) {
        true => format!("{} --out results", manifest.command),
        false => "(the folder records a command of another program)".to_owned(),
    };
    format!("{command}\nsnapback report results --out report.html")
}

/// Refuses what would change the study: a folder holds one that has been played.
fn refuse_options(args: &ReportArgs, folder: &Path) -> Result<(), Failure> {
    let ReportArgs { source: _, out: _, force: _, designs, baseline, set, conduct, sample } = args;
    let SampleArgs { reps, seed, threads: _, confidence, precision, max_reps, accounts, quiet: _, no_progress: _ } =
        sample;
    let given = [
        ("--designs", !designs.is_empty()),
        ("--baseline", baseline.is_some()),
        ("--set", !set.is_empty()),
        ("--strategic", conduct.strategic.is_some()),
        ("--reps", reps.is_some()),
        ("--seed", seed.is_some()),
        ("--confidence", confidence.is_some()),
        ("--precision", !precision.is_empty()),
        ("--max-reps", max_reps.is_some()),
        ("--accounts", *accounts),
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
        scenarios: vec![Request {
            scenario: args.source.clone(),
            design: None,
            set: args.set.clone(),
            strategic: args.conduct.strategic,
        }],
        detail: if designs == Designs::Own { SeriesDetail::Quantiles } else { SeriesDetail::Means },
        designs,
        baseline: args.baseline.clone(),
        adds_baseline: true,
        ..options(&args.sample, Engine::Sampled).base()
    };
    let survey = prepare_sample(&draft, &args.sample)?;
    let nowhere = OutArgs { format: Format::Table, out: None, resume: false, force: false, shard: None };
    let played = play(&survey, "report", &args.sample, &nowhere, &[])?;
    // The same page wherever it is written: `command` leaves its place out, which the verb needs.
    let again = format!("{} --out report.html", command());
    Ok((survey, played.results, played.fingerprint, again, Vec::new(), None))
}
