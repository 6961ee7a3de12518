//! What governments owe, earn and levy: time, commitments, political pressure, tariff incidence.

mod calendar;
mod commitment;
mod goods;
mod incidence;
mod pressure;
mod timed;
mod tranche;

pub use calendar::{Duration, RoundLength};
pub use commitment::{Commitment, Reviewed, Starts};
pub(crate) use goods::Goods;
pub use incidence::{Incidence, Trade};
pub use pressure::{Chain, Pressure};
pub use timed::Timed;
pub use tranche::{Tranche, check_tranches};
