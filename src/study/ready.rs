//! A scenario's game made ready for play: what deliberate parties foresee is worked out.

use crate::exact;
use crate::game::Game;
use crate::scenario::Scenario;

/// The game of a scenario, ready for play.
pub fn ready(scenario: &Scenario) -> Game {
    exact::ready(scenario.agreement()).unwrap_or_else(|unsolved| panic!("{unsolved:?}"))
}
