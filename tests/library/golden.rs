//! Golden traces: play under every design and every conduct rule, the flagships, and every theory case, as people read
//! them.
//!
//! `UPDATE_GOLDEN=1 cargo test --test library golden` writes them anew; a difference is a change of results, for the changelog.

use snapback::report::trace_text;
use snapback::scenario::{DESIGNS, Request, SCENARIOS, load};
use snapback::study::trace;
use std::path::Path;

fn check(name: &str, scenario: &str, design: Option<&str>, rounds: u32, set: &[(&str, &str)]) {
    let mut set: Vec<(String, String)> =
        set.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    set.push(("horizon".to_owned(), format!("Rounds({rounds})")));
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
    // Parties that violate often and whatever the design, so that procedures are walked to their ends.
    let set = [
        ("parties.US.conduct.comply", "Disposition(calm: 0.95, disputed: 0.95, remedied: 0.97)"),
        ("parties.China.conduct.comply", "Disposition(calm: 0.60, disputed: 0.65, remedied: 0.85)"),
        ("parties.China.commitments.purchases.gain", "3.0"),
    ];
    for design in DESIGNS {
        check(design.name, "us_china_2019", Some(design.name), 24, &set);
    }
}

#[test]
fn two_years_of_the_flagships_as_they_are() {
    check("us_china_2019", "us_china_2019", None, 24, &[]);
    check("us_china_quarterly", "us_china_quarterly", None, 24, &[]);
}

#[test]
fn twelve_rounds_of_every_theory_case() {
    for scenario in SCENARIOS.iter().filter(|scenario| scenario.name.starts_with("theory/")) {
        check(&scenario.name.replace('/', "-"), scenario.name, None, 12, &[]);
    }
}

#[test]
fn three_years_of_every_conduct_rule() {
    // China plays the rule, against a party that errs now and then.
    let rules = [
        ("always", "Always"),
        ("never", "Never"),
        ("chance", "Chance(0.7)"),
        ("disposition", "Disposition(calm: 0.7, disputed: 0.8, remedied: 0.95)"),
        ("opportunist", "Opportunist(above: 1.1)"),
        ("deliberate", "Deliberate(noise: 0.5)"),
        ("per_commitment", "PerCommitment({\"purchases\": Never, \"technology transfer\": Chance(0.5)})"),
        ("tit_for_tat", "TitForTat"),
        ("suspicious_tit_for_tat", "SuspiciousTitForTat"),
        ("generous_tit_for_tat", "GenerousTitForTat(generosity: 0.5)"),
        ("tit_for_two_tats", "TitForTwoTats"),
        ("contrite_tit_for_tat", "ContriteTitForTat"),
        ("win_stay_lose_shift", "WinStayLoseShift"),
        ("grim", "Grim"),
        ("retaliate", "Retaliate(2)"),
        ("trigger", "Trigger(2)"),
        ("memory_one", "MemoryOne(first: 1.0, cc: 0.95, cd: 0.2, dc: 0.9, dd: 0.3)"),
        (
            "automaton",
            "Automaton(modes: [(comply: 1.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)), (comply: 0.0, next: (cc: 0, cd: 1, dc: 0, dd: 0))])",
        ),
    ];
    for (name, rule) in rules {
        let set = [("parties.US.conduct.comply", "Chance(0.8)"), ("parties.China.conduct.comply", rule)];
        check(&format!("conduct-{name}"), "us_china_quarterly", None, 12, &set);
    }
}
