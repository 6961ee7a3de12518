//! Loads a scenario: a file or one of the library, under a design, with overrides.

use crate::scenario::draft::{Draft, is_whole_design, one};
use crate::scenario::open::open_scenario;
use crate::scenario::{DEFAULT_SCENARIO, MadeStrategic, Scenario};
use crate::text::{Mistake, Source};
use std::path::Path;

/// The option that overrides come with.
const SET: &str = "--set ";

/// What to load.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Path of a file, or a name from the library; the default scenario where there is none.
    pub scenario: Option<String>,
    /// A design by name or path, instead of the scenario's own.
    pub design: Option<String>,
    /// Overrides, path and RON value, applied in this order, but for a `design`, which comes first.
    pub set: Vec<(String, String)>,
    /// Whether both parties are made strategic, before the overrides are applied.
    pub strategic: Option<MadeStrategic>,
}

/// Loads, overrides and checks a scenario.
///
/// # Errors
/// All mistakes: unreadable, badly formed, of the wrong type, or wrong in meaning.
pub fn load(request: &Request) -> Result<Scenario, Vec<Mistake>> {
    let (source, folder) = open_scenario(request.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO)).map_err(one)?;
    let mut draft = Draft::read(&source)?;
    if let (Some(name), Some((path, _))) = (&request.design, request.set.iter().find(|(path, _)| is_whole_design(path)))
    {
        let found = format!("a `{}` that is set, and the design `{name}`, which it replaces", path.trim());
        draft.mistakes.push(Mistake::new(path.trim(), found, "one of the two"));
    }
    match &request.design {
        Some(name) => {
            draft.file.design = None;
            draft.adopt(name, Path::new(""));
        }
        None => draft.own_design(&folder),
    }
    if draft.mistakes.is_empty() {
        match request.strategic {
            Some(how) => draft.set_all_strategic(how, &request.set, SET),
            None => draft.set_all(&request.set, SET),
        }
    }
    draft.finish()
}

/// Reads a scenario from RON text such as [`Scenario::to_ron`] writes; `name` stands for it in mistakes.
///
/// # Errors
/// All mistakes, as of [`load`].
pub fn read_scenario(name: &str, text: &str) -> Result<Scenario, Vec<Mistake>> {
    let mut draft = Draft::read(&Source::new(name, text))?;
    draft.own_design(Path::new(""));
    draft.finish()
}
