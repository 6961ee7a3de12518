//! All states of a game that looks ahead, the decisions taken in them, and which of them look alike to whom.

use crate::exact::hand::combos;
use crate::exact::strategic::deciders::{Deciders, Kind};
use crate::exact::strategic::stage::{Node, Stage, stage};
use crate::exact::{Limit, TooLarge};
use crate::game::{Game, Measure, State, StatusId, commitments_of};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The states of a game, numbered as cores (a core is a state without pressure), with a round of each.
///
/// Values stand at `(core · n_combos + combo) · 2 + party`, decisions at `first + combo`.
pub(super) struct Arena {
    pub(super) cores: Vec<State>,
    pub(super) n_combos: usize,
    pub(super) rounds: Vec<Round>,
    /// Cores that differ in what stands of lasting measures alone.
    pub(super) pools: Vec<Pool>,
    /// All decisions; one that looks alike at several cores is one.
    pub(super) decisions: Vec<Decision>,
    /// Probability of each combo at signing.
    pub(super) signing: Vec<f64>,
    /// Probability that pressure moves from combo to combo, `[from][to]`.
    moves: Vec<f64>,
    /// The same on the way into war.
    into_war: Vec<f64>,
    /// δ and 1 − δ of each party.
    pub(super) discount: [f64; 2],
    pub(super) impatience: [f64; 2],
    /// Rounds of the horizon.
    pub(super) horizon: u32,
}

/// The round of one core.
pub(super) struct Round {
    pub(super) stage: Stage,
    /// Next core, by joint outcome.
    pub(super) targets: Vec<u32>,
    /// The same, each core once, and the place of each joint outcome among them.
    pub(super) nexts: Vec<u32>,
    pub(super) merged: Vec<u32>,
    /// Which decision each node of the stage is, its place among those of the pool, and that of the core among those at
    /// which it is taken.
    pub(super) decisions: Vec<usize>,
    pub(super) own: Vec<usize>,
    pub(super) members: Vec<usize>,
    pub(super) pool: usize,
    /// Place of the core among those of its pool.
    pub(super) place: usize,
}

/// Cores that look alike but for lasting measures, and the decisions taken in them.
pub(super) struct Pool {
    pub(super) cores: Vec<usize>,
    pub(super) decisions: Vec<usize>,
}

/// A decision: one probability for each combo, wherever it looks alike to who takes it.
pub(super) struct Decision {
    pub(super) party: usize,
    pub(super) kind: Kind,
    pub(super) commitment: usize,
    /// Cores at which it is taken, with its place among the nodes there.
    pub(super) at: Vec<(usize, usize)>,
    /// Number of its first combo.
    pub(super) first: usize,
}

