//! Where welfare comes from under each design: a table a party.

use crate::game::AccountPart;
use crate::report::lines::clip;
use crate::report::number::short_or_dash;
use crate::study::survey::{PointResult, Survey};
use crate::study::{PartyAccount, party_accounts};

/// Columns of the name of a design, and of a part at least.
const NAME: usize = 12;
const PART: usize = 7;

/// The accounts of a party under each design that could be played.
pub(super) struct Accounts {
    pub(super) party: String,
    pub(super) designs: Vec<(String, PartyAccount)>,
}

/// The accounts of each party, where they were asked for.
pub(super) fn accounts(survey: &Survey, result: &PointResult) -> Vec<Accounts> {
    let mut all: Vec<Accounts> = Vec::new();
    for (arm, config) in survey.arms.iter().zip(&result.arms) {
        let Ok(values) = &config.outcome else { continue };
        for account in party_accounts(arm.labels().iter().zip(&values.metrics)) {
            let design = (arm.label.clone(), account);
            match all.iter_mut().find(|accounts| accounts.party == design.1.party) {
                Some(accounts) => accounts.designs.push(design),
                None => all.push(Accounts { party: design.1.party.clone(), designs: vec![design] }),
            }
        }
    }
    all
}

/// The parts that are anything for anybody.
pub(super) fn parts_seen(all: &[Accounts]) -> Vec<AccountPart> {
    let parts = || all.iter().flat_map(|accounts| &accounts.designs).flat_map(|(_, account)| &account.parts);
    let is_seen = |part: &AccountPart| parts().any(|(own, e)| own == part && e.mean.is_some_and(|mean| mean != 0.0));
    AccountPart::ALL.into_iter().filter(is_seen).collect()
}

/// A table a party, of at most 100 columns.
pub(super) fn account_lines(survey: &Survey, result: &PointResult) -> Vec<String> {
    let all = accounts(survey, result);
    let parts = parts_seen(&all);
    let mut lines = Vec::new();
    for accounts in &all {
        lines.push(String::new());
        lines.push(format!("Where the welfare of {} comes from ($bn, discounted)", accounts.party));
        let row = |name: &str, cell: &dyn Fn(AccountPart) -> String| {
            let cells = parts.iter().map(|&part| format!(" {:>1$}", cell(part), part.name().len().max(PART)));
            format!("  {:<NAME$}{}", clip(name, NAME), cells.collect::<String>())
        };
        lines.push(row("", &|part| part.name().to_owned()));
        lines.extend(accounts.designs.iter().map(|(design, account)| {
            row(design, &|part| {
                let own = account.parts.iter().find(|(own, _)| *own == part);
                short_or_dash(own.and_then(|(_, estimate)| estimate.mean))
            })
        }));
    }
    lines
}
