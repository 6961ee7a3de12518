//! What is shown round by round.

/// Most rounds that a series shows; longer horizons are shown at every k-th round.
const MOST_POINTS: u32 = 1000;

/// What a series shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesKind {
    /// A party's payoff in the round, $bn, undiscounted.
    Welfare(usize),
    /// Share of its commitments kept, while the agreement stands.
    Compliance(usize),
    /// Mean tariff on its imports.
    Tariff(usize),
    /// Disputes that it has open at the start of the round.
    OpenDisputes(usize),
    /// Whether the agreement stands after the round.
    Survived,
}

impl SeriesKind {
    /// All series, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Welfare(0),
        Self::Welfare(1),
        Self::Compliance(0),
        Self::Compliance(1),
        Self::Tariff(0),
        Self::Tariff(1),
        Self::OpenDisputes(0),
        Self::OpenDisputes(1),
        Self::Survived,
    ];

    /// Name without the party.
    pub fn name(self) -> &'static str {
        match self {
            Self::Welfare(_) => "welfare",
            Self::Compliance(_) => "compliance",
            Self::Tariff(_) => "tariff",
            Self::OpenDisputes(_) => "open_disputes",
            Self::Survived => "survived",
        }
    }

    /// The party, where the series is one party's.
    pub fn party(self) -> Option<usize> {
        match self {
            Self::Welfare(p) | Self::Compliance(p) | Self::Tariff(p) | Self::OpenDisputes(p) => Some(p),
            Self::Survived => None,
        }
    }
}

/// Rounds that a point of a series stands for, and how many points a horizon has.
pub fn series_points(rounds: u32) -> (u32, u32) {
    let every = rounds.div_ceil(MOST_POINTS);
    (every, rounds.div_ceil(every.max(1)))
}
