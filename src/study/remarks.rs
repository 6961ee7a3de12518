//! What a scenario may say, but perhaps does not mean.

use crate::conduct::{Choice, Conduct};
use crate::game::Agreement;
use crate::mechanism::{Lifts, MayFile, Release, Ruling, Withdrawal};
use crate::study::{amounts, chances, cost, losses, shortfalls, stakes};
use crate::text::labels;
use crate::trade::{Duration, Reviewed, Timed, Tranche};

/// A tariff above this rate is more often a slip of the decimal point than meant.
const HIGH_RATE: f64 = 2.0;

/// Remarks on a scenario that is valid: times that rounds stretch, tariffs that look like percentages, amounts that no
/// economy has, noise above what is at stake, remedies that cannot be levied in full, exits that nobody takes.
pub fn remarks(agreement: &Agreement) -> Vec<String> {
    let mut remarks: Vec<String> = durations(agreement)
        .into_iter()
        .filter_map(|(path, time)| {
            let (exact, played) = (time.years()? / agreement.round.years(), f64::from(time.rounds(agreement.round)));
            let rounds = if played == 1.0 { "round" } else { "rounds" };
            (exact > 0.0 && played > 1.05 * exact)
                .then(|| format!("{path}: {time:?} is played as {played} {rounds} of a {}", agreement.round))
        })
        .collect();
    remarks.extend(
        rates(agreement)
            .into_iter()
            .filter(|(_, rate)| *rate > HIGH_RATE)
            .map(|(path, rate)| format!("{path}: {rate:?} is a tariff of {} %; 25 % is written 0.25", 100.0 * rate)),
    );
    remarks.extend(chances::remarks(agreement));
    remarks.extend(amounts::remarks(agreement));
    remarks.extend(stakes::remarks(agreement));
    remarks.extend(losses::remarks(agreement));
    remarks.extend(cost::remarks(agreement));
    remarks.extend(shortfalls(agreement).iter().map(|short| format!("mechanism.remedy: {}", short.told())));
    remarks.extend(terms_without_a_measure(agreement));
    remarks.extend(without_effect(agreement));
    let leaves = |party: &crate::game::Party| party.conduct.may_withdraw();
    if agreement.mechanism.withdrawal != Withdrawal::Barred && !agreement.parties.iter().any(leaves) {
        remarks.push("mechanism.withdrawal: nobody ever withdraws (conduct.withdraws is 0), so all survive".to_owned());
    }
    remarks.extend(nothing_considered(agreement));
    if agreement.renewal.is_possible() && agreement.mechanism.withdrawal == Withdrawal::Barred {
        remarks.push("renewal: nobody may withdraw (mechanism.withdrawal), so nothing is ever renewed".to_owned());
    }
    remarks
}

/// Parties that take up now and then what they may do, but choose nothing of it.
fn nothing_considered(agreement: &Agreement) -> Vec<String> {
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    let taken_up = [Choice::Files, Choice::Counters, Choice::Withdraws];
    let in_vain = |conduct: &Conduct| {
        conduct.considers != Reviewed::EveryRound && !taken_up.iter().any(|choice| conduct.chooses(*choice))
    };
    let told = agreement.parties.iter().zip(names).filter(|(party, _)| in_vain(&party.conduct));
    told.map(|(_, name)| {
        format!("parties.{name}.conduct.considers: there is nothing to take up, since neither Files nor Counters nor Withdraws is chosen (chooses)")
    })
    .collect()
}

/// Terms that withdraw a measure where no commitment has one that lasts.
fn terms_without_a_measure(agreement: &Agreement) -> Option<String> {
    let level = agreement.mechanism.consultation.iter().find(|level| level.terms.is_some_and(|t| t.withdraws > 0.0))?;
    let mut owed = agreement.parties.iter().flat_map(|party| &party.commitments);
    owed.all(|owed| owed.reviewed == Reviewed::EveryRound).then(|| {
        format!(
            "mechanism.consultation.{}.terms.withdraws: there is nothing to withdraw, since no commitment has a lasting measure (reviewed: PerYear)",
            level.level
        )
    })
}

/// What an arbiter is told for cases that it never meets.
fn without_effect(agreement: &Agreement) -> Vec<String> {
    let Ruling::Arbiter { blocked, requested, rests, self_help, .. } = agreement.mechanism.ruling else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    if rests.is_some() && requested == Timed::CERTAIN {
        remarks.push("mechanism.ruling.rests: no case ever rests (requested is 1)".to_owned());
    }
    if self_help != MayFile::Neither && blocked == 0.0 {
        remarks.push("mechanism.ruling.self_help: no ruling is ever blocked (blocked is 0)".to_owned());
    }
    remarks
}

