//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::{Odds, Outlook, Side, State, StatusId, Traits};
use crate::stats::Probability;

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
    odds: Vec<Odds>,
    looks_at: LooksAt,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum LooksAt {
    /// Habit (the owner's mode where the rule has several, else its pressure) and class of the commitment's dispute.
    Class,
    /// Status of the dispute and situation of the owner (see [`Outlook`](crate::game::Outlook)), of which there are
    /// so many.
    Situation(usize),
    /// Deliberate, and not worked out: kept.
    Nothing,
}

/// Number of dispute classes.
pub(super) const CLASSES: usize = 3;

impl Violation {
    /// Deliberate conduct that is not worked out yet.
    pub(super) const UNFORESEEN: Self = Self { odds: Vec::new(), looks_at: LooksAt::Nothing };

    /// Compiles a rule from its probabilities by habit and class.
    pub(super) fn by_class(probabilities: impl Iterator<Item = [Probability; CLASSES]>) -> Self {
        Self { odds: probabilities.flatten().map(Odds::of).collect(), looks_at: LooksAt::Class }
    }

    /// Compiles deliberate conduct from its probabilities by place.
    pub(super) fn foreseen(block: usize, probabilities: &[Probability]) -> Self {
        Self { odds: probabilities.iter().map(|&p| Odds::of(p)).collect(), looks_at: LooksAt::Situation(block) }
    }

    /// Whether chance has a say anywhere.
    pub(super) fn is_uncertain(&self) -> bool {
        self.odds.iter().any(|odds| odds.certain().is_none())
    }

    /// Odds of a violation from the owner's `standpoint`, the dispute being at `status` with these `traits`.
    #[inline]
    pub(super) fn odds(&self, standpoint: Standpoint, status: StatusId, traits: Traits) -> Odds {
        let place = match self.looks_at {
            LooksAt::Class => standpoint.habit as usize * CLASSES + traits.class as usize,
            LooksAt::Situation(block) => status as usize * block + standpoint.situation,
            LooksAt::Nothing => return Odds::default(),
        };
        self.odds[place]
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
    /// Where `party`, which is `side`, stands in `state`.
    #[inline]
    pub(crate) fn of(side: &Side, outlook: Option<&Outlook>, party: usize, state: &State) -> Self {
        Self {
            habit: if side.next_mode.len() > 1 { state.mode[party] } else { u32::from(state.pressure[party]) },
            situation: outlook.map_or(0, |outlook| outlook.situation(state)),
        }
    }
}
