//! The questions as a program asks them: a scenario and options in, plain data or one kind of error out.
//!
//! Each works on the thread pool that it is called in: that of `rayon` as a whole, or one of the caller's through
//! `pool.install(|| …)`. No result depends on the number of threads.

use crate::error::Error;
use crate::exact::{Limit, Unsolved};
use crate::scenario::Scenario;
use crate::simulate::{Sample, SeriesDetail};
use crate::study::survey::{self, Arm, Axis, Draft, Played, Role, Sampling, Survey, SweepOptions, parse_axis};
use crate::study::{
    self, AuditError, AuditReport, FrontierError, FrontierReport, Prescription, Progress, RunReport, SolveReport,
    TraceReport, parse_variation, unwatched,
};
use std::ops::ControlFlow;

/// How a sample is drawn, and who hears of it.
#[derive(Clone, Copy)]
pub struct RunOptions<'a> {
    /// Replications, 1 or more, of each scenario, design and point.
    pub replications: u64,
    /// Seed of all draws: the same seed draws the same.
    pub seed: u64,
    /// Confidence of the intervals, in (0, 1).
    pub confidence: f64,
    /// Whether the parts of welfare are told as well.
    pub accounts: bool,
    /// Hears how far it is, and can stop it.
    pub progress: &'a Progress<'a>,
}

impl Default for RunOptions<'_> {
    /// 10,000 replications, seed 1, intervals of 95 %; nobody hears of it.
    fn default() -> Self {
        Self { replications: 10_000, seed: 1, confidence: 0.95, accounts: false, progress: &unwatched }
    }
}

impl RunOptions<'_> {
    fn check(&self) -> Result<(), Error> {
        if !(1..=survey::MOST_REPLICATIONS).contains(&self.replications) {
            let allowed = format!("a whole number from 1 to {}", survey::MOST_REPLICATIONS);
            return Err(Error::option("replications", self.replications.to_string(), &allowed));
        }
        Error::unless_confidence(self.confidence)
    }

    fn sample(&self) -> Sample {
        Sample { seed: self.seed, replications: self.replications }
    }
}

/// How far the exact engine may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SolveOptions {
    /// Whether the parts of welfare are told as well.
    pub accounts: bool,
    /// Bound on the states of the game; 20,000,000, which may take 8 GB, unless another is given.
    pub limit: Limit,
}

/// What a study of several configs showed.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyReport {
    /// What was asked: arms, points, and the labels of their metrics.
    pub survey: Survey,
    /// What it showed, point by point, each with a config for every arm. Where it was stopped, it says so and holds the
    /// points that were done.
    pub played: Played,
}

/// Plays a scenario and summarises what happens: every metric with an interval, and series by round.
///
/// ```
/// use snapback::{RunOptions, Scenario, run};
/// let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(20)")?;
/// let report = run(&scenario, &RunOptions { replications: 200, ..RunOptions::default() })?;
/// assert_eq!((report.replications, report.rounds), (200, 20));
/// # Ok::<(), snapback::Error>(())
/// ```
///
/// # Errors
/// [`Error::Mistakes`] where an option is out of range, [`Error::Stopped`] where the progress stopped it;
/// [`Error::TooLarge`] and [`Error::NoAnswer`] where what strategic parties do could not be worked out.
pub fn run(scenario: &Scenario, options: &RunOptions<'_>) -> Result<RunReport, Error> {
    options.check()?;
    match study::run_watched(scenario, options.sample(), options.confidence, options.accounts, options.progress)? {
        (report, ControlFlow::Continue(())) => Ok(report),
        (_, ControlFlow::Break(())) => Err(Error::Stopped),
    }
}

/// Plays a scenario under its own design and under others, on the same luck: what differs is the design alone. Each of
/// the others is named, or a mechanism as RON, as of [`Scenario::with_design`].
///
/// # Errors
/// [`Error::Mistakes`] where a design does not fit the scenario, or an option is out of range.
pub fn compare(scenario: &Scenario, designs: &[&str], options: &RunOptions<'_>) -> Result<StudyReport, Error> {
    let mut arms = vec![arm(scenario.clone())];
    for design in designs {
        let other = scenario.with_design(design)?;
        // The same design needs no second arm; what merely bears its name has one, under another.
        if other.agreement().mechanism == scenario.agreement().mechanism {
            continue;
        }
        let (mut label, mut k) = (other.design().to_owned(), 1);
        while arms.iter().any(|arm: &Arm| arm.label == label) {
            k += 1;
            label = format!("{} {k}", other.design());
        }
        arms.push(Arm::new(label, other));
    }
    study_of(arms, Vec::new(), options)
}

