//! The game as a Markov chain: every state that can be reached, and the odds of each next one.

use crate::exact::expand::{Decider, Expansion, expand};
use crate::exact::limit::{Limit, TooLarge};
use crate::game::{Game, State};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The game as a sparse Markov chain, in which each state may be decided in several ways.
///
/// Pressure moves on its own, whatever else happens, so it is kept apart: a *core* is a state without pressure, a
/// *combo* the pressure levels of both parties, and a state is a core with a combo. Numbers by state are laid out
/// `[core][combo]`; numbers by decision and state `[core][decision][combo]`.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The cores, the first of them first.
    pub cores: Vec<State>,
    /// Number of combos.
    pub n_combos: usize,
    /// Number of decisions.
    pub(crate) n_decisions: usize,
    /// First entry of each core, and the number of entries.
    pub first: Vec<usize>,
    /// Next core, by entry.
    pub target: Vec<u32>,
    /// Probability, `[entry][decision][combo]`.
    pub odds: Vec<f64>,
    /// Expected payoff of the round, by party.
    pub payoff: [Vec<f64>; 2],
    /// Expected number of violations, by party.
    pub violations: [Vec<f64>; 2],
    /// Pressure of each party: `[from][to]`.
    pub(crate) kernels: [Vec<Vec<f64>>; 2],
    /// Probability of each combo at signing.
    pub(crate) signing: Vec<f64>,
    /// Probability of each combo after breakdown: it forgets pressure, which is drawn anew where parties may sign again.
    at_war: Vec<f64>,
}

/// All on the first of `n` combos.
fn first_of(n: usize) -> Vec<f64> {
    (0..n).map(|combo| f64::from(u8::from(combo == 0))).collect()
}

/// Cores that are worked out at a time, at most, and numbers that they may make together as far as can be foreseen.
const WAVE: usize = 1024;
const NUMBERS: usize = 1 << 21;

impl Chain {
    /// Works out every core that can be reached from `seeds`, which keep their order and come first.
    ///
    /// # Errors
    /// [`TooLarge`] where there are more states than `limit` allows.
    pub fn new(game: &Game, seeds: &[State], decider: &Decider, limit: Limit) -> Result<Self, TooLarge> {
        let kernels = [0, 1].map(|p| game.sides[p].next_pressure.iter().map(|row| row.probabilities.clone()).collect());
        let [first, second] = [0, 1].map(|p| &game.sides[p].first_pressure.probabilities);
        let signing: Vec<f64> = first.iter().flat_map(|a| second.iter().map(move |b| a * b)).collect();
        let mut chain = Self {
            cores: Vec::new(),
            n_combos: signing.len(),
            n_decisions: decider.decisions.len(),
            first: vec![0],
            target: Vec::new(),
            odds: Vec::new(),
            payoff: [Vec::new(), Vec::new()],
            violations: [Vec::new(), Vec::new()],
            kernels,
            at_war: if game.renews() { signing.clone() } else { first_of(signing.len()) },
            signing,
        };
        let mut numbers = FxHashMap::default();
        for seed in seeds {
            chain.number(*seed, &mut numbers);
        }
        let mut done = 0;
        while done < chain.cores.len() {
            // As many as fit if they are like those before.
            let each = chain.odds.len().checked_div(done).unwrap_or(NUMBERS) + 1;
            let wave = (NUMBERS / each).clamp(1, WAVE);
            let wave = &chain.cores[done..chain.cores.len().min(done + wave)];
            let room = limit.room(chain.odds.len());
            let expand = |core: &State| expand(game, core, decider, &room);
            let Some(expansions): Option<Vec<Expansion>> = wave.par_iter().map(expand).collect() else {
                return Err(TooLarge::describe(game, &chain.cores, chain.n_reached(), limit));
            };
            for expansion in expansions {
                done += 1;
                chain.append(expansion, &mut numbers);
                if chain.n_states() as u64 > limit.states && chain.n_reached() > limit.states {
                    return Err(TooLarge::describe(game, &chain.cores, chain.n_reached(), limit));
                }
            }
        }
        Ok(chain)
    }

    fn number(&mut self, core: State, numbers: &mut FxHashMap<State, u32>) -> u32 {
        *numbers.entry(core).or_insert_with(|| {
            self.cores.push(core);
            self.cores.len() as u32 - 1
        })
    }

    fn append(&mut self, expansion: Expansion, numbers: &mut FxHashMap<State, u32>) {
        for core in expansion.next {
            let target = self.number(core, numbers);
            self.target.push(target);
        }
        self.odds.extend(expansion.odds);
        self.first.push(self.target.len());
        for p in [0, 1] {
            self.payoff[p].extend(&expansion.payoff[p]);
            self.violations[p].extend(&expansion.violations[p]);
        }
    }