impl Arena {
    /// Explores all that can follow `seeds`, of which `widen` names others that play may lead to.
    ///
    /// # Errors
    /// [`TooLarge`] where there are more states than `limit` allows.
    pub(super) fn new(
        game: &Game,
        deciders: &Deciders,
        limit: Limit,
        widen: impl Fn(&State) -> Vec<State>,
    ) -> Result<Self, TooLarge> {
        let flows = game.breakdown().payoff;
        let combos = combos(game).len();
        let mut numbers: FxHashMap<State, u32> = FxHashMap::default();
        let mut cores: Vec<State> = Vec::new();
        let mut number = |state: State, cores: &mut Vec<State>| {
            *numbers.entry(state).or_insert_with(|| {
                cores.push(state);
                cores.len() as u32 - 1
            })
        };
        number(State::first(game, [0; 2]), &mut cores);
        let otherwise = other_measures(game);
        let mut rounds: Vec<Round> = Vec::new();
        while rounds.len() < cores.len() {
            // Those that are added here are looked at too.
            let mut at = rounds.len();
            while at < cores.len() {
                // Whether a measure is in force or not, play reached or not: all of it looks alike to who does not see it.
                let hidden = hidden_twins(&cores[at], game, &otherwise);
                for state in widen(&cores[at]).into_iter().chain(hidden) {
                    number(state, &mut cores);
                }
                at += 1;
            }
            let work = |core: &State| match core.ended {
                true => Stage::of_war(game, core),
                false => stage(game, core, deciders, flows),
            };
            let stages: Vec<Stage> = cores[rounds.len()..].par_iter().map(work).collect();
            for mut stage in stages {
                let next = std::mem::take(&mut stage.next);
                let targets: Vec<u32> = next.into_iter().map(|next| number(next, &mut cores)).collect();
                let mut nexts: Vec<u32> = Vec::new();
                let merged = targets.iter().map(|target| {
                    let known = nexts.iter().position(|next| next == target);
                    known.unwrap_or_else(|| {
                        nexts.push(*target);
                        nexts.len() - 1
                    }) as u32
                });
                let merged = merged.collect();
                rounds.push(Round {
                    stage,
                    targets,
                    nexts,
                    merged,
                    decisions: Vec::new(),
                    own: Vec::new(),
                    members: Vec::new(),
                    pool: 0,
                    place: 0,
                });
            }
            let states = (cores.len() * combos) as u64;
            if states > limit.states {
                return Err(TooLarge::describe(game, &cores, states, limit));
            }
        }
        let [first, second] = [0, 1].map(|p| &game.sides[p].first_pressure.probabilities);
        let signing: Vec<f64> = first.iter().flat_map(|a| second.iter().map(move |b| a * b)).collect();
        let kernel = |p: usize, from: usize, to: usize| game.sides[p].next_pressure[from].probabilities[to];
        let n_second = second.len();
        let moves = (0..combos * combos).map(|place| {
            let (from, to) = (place / combos, place % combos);
            kernel(0, from / n_second, to / n_second) * kernel(1, from % n_second, to % n_second)
        });
        let mut arena = Self {
            n_combos: combos,
            rounds,
            pools: Vec::new(),
            decisions: Vec::new(),
            moves: moves.collect(),
            into_war: if game.renews() {
                signing.clone()
            } else {
                (0..combos).map(|combo| f64::from(u8::from(combo == 0))).collect()
            },
            signing,
            discount: [0, 1].map(|p| game.sides[p].discount),
            impatience: [0, 1].map(|p| game.sides[p].impatience),
            horizon: game.rounds,
            cores,
        };
        arena.pool(game);
        Ok(arena)
    }

    /// Puts together what differs in lasting measures alone, and the decisions that look alike there.
    fn pool(&mut self, game: &Game) {
        let mut hidden: FxHashMap<(State, bool), usize> = FxHashMap::default();
        let mut known: FxHashMap<(usize, usize, Kind, usize, u8), usize> = FxHashMap::default();
        let bare = bare_statuses(game);
        for core in 0..self.cores.len() {
            let state = self.cores[core];
            let mut public = state;
            let mut in_force = 0_u8;
            if !state.ended {
                for duty in &game.duties {
                    let status = state.disputes[duty.index];
                    public.disputes[duty.index] = bare[status as usize];
                    in_force |= u8::from(game.docket.measure(status) == Measure::InForce) << duty.index;
                }
            }
            let pool = *hidden.entry((public, state.ended)).or_insert_with(|| {
                self.pools.push(Pool { cores: Vec::new(), decisions: Vec::new() });
                self.pools.len() - 1
            });
            self.rounds[core].pool = pool;
            self.rounds[core].place = self.pools[pool].cores.len();
            self.pools[pool].cores.push(core);
            for place in 0..self.rounds[core].stage.nodes.len() {
                let Node { party, kind, commitment, .. } = self.rounds[core].stage.nodes[place];
                let own = commitments_of(game, party).fold(0, |mask, index| mask | 1 << index) & in_force;
                let decision = *known.entry((pool, party, kind, commitment, own)).or_insert_with(|| {
                    let first = self.decisions.len() * self.n_combos;
                    self.decisions.push(Decision { party, kind, commitment, at: Vec::new(), first });
                    self.pools[pool].decisions.push(self.decisions.len() - 1);
                    self.decisions.len() - 1
                });
                let at = self.pools[pool].decisions.iter().position(|known| *known == decision);
                self.rounds[core].own.push(at.unwrap_or(0));
                self.rounds[core].members.push(self.decisions[decision].at.len());
                self.decisions[decision].at.push((core, place));
                self.rounds[core].decisions.push(decision);
            }
        }
    }

