//! Whether the respondent may answer a remedy with tariffs of its own.

use crate::fault::{Faults, MULTIPLE, POSITIVE_RATE};
use serde::{Deserialize, Serialize};

/// Counter-measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Counter {
    /// A remedy must be borne.
    #[default]
    Barred,
    /// The respondent may levy tariffs that cost the complainant `multiple` times what the remedy costs it.
    Allowed {
        /// Multiple of the loss that the remedy inflicts.
        multiple: f64,
        /// Ad valorem rate of the counter.
        rate: f64,
    },
}

impl Counter {
    /// Reports values out of range.
    pub(super) fn check(self, faults: &mut Faults) {
        if let Self::Allowed { multiple, rate } = self {
            faults.number("multiple", multiple, MULTIPLE);
            faults.number("rate", rate, POSITIVE_RATE);
        }
    }
}
