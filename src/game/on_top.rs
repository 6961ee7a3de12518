//! Remedies and counters on goods that standing tariffs cover already: what they do there, worked out once.

use crate::game::measures::grown;
use crate::game::{Agreement, Game};
use crate::trade::Incidence;

/// Prepares what lies on top of standing tranches, where a party's untaxed goods may run out.
pub(super) fn prepare(game: &mut Game, agreement: &Agreement) {
    for p in [0, 1] {
        let Some(trade) = agreement.parties[p].trade.filter(|_| may_run_out(game, p)) else { continue };
        let rates: Vec<f64> = game.sides[p].standing.iter().map(|(tranche, _)| tranche.rate).collect();
        let on_top = |rate| rates.iter().map(|&under| Incidence::on_top(&trade, rate, under)).collect();
        for duty in &mut game.duties {
            if duty.complainant == p {
                duty.remedy_on_top = on_top(duty.remedy.incidence.rate);
            } else {
                duty.counter_on_top = on_top(duty.counter.incidence.rate);
            }
        }
    }
}

/// Whether all remedies and counters of `party`, grown to their last step, need more than its untaxed goods while all
/// its standing tariffs are in force.
fn may_run_out(game: &Game, party: usize) -> bool {
    let side = &game.sides[party];
    let untaxed = side.imports - side.standing.iter().map(|(tranche, _)| tranche.coverage).sum::<f64>();
    let sizes = game.duties.iter().map(|duty| match duty.complainant == party {
        true => duty.remedy.coverage,
        false => duty.counter.coverage,
    });
    !side.standing.is_empty() && sizes.sum::<f64>() * grown(game, game.procedure.steps) > untaxed
}
