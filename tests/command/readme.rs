//! Everything that the documents show is run: commands, scenarios, and the output of the main job.

use snapback::exact::Limit;
use snapback::scenario::{Request, load};
use snapback::study::{MetricRow, SolveReport, solve};
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
    let study = scenarios.iter().find(|text| text.starts_with("Study(")).unwrap();
    std::fs::write(folder.path().join("study.ron"), study).unwrap();
    std::fs::write(folder.path().join("mine.ron"), read("scenarios/designs/back-end.ron")).unwrap();
    folder
}

#[test]
fn every_scenario_in_the_readme_is_right() {
    let folder = workplace();
    for text in blocks(&read("README.md"), "ron").iter().filter(|text| !text.starts_with("Study(")) {
        std::fs::write(folder.path().join("shown.ron"), text).unwrap();
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
        let mut words = match command {
            Some(command) => words(command),
            None => continue,
        };
        if words.iter().any(|word| ["|", ">", "<", "…"].contains(&word.as_str())) {
            continue;
        }
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

/// The README with every shown output and table as they are now.
fn refreshed() -> String {
    let (mut text, folder) = (read("README.md"), workplace());
    let marks: Vec<String> = text.lines().filter(|line| line.starts_with("<!-- ")).map(str::to_owned).collect();
    for mark in marks.iter().filter(|mark| *mark != "<!-- end -->") {
        let about = mark.trim_start_matches("<!-- ").trim_end_matches(" -->");
        let shown = match about.split_once(": ") {
            Some(("output", command)) => {
                let words = words(command.strip_prefix("snapback ").unwrap());
                let output = snapback(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
                format!("```text\n{}```\n", String::from_utf8(output.stdout).unwrap())
            }
            Some(("table", "exact designs")) => exact_designs(),
            _ => panic!("{mark}"),
        };
        let start = format!("{mark}\n");
        let (head, rest) = text.split_once(&start).unwrap();
        let tail = rest.split_once("<!-- end -->").unwrap().1;
        text = format!("{head}{start}{shown}<!-- end -->{tail}");
    }
    text
}

/// Exact values of the quarterly flagship under three designs.
fn exact_designs() -> String {
    let designs = ["wto-dsu", "phase-one", "snapback"];
    let solved = designs.map(|design| {
        let scenario = Some("us_china_quarterly".to_owned());
        let request = Request { scenario, design: Some(design.to_owned()), ..Request::default() };
        solve(&load(&request).unwrap(), Limit::default(), |_| {}).unwrap()
    });
    let rows = [
        ("survived", "", "", "survived (share)"),
        ("compliance", "US", "", "compliance, US (share)"),
        ("compliance", "China", "purchases", "compliance, China: purchases (share)"),
        ("compliance", "China", "technology transfer", "compliance, China: technology transfer (share)"),
        ("grievances", "US", "", "grievances, US (count)"),
        ("remedies", "US", "", "remedies, US (count)"),
        ("tariff", "US", "", "tariff, US (ad valorem)"),
        ("tariff", "China", "", "tariff, China (ad valorem)"),
        ("welfare", "US", "", "welfare, US ($bn)"),
        ("welfare", "China", "", "welfare, China ($bn)"),
        ("welfare", "joint", "", "welfare, joint ($bn)"),
    ];
    let mut text = format!("| metric | {} |\n", designs.map(|design| format!("`{design}`")).join(" | "));
    text += "| --- | --- | --- | --- |\n";
    for (metric, party, commitment, label) in rows {
        let value = |report: &SolveReport| {
            let names = [metric, party, commitment];
            let path = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(".");
            let mean = MetricRow::named(&report.metrics, &path).unwrap().estimate.mean.unwrap();
            if mean.abs() < 10.0 { format!("{mean:.6}") } else { format!("{mean:.4}") }
        };
        text += &format!("| {label} | {} |\n", solved.each_ref().map(value).join(" | "));
    }
    text
}

#[test]
fn the_readme_shows_outputs_and_tables_as_they_are() {
    let now = refreshed();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), now).unwrap();
        return;
    }
    for (shown, now) in read("README.md").lines().zip(now.lines()) {
        assert_eq!(shown, now, "README.md shows another line; UPDATE_README=1 cargo test --test command readme");
    }
}
