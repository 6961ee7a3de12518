//! The metrics of a run: names, units, definitions, values.

use crate::game::{Game, opponent};
use crate::simulate::{Bench, Tally};
use serde::{Deserialize, Serialize};

/// One metric, as `metric.party` or `metric.party.commitment`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Metric {
    /// Discounted sum of payoffs.
    Welfare(Who),
    /// Share of the way from war to the ideal.
    Efficiency(usize),
    /// Share of a party's commitment-rounds kept.
    Compliance(usize),
    /// Share of a commitment's rounds kept.
    ComplianceOf(usize),
    /// Commitment-rounds violated.
    Violations(usize),
    /// Alarms on a party's commitments.
    Alarms(usize),
    /// Alarms in rounds in which the commitment was kept.
    FalseAlarms(usize),
    /// Grievances raised by a party.
    Grievances(usize),
    /// Its grievances that ended in one of the seven ways.
    End(usize, usize),
    /// Rulings for it, not blocked.
    Upheld(usize),
    /// Decisions to counter a remedy.
    Counters(usize),
    /// Remedies whose grievance began with a false alarm.
    WrongfulRemedies(usize),
    /// Dispute-rounds with a remedy of the party in force.
    RemedyRounds(usize),
    /// Rounds from filing to closing or imposition.
    ResolutionRounds(usize),
    /// Mean tariff on its imports.
    Tariff(usize),
    /// Highest mean tariff of a round on its imports.
    TariffPeak(usize),
    /// Whether the party withdrew.
    Withdrawn(usize),
    /// Whether the agreement stands after the last round.
    Survived,
    /// Rounds in which the agreement stood.
    Duration,
}

/// Whose welfare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// One party's.
    Party(usize),
    /// Both added.
    Joint,
}

/// The unit of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Billions of dollars.
    Money,
    /// 0 to 1.
    Share,
    /// A number of events a run.
    Count,
    /// Rounds.
    Rounds,
    /// Ad valorem fraction.
    Rate,
}

/// How a metric is summed up over runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By its mean, with Student's interval.
    Number,
    /// By a proportion, with Wilson's interval.
    Indicator,
    /// By a ratio of totals, with an interval by the delta method.
    Ratio,
}

/// The value of a metric in one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observation {
    /// A number; NaN where undefined.
    Number(f64),
    /// 1 or 0: a proportion over runs.
    Indicator(bool),
    /// Two counts, of which the ratio of totals is wanted.
    Ratio(u64, u64),
}

const ENDS: [&str; 7] = ["cured", "settled", "dismissed", "blocked", "denied", "dropped", "remedies"];

/// All metrics of a game, in the order in which they are shown.
pub fn catalogue(game: &Game) -> Vec<Metric> {
    use Metric as M;
    let mut metrics = vec![M::Survived, M::Duration];
    let mut each = |metric: &dyn Fn(usize) -> M| metrics.extend([metric(0), metric(1)]);
    each(&M::Withdrawn);
    each(&|p| M::Welfare(Who::Party(p)));
    metrics.push(M::Welfare(Who::Joint));
    metrics.extend([0, 1].map(M::Efficiency));
    for p in [0, 1] {
        metrics.push(M::Compliance(p));
        let owed = crate::game::commitments_of(game, p);
        metrics.extend(owed.map(M::ComplianceOf));
    }
    let mut each = |metric: &dyn Fn(usize) -> M| metrics.extend([metric(0), metric(1)]);
    each(&M::Violations);
    each(&M::Alarms);
    each(&M::FalseAlarms);
    each(&M::Grievances);
    for end in 0..ENDS.len() {
        each(&|p| M::End(p, end));
    }
    for metric in
        [M::Upheld, M::Counters, M::WrongfulRemedies, M::RemedyRounds, M::ResolutionRounds, M::Tariff, M::TariffPeak]
    {
        each(&metric);
    }
    metrics
}

