//! Tests of the library: what it computes, and the order of the house.

mod accounts;
mod afterwards;
mod asked;
mod balance;
mod certified;
mod coverage;
mod embedded;
mod exact;
#[cfg(feature = "archive")]
mod fuzz;
mod golden;
mod lasting;
mod lengths;
mod layers;
mod procedures;
mod properties;
mod ranges;
mod record;
mod renewal;
mod small_samples;
mod storm;
mod strategic;
mod theory;
mod thresholds;
