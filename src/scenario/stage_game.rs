//! A stage game spelt out as one commitment a party.

use crate::fault::{Faults, SIGNED_MONEY};
use crate::scenario::{Monitoring, PartyFile, StageGame};
use crate::trade::{Commitment, Reviewed, Timed};

/// The one commitment of a stage game.
const COOPERATION: &str = "cooperation";

/// Gives each party the commitment, accord, clash and outside that make the four payoffs.
pub(super) fn expand(game: StageGame, party: &mut PartyFile) {
    let StageGame { reward, sucker, temptation, punishment } = game;
    let seen = party.monitoring.unwrap_or(Monitoring { detection: Timed::CERTAIN, false_alarm: Timed::default() });
    party.accord = reward;
    party.outside = reward;
    party.clash = punishment - (temptation + sucker - reward);
    party.commitments = vec![Commitment {
        name: COOPERATION.to_owned(),
        gain: temptation - reward,
        harm: reward - sucker,
        detection: seen.detection,
        false_alarm: seen.false_alarm,
        trade_effect: None,
        reviewed: Reviewed::EveryRound,
        starts: None,
    }];
}

/// Reports payoffs out of range, and parties that say twice what the stage game says.
pub(super) fn check(game: Option<StageGame>, parties: &[PartyFile], faults: &mut Faults) {
    if let Some(StageGame { reward, sucker, temptation, punishment }) = game {
        faults.within("stage_game", |faults| {
            for (name, value) in
                [("reward", reward), ("sucker", sucker), ("temptation", temptation), ("punishment", punishment)]
            {
                faults.number(name, value, SIGNED_MONEY);
            }
        });
    }
    for party in parties {
        faults.within("parties", |faults| faults.within(&party.name, |faults| check_party(game, party, faults)));
    }
}

fn check_party(game: Option<StageGame>, party: &PartyFile, faults: &mut Faults) {
    if let Some(seen) = party.monitoring {
        faults.within("monitoring", |faults| {
            seen.detection.check("detection", faults);
            seen.false_alarm.check("false_alarm", faults);
        });
    }
    let allowed = "leave it out: `stage_game` gives each party its commitment, accord, outside and clash";
    match game {
        None if party.monitoring.is_some() => {
            faults.report(
                "monitoring",
                "a monitoring block",
                "only beside `stage_game`; a commitment has its own detection",
            );
        }
        Some(_) => {
            if !party.commitments.is_empty() {
                faults.report("commitments", format!("{} commitments", party.commitments.len()), allowed);
            }
            for (name, value) in [("accord", party.accord), ("outside", party.outside), ("clash", party.clash)] {
                if value != 0.0 {
                    faults.report(name, format!("{value:?}"), allowed);
                }
            }
        }
        None => {}
    }
}
