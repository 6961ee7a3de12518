//! A scenario's game made ready for play: what deliberate parties foresee is worked out.

use crate::exact::{self, Unsolved};
use crate::game::Game;
use crate::scenario::Scenario;

/// The game of a scenario, ready for play.
///
/// # Errors
/// [`Unsolved`] where what strategic parties do could not be worked out.
pub fn ready(scenario: &Scenario) -> Result<Game, Unsolved> {
    exact::ready(scenario.agreement())
}
