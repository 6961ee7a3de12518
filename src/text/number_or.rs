//! A number that may be said for a year.

use crate::text::{Body, Kind, Node};

/// A number, or a number within `PerYear`: the decoder tells the type which of the two it found.
pub(crate) struct NumberOr;

impl NumberOr {
    /// The name by which the decoder knows a field that takes either.
    pub(crate) const NAME: &str = "NumberOrPerYear";
    /// The name before a number for a year.
    pub(crate) const PER_YEAR: &str = "PerYear";
    /// What such a field takes.
    pub(crate) const ALLOWED: &str = "a number, or PerYear(…)";

    /// Whether a value bears the name of a number for a year.
    pub(super) fn is_per_year(node: &Node) -> bool {
        let (Kind::Word(name) | Kind::Group(Some(name), _)) = &node.kind else { return false };
        name == Self::PER_YEAR
    }

    /// What to write for a number with another name before it.
    pub(super) fn advice(node: &Node) -> Option<String> {
        let Kind::Group(Some(_), Body::Positional(items)) = &node.kind else { return None };
        let [only] = items.as_slice() else { return None };
        let number = only.excerpt();
        number.parse::<f64>().ok().map(|_| format!("write {number} for a round, PerYear({number}) for a year"))
    }
}
