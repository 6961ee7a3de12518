//! What can go wrong with a folder, and what to do about it.

use parquet::errors::ParquetError;
use std::io;
use std::path::{Path, PathBuf};

/// Something wrong with a file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveError {
    /// Which file or folder.
    pub path: PathBuf,
    /// What was found.
    pub found: String,
    /// What to do.
    pub remedy: String,
}

/// A file that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// What was found instead.
    pub found: String,
}

impl ArchiveError {
    pub(super) fn new(path: &Path, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { path: path.to_owned(), found: found.into(), remedy: remedy.into() }
    }

    /// The system refused to make a folder ready.
    pub(super) fn open(path: &Path, error: &io::Error) -> Self {
        Self::new(path, error.to_string(), "choose a folder that can be made and written to")
    }

    /// The system refused to write.
    pub(super) fn write(path: &Path, error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "free some space; pieces that are done are kept, and --resume continues from them"
            }
            io::ErrorKind::PermissionDenied => "choose a folder that you may write to",
            _ => "pieces that are done are kept, and --resume continues from them",
        };
        Self::new(path, error.to_string(), remedy)
    }

    /// The system refused to read a file of a study.
    pub(super) fn read(path: &Path, error: &io::Error) -> Self {
        Self::damaged(path, error.to_string())
    }

    /// A Parquet file cannot be written.
    pub(super) fn parquet(path: &Path, error: &ParquetError) -> Self {
        if let ParquetError::External(cause) = error
            && let Some(error) = cause.downcast_ref()
        {
            return Self::write(path, error);
        }
        Self::damaged(path, error.to_string())
    }

    /// A file that is not what it was when it was written.
    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::new(path, what, "the file is damaged: the command of the study, with --resume, writes it again")
    }

    /// A manifest that does not say what the folder holds.
    pub(super) fn manifest(path: &Path, what: impl Into<String>) -> Self {
        Self::new(path, what, "the manifest is damaged: run the study again with --force, or into another folder")
    }
}

impl std::fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.found, self.remedy)
    }
}

impl std::error::Error for ArchiveError {}
