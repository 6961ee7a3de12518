//! A field of a scenario set to a value.

use crate::text::{Value, number};
use std::borrow::Cow;

/// A field and the value that it is to have.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting<'a> {
    /// Path of the field, such as `parties.China.discount`.
    pub path: &'a str,
    /// Its value.
    pub value: Given<'a>,
}

/// A value as it is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<'a> {
    /// A number.
    Number(f64),
    /// The RON text of any value.
    Ron(Cow<'a, str>),
}

impl<'a> Setting<'a> {
    /// A field set to a value that is given as RON.
    pub fn ron(path: &'a str, value: &'a str) -> Self {
        Self { path, value: Given::Ron(Cow::Borrowed(value)) }
    }
}

impl Given<'_> {
    /// The value as RON.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Number(x) => Cow::Owned(number(*x)),
            Self::Ron(text) => Cow::Borrowed(text),
        }
    }

    /// What it means, where it is one value and nothing else; a `=` in it may belong to the path.
    pub(super) fn decoded(&self) -> Option<Value> {
        match self {
            Self::Number(x) => Some(Value::number(*x)),
            Self::Ron(text) if text.contains('=') => None,
            Self::Ron(text) => Value::read(text),
        }
    }
}
