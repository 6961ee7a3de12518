//! Remedies that cannot be levied in full, or that bite less than they were sized for: untaxed goods are too few.

use crate::game::Agreement;
use crate::study::survey::Survey;
use crate::trade::{Goods, Incidence, Trade, Tranche};

/// What can be levied of a remedy at signing.
#[derive(Clone, Debug, PartialEq)]
pub struct Levy {
    /// Who levies it.
    pub complainant: String,
    /// The commitments that it answers: one, or several together.
    pub commitments: Vec<String>,
    /// Imports that it needs, $bn a year.
    pub needed: f64,
    /// Imports beside the tariffs that stand, $bn a year.
    pub untaxed: f64,
    /// Share of it that can be levied.
    pub share: f64,
    /// The harm that it then does over the harm it was sized for; nothing where it was to do none.
    pub bite: Option<f64>,
    /// Whether it is one that has grown to its last step.
    pub grown: bool,
}

/// Share of a remedy, or of its harm, below which it is remarked upon.
const ENOUGH: f64 = 0.95;

impl Levy {
    /// The smaller of the share that can be levied and that of the harm done.
    fn least(&self) -> f64 {
        self.share.min(self.bite.unwrap_or(1.0))
    }

    /// In words.
    pub fn told(&self) -> String {
        let Self { complainant, needed, untaxed, .. } = self;
        let what = match self.commitments.as_slice() {
            [one] => format!("the remedy of {complainant} for {one}"),
            several => format!("the remedies of {complainant} for {} together", several.join(" and ")),
        };
        let when = if self.grown { ", grown to the last step," } else { "" };
        let amount = |x: f64| format!("{:.4}", x).trim_end_matches('0').trim_end_matches('.').to_owned();
        format!(
            "{what}{when} needs imports of ${}bn a year, and ${}bn are left beside the tariffs that stand: {}",
            amount(*needed),
            amount(*untaxed),
            self.levied()
        )
    }

    /// How much can be levied, and what harm that does.
    pub fn levied(&self) -> String {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        match self.bite {
            _ if self.share == 0.0 => "nothing can be levied".to_owned(),
            Some(bite) => format!(
                "{} can be levied, which does {} of the harm that it was sized for",
                percent(self.share),
                percent(bite)
            ),
            None => format!("{} can be levied", percent(self.share)),
        }
    }
}

/// What is left to be taxed by one party, and what a remedy does there.
struct Levier<'a> {
    name: &'a str,
    trade: &'a Trade,
    standing: Vec<(Tranche, Incidence)>,
    rate: f64,
}

impl Levier<'_> {
    /// What can be levied at signing of remedies for these commitments that need so much.
    fn levy(&self, commitments: Vec<String>, needed: f64, grown: bool) -> Levy {
        let mut goods = Goods::new(self.trade.imports, &self.standing, |_, _| {});
        let untaxed = goods.untaxed();
        let plain = self.trade.incidence(self.rate);
        let (mut covered, mut harm) = (0.0, 0.0);
        goods.levy(needed, |on, coverage| {
            let incidence = match on {
                None => plain,
                Some(tranche) => Incidence::on_top(self.trade, self.rate, self.standing[tranche].0.rate),
            };
            covered += coverage;
            harm += coverage * incidence.exporter_loss;
        });
        let sized_for = needed * plain.exporter_loss;
        let share = if needed > 0.0 { covered / needed } else { 1.0 };
        let bite = (sized_for > 0.0).then(|| harm / sized_for);
        Levy { complainant: self.name.to_owned(), commitments, needed, untaxed, share, bite, grown }
    }
}

/// By complainant that answers by new tariffs: what it can levy on, and the size of its remedy for each commitment.
fn leviers(agreement: &Agreement) -> Vec<(Levier<'_>, Vec<(String, f64)>)> {
    let instrument = agreement.mechanism.remedy.instrument;
    let mut leviers = Vec::new();
    for (p, party) in agreement.parties.iter().enumerate().filter(|(p, _)| agreement.may_complain(*p)) {
        let (Some(rate), Some(trade)) = (instrument.new_tariff(), party.trade.as_ref()) else { continue };
        let kept = &party.standing[..agreement.kept_at_signing(p)];
        let standing = kept.iter().map(|tranche| (*tranche, trade.incidence(tranche.rate))).collect();
        let size = |owed| instrument.terms(owed, Some(trade)).map_or(0.0, |terms| terms.coverage);
        let sizes = agreement.parties[1 - p].commitments.iter().map(|owed| (owed.name.clone(), size(owed))).collect();
        leviers.push((Levier { name: &party.name, trade, standing, rate }, sizes));
    }
    leviers
}

