//! Everything that the pages show is run: commands, scenarios, outputs, tables; and their links lead somewhere.
//!
//! `UPDATE_DOCS=1 cargo test --test command pages` writes what stands between marks anew.

use crate::marks::shown;
use crate::shell::{read, root, with};
use std::collections::BTreeSet;

/// The pages whose commands are run in one place, in this order.
const PAGES: [&str; 4] = ["README.md", "docs/guide.md", "docs/reference.md", "docs/treaties.md"];

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
pub(crate) fn words(line: &str) -> Vec<String> {
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

/// A folder with the files that the pages tell their reader to write.
fn workplace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("first.ron", &blocks(&read("README.md"), "ron")[0]);
    write("study.ron", &blocks(&read("docs/guide.md"), "ron")[0]);
    write("mine.ron", &read("scenarios/designs/back-end.ron").replace("name: \"back-end\"", "name: \"mine\""));
    folder
}

#[test]
fn every_command_in_the_pages_runs() {
    let folder = workplace();
    let mut n_run = 0;
    for page in PAGES {
        let text = read(page);
        for line in blocks(&text, "sh").iter().flat_map(|block| block.lines()) {
            let line = line.split(" #").next().unwrap().trim();
            let Some(command) = line.strip_prefix("snapback ").or_else(|| line.strip_prefix("cargo run --release -- "))
            else {
                assert!(line.starts_with("cargo "), "{page}: {line:?} is not run");
                continue;
            };
            let mut words = words(command);
            // Fewer replications show as well that a command runs.
            let has = |option: &str| words.iter().any(|word| word == option);
            if let Some(at) = words.iter().position(|word| word == "--reps") {
                words[at + 1] = "100".to_owned();
            } else if ["run", "compare"].contains(&words[0].as_str()) && !has("--precision") && !has("--exact") {
                words.extend(["--reps", "100"].map(str::to_owned));
            }
            let output = with(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(output.status.success(), "{page}: {line}: {}", String::from_utf8_lossy(&output.stderr));
            n_run += 1;
        }
    }
    assert!(n_run >= 50, "{n_run} commands");
}

#[test]
fn the_pages_show_outputs_and_tables_as_they_are() {
    let folder = workplace();
    for page in PAGES {
        let text = read(page);
        let now = shown(&text, folder.path());
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(root().join(page), now).unwrap();
            continue;
        }
        for (shown, now) in text.lines().zip(now.lines()) {
            assert_eq!(shown, now, "{page} shows another line; UPDATE_DOCS=1 cargo test --test command pages");
        }
        assert_eq!(text.lines().count(), now.lines().count(), "{page} shows more or fewer lines");
    }
}

#[test]
fn the_reference_has_every_verb_and_the_readme_is_short() {
    let reference = read("docs/reference.md");
    let help = String::from_utf8(with(root(), &["--help"]).stdout).unwrap();
    let verbs = help.lines().filter_map(|line| line.strip_prefix("  ")?.split_once("  ")).map(|(verb, _)| verb);
    let verbs: Vec<&str> =
        verbs.filter(|verb| verb.chars().all(|c| c.is_ascii_lowercase()) && *verb != "help").collect();
    assert!(verbs.len() >= 18, "{verbs:?}");
    for verb in verbs.iter().filter(|verb| !verb.is_empty()) {
        assert!(reference.contains(&format!("\n## {verb}\n")), "docs/reference.md has no section on {verb}");
        assert!(reference.contains(&format!("<!-- output: snapback {verb} -h -->")), "{verb}: options");
    }
    assert!(read("README.md").lines().count() < 200);
}

/// The anchor of a heading, as the usual renderers make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A page without its blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let keep = |line: &&str| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    };
    text.lines().filter(keep).map(|line| format!("{line}\n")).collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut pages: Vec<String> = Vec::new();
    for folder in ["", "docs", "scenarios"] {
        let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        let names = entries.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(".md"));
        pages.extend(names.map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") }));
    }
    assert!(pages.len() >= 9, "{pages:?}");
    let mut n_links = 0;
    for page in &pages {
        let text = prose(&read(page));
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.starts_with("http") {
                continue;
            }
            let (path, place) = link.split_once('#').map_or((link, None), |(path, place)| (path, Some(place)));
            let folder = root().join(page).parent().unwrap().to_owned();
            let target = if path.is_empty() { root().join(page) } else { folder.join(path) };
            assert!(target.exists(), "{page}: {link} leads nowhere");
            if let Some(place) = place {
                let there = prose(&std::fs::read_to_string(&target).unwrap());
                let headings = there.lines().filter(|line| line.starts_with('#'));
                let anchors: BTreeSet<String> = headings.map(|line| anchor(line.trim_start_matches('#'))).collect();
                assert!(anchors.contains(place), "{page}: {link} names no heading: {anchors:?}");
            }
            n_links += 1;
        }
    }
    assert!(n_links >= 40, "{n_links} links");
}

/// The lines that the guide gives for Python, where the libraries that they use are there.
#[test]
fn python_of_the_guide_runs() {
    let python = std::env::var_os("SNAPBACK_PYTHON").unwrap_or_default();
    let run = |program: &str, folder: &std::path::Path| {
        std::process::Command::new(&python).args(["-c", program]).current_dir(folder).output()
    };
    let has = |program: &str| run(program, root()).is_ok_and(|output| output.status.success());
    if python.is_empty() || !has("import pandas, polars, duckdb, pyarrow") {
        eprintln!("skipped: SNAPBACK_PYTHON names no Python with pandas, polars, duckdb and pyarrow");
        return;
    }
    let folder = workplace();
    crate::shell::done(folder.path(), "sweep study.ron --out results --quiet");
    let output = run(&blocks(&read("docs/guide.md"), "python").concat(), folder.path()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
