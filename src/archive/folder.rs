//! A study in a folder: pieces as they are done, files when all are there.

use crate::archive::atomic::beside;
use crate::archive::claim::{clear, enter, has_parts, make_parts, remove_parts};
use crate::archive::contents::remove_strange_files;
use crate::archive::fitting::fits;
use crate::archive::guard::guarded;
use crate::archive::lock::Lock;
use crate::archive::names::{MANIFEST, PARTS, RUNS, SERIES};
use crate::archive::outgoing::{Outgoing, Sealed, flushed};
use crate::archive::plain;
use crate::archive::record::{LARGEST, Record, decode};
use crate::archive::rows_at::{RowsAt, Written};
use crate::archive::runs::RunsForm;
use crate::archive::runs_file::RunsFile;
use crate::archive::series::SeriesFile;
use crate::archive::sum::{hashed, sum};
use crate::archive::tables::Tables;
use crate::archive::writer::{Done, PieceJob, Results, RowOrder, Writer, record_path, rows_path};
use crate::archive::{ArchiveError, Fault, Manifest, Shard, Status};
use crate::simulate::Want;
use crate::study::survey::{ConfigRows, Engine, Key, Piece, PointResult, Store, Survey, survey};
use crate::study::{Futures, Policy, Progress, parse_requirement};
use crate::tables::{POLICIES, policies_csv};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

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
    n_pieces: usize,
    failed: u64,
    futures: Futures,
    order: RowOrder,
    /// Pieces of the points under way whose rows wait for the point.
    pieces: Vec<Key>,
    /// What was left of `runs.parquet` on its way.
    written: Option<Written>,
    /// What is not yet with the writer.
    finished: Done,
    faults: Vec<Fault>,
    _lock: Lock,
}

/// What a study left; its manifest says whether it is finished.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The manifest.
    pub manifest: Manifest,
    /// Configs that could not be played.
    pub failed: u64,
    /// Pieces that are done.
    pub pieces: usize,
    /// How policies do across futures, where they can be judged.
    pub policies: Option<Vec<Policy>>,
}

/// Configs that may wait to be sent to the writer.
const MOST_FINISHED: usize = 16;

impl Folder {
    /// Opens a folder for a study.
    ///
    /// # Errors
    /// [`ArchiveError`] where something else is there, another process holds it, or it cannot be written.
    pub fn open(path: &Path, survey: &Survey, mut manifest: Manifest, opening: Opening) -> Result<Self, ArchiveError> {
        std::fs::create_dir_all(path).map_err(|error| ArchiveError::open(path, &error))?;
        let (lock, found) = enter(path)?;
        let mut faults = Vec::new();
        match opening {
            _ if !found => {}
            Opening::New => {
                let found = "the results of a study are here already";
                let remedy = "--resume goes on with it, --force replaces it, or choose another folder";
                return Err(ArchiveError::new(path, found, remedy));
            }
            Opening::Force => {
                manifest.write(path)?;
                clear(path)?;
            }
            Opening::Resume => {
                let other = Manifest::read(path)?;
                if other.study != manifest.study || other.shard != manifest.shard {
                    let found = if other.command == manifest.command {
                        format!("the same command with other files is here: {}", other.command)
                    } else {
                        format!("another study is here: {}", other.command)
                    };
                    let remedy = "name its folder, or choose another one for this study";
                    return Err(ArchiveError::new(path, found, remedy));
                }
                if other.status == Status::Done {
                    faults = other.faults(path, survey);
                }
                if other.status == Status::Done && faults.is_empty() && other.require != manifest.require {
                    let found = format!("finished, and judged by other conditions: {}", other.command);
                    let remedy = "give the conditions that it was judged by, or --force to play it again";
                    return Err(ArchiveError::new(path, found, remedy));
                }
                manifest = match other.status {
                    Status::Done if faults.is_empty() => other,
                    // The files hold the command, so they end with the same bytes if it stays what it was.
                    _ if other.require == manifest.require && other.is_as_written() => {
                        Manifest { verb: other.verb, command: other.command, ..manifest }
                    }
                    // Policies are judged by what is asked for now, and the command says so.
                    _ => manifest,
                };
            }
        }
        if manifest.status == Status::Done {
            // Killed in the last moment, a finished study still has its pieces; killed in the first of a --force, half a
            // manifest of the study that was to come.
            remove_parts(path)?;
            let _ = plain::remove(&beside(&path.join(MANIFEST)));
        } else {
            // First the word that the folder is ours.
            manifest.write(path)?;
            if !faults.is_empty() {
                remove_strange_files(path, survey, &manifest)?;
            }
            make_parts(path)?;
        }
        let form = RunsForm::new(survey, &manifest)
            .map_err(|error| ArchiveError::new(path, error.to_string(), "give the parties other names"))?;
        let require = manifest.require.iter().filter_map(|text| parse_requirement(text).ok()).collect();
        Ok(Self {
            path: path.to_owned(),
            survey: survey.clone(),
            writer: None,
            form,
            n_pieces: 0,
            failed: 0,
            futures: Futures::new(survey, require),
            order: order(survey),
            pieces: Vec::new(),
            written: Written::open(&beside(&path.join(RUNS))),
            finished: Done::default(),
            faults,
            manifest,
            _lock: lock,
        })
    }