/// What can be levied at signing of each remedy by new tariffs alone, at its first step.
pub fn levies(agreement: &Agreement) -> Vec<Levy> {
    let each = |(levier, sizes): (Levier<'_>, Vec<(String, f64)>)| {
        let levy = |(name, size)| levier.levy(vec![name], size, false);
        sizes.into_iter().map(levy).collect::<Vec<_>>()
    };
    leviers(agreement).into_iter().flat_map(each).collect()
}

/// Remedies of an agreement of which less than 95 % can be levied at signing, or that do less than 95 % of the harm they
/// were sized for: each alone, at its first step or else its last, or all of a party together.
pub fn shortfalls(agreement: &Agreement) -> Vec<Levy> {
    let remedy = &agreement.mechanism.remedy;
    let most = 1.0 + remedy.growth * f64::from(remedy.steps);
    let mut found = Vec::new();
    for (levier, sizes) in leviers(agreement) {
        let short = |commitments: Vec<String>, size: f64| {
            let both =
                [(size, false), (size * most, true)].map(|(size, grown)| levier.levy(commitments.clone(), size, grown));
            both.into_iter().find(|levy| levy.least() < ENOUGH)
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

/// What a study should know of remedies that cannot be levied in full or bite less, in its first configs: one remark for
/// each remedy, with the config in which least is left of it.
pub fn shortfalls_of(survey: &Survey) -> Vec<String> {
    let levies = |agreement: &Agreement| agreement.mechanism.remedy.instrument.new_tariff().is_some();
    let varies = survey.space.axes.iter().flat_map(|axis| &axis.paths).any(|path| path.starts_with("mechanism"));
    if !varies && !survey.arms.iter().any(|arm| levies(arm.scenario.agreement())) {
        return Vec::new();
    }
    let configs = survey.n_configs().min(LOOKED_AT);
    let mut found: Vec<(u64, Levy, String)> = Vec::new();
    for config in 0..configs {
        let (point, arm) = survey.place(config);
        let Ok(scenario) = survey.scenario(arm, point) else { continue };
        for short in shortfalls(scenario.agreement()) {
            let at = place(survey, point, arm);
            let same = |known: &&mut (u64, Levy, String)| {
                known.1.complainant == short.complainant && known.1.commitments == short.commitments
            };
            match found.iter_mut().find(same) {
                Some(known) => {
                    known.0 += 1;
                    if short.least() < known.1.least() {
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
        _ => format!("in {n} of {of} configs a remedy is not what it was sized for; under {at}, {}", short.told()),
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

    fn found(set: &[(&str, &str)]) -> Vec<Levy> {
        let never_grows = ("mechanism.remedy.steps", "0");
        let set = set.iter().chain([&never_grows]).map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
        shortfalls(load(&Request { set, ..Request::default() }).unwrap().agreement())
    }

    #[test]
    fn a_remedy_that_needs_more_imports_than_are_untaxed_is_told_with_what_it_does() {
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
        assert_eq!((both.needed, both.untaxed, both.share, both.commitments.len()), (240.0, 180.0, 1.0, 2));
        let each = of("720.0");
        assert_eq!(each.len(), 2);
        // $180bn are untaxed, and a second quarter on $360bn does less than the first: q is (1+τ)^(−ε).
        let trade = load(&Request::default()).unwrap().agreement().parties[0].trade.unwrap();
        let loss = |rate| trade.incidence(rate).exporter_loss;
        let bite = (180.0 * loss(0.25) + 360.0 * (loss(0.5) - loss(0.25))) / (720.0 * loss(0.25));
        assert!((each[0].bite.unwrap() - bite).abs() < 1e-12 && bite < 0.6, "{:?}, {bite}", each[0].bite);
        let told = each[0].told();
        assert!(
            told.contains("needs imports of $720bn a year, and $180bn are left beside the tariffs that stand"),
            "{told}"
        );
        assert!(told.contains(": 75 % can be levied, which does "), "{told}");
        let none = ("parties.US.standing", "[]");
        let far = found(&[imports, none, only_us, ("mechanism.remedy.instrument", &tariff("1080.0"))]);
        assert!(far[0].told().contains("50 % can be levied, which does 50 % of the harm"), "{}", far[0].told());
    }
}
