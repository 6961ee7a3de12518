//! The exact engine: the same game as a Markov chain, every branch walked, nothing sampled.

mod walk;
mod hand;
mod expand;
mod room;
mod limit;
mod chain;
mod forward;
mod expected;
mod components;
mod network;
mod flow;
mod elimination;
mod dense;
mod circulation;
mod states;
mod fixed_point;
mod value;
mod choice;
mod patience;
mod foresight;
mod reach;
mod long_run;
mod audit;

pub use audit::{Deviation, MOST_LISTED, Response, Verdict, respond};
pub use chain::Chain;
pub use expand::{Decider, MOST_DECISIONS};
pub use expected::{EVENTS, Expected, ExpectedRound, largest_tariff};
pub use fixed_point::{FixedPoint, fixed_point};
pub use foresight::ready;
pub use forward::Forward;
pub use hand::Decision;
pub use limit::{Limit, TooLarge};
pub use long_run::{LongRun, long_run};
pub use reach::reachable;
pub use value::Prospect;
pub use walk::{Walk, every_branch};
