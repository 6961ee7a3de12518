//! Strategic conduct worked out: a logit equilibrium of both governments, certified.

mod deciders;
mod stage;
mod arena;
mod point;
mod local;
mod blocks;
mod krylov;
mod weigh;
mod system;
mod linear;
mod branch;
mod foresee;
mod best;
mod search;
mod look;

pub(crate) use deciders::Kind;
pub(crate) use foresee::foresee;
pub(crate) use look::{Act, Seen, look};
