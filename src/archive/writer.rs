//! The thread that writes what is done while the next is played.

use crate::archive::outgoing::Outgoing;
use crate::archive::runs::RunsForm;
use crate::archive::runs_file::RunsFile;
use crate::archive::series::SeriesFile;
use crate::archive::tables::Tables;
use crate::archive::{ArchiveError, write_whole};
use crate::study::survey::{ConfigRows, Key, PointResult};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Something to be written.
pub(super) enum Job {
    /// A piece.
    Piece { key: Key, record: Vec<u8>, rows: Vec<ConfigRows>, in_arms: bool },
    /// Points that are done.
    Results(Done),
}

/// Points that are done, and their row groups in the order of configs and replications.
#[derive(Default)]
pub(super) struct Done {
    pub(super) points: Vec<PointResult>,
    pub(super) groups: Vec<Group>,
}

/// A piece, and which of its row groups: one, or all.
pub(super) type Group = (Key, Option<usize>);

/// The files of results on their way.
pub(super) struct Results {
    /// Where there are runs.
    pub(super) runs: Option<RunsFile>,
    pub(super) series: SeriesFile,
    pub(super) tables: Tables,
}

impl Results {
    /// Ends all files.
    pub(super) fn finish(self) -> Result<Vec<Outgoing>, ArchiveError> {
        let mut files = self.tables.finish()?;
        files.push(self.series.finish()?);
        if let Some(runs) = self.runs {
            files.push(runs.finish()?);
        }
        Ok(files)
    }

    fn push(&mut self, folder: &Path, done: Done) -> Result<(), ArchiveError> {
        if let Some(runs) = &mut self.runs {
            done.groups.iter().try_for_each(|(key, which)| runs.append(&rows_path(folder, *key), *which))?;
        }
        for point in done.points {
            self.tables.push(&point)?;
            self.series.push(point)?;
        }
        Ok(())
    }
}

/// Writes what is done while the next is played.
pub(super) struct Writer {
    pub(super) jobs: SyncSender<Job>,
    thread: JoinHandle<Result<Option<Results>, ArchiveError>>,
}

/// Jobs that may wait for the writer: they hold rows, so few.
const WAITING: usize = 2;

impl Writer {
    pub(super) fn start(folder: &Path, mut form: RunsForm, mut results: Option<Results>) -> Self {
        let (jobs, inbox): (SyncSender<Job>, Receiver<Job>) = sync_channel(WAITING);
        let folder = folder.to_owned();
        let thread = std::thread::spawn(move || {
            for job in inbox {
                match (job, &mut results) {
                    (Job::Piece { key, record, rows, in_arms }, _) => {
                        write_piece(&folder, &mut form, key, &record, &rows, in_arms)?;
                    }
                    (Job::Results(done), Some(results)) => results.push(&folder, done)?,
                    (Job::Results(_), None) => {}
                }
            }
            Ok(results)
        });
        Self { jobs, thread }
    }

    /// The files of results, once everything sent is in them.
    pub(super) fn finish(self) -> Result<Option<Results>, ArchiveError> {
        drop(self.jobs);
        // The writer has no way to panic but a bug of its own.
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Writes the rows of a piece, then its record, which says that it is there.
fn write_piece(
    folder: &Path,
    form: &mut RunsForm,
    key: Key,
    record: &[u8],
    rows: &[ConfigRows],
    in_arms: bool,
) -> Result<(), ArchiveError> {
    let path = rows_path(folder, key);
    let groups: Vec<&[ConfigRows]> = if in_arms { rows.chunks(1).collect() } else { vec![rows] };
    write_whole(&path, &mut |out| form.write(out, &groups)).map_err(|error| ArchiveError::write(&path, &error))?;
    let path = record_path(folder, key);
    write_whole(&path, &mut |out| out.write_all(record)).map_err(|error| ArchiveError::write(&path, &error))
}

pub(super) fn rows_path(folder: &Path, (point, first): Key) -> PathBuf {
    folder.join("parts").join(format!("{point:08}-{first:012}.parquet"))
}

pub(super) fn record_path(folder: &Path, key: Key) -> PathBuf {
    rows_path(folder, key).with_extension("piece")
}
