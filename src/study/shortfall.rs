//! Remedies that cannot be levied in full: the complainant has too few imports left that are not taxed already.

use crate::game::Agreement;
use crate::study::survey::Survey;

/// A remedy that needs more imports than there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// Who levies it.
    pub complainant: String,
    /// The commitments that it answers: one, or several that each fit alone.
    pub commitments: Vec<String>,
    /// Imports that it needs, $bn a year.
    pub needed: f64,
    /// Imports that are left beside the tariffs that stand at signing, $bn a year.
    pub left: f64,
    /// Whether it needs them only once it has grown to its last step.
    pub grown: bool,
}

impl Shortfall {
    /// Share of it that can be levied.
    pub fn share(&self) -> f64 {
        self.left / self.needed
    }

    /// In words.
    pub fn told(&self) -> String {
        let Self { complainant, needed, left, .. } = self;
        let what = match self.commitments.as_slice() {
            [one] => format!("the remedy of {complainant} for {one}"),
            several => format!("the remedies of {complainant} for {} together", several.join(" and ")),
        };
        let when = if self.grown { ", grown to the last step," } else { "" };
        let levied = match left {
            0.0 => "nothing can be levied".to_owned(),
            _ => format!("{:.0} % can be levied", 100.0 * self.share()),
        };
        let amount = |x: f64| format!("{:.4}", x).trim_end_matches('0').trim_end_matches('.').to_owned();
        format!(
            "{what}{when} needs imports of ${}bn a year, and ${}bn are left beside the tariffs that stand: {levied}",
            amount(*needed),
            amount(*left)
        )
    }
}

/// Remedies of an agreement that cannot be levied in full at signing: each alone, or else all of a party together.
pub fn shortfalls(agreement: &Agreement) -> Vec<Shortfall> {
    let remedy = &agreement.mechanism.remedy;
    let mut found = Vec::new();
    if remedy.instrument.new_tariff().is_none() {
        return found;
    }
    let most = 1.0 + remedy.growth * f64::from(remedy.steps);
    for (p, party) in agreement.parties.iter().enumerate().filter(|(p, _)| agreement.may_complain(*p)) {
        let Some(trade) = &party.trade else { continue };
        let standing = party.standing[..agreement.kept_at_signing(p)].iter().map(|tranche| tranche.coverage);
        let left = (trade.imports - standing.sum::<f64>()).max(0.0);
        let fits = |needed: f64| needed <= left * (1.0 + 1e-9);
        let terms = |owed| remedy.instrument.terms(owed, Some(trade)).map_or(0.0, |terms| terms.coverage);
        let owed = agreement.parties[1 - p].commitments.iter();
        let sizes: Vec<(String, f64)> = owed.map(|owed| (owed.name.clone(), terms(owed))).collect();
        let short = |commitments: Vec<String>, size: f64| {
            let grown = fits(size);
            let needed = if grown { size * most } else { size };
            let complainant = party.name.clone();
            (!fits(needed)).then_some(Shortfall { complainant, commitments, needed, left, grown })
        };
        let before = found.len();
        found.extend(sizes.iter().filter_map(|(name, size)| short(vec![name.clone()], *size)));
        if found.len() == before {
            let all = sizes.iter().filter(|(_, size)| *size > 0.0);
            let names: Vec<String> = all.clone().map(|(name, _)| name.clone()).collect();
            found.extend(short(names, all.map(|(_, size)| size).sum()));
        }
    }
    found
}

/// Configs that are looked at: making each takes a moment.
const LOOKED_AT: u64 = 100;

/// What a study should know of remedies that cannot be levied in full, in its first configs: one remark for each remedy,
/// with the config in which least of it can be levied.
pub fn shortfalls_of(survey: &Survey) -> Vec<String> {
    let levies = |agreement: &Agreement| agreement.mechanism.remedy.instrument.new_tariff().is_some();
    let varies = survey.space.axes.iter().flat_map(|axis| &axis.paths).any(|path| path.starts_with("mechanism"));
    if !varies && !survey.arms.iter().any(|arm| levies(arm.scenario.agreement())) {
        return Vec::new();
    }
    let configs = survey.n_configs().min(LOOKED_AT);
    let mut found: Vec<(u64, Shortfall, String)> = Vec::new();
    for config in 0..configs {
        let (point, arm) = survey.place(config);
        let Ok(scenario) = survey.scenario(arm, point) else { continue };
        for short in shortfalls(scenario.agreement()) {
            let at = place(survey, point, arm);
            let same = |known: &&mut (u64, Shortfall, String)| {
                known.1.complainant == short.complainant && known.1.commitments == short.commitments
            };
            match found.iter_mut().find(same) {
                Some(known) => {
                    known.0 += 1;
                    if short.share() < known.1.share() {
                        (known.1, known.2) = (short, at);
                    }
                }
                None => found.push((1, short, at)),
            }
        }
    }
    let of = if survey.n_configs() > configs { format!("the first {configs}") } else { configs.to_string() };
    let told = found.into_iter().map(|(n, short, at)| match configs {
        1 => short.told(),
        _ => format!("in {n} of {of} configs a remedy cannot be levied in full; under {at}, {}", short.told()),
    });
    told.collect()
}

/// What tells a config from the others.
fn place(survey: &Survey, point: u64, arm: usize) -> String {
    let axes = survey.space.axes.iter().zip(survey.space.point(point));
    let mut parts: Vec<String> = match survey.space.axes.len() {
        // Where much varies, the number of the point says it in short.
        3.. => vec![format!("point {point}")],
        _ => axes.map(|(axis, value)| format!("{} = {value}", axis.paths.join(", "))).collect(),
    };
    if survey.arms.len() > 1 || parts.is_empty() {
        parts.insert(0, survey.arms[arm].scenario.design().to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    fn found(set: &[(&str, &str)]) -> Vec<Shortfall> {
        let never_grows = ("mechanism.remedy.steps", "0");
        let set = set.iter().chain([&never_grows]).map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
        shortfalls(load(&Request { set, ..Request::default() }).unwrap().agreement())
    }

    #[test]
    fn a_remedy_that_needs_more_imports_than_are_left_is_told_with_what_can_be_levied() {
        let tariff = |coverage: &str| format!("Tariff(rate: 0.25, size: Coverage({coverage}))");
        let only_us = ("mechanism.may_file", "First");
        // Of imports of $540bn, $360bn are taxed already.
        let imports = ("parties.US.trade.imports", "540.0");
        let standing = ("parties.US.standing", "[(coverage: 360.0, rate: 0.25)]");
        let of =
            |coverage: &str| found(&[imports, standing, only_us, ("mechanism.remedy.instrument", &tariff(coverage))]);
        assert_eq!(of("90.0"), []);
        // Two commitments, which fit one by one.
        let [both] = &of("120.0")[..] else { panic!() };
        assert_eq!((both.needed, both.left, both.commitments.len()), (240.0, 180.0, 2));
        let each = of("360.0");
        assert_eq!(each.len(), 2);
        assert!(
            each[0].told().ends_with(
                "needs imports of $360bn a year, and $180bn are left beside the tariffs that stand: 50 % can be levied"
            ),
            "{}",
            each[0].told()
        );
        let all = ("parties.US.standing", "[(coverage: 540.0, rate: 0.25)]");
        let none = found(&[imports, all, only_us, ("mechanism.remedy.instrument", &tariff("1.0"))]);
        assert!(none[0].told().ends_with("nothing can be levied"), "{}", none[0].told());
    }
}
