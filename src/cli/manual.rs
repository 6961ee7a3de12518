//! Completions and manual pages, from the definitions of the arguments.

use crate::cli::args::{CompletionsArgs, ManArgs};
use crate::cli::command::Cli;
use crate::cli::output::{Failure, bad_input, print};
use crate::text::Mistake;
use clap::CommandFactory;

pub(super) fn completions(args: &CompletionsArgs) -> Result<(), Failure> {
    // Into memory first: the generator cannot bear a closed pipe.
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "snapback", &mut bytes);
    print(&String::from_utf8_lossy(&bytes))
}

pub(super) fn man(args: &ManArgs) -> Result<(), Failure> {
    let mut command = Cli::command();
    command.build();
    let page = match &args.verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => {
                let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
                let mistake = Mistake::new("verb", format!("`{verb}`"), format!("one of {}", names.join(", ")));
                return Err(bad_input(&[mistake.with_nearest(verb, names.iter().copied())]));
            }
        },
    };
    let mut bytes = Vec::new();
    let written = clap_mangen::Man::new(page).render(&mut bytes);
    written.map_err(|error| Failure::BadInput(format!("error: {error}\n")))?;
    print(&String::from_utf8_lossy(&bytes))
}
