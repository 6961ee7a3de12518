//! What strategic governments do, in words and as JSON, and what is refused.

use crate::shell::{root, with};

/// What `equilibrium` says of a small game of two strategic parties, and its status.
fn told(args: &[&str]) -> (Option<i32>, String) {
    let all = [
        &[
            "equilibrium",
            "theory/tft_vs_tft",
            "--set",
            "parties.Row.discount=0.9",
            "--set",
            "parties.Column.discount=0.9",
        ],
        args,
    ];
    let output = with(root(), &all.concat());
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&told).into_owned())
}

#[test]
fn what_strategic_parties_do_is_told_in_words() {
    let (status, told) = told(&["--strategic=0.2"]);
    assert_eq!(status, Some(0), "{told}");
    for words in [
        "logit equilibrium, principal branch",
        "look at one commitment at a time; noise, $bn a decision: Row 0.2, Column 0.2",
        "The game of Row's cooperation",
        "no fold",
        "Row, no dispute open: keeps Row's cooperation in",
        "Column, no dispute open: leaves in",
        "by a best response in all that it decides",
        "In play of the full game, exact:",
        "compliance.Row",
        "surplus.joint",
    ] {
        assert!(told.contains(words), "{words:?} is not in\n{told}");
    }
}

#[test]
fn an_equilibrium_is_certified_in_json_and_nobody_loses_by_a_best_response() {
    let (status, told) = told(&["--strategic=0.5", "--format", "json", "--scope", "each,whole"]);
    assert_eq!(status, Some(0), "{told}");
    let json: serde_json::Value = serde_json::from_str(&told).unwrap();
    let scopes: Vec<&str> =
        json["equilibria"].as_array().unwrap().iter().map(|one| one["scope"].as_str().unwrap()).collect();
    assert_eq!(scopes, ["each", "whole"]);
    for one in json["equilibria"].as_array().unwrap() {
        for game in one["games"].as_array().unwrap() {
            assert!(game["residual"].as_f64().unwrap() <= 1e-10, "{game}");
            for gain in game["exploitability"].as_array().unwrap() {
                let (gain, error) = (gain["gain"].as_f64().unwrap(), gain["error"].as_f64().unwrap());
                assert!(gain >= -error && error < 1e-6, "{game}");
            }
            assert!(game["decisions"].as_array().unwrap().iter().all(|act| act["rounds"].as_f64().unwrap() > 0.0));
        }
    }
}

/// Where shocks are small, a party is close to a best response, and at large ones far from it.
#[test]
fn what_a_party_would_gain_shrinks_with_its_noise() {
    let gain = |noise: &str| {
        let (_, told) = told(&[&format!("--strategic={noise}"), "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&told).unwrap();
        json["equilibria"][0]["games"][0]["exploitability"][0]["gain"].as_f64().unwrap()
    };
    let gains = ["0.01", "0.2", "10"].map(gain);
    assert!(gains[0] < gains[1] && gains[1] < gains[2], "{gains:?}");
    assert!(gains[0] < 0.01, "{gains:?}");
}

#[test]
fn other_equilibria_are_found_and_can_be_refused() {
    let (status, found) = told(&["--strategic=0.2", "--starts", "8"]);
    assert_eq!(status, Some(0), "{found}");
    for words in ["another equilibrium, found from the start `", "choices differ by up to", "(here "] {
        assert!(found.contains(words), "{words:?} is not in\n{found}");
    }
    assert_eq!(told(&["--strategic=0.2", "--starts", "8", "--assert"]).0, Some(1));
    assert_eq!(told(&["--strategic=0.2", "--assert"]).0, Some(0));
}

#[test]
fn an_equilibrium_needs_somebody_strategic_and_sound_options() {
    for (args, words) in [
        (&[][..], "found no party whose conduct is Strategic; allowed: one or both: add --strategic"),
        (&["--strategic=0.2", "--noise", "0"], "noise: found 0.0; allowed: $bn, a number above 0"),
        (&["--strategic=0.2", "--noise", "NaN"], "noise: found NaN"),
        (&["--strategic=0.2", "--scope", "half"], "half"),
        (&["--strategic=0.2", "--starts", "-1"], "-1"),
    ] {
        let (status, told) = told(args);
        assert_eq!(status, Some(2), "{args:?}: {told}");
        assert!(told.contains(words), "{words:?} is not in\n{told}");
    }
    let (status, told) = told(&["--strategic=0.2", "--noise", "1e-300"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("no equilibrium of the game of"), "{told}");
}

#[test]
fn an_audit_of_strategic_conduct_tells_what_all_decisions_would_gain() {
    let audit = |more: &[&str]| {
        let all = [
            &[
                "audit",
                "theory/tft_vs_tft",
                "--set",
                "parties.Row.discount=0.9",
                "--set",
                "parties.Column.discount=0.9",
            ],
            more,
        ];
        let output = with(root(), &all.concat());
        let told = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8_lossy(&told).into_owned()
    };
    let text = audit(&["--strategic=0.2", "--prescribe", "conduct"]);
    assert!(text.contains("Column, in the game of Row's cooperation: "), "{text}");
    let (_, told) = told(&["--strategic=0.2", "--format", "json"]);
    let equilibrium: serde_json::Value = serde_json::from_str(&told).unwrap();
    let json = audit(&["--strategic=0.2", "--prescribe", "conduct", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let same = |a: &serde_json::Value, b: &serde_json::Value| (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-9;
    // Tremble is none of what strategic parties foresee.
    assert!(same(
        &json["exploitability"][0]["gain"],
        &equilibrium["equilibria"][0]["games"][0]["exploitability"][0]["gain"]
    ));
    assert!(!audit(&["--prescribe", "conduct", "--format", "json"]).contains("exploitability"));
    assert!(!audit(&["--strategic=0.2", "--format", "json"]).contains("exploitability"));
}
