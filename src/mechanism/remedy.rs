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
        self.lookback.check_or_zero("lookback", faults);
        match self.lifts {
            Lifts::Cured(time) | Lifts::After(time) => time.check_positive("lifts", faults),
        }
    }
}
