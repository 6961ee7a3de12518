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
mod plan;
mod identity;
mod reach;
mod draft;
mod result;
mod exact_point;
mod task;
mod drive;

pub use axis::{Axis, Role, Values};
pub use draft::{Designs, Draft, takes_whole_numbers};
pub use drive::{InMemory, Key, Store, replay_point, survey};
pub use exact_point::solve_config;
pub(super) use file::split_paths;
pub use file::{StudyFile, VaryFile, read_study};
pub use identity::short_digest;
pub use plan::{Arm, Engine, LeftOut, Survey};
pub use result::{ArmResult, ArmValues, Headlines, PointResult, finish_point};
pub use space::{MOST_POINTS, Sampling, Space};
pub use task::{ConfigRows, Piece, Task, replay};
pub(super) use vary::bound;
pub use vary::{parse_axis, split_values};
