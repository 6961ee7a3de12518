//! One round of one state as its decisions see it: factors that do not touch each other, and where they lead together.

use crate::exact::hand::{Scene, combos};
use crate::exact::strategic::deciders::{Deciders, Kind};
use crate::exact::walk::every_branch;
use crate::game::{
    Game, Measure, Outcome, Played, Question, State, StatusId, advance, clash, commitments_of, decide, total,
};

/// A decision that somebody takes at a state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) party: usize,
    pub(super) kind: Kind,
    /// The commitment that it is about; the first for a withdrawal.
    pub(super) commitment: usize,
    /// Probability that it is reached.
    pub(super) reached: f64,
    /// Probability of a yes where it is not reached, times that of not reaching it.
    pub(super) otherwise: f64,
}

/// Who says yes or no.
#[derive(Clone, Debug)]
pub(super) enum Says {
    /// A decision, by its place among those of the state.
    Node(usize),
    /// A probability that is given, by combo.
    Given(Vec<f64>),
}

/// Something that ends in one of a few ways, by two answers: one commitment (is it violated, and is the question of the
/// procedure answered with yes), or whether anybody leaves (does the first party, does the second).
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub(super) says: [Says; 2],
    pub(super) n_outcomes: usize,
    /// Probability of each outcome by both answers, `[2 · first + second][outcome]`.
    pub(super) odds: Vec<f64>,
    /// What it adds to the payoff of each party, `[combo][2 · first + second]`.
    pub(super) pay: Vec<[f64; 2]>,
}

/// The round of one state.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) nodes: Vec<Node>,
    pub(super) factors: Vec<Factor>,
    /// Payoff of each party if nothing happens.
    pub(super) still: [f64; 2],
    /// What both parties violating something adds.
    pub(super) clash: [f64; 2],
    /// The commitments of the first party are the factors before this one; 0 where clashes cost nothing.
    pub(super) n_first: usize,
    pub(super) n_duties: usize,
    /// Next states, pressure left out, by the outcomes of all factors, those of the last running fastest.
    pub(super) next: Vec<State>,
}

/// The round of a state of an agreement that stands. Payoffs are relative to `flows`.
pub(super) fn stage(game: &Game, state: &State, deciders: &Deciders, flows: [f64; 2]) -> Stage {
    let scene = Scene::new(game, state);
    let combos = combos(game);
    let mut stage = Stage {
        nodes: Vec::new(),
        factors: Vec::new(),
        still: [0, 1].map(|p| scene.still_payoff(p) - flows[p]),
        clash: [0, 1].map(|p| clash(game, p)),
        n_first: game.first_of_second,
        n_duties: game.duties.len(),
        next: Vec::new(),
    };
    let mut ends: Vec<Vec<(StatusId, bool)>> = Vec::new();
    for index in 0..game.duties.len() {
        ends.push(stage.add_duty(&scene, index, &combos, deciders));
    }
    let may_leave = game.procedure.notice.is_some() && state.notice == 0 && deciders.anybody_leaves(game);
    if may_leave {
        stage.add_leaving(&scene, combos.len(), deciders);
    }
    stage.lead_on(&scene, &ends, may_leave);
    stage
}

impl Stage {
    /// A round of war: nobody decides, and the parties may sign again.
    pub(super) fn of_war(game: &Game, state: &State) -> Self {
        let renewal = game.renewal.probability;
        let mut next = vec![*state];
        let mut odds = vec![1.0];
        if game.renews() {
            next.push(State::first(game, [0; 2]));
            odds = vec![renewal.no(), renewal.yes()];
        }
        let n_combos = combos(game).len();
        let never = || Says::Given(vec![0.0; n_combos]);
        Self {
            nodes: Vec::new(),
            factors: vec![Factor {
                says: [never(), never()],
                n_outcomes: odds.len(),
                odds: odds.repeat(4),
                pay: vec![[0.0; 2]; 4 * n_combos],
            }],
            still: [0.0; 2],
            clash: [0.0; 2],
            n_first: 0,
            n_duties: 0,
            next,
        }
    }

