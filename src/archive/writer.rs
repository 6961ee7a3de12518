//! The threads that write what is done while the next is played: one for runs, one for results.

use crate::archive::ArchiveError;
use crate::archive::atomic::write_own;
use crate::archive::names::PARTS;
use crate::archive::outgoing::{Outgoing, Sealed};
use crate::archive::record::Record;
use crate::archive::rows_at::{Mark, RowsAt, Summed};
use crate::archive::runs::RunsForm;
use crate::archive::runs_file::RunsFile;
use crate::archive::series::SeriesFile;
use crate::archive::tables::Tables;
use crate::study::survey::{ConfigRows, Key, PointResult};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// A piece to be written.
pub(super) struct PieceJob {
    pub(super) key: Key,
    pub(super) record: Record,
    pub(super) rows: Vec<ConfigRows>,
    pub(super) order: RowOrder,
}

/// How the rows of a study follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowOrder {
    /// There are none.
    None,
    /// As the pieces do: they go to the file at once.
    Pieces,
    /// Arm by arm, and each piece has rows of all of them: they wait until the point is done.
    Arms,
}

/// Points that are done, and their row groups in the order of configs and replications.
#[derive(Default)]
pub(super) struct Done {
    pub(super) points: Vec<PointResult>,
    pub(super) groups: Vec<Group>,
}

/// A piece with rows in a file of their own, and which of its row groups: one, or all.
pub(super) type Group = (Key, Option<usize>);

/// The files of a study on their way.
pub(super) struct Results {
    /// Where there are runs.
    pub(super) runs: Option<RunsFile>,
    pub(super) series: SeriesFile,
    pub(super) tables: Tables,
}

/// Writes what is done while the next is played.
pub(super) struct Writer {
    runs: Worker<RunsJob>,
    /// Where this is not a share.
    results: Option<Worker<Vec<PointResult>>>,
    /// Whether no more is to come because all is there.
    is_whole: Arc<AtomicBool>,
}

enum RunsJob {
    Piece(PieceJob),
    /// Rows that are in their place already.
    Keep(Mark),
    Groups(Vec<Group>),
}

/// A thread that does jobs in their order, and leaves files where the study is whole in the end.
struct Worker<J> {
    jobs: SyncSender<J>,
    thread: Thread,
}

type Thread = JoinHandle<Result<Vec<Sealed>, ArchiveError>>;

/// Jobs that may wait for a thread. They hold rows, a few megabytes each: enough to play on while a disk is busy.
const WAITING: usize = 6;

impl Writer {
    /// Starts writing into a folder: pieces, and the files of the study where they are given.
    pub(super) fn start(folder: &Path, mut form: RunsForm, files: Option<Results>) -> Self {
        let folder = folder.to_owned();
        let (mut runs, others) = match files {
            Some(Results { runs, tables, series }) => (runs, Some((tables, series))),
            None => (None, None),
        };
        let is_whole = Arc::new(AtomicBool::new(false));
        let is_runs_whole = is_whole.clone();
        let write_runs = move |jobs: Receiver<RunsJob>| {
            for job in jobs {
                match (job, &mut runs) {
                    (RunsJob::Piece(piece), runs) => write_piece(&folder, &mut form, runs.as_mut(), &piece)?,
                    (RunsJob::Keep(mark), Some(runs)) => runs.keep(&mark)?,
                    (RunsJob::Groups(groups), Some(runs)) => {
                        groups.iter().try_for_each(|(key, which)| runs.append(&rows_path(&folder, *key), *which))?;
                    }
                    (RunsJob::Keep(_) | RunsJob::Groups(_), None) => {}
                }
            }
            // What is not whole is left as it is: rows may stand behind those that were lined up.
            let runs = runs.filter(|_| is_runs_whole.load(Ordering::SeqCst));
            runs.into_iter().map(|runs| runs.finish()?.seal()).collect()
        };
        let write_results = |(mut tables, mut series): (Tables, SeriesFile)| {
            let is_whole = is_whole.clone();
            Worker::start(move |jobs: Receiver<Vec<PointResult>>| {
                for point in jobs.into_iter().flatten() {
                    tables.push(&point)?;
                    series.push(point)?;
                }
                if !is_whole.load(Ordering::SeqCst) {
                    return Ok(Vec::new());
                }
                let files = tables.finish()?.into_iter().chain([series.finish()?]);
                files.map(Outgoing::seal).collect()
            })
        };
        Self { runs: Worker::start(write_runs), results: others.map(write_results), is_whole }
    }

