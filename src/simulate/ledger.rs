//! Where welfare comes from, added up round by round where it is asked for.

use crate::game::{Game, Outcome, Parts, State, first_state, parts_of_round};
use crate::metric::Benchmarks;
use crate::simulate::Draws;

/// The parts of both parties' welfare in one replication, as its rounds come.
pub(super) struct Ledger<'a> {
    game: &'a Game,
    discount: &'a [[f64; 2]],
    /// The state in which the next round starts.
    state: State,
    parts: [Parts; 2],
}

impl<'a> Ledger<'a> {
    /// An empty ledger of a replication, which is about to be played with `draws`.
    pub(super) fn new(game: &'a Game, benchmarks: &'a Benchmarks, draws: &mut Draws, replication: u64) -> Self {
        draws.begin(replication);
        let state = first_state(game, draws);
        Self { game, discount: &benchmarks.discount, state, parts: [Parts::default(); 2] }
    }

    /// Enters a round that ended in the state `next`.
    pub(super) fn enter(&mut self, round: u32, outcome: &Outcome, next: &State) {
        let parts = parts_of_round(self.game, &self.state, outcome);
        for p in [0, 1] {
            let discount = self.discount[round as usize][p];
            self.parts[p].iter_mut().zip(parts[p]).for_each(|(sum, part)| *sum += discount * part);
        }
        self.state = *next;
    }

    /// The parts of all rounds entered.
    pub(super) fn close(self) -> [Parts; 2] {
        self.parts
    }
}
