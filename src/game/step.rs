//! One round. The only definition of it: both engines play this.

use crate::game::measures::effects;
use crate::game::outcome::Marks;
use crate::game::turn::{settle, signal};
use crate::game::viewpoint::Standpoint;
use crate::game::{Chance, Game, MAX_COMMITMENTS, Outcome, Slot, State, opponent, payoff};

/// Plays one round from `state`: decisions, signals, payoffs; then `state` is the next public state.
#[inline(always)]
pub fn step<C: Chance>(game: &Game, state: &mut State, chance: &mut C) -> Outcome {
    if state.ended { step_at_war(game, state, chance) } else { step_under_agreement(game, state, chance) }
}

/// A round after breakdown, after which the parties may sign again: pressure is drawn anew, and nothing of the past stays.
#[inline]
fn step_at_war<C: Chance>(game: &Game, state: &mut State, chance: &mut C) -> Outcome {
    let renewed = chance.happens(Slot::renewal(), game.renewal);
    if renewed {
        *state = first_state(game, chance);
    }
    Outcome { renewed, ..game.breakdown() }
}

/// A round of an agreement that stands.
#[inline(always)]
pub(crate) fn step_under_agreement<C: Chance>(game: &Game, state: &mut State, chance: &mut C) -> Outcome {
    let review_open = state.review_open(game);
    let mut outcome = Outcome { stands: true, review_open, ..Outcome::default() };
    let standpoints = game.standpoints(state);
    let mut marks = Marks::default();
    for (duty, &status) in game.duties.iter().zip(&state.disputes) {
        let entry = game.docket.entry(status);
        let signal = signal(duty, status, entry, standpoints[duty.owner & 1], chance);
        marks.enter(duty.index, entry.marks.with(signal));
    }
    outcome.take(marks);
    // Payoffs are from the measures in force before anything moves.
    let under_remedies;
    let effects = if outcome.levied == 0 {
        game.standing_effects.of(state.kept)
    } else {
        under_remedies = effects(game, state);
        &under_remedies
    };
    // Where there is neither a dispute nor an alarm, and no lasting measure comes or goes, nothing moves, which is so in
    // most rounds of most games.
    let turned = (outcome.violated ^ outcome.standing) & game.lasting;
    let mut moving = outcome.alarmed | outcome.open | outcome.awaiting | turned;
    let mut moved = state.disputes;
    while moving != 0 {
        let c = moving.trailing_zeros() as usize % MAX_COMMITMENTS;
        let duty = &game.duties[c];
        let signal = outcome.signal(c);
        let (status, standpoint) = (state.disputes[c], standpoints[duty.owner & 1]);
        let turn = settle(game, state.mode, duty, status, standpoint, review_open, signal, chance);
        outcome.events[c] = turn.events;
        outcome.eventful |= u8::from(turn.events.any()) << c;
        moved[c] = turn.target;
        moving &= moving - 1;
    }
    outcome.withdrew = withdrawals(game, state, standpoints, &outcome, chance);
    state.disputes = moved;
    for p in [0, 1] {
        outcome.payoff[p] = payoff::total(game, state.pressure[p], &outcome, p, effects);
        outcome.tariff[p] = effects.levied[p].tariff;
    }
    let moves = |p: usize| &game.sides[p].next_pressure[usize::from(state.pressure[p])];
    let pressure = [
        chance.pick(Slot::pressure(0), moves(0)) as u8, //
        chance.pick(Slot::pressure(1), moves(1)) as u8,
    ];
    advance(game, state, &outcome, pressure);
    outcome
}

/// What follows of itself once a round has been played and disputes have moved: releases, modes, review phase, notice.
/// Of `outcome` only the sets of alarms, of open disputes and of parties that withdrew matter.
#[inline(always)]
pub(crate) fn advance(game: &Game, state: &mut State, outcome: &Outcome, pressure: [u8; 2]) {
    release(game, state, outcome);
    if game.remembers {
        state.mode = modes(game, state, outcome);
    }
    state.pressure = pressure;
    state.phase = if state.review_open(game) { 0 } else { state.phase + 1 };
    leave(game, state, outcome);
}

/// The first state, each party's pressure drawn from its stationary distribution.
pub(crate) fn first_state<C: Chance>(game: &Game, chance: &mut C) -> State {
    let pressure = [0, 1].map(|p| chance.pick(Slot::pressure(p as u8), &game.sides[p].first_pressure) as u8);
    State::first(game, pressure)
}

/// Bit set of the parties that withdraw in this round.
#[inline]
pub(crate) fn withdrawals<C: Chance>(
    game: &Game,
    state: &State,
    standpoints: [Standpoint; 2],
    outcome: &Outcome,
    chance: &mut C,
) -> u8 {
    let is_calm = (outcome.open | outcome.awaiting) == 0;
    if game.procedure.notice.is_none() || state.notice > 0 || is_calm && game.stays_when_calm {
        return 0;
    }
    let mut withdrew = 0;
    for p in [0, 1] {
        if !game.sides[p].may_withdraw {
            continue;
        }
        let hazard = match &game.leaves[p] {
            None => game.sides[p].withdraws[usize::from(situation(game, outcome, p))],
            Some(leaves) => leaves.odds(&state.disputes, standpoints),
        };
        withdrew |= u8::from(chance.happens(Slot::withdraw(p as u8), hazard)) << p;
    }
    withdrew
}

/// Situation of a party at the start of the round: 0 calm, 1 wronged, 2 under remedy.
fn situation(game: &Game, outcome: &Outcome, party: usize) -> u8 {
    if outcome.remedied & game.owed[party] != 0 {
        2
    } else {
        u8::from((outcome.open | outcome.awaiting) & game.owed[opponent(party)] != 0)
    }
}

/// Moves the release of standing tariffs.
#[inline]
fn release(game: &Game, state: &mut State, outcome: &Outcome) {
    let Some(release) = game.procedure.release else { return };
    // With nothing left to release the counters stay at 0.
    if state.kept == [0; 2] {
        return;
    }
    for p in [0, 1] {
        if !game.sides[p].releases {
            continue;
        }
        let owed_to_it = game.owed[opponent(p)];
        let clean = !release.staged || (outcome.alarmed | outcome.open) & owed_to_it == 0;
        if state.kept[p] == 0 || !clean {
            state.clean[p] = 0;
        } else if state.clean[p] + 1 < release.after {
            state.clean[p] += 1;
        } else {
            state.clean[p] = 0;
            state.kept[p] = if release.staged { state.kept[p] - 1 } else { 0 };
        }
    }
}

/// The next mode of each party, by the joint signal.
#[inline]
fn modes(game: &Game, state: &State, outcome: &Outcome) -> [u32; 2] {
    let first = usize::from(outcome.alarmed & game.owed[0] != 0);
    let second = usize::from(outcome.alarmed & game.owed[1] != 0);
    let next = |p: usize, signal: usize| game.sides[p].next_mode[state.mode[p] as usize][signal];
    [next(0, first * 2 + second), next(1, second * 2 + first)]
}

/// Starts or counts down a notice; an ended state is the one ended state.
#[inline]
fn leave(game: &Game, state: &mut State, outcome: &Outcome) {
    let Some(notice) = game.procedure.notice else { return };
    let ends = match (state.notice, outcome.withdrew) {
        (0, 0) => return,
        (0, _) => {
            state.notice = notice;
            notice == 0
        }
        (left, _) => {
            state.notice = left - 1;
            left == 1
        }
    };
    if ends {
        *state = State::breakdown(game);
    }
}
