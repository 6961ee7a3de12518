//! What counts of the time after the horizon.

use serde::{Deserialize, Serialize};

/// What comes after the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Afterwards {
    /// Nothing that counts.
    #[default]
    Nothing,
    /// The game goes on for ever, and what it then pays counts in welfare.
    Forever,
}
