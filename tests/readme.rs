//! Everything that the documents show is run: commands, scenarios, and the output of the main job.

use std::path::Path;
use std::process::{Command, Output};

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn snapback(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_snapback")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
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

#[test]
fn every_scenario_in_the_readme_is_right() {
    let scenarios = blocks(&read("README.md"), "ron");
    assert!(!scenarios.is_empty());
    for text in scenarios {
        let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let output = snapback(&["check", file.path().to_str().unwrap()]);
        assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn every_command_in_the_readme_runs() {
    let text = read("README.md");
    let folder = tempfile::tempdir().unwrap();
    for (i, scenario) in blocks(&text, "ron").iter().enumerate() {
        // The first scenario of one's own is called first.ron in the text.
        std::fs::write(folder.path().join(if i == 0 { "first.ron".to_owned() } else { format!("{i}.ron") }), scenario)
            .unwrap();
    }
    let shell = [blocks(&text, "sh"), blocks(&text, "console"), blocks(&text, "bash")].concat();
    let lines: Vec<&str> = shell.iter().flat_map(|block| block.lines()).collect();
    let mut n_run = 0;
    for line in lines {
        let line = line.trim_start_matches("$ ").split(" #").next().unwrap_or_default().trim();
        let command = line.strip_prefix("snapback ").or_else(|| line.strip_prefix("cargo run --release -- "));
        let Some(command) = command.filter(|command| !command.contains(['|', '>', '<', '…'])) else { continue };
        let words: Vec<String> = words(command)
            .into_iter()
            .map(|word| if word == "first.ron" { folder.path().join("first.ron").display().to_string() } else { word })
            .collect();
        let output = snapback(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        n_run += 1;
    }
    assert!(n_run >= 3, "{n_run} commands");
}

#[test]
fn the_readme_shows_the_output_of_the_main_job() {
    let text = read("README.md");
    let output = String::from_utf8(snapback(&["run"]).stdout).unwrap();
    if std::env::var_os("UPDATE_README").is_some() {
        let (start, end) = ("<!-- output: snapback run -->\n", "<!-- end -->");
        let (head, rest) = text.split_once(start).unwrap();
        let tail = rest.split_once(end).unwrap().1;
        std::fs::write("README.md", format!("{head}{start}```text\n{output}```\n{end}{tail}")).unwrap();
        return;
    }
    assert!(text.contains(output.trim_end()), "README.md does not hold what `snapback run` prints:\n{output}");
}
