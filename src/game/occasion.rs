//! When a commitment is decided upon, and what stands otherwise.

use crate::conduct::DisputeClass;
use crate::game::{Measure, Traits};
use crate::stats::Probability;

/// Number of dispute classes.
pub(super) const CLASSES: usize = DisputeClass::ALL.len();

/// What a habit looks at in the status of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occasion {
    pub(super) class: DisputeClass,
    /// What stands unless it is decided upon: nothing where it is decided for certain.
    pub(super) stands: Measure,
}

impl Occasion {
    /// All of them, those that are decided for certain first.
    pub(super) fn all(lasting: bool) -> impl Iterator<Item = Self> {
        let stands = [Measure::Momentary, Measure::Absent, Measure::InForce].into_iter();
        let stands = stands.take(if lasting { 3 } else { 1 });
        stands.flat_map(|stands| DisputeClass::ALL.into_iter().map(move |class| Self { class, stands }))
    }

    /// The occasion of a status, by its place among all.
    pub(super) fn place(traits: Traits, measure: Measure) -> u8 {
        let stands = if traits.on_table { Measure::Momentary } else { measure };
        stands as u8 * CLASSES as u8 + traits.class as u8
    }
}

/// Probability of a violation in a round: r·v + (1 − r)·(1 if a violating measure stands), r being the chance that it
/// is decided upon, and v = `decided` that it is violated then.
pub(super) fn in_round(decided: Probability, up: Probability, stands: Measure) -> Probability {
    let (yes, no) = (up.yes() * decided.yes(), up.yes() * decided.no());
    match stands {
        Measure::Momentary => decided,
        Measure::Absent => Probability::of(yes, no + up.no()),
        Measure::InForce => Probability::of(yes + up.no(), no),
    }
}
