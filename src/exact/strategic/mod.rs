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
mod branch;
mod foresee;

pub(crate) use foresee::foresee;
