//! From RON text to a game: file structs, the library, overrides by path, all mistakes at once.

mod file;
mod fingerprint;
mod kind;
mod library;
mod load;
mod open;
mod resolve;
mod stage_game;

pub use file::{Monitoring, PartyFile, ScenarioFile, StageGame};
pub use fingerprint::{fingerprint, fingerprint_of};
pub use kind::FileKind;
pub use library::{DEFAULT_SCENARIO, DESIGNS, Entry, SCENARIOS, design_named, scenario_named};
pub use load::{Request, Scenario, load, read_scenario};
pub use open::{read_table_text, read_text};
