//! Tests of the command, as its users run it, and of the pages that show it.
#![cfg(feature = "cli")]

mod cli;
mod folders;
mod gallery;
#[cfg(unix)]
mod hostile;
mod many_parameters;
mod mistakes;
mod names;
mod pictures;
mod readme;
mod shell;
mod studies;
mod syntax;
#[cfg(unix)]
mod trust;
mod unfinished;
mod validation;
