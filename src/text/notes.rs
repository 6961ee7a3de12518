//! What a pass over a tree takes down on its way: where it is, and what is wrong there.

use crate::text::{Mistake, Node, Span};
use serde::de;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

/// What one pass over the tree knows and notes.
pub(super) struct Notes {
    pub(super) mistakes: RefCell<Vec<Mistake>>,
    pub(super) path: RefCell<Vec<String>>,
    /// Fields that are missing and are filled with placeholders, by path of their struct.
    pub(super) filled: BTreeSet<(String, &'static str)>,
}

/// Why a pass stops before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// A field is missing; its struct is not known yet.
    Field(&'static str),
    /// A field of the struct at `path` is missing: fill it and start again.
    Missing { path: String, field: &'static str, noted: Option<Box<Mistake>> },
    /// Anything else that a type has to say.
    Other(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) | Self::Missing { field, .. } => write!(f, "missing field {field}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::Other(text.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Field(field)
    }
}

impl Notes {
    pub(super) fn place(&self) -> String {
        self.path.borrow().join(".")
    }

    pub(super) fn below(&self, name: &str) -> String {
        let place = self.place();
        if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
    }

    pub(super) fn within<T>(&self, name: &str, read: impl FnOnce() -> T) -> T {
        self.path.borrow_mut().push(name.to_owned());
        let value = read();
        self.path.borrow_mut().pop();
        value
    }

    pub(super) fn note(&self, span: &Span, found: impl Into<String>, allowed: impl Into<String>) -> Mistake {
        let mistake = Mistake { span: Some(span.clone()), ..Mistake::new(self.place(), found, allowed) };
        self.mistakes.borrow_mut().push(mistake.clone());
        mistake
    }

    pub(super) fn n_mistakes(&self) -> usize {
        self.mistakes.borrow().len()
    }

    pub(super) fn replace_last(&self, mistake: Mistake) {
        if let Some(last) = self.mistakes.borrow_mut().last_mut() {
            *last = mistake;
        }
    }

    /// Turns a missing field into a restart, noted once.
    pub(super) fn missing<T>(&self, result: Result<T, Stop>, span: Option<&Span>) -> Result<T, Stop> {
        result.map_err(|stop| match stop {
            Stop::Field(field) => {
                let noted = span.map(|span| {
                    let whole = Span { start: span.end.saturating_sub(1).max(span.start), ..span.clone() };
                    Box::new(Mistake {
                        span: Some(whole),
                        ..Mistake::new(self.below(field), "nothing", format!("a field `{field}`: it has no default"))
                    })
                });
                Stop::Missing { path: self.place(), field, noted }
            }
            Stop::Other(text) => {
                if let Some(span) = span {
                    self.note(span, text, "what the reference scenario shows");
                }
                Stop::Other(String::new())
            }
            other => other,
        })
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) node: &'a Node,
    pub(super) notes: &'a Notes,
}
