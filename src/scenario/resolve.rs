//! From a scenario file whose text is right to an agreement whose meaning is right.

use crate::check::Faults;
use crate::game::{Agreement, Party};
use crate::mechanism::Mechanism;
use crate::scenario::{PartyFile, ScenarioFile, stage_game};
use crate::text::labels;
use crate::trade::Commitment;
use std::collections::HashSet;

/// The agreement that a file with an inline mechanism describes, or `None` after reporting why not.
pub(super) fn agreement(file: &ScenarioFile, mechanism: &Mechanism, faults: &mut Faults) -> Option<Agreement> {
    check_names(file, mechanism, faults);
    stage_game::check(file.stage_game, &file.parties, faults);
    check_commitments(file, faults);
    let Ok([first, second]) = <[PartyFile; 2]>::try_from(file.parties.clone()) else {
        faults.report("parties", format!("{} parties", file.parties.len()), "exactly two parties");
        return None;
    };
    let agreement = Agreement {
        round: file.round,
        horizon: file.horizon,
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

fn check_names(file: &ScenarioFile, mechanism: &Mechanism, faults: &mut Faults) {
    check_name("name", &file.name, faults);
    for (i, level) in mechanism.consultation.iter().enumerate() {
        check_name(&format!("mechanism.consultation.{i}.level"), &level.level, faults);
    }
    let mut parties = HashSet::new();
    for (i, party) in file.parties.iter().enumerate() {
        check_name(&format!("parties.{i}.name"), &party.name, faults);
        if party.name == "joint" {
            faults.report(
                &format!("parties.{i}.name"),
                "joint",
                "another name: `joint` stands for both parties in the results",
            );
        }
        let path = format!("parties.{i}.name");
        check_unique(&path, &party.name, &mut parties, "a name of its own for each party", faults);
        let mut commitments = HashSet::new();
        for (k, Commitment { name, .. }) in party.commitments.iter().enumerate() {
            let path = format!("parties.{i}.commitments.{k}.name");
            check_name(&path, name, faults);
            check_unique(&path, name, &mut commitments, "a name of its own for each commitment of a party", faults);
        }
    }
}

fn check_name(path: &str, name: &str, faults: &mut Faults) {
    let length = name.chars().count();
    if length == 0 || length > 80 || name.chars().any(char::is_control) {
        let found = if length > 80 { format!("{length} characters") } else { format!("{name:?}") };
        faults.report(path, found, "a name of 1 to 80 characters, none of them a control character");
    }
}

fn check_unique<'a>(path: &str, name: &'a str, before: &mut HashSet<&'a str>, allowed: &str, faults: &mut Faults) {
    if !before.insert(name) {
        faults.report(path, format!("{name:?}, a second time"), allowed);
    }
}
