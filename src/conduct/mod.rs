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
use crate::trade::Timed;
use serde::{Deserialize, Serialize};

/// How a party behaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// Rule by which it keeps or violates its commitments.
    pub comply: Rule,
    /// Probability to raise a grievance on an alarm, in a round in which it can.
    #[serde(default = "in_every_round")]
    pub files: Timed,
    /// Probability to impose an authorised remedy.
    #[serde(default = "certain")]
    pub imposes: f64,
    /// Probability, a round, to answer a remedy with a counter.
    #[serde(default)]
    pub counters: Timed,
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
fn in_every_round() -> Timed {
    Timed::CERTAIN
}

/// Withdrawal hazard a round, by the party's situation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraws {
    /// No cause for complaint.
    #[serde(default)]
    pub calm: Timed,
    /// A dispute on the other's commitments is open, or an alarm stands on one.
    #[serde(default)]
    pub wronged: Timed,
    /// A remedy is in force against the party.
    #[serde(default)]
    pub under_remedy: Timed,
}

impl Withdraws {
    /// The hazards when calm, when wronged, under a remedy.
    pub fn hazards(&self) -> [Timed; 3] {
        [self.calm, self.wronged, self.under_remedy]
    }

    /// Whether the party may ever withdraw.
    pub fn is_possible(&self) -> bool {
        self.hazards().into_iter().any(Timed::is_possible)
    }
}

impl Conduct {
    /// Probability to violate after `tremble` has flipped the intended action with probability e: v(1−e) + (1−v)e.
    pub fn after_tremble(&self, violation: Probability) -> Probability {
        violation.either(Probability::new(self.tremble))
    }

    /// Whether the party ever counters, in any mode.
    pub fn may_counter(&self) -> bool {
        let modes = self.comply.modes();
        modes.iter().any(|mode| mode.counters.unwrap_or(self.counters).is_possible())
    }

    /// Reports values out of range and rules that do not fit the party's `commitments`.
    pub fn check(&self, commitments: &[&str], faults: &mut Faults) {
        faults.within("comply", |faults| self.comply.check(commitments, faults));
        self.files.check("files", faults);
        faults.number("imposes", self.imposes, PROBABILITY);
        self.counters.check("counters", faults);
        faults.number("tremble", self.tremble, PROBABILITY);
        faults.within("withdraws", |faults| {
            self.withdraws.calm.check("calm", faults);
            self.withdraws.wronged.check("wronged", faults);
            self.withdraws.under_remedy.check("under_remedy", faults);
        });
    }
}
