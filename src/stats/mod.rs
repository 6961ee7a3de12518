//! Numbers in, numbers out: summaries that merge, and the intervals and quantiles read off them.
//!
//! Nothing here knows of trade, games or studies. Inputs are finite numbers; callers keep undefined values out and
//! count them. Results that do not exist (no data, one run) are `None`, never 0 or NaN.

mod moments;
mod ratio;
mod interval;
mod quantile;
mod sketch;

pub use interval::{Interval, mean_interval, normal, normal_tail, student_t, wilson};
pub use moments::Moments;
pub use quantile::exact_quantile;
pub use ratio::Ratio;
pub use sketch::Sketch;