    /// Whether any decision is taken without seeing in which of several states.
    pub(super) fn hides_anything(&self) -> bool {
        self.decisions.iter().any(|decision| decision.at.len() > 1)
    }

    /// Number of values.
    pub(super) fn n_values(&self) -> usize {
        self.cores.len() * self.n_combos * 2
    }

    /// Number of choices: decisions by combo.
    pub(super) fn n_choices(&self) -> usize {
        self.decisions.len() * self.n_combos
    }

    /// Place of a value.
    pub(super) fn value(&self, core: usize, combo: usize, party: usize) -> usize {
        (core * self.n_combos + combo) * 2 + party
    }

    /// Probabilities of where pressure moves from a combo on the way into a core.
    pub(super) fn moves_into(&self, core: usize, from: usize) -> &[f64] {
        match self.cores[core].ended {
            true => &self.into_war,
            false => &self.moves[from * self.n_combos..][..self.n_combos],
        }
    }

    /// The decisions that are taken without seeing in which of several states.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (usize, &Decision)> {
        self.decisions.iter().enumerate().filter(|(_, decision)| decision.at.len() > 1)
    }

    /// Writes a distribution over states once pressure has moved.
    pub(super) fn press(&self, from: &[f64], to: &mut [f64]) {
        let n = self.n_combos;
        to.fill(0.0);
        for (core, (from, to)) in from.chunks_exact(n).zip(to.chunks_exact_mut(n)).enumerate() {
            for (combo, &share) in from.iter().enumerate() {
                to.iter_mut().zip(self.moves_into(core, combo)).for_each(|(to, odds)| *to += share * odds);
            }
        }
    }

    /// Values expected before pressure has moved, laid out as values are.
    pub(super) fn foresee(&self, values: &[f64]) -> Vec<f64> {
        let n = self.n_combos;
        if n == 1 {
            return values.to_vec();
        }
        let mut expected = vec![0.0; values.len()];
        for core in 0..self.cores.len() {
            for from in 0..n {
                for (to, odds) in self.moves_into(core, from).iter().enumerate() {
                    for p in [0, 1] {
                        expected[self.value(core, from, p)] += odds * values[self.value(core, to, p)];
                    }
                }
            }
        }
        expected
    }
}

/// For each status that with the same dispute and the other lasting measure, where there is one.
fn other_measures(game: &Game) -> Vec<Option<StatusId>> {
    let all = || game.docket.statuses(false).chain(game.docket.statuses(true));
    let known: FxHashMap<_, _> =
        all().map(|id| ((game.docket.status(id), game.docket.earlier(id), game.docket.measure(id)), id)).collect();
    let other = |status: StatusId| {
        let measure = match game.docket.measure(status) {
            Measure::Momentary => return None,
            Measure::Absent => Measure::InForce,
            Measure::InForce => Measure::Absent,
        };
        known.get(&(game.docket.status(status), game.docket.earlier(status), measure)).copied()
    };
    all().map(other).collect()
}

/// The state with each of its lasting measures the other way.
fn hidden_twins(state: &State, game: &Game, otherwise: &[Option<StatusId>]) -> Vec<State> {
    let duties = game.duties.iter().filter(|_| !state.ended);
    let twin = |index: usize| {
        let mut twin = *state;
        twin.disputes[index] = otherwise[state.disputes[index] as usize]?;
        Some(twin)
    };
    duties.filter_map(|duty| twin(duty.index)).collect()
}

/// For each status the first with the same dispute and as many earlier remedies.
fn bare_statuses(game: &Game) -> Vec<StatusId> {
    let mut first = FxHashMap::default();
    let all = game.docket.statuses(false).chain(game.docket.statuses(true));
    all.map(|status| {
        let lasting = game.docket.measure(status) != Measure::Momentary;
        *first.entry((game.docket.status(status), game.docket.earlier(status), lasting)).or_insert(status)
    })
    .collect()
}
