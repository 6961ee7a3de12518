//! A value as it is meant: decoded from its text once, so that it can be set and read without it.

use crate::text::{Body, Field, Kind, Node, Source, parse_value};

/// A decoded value; its parts stand in the order of those of the [`Node`] that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A number, as a field of either kind takes it.
    Number {
        /// As a number of any size.
        x: Option<f64>,
        /// As a whole number, where it is written as one.
        whole: Option<u64>,
    },
    /// A text.
    Text(String),
    /// A bare word: a unit variant, `true`, `None`, `inf`.
    Word(String),
    /// Fields by name, perhaps after the name of a variant or struct.
    Fields(Option<String>, Vec<(String, Value)>),
    /// Values in parentheses, perhaps after the name of a variant.
    Tuple(Option<String>, Vec<Value>),
    /// Values in brackets.
    List(Vec<Value>),
    /// Pairs in braces.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// What a tree means; nothing where a part of it is no value, or one of a kind that no scenario has.
    pub(crate) fn of(node: &Node) -> Option<Self> {
        let all = |items: &[Node]| items.iter().map(Self::of).collect::<Option<Vec<_>>>();
        Some(match &node.kind {
            Kind::Scalar => Self::scalar(node.span.text())?,
            Kind::Word(word) => Self::Word(word.clone()),
            Kind::Group(name, Body::Named(fields)) => {
                let field = |field: &Field| Some((field.key.clone(), Self::of(&field.value)?));
                Self::Fields(name.clone(), fields.iter().map(field).collect::<Option<_>>()?)
            }
            Kind::Group(name, Body::Positional(items)) => Self::Tuple(name.clone(), all(items)?),
            Kind::List(items) => Self::List(all(items)?),
            Kind::Map(entries) => {
                let entry = |(key, value): &(Node, Node)| Some((Self::of(key)?, Self::of(value)?));
                Self::Map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            Kind::Wrong => return None,
        })
    }

    /// What the RON text of one value means.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        // Most values are numbers, which need no tree.
        let is_plain = text.starts_with(|c: char| c.is_ascii_digit())
            && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
        if is_plain && let Some(number) = Self::scalar(text) {
            return Some(number);
        }
        Self::of(&parse_value(&Source::new("", text), "").ok()?)
    }

    /// A number, as [`number`] writes it.
    pub(crate) fn number(x: f64) -> Self {
        let is_whole = x == libm::trunc(x) && (0.0..1e15).contains(&x);
        Self::Number { x: Some(x), whole: is_whole.then_some(x as u64) }
    }

    /// Whether it is a number.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number { .. })
    }

    fn scalar(text: &str) -> Option<Self> {
        if let Ok(text) = ron::from_str::<String>(text) {
            return Some(Self::Text(text));
        }
        let (x, whole) = (ron::from_str(text).ok(), ron::from_str(text).ok());
        (x.is_some() || whole.is_some()).then_some(Self::Number { x, whole })
    }
}

/// A number as RON; whole numbers without a point, so that fields of either kind take them.
pub(crate) fn number(x: f64) -> String {
    if x == libm::trunc(x) && x.abs() < 1e15 { format!("{x:.0}") } else { format!("{x:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_means_what_its_text_means() {
        for x in [0.0, -0.0, 1.0, 0.1, -3.5, 1e15, 1e14, 123_456_789.0, 1e-300, f64::MAX, 2.0_f64.powi(53)] {
            let (number, read) = (Value::number(x), Value::read(&number(x)).unwrap());
            assert_eq!(format!("{number:?}"), format!("{read:?}"));
        }
    }

    #[test]
    fn what_is_no_value_means_nothing() {
        for text in ["", "0.5 0.6", "%", "(", "1..2", "5 %", "'a'"] {
            assert_eq!(Value::read(text), None, "{text}");
        }
        assert_eq!(Value::read(" Years( 1 ) "), Value::read("Years(1)"));
    }
}