    /// Adds the round of one commitment; gives the statuses that it may end in, and whether an alarm rose.
    fn add_duty(
        &mut self,
        scene: &Scene,
        index: usize,
        combos: &[[u8; 2]],
        deciders: &Deciders,
    ) -> Vec<(StatusId, bool)> {
        let (game, state) = (scene.game, scene.state);
        let (duty, status) = (&game.duties[index], state.disputes[index]);
        let violates = if deciders.decides(duty.owner, Kind::Violates) {
            let (reached, otherwise) = match duty.up.filter(|_| !game.docket.traits(status).on_table) {
                None => (1.0, 0.0),
                Some(up) if game.docket.measure(status) == Measure::InForce => (up.yes(), up.no()),
                Some(up) => (up.yes(), 0.0),
            };
            self.node(Node { party: duty.owner, kind: Kind::Violates, commitment: index, reached, otherwise })
        } else {
            let of = |&pressure: &[u8; 2]| game.violation(&State { pressure, ..*state }, index).yes();
            Says::Given(combos.iter().map(of).collect())
        };
        let asked = deciders.asked(scene, index);
        let answers = match asked {
            Some((kind, party)) => {
                let reached = deciders.taken_up(party, kind);
                self.node(Node { party, kind, commitment: index, reached, otherwise: 0.0 })
            }
            None => Says::Given(vec![0.0; combos.len()]),
        };
        let alarms_matter = game.remembers || game.procedure.release.is_some_and(|release| release.staged);
        let mut ends: Vec<(StatusId, bool)> = Vec::new();
        let mut odds: Vec<[f64; 4]> = Vec::new();
        let mut pay = vec![[0.0; 2]; 4 * combos.len()];
        for case in 0..4 {
            let (violated, yes) = (case & 2 != 0, case & 1 != 0);
            let chosen = |question: Question| asked.filter(|(kind, _)| kind.answers(question)).map(|_| yes);
            every_branch(
                None,
                |walk| decide(game, state, duty, violated, &chosen, walk),
                |probability, played: Played| {
                    let end = (played.next, played.alarmed && alarms_matter);
                    let place = ends.iter().position(|known| *known == end).unwrap_or_else(|| {
                        ends.push(end);
                        odds.push([0.0; 4]);
                        ends.len() - 1
                    });
                    odds[place][case] += probability;
                    if !played.violated && !played.events.any() {
                        return;
                    }
                    for (combo, pressure) in combos.iter().enumerate() {
                        for p in [0, 1] {
                            let level = if p == duty.owner { pressure[p] } else { 0 };
                            let added = scene.payoff(p, level, index, &played) - scene.still_payoff(p);
                            pay[4 * combo + case][p] += probability * added;
                        }
                    }
                },
            );
        }
        let by_case = (0..4).flat_map(|case| odds.iter().map(move |odds| odds[case])).collect();
        self.factors.push(Factor { says: [violates, answers], n_outcomes: ends.len(), odds: by_case, pay });
        ends
    }

    /// Adds whether anybody leaves.
    fn add_leaving(&mut self, scene: &Scene, n_combos: usize, deciders: &Deciders) {
        let says = [0, 1].map(|party| {
            if deciders.decides(party, Kind::Withdraws) {
                let reached = deciders.taken_up(party, Kind::Withdraws);
                self.node(Node { party, kind: Kind::Withdraws, commitment: 0, reached, otherwise: 0.0 })
            } else {
                Says::Given(vec![scene.withdrawal(party, [0; 2]); n_combos])
            }
        });
        let cost = |withdrew: u8| {
            let outcome = Outcome { withdrew, ..scene.still };
            [0, 1].map(|p| total(scene.game, 0, &outcome, p, &scene.effects) - scene.still_payoff(p))
        };
        let costs = [0, 2, 1, 3].map(cost);
        let pay = (0..4 * n_combos).map(|place| costs[place % 4]).collect();
        let odds = vec![1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
        self.factors.push(Factor { says, n_outcomes: 2, odds, pay });
    }

    fn node(&mut self, node: Node) -> Says {
        self.nodes.push(node);
        Says::Node(self.nodes.len() - 1)
    }

    /// Works out where the outcomes of all factors lead.
    fn lead_on(&mut self, scene: &Scene, ends: &[Vec<(StatusId, bool)>], may_leave: bool) {
        let game = scene.game;
        let n_ways = if may_leave { 2 } else { 1 };
        let n_joint = ends.iter().map(Vec::len).product::<usize>() * n_ways;
        for joint in 0..n_joint {
            let (mut left, withdrew) = (joint / n_ways, joint % n_ways == 1);
            let mut next = *scene.state;
            let mut outcome = Outcome { withdrew: u8::from(withdrew), ..scene.still };
            for (index, ends) in ends.iter().enumerate().rev() {
                let (status, alarmed) = ends[left % ends.len()];
                left /= ends.len();
                next.disputes[index] = status;
                outcome.alarmed |= u8::from(alarmed) << index;
            }
            advance(game, &mut next, &outcome, [0; 2]);
            self.next.push(next);
        }
        // Without commitments on both sides nobody clashes.
        if commitments_of(game, 0).is_empty() || commitments_of(game, 1).is_empty() {
            self.clash = [0.0; 2];
        }
    }
}
