//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::{Odds, State, Traits};

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

/// The probability that a commitment is violated, by its owner's mode and pressure and by its dispute.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    entries: Vec<Odds>,
    owner: usize,
    mode_stride: usize,
    pressure_stride: usize,
    class_stride: usize,
}

/// Number of dispute classes.
const CLASSES: usize = 3;

impl Violation {
    /// Compiles a rule that does not look beyond its mode.
    pub(super) fn by_mode(owner: usize, probabilities: &[f64]) -> Self {
        let entries = probabilities.iter().map(|p| Odds::new(*p)).collect();
        Self { entries, owner, mode_stride: 1, pressure_stride: 0, class_stride: 0 }
    }

    /// Compiles a memoryless rule from its probabilities by pressure level and dispute class.
    pub(super) fn by_situation(owner: usize, probabilities: &[[f64; CLASSES]]) -> Self {
        let entries = probabilities.iter().flatten().map(|p| Odds::new(*p)).collect();
        Self { entries, owner, mode_stride: 0, pressure_stride: CLASSES, class_stride: 1 }
    }

    /// Odds of a violation in `state`, the commitment's own dispute having these `traits`.
    #[inline]
    pub fn odds(&self, state: &State, traits: Traits) -> Odds {
        let mode = state.mode[self.owner] as usize * self.mode_stride;
        let pressure = usize::from(state.pressure[self.owner]) * self.pressure_stride;
        self.entries[mode + pressure + usize::from(traits.class) * self.class_stride]
    }
}
