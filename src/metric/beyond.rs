//! What comes after the horizon, for ever: how it is discounted, and how far a run plays on to find what it is worth.

use crate::game::{Afterwards, Game, Odds, Side};

/// Time after the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beyond {
    /// δ^T of both parties.
    pub(crate) discount: [f64; 2],
    /// Rounds that a run plays on for certain: until what is left counts for the more patient party little of what it
    /// did.
    pub(crate) certain: u32,
    /// Odds of each further round, those of the more patient party's discount factor.
    pub(crate) goes_on: Odds,
}

/// What is left to a lottery counts for so much of what counted at the horizon.
const LEFT: f64 = 0.1;

impl Beyond {
    /// The time after the horizon of a game, where it counts.
    pub(super) fn new(game: &Game) -> Option<Self> {
        if game.afterwards == Afterwards::Nothing {
            return None;
        }
        let at_horizon = |side: &Side| libm::pow(side.discount, f64::from(game.rounds));
        let patience = game.sides[0].discount.max(game.sides[1].discount);
        Some(Self {
            discount: [at_horizon(&game.sides[0]), at_horizon(&game.sides[1])],
            certain: (libm::log(LEFT) / libm::log(patience)).ceil() as u32,
            goes_on: Odds::new(patience),
        })
    }

    /// What $1 a round for ever after the horizon is worth to a party at signing.
    pub(super) fn of_a_round(&self, game: &Game, party: usize) -> f64 {
        self.discount[party] / game.sides[party].impatience
    }
}
