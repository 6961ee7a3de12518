//! What a scenario says of time beyond rounds and horizon, where it says anything.

use crate::game::{Afterwards, Agreement};
use crate::report::number::{percent, timed};
use crate::trade::Timed;
use serde::Serialize;

/// What comes after the horizon, and after a breakdown; keys are left out where it is nothing.
#[derive(Serialize)]
pub(super) struct TimeJson {
    #[serde(skip_serializing_if = "is_nothing")]
    afterwards: Afterwards,
    #[serde(skip_serializing_if = "is_never")]
    renewal: Timed,
}

fn is_nothing(afterwards: &Afterwards) -> bool {
    *afterwards == Afterwards::Nothing
}

fn is_never(renewal: &Timed) -> bool {
    !renewal.is_possible()
}

impl TimeJson {
    pub(super) fn new(afterwards: Afterwards, renewal: Timed) -> Self {
        Self { afterwards, renewal }
    }
}

/// The same in sentences.
pub(super) fn sentences(afterwards: Afterwards, renewal: Timed) -> Vec<String> {
    let mut told = Vec::new();
    if !is_nothing(&afterwards) {
        told.push("Welfare counts what comes after the horizon, for ever; all else is over the horizon.".to_owned());
    }
    if !is_never(&renewal) {
        told.push(format!("Parties at war sign again with a probability of {}.", timed(renewal, percent, " a round")));
        told.push("survived and duration speak of the first ending, stands of any agreement.".to_owned());
    }
    told
}

/// The same of an agreement.
pub(super) fn of(agreement: &Agreement) -> Vec<String> {
    sentences(agreement.afterwards, agreement.renewal)
}
