//! The remedy: with which instrument, how it grows, what it pays for the past, when it lifts.

use crate::fault::{Faults, MULTIPLE};
use crate::mechanism::Instrument;
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// What the complainant may do once the procedure lets it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// With what.
    pub instrument: Instrument,
    /// Each round with a further alarm raises the remedy by this share of its size.
    #[serde(default)]
    pub growth: f64,
    /// At most so many times, 0 to 65535.
    #[serde(default)]
    pub steps: u16,
    /// So many steps higher starts a remedy for each one imposed before for the same commitment, 0 to `steps`.
    #[serde(default)]
    pub repeat: u16,
    /// Whether it is in force at its first size from the filing of a grievance on, until the case ends.
    #[serde(default)]
    pub interim: bool,
    /// Time of past harm paid for once, in money, when a remedy is imposed; may be zero.
    #[serde(default = "no_time")]
    pub lookback: Duration,
    /// When it ends.
    pub lifts: Lifts,
}

fn no_time() -> Duration {
    Duration::ZERO
}

/// When a remedy ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Lifts {
    /// After that long without an alarm.
    Cured(Duration),
    /// At a fixed time.
    After(Duration),
}

impl Remedy {
    /// Reports values out of range.
    pub(super) fn check(&self, faults: &mut Faults) {
        faults.within("instrument", |faults| self.instrument.check(faults));
        faults.number("growth", self.growth, MULTIPLE);
        if self.repeat > self.steps {
            let allowed = format!("a whole number from 0 to {}, the steps of the remedy (remedy.steps)", self.steps);
            faults.report("repeat", self.repeat, allowed);
        }
        if self.interim && self.instrument.restores_standing() {
            let allowed = "false: what returning tariffs have taken is not known in the end, and cannot be repaid";
            faults.report("interim", "true, beside a Snapback", allowed);
        }
        self.lookback.check_or_zero("lookback", faults);
        match self.lifts {
            Lifts::Cured(time) | Lifts::After(time) => time.check_positive("lifts", faults),
        }
    }
}
