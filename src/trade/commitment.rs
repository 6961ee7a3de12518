//! A commitment: what one party owes the other, and how well its breach can be seen.

use crate::fault::{Faults, MONEY, YEARLY_RATE};
use crate::stats::Probability;
use crate::trade::Timed;
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
    /// Trade that a year of violation displaces, $bn; as much as its harm where it is not said.
    #[serde(default)]
    pub trade_effect: Option<f64>,
    /// Probability of an alarm in a round in which it was violated.
    pub detection: Timed,
    /// Probability of an alarm in a round in which it was kept.
    pub false_alarm: Timed,
    /// How often its owner decides anew whether to keep it.
    #[serde(default)]
    pub reviewed: Reviewed,
    /// Whether a measure that violates it is in force at signing; said only of what is not decided in every round.
    #[serde(default)]
    pub starts: Option<Starts>,
}

/// How often something is decided upon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Reviewed {
    /// Anew in every round.
    #[default]
    EveryRound,
    /// So many times a year on average; what was done last stands meanwhile, as a law does.
    PerYear(f64),
}

impl Reviewed {
    /// Chance that an occasion comes in a round of y years, 1 − e^(−f·y); none where one comes in every round.
    pub fn in_round(self, years: f64) -> Option<Probability> {
        match self {
            Self::EveryRound => None,
            Self::PerYear(times) => Some(Probability::of(-libm::expm1(-times * years), libm::exp(-times * years))),
        }
    }
}

/// What stands at signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Starts {
    /// The commitment is kept.
    Kept,
    /// A measure that violates it is in force.
    Violated,
}

impl Commitment {
    /// Chance that a lasting measure is decided upon in a round of y years where nothing puts it on the table,
    /// 1 − e^(−f·y); none where the commitment is decided upon in every round.
    pub fn up_for_decision(&self, years: f64) -> Option<Probability> {
        self.reviewed.in_round(years)
    }

    /// Trade that a year of violation displaces, $bn.
    pub fn trade_displaced(&self) -> f64 {
        self.trade_effect.unwrap_or(self.harm)
    }

    /// Reports values out of range.
    pub fn check(&self, faults: &mut Faults) {
        faults.number("gain", self.gain, MONEY);
        faults.number("harm", self.harm, MONEY);
        if let Some(amount) = self.trade_effect {
            faults.number("trade_effect", amount, MONEY);
        }
        self.detection.check("detection", faults);
        self.false_alarm.check("false_alarm", faults);
        match (self.reviewed, self.starts) {
            (Reviewed::PerYear(times), _) => faults.number("reviewed", times, YEARLY_RATE),
            (Reviewed::EveryRound, None) => {}
            (Reviewed::EveryRound, Some(starts)) => faults.report(
                "starts",
                format!("{starts:?}, but nothing lasts: the commitment is decided upon in every round"),
                "no `starts`, or `reviewed: PerYear(…)` beside it",
            ),
        }
    }
}
