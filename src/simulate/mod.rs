//! Monte Carlo: addressed random numbers, one run and what its metrics say, deterministic parallel batches.

mod draws;
mod folds;
mod unrolled;
mod lanes;
mod tally;
mod beyond;
mod run;
mod series;
mod rows;
mod observed;
mod batch;
mod sizes;
mod ledger;
mod player;
mod pairing;
mod part;

pub use batch::{Batch, Measured, Sample};
pub use draws::Draws;
pub(crate) use folds::FOLDS;
pub use folds::Folds;
pub use lanes::{LANES, Lanes};
pub(crate) use pairing::Headline;
pub use pairing::{Difference, Pairing, Pairs};
pub use part::{Part, Want, batch, play_part};
pub use player::Player;
pub use rows::{Cells, Rows};
pub use run::{run, run_along};
pub use series::{Point, SeriesDetail, SeriesSums};
pub(crate) use sizes::part_size;
pub(crate) use tally::Observation;
pub use tally::Tally;
pub(crate) use unrolled::Leaf;
pub use unrolled::{LeafDigest, Unrolled};
