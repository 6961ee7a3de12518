//! One commitment through one round. Commitments do not touch each other within a round.

use crate::game::docket::Entry;
use crate::game::question::Signal;
use crate::game::viewpoint::Standpoint;
use crate::game::{Chance, Duty, Events, Game, Odds, Question, Slot, State, StatusId, Turn};

/// What happened on one commitment in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Played {
    pub(crate) violated: bool,
    pub(crate) alarmed: bool,
    pub(crate) events: Events,
    pub(crate) next: StatusId,
}

/// Plays a commitment: kept or violated, alarm or none, and what the procedure makes of it.
pub(crate) fn play<C: Chance>(
    game: &Game,
    modes: [u32; 2],
    duty: &Duty,
    status: StatusId,
    standpoint: Standpoint,
    review_open: bool,
    chance: &mut C,
) -> Played {
    let entry = game.docket.entry(status);
    let signal = signal(duty, status, entry, standpoint, chance);
    let turn = settle(game, modes, duty, status, standpoint, review_open, signal, chance);
    Played { violated: signal.violated, alarmed: signal.alarmed, events: turn.events, next: turn.target }
}

/// Plays a commitment that is violated or kept by fiat; `chosen` answers questions of the procedure, and leaves the
/// others to chance.
pub(crate) fn decide<C: Chance>(
    game: &Game,
    state: &State,
    duty: &Duty,
    violated: bool,
    chosen: &impl Fn(Question) -> Option<bool>,
    chance: &mut C,
) -> Played {
    let (status, standpoint) = (state.disputes[duty.index], game.standpoint(duty.owner, state));
    let entry = game.docket.entry(status);
    let odds_of_alarm = duty.alarm[usize::from(entry.traits.open)][usize::from(violated)];
    let signal = Signal { violated, alarmed: chance.happens_every_round(Slot::alarm(duty.slot), odds_of_alarm) };
    let mut turn = game.docket.turn(entry, duty.review[usize::from(state.review_open(game))], signal);
    while let Some(question) = turn.question {
        let yes = chosen(question).unwrap_or_else(|| {
            let odds = odds(game, state.mode, duty, status, standpoint, question);
            chance.happens(slot(question, duty.slot), odds)
        });
        turn = game.docket.after(turn, yes);
    }
    Played { violated, alarmed: signal.alarmed, events: turn.events, next: turn.target }
}

/// Kept or violated, alarm or none.
#[inline(always)]
pub(super) fn signal<C: Chance>(
    duty: &Duty,
    status: StatusId,
    entry: &Entry,
    standpoint: Standpoint,
    chance: &mut C,
) -> Signal {
    let odds = duty.violation.odds(standpoint, status, entry.occasion);
    let violated = chance.happens_every_round(Slot::comply(duty.slot), odds);
    let odds = duty.alarm[usize::from(entry.traits.open)][usize::from(violated)];
    Signal { violated, alarmed: chance.happens_every_round(Slot::alarm(duty.slot), odds) }
}

/// What the procedure makes of it: a turn without a question.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "all that a commitment's round looks at")]
pub(super) fn settle<C: Chance>(
    game: &Game,
    modes: [u32; 2],
    duty: &Duty,
    status: StatusId,
    standpoint: Standpoint,
    review_open: bool,
    signal: Signal,
    chance: &mut C,
) -> Turn {
    let mut turn = game.docket.turn(game.docket.entry(status), duty.review[usize::from(review_open)], signal);
    while let Some(question) = turn.question {
        let odds = odds(game, modes, duty, status, standpoint, question);
        turn = game.docket.after(turn, chance.happens(slot(question, duty.slot), odds));
    }
    turn
}

/// Odds that a question about a commitment is answered with yes.
#[inline]
fn odds(
    game: &Game,
    modes: [u32; 2],
    duty: &Duty,
    status: StatusId,
    standpoint: Standpoint,
    question: Question,
) -> Odds {
    let (answer, party) = match question {
        Question::Files => (&duty.files, duty.complainant),
        Question::Imposes => (&duty.imposes, duty.complainant),
        Question::Counters => (&duty.counters, duty.owner),
        Question::HelpsItself => return game.procedure.helps_itself(duty.complainant),
        of_the_procedure => return game.procedure.odds(of_the_procedure).unwrap_or_default(),
    };
    answer.at(modes[party & 1], duty.sight, status, standpoint)
}

/// The draw that answers a question about the commitment of this slot number.
#[inline]
fn slot(question: Question, number: u8) -> Slot {
    match question {
        // A dispute is settled in talks or ruled upon, never both in a round.
        Question::Blocked | Question::Withdraws(_) => Slot::block(number),
        // A ruling is asked for and a remedy authorised in different rounds.
        Question::Requested | Question::Authorised => Slot::authorise(number),
        _ => Slot::procedure(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_of_one_round_have_draws_of_their_own() {
        let slots = [Question::Upheld { guilty: true }, Question::Blocked, Question::Authorised].map(|q| slot(q, 3));
        assert!(slots[0] != slots[1] && slots[1] != slots[2] && slots[0] != slots[2], "{slots:?}");
    }
}