fn durations(agreement: &Agreement) -> Vec<(String, Duration)> {
    let mechanism = &agreement.mechanism;
    let mut times = vec![("horizon".to_owned(), agreement.horizon)];
    let names = labels(mechanism.consultation.iter().map(|level| Some(level.level.clone())));
    let levels = mechanism.consultation.iter().zip(names);
    for (level, name) in levels {
        times.push((format!("mechanism.consultation.{name}.lasts"), level.lasts));
        times.extend(level.terms.map(|terms| (format!("mechanism.consultation.{name}.terms.pays"), terms.pays)));
    }
    times.push(("mechanism.evidence_lasts".to_owned(), mechanism.evidence_lasts));
    if let Ruling::Arbiter { lasts, rests, .. } = mechanism.ruling {
        times.push(("mechanism.ruling.lasts".to_owned(), lasts));
        times.extend(rests.map(|rests| ("mechanism.ruling.rests".to_owned(), rests)));
    }
    times.push(("mechanism.compliance_period".to_owned(), mechanism.compliance_period));
    times.push(("mechanism.remedy.lookback".to_owned(), mechanism.remedy.lookback));
    let (Lifts::Cured(time) | Lifts::After(time)) = mechanism.remedy.lifts;
    times.push(("mechanism.remedy.lifts".to_owned(), time));
    if let Release::Sunset(time) | Release::Staged(time) = mechanism.release {
        times.push(("mechanism.release".to_owned(), time));
    }
    if let Withdrawal::Notice(time) = mechanism.withdrawal {
        times.push(("mechanism.withdrawal".to_owned(), time));
    }
    times
}

fn rates(agreement: &Agreement) -> Vec<(String, f64)> {
    let mut rates = Vec::new();
    if let Some(rate) = agreement.mechanism.remedy.instrument.new_tariff() {
        rates.push(("mechanism.remedy.instrument.rate".to_owned(), rate));
    }
    for party in &agreement.parties {
        for (name, tranches) in [("standing", &party.standing), ("war", &party.war)] {
            let path = |k| format!("parties.{}.{name}.{k}.rate", party.name);
            rates.extend(tranches.iter().enumerate().map(|(k, Tranche { rate, .. })| (path(k), *rate)));
        }
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn slips_are_remarked_upon() {
        let of = |scenario: &str, set: &[(&str, &str)]| {
            let set = set.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
            let request = Request { scenario: Some(scenario.to_owned()), set, ..Request::default() };
            let told = remarks(load(&request).unwrap().agreement());
            told.into_iter().filter(|remark| !remark.contains("trade_effect")).collect::<Vec<_>>()
        };
        // Its remedies grow beyond the imports that are left.
        let grown = &of("us_china_2019", &[])[..];
        assert!(grown.len() == 1 && grown[0].starts_with("mechanism.remedy: the remedy of China"), "{grown:?}");
        let no_growth = ("mechanism.remedy.steps", "0");
        assert_eq!(of("us_china_2019", &[no_growth]), [""; 0]);
        assert_eq!(
            of(
                "us_china_quarterly",
                &[no_growth, ("mechanism.release", "Never"), ("parties.US.standing.0.rate", "25.0")]
            ),
            [
                "mechanism.consultation.office directors.lasts: Days(30.0) is played as 1 round of a Quarter",
                "mechanism.consultation.vice ministers.lasts: Days(30.0) is played as 1 round of a Quarter",
                "mechanism.consultation.ministers.lasts: Days(30.0) is played as 1 round of a Quarter",
                "mechanism.withdrawal: Days(60.0) is played as 1 round of a Quarter",
                "parties.US.standing.0.rate: 25.0 is a tariff of 2500 %; 25 % is written 0.25",
                "mechanism.consultation.office directors.terms.withdraws: there is nothing to withdraw, since no commitment has a lasting measure (reviewed: PerYear)",
            ]
        );
        assert_eq!(of("reference", &[("mechanism.withdrawal", "Notice(Rounds(2))")]).len(), 1);
        let idle = "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, self_help: Both, rests: Rounds(2))";
        assert_eq!(
            of("reference", &[("mechanism.ruling", idle)]),
            [
                "mechanism.ruling.rests: no case ever rests (requested is 1)",
                "mechanism.ruling.self_help: no ruling is ever blocked (blocked is 0)",
            ]
        );
        let idle = [
            ("parties.A.conduct.comply", "Strategic(noise: 0.1)"),
            ("parties.A.conduct.chooses", "[Imposes]"),
            ("parties.A.conduct.considers", "PerYear(2)"),
        ];
        let told = of("reference", &idle);
        assert!(
            told.iter().any(|remark| remark.starts_with("parties.A.conduct.considers: there is nothing")),
            "{told:?}"
        );
    }
}
