//! Strategic conduct: both governments look ahead, at everything they do.
//!
//! A dynamic discrete choice game (Aguirregabiria and Mira 2007) in logit equilibrium (McKelvey and Palfrey 1995, 1998);
//! worked out in `exact`.

use crate::fault::{Faults, POSITIVE_MONEY};
use serde::{Deserialize, Serialize};

/// What `Strategic` conduct is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// Reports a noise out of range.
pub(super) fn check(noise: f64, faults: &mut Faults) {
    faults.number("noise", noise, POSITIVE_MONEY);
}