impl Metric {
    /// Name, without party or commitment.
    pub fn name(self) -> &'static str {
        match self {
            Self::Welfare(_) => "welfare",
            Self::Efficiency(_) => "efficiency",
            Self::Compliance(_) | Self::ComplianceOf(_) => "compliance",
            Self::Violations(_) => "violations",
            Self::Alarms(_) => "alarms",
            Self::FalseAlarms(_) => "false_alarms",
            Self::Grievances(_) => "grievances",
            Self::End(_, end) => ENDS[end],
            Self::Upheld(_) => "upheld",
            Self::Counters(_) => "counters",
            Self::WrongfulRemedies(_) => "wrongful_remedies",
            Self::RemedyRounds(_) => "remedy_rounds",
            Self::ResolutionRounds(_) => "resolution_rounds",
            Self::Tariff(_) => "tariff",
            Self::TariffPeak(_) => "tariff_peak",
            Self::Withdrawn(_) => "withdrawn",
            Self::Survived => "survived",
            Self::Duration => "duration",
        }
    }

    /// Name of the party (or "joint"), where the metric is one party's.
    pub fn party(self, game: &Game) -> Option<&str> {
        let p = match self {
            Self::Survived | Self::Duration => return None,
            Self::Welfare(Who::Joint) => return Some("joint"),
            Self::ComplianceOf(c) => game.duties[c].owner,
            Self::Welfare(Who::Party(p)) | Self::End(p, _) => p,
            Self::Efficiency(p)
            | Self::Compliance(p)
            | Self::Violations(p)
            | Self::Alarms(p)
            | Self::FalseAlarms(p) => p,
            Self::Grievances(p) | Self::Upheld(p) | Self::Counters(p) | Self::WrongfulRemedies(p) => p,
            Self::RemedyRounds(p) | Self::ResolutionRounds(p) | Self::Tariff(p) | Self::TariffPeak(p) => p,
            Self::Withdrawn(p) => p,
        };
        Some(&game.sides[p].name)
    }

    /// Name as `metric.party` or `metric.party.commitment`.
    pub fn path(self, game: &Game) -> String {
        let parts = [Some(self.name()), self.party(game), self.commitment(game)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// Name of the commitment, where the metric is about one.
    pub fn commitment(self, game: &Game) -> Option<&str> {
        match self {
            Self::ComplianceOf(c) => Some(&game.duties[c].name),
            _ => None,
        }
    }

    /// Unit of the values.
    pub fn unit(self) -> Unit {
        match self {
            Self::Welfare(_) => Unit::Money,
            Self::Efficiency(_) | Self::Compliance(_) | Self::ComplianceOf(_) | Self::Withdrawn(_) | Self::Survived => {
                Unit::Share
            }
            Self::Tariff(_) | Self::TariffPeak(_) => Unit::Rate,
            Self::RemedyRounds(_) | Self::ResolutionRounds(_) | Self::Duration => Unit::Rounds,
            _ => Unit::Count,
        }
    }

    /// How the metric is summed up over runs.
    pub fn kind(self) -> Kind {
        match self {
            Self::Withdrawn(_) | Self::Survived => Kind::Indicator,
            Self::Compliance(_) | Self::ComplianceOf(_) | Self::ResolutionRounds(_) => Kind::Ratio,
            _ => Kind::Number,
        }
    }

    /// Whether values lie between 0 and 1.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Withdrawn(_) | Self::Survived | Self::Compliance(_) | Self::ComplianceOf(_))
    }

    /// Whether the values of single runs are whole numbers.
    pub fn is_whole(self) -> bool {
        match self.unit() {
            Unit::Count => true,
            Unit::Rounds => self.kind() == Kind::Number,
            _ => self.kind() == Kind::Indicator,
        }
    }

    /// Whether values may lie below 0.
    pub fn may_be_negative(self) -> bool {
        matches!(self, Self::Welfare(_) | Self::Efficiency(_))
    }

    /// What the metric says of one run.
    pub fn observe(self, game: &Game, bench: &Bench, tally: &Tally) -> Observation {
        use Observation::{Indicator, Number, Ratio};
        let owed_by = |p, counts: &[u32; 8]| Number(tally.owed_by(game, p, counts) as f64);
        let owed_to = |p: usize, counts: &[u32; 8]| owed_by(opponent(p), counts);
        let ends = |p: usize, end: usize| -> u64 {
            let owed = crate::game::commitments_of(game, opponent(p));
            tally.ends[owed].iter().map(|ends| u64::from(ends[end])).sum()
        };
        match self {
            Self::Welfare(Who::Party(p)) => Number(tally.welfare[p]),
            Self::Welfare(Who::Joint) => Number(tally.welfare[0] + tally.welfare[1]),
            Self::Efficiency(p) => Number(bench.efficiency(p, tally.welfare[p])),
            Self::Compliance(p) => {
                let owed = crate::game::commitments_of(game, p).len() as u64 * u64::from(tally.duration);
                Ratio(owed - tally.owed_by(game, p, &tally.violations), owed)
            }
            Self::ComplianceOf(c) => {
                let owed = u64::from(tally.duration);
                Ratio(owed - u64::from(tally.violations[c]), owed)
            }
            Self::Violations(p) => owed_by(p, &tally.violations),
            Self::Alarms(p) => owed_by(p, &tally.alarms),
            Self::FalseAlarms(p) => owed_by(p, &tally.false_alarms),
            Self::Grievances(p) => owed_to(p, &tally.grievances),
            Self::End(p, end) => Number(ends(p, end) as f64),
            Self::Upheld(p) => owed_to(p, &tally.upheld),
            Self::Counters(p) => owed_by(p, &tally.counters),
            Self::WrongfulRemedies(p) => owed_to(p, &tally.wrongful_remedies),
            Self::RemedyRounds(p) => owed_to(p, &tally.remedy_rounds),
            Self::ResolutionRounds(p) => {
                let rounds = tally.owed_by(game, opponent(p), &tally.resolution_rounds);
                Ratio(rounds, (0..ENDS.len()).map(|end| ends(p, end)).sum())
            }
            Self::Tariff(p) if !game.sides[p].trades => Number(f64::NAN),
            Self::TariffPeak(p) if !game.sides[p].trades => Number(f64::NAN),
            Self::Tariff(p) => Number(tally.tariff[p] / f64::from(game.rounds)),
            Self::TariffPeak(p) => Number(tally.tariff_peak[p]),
            Self::Withdrawn(p) => Indicator(tally.withdrew & (1 << p) != 0),
            Self::Survived => Indicator(tally.survived),
            Self::Duration => Number(f64::from(tally.duration)),
        }
    }
}

impl Unit {
    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Money => "$bn",
            Self::Share => "share",
            Self::Count => "count",
            Self::Rounds => "rounds",
            Self::Rate => "ad valorem",
        }
    }
}
