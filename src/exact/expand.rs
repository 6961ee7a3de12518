//! One round of one state in phases: each party's commitments, withdrawals, then what follows of itself.

use crate::exact::hand::{Decision, Hand, Scene, Views, combos};
use crate::exact::room::Room;
use crate::exact::walk::every_branch;
use crate::game::{Game, Outcome, State, advance, clash, total};
use rustc_hash::FxHashMap;

/// Who decides by fiat, and in which ways; nobody where there is no party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The party.
    pub party: Option<usize>,
    /// The ways.
    pub(crate) decisions: Vec<Decision>,
}

impl Decider {
    /// Both parties follow their conduct.
    pub fn nobody() -> Self {
        Self { party: None, decisions: vec![None] }
    }

    /// `party` violates any set of its commitments.
    pub fn any(game: &Game, party: usize) -> Self {
        let n = crate::game::commitments_of(game, party).len();
        Self { party: Some(party), decisions: (0..1_u16 << n).map(|set| Some(set as u8)).collect() }
    }

    /// `party` follows a prescription, its own rule (`None`) or keeping everything, or violates any set.
    pub(crate) fn departing_from(game: &Game, party: usize, own_rule: bool) -> Self {
        let mut decider = Self::any(game, party);
        if own_rule {
            decider.decisions.insert(0, None);
        }
        decider
    }

    /// Its decisions on the commitments of `party`.
    fn on(&self, party: usize) -> &[Decision] {
        if self.party == Some(party) { &self.decisions } else { &[None] }
    }
}

/// What one round may make of one state but for pressure, which moves on its own.
///
/// Cells are laid out `[decision][pressure of the first party][pressure of the second]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Expansion {
    /// Next states, their pressure left at the lowest level.
    pub(super) next: Vec<State>,
    /// Probability of each next state, `[next][cell]`.
    pub(super) odds: Vec<f64>,
    /// Expected payoff of each party, by cell.
    pub(super) payoff: [Vec<f64>; 2],
    /// Expected number of violations of each party, by cell.
    pub(super) violations: [Vec<f64>; 2],
}

/// All that one round may make of `state`; `None` where that is more than there is room for.
pub(super) fn expand(game: &Game, state: &State, decider: &Decider, room: &Room) -> Option<Expansion> {
    let levels = [0, 1].map(|p| game.sides[p].pressure.len());
    let n_cells = decider.decisions.len() * levels[0] * levels[1];
    if state.ended {
        let (flow, ways) = (game.breakdown().payoff, after_breakdown(game, state));
        return Some(Expansion {
            next: ways.iter().map(|(next, _)| *next).collect(),
            odds: ways.iter().flat_map(|&(_, odds)| std::iter::repeat_n(odds, n_cells)).collect(),
            payoff: [vec![flow[0]; n_cells], vec![flow[1]; n_cells]],
            violations: [vec![0.0; n_cells], vec![0.0; n_cells]],
        });
    }
    let scene = Scene::new(game, state);
    let alarms_matter = game.remembers || game.procedure.release.is_some_and(|release| release.staged);
    let views = [0, 1].map(|p| Views::new(game, p));
    let hands = [0, 1].map(|p| Hand::new(&scene, p, &views[p], decider.on(p), alarms_matter));
    // Place of a cell in each party's own layout.
    let n_combos = levels[0] * levels[1];
    let places: Vec<[usize; 2]> = (0..n_cells)
        .map(|cell| {
            let (decision, combo) = (cell / n_combos, cell % n_combos);
            [0, 1].map(|p| {
                let view = views[p].of_combo[combo];
                if decider.party == Some(p) { decision * views[p].pressures.len() + view } else { view }
            })
        })
        .collect();
    let mut expansion = Expansion::default();
    let leaving = Leaving::by_combo(&scene);
    for p in [0, 1] {
        let of_cell = |(cell, place): (usize, &[usize; 2])| {
            let both = hands[0].any_violation[place[0]] * hands[1].any_violation[place[1]];
            let still = scene.still_payoff(p) + leaving[cell % leaving.len()].costs[p];
            still + hands[0].payoff[p][place[0]] + hands[1].payoff[p][place[1]] + both * clash(game, p)
        };
        expansion.payoff[p] = places.iter().enumerate().map(of_cell).collect();
        expansion.violations[p] = places.iter().map(|place| hands[p].violations[place[p]]).collect();
    }
    expansion.follow(&scene, &hands, &places, &leaving, room).then_some(expansion)
}

