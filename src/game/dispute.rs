//! The status of the dispute on one commitment.

use crate::conduct::DisputeClass;
use crate::game::Procedure;

/// Status of the dispute on one commitment. A stage that lasts n rounds is entered with `left` = n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dispute {
    /// No dispute; perhaps an alarm to act upon.
    Idle {
        /// The alarm.
        alarm: Alarm,
        /// Rounds since the one after it rose.
        age: u32,
    },
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
    /// After talks, with no ruling asked for yet.
    Resting {
        /// As above.
        genuine: bool,
        /// Rounds in a row without an alarm, counted where the case may be closed for it.
        quiet: u32,
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
    /// A remedy is in force, or levied for the time being.
    pub(crate) levied: bool,
    /// An alarm stands that nobody has acted upon.
    pub awaiting: bool,
    /// That alarm outlasts a round in which grievances are taken.
    pub(crate) outlasting: bool,
    /// The file is on the table: a lasting measure is decided upon for certain.
    pub(crate) on_table: bool,
    /// What a disposition looks at: 0 calm, 1 disputed, 2 remedied.
    pub class: DisputeClass,
}

/// What stands of what the owner of a commitment did last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Nothing: the commitment is decided upon anew in every round.
    #[default]
    Momentary,
    /// It is a lasting one, and kept.
    Absent,
    /// It is a lasting one, and a measure in force violates it.
    InForce,
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
    pub const NONE: Self = Self::Idle { alarm: Alarm::None, age: 0 };

    /// Whether a dispute is open.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Idle { .. })
    }

    /// Whether a remedy has been imposed and is in force.
    pub(crate) fn is_remedied(self) -> bool {
        matches!(self, Self::Remedied { .. })
    }

    /// What a disposition looks at.
    pub fn class(self) -> DisputeClass {
        match self {
            Self::Idle { .. } => DisputeClass::Calm,
            Self::Remedied { .. } => DisputeClass::Remedied,
            _ => DisputeClass::Disputed,
        }
    }

    /// The step of the remedy that is in force, or levied for the time being, which is the first.
    #[inline]
    pub(crate) fn levied(self, procedure: &Procedure) -> Option<u16> {
        match self {
            Self::Remedied { step, .. } => Some(step),
            Self::Idle { .. } | Self::Resting { .. } => None,
            _ => procedure.interim.then_some(0),
        }
    }

    /// What the rest of the game needs to know of it.
    pub(super) fn traits(self, procedure: &Procedure) -> Traits {
        let evidence_lasts = procedure.evidence_lasts;
        Traits {
            levied: self.levied(procedure).is_some(),
            open: self.is_open(),
            remedied: self.is_remedied(),
            awaiting: matches!(self, Self::Idle { alarm, .. } if alarm.is_raised()),
            outlasting: matches!(self, Self::Idle { alarm, age } if alarm.is_raised() && age + 1 < evidence_lasts),
            on_table: matches!(
                self,
                Self::Authorised
                    | Self::Consulting { left: 1, .. }
                    | Self::Implementing { left: 1, .. }
                    | Self::Remedied { count: 0, .. }
            ),
            class: self.class(),
        }
    }
}
