//! Lengths of time: how long a round is, and how many rounds a duration takes.

use crate::fault::Faults;
use serde::{Deserialize, Serialize};

/// Length of one round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum RoundLength {
    /// 1/12 of a year.
    Month,
    /// 1/4 of a year.
    Quarter,
    /// One year.
    Year,
    /// That many days, of which a year has 365.
    Days(f64),
}

impl RoundLength {
    /// The year fraction y of a round.
    pub fn years(self) -> f64 {
        match self {
            Self::Month => 1.0 / 12.0,
            Self::Quarter => 0.25,
            Self::Year => 1.0,
            Self::Days(days) => days / 365.0,
        }
    }

    /// Reports a length that is not a positive, finite number of days.
    pub fn check(self, name: &str, faults: &mut Faults) {
        if let Self::Days(days) = self
            && !(days > 0.0 && days <= 36_500.0)
        {
            faults.report(name, format!("Days({days:?})"), "more than 0 days, at most 36500");
        }
    }
}

impl std::fmt::Display for RoundLength {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(days) => write!(f, "Days({days})"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// A stretch of time, to be counted in whole rounds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Duration {
    /// So many rounds.
    Rounds(u32),
    /// So many days, of which a year has 365.
    Days(f64),
    /// So many months.
    Months(f64),
    /// So many years.
    Years(f64),
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self::Rounds(0);

    /// Years; none where it is given in rounds.
    pub fn years(self) -> Option<f64> {
        match self {
            Self::Rounds(_) => None,
            Self::Days(n) => Some(n / 365.0),
            Self::Months(n) => Some(n / 12.0),
            Self::Years(n) => Some(n),
        }
    }

    /// Whole rounds, rounded up; saturates at `u32::MAX`.
    pub fn rounds(self, round: RoundLength) -> u32 {
        match (self, self.years()) {
            (Self::Rounds(n), _) => n,
            (_, years) => (years.unwrap_or_default() / round.years() - 1e-9).ceil() as u32,
        }
    }

    /// Whole rounds where a duration cannot be shorter than one round.
    pub fn rounds_at_least_one(self, round: RoundLength) -> u32 {
        self.rounds(round).max(1)
    }

    /// Reports a negative, infinite or undefined duration.
    pub fn check_or_zero(self, name: &str, faults: &mut Faults) {
        if !(0.0..=1e9).contains(&self.amount()) {
            faults.report(name, format!("{self:?}"), "a duration of at least 0, at most 1e9");
        }
    }

    /// Reports a duration that is not positive and finite.
    pub fn check_positive(self, name: &str, faults: &mut Faults) {
        if !(self.amount() > 0.0 && self.amount() <= 1e9) {
            faults.report(
                name,
                format!("{self:?}"),
                "a duration above 0, such as Rounds(1), Days(30), Months(3) or Years(1)",
            );
        }
    }

    fn amount(self) -> f64 {
        match self {
            Self::Rounds(n) => f64::from(n),
            Self::Days(n) | Self::Months(n) | Self::Years(n) => n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_up_to_whole_rounds() {
        for (duration, round, rounds) in [
            (Duration::Days(30.0), RoundLength::Month, 1),
            (Duration::Days(31.0), RoundLength::Month, 2),
            (Duration::Days(60.0), RoundLength::Month, 2),
            (Duration::Days(60.0), RoundLength::Quarter, 1),
            (Duration::Months(3.0), RoundLength::Quarter, 1),
            (Duration::Months(4.0), RoundLength::Quarter, 2),
            (Duration::Years(10.0), RoundLength::Month, 120),
            (Duration::Years(10.0), RoundLength::Quarter, 40),
            (Duration::Years(1.0), RoundLength::Days(30.0), 13),
            (Duration::Days(0.0), RoundLength::Month, 0),
            (Duration::Rounds(7), RoundLength::Year, 7),
        ] {
            assert_eq!(duration.rounds(round), rounds, "{duration:?} in {round:?}");
        }
    }
}
