//! The game itself: an agreement made ready for play. Once it exists, nothing can fail.

use crate::game::comply::ByMode;
use crate::game::measures::{self, Levied};
use crate::game::{Agreement, Duty, Odds, Side, State};
use crate::mechanism::{Counter, Judges, Lifts, Release, Ruling, Withdrawal};

/// An agreement ready for play: immutable, shared by all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    /// y: length of a round in years.
    pub years: f64,
    /// T: rounds until the horizon.
    pub rounds: u32,
    /// The parties.
    pub sides: [Side; 2],
    /// All commitments, the first party's first.
    pub duties: Vec<Duty>,
    /// Position of the second party's first commitment.
    pub first_of_second: usize,
    /// Bit set of the commitments that each party owes.
    pub owed: [u8; 2],
    /// Sum of gains, $bn a year at pressure 1, by the set of commitments violated.
    gains: Vec<f64>,
    /// Sum of harms, $bn a year, by the set of commitments violated.
    harms: Vec<f64>,
    /// How disputes proceed.
    pub procedure: Procedure,
    /// Effects of each party's measures where no remedy is in force, by the number of standing tranches kept.
    pub standing_effects: [Vec<Levied>; 2],
    /// Effects of each party's war tariffs.
    pub war_effects: [Levied; 2],
}

/// How disputes proceed, in whole rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Procedure {
    /// $bn a grievance.
    pub filing_cost: f64,
    /// Grievances are taken in every n-th round.
    pub review_every: u32,
    /// Consultation levels.
    pub levels: Vec<LevelTerms>,
    /// Whether a clean level or period closes a dispute.
    pub cure_closes: bool,
    /// The arbiter, where there is one.
    pub arbiter: Option<ArbiterTerms>,
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
    pub lifts_by_cure: bool,
    /// After how many rounds it lifts.
    pub lifts_after: u32,
    /// Whether remedies may be countered.
    pub counters_allowed: bool,
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
}

/// The arbiter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArbiterTerms {
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
    pub staged: bool,
    /// Rounds.
    pub after: u32,
}

impl Game {
    /// Makes a checked agreement ready for play.
    pub fn new(agreement: &Agreement) -> Self {
        let chains = [0, 1].map(|p| agreement.parties[p].pressure.chain());
        let first_of_second = agreement.parties[0].commitments.len();
        let owed = [first_of_second, agreement.parties[1].commitments.len()];
        let places = (0..2).flat_map(|owner| (0..owed[owner]).map(move |k| (owner, k)));
        let duties = places.enumerate().map(|(index, (owner, k))| Duty::new(agreement, &chains, owner, k, index));
        let mut game = Self {
            years: agreement.round.years(),
            rounds: agreement.horizon.rounds(agreement.round),
            sides: [0, 1].map(|p| Side::new(agreement, &chains[p], p)),
            duties: duties.collect(),
            first_of_second,
            owed: [bits(0..owed[0]), bits(owed[0]..owed[0] + owed[1])],
            gains: Vec::new(),
            harms: Vec::new(),
            procedure: Procedure::new(agreement),
            standing_effects: [Vec::new(), Vec::new()],
            war_effects: [Levied::default(); 2],
        };
        let sets = 0..1_u16 << game.duties.len();
        let sum = |set: u16, value: fn(&Duty) -> f64| -> f64 {
            game.duties.iter().filter(|duty| set & (1 << duty.index) != 0).map(value).sum()
        };
        game.gains = sets.clone().map(|set| sum(set, |duty| duty.gain)).collect();
        game.harms = sets.map(|set| sum(set, |duty| duty.harm)).collect();
        game.standing_effects = [0, 1].map(|p| measures::standing_effects(&game, p));
        game.war_effects = [0, 1].map(|p| measures::levied(&game, &State::breakdown(&game), p));
        game
    }

    /// Sum of the gains of a set of commitments, $bn a year at pressure 1.
    #[inline]
    pub fn gains(&self, violated: u8) -> f64 {
        self.gains[usize::from(violated)]
    }

    /// Sum of the harms of a set of commitments, $bn a year.
    #[inline]
    pub fn harms(&self, violated: u8) -> f64 {
        self.harms[usize::from(violated)]
    }

    /// Whether grievances can be raised against any commitment.
    pub fn may_be_disputed(&self) -> bool {
        self.duties.iter().any(|duty| duty.can_file && duty.files != ByMode::new(vec![0.0]))
    }
}

fn bits(places: std::ops::Range<usize>) -> u8 {
    places.fold(0, |mask, c| mask | 1 << c)
}

impl Procedure {
    fn new(agreement: &Agreement) -> Self {
        let (mechanism, round) = (&agreement.mechanism, agreement.round);
        let (lifts_by_cure, lifts_after) = match mechanism.remedy.lifts {
            Lifts::Cured(time) => (true, time),
            Lifts::After(time) => (false, time),
        };
        let release =
            |staged, time: crate::trade::Duration| ReleaseTerms { staged, after: time.rounds_at_least_one(round) };
        let levels = mechanism.consultation.iter().map(|level| LevelTerms {
            name: level.level.clone(),
            lasts: level.lasts.rounds_at_least_one(round),
            settles: Odds::new(level.settles),
        });
        Self {
            filing_cost: mechanism.filing_cost,
            review_every: mechanism.review_every,
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
}