    /// The manifest: done where the study is finished already.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Files of a finished study that are not what was written: the study is played again to mend them.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Conducts the study, or the share of it that the manifest names, and puts its files together. `progress` may stop it: it
    /// ends after the piece under way, unfinished, and can be resumed.
    ///
    /// # Errors
    /// [`ArchiveError`]; pieces that are done stay.
    pub fn conduct(
        mut self,
        also: &mut dyn FnMut(&PointResult),
        progress: &Progress<'_>,
    ) -> Result<Finished, ArchiveError> {
        let study = self.survey.clone();
        let share = self.manifest.shard.map(|shard| shard.tasks(study.tasks().len()));
        let results = match share {
            Some(_) => None,
            None => Some(Results {
                runs: match self.order {
                    RowOrder::None => None,
                    _ => Some(RunsFile::create(&self.path.join(RUNS), &self.form)?),
                },
                series: SeriesFile::create(&self.path.join(SERIES), &study, &self.manifest)?,
                tables: Tables::create(&self.path, &study)?,
            }),
        };
        self.writer = Some(Writer::start(&self.path, self.form.clone(), results));
        let goes_on = has_parts(&self.path);
        let path = self.path.clone();
        let conduct = || survey(&study, share, &mut Hearing { folder: &mut self, also }, progress);
        let conducted = if goes_on {
            // Sums that do not fit together panic where they are merged.
            guarded(conduct).unwrap_or_else(|panic| Err(unfit(&path, &panic)))
        } else {
            conduct()
        };
        let conducted = conducted.and_then(|flow| {
            if flow.is_continue() {
                self.send_finished()?;
            }
            Ok(flow)
        });
        // What stopped the writer is the cause of what stopped the study.
        let files = self
            .writer
            .take()
            .map_or(Ok(Vec::new()), |writer| writer.finish(matches!(conducted, Ok(ControlFlow::Continue(())))))?;
        let policies = match (conducted?, self.manifest.shard) {
            (ControlFlow::Break(()), _) => None,
            (ControlFlow::Continue(()), None) => self.assemble(files)?,
            (ControlFlow::Continue(()), Some(_)) => {
                self.manifest.status = Status::Shared;
                self.manifest.write(&self.path)?;
                None
            }
        };
        Ok(Finished { failed: self.failed, pieces: self.n_pieces, manifest: self.manifest, policies })
    }

    fn add(&mut self, key: Key, piece: &Piece) {
        self.n_pieces += 1;
        if self.manifest.shard.is_some() {
            // No point of a share is finished before all shares are merged.
            self.failed += self.survey.n_failed(key, piece);
        }
        if self.order == RowOrder::Arms {
            self.pieces.push(key);
        }
    }

    /// A piece that is there already with its rows, and where those stand.
    fn found(&mut self, key: Key) -> Option<(Piece, RowsAt)> {
        let bytes = plain::read(&record_path(&self.path, key), LARGEST).ok()?;
        let (piece, stand) =
            decode(&self.manifest.study, &bytes).filter(|(piece, _)| fits(&self.survey, key, piece))?;
        let has_rows = match &stand {
            RowsAt::Nowhere => self.order == RowOrder::None,
            RowsAt::OwnFile(own) => hashed(&rows_path(&self.path, key)).is_ok_and(|(hash, _)| sum(hash) == *own),
            RowsAt::SharedFile(mark) => self.written.as_mut().is_some_and(|written| written.holds(mark)),
        };
        has_rows.then_some((piece, stand))
    }

