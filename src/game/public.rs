//! Who is who: the two parties and the commitments each owes.

use crate::game::Game;

/// The other party.
pub const fn opponent(party: usize) -> usize {
    1 - party
}

/// Indices of the commitments that `party` owes.
pub fn commitments_of(game: &Game, party: usize) -> std::ops::Range<usize> {
    match party {
        0 => 0..game.first_of_second,
        _ => game.first_of_second..game.duties.len(),
    }
}