    /// Number of states that have a place: all combos of every core.
    pub fn n_states(&self) -> usize {
        self.cores.len() * self.n_combos
    }

    /// Number of states reached: breakdown, which forgets pressure, counts once.
    pub(crate) fn n_reached(&self) -> u64 {
        // It is met early, if ever, so that the search is short.
        let ended = self.cores.iter().any(|core| core.ended);
        (self.n_states() - if ended { self.n_combos - 1 } else { 0 }) as u64
    }

    /// The states that can be reached: breakdown forgets pressure, so the first combo of it stands for all.
    pub fn reached(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        (0..self.n_states()).filter(|&state| self.counts(state))
    }

    /// Whether a state is one of its own: of breakdown the first combo stands for all.
    pub(super) fn counts(&self, state: usize) -> bool {
        state.is_multiple_of(self.n_combos) || !self.cores[state / self.n_combos].ended
    }

    /// The state of that number.
    pub fn state(&self, number: usize) -> State {
        let (core, combo) = (&self.cores[number / self.n_combos], number % self.n_combos);
        let n_second = self.kernels[1].len();
        State { pressure: [(combo / n_second) as u8, (combo % n_second) as u8], ..*core }
    }

    /// Probability that pressure moves from one combo to another.
    fn pressure_odds(&self, from: usize, to: usize) -> f64 {
        let n_second = self.kernels[1].len();
        self.kernels[0][from / n_second][to / n_second] * self.kernels[1][from % n_second][to % n_second]
    }

    /// Probability that pressure moves from one combo to another on the way into a core.
    pub(super) fn moves(&self, core: usize, from: usize, to: usize) -> f64 {
        if self.cores[core].ended { self.at_war[to] } else { self.pressure_odds(from, to) }
    }

    /// Number of transitions of one decision, pressure left out.
    pub(crate) fn n_entries(&self) -> usize {
        self.target.len()
    }

    /// Entries of a core.
    #[inline]
    pub fn entries(&self, core: usize) -> std::ops::Range<usize> {
        self.first[core]..self.first[core + 1]
    }

    /// Moves the pressure of a distribution over the combos of one core. Breakdown forgets pressure.
    pub fn press(&self, core: usize, from: &[f64], to: &mut [f64]) {
        if self.cores[core].ended {
            let all: f64 = from.iter().sum();
            to.iter_mut().zip(&self.at_war).for_each(|(to, odds)| *to = all * odds);
            return;
        }
        to.fill(0.0);
        let [first, second] = &self.kernels;
        let n = second.len();
        let mut half = [0.0; 64];
        let mut long;
        let half = if from.len() <= half.len() {
            &mut half[..from.len()]
        } else {
            long = vec![0.0; from.len()];
            &mut long[..]
        };
        for (i, row) in first.iter().enumerate() {
            for (k, odds) in row.iter().enumerate() {
                for j in 0..n {
                    half[k * n + j] += odds * from[i * n + j];
                }
            }
        }
        for k in 0..first.len() {
            for (j, row) in second.iter().enumerate() {
                for (l, odds) in row.iter().enumerate() {
                    to[k * n + l] += odds * half[k * n + j];
                }
            }
        }
    }

    /// What values by combo are worth at war, where pressure is as at signing.
    pub(super) fn at_war_worth(&self, values: &[f64]) -> f64 {
        self.at_war.iter().zip(values).map(|(odds, value)| odds * value).sum()
    }

    /// Expectation over the next pressure of values by combo of one core.
    pub(crate) fn foresee(&self, core: usize, values: &[f64], expected: &mut [f64]) {
        if self.cores[core].ended {
            expected.fill(self.at_war_worth(values));
            return;
        }
        expected.fill(0.0);
        let [first, second] = &self.kernels;
        let n = second.len();
        let mut half = [0.0; 64];
        let mut long;
        let half = if values.len() <= half.len() {
            &mut half[..values.len()]
        } else {
            long = vec![0.0; values.len()];
            &mut long[..]
        };
        for k in 0..first.len() {
            for (j, row) in second.iter().enumerate() {
                half[k * n + j] = row.iter().zip(&values[k * n..]).map(|(odds, value)| odds * value).sum();
            }
        }
        for (i, row) in first.iter().enumerate() {
            for (k, odds) in row.iter().enumerate() {
                for j in 0..n {
                    expected[i * n + j] += odds * half[k * n + j];
                }
            }
        }
    }
}
