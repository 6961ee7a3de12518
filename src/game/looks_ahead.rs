//! What conduct that looks ahead asks of an agreement.

use crate::conduct::{Choice, Scope};
use crate::fault::Faults;
use crate::game::{Agreement, MOST_STATUSES, Party, Procedure};
use crate::mechanism::Withdrawal;
use crate::trade::Reviewed;

/// Most situations of one commitment under conduct that looks ahead.
const MOST_SITUATIONS: u64 = 2_000_000;

/// The field of a party's rule.
const COMPLY: &str = "conduct.comply";

impl Agreement {
    /// Reports parties that look ahead in ways that do not go together, at `places` such as `parties.China`.
    pub(super) fn check_strategic(&self, places: &[String; 2], faults: &mut Faults) {
        let strategic = [0, 1].map(|p| self.parties[p].conduct.comply.strategic());
        for p in 0..2 {
            let (party, other) = (&self.parties[p], &self.parties[1 - p]);
            if strategic[1 - p].is_some() && party.conduct.comply.is_deliberate() {
                let (found, allowed) = instead_of_deliberate(party, &other.name);
                faults.report(&format!("{}.{COMPLY}", places[p]), found, allowed);
            }
        }
        if let [Some(first), Some(second)] = strategic
            && first.scope != second.scope
        {
            let narrow = usize::from(first.scope == Scope::WholeGame);
            faults.report(
                &format!("{}.{COMPLY}.scope", places[narrow]),
                format!("EachCommitment, beside WholeGame of {}", self.parties[1 - narrow].name),
                "the same scope for both parties: EachCommitment or WholeGame",
            );
        }
        self.check_patience(places, faults);
        self.check_exits(places, faults);
    }

    /// Reports parties to whom all rounds count alike, where one looks ahead without end.
    fn check_patience(&self, places: &[String; 2], faults: &mut Faults) {
        let Some(strategic) = self.parties.iter().find(|party| party.conduct.comply.strategic().is_some()) else {
            return;
        };
        for (party, place) in self.parties.iter().zip(places) {
            // Where the party is deliberate itself, that is said already.
            if party.discount == 1.0 && !party.conduct.comply.is_deliberate() {
                faults.report(
                    &format!("{place}.discount"),
                    format!("{:?}", party.discount),
                    format!(
                        "a number below 1 for both parties: Strategic conduct ({}) looks ahead over an infinite horizon",
                        strategic.name
                    ),
                );
            }
        }
    }

    /// Reports parties that would weigh leaving by what is owed, where nothing is.
    fn check_exits(&self, places: &[String; 2], faults: &mut Faults) {
        let is_owed = self.parties.iter().any(|party| !party.commitments.is_empty());
        if is_owed || self.mechanism.withdrawal == Withdrawal::Barred {
            return;
        }
        for (party, place) in
            self.parties.iter().zip(places).filter(|(party, _)| party.conduct.chooses(Choice::Withdraws))
        {
            let chosen = match &party.conduct.chooses {
                None => "all, as is the default".to_owned(),
                Some(chosen) => format!("{chosen:?}"),
            };
            faults.report(
                &format!("{place}.conduct.chooses"),
                format!("{chosen}, of which Withdraws is weighed by what is owed, and nobody owes anything"),
                "a list without Withdraws, such as []",
            );
        }
    }

    /// Reports procedures and games of one commitment that are too large.
    pub(super) fn check_statuses(&self, places: &[String; 2], faults: &mut Faults) {
        let statuses = Procedure::new(&self.mechanism, self.round).most_statuses();
        if statuses > MOST_STATUSES {
            let found = format!("a procedure of {statuses} statuses a dispute");
            let allowed = format!(
                "at most {MOST_STATUSES}: shorten the stages, the time after which a remedy lifts or remedy.steps, or take longer rounds"
            );
            faults.report("mechanism", found, allowed);
            return;
        }
        for (owner, party) in self.parties.iter().enumerate() {
            let Some((looks_ahead, rule)) = self.who_weighs(owner) else { continue };
            // A status of a lasting commitment says, too, whether its measure is in force.
            let lasts = party.commitments.iter().any(|owed| owed.reviewed != Reviewed::EveryRound);
            let situations = self.situations(owner, statuses * if lasts { 2 } else { 1 });
            if situations > MOST_SITUATIONS {
                let whose = if looks_ahead == owner { String::new() } else { format!(" of {}", party.name) };
                let found = format!("{rule}, which would have to weigh {situations} situations a commitment{whose}");
                let allowed = format!(
                    "at most {MOST_SITUATIONS}: shorten the stages, the time after which a remedy lifts, the release or the notice, or take longer rounds, fewer pressure levels or a rule of fewer modes"
                );
                faults.report(&format!("{}.{COMPLY}", places[looks_ahead]), found, allowed);
            }
        }
    }

