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
mod strategic;
mod tit_for_tat;
mod win_stay;

pub use automaton::{Mode, ModeText, NextText};
pub use dispute_class::DisputeClass;
pub use rule::Rule;
pub use strategic::{Choice, Scope, Shocks, Strategic};

use crate::fault::{Faults, PROBABILITY};
use crate::stats::Probability;
use crate::trade::{Reviewed, Timed};
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
    /// What strategic conduct decides upon beside violations; all of it where it is not said.
    #[serde(default)]
    pub chooses: Option<Vec<Choice>>,
    /// How often strategic conduct takes up what it may do of its own accord.
    #[serde(default)]
    pub considers: Reviewed,
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

    /// Whether the party takes a decision by what follows; its probability in the scenario then says nothing.
    pub fn chooses(&self, choice: Choice) -> bool {
        self.comply.strategic().is_some() && self.chooses.as_ref().is_none_or(|chosen| chosen.contains(&choice))
    }

    /// Whether the party ever counters, in any mode.
    pub fn may_counter(&self) -> bool {
        let modes = self.comply.modes();
        self.chooses(Choice::Counters) || modes.iter().any(|mode| mode.counters.unwrap_or(self.counters).is_possible())
    }

    /// Whether the party may ever withdraw.
    pub fn may_withdraw(&self) -> bool {
        self.chooses(Choice::Withdraws) || self.withdraws.is_possible()
    }

    /// Whether the party never withdraws without a dispute or an alarm.
    pub fn stays_when_calm(&self) -> bool {
        !self.chooses(Choice::Withdraws) && !self.withdraws.calm.is_possible()
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
        // A Strategic that is out of place is what is wrong, not what belongs to it.
        let is_strategic = self.comply.speaks_of_strategic();
        strategic::check_choices(is_strategic, self.chooses.as_deref(), self.considers, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conduct(text: &str) -> Conduct {
        ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn strategic_conduct_chooses_all_that_is_not_left_out() {
        let chosen = |text: &str| Choice::ALL.map(|choice| conduct(text).chooses(choice));
        assert_eq!(chosen("(comply: Strategic(noise: 0.2))"), [true; 4]);
        assert_eq!(chosen("(comply: Strategic(noise: 0.2), chooses: None)"), [true; 4]);
        assert_eq!(chosen("(comply: Strategic(noise: 0.2), chooses: [])"), [false; 4]);
        assert_eq!(chosen("(comply: Strategic(noise: 0.2), chooses: [Withdraws, Files])"), [true, false, false, true]);
        assert_eq!(chosen("(comply: Grim)"), [false; 4]);
    }

    #[test]
    fn strategic_conduct_sees_one_commitment_and_payoff_shocks_unless_told_otherwise() {
        let (scope, shocks) = (Scope::EachCommitment, Shocks::Payoffs);
        let strategic = |text| conduct(text).comply.strategic();
        assert_eq!(strategic("(comply: Strategic(noise: 0.2))"), Some(Strategic { noise: 0.2, scope, shocks }));
        assert_eq!(
            strategic("(comply: Strategic(noise: 3, scope: WholeGame, shocks: Mistakes))"),
            Some(Strategic { noise: 3.0, scope: Scope::WholeGame, shocks: Shocks::Mistakes })
        );
        assert_eq!(strategic("(comply: Deliberate(noise: 0.2))"), None);
    }
}
