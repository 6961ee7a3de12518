//! A run after its horizon: played on, with the same draws, to find what is still to come without bias.

use crate::game::{Chance, Game, Slot, State, step};
use crate::metric::Beyond;
use crate::simulate::{Draws, Tally, Unrolled};

impl Tally {
    /// Adds what comes after the horizon of a run that has come to `state`.
    pub(super) fn go_on(&mut self, game: &Game, beyond: &Beyond, draws: &mut Draws, mut state: State) {
        let ended = state.ended;
        let after = play_on(game, beyond, draws, ended, |draws| (step(game, &mut state, draws).payoff, state.ended));
        self.add_after(beyond, after);
    }

    /// The same of a run that went through the leaves of an unrolled game, the last of them being `leaf`.
    pub(super) fn go_on_along(
        &mut self,
        game: &Game,
        unrolled: &Unrolled,
        beyond: &Beyond,
        draws: &mut Draws,
        leaf: usize,
    ) {
        let mut root = unrolled.digest(leaf).root;
        let ended = |leaf: usize| unrolled.leaf(leaf).next.ended;
        let after = play_on(game, beyond, draws, ended(leaf), |draws| {
            let (leaf, end) = unrolled.play(root, |slot| draws.word(slot));
            root = end.root;
            (end.payoff, ended(leaf))
        });
        self.add_after(beyond, after);
    }

    fn add_after(&mut self, beyond: &Beyond, after: [f64; 2]) {
        for (p, after) in after.into_iter().enumerate() {
            self.after[p] = beyond.discount[p] * after;
            self.welfare[p] += self.after[p];
        }
    }
}

/// Plays on from the horizon, and gives what each party then earns for ever, discounted to the horizon.
///
/// After the rounds that are certain each further one is played with the odds of the more patient party's discount
/// factor, and weighs so much more (Russian roulette): so the sum has the expectation of the whole, whatever is cut off.
/// War that nothing follows is worth what it is worth.
fn play_on(
    game: &Game,
    beyond: &Beyond,
    draws: &mut Draws,
    mut ended: bool,
    mut play: impl FnMut(&mut Draws) -> ([f64; 2], bool),
) -> [f64; 2] {
    let (for_good, war) = (!game.renews(), game.breakdown().payoff);
    let chance = beyond.goes_on.cut as f64 / (1_u64 << 32) as f64;
    let (mut after, mut weight) = ([0.0; 2], [1.0; 2]);
    for k in 0..u32::MAX - 1 - game.rounds {
        if ended && for_good {
            (0..2).for_each(|p| after[p] += weight[p] * war[p] / game.sides[p].impatience);
            break;
        }
        draws.turn_to(game.rounds + k);
        if k >= beyond.certain {
            if !draws.happens(Slot::afterwards(), beyond.goes_on) {
                break;
            }
            weight = weight.map(|weight| weight / chance);
        }
        let (payoff, next) = play(draws);
        ended = next;
        for p in [0, 1] {
            after[p] += weight[p] * payoff[p];
            weight[p] *= game.sides[p].discount;
        }
    }
    after
}
