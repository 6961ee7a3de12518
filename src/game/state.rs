//! The public state: what both parties see when they decide.

use crate::game::{Docket, Game, StatusId};

/// Most commitments of one party.
pub const MAX_PER_PARTY: usize = 4;
/// Most commitments of both parties.
pub const MAX_COMMITMENTS: usize = 2 * MAX_PER_PARTY;

/// The public state at the start of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct State {
    /// Pressure level of each party.
    pub pressure: [u8; 2],
    /// Mode of each party's conduct.
    pub mode: [u32; 2],
    /// Status of the dispute on each commitment, the first party's commitments first, by its number in
    /// [`Game::docket`].
    pub disputes: [StatusId; MAX_COMMITMENTS],
    /// Standing tranches that each party still keeps.
    pub kept: [u8; 2],
    /// Counter of rounds towards the next release of each party's standing tariffs.
    pub clean: [u32; 2],
    /// t mod `review_every`.
    pub phase: u32,
    /// Rounds until a withdrawal takes effect; 0 means that no notice runs.
    pub notice: u32,
    /// Whether the agreement has broken down.
    pub ended: bool,
}

impl State {
    /// The state at signing, with each party's pressure at the given level.
    pub fn first(game: &Game, pressure: [u8; 2]) -> Self {
        Self {
            pressure,
            mode: [0; 2],
            disputes: [Docket::NONE; MAX_COMMITMENTS],
            kept: [0, 1].map(|p| game.sides[p].kept_at_signing),
            clean: [0; 2],
            phase: 0,
            notice: 0,
            ended: false,
        }
    }

    /// The one state in which the agreement has ended.
    pub fn breakdown(game: &Game) -> Self {
        Self { ended: true, ..Self::first(game, [0; 2]) }
    }

    /// Whether grievances are taken in this round.
    pub fn review_open(&self, game: &Game) -> bool {
        self.phase == game.procedure.review_every - 1
    }
}
