//! The house keeps its order: folders import backwards only, files are short and say what they are for.

use std::path::{Path, PathBuf};

/// The folders of `src`, each of which may use those before it.
const ORDER: [&str; 15] = [
    "check",
    "stats",
    "text",
    "trade",
    "mechanism",
    "conduct",
    "game",
    "metric",
    "exact",
    "scenario",
    "simulate",
    "study",
    "report",
    "archive",
    "cli",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Each file of `src` with its path below it and its code without tests.
fn sources() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
        (path.strip_prefix(&src).unwrap().display().to_string(), text, code)
    };
    files(&src).into_iter().map(read).collect()
}

#[test]
fn folders_import_backwards_only() {
    for (name, _, code) in sources() {
        let Some(place) = ORDER.iter().position(|folder| name.starts_with(&format!("{folder}/"))) else { continue };
        for later in &ORDER[place + 1..] {
            assert!(!code.contains(&format!("crate::{later}")), "{name} uses {later}, which comes after it");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    for (name, text, _) in sources() {
        assert!(text.starts_with("//! "), "{name} does not open with a //! line");
        let n_lines = text.lines().count();
        assert!(n_lines <= 400, "{name} has {n_lines} lines");
    }
}

#[test]
fn the_game_knows_no_generator_thread_clock_path_or_format() {
    let below = &ORDER[..=ORDER.iter().position(|folder| *folder == "game").unwrap()];
    for (name, _, code) in sources() {
        if !below.iter().any(|folder| name.starts_with(&format!("{folder}/"))) {
            continue;
        }
        for foreign in
            ["rand", "rayon", "clap", "indicatif", "serde_json", "std::fs", "std::time", "std::path", "std::thread"]
        {
            assert!(!code.contains(&format!("use {foreign}")), "{name} uses {foreign}");
        }
    }
}

#[test]
fn every_package_has_a_reason() {
    let read = |name: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let (manifest, page) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let (_, packages) = page.split_once("## Packages").unwrap();
    let sections = manifest.split("\n[").filter(|section| section.contains("dependencies]\n"));
    let names: Vec<&str> = sections
        .flat_map(|section| section.lines().skip(1).filter_map(|line| line.split_once(" = ")))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(packages.contains(&format!("`{name}`")), "ARCHITECTURE.md does not say what {name} is for");
    }
}
