//! Many configs, one after the other: designs side by side on the same luck, at every point of a space of parameters.
//!
//! A *config* is one set of parameters under one design; a *run* is one replication of a config. The designs of a point
//! are played together, so that they differ by design alone; points follow each other. The work is cut into tasks whose
//! size depends on the study alone, so a study that was interrupted, or shared out, ends with the same bytes.

mod cover;
mod axis;
mod once;
mod space;
mod vary;
mod file;
mod values;
mod arms;
mod study;
mod identity;
mod reach;
mod draft;
mod over;
mod pieces;
mod result;
mod exact_point;
mod play;
mod drive;
mod forecast;
mod find;
mod options;
mod played;

pub use arms::{Arm, LeftOut};
pub use axis::{Axis, Role, Sampling, Values};
pub use draft::{Designs, Draft};
pub use drive::{Store, replay_point, survey};
pub(crate) use drive::{Unstored, in_memory};
pub use exact_point::solve_config;
pub(super) use file::split_paths;
pub use file::{StudyFile, VaryFile, read_study};
pub use find::find_metrics;
pub use forecast::{expected_bytes, expected_seconds};
#[cfg(feature = "archive")]
pub(crate) use identity::short_digest;
pub(crate) use options::MOST_REPLICATIONS;
pub use options::SweepOptions;
pub use pieces::{ConfigRows, Key, Piece, Task};
pub use play::replay;
pub use played::{Gathering, Played, play};
pub(crate) use reach::takes_whole_numbers;
pub use result::finish_point;
pub use space::Space;
pub use study::{Engine, Survey};
pub use values::{ArmResult, ArmValues, Headlines, PointResult};
pub(super) use vary::bound;
pub use vary::parse_axis;
pub(super) use vary::split_values;
