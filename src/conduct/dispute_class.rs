//! What rules without memory know of a dispute.

/// What a disposition looks at: the dispute on the commitment itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisputeClass {
    /// No dispute.
    #[default]
    Calm,
    /// Open, no remedy in force.
    Disputed,
    /// A remedy is in force.
    Remedied,
}

impl DisputeClass {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 3] = [Self::Calm, Self::Disputed, Self::Remedied];
}