    /// Who weighs the situations of each commitment of `owner`, and by which rule.
    fn who_weighs(&self, owner: usize) -> Option<(usize, &'static str)> {
        if self.parties[owner].conduct.comply.is_deliberate() {
            return Some((owner, "Deliberate"));
        }
        let is_strategic = |p: &usize| self.parties[*p].conduct.comply.strategic().is_some();
        let strategic = [owner, 1 - owner].into_iter().find(is_strategic)?;
        (!self.parties[owner].commitments.is_empty()).then_some((strategic, "Strategic"))
    }

    /// Bound on the situations of one commitment of `owner`.
    fn situations(&self, owner: usize, statuses: u64) -> u64 {
        let (procedure, other) = (Procedure::new(&self.mechanism, self.round), &self.parties[1 - owner]);
        let releases = procedure.release.filter(|_| !other.standing.is_empty());
        let factors = [
            self.parties[owner].pressure.chain(self.round.years()).values.len() as u64,
            other.standing.len() as u64 + 1,
            releases.map_or(1, |release| u64::from(release.after)),
            u64::from(procedure.review_every),
            procedure.notice.map_or(1, |notice| u64::from(notice) + 1),
            other.conduct.comply.modes().len() as u64,
            self.parties[owner].conduct.comply.modes().len() as u64,
        ];
        factors.into_iter().fold(statuses, u64::saturating_mul)
    }
}

/// What is wrong with deliberate conduct beside strategic conduct of `other`, and what to write instead.
fn instead_of_deliberate(party: &Party, other: &str) -> (String, String) {
    let rule = &party.conduct.comply;
    let (found, noise) = match rule.noise() {
        Some(noise) => (format!("Deliberate (noise {noise:?})"), format!("{noise:?}")),
        None => ("Deliberate, with several noises".to_owned(), "…".to_owned()),
    };
    (
        format!("{found}, beside Strategic of {other}"),
        format!(
            "Strategic(noise: {noise}), which decides on all that the party does, or with `chooses: []` beside it on violations alone, as Deliberate; or a rule that does not look ahead"
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Request, load};

    /// What is told of a prisoner's dilemma with these fields set.
    fn told(set: &[(&str, &str)]) -> String {
        let set = set.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        let request = Request { scenario: Some("theory/grim_vs_never".to_owned()), set, ..Request::default() };
        load(&request).err().unwrap_or_default().iter().map(|mistake| format!("{}\n", mistake.brief())).collect()
    }

    #[test]
    fn situations_of_both_parties_are_counted_where_one_is_strategic() {
        let modes = |n: u32| format!("Retaliate({n})");
        let of = |n: u32, row: &str| {
            let (stages, modes) = ("[(level: \"talks\", lasts: Rounds(1000))]", modes(n));
            told(&[
                ("mechanism.consultation", stages),
                ("parties.Row.conduct.comply", row),
                ("parties.Column.conduct.comply", &modes),
            ])
        };
        assert_eq!(of(100, "Strategic(noise: 0.3)"), "");
        let long = of(50_000, "Strategic(noise: 0.3)");
        assert!(long.contains("parties.Row.conduct.comply: found Strategic, which would have to weigh"), "{long}");
        assert!(long.contains("situations a commitment of Column"), "{long}");
        assert_eq!(of(50_000, "Grim"), "");
    }
}
