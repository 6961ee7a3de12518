//! The library of designs, read.

use crate::mechanism::Mechanism;
use crate::scenario::DESIGNS;
use crate::text::{Source, decode, parse};

/// One design of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignSummary {
    /// Name by which it is called.
    pub name: &'static str,
    /// What it is.
    pub about: String,
    /// Where its numbers come from.
    pub source: String,
}

/// All designs of the library.
pub fn designs() -> Vec<DesignSummary> {
    let read = |text: &str| -> Option<Mechanism> { decode(&parse(&Source::new("design", text)).ok()?).0 };
    DESIGNS
        .iter()
        .map(|entry| {
            let (about, source) = read(entry.text).map_or_else(Default::default, |m| (m.about, m.source));
            DesignSummary { name: entry.name, about, source }
        })
        .collect()
}
