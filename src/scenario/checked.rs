//! A scenario whose text and meaning are right.

use crate::game::{Agreement, Foreseen, Game};
use crate::scenario::ScenarioFile;
use crate::scenario::decoded::{Decoded, Memo};
use crate::text::{self, Mistake, Node, Source};
use std::sync::Arc;

/// A scenario that is right in text and meaning, with every default written out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub(super) file: ScenarioFile,
    pub(super) design: String,
    agreement: Agreement,
    /// What overrides are read from, made when the first comes.
    decoded: Memo,
}

impl Scenario {
    pub(super) fn checked(file: ScenarioFile, design: String, agreement: Agreement) -> Self {
        Self { file, design, agreement, decoded: Memo::default() }
    }

    /// Name of the scenario.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// What it is, in its own words.
    pub fn about(&self) -> &str {
        &self.file.about
    }

    /// Name of the design.
    pub fn design(&self) -> &str {
        &self.design
    }

    /// What was signed.
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The game but for what deliberate parties foresee: good for its names and its shape. To play it, make it ready
    /// with `study::ready`.
    pub fn outline(&self) -> Game {
        Game::new(&self.agreement, Foreseen::Nothing)
    }

    /// The scenario with its defaults as a tree, in which paths lead to fields.
    pub fn tree(&self) -> Option<&Node> {
        Some(self.decoded()?.tree())
    }

    pub(super) fn decoded(&self) -> Option<&Decoded> {
        self.decoded.get(|| Decoded::of(&self.file, &written_out(&self.file)))
    }

    /// Whether the field at a path can hold a value, whatever the value means; a path without a field holds none.
    ///
    /// # Errors
    /// All that is wrong with the value.
    pub fn holds(&self, path: &str, value: &str) -> Result<(), Vec<Mistake>> {
        let node = text::parse_value(&Source::new(format!("{path}={value}"), value), path).map_err(|m| vec![m])?;
        let Some(mut tree) = self.tree().cloned() else { return Ok(()) };
        text::set(&mut tree, path, node).map_err(|mistake| vec![mistake])?;
        match text::decode::<ScenarioFile>(&tree).1 {
            mistakes if mistakes.is_empty() => Ok(()),
            mistakes => Err(mistakes),
        }
    }

    /// The same scenario, its design called by another name.
    pub fn named_by_design(self, design: &str) -> Self {
        Self { design: design.to_owned(), ..self }
    }

    /// The scenario as RON with every default written out; reading it gives the same scenario.
    pub fn to_ron(&self) -> String {
        pretty(&self.file)
    }

    /// The scenario as JSON with every default written out; what is infinite is null.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(&self.file).unwrap_or_default();
        format!("{}\n", text::printable_json(&text))
    }
}

pub(super) fn written_out(file: &ScenarioFile) -> Arc<Source> {
    Source::new("the scenario with its defaults", pretty(file))
}

fn pretty(file: &ScenarioFile) -> String {
    let config = ron::ser::PrettyConfig::new().new_line("\n").indentor("    ");
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    // Plain structs of numbers and strings always serialise.
    let mut text = options.to_string_pretty(file, config).unwrap_or_default();
    text.push('\n');
    text
}
