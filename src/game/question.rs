//! What the procedure of a dispute is told in a round, and what it asks.

/// A question that the procedure puts to a party, to the arbiter or to luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// Does the complainant raise a grievance?
    Files,
    /// Is it settled at this level?
    Settles(u8),
    /// Does the settlement at this level withdraw the measure complained of?
    Withdraws(u8),
    /// Is a ruling asked for?
    Requested,
    /// Does the arbiter uphold it?
    Upheld {
        /// Whether the respondent is guilty.
        guilty: bool,
    },
    /// Is the upheld ruling vetoed?
    Blocked,
    /// May the complainant go on alone, its ruling being vetoed?
    HelpsItself,
    /// Is the remedy authorised?
    Authorised,
    /// Does the complainant impose it?
    Imposes,
    /// Does the respondent counter it?
    Counters,
}

/// Whether a standing alarm can be acted upon in this round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Grievances are not taken in this round.
    Closed,
    /// Grievances are taken, but not from this complainant.
    Barred,
    /// Grievances are taken.
    Open,
}

/// What was done and seen on the commitment in this round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signal {
    pub(super) violated: bool,
    pub(super) alarmed: bool,
}
