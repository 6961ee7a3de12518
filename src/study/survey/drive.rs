//! The way through a study: each task done once, each point finished in order.

use crate::simulate::{Part, Want};
use crate::study::precision::Precision;
use crate::study::survey::play::{PointGames, perform};
use crate::study::survey::{ConfigRows, Key, Piece, PointResult, Survey, Task};
use crate::study::{Done, Progress, unwatched};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Where pieces and results go, and where pieces that are there already come from.
pub trait Store {
    /// Why something cannot be stored.
    type Error;

    /// Whether rows are wanted.
    fn want(&self) -> Want;

    /// A piece that is there already.
    ///
    /// # Errors
    /// What is wrong with it.
    fn fetch(&mut self, key: Key) -> Result<Option<Piece>, Self::Error>;

    /// Takes a piece and its rows.
    ///
    /// # Errors
    /// Why it cannot be stored.
    fn put(&mut self, key: Key, piece: &Piece, rows: Vec<ConfigRows>) -> Result<(), Self::Error>;

    /// Takes a point whose replications are all played. Points come in order.
    ///
    /// # Errors
    /// Why it cannot be stored.
    fn finish(&mut self, result: PointResult) -> Result<(), Self::Error>;
}

/// Stores nothing, and hands on each point that is done.
pub(crate) struct Unstored<F>(pub(crate) F);

impl<F: FnMut(PointResult)> Store for Unstored<F> {
    type Error = Infallible;

    fn want(&self) -> Want {
        Want::Sums
    }

    fn fetch(&mut self, _: Key) -> Result<Option<Piece>, Infallible> {
        Ok(None)
    }

    fn put(&mut self, _: Key, _: &Piece, _: Vec<ConfigRows>) -> Result<(), Infallible> {
        Ok(())
    }

    fn finish(&mut self, result: PointResult) -> Result<(), Infallible> {
        (self.0)(result);
        Ok(())
    }
}

/// Plays a study and keeps what it shows in memory: its points, in order, and whether it went on to its end.
pub(crate) fn in_memory(study: &Survey, progress: &Progress<'_>) -> (Vec<PointResult>, ControlFlow<()>) {
    let mut results = Vec::new();
    let Ok(flow) = survey(study, None, &mut Unstored(|result| results.push(result)), progress);
    (results, flow)
}

/// Conducts a study, on the thread pool that it is called in. `tasks` picks some of its tasks, by number, where the work
/// is shared out; then nothing is finished. `progress` hears how far it is, and stops the study by
/// [`ControlFlow::Break`]: the task under way is still done and stored, no other is begun, and the study says that it has
/// stopped.
///
/// # Errors
/// What the store says.
pub fn survey<S: Store>(
    survey: &Survey,
    tasks: Option<Range<usize>>,
    store: &mut S,
    progress: &Progress<'_>,
) -> Result<ControlFlow<()>, S::Error> {
    let mut drive = Drive::new(survey, store, progress);
    let done = match (&survey.precision, tasks) {
        (Some(_), _) => drive.until_precise(0..survey.space.n_points()),
        (None, Some(tasks)) => {
            let all = survey.tasks();
            all[tasks].iter().try_for_each(|task| drive.piece(task).map(|_| ()))
        }
        (None, None) => drive.whole(survey.tasks()),
    };
    match done {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(Halt::Stopped) => Ok(ControlFlow::Break(())),
        Err(Halt::Failed(error)) => Err(error),
    }
}

/// Plays one point again, all its replications and arms: the same result as in the study.
pub fn replay_point(survey: &Survey, point: u64) -> Option<PointResult> {
    let mut found = None;
    let mut store = Unstored(|result| found = Some(result));
    let mut drive = Drive::new(survey, &mut store, &unwatched);
    let tasks = match survey.is_played_in_parts() {
        true => survey.tasks_of(point),
        false => vec![Task::Points(point..point + 1)],
    };
    let done = match survey.precision {
        Some(_) => drive.until_precise(point..point + 1),
        None => drive.whole(tasks),
    };
    done.ok()?;
    found
}

/// Why a study ends before its end.
enum Halt<E> {
    /// Whoever hears of its progress has stopped it.
    Stopped,
    /// The store has failed.
    Failed(E),
}

impl<E> From<E> for Halt<E> {
    fn from(error: E) -> Self {
        Self::Failed(error)
    }
}

