//! The tariffs in force: which, on how much trade, and what they do to both sides.

use crate::game::effects::{Effects, Levied, StandingEffects};
use crate::game::{Dispute, Game, State, opponent};
use crate::trade::{Goods, Incidence};

/// Where a measure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A standing tranche, by position.
    Standing(usize),
    /// The remedy for a commitment, by position.
    Remedy(usize),
    /// The counter to the remedy for a commitment, by position.
    Counter(usize),
    /// A tranche of the trade war, by position.
    War(usize),
}

/// One measure in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InForce {
    /// Where it comes from.
    pub origin: Origin,
    /// Imports covered, $bn a year.
    pub coverage: f64,
    /// The standing tranche that covers them too, by position.
    pub on: Option<usize>,
    /// What it does per dollar covered, beyond what that tranche does.
    pub incidence: Incidence,
}

impl Levied {
    fn add(&mut self, measure: &InForce, imports: f64) {
        self.gain += measure.coverage * measure.incidence.importer_gain;
        self.loss += measure.coverage * measure.incidence.exporter_loss;
        self.tariff += measure.coverage * measure.incidence.rate / imports;
    }
}

/// Visits the measures of `party` in force in `state`, in order: one after another takes untaxed goods, then goods
/// under standing tranches, until there are none.
pub fn in_force(game: &Game, state: &State, party: usize, visit: &mut impl FnMut(InForce)) {
    let side = &game.sides[party];
    if state.ended {
        Goods::new(side.imports, &side.war, |i, coverage| {
            visit(InForce { origin: Origin::War(i), coverage, on: None, incidence: side.war[i].1 });
        });
        return;
    }
    let kept = match restores_standing(game, state, party) {
        true => side.standing.len(),
        false => usize::from(state.kept[party]),
    };
    let standing = &side.standing[..kept];
    let mut goods = Goods::new(side.imports, standing, |i, coverage| {
        visit(InForce { origin: Origin::Standing(i), coverage, on: None, incidence: standing[i].1 });
    });
    let mut levy = |origin, size, untaxed: Incidence, on_top: &[Incidence]| {
        goods.levy(size, |on, coverage| {
            let incidence = match on {
                None => Some(&untaxed),
                // Where goods never run out nothing was prepared, and what rounding leaves over is not levied.
                Some(tranche) => on_top.get(tranche),
            };
            if let Some(&incidence) = incidence {
                visit(InForce { origin, coverage, on, incidence });
            }
        });
    };
    for duty in &game.duties {
        if duty.complainant == party
            && let Some(step) = game.dispute(state, duty.index).levied(&game.procedure)
        {
            let (remedy, size) = (&duty.remedy, duty.remedy.coverage * grown(game, step));
            levy(Origin::Remedy(duty.index), size, remedy.incidence, &duty.remedy_on_top);
        }
    }
    for duty in &game.duties {
        if let Dispute::Remedied { step, countered: true, .. } = game.dispute(state, duty.index)
            && duty.owner == party
        {
            let (counter, size) = (&duty.counter, duty.counter.coverage * grown(game, step));
            levy(Origin::Counter(duty.index), size, counter.incidence, &duty.counter_on_top);
        }
    }
}

/// Size of a remedy at `step`, relative to its first size.
pub(super) fn grown(game: &Game, step: u16) -> f64 {
    1.0 + game.procedure.growth * f64::from(step)
}

/// Whether `party` runs a `Snapback` remedy, or a counter to one.
fn restores_standing(game: &Game, state: &State, party: usize) -> bool {
    game.duties.iter().any(|duty| match game.dispute(state, duty.index) {
        Dispute::Remedied { countered, .. } => {
            duty.remedy.restores_standing && (duty.complainant == party || countered)
        }
        _ => false,
    })
}

/// Sum of the measures of `party` in force in `state`.
pub(super) fn levied(game: &Game, state: &State, party: usize) -> Levied {
    let imports = game.sides[party].imports;
    let mut sum = Levied::default();
    in_force(game, state, party, &mut |measure| sum.add(&measure, imports));
    sum
}

/// Effects of the measures in force in `state`.
pub(crate) fn effects(game: &Game, state: &State) -> Effects {
    let levied = [levied(game, state, 0), levied(game, state, 1)];
    Effects {
        levied,
        net_tariffs: [0, 1].map(|p| game.years * levied[p].gain + -game.years * levied[opponent(p)].loss),
        paid: [payments(game, state, 0), payments(game, state, 1)],
    }
}

impl StandingEffects {
    /// Works them out by playing no round: a state says all.
    pub(super) fn new(game: &Game) -> Self {
        let mut state = State::first(game, [0; 2]);
        let mut by_kept = Vec::new();
        for first in 0..=game.sides[0].standing.len() {
            for second in 0..=game.sides[1].standing.len() {
                state.kept = [first as u8, second as u8];
                by_kept.push(effects(game, &state));
            }
        }
        Self { by_kept, stride: game.sides[1].standing.len() + 1 }
    }
}

fn payments(game: &Game, state: &State, party: usize) -> f64 {
    let mut sum = 0.0;
    for duty in &game.duties {
        if let Some(step) = game.dispute(state, duty.index).levied(&game.procedure) {
            let paid = duty.remedy.payment * grown(game, step);
            sum += if duty.complainant == party { paid } else { -paid };
        }
    }
    sum
}
