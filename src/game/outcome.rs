//! What happened in one round.

use crate::game::question::Signal;
use crate::game::{MAX_COMMITMENTS, Measure, Traits};
use serde::{Deserialize, Serialize};

/// Events on one commitment in one round, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Events(u32);

impl Events {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// A grievance was raised.
    pub const FILED: Self = Self(1);
    /// Closed because clean.
    pub(crate) const CURED: Self = Self(1 << 1);
    /// Closed by a settlement.
    pub(crate) const SETTLED: Self = Self(1 << 2);
    /// Dismissed by the arbiter.
    pub(crate) const DISMISSED: Self = Self(1 << 3);
    /// Upheld but vetoed.
    pub(crate) const BLOCKED: Self = Self(1 << 4);
    /// Not authorised.
    pub(crate) const DENIED: Self = Self(1 << 5);
    /// Authorised but not imposed.
    pub(crate) const DROPPED: Self = Self(1 << 6);
    /// A remedy was imposed.
    pub const REMEDY: Self = Self(1 << 7);
    /// Upheld and not vetoed.
    pub(crate) const UPHELD: Self = Self(1 << 8);
    /// The respondent countered.
    pub(crate) const COUNTERED: Self = Self(1 << 9);
    /// An alarm that could be answered was not.
    pub(crate) const UNANSWERED: Self = Self(1 << 10);
    /// Closed because clean, though the commitment was violated: nothing was seen.
    pub(crate) const LAPSED: Self = Self(1 << 11);
    /// A settlement withdrew the measure complained of.
    pub(crate) const MEASURE_WITHDRAWN: Self = Self(1 << 12);
    /// Upheld and vetoed, and the complainant goes on alone.
    pub(crate) const SELF_HELP: Self = Self(1 << 13);
    /// Where the level of talks at which a dispute was settled stands.
    const LEVEL: u32 = 24;

    /// Closed by a settlement at that level of talks.
    pub(super) fn settled_at(level: u8) -> Self {
        Self(Self::SETTLED.0 | u32::from(level) << Self::LEVEL)
    }

    /// The level of talks at which the dispute was settled, where it was.
    pub(crate) fn settlement(self) -> Option<u8> {
        self.has(Self::SETTLED).then_some((self.0 >> Self::LEVEL) as u8)
    }

    /// Adds events.
    #[inline]
    pub(super) fn add(&mut self, events: Self) {
        self.0 |= events.0;
    }

    /// Whether all of `events` happened.
    #[inline]
    pub fn has(self, events: Self) -> bool {
        self.0 & events.0 == events.0
    }

    /// Whether any event happened.
    #[inline]
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether the grievance ended in this round.
    pub fn ended(self) -> bool {
        DisputeEnd::ALL.into_iter().any(|end| self.has(end.event()))
    }
}

/// A way in which a grievance ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DisputeEnd {
    /// Closed because clean, and kept.
    Cured,
    /// Closed because clean, though violated.
    Lapsed,
    /// Closed by a settlement.
    Settled,
    /// Dismissed by the arbiter.
    Dismissed,
    /// Upheld but vetoed.
    Blocked,
    /// Not authorised.
    Denied,
    /// Authorised but not imposed.
    Dropped,
    /// A remedy was imposed.
    Remedy,
}

impl DisputeEnd {
    /// All of them, in the order of the procedure.
    pub const ALL: [Self; 8] = [
        Self::Cured,
        Self::Lapsed,
        Self::Settled,
        Self::Dismissed,
        Self::Blocked,
        Self::Denied,
        Self::Dropped,
        Self::Remedy,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cured => "cured",
            Self::Lapsed => "lapsed",
            Self::Settled => "settled",
            Self::Dismissed => "dismissed",
            Self::Blocked => "blocked",
            Self::Denied => "denied",
            Self::Dropped => "dropped",
            Self::Remedy => "remedy",
        }
    }

    /// The event that a round with such an end has.
    #[inline]
    pub const fn event(self) -> Events {
        match self {
            Self::Cured => Events::CURED,
            Self::Lapsed => Events::LAPSED,
            Self::Settled => Events::SETTLED,
            Self::Dismissed => Events::DISMISSED,
            Self::Blocked => Events::BLOCKED,
            Self::Denied => Events::DENIED,
            Self::Dropped => Events::DROPPED,
            Self::Remedy => Events::REMEDY,
        }
    }
}

/// What happened in one round. Bit sets have a bit for each commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Whether the agreement stood in this round.
    pub stands: bool,
    /// Whether grievances were taken in this round.
    pub review_open: bool,
    /// Commitments violated.
    pub violated: u8,
    /// Commitments on which an alarm rose.
    pub alarmed: u8,
    /// Commitments under dispute at the start of the round.
    pub open: u8,
    /// Commitments on which a remedy was in force.
    pub remedied: u8,
    /// Those, and the ones for which a remedy is levied for the time being.
    pub(crate) levied: u8,
    /// Commitments on which an unanswered alarm stood at the start of the round.
    pub awaiting: u8,
    /// Those of them whose alarm outlasts a round in which grievances are taken.
    pub(crate) outlasting: u8,
    /// Commitments against which a lasting measure stood at the start of the round.
    pub(crate) standing: u8,
    /// Commitments on which anything in `events` happened.
    pub(crate) eventful: u8,
    /// Events by commitment.
    pub events: [Events; MAX_COMMITMENTS],
    /// Parties that withdrew.
    pub(crate) withdrew: u8,
    /// Whether parties at war signed again after it.
    pub(crate) renewed: bool,
    /// Payoff of each party in this round, $bn, undiscounted.
    pub payoff: [f64; 2],
    /// Mean tariff on each party's imports.
    pub tariff: [f64; 2],
}

/// The sets of one round while it is played, a byte each, so that a commitment enters them all by one shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u64);

impl Marks {
    /// The marks that a dispute of these `traits` leaves on its commitment, of which this `measure` stands.
    pub(super) fn of(traits: Traits, measure: Measure) -> Self {
        Self(
            u64::from(traits.open) << 16
                | u64::from(traits.remedied) << 24
                | u64::from(traits.awaiting) << 32
                | u64::from(traits.outlasting) << 40
                | u64::from(measure == Measure::InForce) << 48
                | u64::from(traits.levied) << 56,
        )
    }

    /// These marks, and those of what was done and seen in the round.
    #[inline]
    pub(super) fn with(self, signal: Signal) -> Self {
        Self(self.0 | u64::from(signal.violated) | u64::from(signal.alarmed) << 8)
    }

    /// Enters the marks of commitment `c`.
    #[inline]
    pub(super) fn enter(&mut self, c: usize, marks: Self) {
        self.0 |= marks.0 << c;
    }
}

impl Outcome {
    /// Takes the sets.
    #[inline]
    pub(super) fn take(&mut self, marks: Marks) {
        let sets = marks.0.to_le_bytes();
        [
            self.violated,
            self.alarmed,
            self.open,
            self.remedied,
            self.awaiting,
            self.outlasting,
            self.standing,
            self.levied,
        ] = sets;
    }

    /// What was done and seen on commitment `c`.
    #[inline]
    pub(super) fn signal(&self, c: usize) -> Signal {
        Signal { violated: self.violated >> c & 1 != 0, alarmed: self.alarmed >> c & 1 != 0 }
    }
}
