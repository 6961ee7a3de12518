//! A scenario as it was written at first says what it said: its results are pinned from before fields came that it has not.
//!
//! A difference is a change of results, for the changelog. The pinned files are those of `run` and `solve` before there
//! were measures that last, renewals and all that came with them.

use crate::shell::stdout;
use serde_json::Value;

const SCENARIO: &str = "tests/command/old_style.ron";

/// What came to the output later, and says nothing of what was there: metrics that there were not.
const NEW_METRICS: [&str; 4] = ["stands", "renewals", "surplus", "lapsed"];

/// The version, and what holds it or names fields of scenarios that there were not.
const NOT_RESULTS: [&str; 2] = ["fingerprint", "snapback"];

fn results(json: &str) -> Value {
    let mut value: Value = serde_json::from_str(json).unwrap();
    for key in NOT_RESULTS {
        value.as_object_mut().unwrap().remove(key);
    }
    let metrics = value["metrics"].as_array_mut().unwrap();
    metrics.retain(|metric| !NEW_METRICS.contains(&metric["metric"].as_str().unwrap()));
    value
}

fn is_unchanged(command: &str, pinned: &str) {
    let (now, pinned) = (results(&stdout(&format!("{command} --format json"))), results(pinned));
    assert!(pinned["metrics"].as_array().unwrap().len() > 40, "hardly anything is pinned");
    for (key, value) in pinned.as_object().unwrap() {
        match (value.as_array(), now[key].as_array()) {
            (Some(pinned), Some(now)) => {
                for (pinned, now) in pinned.iter().zip(now) {
                    assert_eq!(now, pinned, "{command}");
                }
            }
            _ => assert_eq!(now[key], *value, "{command}: {key}"),
        }
    }
    assert!(now == pinned, "{command} tells more or less than was pinned: see the head of this file");
}

#[test]
fn runs_of_an_old_scenario_are_unchanged() {
    is_unchanged(&format!("run {SCENARIO} --reps 400 --seed 7"), include_str!("old_style_run.json"));
}

#[test]
fn exact_values_of_an_old_scenario_are_unchanged() {
    is_unchanged(&format!("solve {SCENARIO}"), include_str!("old_style_solve.json"));
}
