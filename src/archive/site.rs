//! What is in a folder before a study goes there, and how the results of one make room for another.

use crate::archive::whole::beside;
use crate::archive::{ArchiveError, Manifest, Status};
use crate::report::POLICIES;
use std::path::Path;

/// Files that a study may have written.
const FILES: [&str; 7] =
    [RUNS, "series.parquet", "summary.csv", "differences.csv", "survival.csv", "ranking.csv", POLICIES];

/// One row a run.
pub(super) const RUNS: &str = "runs.parquet";

/// Refuses a folder that holds anything but what a study leaves there.
pub(super) fn refuse_strangers(path: &Path) -> Result<(), ArchiveError> {
    let entries = std::fs::read_dir(path).map_err(|error| ArchiveError::open(path, &error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name != "parts" && name != "lock" && name != "manifest.json.part" {
            let found = format!("holds `{}`, and no manifest.json of a study", name.to_string_lossy());
            return Err(ArchiveError::new(path, found, "choose a new folder"));
        }
    }
    Ok(())
}

/// Removes the results of a study, and nothing else; killed on the way, it leaves an unfinished study.
pub(super) fn clear(path: &Path) -> Result<(), ArchiveError> {
    if let Ok(manifest) = Manifest::read(path) {
        Manifest { status: Status::Unfinished, ..manifest }.write(path)?;
    }
    for name in FILES {
        for file in [path.join(name), beside(&path.join(name))] {
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ArchiveError::write(&file, &error));
                }
                _ => {}
            }
        }
    }
    let parts = path.join("parts");
    match std::fs::remove_dir_all(&parts) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(ArchiveError::write(&parts, &error)),
        _ => Ok(()),
    }
}