    /// Takes a piece; false where the thread has stopped.
    pub(super) fn put(&self, piece: PieceJob) -> bool {
        self.runs.jobs.send(RunsJob::Piece(piece)).is_ok()
    }

    /// Takes rows of a piece that is there already; false where the thread has stopped.
    pub(super) fn keep(&self, key: Key, rows_at: RowsAt) -> bool {
        let job = match rows_at {
            RowsAt::Nowhere => return true,
            RowsAt::OwnFile(_) => RunsJob::Groups(vec![(key, None)]),
            RowsAt::SharedFile(mark) => RunsJob::Keep(mark),
        };
        self.runs.jobs.send(job).is_ok()
    }

    /// Takes points that are done; false where a thread has stopped.
    pub(super) fn push(&self, Done { points, groups }: Done) -> bool {
        (groups.is_empty() || self.runs.jobs.send(RunsJob::Groups(groups)).is_ok())
            && self.results.as_ref().is_none_or(|results| results.jobs.send(points).is_ok())
    }

    /// Ends once everything sent is written: the files of the study, where all of it was sent.
    ///
    /// # Errors
    /// Why a thread has stopped.
    pub(super) fn finish(self, is_whole: bool) -> Result<Vec<Sealed>, ArchiveError> {
        self.is_whole.store(is_whole, Ordering::SeqCst);
        // All are told before one is waited for.
        let threads = [Some(self.runs.end()), self.results.map(Worker::end)];
        // They have no way to panic but a bug of their own.
        let ended = threads
            .into_iter()
            .flatten()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let ended: Vec<_> = ended.collect();
        Ok(ended.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

impl<J: Send + 'static> Worker<J> {
    fn start(work: impl FnOnce(Receiver<J>) -> Result<Vec<Sealed>, ArchiveError> + Send + 'static) -> Self {
        let (jobs, inbox) = sync_channel(WAITING);
        Self { jobs, thread: std::thread::spawn(move || work(inbox)) }
    }

    /// Sends no more.
    fn end(self) -> Thread {
        self.thread
    }
}

/// Writes the rows of a piece, then its record, which says that they are there.
fn write_piece(
    folder: &Path,
    form: &mut RunsForm,
    runs: Option<&mut RunsFile>,
    piece: &PieceJob,
) -> Result<(), ArchiveError> {
    let rows_at = match (runs, piece.order) {
        (_, RowOrder::None) => RowsAt::Nowhere,
        (Some(runs), RowOrder::Pieces) => RowsAt::SharedFile(runs.put(form, &piece.rows)?),
        (_, order) => {
            let path = rows_path(folder, piece.key);
            let groups: Vec<&[ConfigRows]> = match order {
                RowOrder::Arms => piece.rows.chunks(1).collect(),
                _ => vec![&piece.rows],
            };
            let mut sum = Default::default();
            let written = write_own(&path, &mut |out| {
                let mut out = Summed::new(out);
                form.write(&mut out, &groups)?;
                sum = out.sum();
                Ok(())
            });
            written.map_err(|error| ArchiveError::write(&path, &error))?;
            RowsAt::OwnFile(sum)
        }
    };
    let path = record_path(folder, piece.key);
    let written = write_own(&path, &mut |out| piece.record.write(out, &rows_at));
    written.map_err(|error| ArchiveError::write(&path, &error))
}

pub(super) fn rows_path(folder: &Path, (point, first): Key) -> PathBuf {
    folder.join(PARTS).join(format!("{point:08}-{first:012}.parquet"))
}

pub(super) fn record_path(folder: &Path, key: Key) -> PathBuf {
    rows_path(folder, key).with_extension("piece")
}
