//! How a government chooses: rules as finite automata over public signals, one family a file.

mod automaton;
mod contrite;
mod deliberate;
mod dispute_class;
mod disposition;
mod grim;
mod memory_one;
mod opportunist;
mod per_commitment;
mod retaliate;
mod rule;
mod tit_for_tat;
mod win_stay;

pub use automaton::{Mode, ModeText, NextText};
pub use dispute_class::DisputeClass;
pub use rule::Rule;

use crate::fault::{Faults, PROBABILITY};
use crate::stats::Probability;
use serde::{Deserialize, Serialize};

/// How a party behaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// Rule by which it keeps or violates its commitments.
    pub comply: Rule,
    /// Probability to raise a grievance on an alarm.
    #[serde(default = "certain")]
    pub files: f64,
    /// Probability to impose an authorised remedy.
    #[serde(default = "certain")]
    pub imposes: f64,
    /// Probability, a round, to answer a remedy with a counter.
    #[serde(default)]
    pub counters: f64,
    /// Hazard, a round, of withdrawing.
    #[serde(default)]
    pub withdraws: Withdraws,
    /// Probability that the intended action is flipped.
    #[serde(default)]
    pub tremble: f64,
}

fn certain() -> f64 {
    1.0
}

/// Withdrawal hazard a round, by the party's situation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraws {
    /// No cause for complaint.
    #[serde(default)]
    pub calm: f64,
    /// A dispute on the other's commitments is open, or an alarm stands on one.
    #[serde(default)]
    pub wronged: f64,
    /// A remedy is in force against the party.
    #[serde(default)]
    pub under_remedy: f64,
}

impl Conduct {
    /// Probability to violate after `tremble` has flipped the intended action with probability e: v(1−e) + (1−v)e.
    pub fn after_tremble(&self, violation: Probability) -> Probability {
        violation.either(Probability::new(self.tremble))
    }

    /// Whether the party ever counters, in any mode.
    pub fn may_counter(&self) -> bool {
        let modes = self.comply.modes();
        modes.iter().any(|mode| mode.counters.unwrap_or(self.counters) > 0.0)
    }

    /// Reports values out of range and rules that do not fit the party's `commitments`.
    pub fn check(&self, commitments: &[&str], faults: &mut Faults) {
        faults.within("comply", |faults| self.comply.check(commitments, faults));
        faults.number("files", self.files, PROBABILITY);
        faults.number("imposes", self.imposes, PROBABILITY);
        faults.number("counters", self.counters, PROBABILITY);
        faults.number("tremble", self.tremble, PROBABILITY);
        faults.within("withdraws", |faults| {
            faults.number("calm", self.withdraws.calm, PROBABILITY);
            faults.number("wronged", self.withdraws.wronged, PROBABILITY);
            faults.number("under_remedy", self.withdraws.under_remedy, PROBABILITY);
        });
    }
}
