//! The library: the binary holds what the folder holds, everything in it loads, and the reference is the defaults.

use snapback::scenario::{DESIGNS, Request, SCENARIOS, Scenario, load};
use std::path::Path;

fn names(folder: &str, prefix: &str) -> Vec<String> {
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(folder)).unwrap();
    let files = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        files.filter_map(|file| file.strip_suffix(".ron").map(|stem| format!("{prefix}{stem}"))).collect();
    names.sort();
    names
}

fn scenario(name: &str, design: Option<&str>) -> Scenario {
    let request = Request { scenario: Some(name.to_owned()), design: design.map(str::to_owned), ..Request::default() };
    load(&request).unwrap_or_else(|mistakes| panic!("{name}: {}", snapback::text::render(&mistakes)))
}

#[test]
fn the_binary_holds_every_file_of_the_folder() {
    let mut embedded: Vec<&str> = SCENARIOS.iter().map(|entry| entry.name).collect();
    embedded.sort_unstable();
    let mut files = [names("", ""), names("theory", "theory/"), names("treaties", "treaties/")].concat();
    files.sort();
    assert_eq!(embedded, files);
    let mut designs: Vec<&str> = DESIGNS.iter().map(|entry| entry.name).collect();
    designs.sort_unstable();
    assert_eq!(designs, names("designs", ""));
}

#[test]
fn every_scenario_loads_and_reads_back_as_itself() {
    for entry in SCENARIOS {
        let loaded = scenario(entry.name, None);
        let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
        std::fs::write(file.path(), loaded.to_ron()).unwrap();
        let again = scenario(file.path().to_str().unwrap(), None);
        assert_eq!(again.agreement(), loaded.agreement(), "{}", entry.name);
        assert_eq!(again.to_ron(), loaded.to_ron(), "{}", entry.name);
    }
}

#[test]
fn every_design_enforces_every_us_china_scenario() {
    for entry in DESIGNS {
        for name in ["us_china_2019", "us_china_quarterly"] {
            let loaded = scenario(name, Some(entry.name));
            assert_eq!(loaded.design(), entry.name);
            assert_eq!(loaded.agreement().mechanism.name, entry.name, "the name in the file is the name of the file");
        }
    }
}

#[test]
fn every_design_says_what_it_is_and_where_it_comes_from() {
    for design in snapback::study::designs() {
        assert!(!design.about.is_empty() && !design.source.is_empty(), "{}", design.name);
    }
}

/// Without the lines that say "default", the reference scenario means the same.
#[test]
fn the_reference_scenario_shows_the_defaults() {
    let whole = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference.ron")).unwrap();
    let is_default = |line: &&str| {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        comment.contains("default") && code.trim_end().ends_with(',') && !comment.contains("; required")
    };
    let removed = whole.lines().filter(is_default).count();
    assert!(removed > 30, "{removed} lines say that they hold a default");
    let bare: Vec<&str> = whole.lines().filter(|line| !is_default(line)).collect();
    let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
    std::fs::write(file.path(), bare.join("\n")).unwrap();
    let bare = scenario(file.path().to_str().unwrap(), None);
    assert_eq!(bare.to_ron(), scenario("reference", None).to_ron());
}
