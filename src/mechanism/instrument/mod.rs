//! The instruments of a remedy, one a file, each brought to the same terms.

mod payment;
mod snapback;
mod tariff;
mod terms;

pub use tariff::{Measure, Size};
pub use terms::{RemedyTerms, Unmeasurable};

use crate::fault::Faults;
use crate::trade::{Commitment, Trade};
use serde::{Deserialize, Serialize};

/// With what a breach is answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Instrument {
    /// Tariffs on so much of the respondent's goods.
    Tariff {
        /// Ad valorem rate.
        rate: f64,
        /// How much trade is covered.
        size: Size,
    },
    /// Money, each year `multiple` times the harm.
    Payment {
        /// Multiple of the commitment's harm.
        multiple: f64,
    },
    /// All standing tariffs of the complainant come back.
    Snapback,
}

impl Instrument {
    /// Terms of the remedy for a commitment `owed`, levied by a party with this `trade`.
    ///
    /// # Errors
    /// [`Unmeasurable`] where the tariff does not move the measure that sizes it.
    pub fn terms(&self, owed: &Commitment, trade: Option<&Trade>) -> Result<RemedyTerms, Unmeasurable> {
        match *self {
            Self::Tariff { rate, size } => tariff::terms(rate, size, owed, trade),
            Self::Payment { multiple } => Ok(payment::terms(multiple, owed.harm)),
            Self::Snapback => Ok(snapback::terms()),
        }
    }

    /// Whether the complainant needs a trade block.
    pub fn levies_tariffs(&self) -> bool {
        match self {
            Self::Tariff { .. } | Self::Snapback => true,
            Self::Payment { .. } => false,
        }
    }

    /// Whether it brings back the standing tariffs, of which there must be some.
    pub fn restores_standing(&self) -> bool {
        match self {
            Self::Snapback => true,
            Self::Tariff { .. } | Self::Payment { .. } => false,
        }
    }

    /// The ad valorem rate of a tariff of its own on imports that nothing else taxes, of which there may be too few.
    pub fn new_tariff(&self) -> Option<f64> {
        match *self {
            Self::Tariff { rate, .. } => Some(rate),
            Self::Payment { .. } | Self::Snapback => None,
        }
    }

    /// Whether its size goes by the trade that a violation displaces.
    pub fn goes_by_trade(&self) -> bool {
        match *self {
            Self::Tariff { size: Size::Equivalent { measure, .. }, .. } => measure.is_trade(),
            Self::Tariff { size: Size::Coverage(_), .. } | Self::Payment { .. } | Self::Snapback => false,
        }
    }

    /// Reports values out of range.
    pub(super) fn check(&self, faults: &mut Faults) {
        match *self {
            Self::Tariff { rate, size } => tariff::check(rate, size, faults),
            Self::Payment { multiple } => payment::check(multiple, faults),
            Self::Snapback => {}
        }
    }
}
