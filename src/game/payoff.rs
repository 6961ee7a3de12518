//! What a round earns each party, item by item.

use crate::game::effects::{Effects, Levied};
use crate::game::measures::effects;
use crate::game::{Duty, Events, Game, Outcome, State, Statement, opponent};
use crate::trade::Incidence;

/// Accounts of both parties for a round that started in `state` and had `outcome` (its payoffs are not read).
pub fn statements(game: &Game, state: &State, outcome: &Outcome) -> [Statement; 2] {
    if state.ended {
        return game.breakdown;
    }
    let effects = effects(game, state);
    [0, 1].map(|p| under_agreement(game, state.pressure[p], outcome, p, &effects))
}

/// The payoff of [`under_agreement`], its commitments and tariffs looked up.
#[inline(always)]
pub(crate) fn total(game: &Game, pressure: u8, outcome: &Outcome, p: usize, effects: &Effects) -> f64 {
    let deeds = game.sides[p].deeds[usize::from(pressure)][usize::from(outcome.violated)];
    let flows = deeds + effects.net_tariffs[p];
    if (outcome.levied | outcome.eventful | outcome.withdrew) == 0 {
        return flows;
    }
    let mut statement = Statement { payments: game.years * effects.paid[p], ..Statement::default() };
    charge(game, outcome, p, &mut statement);
    flows + (statement.payments + statement.filing) + (statement.audience + statement.exit)
}

/// What a party earns from `violated` commitments, and because the agreement stands, by its pressure and that set.
pub(super) fn deeds(game: &Game, p: usize) -> Vec<Vec<f64>> {
    let sets = || 0..=(game.owed[0] | game.owed[1]);
    let deeds = |pressure, violated| {
        let outcome = Outcome { violated, ..Outcome::default() };
        under_agreement(game, pressure, &outcome, p, &Effects::default()).total()
    };
    let levels = 0..game.sides[p].pressure.len() as u8;
    levels.map(|pressure| sets().map(|violated| deeds(pressure, violated)).collect()).collect()
}

/// Account of a round of an agreement that stands.
pub(crate) fn under_agreement(game: &Game, pressure: u8, outcome: &Outcome, p: usize, effects: &Effects) -> Statement {
    let (side, y, o) = (&game.sides[p], game.years, opponent(p));
    let violated = [outcome.violated & game.owed[0], outcome.violated & game.owed[1]];
    let mut statement = Statement {
        accord: y * side.accord,
        gain: y * game.gains(violated[p]) * side.pressure[usize::from(pressure)],
        harm: -y * game.harms(violated[o]),
        clash: if violated[0] != 0 && violated[1] != 0 { clash(game, p) } else { 0.0 },
        own_tariffs: y * effects.levied[p].gain,
        other_tariffs: -y * effects.levied[o].loss,
        payments: y * effects.paid[p],
        ..Statement::default()
    };
    charge(game, outcome, p, &mut statement);
    statement
}

/// What both violating adds to the round of `p`: the only item that no single commitment decides.
pub(crate) fn clash(game: &Game, p: usize) -> f64 {
    game.years * game.sides[p].clash
}

/// Fees, audience costs, payments for the past, exit.
#[inline]
fn charge(game: &Game, outcome: &Outcome, p: usize, statement: &mut Statement) {
    let mut eventful = outcome.eventful;
    while eventful != 0 {
        let duty = &game.duties[eventful.trailing_zeros() as usize];
        let events = outcome.events[duty.index];
        let complains = duty.complainant == p;
        if complains && events.has(Events::FILED) {
            statement.filing -= game.procedure.filing_cost;
        }
        if complains && events.has(Events::UNANSWERED) {
            statement.audience -= game.sides[p].audience_cost / f64::from(game.procedure.evidence_lasts);
        }
        if events.has(Events::REMEDY) {
            let past = duty.harm * game.years * f64::from(game.procedure.lookback);
            statement.payments += if complains { past } else { -past };
        }
        if game.procedure.interim && events.has(Events::DISMISSED) {
            let repaid = interim_repaid(game, duty);
            statement.payments += if complains { -repaid } else { repaid };
        }
        if let Some(level) = events.settlement() {
            let agreed = duty.harm * game.years * f64::from(game.procedure.levels[usize::from(level)].pays);
            statement.payments += if complains { agreed } else { -agreed };
        }
        eventful &= eventful - 1;
    }
    if outcome.withdrew & (1 << p) != 0 {
        statement.exit = -game.sides[p].exit_cost;
    }
}

