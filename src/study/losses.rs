//! Remarks on losses: one kind that stands for another, and one that is counted twice.

use crate::game::Agreement;
use crate::text::labels;

/// Remarks on remedies equal in trade to what is known as a loss alone, and on exporters whose profit is counted beside
/// their whole surplus.
pub(super) fn remarks(agreement: &Agreement) -> Vec<String> {
    let mut remarks = Vec::new();
    let names: Vec<String> = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    if agreement.mechanism.remedy.instrument.goes_by_trade() {
        for (p, name) in names.iter().enumerate().filter(|&(p, _)| agreement.may_complain(1 - p)) {
            let owed = agreement.parties[p].commitments.iter().filter(|owed| owed.trade_effect.is_none());
            let owed: Vec<&str> = owed.map(|owed| owed.name.as_str()).collect();
            if !owed.is_empty() {
                remarks.push(format!(
                    "parties.{name}.commitments: the remedy is sized by trade, and {} {} no `trade_effect`: {} harm, a loss of welfare, stands for the trade that a violation displaces",
                    owed.join(" and "),
                    if owed.len() == 1 { "has" } else { "have" },
                    if owed.len() == 1 { "its" } else { "their" },
                ));
            }
        }
    }
    for (party, name) in agreement.parties.iter().zip(&names) {
        let Some(trade) = party.trade.filter(|trade| trade.margin > 0.0 && trade.supply_elasticity.is_finite()) else {
            continue;
        };
        remarks.push(format!(
            "parties.{name}.trade: a margin of {:?} is profit on top of the whole loss of producer surplus, which supply_elasticity {:?} gives already",
            trade.margin, trade.supply_elasticity
        ));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    fn told(set: &[(&str, &str)]) -> Vec<String> {
        let set = set.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
        let request = Request { scenario: Some("reference".to_owned()), set, ..Request::default() };
        remarks(load(&request).unwrap().agreement())
    }

    #[test]
    fn a_loss_that_stands_for_a_value_of_trade_is_remarked_upon() {
        let sized = |size: &'static str| ("mechanism.remedy.instrument", size);
        let by =
            |size| told(&[sized(size), ("parties.B.trade", "(imports: 100.0, demand_elasticity: 2.0, margin: 0.2)")]);
        let by_trade = by("Tariff(rate: 0.25, size: Equivalent(measure: TradeEffect, multiple: 1.0))");
        assert!(by_trade.len() == 1 && by_trade[0].contains("market access has no `trade_effect`"), "{by_trade:?}");
        assert_eq!(by("Tariff(rate: 0.25, size: Equivalent(measure: Harm, multiple: 1.0))"), [""; 0]);
        assert_eq!(by("Tariff(rate: 0.25, size: Coverage(9.0))"), [""; 0]);
    }

    #[test]
    fn profit_beside_a_whole_surplus_is_remarked_upon() {
        let twice = told(&[("parties.A.trade.margin", "0.2"), ("parties.A.trade.supply_elasticity", "4.0")]);
        assert!(
            twice.len() == 1 && twice[0].starts_with("parties.A.trade: a margin of 0.2 is profit on top"),
            "{twice:?}"
        );
        assert_eq!(told(&[("parties.A.trade.margin", "0.2")]), [""; 0]);
    }
}
