//! Chances for a round beside chances for a year.

use crate::conduct::Choice;
use crate::game::{Agreement, Party};
use crate::mechanism::Ruling;
use crate::text::labels;
use crate::trade::{Pressure, Reviewed, Timed};

/// A remark where some of what is met round after round is said for a year, and the rest for a round: at another length
/// of round that is another deal.
pub(super) fn remarks(agreement: &Agreement) -> Option<String> {
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    let mut chances = vec![("renewal".to_owned(), agreement.renewal)];
    for (party, name) in agreement.parties.iter().zip(names) {
        chances.extend(of_party(party).into_iter().map(|(path, p)| (format!("parties.{name}.{path}"), p)));
    }
    if let Ruling::Arbiter { requested, .. } = agreement.mechanism.ruling {
        chances.push(("mechanism.ruling.requested".to_owned(), requested));
    }
    let owed = agreement.parties.iter().flat_map(|party| &party.commitments);
    let is_reviewed = owed.clone().any(|commitment| commitment.reviewed != Reviewed::EveryRound);
    let is_for_a_year = |p: &Timed| matches!(p, Timed::PerYear(_));
    if !is_reviewed && !chances.iter().any(|(_, p)| is_for_a_year(p)) {
        return None;
    }
    let said: Vec<String> = chances
        .iter()
        .filter(|(_, p)| !is_for_a_year(p) && p.is_possible() && p.number() < 1.0)
        .map(|(path, p)| format!("{path}: {p} would be PerYear({})", of_year(agreement, p.number())))
        .collect();
    (!said.is_empty()).then(|| {
        format!(
            "chances for a round of a {} beside others for a year; they mean another deal where rounds are longer or shorter: {}",
            agreement.round,
            said.join("; ")
        )
    })
}

/// What happens round after round to a party, or by it.
fn of_party(party: &Party) -> Vec<(String, Timed)> {
    let names = labels(party.commitments.iter().map(|commitment| Some(commitment.name.clone())));
    let mut chances = Vec::new();
    for (commitment, name) in party.commitments.iter().zip(names) {
        chances.push((format!("commitments.{name}.detection"), commitment.detection));
        chances.push((format!("commitments.{name}.false_alarm"), commitment.false_alarm));
    }
    if let Pressure::Levels { persistence, .. } | Pressure::Autoregressive { persistence, .. } = party.pressure {
        // What persists for a year is not what happens within one.
        if let Timed::PerYear(_) = persistence {
            chances.push(("pressure.persistence".to_owned(), persistence));
        }
    }
    let conduct = &party.conduct;
    let given = |choice| !conduct.chooses(choice);
    if given(Choice::Files) {
        chances.push(("conduct.files".to_owned(), conduct.files));
    }
    if given(Choice::Counters) {
        chances.push(("conduct.counters".to_owned(), conduct.counters));
    }
    let hazards = ["calm", "wronged", "under_remedy"].into_iter().zip(conduct.withdraws.hazards());
    for (name, hazard) in hazards.filter(|_| given(Choice::Withdraws)) {
        chances.push((format!("conduct.withdraws.{name}"), hazard));
    }
    chances
}

/// The probability for a year that is `p` in a round, to four digits.
fn of_year(agreement: &Agreement, p: f64) -> f64 {
    let year = -libm::expm1(libm::log1p(-p) / agreement.round.years());
    format!("{year:.3e}").parse().unwrap_or(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn chances_of_both_kinds_are_remarked_upon() {
        let of = |set: &[(&str, &str)]| {
            let set = set.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
            let request = Request { scenario: Some("reference".to_owned()), set, ..Request::default() };
            remarks(load(&request).unwrap().agreement())
        };
        let detection = "parties.A.commitments.market access.detection";
        let false_alarm = "parties.A.commitments.market access.false_alarm";
        assert_eq!(of(&[]), None);
        let told = of(&[(detection, "PerYear(0.5)")]).unwrap();
        assert!(told.ends_with("false_alarm: 0.02 would be PerYear(0.07763)"), "{told}");
        assert_eq!(of(&[(detection, "PerYear(0.5)"), (false_alarm, "PerYear(0.1)")]), None);
        assert_eq!(of(&[(detection, "PerYear(0.5)"), (false_alarm, "0.0")]), None);
    }
}
