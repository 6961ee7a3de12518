//! A study in a folder: pieces as they are done, files when all are there.

use crate::archive::lock::Lock;
use crate::archive::record::{decode, encode};
use crate::archive::runs::RunsForm;
use crate::archive::series::SeriesFile;
use crate::archive::tables::Tables;
use crate::archive::whole::beside;
use crate::archive::{ArchiveError, FileEntry, Manifest, Shard, Status, write_whole};
use crate::report::SurveyTable;
use crate::simulate::Want;
use crate::study::survey::{ConfigRows, Engine, Key, Piece, PointResult, Store, Survey, survey};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// What may be in the folder already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Nothing.
    New,
    /// The same study, unfinished or done.
    Resume,
    /// Any study: it is replaced.
    Force,
}

/// A folder that a study is written to.
pub struct Folder {
    path: PathBuf,
    manifest: Manifest,
    survey: Survey,
    form: RunsForm,
    writer: Option<Writer>,
    pieces: Vec<(Key, usize)>,
    failed: u64,
    /// Points that are done and not yet with the writer.
    finished: Vec<PointResult>,
    found: Status,
    _lock: Lock,
}

/// What a finished study left.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The manifest.
    pub manifest: Manifest,
    /// Configs that could not be played.
    pub failed: u64,
}

/// Files that a study may have written.
const FILES: [&str; 6] =
    ["runs.parquet", "series.parquet", "summary.csv", "differences.csv", "survival.csv", "ranking.csv"];

impl Folder {
    /// Opens a folder for a study.
    ///
    /// # Errors
    /// [`ArchiveError`] where something else is there, another process holds it, or it cannot be written.
    pub fn open(path: &Path, survey: &Survey, manifest: Manifest, opening: Opening) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(path).map_err(|error| ArchiveError::write(path, &error))?;
        let lock = Lock::take(path)?;
        let (found, mut before) = (path.join("manifest.json").exists(), Status::Unfinished);
        match opening {
            _ if !found => refuse_strangers(path)?,
            Opening::New => {
                let found = "the results of a study are here already";
                let remedy = "--resume goes on with it, --force replaces it, or choose another folder";
                return Err(ArchiveError::new(path, found, remedy));
            }
            Opening::Force => clear(path)?,
            Opening::Resume => {
                let other = Manifest::read(path)?;
                before = other.status;
                if other.fingerprint != manifest.fingerprint || other.shard != manifest.shard {
                    let found = format!("another study is here: {}", other.command);
                    let remedy = "name its folder, or choose another one for this study";
                    return Err(ArchiveError::new(path, found, remedy));
                }
            }
        }
        if before == Status::Done {
            // Killed in the last moment, a finished study still has its pieces.
            let _ = std::fs::remove_dir_all(path.join("parts"));
        } else {
            std::fs::create_dir_all(path.join("parts")).map_err(|error| ArchiveError::write(path, &error))?;
            manifest.write(path)?;
        }
        let form = RunsForm::new(survey, &manifest)
            .map_err(|error| ArchiveError::new(path, error.to_string(), "give the parties other names"))?;
        Ok(Self {
            path: path.to_owned(),
            survey: survey.clone(),
            writer: None,
            form,
            manifest,
            pieces: Vec::new(),
            failed: 0,
            finished: Vec::new(),
            found: before,
            _lock: lock,
        })
    }

    /// What was in the folder when it was opened.
    pub fn status(&self) -> Status {
        self.found
    }

    /// Conducts the study, or the share of it that the manifest names, and puts its files together.
    ///
    /// # Errors
    /// [`ArchiveError`]; pieces that are done stay.
    pub fn conduct(
        mut self,
        also: &mut dyn FnMut(&PointResult),
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Finished, ArchiveError> {
        let study = self.survey.clone();
        let share = self.manifest.shard.map(|shard| shard.tasks(study.tasks().len()));
        let is_share = share.is_some();
        let results = match is_share {
            true => None,
            false => Some(Results {
                series: SeriesFile::create(&self.path.join("series.parquet"), &study, &self.manifest)?,
                tables: Tables::create(&self.path, &study)?,
            }),
        };
        self.writer = Some(Writer::start(&self.path, self.form.clone(), results));
        let conducted = survey(&study, share, &mut Hearing { folder: &mut self, also }, progress);
        let conducted = conducted.and_then(|()| self.send_finished());
        let written = self.writer.take().map_or(Ok(()), Writer::finish);
        // What stopped the writer is the cause of what stopped the study.
        written.and(conducted)?;
        if is_share {
            self.manifest.status = Status::Shared;
            self.manifest.write(&self.path)?;
            return Ok(Finished { failed: 0, manifest: self.manifest });
        }
        self.assemble()
    }

    fn send_finished(&mut self) -> Result<(), ArchiveError> {
        let finished = std::mem::take(&mut self.finished);
        self.send(Job::Results(finished))
    }

    /// Hands something to the writer.
    fn send(&mut self, job: Job) -> Result<(), ArchiveError> {
        if self.writer.as_ref().is_some_and(|writer| writer.jobs.send(job).is_ok()) {
            return Ok(());
        }
        // The writer has stopped: its own error says why.
        Err(self
            .writer
            .take()
            .and_then(|writer| writer.finish().err())
            .unwrap_or_else(|| ArchiveError::new(&self.path, "the writer has stopped", "run again with --resume")))
    }

    fn assemble(mut self) -> Result<Finished, ArchiveError> {
        let mut names: Vec<&str> = SurveyTable::of(&self.survey).into_iter().map(SurveyTable::file_name).collect();
        names.push("series.parquet");
        if self.survey.engine == Engine::Sampled {
            let pieces = in_order(&self.path, &self.pieces, self.survey.arms.len());
            self.form.assemble(&self.path.join("runs.parquet"), &pieces)?;
            names.push("runs.parquet");
        }
        names.sort_unstable();
        let mut files = Vec::new();
        for name in names {
            let path = self.path.join(name);
            std::fs::rename(beside(&path), &path).map_err(|error| ArchiveError::write(&path, &error))?;
            files.push(FileEntry::of(&self.path, name)?);
        }
        self.manifest.files = files;
        self.manifest.failed = self.failed;
        self.manifest.status = Status::Done;
        self.manifest.write(&self.path)?;
        let parts = self.path.join("parts");
        std::fs::remove_dir_all(&parts).map_err(|error| ArchiveError::write(&parts, &error))?;
        Ok(Finished { failed: self.failed, manifest: self.manifest })
    }
}

