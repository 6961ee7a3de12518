//! Replications of an unrolled game walked side by side, so that one waits for its next state while others move.

use crate::game::{Game, Slot, first_state};
use crate::simulate::Unrolled;
use crate::simulate::draws::{Draws, WORDS};
use crate::simulate::unrolled::{EvenTrees, MOST_DIGITS};

/// Replications walked at once.
pub const LANES: usize = 4;

/// Walks side by side, with the room they need.
#[derive(Clone, Debug)]
pub struct Lanes {
    draws: [Draws; LANES],
    paths: [Vec<u32>; LANES],
}

impl Lanes {
    /// Lanes under `seed`.
    pub fn new(seed: u64, every_round: &[Slot]) -> Self {
        let draws = Draws::new(seed, every_round);
        Self { draws: std::array::from_fn(|_| draws.clone()), paths: Default::default() }
    }

    /// Walks the replications `first` to `first` + [`LANES`] − 1.
    pub fn walk(&mut self, game: &Game, unrolled: &Unrolled, first: u64) {
        let mut roots = [0; LANES];
        for (lane, root) in roots.iter_mut().enumerate() {
            let draws = &mut self.draws[lane];
            draws.begin(first + lane as u64);
            *root = unrolled.root(&first_state(game, draws));
            self.paths[lane].resize(game.rounds as usize, 0);
        }
        match unrolled.even().map(|even| (even, even.slots.len())) {
            Some((even, 1)) => self.walk_even::<1>(even, roots),
            Some((even, 2)) => self.walk_even::<2>(even, roots),
            Some((even, 3)) => self.walk_even::<3>(even, roots),
            Some((even, MOST_DIGITS)) => self.walk_even::<MOST_DIGITS>(even, roots),
            _ => self.walk_apart(unrolled, roots),
        }
    }

    /// The leaves that a lane went through, round by round.
    pub fn path(&self, lane: usize) -> &[u32] {
        &self.paths[lane]
    }

    /// The draws of a lane, and the leaf that its walk ended in.
    pub(super) fn end(&mut self, lane: usize) -> (&mut Draws, usize) {
        (&mut self.draws[lane], self.paths[lane].last().map_or(0, |&leaf| leaf as usize))
    }

    fn walk_apart(&mut self, unrolled: &Unrolled, roots: [u32; LANES]) {
        for (lane, mut root) in roots.into_iter().enumerate() {
            let draws = &mut self.draws[lane];
            for (round, step) in (0..).zip(&mut self.paths[lane]) {
                draws.turn_to(round);
                let (leaf, end) = unrolled.play(root, |slot| draws.word(slot));
                (*step, root) = (leaf as u32, end.root);
            }
        }
    }

    fn walk_even<const N: usize>(&mut self, even: &EvenTrees, mut at: [u32; LANES]) {
        let rounds = self.paths[0].len();
        let mut round = 0;
        while round < rounds {
            for draws in &mut self.draws {
                draws.turn_to(round as u32);
                even.slots.iter().for_each(|&slot| draws.hold(slot));
            }
            let start = self.draws[0].place();
            let n = (WORDS - start).min(rounds - round);
            let words: [[&[u32; WORDS]; N]; LANES] = std::array::from_fn(|lane| {
                let draws = &self.draws[lane];
                std::array::from_fn(|question| draws.held(even.slots[question]))
            });
            let mut steps = self.paths.each_mut().map(|path| path[round..round + n].iter_mut());
            for place in start..start + n {
                for lane in 0..LANES {
                    let (first_leaf, last_yes) = even.roots[at[lane] as usize];
                    let mut leaf = 0;
                    for question in 0..N {
                        leaf = leaf * 2 + u32::from(words[lane][question][place % WORDS] > last_yes[question]);
                    }
                    leaf += first_leaf;
                    at[lane] = even.next[leaf as usize];
                    if let Some(step) = steps[lane].next() {
                        *step = leaf;
                    }
                }
            }
            round += n;
        }
    }
}
