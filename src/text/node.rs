//! The tree of a RON text: every value with its place.

use crate::text::Span;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// Kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number, string or character; its text is that of the span.
    Scalar,
    /// A bare word: a unit variant, `true`, `None`, `inf`.
    Word(String),
    /// Parentheses, perhaps after a name.
    Group(Option<String>, Body),
    /// Brackets.
    List(Vec<Node>),
    /// Braces.
    Map(Vec<(Node, Node)>),
    /// Something that is no value, of which a mistake tells.
    Wrong,
}

/// What stands in parentheses.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `field: value` pairs.
    Named(Vec<Field>),
    /// Values alone.
    Positional(Vec<Node>),
}

/// One `field: value` pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name of the field.
    pub key: String,
    /// Where the name stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The string that it holds, where it holds one.
    pub fn as_string(&self) -> Option<String> {
        match self.kind {
            Kind::Scalar => ron::from_str(self.span.text()).ok(),
            _ => None,
        }
    }

    /// The name by which an element of a list is called: its field `name`, or `level` of a level of talks.
    pub fn name(&self) -> Option<String> {
        let Kind::Group(_, Body::Named(fields)) = &self.kind else { return None };
        fields
            .iter()
            .find(|field| matches!(field.key.as_str(), "name" | "level"))
            .and_then(|field| field.value.as_string())
    }

    /// Its text on one line, shortened.
    pub fn excerpt(&self) -> String {
        let flat = self.span.text().split_whitespace().collect::<Vec<_>>().join(" ");
        if flat.chars().count() <= 40 { flat } else { flat.chars().take(39).chain(['…']).collect() }
    }
}