    /// Lines up the rows that waited for the points under way, which are done: all of the first arm, then all of the next.
    fn finish_pieces(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        for arm in 0..self.survey.arms.len() {
            self.finished.groups.extend(pieces.iter().map(|key| (*key, Some(arm))));
        }
    }

    fn send_finished(&mut self) -> Result<(), ArchiveError> {
        let finished = std::mem::take(&mut self.finished);
        let is_taken = self.writer.as_ref().is_some_and(|writer| writer.push(finished));
        self.unless_stopped(is_taken)
    }

    /// Why the writer has stopped, where it has not taken what it was given.
    fn unless_stopped(&mut self, is_taken: bool) -> Result<(), ArchiveError> {
        if is_taken {
            return Ok(());
        }
        Err(self
            .writer
            .take()
            .and_then(|writer| writer.finish(false).err())
            .unwrap_or_else(|| ArchiveError::new(&self.path, "the writer has stopped", "run again with --resume")))
    }

    /// Moves all files to their places; what they say of policies.
    fn assemble(&mut self, mut files: Vec<Sealed>) -> Result<Option<Vec<Policy>>, ArchiveError> {
        let policies = self.futures.policies(&self.survey);
        if let Some(policies) = &policies {
            let text = policies_csv(&self.survey, policies, self.futures.require());
            let path = self.path.join(POLICIES);
            let written = Outgoing::create(&path).and_then(|mut out| {
                out.write_all(text.as_bytes())?;
                flushed(out)
            });
            files.push(written.map_err(|error| ArchiveError::write(&path, &error))?.seal()?);
        }
        files.sort_by(|one, other| one.entry.name.cmp(&other.entry.name));
        files.iter().try_for_each(Sealed::publish)?;
        self.manifest.files = files.into_iter().map(|file| file.entry).collect();
        self.manifest.failed = self.failed;
        self.manifest.status = Status::Done;
        self.manifest.write(&self.path)?;
        remove_parts(&self.path)?;
        Ok(policies)
    }
}

/// Pieces that are there, whose sums hold, and that are no pieces of one study all the same.
fn unfit(path: &Path, panic: &str) -> ArchiveError {
    let found = format!("pieces that cannot be put together: {panic}");
    ArchiveError::new(&path.join(PARTS), found, "play the study again, with --force instead of --resume")
}

/// How the rows of a study follow each other.
fn order(survey: &Survey) -> RowOrder {
    match survey.engine {
        Engine::Exact(_) => RowOrder::None,
        Engine::Sampled if survey.arms.len() > 1 && survey.is_played_in_parts() => RowOrder::Arms,
        Engine::Sampled => RowOrder::Pieces,
    }
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
        // A piece that cannot be used is played again.
        let Some((piece, stand)) = self.folder.found(key) else { return Ok(None) };
        self.folder.add(key, &piece);
        if self.folder.order == RowOrder::Pieces {
            let is_taken = self.folder.writer.as_ref().is_some_and(|writer| writer.keep(key, stand));
            self.folder.unless_stopped(is_taken)?;
        }
        Ok(Some(piece))
    }

    fn put(&mut self, key: Key, piece: &Piece, rows: Vec<ConfigRows>) -> Result<(), ArchiveError> {
        self.folder.add(key, piece);
        let record = Record::new(&self.folder.manifest.study, piece);
        let job = PieceJob { key, record, rows, order: self.folder.order };
        let is_taken = self.folder.writer.as_ref().is_some_and(|writer| writer.put(job));
        self.folder.unless_stopped(is_taken)
    }

    fn finish(&mut self, result: PointResult) -> Result<(), ArchiveError> {
        self.folder.failed += result.n_failed();
        self.folder.futures.push(&self.folder.survey, &result);
        (self.also)(&result);
        self.folder.finish_pieces();
        self.folder.finished.points.push(result);
        let n_configs = self.folder.finished.points.len() * self.folder.survey.arms.len();
        if n_configs < MOST_FINISHED { Ok(()) } else { self.folder.send_finished() }
    }
}

impl Shard {
    /// The tasks of the share, of so many in all.
    pub fn tasks(self, n_tasks: usize) -> std::ops::Range<usize> {
        let cut = |k: u32| (n_tasks as u64 * u64::from(k) / u64::from(self.of)) as usize;
        cut(self.number - 1)..cut(self.number)
    }
}