/// What a complainant repays where its case is dismissed: what the interim remedy took, talks and ruling long.
pub(crate) fn interim_repaid(game: &Game, duty: &Duty) -> f64 {
    let a_year = duty.remedy.transfer(game.sides[duty.complainant].imports);
    a_year * game.years * f64::from(game.procedure.rounds_to_ruling())
}

/// Bound on the sum of the sizes of all flows that may make a round of `p`, $bn: what rounding acts on.
pub(crate) fn largest_flow(game: &Game, p: usize) -> f64 {
    let (side, o) = (&game.sides[p], opponent(p));
    let pressure = side.pressure.iter().copied().fold(0.0, f64::max);
    let commitments = game.gains(game.owed[p]) * pressure.max(1.0) + game.harms(game.owed[o]);
    let account = side.accord.abs() + side.outside.abs() + side.clash.abs() + commitments;
    let tariffs = |levies: usize| {
        let (side, other) = (&game.sides[levies], opponent(levies));
        let tranches = side.standing.iter().chain(&side.war).map(|(_, incidence)| *incidence);
        let remedies = game.duties.iter().filter(|duty| duty.owner == other).map(|duty| duty.remedy.incidence);
        let counters = game.duties.iter().filter(|duty| duty.owner == levies).map(|duty| duty.counter.incidence);
        let size = |incidence: Incidence| incidence.importer_gain.abs() + incidence.exporter_loss.abs();
        let on_top = game.duties.iter().flat_map(|duty| match duty.owner == other {
            true => &duty.remedy_on_top,
            false => &duty.counter_on_top,
        });
        let stacked = on_top.zip(side.standing.iter().cycle()).map(|(top, (_, under))| size(*top) + size(*under));
        let per_dollar = tranches.chain(remedies).chain(counters).map(size).chain(stacked).fold(0.0, f64::max);
        if side.imports.is_finite() { side.imports * per_dollar } else { 0.0 }
    };
    game.years * (account + tariffs(0) + tariffs(1)) + side.audience_cost + side.exit_cost + game.procedure.filing_cost
}

/// Account of a round after breakdown.
pub(super) fn breakdown(game: &Game, p: usize) -> Statement {
    apart(game, p, &game.war_effects)
}

/// What a round without any agreement earns each party: everything is violated at pressure 1, there is no accord, and
/// both levy all their standing tariffs.
pub(crate) fn no_deal(game: &Game) -> [f64; 2] {
    let effects = game.standing_effects.of([0, 1].map(|p| game.sides[p].standing.len() as u8));
    [0, 1].map(|p| apart(game, p, &effects.levied).total())
}

/// Account of a round in which nothing binds the parties, who levy these tariffs.
fn apart(game: &Game, p: usize, levied: &[Levied; 2]) -> Statement {
    let (side, y, o) = (&game.sides[p], game.years, opponent(p));
    Statement {
        accord: y * side.outside,
        gain: y * game.gains(game.owed[p]),
        harm: -y * game.harms(game.owed[o]),
        clash: if game.owed[0] != 0 && game.owed[1] != 0 { clash(game, p) } else { 0.0 },
        own_tariffs: y * levied[p].gain,
        other_tariffs: -y * levied[o].loss,
        ..Statement::default()
    }
}
