//! From RON text to a game: file structs, the library, overrides by path, all mistakes at once.

mod build;
mod checked;
mod decoded;
mod draft;
mod file;
mod fingerprint;
mod kind;
mod library;
mod load;
mod names;
mod open;
mod resolve;
mod setting;
mod stage_game;
mod strategic;
mod vary;

pub use checked::Scenario;
pub use draft::is_whole_design;
pub use file::{Monitoring, PartyFile, ScenarioFile, StageGame};
pub use fingerprint::{fingerprint, fingerprint_of};
pub use kind::FileKind;
pub use library::{DEFAULT_SCENARIO, DESIGNS, Entry, SCENARIOS, design_named, scenario_named};
pub use load::{Request, load, read_scenario};
pub use open::{read_table_text, read_text};
pub use setting::{Given, Setting};
pub use strategic::MadeStrategic;
