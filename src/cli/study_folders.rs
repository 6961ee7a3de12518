//! The verbs that read what studies wrote: `merge`, `verify`, `diff`.

use crate::archive::{self, FolderDiff, Opening, Verified};
use crate::cli::args::TraceFormat;
use crate::cli::output::{Failure, bad_input, print};
use crate::cli::study_args::{DiffArgs, MergeArgs, VerifyArgs};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::scenario::{Request, load, scenario_named};
use crate::study::diff_scenarios;
use std::path::Path;

pub(super) fn merge(args: &MergeArgs) -> Result<(), Failure> {
    let opening = if args.force { Opening::Force } else { Opening::New };
    let finished = archive::merge(&args.shares, &args.out, opening, &mut |_| {})?;
    let manifest = &finished.manifest;
    print(&format!(
        "{}: {} shares, {} configs, fingerprint {}\n",
        args.out.display(),
        args.shares.len(),
        manifest.configs,
        manifest.fingerprint
    ))?;
    match finished.failed {
        0 => Ok(()),
        n => Err(Failure::SomeFailed(format!("{n} configs could not be played; their reasons are in summary.csv\n"))),
    }
}

pub(super) fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let verified = in_pool(args.threads, || archive::verify(&args.folder, args.rows, args.seed))??;
    print(&match args.format {
        TraceFormat::Text => verified_text(&args.folder, &verified),
        TraceFormat::Json => verified_json(&verified),
    })?;
    if verified.differences.is_empty() { Ok(()) } else { Err(Failure::DoesNotHold) }
}

fn verified_text(folder: &Path, verified: &Verified) -> String {
    let Verified { fingerprint, is_exact, rows, replayed, values, configs, table_rows, files, differences, remedy } = verified;
    let mut text = format!("{}: fingerprint {fingerprint}\n", folder.display());
    text += &format!("{files} files hold what was written\n");
    let what = if *is_exact { "configs solved again" } else { "rows played again" };
    text += &format!("{replayed} of {rows} {what}, {values} values compared bit for bit\n");
    match configs {
        _ if *is_exact => text += &format!("{table_rows} rows of tables and series compared\n"),
        0 => text += "tables and series compared with their sums alone: no config was played again whole\n",
        _ => text += &format!("{configs} configs played again whole, {table_rows} rows of tables and series compared\n"),
    }
    differences.iter().for_each(|difference| text += &format!("differs: {difference}\n"));
    match remedy {
        Some(command) => text += &format!("to put it right: {command}\n"),
        None => text += "all the same: certified\n",
    }
    text
}

fn verified_json(verified: &Verified) -> String {
    let value = serde_json::json!({
        "schema": 1,
        "fingerprint": verified.fingerprint,
        "engine": if verified.is_exact { "exact" } else { "sampled" },
        "rows": verified.rows,
        "replayed": verified.replayed,
        "values": verified.values,
        "configs": verified.configs,
        "table_rows": verified.table_rows,
        "files": verified.files,
        "certified": verified.differences.is_empty(),
        "differences": verified.differences,
        "remedy": verified.remedy,
    });
    format!("{value:#}\n")
}

pub(super) fn diff(args: &DiffArgs) -> Result<(), Failure> {
    let are_folders = [&args.one, &args.other].map(|name| Path::new(name).join("manifest.json").is_file());
    match are_folders {
        [true, true] => {
            let diff = archive::diff_folders(Path::new(&args.one), Path::new(&args.other))?;
            print(&match args.format {
                TraceFormat::Text => folders_text(&diff),
                TraceFormat::Json => folders_json(&diff),
            })
        }
        [false, false] => {
            let open = |name: &String| load(&Request { scenario: Some(name.clone()), ..Request::default() });
            let (one, other) = (open(&args.one), open(&args.other));
            let (one, other) = match (one, other) {
                (Ok(one), Ok(other)) => (one, other),
                (one, other) => {
                    let mistakes = [one.err(), other.err()].into_iter().flatten().flatten().collect::<Vec<_>>();
                    return Err(bad_input(&mistakes));
                }
            };
            let fields = diff_scenarios(&one, &other);
            print(&match args.format {
                TraceFormat::Text if fields.is_empty() => "no field differs\n".to_owned(),
                TraceFormat::Text => format!("{} fields differ\n{}", fields.len(), report::fields_text(&fields)),
                TraceFormat::Json => {
                    format!("{:#}\n", serde_json::json!({ "schema": 1, "fields": report::fields_json(&fields) }))
                }
            })
        }
        [true, false] => Err(no_folder(&args.other)),
        [false, true] => Err(no_folder(&args.one)),
    }
}

/// Why something is no results folder, where the other side is one.
fn no_folder(name: &str) -> Failure {
    let found = match std::fs::metadata(name) {
        Ok(file) if file.is_dir() => "a folder without a manifest.json",
        Ok(_) => "a file",
        Err(_) if scenario_named(name).is_some() => "a scenario of the library",
        Err(_) => "does not exist",
    };
    Failure::BadInput(format!(
        "error: {name}: {found}; the other side is a results folder: name two folders that --out has written, or two scenarios\n"
    ))
}

fn folders_text(diff: &FolderDiff) -> String {
    let mut text = String::new();
    for (name, one, other) in &diff.studies {
        text += &report::change_text(name, one, other);
    }
    for (arm, fields) in &diff.scenarios {
        text += &format!("{arm}: {} fields differ\n{}", fields.len(), report::fields_text(fields));
    }
    if diff.studies.is_empty() && diff.scenarios.is_empty() {
        text += "the same study\n";
    }
    text += &format!("{} of {} values moved by more than noise (p < 0.01, Holm)\n", diff.moved.len(), diff.compared);
    for moved in &diff.moved {
        let name = format!("  {}: {}", moved.config, moved.metric);
        text += &report::change_text(&name, &moved.one.to_string(), &moved.other.to_string());
    }
    text
}

fn folders_json(diff: &FolderDiff) -> String {
    let studies: Vec<_> = diff
        .studies
        .iter()
        .map(|(name, one, other)| serde_json::json!({ "name": name, "one": one, "other": other }))
        .collect();
    let scenarios: Vec<_> = diff
        .scenarios
        .iter()
        .map(|(arm, fields)| serde_json::json!({ "design": arm, "fields": report::fields_json(fields) }))
        .collect();
    let moved: Vec<_> = diff
        .moved
        .iter()
        .map(|m| {
            serde_json::json!({ "config": m.config, "metric": m.metric, "one": m.one, "other": m.other, "p_holm": m.p_holm })
        })
        .collect();
    let value = serde_json::json!({
        "schema": 1, "studies": studies, "scenarios": scenarios, "compared": diff.compared, "moved": moved,
    });
    format!("{value:#}\n")
}
