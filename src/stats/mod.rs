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
mod rare;
mod explained;
mod probability;

pub use best::{CoMoments, pareto};
pub use explained::explained;
pub use interval::{Interval, normal, normal_tail, se_at_zero, skewed, student_p_value, student_t, wilson};
pub use moments::Moments;
pub use paired::{PairedRatio, holm, paired_proportions, paired_proportions_p_value};
pub use power::{detectable, replications_for, replications_for_half_width, sd_upper};
pub use probability::Probability;
pub use quantile::exact_quantile;
pub use rare::rare_events_p_value;
pub use ratio::Ratio;
pub use sequence::{sequence_half_width, sequence_p_value};
pub use sketch::{Sketch, Unsorted};
pub use survival::{Lifetimes, LogRank, MeanEstimate, SurvivalPoint, log_rank};
