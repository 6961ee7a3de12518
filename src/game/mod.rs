//! The finite stochastic game: what the public sees, what chance decides, and what one round is.

mod agreement;
mod chance;
mod comply;
mod dispute;
mod duty;
mod measures;
mod outcome;
mod payoff;
mod public;
mod side;
mod state;
mod step;
mod terms;

pub use agreement::{Agreement, LONGEST_HORIZON, Party};
pub use chance::{Chance, Lottery, Odds, Slot};
pub use dispute::{Alarm, Dispute};
pub use duty::Duty;
pub use measures::{InForce, Levied, Origin, in_force, levied};
pub use outcome::{Events, Outcome};
pub use payoff::{Statement, statements};
pub use public::{commitments_of, opponent};
pub use side::Side;
pub use state::{MAX_COMMITMENTS, MAX_PER_PARTY, State};
pub use step::{first_state, step};
pub use terms::Game;