/// Plays a scenario at every point of a grid. Each parameter is written as for the command: `PATH=from..to:count`, or
/// `PATH=value,value`; several paths before the `=`, comma-separated, move together.
///
/// ```
/// use snapback::{RunOptions, Scenario, sweep};
/// let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(20)")?;
/// let options = RunOptions { replications: 100, ..RunOptions::default() };
/// let report = sweep(&scenario, &["parties.Row.conduct.tremble=0.0..0.2:3"], &options)?;
/// assert_eq!(report.played.results.len(), 3);
/// # Ok::<(), snapback::Error>(())
/// ```
///
/// # Errors
/// [`Error::Mistakes`] where a parameter is no field, takes no such value, or an option is out of range.
pub fn sweep(scenario: &Scenario, vary: &[&str], options: &RunOptions<'_>) -> Result<StudyReport, Error> {
    let axis = |text: &&str| {
        parse_axis(text, Role::Parameter).map_err(|reason| Error::option("vary", format!("`{text}`"), &reason))
    };
    let axes = vary.iter().map(axis).collect::<Result<Vec<Axis>, Error>>()?;
    study_of(vec![arm(scenario.clone())], axes, options)
}

/// Plays a study as `snapback sweep` does: from a study file, options, or both.
///
/// # Errors
/// [`Error::Mistakes`], all of them: in files, options, and how they go together.
pub fn study_of_options(options: &SweepOptions, progress: &Progress<'_>) -> Result<StudyReport, Error> {
    let draft: Draft = options.draft()?;
    let survey = draft.prepare()?;
    let played = survey::play(&survey, &draft.require, usize::MAX, progress);
    Ok(StudyReport { survey, played })
}

fn arm(scenario: Scenario) -> Arm {
    Arm::new(scenario.design().to_owned(), scenario)
}

fn study_of(arms: Vec<Arm>, axes: Vec<Axis>, options: &RunOptions<'_>) -> Result<StudyReport, Error> {
    options.check()?;
    let arms = arms.into_iter().map(|arm| arm.with_accounts(options.accounts)).collect();
    let survey = Survey::over(arms, axes, Sampling::Grid, options.sample(), options.confidence, SeriesDetail::Means)?;
    let played = survey::play(&survey, &[], usize::MAX, options.progress);
    Ok(StudyReport { survey, played })
}

/// The exact values of a scenario over its horizon, with bounds on their errors: every branch is walked, nothing sampled.
///
/// # Errors
/// [`Error::TooLarge`] where the game has more states than the limit allows, and [`Error::NoAnswer`] where what strategic
/// parties do could not be worked out.
pub fn solve(scenario: &Scenario, options: &SolveOptions) -> Result<SolveReport, Error> {
    Ok(study::solve_with(scenario, options.limit, options.accounts, |_| {})?)
}

/// Whether a prescription is self-enforcing: whether either party gains by any deviation from it.
///
/// # Errors
/// [`Error::TooLarge`], and [`Error::NoAnswer`] where a party does not discount.
pub fn audit(scenario: &Scenario, prescription: Prescription, options: &SolveOptions) -> Result<AuditReport, Error> {
    Ok(study::audit(scenario, prescription, options.limit)?)
}

/// Where along a parameter, `PATH=low..high`, compliance becomes self-enforcing: for both parties, or for the one named.
///
/// # Errors
/// [`Error::NoAnswer`] where both ends agree or it cannot be decided, otherwise as [`audit`].
pub fn frontier(
    scenario: &Scenario,
    vary: &str,
    party: Option<&str>,
    options: &SolveOptions,
) -> Result<FrontierReport, Error> {
    let variation = parse_variation(vary).map_err(|reason| Error::option("vary", format!("`{vary}`"), &reason))?;
    Ok(study::frontier(scenario, &variation, party, options.limit, |_| {})?)
}

/// One replication, round by round.
///
/// # Errors
/// [`Error::TooLarge`] and [`Error::NoAnswer`] where what strategic parties do could not be worked out.
pub fn trace(scenario: &Scenario, seed: u64, replication: u64) -> Result<TraceReport, Error> {
    Ok(study::trace(scenario, seed, replication)?)
}

impl From<Unsolved> for Error {
    fn from(error: Unsolved) -> Self {
        match error {
            Unsolved::NoEquilibrium { .. } => Self::NoAnswer(error.to_string()),
            Unsolved::TooLarge(_) | Unsolved::TooMuchForeseen { .. } => Self::TooLarge(error.to_string()),
        }
    }
}

impl From<AuditError> for Error {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Unsolved(error) => error.into(),
            error @ AuditError::Undiscounted { .. } => Self::NoAnswer(error.to_string()),
        }
    }
}

impl From<FrontierError> for Error {
    fn from(error: FrontierError) -> Self {
        match error {
            FrontierError::Scenario(mistakes) => mistakes.into(),
            FrontierError::Audit(error) => error.into(),
            error => Self::NoAnswer(error.to_string()),
        }
    }
}

#[cfg(feature = "archive")]
impl From<crate::archive::ArchiveError> for Error {
    fn from(error: crate::archive::ArchiveError) -> Self {
        Self::Folder(error.to_string())
    }
}
