//! A commitment made ready for play: odds, sizes and indices instead of names.

use crate::conduct::DisputeClass;
use crate::game::answer::{Answer, ByMode};
use crate::game::comply::Violation;
use crate::game::viewpoint::Sight;
use crate::game::{Agreement, Measure, Odds, Review, Slot};
use crate::mechanism::{Counter, RemedyTerms};
use crate::stats::Probability;
use crate::trade::{Chain, Incidence, Starts};

/// One commitment as the game plays it.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// Name of the commitment.
    pub name: String,
    /// Position among all commitments, the first party's first.
    pub index: usize,
    /// Its place in the random stream: the same whatever the other party owes.
    pub(crate) slot: u8,
    /// The respondent, who owes it.
    pub owner: usize,
    /// The complainant, to whom it is owed.
    pub complainant: usize,
    /// $bn a year that the owner gains by violating, at pressure 1.
    pub gain: f64,
    /// $bn a year that the other loses.
    pub harm: f64,
    /// Odds of a violation.
    pub violation: Violation,
    /// Chance that a lasting measure is decided upon in a round where nothing puts it on the table; none where the
    /// commitment is decided upon in every round.
    pub(crate) up: Option<Probability>,
    /// What stands of its owner's decisions at signing.
    pub(super) at_signing: Measure,
    /// Odds of an alarm, `[dispute open][violated]`.
    pub alarm: [[Odds; 2]; 2],
    /// What becomes of a standing alarm in a round without and with review.
    pub review: [Review; 2],
    /// Its place in what conduct that looks ahead tells apart.
    pub(super) sight: Sight,
    /// Odds of filing, by the complainant's mode.
    pub files: Answer,
    /// Odds of imposing, by the complainant's mode.
    pub imposes: Answer,
    /// Odds of countering, by the owner's mode.
    pub counters: Answer,
    /// The remedy at its first size.
    pub remedy: RemedyTerms,
    /// What the tariff of the remedy does on goods under each standing tranche of the complainant; nothing where its
    /// untaxed goods never run out.
    pub(super) remedy_on_top: Vec<Incidence>,
    /// The counter to the remedy at its first size.
    pub counter: CounterTerms,
    /// The same of the counter, on goods under each standing tranche of the owner.
    pub(super) counter_on_top: Vec<Incidence>,
}

/// What a counter is made of, for a remedy at its first size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CounterTerms {
    /// Imports covered, $bn a year, before any cap.
    pub coverage: f64,
    /// What the tariff on them does, per dollar.
    pub incidence: Incidence,
}

impl Duty {
    /// Whether the complainant may ever file.
    pub fn can_file(&self) -> bool {
        self.review[1] == Review::Open
    }

    /// Makes commitment `k` of `owner` ready for play.
    pub(super) fn new(agreement: &Agreement, chains: &[Chain; 2], owner: usize, k: usize, index: usize) -> Self {
        let (complainant, mechanism) = (1 - owner, &agreement.mechanism);
        let (party, other) = (&agreement.parties[owner], &agreement.parties[complainant]);
        let commitment = &party.commitments[k];
        let years = agreement.round.years();
        let up = commitment.up_for_decision(years);
        let alarm = |scrutiny: f64| {
            let seen = commitment.detection.in_round(years).or(Probability::new(scrutiny));
            [Odds::of(commitment.false_alarm.in_round(years)), Odds::of(seen)]
        };
        let remedy = match agreement.may_complain(complainant) {
            true => mechanism.remedy.instrument.terms(commitment, other.trade.as_ref()).unwrap_or_default(),
            false => RemedyTerms::default(),
        };
        let (own_modes, other_modes) = (party.conduct.comply.modes(), other.conduct.comply.modes());
        let files = other_modes.iter().map(|mode| mode.files.unwrap_or(other.conduct.files).in_round(years));
        let imposes = other_modes.iter().map(|mode| Probability::new(mode.imposes.unwrap_or(other.conduct.imposes)));
        let counters = own_modes.iter().map(|mode| mode.counters.unwrap_or(party.conduct.counters).in_round(years));
        Self {
            name: commitment.name.clone(),
            index,
            slot: Slot::of_commitment(owner, k),
            owner,
            complainant,
            gain: commitment.gain,
            harm: commitment.harm,
            violation: violation(agreement, chains, owner, k, up),
            up,
            at_signing: match (up, commitment.starts) {
                (None, _) => Measure::Momentary,
                (_, Some(Starts::Violated)) => Measure::InForce,
                _ => Measure::Absent,
            },
            alarm: [alarm(0.0), alarm(mechanism.scrutiny)],
            review: [
                Review::Closed,
                if mechanism.may_file.allows(complainant) { Review::Open } else { Review::Barred },
            ],
            sight: Sight::default(),
            files: Answer::ByMode(ByMode::new(files.collect())),
            imposes: Answer::ByMode(ByMode::new(imposes.collect())),
            counters: Answer::ByMode(ByMode::new(counters.collect())),
            counter: counter_terms(agreement, owner, &remedy),
            remedy,
            remedy_on_top: Vec::new(),
            counter_on_top: Vec::new(),
        }
    }
}

fn violation(agreement: &Agreement, chains: &[Chain; 2], owner: usize, k: usize, up: Option<Probability>) -> Violation {
    let party = &agreement.parties[owner];
    let (conduct, name) = (&party.conduct, party.commitments[k].name.as_str());
    let modes = conduct.comply.modes();
    if conduct.comply.noise_on(name).is_some() || conduct.comply.strategic().is_some() {
        return Violation::UNFORESEEN;
    }
    let by_class = |mode, pressure| {
        DisputeClass::ALL.map(|class| conduct.after_tremble(conduct.comply.violation(name, mode, pressure, class)))
    };
    if modes.len() > 1 {
        Violation::by_class(modes.iter().map(|mode| by_class(mode, 1.0)), up)
    } else {
        Violation::by_class(chains[owner].values.iter().map(|&pressure| by_class(&modes[0], pressure)), up)
    }
}

/// The counter that costs the complainant `multiple` times what the remedy costs the respondent.
fn counter_terms(agreement: &Agreement, respondent: usize, remedy: &RemedyTerms) -> CounterTerms {
    let Counter::Allowed { multiple, rate } = agreement.mechanism.counter else {
        return CounterTerms::default();
    };
    let Some(trade) = &agreement.parties[respondent].trade else {
        return CounterTerms::default();
    };
    let incidence = trade.incidence(rate);
    let target = multiple * (remedy.coverage * remedy.incidence.exporter_loss + remedy.payment);
    let coverage = if target > 0.0 && incidence.exporter_loss > 0.0 { target / incidence.exporter_loss } else { 0.0 };
    CounterTerms { coverage, incidence }
}
