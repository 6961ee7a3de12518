//! What can go wrong, of whatever kind.

use crate::text::{Mistake, render};
use std::fmt;

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A scenario, a study or an option is wrong: every mistake, each with its place.
    Mistakes(Vec<Mistake>),
    /// The game has more states than the exact engine may hold; what to shrink.
    TooLarge(String),
    /// The question has no answer; why.
    NoAnswer(String),
    /// Whoever hears of the progress has stopped it.
    Stopped,
    /// A results folder cannot be written or read; where and why.
    Folder(String),
}

impl Error {
    /// The mistakes, where the input is wrong. Of each, [`Mistake::place`] tells file, line and column, and its fields
    /// tell the path of the value, what was found, what is allowed and what to do.
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            Self::Mistakes(mistakes) => mistakes,
            _ => &[],
        }
    }

    /// A mistake where a confidence is none.
    pub(crate) fn unless_confidence(confidence: f64) -> Result<(), Self> {
        match confidence > 0.0 && confidence < 1.0 {
            true => Ok(()),
            false => Err(Self::option("confidence", confidence.to_string(), "a number between 0 and 1")),
        }
    }

    /// One mistake about an option.
    pub(crate) fn option(name: &str, found: impl Into<String>, allowed: &str) -> Self {
        Self::Mistakes(vec![Mistake::new(name, found, allowed)])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mistakes(mistakes) => f.write_str(render(mistakes).trim_end()),
            Self::TooLarge(reason) | Self::NoAnswer(reason) | Self::Folder(reason) => f.write_str(reason),
            Self::Stopped => f.write_str("stopped before its end"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Vec<Mistake>> for Error {
    fn from(mistakes: Vec<Mistake>) -> Self {
        Self::Mistakes(mistakes)
    }
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}
