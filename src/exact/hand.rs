//! One party's side of a round: everything that may happen on its commitments, and how likely.

use crate::exact::walk::{Walk, every_branch};
use crate::game::{
    Effects, Game, MAX_COMMITMENTS, MAX_PER_PARTY, Outcome, Played, Slot, State, StatusId, commitments_of, effects,
    play, total, withdrawals,
};

/// How a party decides on its commitments: by its own conduct, or by fiat (the set violated, a bit for each).
pub(super) type Decision = Option<u8>;

/// The pressures at which what happens to a party's commitments differs: its own, or both where anybody looks at both.
pub(super) struct Views {
    /// Them.
    pub(super) pressures: Vec<[u8; 2]>,
    /// Which of them goes with each combo.
    pub(super) of_combo: Vec<usize>,
}

impl Views {
    /// The views of `party`.
    pub(super) fn new(game: &Game, party: usize) -> Self {
        let combos = combos(game);
        if game.looks_at_all() {
            return Self { of_combo: (0..combos.len()).collect(), pressures: combos };
        }
        let own = |level: u8| if party == 0 { [level, 0] } else { [0, level] };
        Self {
            pressures: (0..game.sides[party].pressure.len()).map(|level| own(level as u8)).collect(),
            of_combo: combos.iter().map(|pressure| usize::from(pressure[party])).collect(),
        }
    }

    /// Numbers by view of numbers by combo, summed.
    pub(super) fn gather(&self, combos: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.pressures.len()];
        self.of_combo.iter().zip(combos).for_each(|(&view, number)| sums[view] += number);
        sums
    }
}

/// The pressure levels of both parties, by combo.
pub(super) fn combos(game: &Game) -> Vec<[u8; 2]> {
    let levels = [0, 1].map(|p| 0..game.sides[p].pressure.len() as u8);
    levels[0].clone().flat_map(|first| levels[1].clone().map(move |second| [first, second])).collect()
}

/// Everything that may happen on one party's commitments in one round, by decision and by view.
///
/// Numbers are laid out `[decision][view]`; those of outcomes `[outcome][decision][view]`.
#[derive(Clone, Debug, Default)]
pub(super) struct Hand {
    /// Next statuses of its commitments, and whether an alarm rose on any (kept only where that matters).
    pub(super) outcomes: Vec<([StatusId; MAX_PER_PARTY], bool)>,
    /// Probability of each outcome.
    pub(super) odds: Vec<f64>,
    /// What its commitments add to the payoff of each party.
    pub(super) payoff: [Vec<f64>; 2],
    /// Expected number of violations.
    pub(super) violations: Vec<f64>,
    /// Probability that it violates anything.
    pub(super) any_violation: Vec<f64>,
}

/// The state in which a round starts, and what is the same for all that may happen in it.
pub(super) struct Scene<'a> {
    pub(super) game: &'a Game,
    pub(super) state: &'a State,
    pub(super) effects: Effects,
    /// The round if nothing happened in it.
    pub(super) still: Outcome,
    review_open: bool,
}

impl<'a> Scene<'a> {
    pub(super) fn new(game: &'a Game, state: &'a State) -> Self {
        let review_open = state.review_open(game);
        let mut still = Outcome { stands: true, review_open, ..Outcome::default() };
        for duty in &game.duties {
            let traits = game.docket.traits(state.disputes[duty.index]);
            still.open |= u8::from(traits.open) << duty.index;
            still.remedied |= u8::from(traits.remedied) << duty.index;
            still.levied |= u8::from(traits.levied) << duty.index;
            still.awaiting |= u8::from(traits.awaiting) << duty.index;
            still.outlasting |= u8::from(traits.outlasting) << duty.index;
        }
        Self { game, state, effects: effects(game, state), still, review_open }
    }

    /// Whether grievances are taken.
    pub(super) fn review_open(&self) -> bool {
        self.review_open
    }

    /// Every way in which the round of the commitment at `index` may go under this pressure.
    pub(super) fn ways(
        &self,
        index: usize,
        pressure: [u8; 2],
        violates: Option<bool>,
        mut visit: impl FnMut(f64, Played),
    ) {
        let duty = &self.game.duties[index];
        let state = State { pressure, ..*self.state };
        let standpoint = self.game.standpoint(duty.owner, &state);
        let forced = violates.map(|answer| (Slot::comply(duty.slot), answer));
        every_branch(
            forced,
            |walk| play(self.game, state.mode, duty, state.disputes[index], standpoint, self.review_open, walk),
            &mut visit,
        );
    }

    /// Payoff of `p` at pressure `level` if nothing happened but `played` on the commitment at `index`.
    pub(super) fn payoff(&self, p: usize, level: u8, index: usize, played: &Played) -> f64 {
        total(self.game, level, &self.with(index, played), p, &self.effects)
    }

