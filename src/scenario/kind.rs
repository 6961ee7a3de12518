//! What a RON file describes.

use crate::text::{Mistake, Node, child};

/// Kinds of files that a user writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Parties and how they are enforced.
    Scenario,
    /// A mechanism alone.
    Design,
    /// What varies in a scenario, under which designs.
    Study,
}

impl FileKind {
    /// The kind of a file, by the fields that only one kind has; a scenario where there are none.
    pub fn of(tree: &Node) -> Self {
        let has = |names: &[&str]| names.iter().any(|name| child(tree, name).is_some());
        if has(&["parties", "round", "horizon"]) {
            Self::Scenario
        } else if has(&["vary", "sampling", "scenario"]) {
            Self::Study
        } else if has(&["remedy", "consultation", "may_file"]) {
            Self::Design
        } else {
            Self::Scenario
        }
    }

    /// A file of another kind is one mistake, not a scenario full of them.
    pub(super) fn refuse_others(tree: &Node) -> Result<(), Mistake> {
        let (found, help) = match Self::of(tree) {
            Self::Scenario => return Ok(()),
            Self::Design => ("a design", "--design FILE plays a scenario under it"),
            Self::Study => ("a study", "snapback sweep FILE plays it, and checks it under --dry-run"),
        };
        let mistake = Mistake::new("", found, "a scenario, with `parties`, `round` and `horizon`");
        Err(Mistake { span: Some(tree.span.clone()), help: Some(help.to_owned()), ..mistake })
    }
}
