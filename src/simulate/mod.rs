//! Monte Carlo: addressed random numbers, one run, its metrics, deterministic parallel batches.

mod batch;
mod draws;
mod expectation;
mod lanes;
mod metric;
mod reel;
mod run;
mod series;

pub use batch::{Batch, Measured, Plan, batch};
pub use draws::Draws;
pub use lanes::{LANES, Lanes};
pub use metric::{Kind, Metric, Observation, Unit, Who, catalogue};
pub use reel::{End, Leaf, Reel};
pub use run::{Bench, Tally, run, run_along};
pub use series::{Point, SeriesKind, SeriesSums};
