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

/// Why no coverage meets the size asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmeasurable(pub String);
