//! Tests of the command, as its users run it, and of the pages that show it.
#![cfg(feature = "cli")]

mod cli;
mod folders;
mod gallery;
#[cfg(unix)]
mod hostile;
mod kills;
mod many_parameters;
mod marks;
mod mistakes;
mod names;
mod pages;
mod pictures;
mod shell;
mod strategic;
mod studies;
mod syntax;
#[cfg(unix)]
mod trust;
mod unchanged;
mod unfinished;
mod validation;
