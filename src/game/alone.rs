//! The game of one commitment alone, which deliberate conduct looks ahead in.

use crate::game::{Agreement, Foreseen, Game};
use crate::trade::Pressure;

impl Game {
    /// The game in which nothing is owed but the commitment at `index` of `full`, the game of the same agreement:
    /// breakdown pays what it pays in full, and the owner's standing tariffs stay.
    pub fn alone(agreement: &Agreement, full: &Self, index: usize) -> Self {
        let duty = &full.duties[index];
        let mut alone = agreement.clone();
        let other = &mut alone.parties[duty.complainant];
        other.commitments.clear();
        other.clash = 0.0;
        other.pressure = Pressure::Steady;
        let owner = &mut alone.parties[duty.owner];
        owner.commitments.retain(|commitment| commitment.name == duty.name);
        owner.clash = 0.0;
        let mut game = Self::new(&alone, Foreseen::Nothing);
        game.breakdown = full.breakdown;
        game.sides[duty.owner].releases = false;
        game
    }
}
