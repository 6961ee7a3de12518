//! From an agreement to the game: odds, sizes and tables, worked out once.

use crate::game::answer::Answer;
use crate::game::comply::Violation;
use crate::game::effects::{Levied, StandingEffects};
use crate::game::foreseen::{Places, WholePlan};
use crate::game::leaves::Leaves;
use crate::game::measures::levied;
use crate::game::on_top;
use crate::game::payoff;
use crate::game::viewpoint::Sight;
use crate::game::{
    Agreement, Docket, Duty, Foreseen, Game, MAX_COMMITMENTS, Odds, Outlook, Procedure, Side, Slot, State, Statement,
};
use crate::stats::Probability;

impl Game {
    /// Prepares a checked agreement for play.
    ///
    /// `foreseen` says what parties do that look ahead. Where it says nothing they keep what they owe, and take no step
    /// that they might choose.
    pub fn new(agreement: &Agreement, foreseen: Foreseen) -> Self {
        let chains = [0, 1].map(|p| agreement.parties[p].pressure.chain(agreement.round.years()));
        let first_of_second = agreement.parties[0].commitments.len();
        let owed = [first_of_second, agreement.parties[1].commitments.len()];
        let places = (0..2).flat_map(|owner| (0..owed[owner]).map(move |k| (owner, k)));
        let procedure = Procedure::new(&agreement.mechanism, agreement.round);
        let duties = places.enumerate().map(|(index, (owner, k))| Duty::new(agreement, &chains, owner, k, index));
        let mut game = Self {
            years: agreement.round.years(),
            rounds: agreement.horizon.rounds(agreement.round),
            afterwards: agreement.afterwards,
            renewal: Odds::of(agreement.renewal.in_round(agreement.round.years())),
            sides: [0, 1].map(|p| Side::new(agreement, &chains[p], p)),
            duties: duties.collect(),
            first_of_second,
            owed: [bits(0..owed[0]), bits(owed[0]..owed[0] + owed[1])],
            gains: Vec::new(),
            harms: Vec::new(),
            outlooks: [None, None],
            places: None,
            leaves: [None, None],
            every_round: Vec::new(),
            docket: Docket::new(&procedure, false),
            procedure,
            lasting: 0,
            at_signing: [Docket::NONE; MAX_COMMITMENTS],
            stays_when_calm: agreement.parties.iter().all(|party| party.conduct.stays_when_calm()),
            remembers: agreement.parties.iter().any(|party| party.conduct.comply.modes().len() > 1),
            standing_effects: StandingEffects::default(),
            breakdown: [Statement::default(); 2],
            war_effects: [Levied::default(); 2],
        };
        game.lasting = bits(game.duties.iter().filter(|duty| duty.up.is_some()).map(|duty| duty.index));
        if game.lasting != 0 {
            game.docket = Docket::new(&game.procedure, true);
            for duty in &game.duties {
                game.at_signing[duty.index] = game.docket.calm(duty.at_signing);
            }
        }
        let sets = 0..1_u16 << game.duties.len();
        let sum = |set: u16, value: fn(&Duty) -> f64| -> f64 {
            game.duties.iter().filter(|duty| set & (1 << duty.index) != 0).map(value).sum()
        };
        game.gains = sets.clone().map(|set| sum(set, |duty| duty.gain)).collect();
        game.harms = sets.map(|set| sum(set, |duty| duty.harm)).collect();
        for p in [0, 1] {
            game.sides[p].deeds = payoff::deeds(&game, p);
        }
        look_ahead(&mut game, agreement, foreseen);
        on_top::prepare(&mut game, agreement);
        game.every_round = every_round(&game.sides, &game.duties);
        game.standing_effects = StandingEffects::new(&game);
        game.war_effects = [0, 1].map(|p| levied(&game, &State::breakdown(&game), p));
        game.breakdown = [payoff::breakdown(&game, 0), payoff::breakdown(&game, 1)];
        game
    }
}

/// Enters what parties do that look ahead.
fn look_ahead(game: &mut Game, agreement: &Agreement, foreseen: Foreseen) {
    let strategic = agreement.parties.iter().any(|party| party.conduct.comply.strategic().is_some());
    for owner in [0, 1] {
        if strategic || agreement.parties[owner].conduct.comply.is_deliberate() {
            game.outlooks[owner] = Some(Outlook::new(&game.sides, &game.procedure, owner));
        }
    }
    let (states, decisions) = match foreseen {
        Foreseen::Nothing => return,
        Foreseen::EachCommitment(decisions) => (Vec::new(), decisions),
        Foreseen::WholeGame(WholePlan { states, decisions }) => {
            game.places = Some(Places::of(&states));
            (states, decisions)
        }
    };
    let years = game.years;
    let certain = Probability::new(1.0);
    let taken_up = agreement.parties.each_ref().map(|party| party.conduct.considers.in_round(years).unwrap_or(certain));
    for (index, plan) in decisions.into_iter().enumerate() {
        let up = game.duties[index].up;
        let sight = match (&game.places, &game.outlooks[game.duties[index].owner]) {
            (None, Some(outlook)) => Sight { first: game.docket.statuses(up.is_some()).start, block: outlook.block() },
            _ => Sight::default(),
        };
        let duty = &mut game.duties[index];
        duty.sight = sight;
        if !plan.violates.is_empty() {
            let status_at = |place: usize| sight.status(place).unwrap_or_else(|| states[place].disputes[index]);
            duty.violation = Violation::foreseen(&game.docket, sight, &plan.violates, status_at, up);
        }
        let [complainants, owners] = [taken_up[duty.complainant], taken_up[duty.owner]];
        for (answer, answers, taken_up) in [
            (&mut duty.files, plan.files, complainants),
            (&mut duty.imposes, plan.imposes, certain),
            (&mut duty.counters, plan.counters, owners),
        ] {
            if !answers.is_empty() {
                *answer = Answer::foreseen(&answers, taken_up);
            }
        }
        for (p, would) in plan.withdraws.into_iter().enumerate() {
            if !would.is_empty() {
                game.leaves[p].get_or_insert_with(|| Leaves::new(taken_up[p])).add(&game.duties[index], would);
            }
        }
    }
}

fn every_round(sides: &[Side; 2], duties: &[Duty]) -> Vec<Slot> {
    let acts = duties.iter().filter(|duty| duty.violation.is_uncertain()).map(|duty| Slot::comply(duty.slot));
    let uncertain = |duty: &&Duty| duty.alarm.iter().flatten().any(|odds| odds.certain().is_none());
    let alarms = duties.iter().filter(uncertain).map(|duty| Slot::alarm(duty.slot));
    let moves = (0..2).filter(|&p| sides[p as usize].pressure.len() > 1).map(Slot::pressure);
    acts.chain(alarms).chain(moves).collect()
}

fn bits(places: impl Iterator<Item = usize>) -> u8 {
    places.fold(0, |mask, c| mask | 1 << c)
}
