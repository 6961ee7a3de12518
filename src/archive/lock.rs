//! One process a folder.

use crate::archive::ArchiveError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The right to write into a folder. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    /// Who holds it, where another process does.
    pub(super) fn take(folder: &Path) -> Result<Self, ArchiveError> {
        let path = folder.join("lock");
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(|error| ArchiveError::open(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
                let found = format!("held by {holder}");
                return Err(ArchiveError::new(folder, found, "wait until it has ended, or choose another folder"));
            }
            Err(TryLockError::Error(error)) => return Err(ArchiveError::open(&path, &error)),
        }
        let holder = format!("process {}", std::process::id());
        let written = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
        written.map_err(|error| ArchiveError::open(&path, &error))?;
        Ok(Self { path, _file: file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Left behind it does no harm: the lock itself goes with the file handle.
        let _ = std::fs::remove_file(&self.path);
    }
}
