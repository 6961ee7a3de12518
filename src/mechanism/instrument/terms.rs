//! What every instrument is brought to: imports covered, their tariff, payment, and the return of standing tariffs.

use crate::trade::Incidence;

/// What a remedy for one commitment is made of, at its first size, a year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RemedyTerms {
    /// Imports covered, $bn a year, before any cap.
    pub coverage: f64,
    /// What the tariff on them does, per dollar.
    pub incidence: Incidence,
    /// $bn a year that the respondent pays to the complainant.
    pub payment: f64,
    /// Whether all standing tranches of the complainant are in force meanwhile.
    pub restores_standing: bool,
}

impl RemedyTerms {
    /// What it transfers from one party to the other in a year, $bn: the payment, or the duty on untaxed goods, of which
    /// there are so many.
    pub(crate) fn transfer(&self, imports: f64) -> f64 {
        self.payment + self.coverage.min(imports) * self.incidence.duty
    }
}

/// Why no coverage meets the size asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmeasurable(pub String);
