//! A probability said for a round or for a year: what is said for a year means the same whatever the length of a round.

use crate::fault::{Faults, PROBABILITY, Range, YEARLY_PROBABILITY};
use crate::stats::Probability;
use crate::text::NumberOr;
use serde::de::{EnumAccess, Error, Unexpected, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A probability, for a round or for a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Timed {
    /// Of one round, whatever its length.
    PerRound(f64),
    /// Of a year.
    PerYear(f64),
}

impl Default for Timed {
    /// It never happens.
    fn default() -> Self {
        Self::PerRound(0.0)
    }
}

impl Timed {
    /// It happens in every round.
    pub const CERTAIN: Self = Self::PerRound(1.0);

    /// Probability that it happens in a round of so many years; of a yearly p, 1 − (1 − p)^y.
    pub fn in_round(self, years: f64) -> Probability {
        match self {
            Self::PerRound(p) => Probability::new(p),
            Self::PerYear(p) if years == 1.0 => Probability::new(p),
            Self::PerYear(p) => {
                let kept = Probability::new(p).no();
                let log = if p > 0.5 { libm::log(kept) } else { libm::log1p(-p) };
                Probability::of(-libm::expm1(years * log), libm::exp(years * log))
            }
        }
    }

    /// What is left after a round of so many years of something that fades, and what is lost; of a yearly ρ, ρ^y.
    pub fn lasting(self, years: f64) -> (f64, f64) {
        match self {
            Self::PerRound(rho) => (rho, Probability::new(rho.abs()).no()),
            Self::PerYear(rho) if years == 1.0 || rho == 0.0 => (rho, Probability::new(rho).no()),
            Self::PerYear(rho) => {
                let lost = Probability::new(rho).no();
                let log = if rho > 0.5 { libm::log1p(-lost) } else { libm::log(rho) };
                (libm::exp(years * log), -libm::expm1(years * log))
            }
        }
    }

    /// Whether it can happen at all.
    pub fn is_possible(self) -> bool {
        self.number() > 0.0
    }

    /// The number, without what it is a probability of.
    pub fn number(self) -> f64 {
        match self {
            Self::PerRound(x) | Self::PerYear(x) => x,
        }
    }

    /// Reports a probability out of range.
    pub fn check(self, name: &str, faults: &mut Faults) {
        self.check_within(name, PROBABILITY, YEARLY_PROBABILITY, faults);
    }

    /// Reports a number that lies outside what may be said for a round, or for a year.
    pub(super) fn check_within(self, name: &str, of_round: Range, of_year: Range, faults: &mut Faults) {
        match self {
            Self::PerRound(x) => faults.number(name, x, of_round),
            Self::PerYear(x) => {
                let mut own = Faults::default();
                own.number("", x, of_year);
                for fault in own.into_vec() {
                    faults.report(name, self, format!("{} for a year", fault.allowed));
                }
            }
        }
    }
}

impl std::fmt::Display for Timed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PerRound(x) => write!(f, "{x:?}"),
            Self::PerYear(x) => write!(f, "PerYear({x:?})"),
        }
    }
}

impl Serialize for Timed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::PerRound(x) => serializer.serialize_f64(*x),
            Self::PerYear(x) => serializer.serialize_newtype_variant("Timed", 0, NumberOr::PER_YEAR, x),
        }
    }
}

impl<'de> Deserialize<'de> for Timed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NumberOr::NAME, Reader)
    }
}

/// Takes a number, or `PerYear` with one.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Timed;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(NumberOr::ALLOWED)
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Timed, E> {
        Ok(Timed::PerRound(x))
    }

    fn visit_u64<E: Error>(self, x: u64) -> Result<Timed, E> {
        Ok(Timed::PerRound(x as f64))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Timed, A::Error> {
        let (name, content) = data.variant::<String>()?;
        match name == NumberOr::PER_YEAR {
            true => content.newtype_variant().map(Timed::PerYear),
            false => Err(A::Error::invalid_value(Unexpected::Str(&name), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 4e-16 * expected.abs().max(1e-300), "{found} is not {expected}");
    }

    #[test]
    fn a_year_of_rounds_has_the_probability_of_a_year() {
        for p in [0.0, 1e-12, 0.1, 0.5, 0.9, 0.999_999_999_999] {
            let month = Timed::PerYear(p).in_round(1.0 / 12.0);
            let year = (0..12).fold(Probability::default(), |sum, _| sum.or(month));
            assert!((year.yes() - p).abs() <= 1e-14 * p, "{p}");
            assert!((year.no() - Probability::new(p).no()).abs() <= 1e-13 * Probability::new(p).no(), "{p}");
        }
        close(Timed::PerYear(0.75).in_round(0.5).yes(), 0.5);
        assert_eq!(Timed::PerYear(0.3).in_round(1.0), Probability::new(0.3));
        assert_eq!(Timed::PerYear(0.0).in_round(0.25).certain(), Some(false));
        assert_eq!(Timed::PerRound(0.3).in_round(0.25), Probability::new(0.3));
    }

    #[test]
    fn what_fades_in_a_year_fades_by_as_much_in_its_rounds() {
        let (left, lost) = Timed::PerYear(0.25).lasting(0.5);
        close(left, 0.5);
        close(lost, 0.5);
        let (left, lost) = Timed::PerYear(0.999_999_999_999).lasting(0.25);
        assert!((lost - 2.5e-13).abs() < 1e-24 && left < 1.0);
        assert_eq!(Timed::PerYear(0.0).lasting(0.25), (0.0, 1.0));
        assert_eq!(Timed::PerYear(1.0).lasting(0.25), (1.0, 0.0));
        assert_eq!(Timed::PerRound(-0.25).lasting(0.25), (-0.25, 0.75));
    }
}
