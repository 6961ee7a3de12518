//! The metrics of the exact engine: what each expects to be, by the same names and units as in a sampled run.

use crate::exact::{EVENTS, Expected, ExpectedRound};
use crate::game::{Events, Game, commitments_of, opponent};
use crate::simulate::{Bench, Metric, SeriesKind, Who};

impl Metric {
    /// Whether only a sample can tell it: it depends on more than the public state.
    pub fn is_monte_carlo(self) -> bool {
        matches!(self, Self::WrongfulRemedies(_) | Self::ResolutionRounds(_) | Self::TariffPeak(_))
    }

    /// Its exact value; NaN where undefined or known to a sample alone.
    pub fn expected(self, game: &Game, bench: &Bench, expected: &Expected) -> f64 {
        let owed_by = |p: usize, counts: &[f64; 8]| -> f64 { counts[commitments_of(game, p)].iter().sum() };
        let owed_to = |p: usize, event: Events| -> f64 {
            let place = EVENTS.iter().position(|&known| known == event);
            let of = |c: usize| place.map_or(f64::NAN, |place| expected.events[c][place]);
            commitments_of(game, opponent(p)).map(of).sum()
        };
        // Undefined where nothing was owed.
        let share = |kept: f64, violations: f64| kept / (kept + violations);
        match self {
            Self::Welfare(Who::Party(p)) => expected.welfare[p],
            Self::Welfare(Who::Joint) => expected.welfare[0] + expected.welfare[1],
            Self::Efficiency(p) => bench.efficiency(p, expected.welfare[p]),
            Self::Compliance(p) => share(owed_by(p, &expected.kept), owed_by(p, &expected.violations)),
            Self::ComplianceOf(c) => share(expected.kept[c], expected.violations[c]),
            Self::Violations(p) => owed_by(p, &expected.violations),
            Self::Alarms(p) => owed_by(p, &expected.alarms),
            Self::FalseAlarms(p) => owed_by(p, &expected.false_alarms),
            Self::Grievances(p) => owed_to(p, Events::FILED),
            Self::End(p, end) => owed_to(p, Events::ENDS[end]),
            Self::Upheld(p) => owed_to(p, Events::UPHELD),
            Self::Counters(p) => owed_to(opponent(p), Events::COUNTERED),
            Self::RemedyRounds(p) => owed_by(opponent(p), &expected.remedy_rounds),
            Self::Tariff(p) if game.sides[p].trades => expected.tariff[p] / expected.rounds.len() as f64,
            Self::Withdrawn(p) => expected.withdrawn[p],
            Self::Survived => expected.survived,
            Self::Duration => expected.duration,
            Self::WrongfulRemedies(_) | Self::ResolutionRounds(_) | Self::Tariff(_) | Self::TariffPeak(_) => f64::NAN,
        }
    }
}

impl SeriesKind {
    /// Its exact value in a round; NaN where undefined.
    pub fn expected(self, game: &Game, round: &ExpectedRound) -> f64 {
        match self {
            Self::Welfare(p) => round.payoff[p],
            Self::Tariff(p) if game.sides[p].trades => round.tariff[p],
            Self::Tariff(_) => f64::NAN,
            Self::Compliance(p) => {
                let owed = round.stands * commitments_of(game, p).len() as f64;
                if owed > 0.0 { (owed - round.violations[p]) / owed } else { f64::NAN }
            }
            Self::OpenDisputes(p) => round.open[p],
            Self::Survived => round.survives,
        }
    }
}
