//! A file of results on its way: beside its place, and summed up for the manifest as it is written.

use crate::archive::atomic::{beside, publish};
use crate::archive::plain::{self, Kind};
use crate::archive::sum::{SUM, sum};
use crate::archive::{ArchiveError, FileEntry};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file. Its bytes pass through a buffer that is emptied before the file is sealed.
pub(super) struct Outgoing {
    path: PathBuf,
    file: File,
    bytes: u64,
    /// Of those, bytes that wait for the disk at most.
    behind: usize,
    hash: Sha256,
}

/// Bytes in the buffer.
const AT_ONCE: usize = 1 << 18;

/// Bytes that may wait for the disk, so that at the end of a study few are left to wait for.
const MOST_BEHIND: usize = 1 << 20;

impl Outgoing {
    /// Starts a file that will be at `path`.
    pub(super) fn create(path: &Path) -> io::Result<BufWriter<Self>> {
        Ok(Self::over(path, plain::start(&beside(path))?))
    }

    /// Goes on with a file that will be at `path`, or starts it: what it holds stays until it is written again.
    pub(super) fn resume(path: &Path) -> io::Result<BufWriter<Self>> {
        let part = beside(path);
        let begun = match Kind::of(&part)? {
            Kind::File => Some(plain::open_over(&part)?).filter(plain::has_one_name),
            _ => None,
        };
        Ok(Self::over(path, begun.map_or_else(|| plain::start(&part), Ok)?))
    }

    fn over(path: &Path, file: File) -> BufWriter<Self> {
        let out = Self { path: path.to_owned(), file, bytes: 0, behind: 0, hash: Sha256::new() };
        BufWriter::with_capacity(AT_ONCE, out)
    }

    /// Waits until what was written so far is on disk; its sum.
    pub(super) fn secure(&mut self) -> io::Result<[u8; SUM]> {
        self.file.sync_data()?;
        self.behind = 0;
        Ok(sum(self.hash.clone()))
    }

    /// Waits until all of it is on disk.
    pub(super) fn seal(self) -> Result<Sealed, ArchiveError> {
        // What an interrupted study has left behind the end is of no use.
        let sealed = self.file.set_len(self.bytes).and_then(|()| self.file.sync_all());
        sealed.map_err(|error| ArchiveError::write(&self.path, &error))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Sealed { path: self.path, entry: FileEntry::new(name, self.bytes, self.hash) })
    }
}

/// A file that is on disk, whole and beside its place.
pub(super) struct Sealed {
    path: PathBuf,
    /// What the manifest says of it.
    pub(super) entry: FileEntry,
}

impl Sealed {
    /// Moves it to its place.
    pub(super) fn publish(&self) -> Result<(), ArchiveError> {
        publish(&self.path).map_err(|error| ArchiveError::write(&self.path, &error))
    }
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Before, not after: what comes last is left to the end.
        if self.behind >= MOST_BEHIND {
            self.file.sync_data()?;
            self.behind = 0;
        }
        let n = self.file.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.bytes += n as u64;
        self.behind += n;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The file, all that is in the buffer written.
pub(super) fn flushed(out: BufWriter<Outgoing>) -> io::Result<Outgoing> {
    out.into_inner().map_err(io::IntoInnerError::into_error)
}
