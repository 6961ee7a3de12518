//! Who decides after consultations, and how often the decision is right.

use crate::fault::{Faults, PROBABILITY};
use crate::mechanism::MayFile;
use crate::trade::{Duration, Timed};
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
        /// Chance, a round, that the complainant asks for a ruling once talks have ended.
        #[serde(default = "at_once")]
        requested: Timed,
        /// Time without a request and without an alarm after which a case at rest is closed; for ever where there is none.
        #[serde(default)]
        rests: Option<Duration>,
        /// Who may go on alone where its ruling is vetoed.
        #[serde(default = "nobody")]
        self_help: MayFile,
    },
}

fn nobody() -> MayFile {
    MayFile::Neither
}
fn at_once() -> Timed {
    Timed::CERTAIN
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

    /// Reports values out of range; grievances are raised by the parties that `may_file`.
    pub(super) fn check(self, may_file: MayFile, faults: &mut Faults) {
        if let Self::Arbiter { lasts, power, error, blocked, requested, rests, self_help, .. } = self {
            lasts.check_positive("lasts", faults);
            faults.number("power", power, PROBABILITY);
            faults.number("error", error, PROBABILITY);
            faults.number("blocked", blocked, PROBABILITY);
            requested.check("requested", faults);
            if let Some(time) = rests {
                time.check_positive("rests", faults);
            }
            if self_help != MayFile::Neither && ![0, 1].iter().any(|&p| self_help.allows(p) && may_file.allows(p)) {
                let found = format!("{self_help:?}, beside mechanism.may_file: {may_file:?}");
                faults.report(
                    "self_help",
                    found,
                    "Neither, or a party that may file: no ruling of another is ever blocked",
                );
            }
        }
    }
}
