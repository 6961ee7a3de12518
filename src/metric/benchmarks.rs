//! Benchmarks: what does not change from run to run.

use crate::game::{Game, Outcome, State, Statement, no_deal, statements};
use crate::metric::Beyond;

/// What does not change from run to run: discount factors and benchmarks.
#[derive(Clone, Debug)]
pub struct Benchmarks {
    /// δ^t of both parties, by round.
    pub discount: Vec<[f64; 2]>,
    /// What comes after the horizon, where it counts.
    pub beyond: Option<Beyond>,
    /// Welfare of each party if the accord alone were earned in every round.
    pub ideal: [f64; 2],
    /// Welfare of each party if the agreement had broken down at once.
    pub war: [f64; 2],
    /// Welfare of each party if there had been no agreement, its standing tariffs and the other's in force.
    pub no_deal: [f64; 2],
}

/// What rounding may have done to a benchmark, relative to it.
const ROUNDING: f64 = 1e-12;
/// The least distance from war to the ideal that is divided by, $bn: the quotient and its square are finite.
const LEAST_SPAN: f64 = 1e-60;

impl Benchmarks {
    /// Benchmarks of a game over its horizon, or for ever where what comes after it counts.
    pub fn new(game: &Game) -> Self {
        let power = |p: usize, t: u32| match game.sides[p].discount {
            1.0 => 1.0,
            discount => libm::pow(discount, f64::from(t)),
        };
        let discount: Vec<[f64; 2]> = (0..game.rounds).map(|t| [power(0, t), power(1, t)]).collect();
        let state = State::breakdown(game);
        let breakdown = statements(game, &state, &Outcome::default());
        let beyond = Beyond::new(game);
        let total = |p: usize| {
            let after = beyond.map_or(0.0, |beyond| beyond.of_a_round(game, p));
            discount.iter().map(|factor| factor[p]).sum::<f64>() + after
        };
        Self {
            ideal: [0, 1].map(|p| total(p) * game.years * game.sides[p].accord),
            war: [0, 1].map(|p| total(p) * Statement::total(&breakdown[p])),
            no_deal: [0, 1].map(|p| total(p) * no_deal(game)[p]),
            discount,
            beyond,
        }
    }

    /// (welfare − war)/(ideal − war), NaN where the ideal is no better than war, or by no more than rounding may be.
    pub fn efficiency(&self, p: usize, welfare: f64) -> f64 {
        let (ideal, war) = (self.ideal[p], self.war[p]);
        let span = ideal - war;
        let least = (ROUNDING * ideal.abs().max(war.abs())).max(LEAST_SPAN);
        if span > least { (welfare - war) / span } else { f64::NAN }
    }
}
