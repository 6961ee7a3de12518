//! How the agreement answers a breach: grievance, stages, ruling, remedy, counter, release, withdrawal.

mod consultation;
mod counter;
mod filing;
mod instrument;
mod release;
mod remedy;
mod ruling;
mod withdrawal;

pub use consultation::{Level, Terms};
pub use counter::Counter;
pub use filing::MayFile;
pub use instrument::{Instrument, Measure, RemedyTerms, Size, Unmeasurable};
pub use release::Release;
pub use remedy::{Lifts, Remedy};
pub use ruling::{Judges, Ruling};
pub use withdrawal::Withdrawal;

use crate::fault::{Faults, MONEY, PROBABILITY};
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// One way to enforce an agreement: a *design*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mechanism {
    /// Name of the design.
    #[serde(default)]
    pub name: String,
    /// What it is, in a sentence.
    #[serde(default)]
    pub about: String,
    /// Where its numbers come from.
    #[serde(default)]
    pub source: String,
    /// Who may raise a grievance.
    #[serde(default)]
    pub may_file: MayFile,
    /// $bn charged to the complainant for each grievance.
    #[serde(default)]
    pub filing_cost: f64,
    /// Grievances are taken in every n-th round.
    #[serde(default = "one_round")]
    pub review_every: u32,
    /// How long an alarm can be acted upon, at least one round.
    #[serde(default = "one_round_long")]
    pub evidence_lasts: Duration,
    /// s: while a dispute is open its detection d rises to d + s(1 − d).
    #[serde(default)]
    pub scrutiny: f64,
    /// Levels of talks, passed in turn.
    #[serde(default)]
    pub consultation: Vec<Level>,
    /// Whether a level or compliance period without an alarm closes the dispute.
    #[serde(default = "yes")]
    pub cure_closes: bool,
    /// Who decides after consultations.
    #[serde(default)]
    pub ruling: Ruling,
    /// Time to comply after an upheld ruling; may be zero.
    #[serde(default = "no_time")]
    pub compliance_period: Duration,
    /// Chance that a remedy is authorised once all else is passed.
    #[serde(default = "certain")]
    pub authorisation: f64,
    /// What the complainant may then do.
    pub remedy: Remedy,
    /// May the respondent answer a remedy with tariffs of its own?
    #[serde(default)]
    pub counter: Counter,
    /// When standing tariffs go.
    #[serde(default)]
    pub release: Release,
    /// May a party leave, and how long before it takes effect?
    #[serde(default)]
    pub withdrawal: Withdrawal,
}

fn one_round() -> u32 {
    1
}
fn one_round_long() -> Duration {
    Duration::Rounds(1)
}
fn yes() -> bool {
    true
}
fn no_time() -> Duration {
    Duration::ZERO
}
fn certain() -> f64 {
    1.0
}

impl Mechanism {
    /// Reports values out of range.
    pub fn check(&self, faults: &mut Faults) {
        faults.number("filing_cost", self.filing_cost, MONEY);
        faults.whole("review_every", self.review_every, 1, 1_000_000);
        self.evidence_lasts.check_positive("evidence_lasts", faults);
        faults.number("scrutiny", self.scrutiny, PROBABILITY);
        faults.within("consultation", |faults| consultation::check(&self.consultation, faults));
        self.compliance_period.check_or_zero("compliance_period", faults);
        faults.number("authorisation", self.authorisation, PROBABILITY);
        faults.within("ruling", |faults| self.ruling.check(self.may_file, faults));
        faults.within("remedy", |faults| self.remedy.check(faults));
        faults.within("counter", |faults| self.counter.check(faults));
        self.release.check("release", faults);
        self.withdrawal.check("withdrawal", faults);
    }
}
