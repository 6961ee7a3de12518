//! Simulates how trade agreements are enforced.
//!
//! Two parties comply or violate, raise grievances, re-impose tariffs, counter, or walk away, under a mechanism given
//! as data. The folders follow the work: a scenario file becomes a [`game::Game`], [`game::step`] plays one round of
//! it, [`simulate`] plays many, [`study`] asks a question, [`report`] prints the answer.

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
