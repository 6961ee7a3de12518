//! A commitment: what one party owes the other, and how well its breach can be seen.

use crate::fault::{Faults, MONEY, PROBABILITY};
use serde::{Deserialize, Serialize};

/// What a party owes under the agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// Name, unique among the party's commitments.
    pub name: String,
    /// What the owner earns by violating for a year at pressure 1, $bn.
    pub gain: f64,
    /// What the other party loses by a year of violation, $bn.
    pub harm: f64,
    /// Probability of an alarm in a round in which it was violated.
    pub detection: f64,
    /// Probability of an alarm in a round in which it was kept.
    pub false_alarm: f64,
}

impl Commitment {
    /// Reports values out of range.
    pub fn check(&self, faults: &mut Faults) {
        faults.number("gain", self.gain, MONEY);
        faults.number("harm", self.harm, MONEY);
        faults.number("detection", self.detection, PROBABILITY);
        faults.number("false_alarm", self.false_alarm, PROBABILITY);
    }
}
