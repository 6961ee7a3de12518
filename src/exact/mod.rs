//! The exact engine: the same game as a Markov chain, every branch walked, nothing sampled.

mod walk;
mod hand;
mod expand;
mod limit;
mod chain;
mod forward;
mod expected;

pub use chain::Chain;
pub use expand::Decider;
pub use expected::{EVENTS, Expected, ExpectedRound};
pub use forward::Forward;
pub use hand::Decision;
pub use limit::{Limit, TooLarge};
pub use walk::{Walk, every_branch};
