//! The verbs that read what studies wrote: `merge`, `verify`, `diff`.

use crate::archive::{self, Opening, Status};
use crate::cli::args::TraceFormat;
use crate::cli::interrupt::Interrupt;
use crate::cli::output::{Failure, bad_input, print, print_with};
use crate::cli::study_args::{DiffArgs, MergeArgs, VerifyArgs};
use crate::cli::verbs::in_pool;
use crate::report;
use crate::scenario::{Request, load, scenario_named};
use crate::study::{Done, diff_scenarios};
use crate::text::{printable, printable_json};
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
        TraceFormat::Text => report::verified_text(&args.folder, &verified),
        TraceFormat::Json => report::verified_json(&verified),
    })?;
    if verified.differences.is_empty() { Ok(()) } else { Err(Failure::DoesNotHold) }
}

pub(super) fn diff(args: &DiffArgs) -> Result<(), Failure> {
    let are_folders =
        [&args.one, &args.other].map(|name| Path::new(name).join("manifest.json").symlink_metadata().is_ok());
    match are_folders {
        [true, true] => {
            let diff = archive::diff_folders(Path::new(&args.one), Path::new(&args.other))?;
            let safe = if matches!(args.format, TraceFormat::Json) { printable_json } else { printable };
            print_with(safe, |out| match args.format {
                TraceFormat::Text => report::write_diff_text(&diff, out),
                TraceFormat::Json => report::write_diff_json(&diff, out),
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
