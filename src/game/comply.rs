//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::{Game, Odds, State, StatusId, Traits};

/// A probability for each mode of a party; one entry where all modes agree.
#[derive(Clone, Debug, PartialEq)]
pub struct ByMode {
    entries: Vec<Odds>,
    stride: usize,
}

impl ByMode {
    /// Compiles a probability a mode.
    pub(super) fn new(probabilities: Vec<f64>) -> Self {
        let alike = probabilities.iter().all(|p| *p == probabilities[0]);
        let kept = if alike { 1 } else { probabilities.len() };
        Self { entries: probabilities[..kept].iter().map(|p| Odds::new(*p)).collect(), stride: usize::from(!alike) }
    }

    /// Odds in `mode`.
    #[inline]
    pub fn at(&self, mode: u32) -> Odds {
        self.entries[mode as usize * self.stride]
    }
}

/// The probability that a commitment is violated, by what its owner looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Violation {
    /// By habit (the owner's mode where the rule has several, else its pressure) and class of the commitment's dispute.
    ByClass(Vec<[Odds; CLASSES]>),
    /// By status of the dispute and situation of the owner (see [`Outlook`](crate::game::Outlook)), of which there are
    /// so many.
    Foreseen(usize, Vec<Odds>),
    /// Deliberate, and not worked out: kept.
    Unforeseen,
}

/// Number of dispute classes.
pub(super) const CLASSES: usize = 3;

impl Violation {
    /// Compiles a rule from its probabilities by habit and class.
    pub(super) fn by_class(probabilities: impl Iterator<Item = [f64; CLASSES]>) -> Self {
        Self::ByClass(probabilities.map(|by_class| by_class.map(Odds::new)).collect())
    }

    /// Compiles deliberate conduct from its probabilities by place.
    pub(super) fn foreseen(block: usize, probabilities: &[f64]) -> Self {
        Self::Foreseen(block, probabilities.iter().map(|&p| Odds::new(p)).collect())
    }

    /// Odds of a violation from the owner's `standpoint`, the dispute being at `status` with these `traits`.
    #[inline]
    pub(super) fn odds(&self, standpoint: Standpoint, status: StatusId, traits: Traits) -> Odds {
        match self {
            Self::ByClass(entries) => entries[standpoint.habit as usize][usize::from(traits.class) % CLASSES],
            Self::Foreseen(block, entries) => entries[status as usize * block + standpoint.situation],
            Self::Unforeseen => Odds::default(),
        }
    }
}

/// What the rules of a party look at in a state, beside the dispute on each commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standpoint {
    /// For habits: the mode where the rule has several, else the level of pressure.
    habit: u32,
    /// For deliberate conduct: the situation in its outlook.
    situation: usize,
}

impl Standpoint {
    /// Where `party` stands in `state`.
    #[inline]
    pub(crate) fn of(game: &Game, party: usize, state: &State) -> Self {
        let side = &game.sides[party];
        Self {
            habit: if side.next_mode.len() > 1 { state.mode[party] } else { u32::from(state.pressure[party]) },
            situation: side.outlook.as_ref().map_or(0, |outlook| outlook.situation(state)),
        }
    }
}
