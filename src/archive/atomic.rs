//! Files that are there whole or not at all.

use crate::archive::plain::{self, Kind};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What may be done with a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// Another takes its place.
    Replace,
}

/// Whether a file can be written at a path: nothing is there, or an ordinary file that may be replaced.
///
/// # Errors
/// What stands in the way; links are not followed.
pub(crate) fn check_target(path: &Path, existing: Existing) -> io::Result<()> {
    match Kind::of(path)? {
        Kind::Nothing => {}
        Kind::File if existing == Existing::Replace => {}
        Kind::File => return Err(there_already()),
        Kind::Folder => return Err(io::Error::other("a directory; name a file")),
        Kind::Other(what) => return Err(io::Error::other(format!("{what}; name a file"))),
    }
    let (part, _) = plain::start_beside(path)?;
    std::fs::remove_file(part)
}

fn there_already() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "there already; --force replaces it, or name another file")
}

/// Writes a file that somebody asked for: beside its place, and moved there when it is on disk.
///
/// # Errors
/// What the system says; then nothing is left of the attempt, and a file that was there stays as it was.
pub(crate) fn write_whole(
    path: &Path,
    existing: Existing,
    writes: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    check_target(path, existing)?;
    let (part, file) = plain::start_beside(path)?;
    let written = fill(file, writes).and_then(|()| match existing {
        Existing::Replace => std::fs::rename(&part, path),
        Existing::Keep => place(&part, path),
    });
    if written.is_err() {
        // What is left of a file that cannot be finished is of no use.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Moves a file to a place where nothing is.
fn place(part: &Path, path: &Path) -> io::Result<()> {
    match std::fs::hard_link(part, path) {
        Ok(()) => std::fs::remove_file(part),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(there_already()),
        // Not every disk gives a file two names.
        Err(_) if Kind::of(path)? == Kind::Nothing => std::fs::rename(part, path),
        Err(_) => Err(there_already()),
    }
}

/// Writes a file of a results folder: beside its place, and moved there when it is on disk.
pub(super) fn write_own(path: &Path, writes: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let part = beside(path);
    let written = plain::start(&part).and_then(|file| fill(file, writes)).and_then(|()| publish(path));
    if written.is_err() {
        // What is left of a file that cannot be finished is of no use.
        let _ = plain::remove(&part);
    }
    written
}

fn fill(file: File, writes: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    writes(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()
}

/// Moves a file of a results folder from beside its place into it.
pub(super) fn publish(path: &Path) -> io::Result<()> {
    match Kind::of(path)? {
        Kind::Nothing | Kind::File => std::fs::rename(beside(path), path),
        Kind::Folder => Err(io::Error::other("a folder, where a file is to go")),
        Kind::Other(what) => Err(io::Error::other(what)),
    }
}

/// Where a file of a results folder is written before it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
