//! What the measures in force do to both parties.

/// The sum of a party's measures in force, $bn a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Levied {
    /// What the levying party gains; negative where it hurts itself.
    pub gain: f64,
    /// What the other party loses.
    pub loss: f64,
    /// Σ V·τ / imports.
    pub tariff: f64,
}

/// What the remedies and tariffs in force in a state do in a year, $bn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Effects {
    /// The tariffs that each party levies.
    pub(crate) levied: [Levied; 2],
    /// What all tariffs together bring each party in a round.
    pub(crate) net_tariffs: [f64; 2],
    /// What each party is paid in place of tariffs, less what it pays.
    pub(crate) paid: [f64; 2],
}

/// Effects where no remedy is in force, by the standing tranches that both parties keep.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct StandingEffects {
    pub(super) by_kept: Vec<Effects>,
    pub(super) stride: usize,
}

impl StandingEffects {
    /// Effects by the tranches that each party keeps.
    #[inline]
    pub(super) fn of(&self, kept: [u8; 2]) -> &Effects {
        &self.by_kept[usize::from(kept[0]) * self.stride + usize::from(kept[1])]
    }
}
