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
    /// Steps by which each earlier remedy raises the start of the next.
    pub(crate) repeat: u16,
    /// Whether a remedy is in force at its first size from filing on.
    pub(crate) interim: bool,
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
    /// Odds that each party may go on alone where its ruling is vetoed: certain or impossible.
    pub self_help: [Odds; 2],
    /// Conduct judged.
    pub judges: Judges,
    /// Odds of a veto.
    pub blocked: Odds,
    /// Odds that a ruling is asked for in a round.
    pub requested: Odds,
    /// Rounds without a request and an alarm after which a case at rest is closed; 0 where it never is.
    pub rests: u32,
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
                Ruling::Arbiter { lasts, power, error, judges, blocked, requested, rests, self_help } => {
                    Some(ArbiterTerms {
                        lasts: lasts.rounds_at_least_one(round),
                        power: Odds::new(power),
                        error: Odds::new(error),
                        self_help: [0, 1].map(|p| Odds::new(f64::from(u8::from(self_help.allows(p))))),
                        judges,
                        blocked: Odds::new(blocked),
                        requested: Odds::of(requested.in_round(round.years())),
                        rests: rests.map_or(0, |time| time.rounds_at_least_one(round)),
                    })
                }
            },
            judges_past: mechanism.ruling.judges_past(),
            compliance_period: mechanism.compliance_period.rounds(round),
            authorisation: Odds::new(mechanism.authorisation),
            growth: mechanism.remedy.growth,
            steps: mechanism.remedy.steps,
            repeat: mechanism.remedy.repeat,
            interim: mechanism.remedy.interim,
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

    /// Odds of the answer yes to a question whose answer does not depend on the party that it is put to.
    #[inline]
    pub fn odds(&self, question: Question) -> Option<Odds> {
        let arbiter = self.arbiter.as_ref();
        match question {
            Question::Files | Question::Imposes | Question::Counters => None,
            Question::Settles(level) => Some(self.levels[usize::from(level)].settles),
            Question::Withdraws(level) => Some(self.levels[usize::from(level)].withdraws),
            Question::Upheld { guilty: true } => arbiter.map(|arbiter| arbiter.power),
            Question::Upheld { guilty: false } => arbiter.map(|arbiter| arbiter.error),
            Question::Requested => arbiter.map(|arbiter| arbiter.requested),
            Question::Blocked => arbiter.map(|arbiter| arbiter.blocked),
            Question::HelpsItself => arbiter
                .filter(|arbiter| arbiter.self_help[0] == arbiter.self_help[1])
                .map(|arbiter| arbiter.self_help[0]),
            Question::Authorised => Some(self.authorisation),
        }
    }

    /// Odds that this complainant may go on alone where its ruling is vetoed.
    pub(super) fn helps_itself(&self, complainant: usize) -> Odds {
        self.arbiter.map_or_else(Odds::default, |arbiter| arbiter.self_help[complainant & 1])
    }

    /// Most earlier remedies that make a difference to the next.
    pub(super) fn most_earlier(&self) -> u16 {
        if self.repeat == 0 { 0 } else { self.steps.div_ceil(self.repeat) }
    }

    /// Rounds of talks and ruling that a grievance passes until the arbiter decides.
    pub(super) fn rounds_to_ruling(&self) -> u32 {
        let talks = self.levels.iter().fold(0_u32, |sum, level| sum.saturating_add(level.lasts));
        talks.saturating_add(self.arbiter.map_or(0, |arbiter| arbiter.lasts))
    }

    /// Bound on the number of statuses that a dispute can have.
    pub(crate) fn most_statuses(&self) -> u64 {
        let remembered = 1 + u64::from(self.judges_past);
        let talks: u64 = self.levels.iter().map(|level| u64::from(level.lasts) * 2 * remembered).sum();
        let ruling = self.arbiter.map_or(0, |arbiter| {
            let rests = if arbiter.requested.certain() == Some(true) { 0 } else { arbiter.rests.max(1) };
            (u64::from(arbiter.lasts) + u64::from(rests)) * remembered
        });
        let remedies =
            u64::from(self.lifts_after) * (u64::from(self.steps) + 1) * (1 + u64::from(self.counters_allowed));
        let waiting = u64::from(self.evidence_lasts - 1) * remembered;
        let once = 4 + waiting + talks + ruling + 2 * u64::from(self.compliance_period) + remedies;
        once.saturating_mul(1 + u64::from(self.most_earlier()))
    }
}
