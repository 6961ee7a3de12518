//! Whether a party may leave the agreement.

use crate::fault::Faults;
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// Withdrawal from the agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Withdrawal {
    /// Nobody may leave.
    #[default]
    Barred,
    /// It takes effect after that notice, which may be zero.
    Notice(Duration),
}

impl Withdrawal {
    /// Reports a negative or undefined notice.
    pub(super) fn check(self, name: &str, faults: &mut Faults) {
        if let Self::Notice(time) = self {
            time.check_or_zero(name, faults);
        }
    }
}
