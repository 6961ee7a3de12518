//! What is known, and what this program finds: closed forms of the theory, each named by its paper.

mod known;
mod cases;
mod memory_one;
mod matches;
mod thresholds;
mod incidence;
mod statistics;
mod beyond;

pub use beyond::{BEYOND, Beyond};
pub use known::{KnownResult, Sampled};
pub use memory_one::STRATEGIES;

use crate::simulate::Sample;
use rayon::prelude::*;

/// Obtains every result that is known, on the current thread pool; `plan` is that of the samples.
pub fn validate(plan: Sample) -> Vec<KnownResult> {
    let families: [fn(Sample) -> Vec<KnownResult>; 5] =
        [memory_one::cases, matches::cases, thresholds::cases, incidence::cases, statistics::cases];
    families.into_par_iter().map(|family| family(plan)).collect::<Vec<_>>().concat()
}
