//! The mechanism in whole rounds and odds.

use crate::game::{Odds, Question};
use crate::mechanism::{Counter, Judges, Lifts, Mechanism, Release, Ruling, Withdrawal};
use crate::trade::{Duration, RoundLength};

/// Most statuses that the dispute on one commitment may have.
pub(crate) const MOST_STATUSES: u64 = 200_000;

/// How disputes proceed, in whole rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    /// $bn a grievance.
    pub filing_cost: f64,
    /// Grievances are taken in every n-th round.
    pub review_every: u32,
    /// Rounds in which an alarm can be acted upon.
    pub(crate) evidence_lasts: u32,
    /// Consultation levels.
    pub levels: Vec<LevelTerms>,
    /// Whether a clean level or period closes a dispute.
    pub cure_closes: bool,
    /// The arbiter, where there is one.
    pub(crate) arbiter: Option<ArbiterTerms>,
    /// Whether genuineness of alarms is remembered.
    pub judges_past: bool,
    /// Rounds to comply after an upheld ruling.
    pub compliance_period: u32,
    /// Odds that a remedy is authorised.
    pub authorisation: Odds,
    /// Growth of a remedy a step.
    pub growth: f64,
    /// Most steps.
    pub steps: u16,
    /// Rounds of past harm paid for.
    pub lookback: u32,
    /// Whether a remedy lifts after rounds without an alarm, or after a fixed time.
    pub(crate) lifts_by_cure: bool,
    /// After how many rounds it lifts.
    pub(crate) lifts_after: u32,
    /// Whether remedies may be countered.
    pub(crate) counters_allowed: bool,
    /// Rounds to the release of standing tariffs, where they are ever released.
    pub release: Option<ReleaseTerms>,
    /// Rounds of notice, where parties may leave.
    pub notice: Option<u32>,
}

/// One consultation level.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelTerms {
    /// Who talks.
    pub name: String,
    /// Rounds.
    pub lasts: u32,
    /// Odds of a settlement.
    pub settles: Odds,
    /// Odds that a settlement withdraws a lasting measure.
    pub(crate) withdraws: Odds,
    /// Rounds of harm that a settlement pays for.
    pub(crate) pays: u32,
}

/// The arbiter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ArbiterTerms {
    /// Rounds to the ruling.
    pub lasts: u32,
    /// Odds of upholding against the guilty.
    pub power: Odds,
    /// Odds of upholding against the innocent.
    pub error: Odds,
    /// Conduct judged.
    pub judges: Judges,
    /// Odds of a veto.
    pub blocked: Odds,
}

/// Release of standing tariffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseTerms {
    /// One tranche at a time after clean rounds, or all at once after so many rounds.
    pub(crate) staged: bool,
    /// Rounds.
    pub after: u32,
}

impl Procedure {
    /// The procedure of an agreement, in rounds.
    pub(super) fn new(mechanism: &Mechanism, round: RoundLength) -> Self {
        let (lifts_by_cure, lifts_after) = match mechanism.remedy.lifts {
            Lifts::Cured(time) => (true, time),
            Lifts::After(time) => (false, time),
        };
        let release = |staged, time: Duration| ReleaseTerms { staged, after: time.rounds_at_least_one(round) };
        let levels = mechanism.consultation.iter().map(|level| LevelTerms {
            name: level.level.clone(),
            lasts: level.lasts.rounds_at_least_one(round),
            settles: Odds::new(level.settles),
            withdraws: Odds::new(level.terms.map_or(0.0, |terms| terms.withdraws)),
            pays: level.terms.map_or(0, |terms| terms.pays.rounds(round)),
        });
        Self {
            filing_cost: mechanism.filing_cost,
            review_every: mechanism.review_every,
            evidence_lasts: mechanism.evidence_lasts.rounds_at_least_one(round),
            levels: levels.collect(),
            cure_closes: mechanism.cure_closes,
            arbiter: match mechanism.ruling {
                Ruling::SelfJudged => None,
                Ruling::Arbiter { lasts, power, error, judges, blocked } => Some(ArbiterTerms {
                    lasts: lasts.rounds_at_least_one(round),
                    power: Odds::new(power),
                    error: Odds::new(error),
                    judges,
                    blocked: Odds::new(blocked),
                }),
            },
            judges_past: mechanism.ruling.judges_past(),
            compliance_period: mechanism.compliance_period.rounds(round),
            authorisation: Odds::new(mechanism.authorisation),
            growth: mechanism.remedy.growth,
            steps: mechanism.remedy.steps,
            lookback: mechanism.remedy.lookback.rounds(round),
            lifts_by_cure,
            lifts_after: lifts_after.rounds_at_least_one(round),
            counters_allowed: mechanism.counter != Counter::Barred,
            release: match mechanism.release {
                Release::Never | Release::AtSigning => None,
                Release::Sunset(time) => Some(release(false, time)),
                Release::Staged(time) => Some(release(true, time)),
            },
            notice: match mechanism.withdrawal {
                Withdrawal::Barred => None,
                Withdrawal::Notice(time) => Some(time.rounds(round)),
            },
        }
    }

    /// Odds of the answer yes to a question that is not for a party to answer.
    #[inline]
    pub fn odds(&self, question: Question) -> Option<Odds> {
        let arbiter = self.arbiter.as_ref();
        match question {
            Question::Files | Question::Imposes | Question::Counters => None,
            Question::Settles(level) => Some(self.levels[usize::from(level)].settles),
            Question::Withdraws(level) => Some(self.levels[usize::from(level)].withdraws),
            Question::Upheld { guilty: true } => arbiter.map(|arbiter| arbiter.power),
            Question::Upheld { guilty: false } => arbiter.map(|arbiter| arbiter.error),
            Question::Blocked => arbiter.map(|arbiter| arbiter.blocked),
            Question::Authorised => Some(self.authorisation),
        }
    }

    /// Bound on the number of statuses that a dispute can have.
    pub(crate) fn most_statuses(&self) -> u64 {
        let remembered = 1 + u64::from(self.judges_past);
        let talks: u64 = self.levels.iter().map(|level| u64::from(level.lasts) * 2 * remembered).sum();
        let ruling = self.arbiter.map_or(0, |arbiter| u64::from(arbiter.lasts) * remembered);
        let remedies =
            u64::from(self.lifts_after) * (u64::from(self.steps) + 1) * (1 + u64::from(self.counters_allowed));
        let waiting = u64::from(self.evidence_lasts - 1) * remembered;
        4 + waiting + talks + ruling + 2 * u64::from(self.compliance_period) + remedies
    }
}
