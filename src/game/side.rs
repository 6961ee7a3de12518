//! A party prepared for play.

use crate::game::{Agreement, Lottery, Odds};
use crate::stats::Probability;
use crate::trade::{Chain, Incidence, Tranche};

/// One party as the game plays it. Money is $bn, flows are per year.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Name of the party.
    pub name: String,
    /// δ: discount factor a round.
    pub discount: f64,
    /// 1 − δ to its last digit, however near to 1 the factor is.
    pub(crate) impatience: f64,
    /// Earned a year while the agreement stands.
    pub accord: f64,
    /// Earned a year after breakdown.
    pub outside: f64,
    /// Added, a year, in a round in which both violate.
    pub clash: f64,
    /// Charged for each alarm left unanswered.
    pub audience_cost: f64,
    /// Charged once on withdrawal.
    pub exit_cost: f64,
    /// Multiplier of each pressure level.
    pub pressure: Vec<f64>,
    /// Payoff of a round without tariffs, by pressure level and set of commitments violated.
    pub(super) deeds: Vec<Vec<f64>>,
    /// Level in the first round.
    pub(crate) first_pressure: Lottery,
    /// Next level, by level.
    pub(crate) next_pressure: Vec<Lottery>,
    /// Next mode, by mode and joint signal (own alarm · 2 + other's alarm).
    pub(crate) next_mode: Vec<[u32; 4]>,
    /// Whether it may ever withdraw.
    pub(crate) may_withdraw: bool,
    /// Withdrawal hazard: calm, wronged, under remedy.
    pub withdraws: [Odds; 3],
    /// Imports from the other, $bn a year; infinite where it has no trade block (and no tariffs).
    pub imports: f64,
    /// Whether it has a trade block.
    pub trades: bool,
    /// Tranches in force at signing.
    pub standing: Vec<(Tranche, Incidence)>,
    /// Tranches in force after breakdown.
    pub war: Vec<(Tranche, Incidence)>,
    /// Whether its standing tariffs are ever released; not so for the owner in a one-commitment game.
    pub(crate) releases: bool,
    /// Standing tranches kept at signing.
    pub(crate) kept_at_signing: u8,
}

impl Side {
    /// Prepares party `p` for play.
    pub(super) fn new(agreement: &Agreement, chain: &Chain, p: usize) -> Self {
        let party = &agreement.parties[p];
        let years = agreement.round.years();
        let with_incidence = |tranches: &[Tranche]| -> Vec<(Tranche, Incidence)> {
            let incidence = |rate| party.trade.map(|trade| trade.incidence(rate)).unwrap_or_default();
            tranches.iter().map(|tranche| (*tranche, incidence(tranche.rate))).collect()
        };
        let withdraws = party.conduct.withdraws;
        Self {
            name: party.name.clone(),
            discount: if party.discount == 1.0 { 1.0 } else { libm::pow(party.discount, years) },
            impatience: impatience(party.discount, years),
            accord: party.accord,
            outside: party.outside,
            clash: party.clash,
            audience_cost: party.audience_cost,
            exit_cost: party.exit_cost,
            pressure: chain.values.clone(),
            deeds: Vec::new(),
            first_pressure: Lottery::new(chain.stationary.clone()),
            next_pressure: chain.transition.iter().map(|row| Lottery::new(row.clone())).collect(),
            next_mode: party.conduct.comply.modes().iter().map(|mode| mode.next).collect(),
            may_withdraw: party.conduct.may_withdraw(),
            withdraws: withdraws.hazards().map(|hazard| Odds::of(hazard.in_round(years))),
            imports: party.trade.map_or(f64::INFINITY, |trade| trade.imports),
            trades: party.trade.is_some(),
            standing: with_incidence(&party.standing),
            war: with_incidence(&party.war),
            releases: true,
            kept_at_signing: agreement.kept_at_signing(p) as u8,
        }
    }
}

/// 1 − d^y for a yearly discount factor d, as it was written, and a round of y years.
fn impatience(discount: f64, years: f64) -> f64 {
    let year = Probability::new(discount).no();
    if years == 1.0 {
        return year;
    }
    let log = if discount > 0.5 { libm::log1p(-year) } else { libm::log(discount) };
    -libm::expm1(years * log)
}
