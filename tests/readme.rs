//! Everything that the documents show is run: commands, scenarios, and the output of the main job.

use std::path::Path;
use std::process::{Command, Output};

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn snapback(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_snapback")).args(args).current_dir(folder).output().unwrap()
}

/// Blocks of a document between ```kind and ```.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(&format!("```{kind}\n")) {
        let body = &rest[start + kind.len() + 4..];
        let end = body.find("```").unwrap();
        found.push(body[..end].to_owned());
        rest = &body[end + 3..];
    }
    found
}

/// Words of a command line, single quotes understood.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A folder with the files that the README tells its reader to write.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let scenarios = blocks(&read("README.md"), "ron");
    std::fs::write(folder.path().join("first.ron"), &scenarios[0]).unwrap();
    std::fs::write(folder.path().join("mine.ron"), read("scenarios/designs/back-end.ron")).unwrap();
    folder
}

#[test]
fn every_scenario_in_the_readme_is_right() {
    let folder = workplace();
    for text in blocks(&read("README.md"), "ron") {
        std::fs::write(folder.path().join("shown.ron"), &text).unwrap();
        let output = snapback(folder.path(), &["check", "shown.ron"]);
        assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn every_command_in_the_readme_runs() {
    let (text, folder) = (read("README.md"), workplace());
    let shell = [blocks(&text, "sh"), blocks(&text, "console"), blocks(&text, "bash")].concat();
    let mut n_run = 0;
    for line in shell.iter().flat_map(|block| block.lines()) {
        let line = line.trim_start_matches("$ ").split(" #").next().unwrap_or_default().trim();
        let command = line.strip_prefix("snapback ").or_else(|| line.strip_prefix("cargo run --release -- "));
        let Some(command) = command.filter(|command| !command.contains(['|', '>', '<', '…'])) else { continue };
        let mut words = words(command);
        // Fewer replications show as well that a command runs.
        if let Some(at) = words.iter().position(|word| word == "--reps") {
            words[at + 1] = "100".to_owned();
        }
        let output = snapback(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        n_run += 1;
    }
    assert!(n_run >= 8, "{n_run} commands");
}

#[test]
fn the_readme_shows_the_output_of_the_main_job() {
    let (text, folder) = (read("README.md"), workplace());
    let output = String::from_utf8(snapback(folder.path(), &["run"]).stdout).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        let (start, end) = ("<!-- output: snapback run -->\n", "<!-- end -->");
        let (head, rest) = text.split_once(start).unwrap();
        let tail = rest.split_once(end).unwrap().1;
        std::fs::write("README.md", format!("{head}{start}```text\n{output}```\n{end}{tail}")).unwrap();
        return;
    }
    assert!(text.contains(output.trim_end()), "README.md does not hold what `snapback run` prints:\n{output}");
}
