//! What scenarios and designs say of themselves: what they are, where their numbers come from, what is assumed.

use crate::scenario::{DEFAULT_SCENARIO, SCENARIOS, Scenario, design_named, read_text, scenario_named};
use crate::study::survey::Survey;
use std::path::Path;

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNote {
    /// Name of the scenario or design.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Where its numbers come from.
    pub source: String,
    /// Lines whose numbers are assumed.
    pub assumed: Vec<String>,
}

/// What the baseline's scenario, from the file or of the library as `source` says, and the designs say of themselves.
pub fn source_notes(survey: &Survey, source: Option<&str>) -> Vec<SourceNote> {
    let scenario = &survey.arms[survey.baseline].scenario;
    let mut notes = vec![SourceNote {
        name: scenario.name().to_owned(),
        about: scenario.about().to_owned(),
        source: String::new(),
        assumed: assumed(&text_of(source.unwrap_or(DEFAULT_SCENARIO), scenario)),
    }];
    for arm in &survey.arms {
        let mechanism = &arm.scenario.agreement().mechanism;
        notes.push(SourceNote {
            name: arm.scenario.design().to_owned(),
            about: mechanism.about.clone(),
            source: mechanism.source.clone(),
            assumed: design_named(arm.scenario.design()).map_or_else(Vec::new, |design| assumed(design.text)),
        });
    }
    notes
}

/// The text of a scenario with its comments, where it can be found.
fn text_of(name: &str, scenario: &Scenario) -> String {
    if let Some(entry) = scenario_named(name) {
        return entry.text.to_owned();
    }
    if let Ok(source) = read_text(Path::new(name), "scenario") {
        return source.text.clone();
    }
    let same = SCENARIOS.iter().find(|entry| entry.text.contains(&format!("name: \"{}\"", scenario.name())));
    same.map_or_else(String::new, |entry| entry.text.to_owned())
}

/// The lines of a text whose comment says that they are assumed.
fn assumed(text: &str) -> Vec<String> {
    let is_assumed = |line: &&str| line.split_once("//").is_some_and(|(_, comment)| comment.contains("assumed"));
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().filter(is_assumed).map(plain).collect()
}
