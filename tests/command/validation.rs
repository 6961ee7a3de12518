//! What is known is obtained again; the page that shows it is as it would be now; other programs agree.

use crate::shell::{done_with, refuses, root};
use snapback::report::validate_markdown;
use snapback::simulate::Plan;
use snapback::study::{KnownResult, STRATEGIES, validate};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

fn known() -> &'static [KnownResult] {
    static KNOWN: OnceLock<Vec<KnownResult>> = OnceLock::new();
    KNOWN.get_or_init(|| validate(Plan { seed: 1, replications: 2000 }))
}

#[test]
fn every_known_result_is_obtained() {
    let results = known();
    assert!(results.len() >= 170, "{} results", results.len());
    for result in results {
        assert!(result.holds(), "{result:?}");
    }
    // Published digits, so that formula and program cannot be wrong together.
    let expected = |name: &str| results.iter().find(|result| result.name.starts_with(name)).unwrap().expected;
    for (name, digits) in [
        ("WSLS against WSLS, error", 2.95109),
        ("GTFT against WSLS, error", 2.76808),
        ("GRIM against ALLC, error", 4.29221),
        ("Extort2 against TFT, error", 1.23227),
        ("ZDGTFT2 against ZDGTFT2, error", 2.92944),
        ("Extort2 against ZDGTFT2, error", 2.34659),
    ] {
        assert!((expected(name) - digits).abs() < 5.1e-6, "{name}: {}", expected(name));
    }
    let score = |row: &str, column: &str| expected(&format!("{row} against {column}, 200"));
    for (row, scores) in [
        ("ALLC", [600, 0, 600, 597, 600, 600, 600, 300]),
        ("ALLD", [1000, 200, 204, 200, 208, 204, 600, 600]),
        ("TFT", [600, 199, 600, 500, 600, 600, 600, 498]),
        ("STFT", [602, 200, 500, 200, 602, 203, 401, 500]),
        ("TF2T", [600, 198, 600, 597, 600, 600, 600, 300]),
        ("GRIM", [600, 199, 600, 203, 600, 600, 600, 597]),
        ("WSLS", [600, 100, 600, 401, 600, 600, 600, 450]),
        ("ALT", [800, 100, 503, 500, 800, 107, 450, 400]),
    ] {
        for (column, known) in ["ALLC", "ALLD", "TFT", "STFT", "TF2T", "GRIM", "WSLS", "ALT"].iter().zip(scores) {
            assert_eq!(score(row, column), f64::from(known), "{row} against {column}");
        }
    }
    assert_eq!(STRATEGIES.len(), 8);
}

#[test]
fn the_page_of_known_results_is_as_it_would_be_now() {
    let head = "# Validation\n\nWhat the literature knows, and what this program finds. `snapback validate` prints the same, and exits with status 1 if anything fails. \
        *Expected* is the value of the formula; *obtained* that of the exact engine (or of the function at issue); *sampled* the mean of 2,000 replications with its 95 % half-width, seed 1 (in the long run: of 200 replications, rounds 1,000 to 2,999, when the start is forgotten). \
        Thresholds, tariff incidence and statistics have no sampled value: they are found by search or by formula, not by play. \
        Obtained values must agree to nine digits (thresholds of the tariff game to eight, statistics to the digits that are published), sampled ones within four standard errors. The test `tests/command/validation.rs` writes this page anew with `UPDATE_DOCS=1`.\n";
    let now = format!("{head}{}", validate_markdown(known()));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let shown = std::fs::read_to_string(&path).unwrap_or_default();
    for (shown, now) in shown.lines().zip(now.lines()) {
        assert_eq!(
            shown, now,
            "docs/validation.md shows another line; UPDATE_DOCS=1 cargo test --test command validation"
        );
    }
    assert_eq!(shown.lines().count(), now.lines().count());
}

#[test]
fn a_tournament_ranks_rules() {
    let text = done_with(root(), &["tournament", "--rules", "TitForTat,Never,Always", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["exact_matches"], 9);
    let names: Vec<&str> = json["ranked_names"].as_array().unwrap().iter().map(|x| x.as_str().unwrap()).collect();
    let place = |name: &str| names.iter().position(|other| *other == name).unwrap();
    let score = |row: &str, column: &str| json["payoff_matrix"][place(row)][place(column)].as_f64().unwrap();
    assert!((score("TitForTat", "Never") - 199.0 / 200.0).abs() < 1e-12);
    assert!((score("Never", "TitForTat") - 204.0 / 200.0).abs() < 1e-12);
    assert_eq!(score("Always", "TitForTat"), 3.0);
    // Sampled matches agree with solved ones.
    let noisy = ["tournament", "--rules", "TitForTat,Grim,WinStayLoseShift", "--tremble", "0.05", "--format", "json"];
    let exact: serde_json::Value = serde_json::from_str(&done_with(root(), &noisy)).unwrap();
    let sampled = [&noisy[..], &["--sampled", "--reps", "4000"]].concat();
    let sampled: serde_json::Value = serde_json::from_str(&done_with(root(), &sampled)).unwrap();
    for player in exact["players"].as_array().unwrap() {
        let same = sampled["players"].as_array().unwrap().iter().find(|other| other["rule"] == player["rule"]).unwrap();
        let (a, b, se) = (&player["score"], &same["score"], &same["se"]);
        let (a, b, se) = (a.as_f64().unwrap(), b.as_f64().unwrap(), se.as_f64().unwrap());
        assert!(se > 0.0 && (a - b).abs() < 4.0 * se, "{player} {same}");
    }
    refuses("tournament --rules TitForTatt", &["did you mean `TitForTat`?"]);
}

/// Matches without chance move for move, and noisy ones by score, as the Axelrod library (PyPI) plays them.
#[test]
fn the_axelrod_library_plays_the_same_matches() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/axelrod_matches.py");
    let python = std::env::var_os("SNAPBACK_PYTHON").unwrap_or_default();
    let has = |module: &str| {
        Command::new(&python)
            .args(["-c", &format!("import {module}")])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if python.is_empty() || !has("axelrod") {
        eprintln!("skipped: SNAPBACK_PYTHON names no Python with axelrod");
        return;
    }
    let output = Command::new(&python).arg(script).arg(env!("CARGO_BIN_EXE_snapback")).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    eprintln!("{told}");
}
