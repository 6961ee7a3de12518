//! Simulates how trade agreements are enforced.
//!
//! Two parties comply or violate, raise grievances, re-impose tariffs, counter, or walk away, under a mechanism given
//! as data. A [`Scenario`] is named, opened or read from text, changed field by field, and asked:
//!
//! ```
//! use snapback::{RunOptions, Scenario, SolveOptions, compare, run, solve};
//!
//! // The US and China under the deal of February 2019, a quarter a round, their purchases watched more closely.
//! let scenario = Scenario::named("us_china_quarterly")?.set("parties.China.commitments.purchases.detection", 0.8)?;
//! let options = RunOptions { replications: 2000, ..RunOptions::default() };
//! let report = run(&scenario, &options)?;
//! let survived = report.metrics.iter().find(|row| row.label.path() == "survived").expect("every scenario has it");
//! let (low, high) = (survived.estimate.low.unwrap(), survived.estimate.high.unwrap());
//! assert!(0.0 <= low && low < high && high <= 1.0);
//!
//! // The same parties under a panel, on the same luck; the first arm is the scenario's own design.
//! let compared = compare(&scenario, &["wto-dsu"], &options)?;
//! assert_eq!(compared.survey.arms.len(), 2);
//!
//! // What is wrong is told with its place, what was found, and what is allowed.
//! let error = scenario.set("parties.China.discount", 1.5).unwrap_err();
//! assert_eq!(error.mistakes()[0].path, "parties.China.discount");
//! # Ok::<(), snapback::Error>(())
//! ```
//!
//! | question | function |
//! | --- | --- |
//! | what happens under a scenario | [`run`] |
//! | how designs compare, on the same luck | [`compare`] |
//! | how the outcome moves over parameters | [`sweep`], [`study_of_options`] |
//! | the exact values, nothing sampled | [`solve`] |
//! | whether compliance is self-enforcing, and from where on | [`audit`], [`frontier`] |
//! | one run, round by round | [`trace`] |
//! | a batch played on many machines | [`Sums`] |
//!
//! Money is in $bn, flows and factors are a year, times are rounds of the scenario's length unless a name says otherwise;
//! MODEL.md defines every metric. Everything works on the thread pool that it is called in (`rayon`'s `install` chooses
//! one), and no result depends on the number of threads: the same scenario, seed and version give the same bytes.
//!
//! The folders follow the work: a scenario becomes a [`game::Game`], [`game::step`] plays one round of it, [`simulate`]
//! plays many, [`exact`] walks every branch, [`study`] asks a question, [`report`] prints the answer. Without default
//! features the library has neither the command nor results folders, and builds for `wasm32-unknown-unknown`.

#![forbid(unsafe_code)]

pub mod fault;
pub mod stats;
pub mod text;
pub mod trade;
pub mod mechanism;
pub mod conduct;
pub mod game;
pub mod scenario;
pub mod metric;
pub mod exact;
pub mod simulate;
pub mod study;
pub mod tables;
#[cfg(feature = "archive")]
pub mod archive;
pub mod report;
#[cfg(feature = "cli")]
pub mod cli;

mod api;
mod error;

pub use api::{
    RunOptions, SolveOptions, StudyReport, audit, compare, frontier, run, solve, study_of_options, sweep, trace,
};
pub use error::Error;
pub use scenario::Scenario;
pub use study::{Done, Prescription, Progress, Sums, unwatched};
