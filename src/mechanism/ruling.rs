//! Who decides after consultations, and how often the decision is right.

use crate::fault::{Faults, PROBABILITY};
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// Who decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Ruling {
    /// The complainant judges its own case.
    #[default]
    SelfJudged,
    /// A third party rules.
    Arbiter {
        /// Time until the ruling, at least one round.
        lasts: Duration,
        /// P(upheld given guilty).
        power: f64,
        /// P(upheld given not guilty).
        error: f64,
        /// Which conduct is judged.
        #[serde(default)]
        judges: Judges,
        /// Chance that an upheld ruling is vetoed.
        #[serde(default)]
        blocked: f64,
    },
}

/// The conduct an arbiter judges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judges {
    /// Violates in the round of the ruling.
    #[default]
    Present,
    /// Violated in the round of the alarm complained of.
    Past,
}

impl Ruling {
    /// Whether the genuineness of an alarm must be remembered.
    pub fn judges_past(self) -> bool {
        matches!(self, Self::Arbiter { judges: Judges::Past, .. })
    }

    /// Reports values out of range.
    pub(super) fn check(self, faults: &mut Faults) {
        if let Self::Arbiter { lasts, power, error, blocked, .. } = self {
            lasts.check_positive("lasts", faults);
            faults.number("power", power, PROBABILITY);
            faults.number("error", error, PROBABILITY);
            faults.number("blocked", blocked, PROBABILITY);
        }
    }
}
