//! Strategic conduct: both governments look ahead, at everything they do.
//!
//! A dynamic discrete choice game (Aguirregabiria and Mira 2007) in logit equilibrium (McKelvey and Palfrey 1995, 1998);
//! worked out in `exact`.

use crate::fault::{Faults, POSITIVE_MONEY, YEARLY_RATE};
use crate::trade::Reviewed;
use serde::{Deserialize, Serialize};

/// What `Strategic` conduct is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Strategic {
    /// Scale of the shocks, $bn a decision.
    pub noise: f64,
    /// How far it sees.
    pub scope: Scope,
    /// What the shocks are.
    pub shocks: Shocks,
}

/// How much of the game a strategic party looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// One commitment at a time.
    #[default]
    EachCommitment,
    /// The whole state.
    WholeGame,
}

/// What moves a strategic party off its best response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shocks {
    /// Payoffs that only it sees: what they are worth to it is foreseen.
    #[default]
    Payoffs,
    /// Its own mistakes: they are worth nothing.
    Mistakes,
}

/// A decision of procedure that a strategic party may take by what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Choice {
    /// Whether to raise a grievance.
    Files,
    /// Whether to impose an authorised remedy.
    Imposes,
    /// Whether to answer a remedy with a counter.
    Counters,
    /// Whether to give notice.
    Withdraws,
}

impl Choice {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Files, Self::Imposes, Self::Counters, Self::Withdraws];
}

/// What strategic conduct inside `PerCommitment` is told.
pub(super) const INSIDE_PER_COMMITMENT: (&str, &str) = (
    "Strategic inside PerCommitment",
    "`comply: Strategic(…)`, which weighs each commitment of the party; or a rule for each: Always, Never, Chance, Disposition, Opportunist or Deliberate",
);

/// Reports a noise out of range.
pub(super) fn check(noise: f64, faults: &mut Faults) {
    faults.number("noise", noise, POSITIVE_MONEY);
}

/// Reports choices that are listed twice, and what only strategic conduct has where the rule `is_strategic` not.
pub(super) fn check_choices(is_strategic: bool, chooses: Option<&[Choice]>, considers: Reviewed, faults: &mut Faults) {
    let chosen = chooses.unwrap_or_default();
    for (k, choice) in chosen.iter().enumerate().filter(|(k, choice)| chosen[..*k].contains(choice)) {
        let allowed = "Files, Imposes, Counters and Withdraws, each at most once";
        faults.report(&format!("chooses.{k}"), format!("{choice:?}, a second time"), allowed);
    }
    if !chosen.is_empty() && !is_strategic {
        let found = format!("{chosen:?} beside a rule that is not Strategic");
        faults.report("chooses", found, "nothing, or `comply: Strategic(noise: …)`: no other rule chooses");
    }
    if let Reviewed::PerYear(times) = considers {
        faults.number("considers", times, YEARLY_RATE);
        if !is_strategic {
            let found = format!("PerYear({times:?}) beside a rule that is not Strategic");
            faults.report("considers", found, "nothing, or `comply: Strategic(noise: …)`: no other rule chooses");
        }
    }
}
