//! The finite stochastic game: what the public sees, what chance decides, and what one round is.

mod agreement;
mod chance;
mod comply;
mod dispute;
mod docket;
mod duty;
mod measures;
mod outcome;
mod payoff;
mod procedure;
mod public;
mod rulebook;
mod side;
mod state;
mod step;
mod terms;
mod turn;

pub use agreement::{Agreement, LONGEST_HORIZON, Party};
pub use chance::{Chance, Lottery, Odds, Slot};
pub use dispute::{Alarm, Dispute};
pub use docket::{Docket, MOST_STATUSES, StatusId, Traits, Turn};
pub use duty::Duty;
pub use measures::{InForce, Levied, Origin, in_force, levied};
pub use outcome::{Events, Outcome};
pub use payoff::{Statement, statements};
pub use procedure::{ArbiterTerms, LevelTerms, Procedure, ReleaseTerms};
pub use public::{commitments_of, opponent};
pub use rulebook::{Question, Review};
pub use side::Side;
pub use state::{MAX_COMMITMENTS, MAX_PER_PARTY, State};
pub use step::{first_state, step};
pub use terms::Game;
