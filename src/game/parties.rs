//! Who is who: the two parties, how many commitments they may owe, and where those stand in the random stream.

/// Most commitments of both parties together.
pub(crate) const MAX_COMMITMENTS: usize = 8;
/// Most commitments of one party: all of them.
pub(crate) const MAX_PER_PARTY: usize = MAX_COMMITMENTS;
/// Commitments of a party that have a place among the first of the random stream.
pub(super) const FIRST_PLACES: usize = 4;

/// The other party.
pub(crate) const fn opponent(party: usize) -> usize {
    1 - party
}
