//! One commitment through one round. Commitments do not touch each other within a round.

use crate::game::comply::Standpoint;
use crate::game::outcome::Marks;
use crate::game::{Chance, Duty, Events, Game, Question, Slot, StatusId};

/// What happened on one commitment in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Played {
    pub(crate) violated: bool,
    pub(crate) alarmed: bool,
    pub(crate) events: Events,
    pub(crate) next: StatusId,
    /// What it leaves on the sets of the round.
    pub(crate) marks: Marks,
}

/// Plays a commitment: kept or violated, alarm or none, and what the procedure makes of it.
#[inline(always)]
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
    let violated = chance.happens(Slot::comply(duty.slot), duty.violation.odds(standpoint, status, entry.traits));
    let odds = duty.alarm[usize::from(entry.traits.open)][usize::from(violated)];
    let alarmed = chance.happens(Slot::alarm(duty.slot), odds);
    let review = duty.review[usize::from(review_open)];
    let mut turn = game.docket.turn(entry, review, violated, alarmed);
    while let Some(question) = turn.question {
        turn = game.docket.after(turn, answer(game, modes, duty, question, chance));
    }
    let marks = entry.marks.with(violated, alarmed, turn.events);
    Played { violated, alarmed, events: turn.events, next: turn.target, marks }
}

#[inline]
fn answer<C: Chance>(game: &Game, modes: [u32; 2], duty: &Duty, question: Question, chance: &mut C) -> bool {
    let slot = match question {
        Question::Blocked => Slot::block(duty.slot),
        Question::Authorised => Slot::authorise(duty.slot),
        _ => Slot::procedure(duty.slot),
    };
    let odds = match question {
        Question::Files => duty.files.at(modes[duty.complainant & 1]),
        Question::Imposes => duty.imposes.at(modes[duty.complainant & 1]),
        Question::Counters => duty.counters.at(modes[duty.owner & 1]),
        of_the_procedure => game.procedure.odds(of_the_procedure).unwrap_or_default(),
    };
    chance.happens(slot, odds)
}
