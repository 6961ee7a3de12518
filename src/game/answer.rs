//! Answers to the questions that the procedure puts to the parties: by mode, or worked out place by place.

use crate::game::viewpoint::{Sight, Standpoint};
use crate::game::{Odds, StatusId};
use crate::stats::Probability;

/// A probability for each mode of a party; one entry where all modes agree.
#[derive(Clone, Debug, PartialEq)]
pub struct ByMode {
    entries: Vec<Odds>,
    stride: usize,
}

impl ByMode {
    /// Compiles a probability a mode.
    pub(super) fn new(probabilities: Vec<Probability>) -> Self {
        let alike = probabilities.iter().all(|p| *p == probabilities[0]);
        let kept = if alike { 1 } else { probabilities.len() };
        Self { entries: probabilities[..kept].iter().map(|p| Odds::of(*p)).collect(), stride: usize::from(!alike) }
    }

    #[inline]
    fn at(&self, mode: u32) -> Odds {
        self.entries[mode as usize * self.stride]
    }
}

/// How a party answers a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// By its mode.
    ByMode(ByMode),
    /// By place, as worked out beforehand.
    ByPlace(Vec<Odds>),
}

impl Answer {
    /// By place: each probability counts only where the party takes the question up, which has the probability `taken_up`.
    pub(super) fn foreseen(answers: &[Probability], taken_up: Probability) -> Self {
        Self::ByPlace(answers.iter().map(|answer| Odds::of(answer.and(taken_up))).collect())
    }

    /// Whether it is ever yes.
    pub(super) fn is_possible(&self) -> bool {
        let (Self::ByMode(ByMode { entries, .. }) | Self::ByPlace(entries)) = self;
        entries.iter().any(|odds| odds.probability.yes() > 0.0)
    }

    /// Odds of a yes in `mode`, at the place that `sight` gives this status from that standpoint.
    #[inline]
    pub(super) fn at(&self, mode: u32, sight: Sight, status: StatusId, standpoint: Standpoint) -> Odds {
        match self {
            Self::ByMode(by_mode) => by_mode.at(mode),
            Self::ByPlace(odds) => odds[sight.place(status, standpoint.situation)],
        }
    }
}
