//! A study conducted into a folder, and what it showed.

use crate::archive::{ArchiveError, Folder, Manifest, Status, read_first_results, read_policies};
use crate::study::Progress;
use crate::study::survey::{Gathering, Played, Survey};
use std::path::Path;

/// A study in a folder: what it showed, and how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Conducted {
    /// What it showed.
    pub played: Played,
    /// The manifest.
    pub manifest: Manifest,
    /// Pieces that are done.
    pub pieces: usize,
    /// Pieces of all of it or of the share, where their number is known beforehand.
    pub of: Option<usize>,
}

/// Conducts the study of an open folder, or the share of it that its manifest names, and keeps the first `keep` of its
/// points. Where `progress` stops it, it ends after the piece under way, unfinished, and can be resumed.
///
/// # Errors
/// [`ArchiveError`]; pieces that are done stay.
pub fn conduct(
    folder: Folder,
    study: &Survey,
    keep: usize,
    progress: &Progress<'_>,
) -> Result<Conducted, ArchiveError> {
    let mut gathering = Gathering::new(study, keep);
    let finished = folder.conduct(&mut |result| gathering.take(result), progress)?;
    let is_stopped = finished.manifest.status == Status::Unfinished;
    let n_tasks = || study.tasks().len();
    let of = || finished.manifest.shard.map_or_else(n_tasks, |shard| shard.tasks(n_tasks()).len());
    Ok(Conducted {
        played: Played { failed: finished.failed, is_stopped, ..gathering.end(finished.policies) },
        of: study.precision.is_none().then(of),
        pieces: finished.pieces,
        manifest: finished.manifest,
    })
}

/// What a finished study in a folder showed.
///
/// # Errors
/// [`ArchiveError`] where its results cannot be read.
pub fn conducted(path: &Path, study: &Survey, manifest: &Manifest, keep: usize) -> Result<Played, ArchiveError> {
    let mut gathering = Gathering::new(study, keep);
    let (.., results) = read_first_results(path, gathering.needed() as u64)?;
    results.iter().for_each(|result| gathering.take(result));
    Ok(Played { failed: manifest.failed, ..gathering.end(read_policies(path, study)?) })
}
