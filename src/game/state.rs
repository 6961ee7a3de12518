//! The public state: what both parties see when they decide.

use crate::game::{MAX_COMMITMENTS, StatusId};

/// The public state at the start of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct State {
    /// Pressure level of each party.
    pub pressure: [u8; 2],
    /// Mode of each party's conduct.
    pub mode: [u32; 2],
    /// Status of the dispute on each commitment, the first party's commitments first, by its number in
    /// [`Game::docket`](crate::game::Game::docket).
    pub disputes: [StatusId; MAX_COMMITMENTS],
    /// Standing tranches that each party still keeps.
    pub kept: [u8; 2],
    /// Counter of rounds towards the next release of each party's standing tariffs.
    pub(crate) clean: [u32; 2],
    /// t mod `review_every`.
    pub phase: u32,
    /// Rounds until a withdrawal takes effect; 0 means that no notice runs.
    pub notice: u32,
    /// Whether the agreement has broken down.
    pub ended: bool,
}
