//! A study as its file spells it.

use crate::study::survey::{Axis, Role, Sampling, Values};
use crate::text::{Literal, Mistake, Node, decode};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One study file: what varies in a scenario, under which designs, how often.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename = "Study")]
pub struct StudyFile {
    /// Scenario by name or path; the default one where there is none.
    #[serde(default)]
    pub scenario: Option<String>,
    /// Overrides by path.
    #[serde(default)]
    pub set: BTreeMap<String, Literal>,
    /// Parameters that vary.
    #[serde(default)]
    pub vary: Vec<VaryFile>,
    /// How they are combined.
    #[serde(default)]
    pub sampling: Sampling,
    /// Designs by name or path; the scenario's own where there are none.
    #[serde(default)]
    pub designs: Vec<String>,
    /// Design that the others are compared with; the first where none is named.
    #[serde(default)]
    pub baseline: Option<String>,
    /// Replications a config.
    #[serde(default)]
    pub reps: Option<u64>,
    /// Seed of all draws.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Targets such as `"welfare.joint=0.5%"`.
    #[serde(default)]
    pub precision: Vec<String>,
    /// Conditions such as `"compliance.China>=0.9"`.
    #[serde(default)]
    pub require: Vec<String>,
}

/// One parameter that varies: `from`, `to` and `count`, or `values`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename = "Vary")]
pub struct VaryFile {
    /// Path of a field; several, comma-separated, move together.
    pub path: String,
    /// First number.
    #[serde(default)]
    pub from: Option<f64>,
    /// Last number.
    #[serde(default)]
    pub to: Option<f64>,
    /// How many numbers, on a grid.
    #[serde(default)]
    pub count: Option<u32>,
    /// Values of any kind.
    #[serde(default)]
    pub values: Vec<Literal>,
    /// What it is to whoever decides.
    #[serde(default)]
    pub role: Role,
}

/// Reads a study file.
///
/// # Errors
/// All mistakes.
pub fn read_study(tree: &Node) -> Result<StudyFile, Vec<Mistake>> {
    match decode::<StudyFile>(tree) {
        (Some(file), mistakes) if mistakes.is_empty() => Ok(file),
        (_, mistakes) => Err(mistakes),
    }
}

impl VaryFile {
    /// The axis that the entry describes.
    ///
    /// # Errors
    /// A mistake where it says too much or too little.
    pub fn axis(&self, sampling: &Sampling) -> Result<Axis, Mistake> {
        let wrong = |found: &str| {
            let allowed = "`from`, `to` and `count` (`from` and `to` under a drawn sampling), or `values`";
            Err(Mistake::new(format!("vary.{}", self.path), found, allowed))
        };
        let is_drawn = matches!(sampling, Sampling::LatinHypercube(_) | Sampling::Sobol(_));
        let values = match (self.from, self.to, self.count, self.values.is_empty()) {
            (Some(from), Some(to), count, true) if count.is_some() || is_drawn => {
                Values::Range { from, to, count: count.unwrap_or(2), whole: false }
            }
            (None, None, None, false) => Values::List(self.values.iter().map(|value| value.0.clone()).collect()),
            (None, None, None, true) => return wrong("neither numbers nor values"),
            (Some(_), Some(_), None, true) => return wrong("no `count`"),
            _ => return wrong("a mixture"),
        };
        Ok(Axis { paths: split_paths(&self.path), values, role: self.role })
    }
}

/// Comma-separated paths.
pub(in crate::study) fn split_paths(text: &str) -> Vec<String> {
    text.split(',').map(|path| path.trim().to_owned()).collect()
}
