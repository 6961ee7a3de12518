//! Opens scenarios and designs, from the library or from disk. Of what people write, nothing else below the command line reads files.

use crate::scenario::{DESIGNS, SCENARIOS, design_named, scenario_named};
use crate::text::{Mistake, Source};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest file that is read of what people write, in MiB.
const LARGEST: u64 = 1;

pub(super) fn open_scenario(name: &str) -> Result<(Arc<Source>, PathBuf), Mistake> {
    let path = Path::new(name);
    if !path.exists()
        && let Some(entry) = scenario_named(name)
    {
        return Ok((Source::new(format!("scenarios/{}.ron", entry.name), entry.text), PathBuf::new()));
    }
    let known: Vec<&str> = SCENARIOS.iter().map(|entry| entry.name).collect();
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    Ok((read(path, "scenario", LARGEST, &known)?, folder))
}

pub(super) fn open_design(name: &str, folder: &Path) -> Result<Arc<Source>, Mistake> {
    if let Some(entry) = design_named(name) {
        return Ok(Source::new(format!("scenarios/designs/{}.ron", entry.name), entry.text));
    }
    let known: Vec<&str> = DESIGNS.iter().map(|entry| entry.name).collect();
    read(&folder.join(name), "design", LARGEST, &known)
        .map_err(|mistake| Mistake { path: "design".to_owned(), ..mistake })
}

/// Reads a text file of at most 1 MiB; `what` says in a mistake what it should have been.
///
/// # Errors
/// A mistake that says why it cannot be read.
pub fn read_text(path: &Path, what: &str) -> Result<Arc<Source>, Mistake> {
    read(path, what, LARGEST, &[])
}

/// Reads a text file of at most 64 MiB, as a table of points may take.
///
/// # Errors
/// A mistake that says why it cannot be read.
pub fn read_table_text(path: &Path) -> Result<Arc<Source>, Mistake> {
    read(path, "table", 64, &[])
}

fn read(path: &Path, what: &str, most_mib: u64, known: &[&str]) -> Result<Arc<Source>, Mistake> {
    let shown = path.display().to_string();
    let wrong = |found: String| {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut allowed = format!("a {what} file of at most {most_mib} MiB of UTF-8 text");
        if !known.is_empty() {
            allowed += &format!(", or one of the library: {}", known.join(", "));
        }
        Mistake::new("", found, allowed).with_nearest(&name, known.iter().copied())
    };
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => wrong(format!("no such file, {shown}")),
        _ => wrong(format!("{shown}: {error}")),
    })?;
    if !metadata.is_file() {
        let kind = match metadata.is_dir() {
            true if path.join("manifest.json").exists() => {
                "a directory with results, which report, verify and diff read"
            }
            true => "a directory",
            false => "not an ordinary file",
        };
        return Err(wrong(format!("{shown}: {kind}")));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| wrong(format!("{shown}: {error}")))?;
    file.take((most_mib << 20) + 1).read_to_end(&mut bytes).map_err(|error| wrong(format!("{shown}: {error}")))?;
    if bytes.len() as u64 > most_mib << 20 {
        return Err(wrong(format!("{shown}: {} bytes", metadata.len())));
    }
    match String::from_utf8(bytes) {
        // Some editors put a byte order mark in front.
        Ok(text) => Ok(Source::new(shown, text.strip_prefix('\u{feff}').unwrap_or(&text))),
        Err(error) => Err(wrong(format!("{shown}: no UTF-8 text (byte {})", error.utf8_error().valid_up_to()))),
    }
}