/// Row groups in the order of configs and replications.
///
/// A piece of one point has a row group for each arm, a piece of whole points a single one.
fn in_order(folder: &Path, pieces: &[(Key, usize)], n_arms: usize) -> Vec<(PathBuf, Option<usize>)> {
    let mut ordered = Vec::new();
    for point in pieces.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
        let in_arms = point.iter().any(|(_, n_groups)| *n_groups == n_arms && n_arms > 1);
        for arm in 0..if in_arms { n_arms } else { 1 } {
            ordered.extend(point.iter().map(|(key, _)| (rows_path(folder, *key), in_arms.then_some(arm))));
        }
    }
    ordered
}

fn rows_path(folder: &Path, (point, first): Key) -> PathBuf {
    folder.join("parts").join(format!("{point:08}-{first:012}.parquet"))
}

fn record_path(folder: &Path, key: Key) -> PathBuf {
    rows_path(folder, key).with_extension("piece")
}

/// A folder that also shows its results to somebody.
struct Hearing<'a> {
    folder: &'a mut Folder,
    also: &'a mut dyn FnMut(&PointResult),
}

impl Store for Hearing<'_> {
    type Error = ArchiveError;

    fn want(&self) -> Want {
        Want::Rows
    }

    fn fetch(&mut self, key: Key) -> Result<Option<Piece>, ArchiveError> {
        let path = record_path(&self.folder.path, key);
        let piece = match std::fs::read(&path) {
            Ok(bytes) => decode(&path, &self.folder.manifest.fingerprint, &bytes)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ArchiveError::read(&path, &error)),
        };
        self.folder.pieces.push((key, n_groups(&piece, self.folder.survey.arms.len())));
        Ok(Some(piece))
    }

    fn put(&mut self, key: Key, piece: &Piece, rows: Vec<ConfigRows>) -> Result<(), ArchiveError> {
        let n_arms = self.folder.survey.arms.len();
        self.folder.pieces.push((key, n_groups(piece, n_arms)));
        let record = encode(&self.folder.manifest.fingerprint, piece);
        let in_arms = n_groups(piece, n_arms) > 1;
        self.folder.send(Job::Piece { key, record, rows, in_arms })
    }

    fn finish(&mut self, result: PointResult) -> Result<(), ArchiveError> {
        self.folder.failed += result.arms.iter().filter(|arm| arm.outcome.is_err()).count() as u64;
        (self.also)(&result);
        self.folder.finished.push(result);
        if self.folder.finished.len() < MOST_FINISHED { Ok(()) } else { self.folder.send_finished() }
    }
}