    /// The round if nothing happened but `played` on the commitment at `index`.
    pub(super) fn with(&self, index: usize, played: &Played) -> Outcome {
        let mut outcome = self.still;
        outcome.violated = u8::from(played.violated) << index;
        outcome.eventful = u8::from(played.events.any()) << index;
        outcome.events[index] = played.events;
        outcome
    }

    /// Whether each party withdraws in this round, under this pressure.
    pub(super) fn withdrawals(&self, pressure: [u8; 2], walk: &mut Walk) -> u8 {
        let state = State { pressure, ..*self.state };
        withdrawals(self.game, &state, self.game.standpoints(&state), &self.still, walk)
    }

    /// Probability that `p` withdraws in this round, under this pressure.
    pub(super) fn withdrawal(&self, p: usize, pressure: [u8; 2]) -> f64 {
        let mut sum = 0.0;
        let play = |walk: &mut Walk| self.withdrawals(pressure, walk);
        every_branch(None, play, |probability, withdrew| {
            sum += if withdrew & (1 << p) != 0 { probability } else { 0.0 };
        });
        sum
    }

    /// Payoff of `p` if nothing happened at all.
    pub(super) fn still_payoff(&self, p: usize) -> f64 {
        total(self.game, 0, &self.still, p, &self.effects)
    }
}

impl Hand {
    /// The hand of `party`, which decides in each of the ways `decisions`.
    pub(super) fn new(scene: &Scene, party: usize, views: &Views, decisions: &[Decision], alarms_matter: bool) -> Self {
        let n = decisions.len() * views.pressures.len();
        let mut hand = Self {
            outcomes: vec![(Default::default(), false)],
            odds: vec![1.0; n],
            payoff: [vec![0.0; n], vec![0.0; n]],
            violations: vec![0.0; n],
            any_violation: vec![0.0; n],
        };
        for (k, index) in commitments_of(scene.game, party).enumerate() {
            let mut card = Card { keys: Vec::new(), odds: Vec::new(), n };
            for (d, decision) in decisions.iter().enumerate() {
                let violates = decision.map(|set| set & (1 << k) != 0);
                for (view, &pressure) in views.pressures.iter().enumerate() {
                    let cell = d * views.pressures.len() + view;
                    let (mut violated, mut kept) = (0.0, 0.0);
                    scene.ways(index, pressure, violates, |probability, played| {
                        card.add((played.next, played.alarmed && alarms_matter), cell, probability);
                        *(if played.violated { &mut violated } else { &mut kept }) += probability;
                        for p in [0, 1] {
                            let level = if p == party { pressure[p] } else { 0 };
                            if played.violated || played.events.any() {
                                let added = scene.payoff(p, level, index, &played) - scene.still_payoff(p);
                                hand.payoff[p][cell] += probability * added;
                            }
                        }
                    });
                    hand.violations[cell] += violated;
                    hand.any_violation[cell] = violated + kept * hand.any_violation[cell];
                }
            }
            hand.deal(k, &card);
        }
        hand
    }

    /// Multiplies the outcomes by those of the `k`-th commitment.
    fn deal(&mut self, k: usize, card: &Card) {
        let mut merged = Self::default();
        let n = card.n;
        for (i, (statuses, alarmed)) in self.outcomes.iter().enumerate() {
            for (j, (next, alarm)) in card.keys.iter().enumerate() {
                let mut key = (*statuses, alarmed | alarm);
                key.0[k] = *next;
                let place = match merged.outcomes.iter().rposition(|outcome| *outcome == key) {
                    Some(place) => place,
                    None => {
                        merged.outcomes.push(key);
                        merged.odds.extend(std::iter::repeat_n(0.0, n));
                        merged.outcomes.len() - 1
                    }
                };
                for cell in 0..n {
                    merged.odds[place * n + cell] += self.odds[i * n + cell] * card.odds[j * n + cell];
                }
            }
        }
        (self.outcomes, self.odds) = (merged.outcomes, merged.odds);
    }
}

/// What may happen on one commitment.
struct Card {
    keys: Vec<(StatusId, bool)>,
    odds: Vec<f64>,
    n: usize,
}

impl Card {
    fn add(&mut self, key: (StatusId, bool), cell: usize, probability: f64) {
        let place = match self.keys.iter().position(|known| *known == key) {
            Some(place) => place,
            None => {
                self.keys.push(key);
                self.odds.extend(std::iter::repeat_n(0.0, self.n));
                self.keys.len() - 1
            }
        };
        self.odds[place * self.n + cell] += probability;
    }
}

/// Most commitments fit the bits of a decision.
const _: () = assert!(MAX_COMMITMENTS <= 8);
