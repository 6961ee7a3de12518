//! A folder claimed for a study: what is in it before, and how the results of one make room for another.

use crate::archive::atomic::beside;
use crate::archive::lock::Lock;
use crate::archive::names::{FILES, LOCK, MANIFEST, MARK, PARTS, RUNS, SERIES, is_part};
use crate::archive::plain::{self, Kind};
use crate::archive::record::is_record;
use crate::archive::{ArchiveError, Manifest};
use rayon::prelude::*;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Whether a study is in a folder.
///
/// # Errors
/// What the folder holds, where that is neither a study nor nothing: such a folder stays as it is.
fn holds_study(path: &Path) -> Result<bool, ArchiveError> {
    let manifest = path.join(MANIFEST);
    if kind(&manifest)? == Kind::Nothing {
        refuse_strangers(path)?;
        return Ok(false);
    }
    if !(Manifest::is_manifest(&manifest) || has_marks(path)) {
        return Err(foreign(path, MANIFEST, "no manifest of a study"));
    }
    let beside = |name: &str| format!("{name}.part");
    let names = FILES.iter().flat_map(|name| [(*name).to_owned(), beside(name)]);
    for name in names.chain([LOCK.to_owned(), MANIFEST.to_owned(), beside(MANIFEST)]) {
        match kind(&path.join(&name))? {
            Kind::Nothing | Kind::File => {}
            Kind::Folder => return Err(foreign(path, &name, "a folder")),
            Kind::Other(what) => return Err(foreign(path, &name, what)),
        }
    }
    match kind(&path.join(PARTS))? {
        Kind::Nothing => {}
        Kind::Folder => refuse_strange_parts(path)?,
        Kind::File => return Err(foreign(path, PARTS, "a file")),
        Kind::Other(what) => return Err(foreign(path, PARTS, what)),
    }
    Ok(true)
}

/// Takes the lock of a folder, and tells whether a study is there. A folder that is neither a study nor empty is not
/// touched.
///
/// # Errors
/// What the folder holds, or who holds it.
pub(super) fn enter(path: &Path) -> Result<(Lock, bool), ArchiveError> {
    // Without the lock the folder may be seen half written, by somebody who holds it.
    let mut seen = holds_study(path);
    for _ in 0..LOOKS {
        if seen.is_ok() || Lock::is_at(path) {
            break;
        }
        std::thread::sleep(BETWEEN_LOOKS);
        seen = holds_study(path);
    }
    let is_ours = match seen {
        Err(_) if Lock::is_at(path) => true,
        seen => seen?,
    };
    let lock = Lock::take(path, is_ours)?;
    Ok((lock, holds_study(path)?))
}

/// How often a folder is looked at again that is not in order.
const LOOKS: u32 = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// Refuses a folder without a study that holds anything but what a study has there before its manifest.
fn refuse_strangers(path: &Path) -> Result<(), ArchiveError> {
    for entry in entries(path)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = kind(&entry)?;
        let is_ours = kind == Kind::File
            && match name.as_str() {
                // What it says is looked at by who takes it.
                LOCK => true,
                _ => entry == beside(&path.join(MANIFEST)) && Manifest::is_begun(&entry),
            };
        if kind != Kind::Nothing && !is_ours {
            let found = format!("holds `{name}`, and no manifest.json of a study");
            return Err(ArchiveError::new(path, found, "choose a new folder"));
        }
    }
    Ok(())
}

/// Refuses a folder of pieces that holds anything else.
fn refuse_strange_parts(path: &Path) -> Result<(), ArchiveError> {
    for entry in entries(&path.join(PARTS))? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !is_part(&name) || kind(&entry)? != Kind::File {
            return Err(foreign(path, &format!("{PARTS}/{name}"), "no piece of a study"));
        }
    }
    Ok(())
}

/// Whether files of a study are beside a manifest that cannot be read: the word in a Parquet file, or a piece whose sum
/// holds.
fn has_marks(path: &Path) -> bool {
    let is_marked = |name: &str| {
        let mark = || -> std::io::Result<bool> {
            let mut file = plain::open(&path.join(name))?;
            let n = file.metadata()?.len();
            file.seek(SeekFrom::Start(n.saturating_sub(1 << 16)))?;
            let mut tail = Vec::new();
            file.take(1 << 16).read_to_end(&mut tail)?;
            Ok(tail.ends_with(b"PAR1") && tail.windows(MARK.len()).any(|window| window == MARK.as_bytes()))
        };
        mark().unwrap_or(false)
    };
    let is_piece = |entry: &PathBuf| entry.extension().is_some_and(|end| end == "piece") && is_record(entry);
    [SERIES, RUNS].into_iter().any(is_marked)
        || (kind(&path.join(PARTS)).is_ok_and(|kind| kind == Kind::Folder)
            && entries(&path.join(PARTS)).is_ok_and(|entries| entries.iter().take(100).any(is_piece)))
}

/// Removes the results of the study before, whose manifest has been replaced: killed on the way, an unfinished study is
/// left.
pub(super) fn clear(path: &Path) -> Result<(), ArchiveError> {
    for name in FILES {
        for file in [path.join(name), beside(&path.join(name))] {
            plain::remove(&file).map_err(|error| ArchiveError::write(&file, &error))?;
        }
    }
    remove_parts(path)
}

/// Removes the pieces side by side, since the system takes its time to free what each of them held.
pub(super) fn remove_parts(path: &Path) -> Result<(), ArchiveError> {
    let parts = path.join(PARTS);
    if kind(&parts)? != Kind::Folder {
        return Ok(());
    }
    let is_ours = |entry: &PathBuf| entry.file_name().is_some_and(|name| is_part(&name.to_string_lossy()));
    let ours: Vec<PathBuf> = entries(&parts)?.into_iter().filter(is_ours).collect();
    ours.par_iter().try_for_each(|file| plain::remove(file).map_err(|error| ArchiveError::write(file, &error)))?;
    match std::fs::remove_dir(&parts) {
        Ok(()) => Ok(()),
        // What somebody has put there meanwhile stays.
        Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
        Err(error) => Err(ArchiveError::write(&parts, &error)),
    }
}

/// Whether pieces are there already.
pub(super) fn has_parts(path: &Path) -> bool {
    std::fs::read_dir(path.join(PARTS)).is_ok_and(|mut entries| entries.next().is_some())
}

/// Makes the folder of pieces, where there is none.
pub(super) fn make_parts(path: &Path) -> Result<(), ArchiveError> {
    let parts = path.join(PARTS);
    match kind(&parts)? {
        Kind::Folder => Ok(()),
        Kind::Nothing => std::fs::create_dir(&parts).map_err(|error| ArchiveError::open(path, &error)),
        _ => Err(foreign(path, PARTS, "no folder")),
    }
}

fn entries(path: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let entries = std::fs::read_dir(path).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut entries: Vec<PathBuf> = entries.map_err(|error| ArchiveError::open(path, &error))?;
    entries.sort();
    Ok(entries)
}

fn kind(path: &Path) -> Result<Kind, ArchiveError> {
    Kind::of(path).map_err(|error| ArchiveError::open(path, &error))
}

fn foreign(path: &Path, name: &str, what: &str) -> ArchiveError {
    ArchiveError::new(path, format!("holds `{name}`, {what}"), "choose a new folder")
}
