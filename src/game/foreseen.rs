//! What parties that look ahead do, as worked out before play.

use crate::game::State;
use crate::stats::Probability;
use rustc_hash::FxHashMap;

/// What parties that look ahead do.
#[derive(Clone, Debug, Default)]
pub enum Foreseen {
    /// Nothing is worked out.
    #[default]
    Nothing,
    /// By commitment: each in its own game, by place in the outlook of its owner.
    EachCommitment(Vec<Intentions>),
    /// In the game as a whole, by state.
    WholeGame(WholePlan),
}

/// How likely a yes is at each decision about one commitment where it is reached, by place; empty where it is not chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intentions {
    /// Is it violated?
    pub(crate) violates: Vec<Probability>,
    /// Does the complainant raise a grievance?
    pub(crate) files: Vec<Probability>,
    /// Does the complainant impose a remedy?
    pub(crate) imposes: Vec<Probability>,
    /// Does the owner counter a remedy?
    pub(crate) counters: Vec<Probability>,
    /// Does each party withdraw?
    pub(crate) withdraws: [Vec<Probability>; 2],
}

/// What parties do that look at the whole state.
#[derive(Clone, Debug, Default)]
pub struct WholePlan {
    /// The states, by place.
    pub(crate) states: Vec<State>,
    /// Decisions on each commitment; those to withdraw stand with the first.
    pub(crate) decisions: Vec<Intentions>,
}

/// Places of whole states.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Places(FxHashMap<State, u32>);

impl Places {
    /// Numbers the states in their order.
    pub(super) fn of(states: &[State]) -> Self {
        Self(states.iter().copied().zip(0..).collect())
    }

    /// The place of a state; what is not among them, as breakdown, has the first.
    #[inline]
    pub(super) fn of_state(&self, state: &State) -> usize {
        self.0.get(state).map_or(0, |&place| place as usize)
    }
}
