//! When the tariffs that stood at signing go.

use crate::fault::Faults;
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// Release of standing tariffs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Release {
    /// They stay.
    #[default]
    Never,
    /// They go when the agreement is signed.
    AtSigning,
    /// All go together after that long.
    Sunset(Duration),
    /// The last tranche still kept goes after that long without an alarm or dispute.
    Staged(Duration),
}

impl Release {
    /// Reports a time that is not positive.
    pub(super) fn check(self, name: &str, faults: &mut Faults) {
        if let Self::Sunset(time) | Self::Staged(time) = self {
            time.check_positive(name, faults);
        }
    }
}
