//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::{Odds, Traits};

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
pub struct Violation {
    entries: Vec<[Odds; CLASSES]>,
}

/// Number of dispute classes.
const CLASSES: usize = 3;

impl Violation {
    /// Compiles a rule from its probabilities by standpoint (see [`Side::standpoint`](crate::game::Side)) and class of
    /// the commitment's own dispute.
    pub(super) fn new(probabilities: impl Iterator<Item = [f64; CLASSES]>) -> Self {
        Self { entries: probabilities.map(|by_class| by_class.map(Odds::new)).collect() }
    }

    /// Odds of a violation, the owner being at `standpoint` and the commitment's own dispute having these `traits`.
    #[inline]
    pub fn odds(&self, standpoint: u32, traits: Traits) -> Odds {
        self.entries[standpoint as usize][usize::from(traits.class) % CLASSES]
    }
}
