//! Compiled conduct: probabilities looked up by the part of the state that bears on them.

use crate::game::occasion::{CLASSES, Occasion, in_round};
use crate::game::viewpoint::{Sight, Standpoint};
use crate::game::{Docket, Measure, Odds, StatusId};
use crate::stats::Probability;

/// The probability that a commitment is violated, by what its owner looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    odds: Vec<Odds>,
    /// The same where it is decided upon; empty where it always is.
    decided: Vec<Probability>,
    looks_at: LooksAt,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum LooksAt {
    /// Habit (the owner's mode where the rule has several, else its pressure) and occasion, of which there are so many.
    Occasion(usize),
    /// The place of the state, as [`Sight`] gives it.
    Place(Sight),
    /// Looks ahead, and not worked out: kept.
    Nothing,
}

impl Violation {
    /// Conduct that looks ahead and is not worked out yet.
    pub(super) const UNFORESEEN: Self = Self { odds: Vec::new(), decided: Vec::new(), looks_at: LooksAt::Nothing };

    /// Compiles a rule from its probabilities to violate, where it decides, by habit and class. A lasting measure is
    /// up for decision with probability `up` unless it is on the table.
    pub(super) fn by_class(decided: impl Iterator<Item = [Probability; CLASSES]>, up: Option<Probability>) -> Self {
        let occasions: Vec<Occasion> = Occasion::all(up.is_some()).collect();
        let at = |decided: [Probability; CLASSES]| {
            let at = |occasion: &Occasion| (decided[occasion.class as usize], occasion.stands);
            occasions.iter().map(at).collect::<Vec<_>>()
        };
        Self::new(decided.flat_map(at), up, LooksAt::Occasion(occasions.len()))
    }

    /// Compiles conduct that looks ahead from its probabilities to violate, where it decides, by place; `status_at` says
    /// the status of the dispute there.
    pub(super) fn foreseen(
        docket: &Docket,
        sight: Sight,
        decided: &[Probability],
        status_at: impl Fn(usize) -> StatusId,
        up: Option<Probability>,
    ) -> Self {
        let stands = |place: usize| {
            let status = status_at(place);
            if docket.traits(status).on_table { Measure::Momentary } else { docket.measure(status) }
        };
        let decided = decided.iter().enumerate().map(|(place, &decided)| (decided, stands(place)));
        Self::new(decided, up, LooksAt::Place(sight))
    }

    fn new(decided: impl Iterator<Item = (Probability, Measure)>, up: Option<Probability>, looks_at: LooksAt) -> Self {
        let Some(up) = up else {
            let odds = decided.map(|(decided, _)| Odds::of(decided)).collect();
            return Self { odds, decided: Vec::new(), looks_at };
        };
        let decided: Vec<_> = decided.collect();
        Self {
            odds: decided.iter().map(|&(decided, stands)| Odds::of(in_round(decided, up, stands))).collect(),
            decided: decided.into_iter().map(|(decided, _)| decided).collect(),
            looks_at,
        }
    }

    /// Whether chance has a say anywhere.
    pub(super) fn is_uncertain(&self) -> bool {
        self.odds.iter().any(|odds| odds.certain().is_none())
    }

    /// Odds of a violation from the owner's `standpoint`, the dispute being at `status`, which is that `occasion`.
    #[inline]
    pub(super) fn odds(&self, standpoint: Standpoint, status: StatusId, occasion: u8) -> Odds {
        match self.place(standpoint, status, occasion) {
            Some(place) => self.odds[place],
            None => Odds::default(),
        }
    }

    /// Probability of a violation from there where the commitment is up for decision.
    pub(super) fn decided(&self, standpoint: Standpoint, status: StatusId, occasion: u8) -> Probability {
        let place = self.place(standpoint, status, occasion);
        let always = || place.map_or(Probability::default(), |place| self.odds[place].probability);
        place.and_then(|place| self.decided.get(place)).copied().unwrap_or_else(always)
    }

    #[inline]
    fn place(&self, standpoint: Standpoint, status: StatusId, occasion: u8) -> Option<usize> {
        match self.looks_at {
            LooksAt::Occasion(n) => Some(standpoint.habit as usize * n + usize::from(occasion)),
            LooksAt::Place(sight) => Some(sight.place(status, standpoint.situation)),
            LooksAt::Nothing => None,
        }
    }
}
