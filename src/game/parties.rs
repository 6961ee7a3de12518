//! Who is who: the two parties, and how many commitments they may owe.

/// Most commitments of one party.
pub(crate) const MAX_PER_PARTY: usize = 4;
/// Most commitments of both parties.
pub(crate) const MAX_COMMITMENTS: usize = 2 * MAX_PER_PARTY;

/// The other party.
pub(crate) const fn opponent(party: usize) -> usize {
    1 - party
}