fn n_groups(piece: &Piece, n_arms: usize) -> usize {
    match piece {
        Piece::Points(_) => 1,
        Piece::Part(_) => n_arms,
    }
}

/// Something to be written.
enum Job {
    /// A piece.
    Piece { key: Key, record: Vec<u8>, rows: Vec<ConfigRows>, in_arms: bool },
    /// Points that are done.
    Results(Vec<PointResult>),
}

/// The files of results on their way.
struct Results {
    series: SeriesFile,
    tables: Tables,
}

/// Writes what is done while the next is played.
struct Writer {
    jobs: SyncSender<Job>,
    thread: JoinHandle<Result<(), ArchiveError>>,
}

/// Jobs that may wait for the writer: they hold rows, so few.
const WAITING: usize = 2;
/// Points that may wait to be sent.
const MOST_FINISHED: usize = 64;

impl Writer {
    fn start(folder: &Path, form: RunsForm, mut results: Option<Results>) -> Self {
        let (jobs, inbox): (SyncSender<Job>, Receiver<Job>) = sync_channel(WAITING);
        let folder = folder.to_owned();
        let thread = std::thread::spawn(move || {
            for job in inbox {
                match (job, &mut results) {
                    (Job::Piece { key, record, rows, in_arms }, _) => {
                        write_piece(&folder, &form, key, &record, &rows, in_arms)?;
                    }
                    (Job::Results(finished), Some(results)) => {
                        for result in &finished {
                            results.series.push(result)?;
                            results.tables.push(result)?;
                        }
                    }
                    (Job::Results(_), None) => {}
                }
            }
            let Some(results) = results else { return Ok(()) };
            results.series.finish()?;
            results.tables.finish()
        });
        Self { jobs, thread }
    }

    fn finish(self) -> Result<(), ArchiveError> {
        drop(self.jobs);
        // The writer has no way to panic but a bug of its own.
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Writes the rows of a piece, then its record, which says that it is there.
fn write_piece(
    folder: &Path,
    form: &RunsForm,
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

impl Shard {
    /// The tasks of the share, of so many in all.
    pub fn tasks(self, n_tasks: usize) -> std::ops::Range<usize> {
        let cut = |k: u32| (n_tasks as u64 * u64::from(k) / u64::from(self.of)) as usize;
        cut(self.number - 1)..cut(self.number)
    }
}

/// Refuses a folder that holds anything but what a study leaves there.
fn refuse_strangers(path: &Path) -> Result<(), ArchiveError> {
    let entries = std::fs::read_dir(path).map_err(|error| ArchiveError::read(path, &error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name != "parts" && name != "lock" && name != "manifest.json.part" {
            let found = format!("holds `{}`, which is no result of a study", name.to_string_lossy());
            return Err(ArchiveError::new(path, found, "choose a new folder"));
        }
    }
    Ok(())
}

/// Removes the results of a study, and nothing else; killed on the way, it leaves an unfinished study.
fn clear(path: &Path) -> Result<(), ArchiveError> {
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
