//! The status of the dispute on one commitment.

use crate::conduct::DisputeClass;

/// Status of the dispute on one commitment. A stage that lasts n rounds is entered with `left` = n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dispute {
    /// No dispute; perhaps an alarm to act upon.
    Idle(Alarm),
    /// Talks at one level.
    Consulting {
        /// Index of the level.
        level: u8,
        /// No alarm so far on this level.
        clean: bool,
        /// The alarm complained of was genuine (remembered only where the arbiter judges the past).
        genuine: bool,
        /// Rounds left.
        left: u32,
    },
    /// Before the arbiter.
    Ruling {
        /// As above.
        genuine: bool,
        /// Rounds left.
        left: u32,
    },
    /// The compliance period after an upheld ruling.
    Implementing {
        /// No alarm so far in the period.
        clean: bool,
        /// Rounds left.
        left: u32,
    },
    /// A remedy may be imposed.
    Authorised,
    /// A remedy is in force.
    Remedied {
        /// The respondent has countered.
        countered: bool,
        /// How often the remedy has grown.
        step: u16,
        /// Rounds counted towards its end.
        count: u32,
    },
}

/// What the rest of the game needs to know of a status.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traits {
    /// Open: anything but idle.
    pub open: bool,
    /// A remedy is in force.
    pub remedied: bool,
    /// An alarm stands that nobody has acted upon.
    pub awaiting: bool,
    /// What a disposition looks at: 0 calm, 1 disputed, 2 remedied.
    pub class: DisputeClass,
}

/// An alarm that nobody has acted upon yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alarm {
    /// None.
    None,
    /// Raised though the commitment was kept, or of a kind that nobody remembers.
    False,
    /// Raised by a violation (known only where the arbiter judges the past).
    Genuine,
}

impl Alarm {
    /// Whether there is one.
    pub(crate) fn is_raised(self) -> bool {
        self != Self::None
    }
}

impl Dispute {
    /// No dispute, no alarm.
    pub const NONE: Self = Self::Idle(Alarm::None);

    /// Whether a dispute is open.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Idle(_))
    }

    /// What a disposition looks at.
    pub fn class(self) -> DisputeClass {
        match self {
            Self::Idle(_) => DisputeClass::Calm,
            Self::Remedied { .. } => DisputeClass::Remedied,
            _ => DisputeClass::Disputed,
        }
    }
    /// What the rest of the game needs to know of it.
    pub(super) fn traits(self) -> Traits {
        Traits {
            open: self.is_open(),
            remedied: matches!(self, Self::Remedied { .. }),
            awaiting: matches!(self, Self::Idle(alarm) if alarm.is_raised()),
            class: self.class(),
        }
    }
}
