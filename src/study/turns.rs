//! Turns of a dispute in words: where it goes on, how a remedy starts, what is repaid.

use crate::game::{Dispute, Duty, Game, State, interim_repaid};

/// A stage in words.
pub(super) fn stage(game: &Game, dispute: Dispute) -> String {
    match dispute {
        Dispute::Idle { .. } => "no dispute".to_owned(),
        Dispute::Consulting { level, left, .. } => {
            format!("talks ({}), {}", game.procedure.levels[usize::from(level)].name, rounds(left))
        }
        Dispute::Resting { .. } => "it rests until a ruling is asked for".to_owned(),
        Dispute::Ruling { left, .. } => format!("before the arbiter, {}", rounds(left)),
        Dispute::Implementing { left, .. } => format!("compliance period, {}", rounds(left)),
        Dispute::Authorised => "a remedy may be imposed".to_owned(),
        Dispute::Remedied { .. } => "a remedy is in force".to_owned(),
    }
}

fn rounds(n: u32) -> String {
    if n == 1 { "1 round".to_owned() } else { format!("{n} rounds") }
}

/// What the complainant repays with a dismissal.
pub(super) fn repaid(game: &Game, duty: &Duty) -> String {
    let complainant = &game.sides[duty.complainant].name;
    match game.procedure.interim {
        true => format!(", and {complainant} repays ${:.3}bn", interim_repaid(game, duty)),
        false => String::new(),
    }
}

/// At which step a remedy starts, where earlier ones bear on it.
pub(super) fn start(game: &Game, state: &State, next: &State, c: usize) -> String {
    match (game.docket.earlier(state.disputes[c]), game.dispute(next, c)) {
        (1.., Dispute::Remedied { step, .. }) => format!(", not the first: it starts at step {step}"),
        _ => String::new(),
    }
}
