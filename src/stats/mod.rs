//! Numbers in, numbers out: summaries that merge, and the intervals and quantiles read off them.
//!
//! Nothing here knows of trade, games or studies. Inputs are finite numbers; callers keep undefined values out and
//! count them. Results that do not exist (no data, one run) are `None`, never 0 or NaN.

mod moments;
mod ratio;
mod interval;
mod quantile;
mod points;
mod sketch;
mod paired;
mod survival;
mod sequence;
mod power;
mod best;
#[cfg(feature = "archive")]
mod rare;
mod explained;
mod probability;

pub(crate) use best::{CoMoments, pareto};
pub(crate) use explained::explained;
pub(crate) use interval::{Interval, normal, normal_tail, se_at_zero, skewed, student_p_value, student_t, wilson};
pub use moments::Moments;
pub use paired::PairedRatio;
pub(crate) use paired::{holm, paired_proportions, paired_proportions_p_value};
pub(crate) use power::{detectable, replications_for, replications_for_half_width, sd_upper};
pub use probability::Probability;
pub use quantile::exact_quantile;
#[cfg(feature = "archive")]
pub(crate) use rare::rare_events_p_value;
pub use ratio::Ratio;
pub(crate) use sequence::{sequence_half_width, sequence_p_value};
pub use sketch::Sketch;
pub(crate) use sketch::Unsorted;
pub use survival::SurvivalPoint;
pub(crate) use survival::{Lifetimes, MeanEstimate, log_rank};
