//! What reading results folders again shows: whether they hold, and how two differ.

use crate::archive::{FolderDiff, Verified};
use crate::report::json::SCHEMA;
use crate::report::study_text::{change_text, fields_json, fields_text};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// What doing a folder again showed, as text.
pub fn verified_text(folder: &Path, verified: &Verified) -> String {
    let Verified { fingerprint, is_exact, rows, replayed, values, configs, table_rows, files, differences, remedy } =
        verified;
    let mut text = format!("{}: fingerprint {fingerprint}\n", folder.display());
    text += &format!("{files} files have their checksums\n");
    let what = if *is_exact { "configs solved again" } else { "rows replayed" };
    text += &format!("{replayed} of {rows} {what}, {values} values compared bit for bit\n");
    match configs {
        _ if *is_exact => {}
        0 => text += "tables and series checked by checksum only: no config was replayed in full\n",
        _ => text += &format!("{configs} configs replayed in full, {table_rows} rows of tables and series compared\n"),
    }
    differences.iter().for_each(|difference| text += &format!("differs: {difference}\n"));
    match remedy {
        Some(command) => text += &format!("to repair: {command}\n"),
        None => text += "all the same: certified\n",
    }
    text
}

/// The same as JSON.
pub fn verified_json(verified: &Verified) -> String {
    let value = serde_json::json!({
        "schema": SCHEMA,
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

/// Writes what differs between two folders, as text.
///
/// # Errors
/// What `out` says.
pub fn write_diff_text(diff: &FolderDiff, out: &mut dyn Write) -> io::Result<()> {
    for (name, one, other) in &diff.studies {
        out.write_all(change_text(name, one, other).as_bytes())?;
    }
    for (arm, fields) in &diff.scenarios {
        write!(out, "{arm}: {} fields differ\n{}", fields.len(), fields_text(fields))?;
    }
    if diff.studies.is_empty() && diff.scenarios.is_empty() {
        writeln!(out, "the same study")?;
    }
    writeln!(out, "{} of {} values moved by more than noise (p < 0.01, Holm)", diff.moved.len(), diff.compared)?;
    for moved in &diff.moved {
        let name = format!("  {}: {}", moved.config, moved.metric);
        out.write_all(change_text(&name, &moved.one.to_string(), &moved.other.to_string()).as_bytes())?;
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

/// Writes the same as JSON.
///
/// # Errors
/// What `out` says.
pub fn write_diff_json(diff: &FolderDiff, out: &mut dyn Write) -> io::Result<()> {
    let study =
        |(name, one, other): &(String, String, String)| serde_json::json!({ "name": name, "one": one, "other": other });
    let scenario =
        |(arm, fields): &(String, Vec<_>)| serde_json::json!({ "design": arm, "fields": fields_json(fields) });
    let value = DiffJson {
        compared: diff.compared,
        moved: (diff.moved.iter())
            .map(|m| MovedJson { config: &m.config, metric: &m.metric, one: m.one, other: m.other, p_holm: m.p_holm })
            .collect(),
        scenarios: diff.scenarios.iter().map(scenario).collect(),
        schema: SCHEMA,
        studies: diff.studies.iter().map(study).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &value)?;
    out.write_all(b"\n")
}
