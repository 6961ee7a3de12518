//! Withdrawal as a choice: a party leaves if any of its offices would.

use crate::game::viewpoint::{Sight, Standpoint};
use crate::game::{Duty, MAX_COMMITMENTS, Odds, StatusId};
use crate::stats::Probability;

/// When one party leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaves {
    /// Probability that it takes the matter up in a round.
    taken_up: Probability,
    offices: Vec<Office>,
}

/// One office of a party, which looks at what one party owes.
#[derive(Clone, Debug, PartialEq)]
struct Office {
    /// Position of the commitment whose dispute it looks at, and the party that owes it.
    commitment: usize,
    owner: usize,
    sight: Sight,
    /// Probability that it would leave, by place.
    would: Vec<Probability>,
}

impl Leaves {
    pub(super) fn new(taken_up: Probability) -> Self {
        Self { taken_up, offices: Vec::new() }
    }

    /// Adds the office that looks at this commitment.
    pub(super) fn add(&mut self, duty: &Duty, would: Vec<Probability>) {
        self.offices.push(Office { commitment: duty.index, owner: duty.owner, sight: duty.sight, would });
    }

    /// Odds of leaving: r · (1 − Π over offices of the probability to stay).
    #[inline]
    pub(super) fn odds(&self, disputes: &[StatusId; MAX_COMMITMENTS], standpoints: [Standpoint; 2]) -> Odds {
        let mut any = Probability::default();
        for office in &self.offices {
            let status = disputes[office.commitment % MAX_COMMITMENTS];
            let place = office.sight.place(status, standpoints[office.owner & 1].situation);
            any = any.or(office.would[place]);
        }
        Odds::of(any.and(self.taken_up))
    }
}
