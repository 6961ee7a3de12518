//! Golden traces: two years of play under every design, and one of every theory case, as people read them.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` writes them anew; a difference is a change of results, for the changelog.

use snapback::report::trace_text;
use snapback::scenario::{DESIGNS, Request, SCENARIOS, load};
use snapback::study::trace;
use std::path::Path;

fn check(name: &str, scenario: &str, design: Option<&str>, rounds: u32) {
    let set = vec![("horizon".to_owned(), format!("Rounds({rounds})"))];
    let request = Request { scenario: Some(scenario.to_owned()), design: design.map(str::to_owned), set };
    let story = trace_text(&trace(&load(&request).unwrap(), 1, 4));
    // The fingerprint holds the version, which is no part of the story.
    let story: String =
        story.lines().map(|line| format!("{}\n", line.split(", fingerprint").next().unwrap())).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &story).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(golden, story, "{name} plays differently; see the head of this file");
}

#[test]
fn two_years_under_every_design() {
    for design in DESIGNS {
        check(design.name, "us_china_2019", Some(design.name), 24);
    }
}

#[test]
fn twelve_rounds_of_every_theory_case() {
    for scenario in SCENARIOS.iter().filter(|scenario| scenario.name.starts_with("theory/")) {
        check(&scenario.name.replace('/', "-"), scenario.name, None, 12);
    }
}
