//! What an option or a verb of another program is called here.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Options of other programs, and what they are here.
const OPTIONS: &[(&[&str], &str)] = &[
    (
        &[
            "--n",
            "-n",
            "-N",
            "--N",
            "--nsim",
            "--n-sim",
            "--n-sims",
            "--sims",
            "--runs",
            "--replications",
            "--replicates",
        ],
        "--reps",
    ),
    (
        &["-r", "--rep", "--repeats", "--iterations", "--iter", "--samples", "--num-runs", "--trials", "--size"],
        "--reps",
    ),
    (&["-s", "--random-seed", "--rng", "--random-state", "--set-seed", "--set.seed"], "--seed"),
    (&["-o", "--output", "--outdir", "--out-dir", "--save", "--dir", "--folder"], "--out"),
    (
        &["-j", "-t", "-c", "--jobs", "--cores", "--workers", "--cpus", "--ncores", "--n-jobs", "--parallel"],
        "--threads",
    ),
    (&["-p", "--param", "--parameter", "--params", "--override", "-D", "--define", "--with"], "--set"),
    (&["-d", "--mechanism", "--scheme", "--regime"], "--design"),
    (&["--csv", "--json", "--table", "-f", "--out-format", "--output-format"], "--format"),
    (&["-q", "--silent", "--no-progress-bar"], "--quiet"),
    (&["--ci", "--level", "--alpha", "--conf-level", "--conf.level"], "--confidence"),
    (&["--plots", "--figure", "--fig", "--chart", "--svg", "--png"], "--plot"),
    (&["--grid", "--range", "--sweep", "--values", "--vary-param"], "--vary"),
    (&["--lhs", "--latin", "--latinhypercube"], "--latin-hypercube"),
    (&["--overwrite", "--yes", "-y"], "--force"),
    (&["--continue", "--restart"], "--resume"),
    (&["--metrics", "--outcome", "--measure"], "--metric"),
    (&["--strategies", "--strategy"], "--rules"),
];

/// Verbs of other programs.
const VERBS: &[(&[&str], &str)] = &[
    (&["simulate", "sim", "play", "start", "exec"], "run"),
    (&["list", "ls", "library", "design"], "designs"),
    (&["lint", "test", "validate-file"], "check"),
    (&["print", "cat", "export-scenario", "dump"], "show"),
    (&["vary", "grid", "sensitivity", "scan", "uncertainty"], "sweep"),
    (&["html", "page"], "report"),
    (&["power", "samplesize", "sample-size"], "plan"),
    (&["exact", "evaluate"], "solve"),
    (&["equilibrium", "spe", "best-response"], "audit"),
];

/// The error with a tip, where what was typed is called otherwise here.
pub(super) fn with_tip(mut error: Error, options: &dyn Fn(&str) -> bool) -> Error {
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.split('=').next().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    let meant = |table: &[(&'static [&'static str], &'static str)], typed: &str| {
        table.iter().find(|(names, _)| names.contains(&typed)).map(|(_, meant)| (*meant).to_owned())
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            if let Some(meant) = meant(OPTIONS, &of(ContextKind::InvalidArg)).filter(|meant| options(meant)) {
                error.insert(ContextKind::SuggestedArg, ContextValue::String(meant));
                // Advice to pass it as a value would lead astray.
                error.remove(ContextKind::Suggested);
            }
        }
        ErrorKind::InvalidSubcommand => {
            if let Some(meant) = meant(VERBS, &of(ContextKind::InvalidSubcommand)) {
                error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![meant]));
            }
        }
        _ => {}
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::Cli;
    use clap::{CommandFactory, Parser};

    #[test]
    fn names_of_other_programs_are_led_to_ours() {
        for (line, told) in [
            ("snapback run --n 5", "'--reps'"),
            ("snapback run -n 5", "'--reps'"),
            ("snapback sweep --cores=3", "'--threads'"),
            ("snapback simulate", "'run'"),
        ] {
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            let text = with_tip(error, &|_| true).render().to_string();
            assert!(text.contains(told), "{line}: {text}");
        }
    }

    #[test]
    fn what_is_led_to_exists() {
        let command = Cli::command();
        let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert!(VERBS.iter().all(|(_, verb)| verbs.contains(verb)));
        let all: Vec<String> = command
            .get_subcommands()
            .flat_map(|verb| verb.get_arguments().filter_map(|arg| arg.get_long().map(|long| format!("--{long}"))))
            .collect();
        assert!(OPTIONS.iter().all(|(_, option)| all.iter().any(|known| known == option)));
    }
}
