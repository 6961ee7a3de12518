//! A state and a decision in the words of a negotiator.

use crate::game::{Dispute, Game, State, commitments_of};

/// What several states have in common for `party`, in words: the disputes on its commitments, then pressure, other
/// disputes, standing tariffs, notice.
pub fn describe_states(game: &Game, party: usize, states: &[State]) -> String {
    let [state] = states else { return describe_common(game, party, states) };
    let parts = describe(game, state);
    if parts.is_empty() { "always".to_owned() } else { parts.join("; ") }
}

fn describe_common(game: &Game, party: usize, states: &[State]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let own: Vec<usize> = commitments_of(game, party).collect();
    let is_idle = |&index: &usize| states.iter().all(|state| !game.dispute(state, index).is_open());
    if game.may_be_disputed() && !own.is_empty() && own.iter().all(is_idle) {
        parts.push(format!("no dispute is open on what {} owes", game.sides[party].name));
    }
    for &index in own.iter().filter(|index| !is_idle(index)) {
        let name = commitment(game, index);
        parts.push(match states.iter().all(|state| game.docket.traits(state.disputes[index]).remedied) {
            true => format!("{name} is under remedy"),
            false => format!("{name} is under dispute"),
        });
    }
    let told: Vec<String> = own.iter().map(|&index| commitment(game, index)).collect();
    let is_told =
        |part: &String| told.iter().any(|name| part.contains(name.as_str())) || part.contains("dispute is open");
    let mut common = describe(game, &states[0]);
    common.retain(|part| !is_told(part));
    for state in &states[1..] {
        // There may be very many states, of which the first few tell most apart.
        if common.is_empty() {
            break;
        }
        let parts = describe(game, state);
        common.retain(|part| parts.contains(part));
    }
    parts.extend(common);
    if states.iter().all(|state| state.notice > 0) && !parts.iter().any(|part| part.contains("agreement ends")) {
        parts.push("notice has been given".to_owned());
    }
    if parts.is_empty() { "whatever the situation".to_owned() } else { parts.join("; ") }
}

/// A state, part by part.
fn describe(game: &Game, state: &State) -> Vec<String> {
    if state.ended {
        return vec!["the agreement has ended".to_owned()];
    }
    let mut parts = Vec::new();
    for p in [0, 1] {
        let (side, level) = (&game.sides[p], usize::from(state.pressure[p]));
        if side.pressure.len() > 1 {
            let place = match level {
                0 => "lowest",
                level if level + 1 == side.pressure.len() => "highest",
                _ => "middling",
            };
            parts.push(format!("pressure on {} is {place} ({:.2})", side.name, side.pressure[level]));
        }
    }
    let disputes: Vec<String> = game.duties.iter().filter_map(|duty| dispute(game, state, duty.index)).collect();
    if game.may_be_disputed() && disputes.is_empty() {
        parts.push("no dispute is open".to_owned());
    }
    parts.extend(disputes);
    for p in [0, 1] {
        let side = &game.sides[p];
        if side.next_mode.len() > 1 {
            parts.push(format!("{} is in mode {}", side.name, state.mode[p]));
        }
        if side.kept_at_signing > 0 && game.procedure.release.is_some() {
            parts.push(format!("{} keeps {} of {} tranches", side.name, state.kept[p], side.kept_at_signing));
            if state.clean[p] > 0 {
                parts.push(format!("{} rounds counted towards their release", state.clean[p]));
            }
        }
    }
    if game.procedure.review_every > 1 {
        let left = game.procedure.review_every - 1 - state.phase;
        parts.push(if left == 0 {
            "a review is open".to_owned()
        } else {
            format!("a review opens in {}", rounds(left))
        });
    }
    if state.notice > 0 {
        parts.push(format!("the agreement ends in {}", rounds(state.notice)));
    }
    parts
}

/// What a commitment is called: by its name, and by its owner too where both parties owe one of that name.
pub(super) fn commitment(game: &Game, index: usize) -> String {
    let duty = &game.duties[index];
    let is_shared = game.duties.iter().any(|other| other.name == duty.name && other.owner != duty.owner);
    if is_shared { format!("{}'s {}", game.sides[duty.owner].name, duty.name) } else { duty.name.clone() }
}

/// What is worth saying of one dispute.
fn dispute(game: &Game, state: &State, index: usize) -> Option<String> {
    let name = commitment(game, index);
    let stage = match game.dispute(state, index) {
        Dispute::Idle { alarm, .. } if alarm.is_raised() && game.duties[index].can_file() => {
            return Some(format!("an alarm stands on {name}"));
        }
        Dispute::Idle { .. } => return None,
        Dispute::Consulting { level, clean, left, .. } => {
            let quiet = if clean { "quiet so far" } else { "an alarm since" };
            format!(
                "in talks at level {} for {}, {quiet}",
                game.procedure.levels[usize::from(level)].name,
                rounds(left)
            )
        }
        Dispute::Resting { .. } => "at rest, until a ruling is asked for".to_owned(),
        Dispute::Ruling { left, .. } => format!("before the arbiter for {}", rounds(left)),
        Dispute::Implementing { clean, left } => {
            let quiet = if clean { "quiet so far" } else { "an alarm since" };
            format!("in the compliance period for {}, {quiet}", rounds(left))
        }
        Dispute::Authorised => "a remedy may be imposed".to_owned(),
        Dispute::Remedied { countered, step, count } => {
            let countered = if countered { ", countered" } else { "" };
            format!("a remedy is in force (step {step}, {count} rounds counted{countered})")
        }
    };
    let before = match game.docket.earlier(state.disputes[index]) {
        0 => String::new(),
        1 => ", after an earlier remedy".to_owned(),
        n => format!(", after {n} earlier remedies"),
    };
    Some(format!("{name}: {stage}{before}"))
}

/// A choice for all commitments of a party, in words; `violated` has a bit for each of its own.
pub(super) fn describe_decision(game: &Game, party: usize, violated: u8) -> String {
    let named = |kept: bool| -> Vec<&str> {
        let own = commitments_of(game, party).enumerate();
        own.filter(|(k, _)| (violated & (1 << k) == 0) == kept).map(|(_, c)| game.duties[c].name.as_str()).collect()
    };
    match (named(false).as_slice(), named(true).as_slice()) {
        ([], _) => "keep everything".to_owned(),
        (violated, []) if violated.len() > 1 => "violate everything".to_owned(),
        (violated, _) => format!("violate {}", violated.join(" and ")),
    }
}

fn rounds(n: u32) -> String {
    if n == 1 { "1 more round".to_owned() } else { format!("{n} more rounds") }
}
