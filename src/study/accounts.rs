//! Where welfare comes from: its parts, by party.

use crate::game::AccountPart;
use crate::metric::{Label, Metric};
use crate::study::Estimate;

/// The parts of one party's welfare.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyAccount {
    /// Name of the party.
    pub party: String,
    /// Its parts, in their order.
    pub parts: Vec<(AccountPart, Estimate)>,
}

/// The parts of each party's welfare among these metrics; nothing where accounts were not asked for.
pub fn party_accounts<'a>(metrics: impl Iterator<Item = (&'a Label, &'a Estimate)>) -> Vec<PartyAccount> {
    let mut accounts: Vec<PartyAccount> = Vec::new();
    for (label, estimate) in metrics {
        let (Metric::Account(part), Some(party)) = (label.metric, &label.party) else { continue };
        match accounts.iter_mut().find(|account| account.party == *party) {
            Some(account) => account.parts.push((part, *estimate)),
            None => accounts.push(PartyAccount { party: party.clone(), parts: vec![(part, *estimate)] }),
        }
    }
    accounts
}
