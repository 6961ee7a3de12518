//! From a scenario file whose text is right to an agreement whose meaning is right.

use crate::fault::Faults;
use crate::game::{Agreement, Party};
use crate::mechanism::Mechanism;
use crate::scenario::{PartyFile, ScenarioFile, stage_game};
use crate::text::labels;

/// The agreement that a file with an inline mechanism describes, or `None` after reporting why not.
pub(super) fn agreement(file: &ScenarioFile, mechanism: &Mechanism, faults: &mut Faults) -> Option<Agreement> {
    stage_game::check(file.stage_game, &file.parties, faults);
    check_commitments(file, faults);
    let Ok([first, second]) = <[PartyFile; 2]>::try_from(file.parties.clone()) else {
        faults.report("parties", format!("{} parties", file.parties.len()), "exactly two parties");
        return None;
    };
    let agreement = Agreement {
        round: file.round,
        horizon: file.horizon,
        afterwards: file.afterwards,
        renewal: file.renewal,
        parties: [first, second].map(|party| expand(file, party)),
        mechanism: mechanism.clone(),
    };
    let mut own = Faults::default();
    agreement.check(&mut own);
    let fine = own.is_empty() && faults.is_empty();
    faults.append(own);
    fine.then_some(agreement)
}

fn expand(file: &ScenarioFile, mut party: PartyFile) -> Party {
    if let Some(game) = file.stage_game {
        stage_game::expand(game, &mut party);
    }
    Party {
        name: party.name,
        discount: party.discount,
        accord: party.accord,
        outside: party.outside,
        commitments: party.commitments,
        clash: party.clash,
        audience_cost: party.audience_cost,
        exit_cost: party.exit_cost,
        pressure: party.pressure,
        trade: party.trade,
        standing: party.standing,
        war: party.war,
        conduct: party.conduct,
    }
}

fn check_commitments(file: &ScenarioFile, faults: &mut Faults) {
    for (party, owner) in file.parties.iter().zip(labels(file.parties.iter().map(|party| Some(party.name.clone())))) {
        let names = labels(party.commitments.iter().map(|commitment| Some(commitment.name.clone())));
        for (commitment, name) in party.commitments.iter().zip(names) {
            let path = format!("parties.{owner}.commitments.{name}");
            faults.within(&path, |faults| commitment.check(faults));
        }
    }
}
