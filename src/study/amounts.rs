//! Amounts that no economy has: more often a slip of the unit than meant.

use crate::game::{Agreement, Party};
use crate::text::labels;

/// What the world trades in a year, goods and services, $bn (UNCTAD, Global Trade Update, March 2025: 33 trillion in 2024).
const WORLD_TRADE: f64 = 33_000.0;

/// Remarks on amounts above the trade of the world.
pub(super) fn remarks(agreement: &Agreement) -> Vec<String> {
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    let all = agreement.parties.iter().zip(names).flat_map(|(party, name)| {
        amounts(party).into_iter().map(move |(field, amount)| (format!("parties.{name}.{field}"), amount))
    });
    let too_large = all.filter(|(_, amount)| amount.abs() > WORLD_TRADE);
    let told = too_large.map(|(path, amount)| {
        let meant = if amount.abs() >= 1e6 * WORLD_TRADE {
            String::new()
        } else {
            format!("; $1m is written 0.001, and {amount} million {}", amount / 1000.0)
        };
        format!("{path}: {amount:?} is in $bn, and more than the world trades in a year (about {WORLD_TRADE}){meant}")
    });
    told.collect()
}

/// The amounts of a party by their fields, $bn.
fn amounts(party: &Party) -> Vec<(String, f64)> {
    let plain = [
        ("accord", party.accord),
        ("outside", party.outside),
        ("clash", party.clash),
        ("audience_cost", party.audience_cost),
        ("exit_cost", party.exit_cost),
    ];
    let mut amounts: Vec<(String, f64)> = plain.map(|(name, amount)| (name.to_owned(), amount)).to_vec();
    let owed = labels(party.commitments.iter().map(|commitment| Some(commitment.name.clone())));
    for (commitment, name) in party.commitments.iter().zip(owed) {
        amounts.push((format!("commitments.{name}.gain"), commitment.gain));
        amounts.push((format!("commitments.{name}.harm"), commitment.harm));
        amounts.extend(commitment.trade_effect.map(|amount| (format!("commitments.{name}.trade_effect"), amount)));
    }
    amounts.extend(party.trade.iter().map(|trade| ("trade.imports".to_owned(), trade.imports)));
    for (list, tranches) in [("standing", &party.standing), ("war", &party.war)] {
        amounts
            .extend(tranches.iter().enumerate().map(|(k, tranche)| (format!("{list}.{k}.coverage"), tranche.coverage)));
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn imports_a_thousand_times_too_large_are_remarked_upon() {
        let of = |set: &[(&str, &str)]| {
            let set = set.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
            remarks(load(&Request { set, ..Request::default() }).unwrap().agreement())
        };
        assert_eq!(of(&[]), [""; 0]);
        let told = of(&[("parties.China.trade.imports", "210000"), ("parties.US.commitments.0.harm", "50000")]);
        assert_eq!(told.len(), 2);
        assert!(
            told[1].starts_with("parties.China.trade.imports: 210000.0 is in $bn, and more than the world"),
            "{told:?}"
        );
        assert!(told[1].contains("210000 million 210"), "{told:?}");
    }
}
