//! The verbs that read what studies wrote: `merge`, `verify`, `diff`.

use crate::archive::{self, FolderDiff, Opening, Status, Verified};
use crate::cli::args::TraceFormat;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::{Failure, bad_input, print, print_with};
use crate::cli::study_args::{DiffArgs, MergeArgs, VerifyArgs};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::scenario::{Request, load, scenario_named};
use crate::study::{Done, diff_scenarios};
use crate::text::{printable, printable_json};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

pub(super) fn merge(args: &MergeArgs) -> Result<(), Failure> {
    let opening = if args.force { Opening::Force } else { Opening::New };
    let interrupt = Interrupt::watch();
    let hear = |_: Done| if interrupt.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let finished = archive::merge(&args.shares, &args.out, opening, &mut |_| {}, &hear)?;
    let manifest = &finished.manifest;
    if manifest.status == Status::Unfinished {
        let command = manifest.command_into(&args.out, "--resume");
        let text = format!("interrupted; to go on: {command}\n");
        return Err(Failure::Interrupted(interrupt.status(), text));
    }
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
    let Verified { fingerprint, is_exact, rows, replayed, values, configs, table_rows, files, differences, remedy } =
        verified;
    let mut text = format!("{}: fingerprint {fingerprint}\n", folder.display());
    text += &format!("{files} files hold what was written\n");
    let what = if *is_exact { "configs solved again" } else { "rows played again" };
    text += &format!("{replayed} of {rows} {what}, {values} values compared bit for bit\n");
    match configs {
        _ if *is_exact => {}
        0 => text += "tables and series compared with their sums alone: no config was played again whole\n",
        _ => {
            text += &format!("{configs} configs played again whole, {table_rows} rows of tables and series compared\n")
        }
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
    let are_folders =
        [&args.one, &args.other].map(|name| Path::new(name).join("manifest.json").symlink_metadata().is_ok());
    match are_folders {
        [true, true] => {
            let diff = archive::diff_folders(Path::new(&args.one), Path::new(&args.other))?;
            let safe = if matches!(args.format, TraceFormat::Json) { printable_json } else { printable };
            print_with(safe, |out| match args.format {
                TraceFormat::Text => folders_text(&diff, out),
                TraceFormat::Json => folders_json(&diff, out),
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

fn folders_text(diff: &FolderDiff, out: &mut dyn Write) -> io::Result<()> {
    for (name, one, other) in &diff.studies {
        out.write_all(report::change_text(name, one, other).as_bytes())?;
    }
    for (arm, fields) in &diff.scenarios {
        write!(out, "{arm}: {} fields differ\n{}", fields.len(), report::fields_text(fields))?;
    }
    if diff.studies.is_empty() && diff.scenarios.is_empty() {
        writeln!(out, "the same study")?;
    }
    writeln!(out, "{} of {} values moved by more than noise (p < 0.01, Holm)", diff.moved.len(), diff.compared)?;
    for moved in &diff.moved {
        let name = format!("  {}: {}", moved.config, moved.metric);
        out.write_all(report::change_text(&name, &moved.one.to_string(), &moved.other.to_string()).as_bytes())?;
    }
    Ok(())
}

/// A difference of folders as JSON.
#[derive(Serialize)]
struct DiffJson<'a> {
    compared: u64,
    moved: Vec<MovedJson<'a>>,
    scenarios: Vec<serde_json::Value>,
    schema: u32,
    studies: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    config: &'a str,
    metric: &'a str,
    one: f64,
    other: f64,
    p_holm: f64,
}

fn folders_json(diff: &FolderDiff, out: &mut dyn Write) -> io::Result<()> {
    let study =
        |(name, one, other): &(String, String, String)| serde_json::json!({ "name": name, "one": one, "other": other });
    let scenario =
        |(arm, fields): &(String, Vec<_>)| serde_json::json!({ "design": arm, "fields": report::fields_json(fields) });
    let value = DiffJson {
        compared: diff.compared,
        moved: (diff.moved.iter())
            .map(|m| MovedJson { config: &m.config, metric: &m.metric, one: m.one, other: m.other, p_holm: m.p_holm })
            .collect(),
        scenarios: diff.scenarios.iter().map(scenario).collect(),
        schema: 1,
        studies: diff.studies.iter().map(study).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &value)?;
    out.write_all(b"\n")
}