/// What may follow a round of war, and how likely it is.
fn after_breakdown(game: &Game, state: &State) -> Vec<(State, f64)> {
    let renewal = game.renewal.probability;
    let ways = [(*state, renewal.no()), (State::first(game, [0; 2]), renewal.yes())];
    ways.into_iter().filter(|(_, odds)| *odds > 0.0).collect()
}

/// Whether anybody withdraws.
struct Leaving {
    /// Probability that nobody does, and that anybody does.
    odds: [f64; 2],
    /// What that is expected to cost each party.
    costs: [f64; 2],
}

impl Leaving {
    /// By combo; one for all where pressure makes no difference.
    fn by_combo(scene: &Scene) -> Vec<Self> {
        let combos = if scene.game.leaves_by_plan() { combos(scene.game) } else { vec![[0; 2]] };
        combos.into_iter().map(|pressure| Self::at(scene, pressure)).collect()
    }

    fn at(scene: &Scene, pressure: [u8; 2]) -> Self {
        let mut leaving = Self { odds: [0.0; 2], costs: [0.0; 2] };
        every_branch(
            None,
            |walk| scene.withdrawals(pressure, walk),
            |probability, withdrew| {
                leaving.odds[usize::from(withdrew != 0)] += probability;
                for p in [0, 1] {
                    let outcome = Outcome { withdrew, ..scene.still };
                    let cost = total(scene.game, 0, &outcome, p, &scene.effects) - scene.still_payoff(p);
                    leaving.costs[p] += probability * cost;
                }
            },
        );
        leaving
    }
}

impl Expansion {
    /// Works out the next states; says whether there was room for them.
    fn follow(
        &mut self,
        scene: &Scene,
        hands: &[Hand; 2],
        places: &[[usize; 2]],
        leaving: &[Leaving],
        room: &Room,
    ) -> bool {
        let (game, n_cells) = (scene.game, places.len());
        let n_own = [0, 1].map(|p| hands[p].violations.len());
        let mut is_full = false;
        let mut numbers: FxHashMap<State, usize> = FxHashMap::default();
        for (i, (first, first_alarmed)) in hands[0].outcomes.iter().enumerate() {
            for (j, (second, second_alarmed)) in hands[1].outcomes.iter().enumerate() {
                let mut alarmed = 0;
                alarmed |= if *first_alarmed { game.owed[0] } else { 0 };
                alarmed |= if *second_alarmed { game.owed[1] } else { 0 };
                for withdrew in [false, true] {
                    let share = |cell: usize| leaving[cell % leaving.len()].odds[usize::from(withdrew)];
                    if (0..leaving.len()).all(|combo| share(combo) == 0.0) {
                        continue;
                    }
                    let outcome = Outcome { alarmed, withdrew: u8::from(withdrew), ..scene.still };
                    let mut next = *scene.state;
                    let n_first = game.first_of_second;
                    next.disputes[..n_first].copy_from_slice(&first[..n_first]);
                    let n_second = game.duties.len() - n_first;
                    next.disputes[n_first..n_first + n_second].copy_from_slice(&second[..n_second]);
                    advance(game, &mut next, &outcome, [0; 2]);
                    let number = *numbers.entry(next).or_insert_with(|| {
                        self.next.push(next);
                        self.odds.extend(std::iter::repeat_n(0.0, n_cells));
                        is_full |= !room.take(n_cells);
                        self.next.len() - 1
                    });
                    if is_full {
                        return false;
                    }
                    let row = &mut self.odds[number * n_cells..][..n_cells];
                    for (cell, (sum, place)) in row.iter_mut().zip(places).enumerate() {
                        let odds = hands[0].odds[i * n_own[0] + place[0]] * hands[1].odds[j * n_own[1] + place[1]];
                        *sum += share(cell) * odds;
                    }
                }
            }
        }
        true
    }
}
