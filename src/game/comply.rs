//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::{Odds, Outlook, State, StatusId, Traits};

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
    /// By standpoint (see [`Side::standpoint`](crate::game::Side::standpoint)) and class of the commitment's dispute.
    ByClass(Vec<[Odds; CLASSES]>),
    /// By all that bears on the commitment.
    Foreseen(Box<Outlook>, Vec<Odds>),
    /// Deliberate, and not worked out: kept.
    Unforeseen,
}

/// Number of dispute classes.
pub(super) const CLASSES: usize = 3;

impl Violation {
    /// Compiles a rule from its probabilities by standpoint and class.
    pub(super) fn by_class(probabilities: impl Iterator<Item = [f64; CLASSES]>) -> Self {
        Self::ByClass(probabilities.map(|by_class| by_class.map(Odds::new)).collect())
    }

    /// Compiles deliberate conduct from its probabilities by place.
    pub(super) fn foreseen(outlook: Outlook, probabilities: &[f64]) -> Self {
        Self::Foreseen(Box::new(outlook), probabilities.iter().map(|&p| Odds::new(p)).collect())
    }

    /// Odds of a violation in `state`, the dispute being at `status` with these `traits` and the owner at `standpoint`.
    #[inline]
    pub(super) fn odds(&self, state: &State, status: StatusId, standpoint: u32, traits: Traits) -> Odds {
        match self {
            Self::ByClass(entries) => entries[standpoint as usize][usize::from(traits.class) % CLASSES],
            Self::Foreseen(outlook, entries) => entries[outlook.place(state, status)],
            Self::Unforeseen => Odds::default(),
        }
    }
}
