//! Who may raise a grievance.

use serde::{Deserialize, Serialize};

/// The parties that may raise a grievance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MayFile {
    /// Either party.
    #[default]
    Both,
    /// The first party alone.
    First,
    /// The second party alone.
    Second,
    /// Nobody.
    Neither,
}

impl MayFile {
    /// Whether party 0 or 1 may raise a grievance.
    pub fn allows(self, party: usize) -> bool {
        match self {
            Self::Both => true,
            Self::First => party == 0,
            Self::Second => party == 1,
            Self::Neither => false,
        }
    }
}
