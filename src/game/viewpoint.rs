//! From where conduct looks at a state: what rules see of it, and the place of what was worked out beforehand.

use crate::game::StatusId;

/// What the rules of a party look at in a state, beside the dispute on each commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standpoint {
    /// For habits: the mode where the rule has several, else the level of pressure.
    pub(super) habit: u32,
    /// For conduct that looks ahead: the situation of what the party owes.
    pub(crate) situation: usize,
}

/// Where a commitment's place is among all that conduct worked out beforehand tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The first status.
    pub(super) first: StatusId,
    /// Situations of each status; 0 where the situation says all.
    pub(super) block: usize,
}

impl Sight {
    /// The place of this status in that situation.
    #[inline]
    pub(crate) fn place(self, status: StatusId, situation: usize) -> usize {
        (status - self.first) as usize * self.block + situation
    }

    /// The status that a place belongs to, where places tell.
    pub(super) fn status(self, place: usize) -> Option<StatusId> {
        Some(self.first + place.checked_div(self.block)? as StatusId)
    }
}