/// Whoever hears of the progress.
struct Watch<'a> {
    progress: &'a Progress<'a>,
    /// Runs of the whole study, at most.
    of: u64,
    pieces: AtomicU64,
    is_stopped: AtomicBool,
}

impl Watch<'_> {
    /// Tells how many runs are done; whether the study is to stop.
    fn hear(&self, runs: u64) -> bool {
        let done = Done { runs, of: self.of, pieces: self.pieces.load(Ordering::Relaxed) };
        if (self.progress)(done).is_break() {
            self.is_stopped.store(true, Ordering::Relaxed);
        }
        self.is_stopped.load(Ordering::Relaxed)
    }
}

struct Drive<'a, S> {
    survey: &'a Survey,
    store: &'a mut S,
    watch: Watch<'a>,
    done: u64,
    /// The arms of the point under way.
    games: Option<PointGames>,
}

impl<'a, S: Store> Drive<'a, S> {
    fn new(survey: &'a Survey, store: &'a mut S, progress: &'a Progress<'a>) -> Self {
        let (of, pieces, is_stopped) = (survey.n_runs(), AtomicU64::new(0), AtomicBool::new(false));
        let watch = Watch { progress, of, pieces, is_stopped };
        Self { survey, store, watch, done: 0, games: None }
    }

    /// The piece of a task: from the store, or played and stored.
    fn piece(&mut self, task: &Task) -> Result<Piece, Halt<S::Error>> {
        let (before, n_arms) = (self.done, self.survey.arms.len() as u64);
        let runs = match task {
            Task::Points(points) => (points.end - points.start) * self.survey.replications * n_arms,
            Task::Piece { range, .. } => (range.end - range.start) * n_arms,
        };
        let piece = match self.store.fetch(task.start())? {
            Some(piece) => piece,
            None => {
                if self.watch.hear(before) {
                    return Err(Halt::Stopped);
                }
                // Several points may be under way at once; each says how far it is, so the farthest counts.
                let farthest = AtomicU64::new(0);
                let watch = &self.watch;
                let hear = |done: u64| {
                    watch.hear(before + farthest.fetch_max(done, Ordering::Relaxed).max(done));
                };
                let (piece, rows) = perform(self.survey, task, &mut self.games, self.store.want(), &hear);
                self.store.put(task.start(), &piece, rows)?;
                self.watch.pieces.fetch_add(1, Ordering::Relaxed);
                piece
            }
        };
        self.done = before + runs;
        self.watch.hear(before + runs);
        Ok(piece)
    }

    fn whole(&mut self, tasks: Vec<Task>) -> Result<(), Halt<S::Error>> {
        let mut open: Option<(u64, Part)> = None;
        for task in tasks {
            match (self.piece(&task)?, &task) {
                (Piece::Points(results), _) => results.into_iter().try_for_each(|result| self.store.finish(result))?,
                (Piece::Part(part), Task::Piece { point, range }) => {
                    let whole = match open.take() {
                        Some((_, mut whole)) => {
                            whole.merge(part);
                            whole
                        }
                        None => part,
                    };
                    if range.end == self.survey.replications {
                        let games = PointGames::of(&mut self.games, self.survey, *point);
                        let result = games.players(self.survey).finish(&whole);
                        self.store.finish(result)?;
                    } else {
                        open = Some((*point, whole));
                    }
                }
                (Piece::Part(_), Task::Points(_)) => {}
            }
        }
        Ok(())
    }

    /// Grows the sample of each point until it is precise enough, or at its most.
    fn until_precise(&mut self, points: Range<u64>) -> Result<(), Halt<S::Error>> {
        for point in points {
            let (mut n, mut whole) = (0, None::<Part>);
            loop {
                let look = Precision::next_look(n, self.survey.replications);
                while n < look {
                    let end = look.min(n + self.survey.piece_size());
                    if let Piece::Part(part) = self.piece(&Task::Piece { point, range: n..end })? {
                        match &mut whole {
                            Some(whole) => whole.merge(part),
                            None => whole = Some(part),
                        }
                    }
                    n = end;
                }
                let Some(whole) = &whole else { break };
                let games = PointGames::of(&mut self.games, self.survey, point);
                let result = games.players(self.survey).finish(whole);
                let is_done = self.survey.unmet(&result).is_empty() || !self.survey.hopeless(&result).is_empty();
                if n >= self.survey.replications || is_done {
                    self.store.finish(result)?;
                    break;
                }
            }
        }
        Ok(())
    }
}
