//! Monte Carlo: addressed random numbers, one run, its metrics, deterministic parallel batches.

mod batch;
mod draws;
mod expectation;
mod metric;
mod reel;
mod run;
mod series;

pub use batch::{Batch, Measured, Plan, batch};
pub use draws::Draws;
pub use metric::{Kind, Metric, Observation, Unit, Who, catalogue};
pub use reel::{End, Leaf, Reel};
pub use run::{Bench, Tally, run, run_unrolled};
pub use series::{Point, SeriesKind, SeriesSums};
