//! Where a text comes from, and places in it.

use std::sync::Arc;

/// A text and what it is called in messages.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// File name, or the option that held the text.
    pub name: String,
    /// The text itself.
    pub text: String,
}

/// A stretch of a source, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The source.
    pub source: Arc<Source>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Source {
    /// A named text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }
}

impl Span {
    /// The text that it covers.
    pub fn text(&self) -> &str {
        self.source.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Line and column of its start, both from 1, columns in characters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The whole line on which it starts.
    pub fn line(&self) -> &str {
        let text = &self.source.text;
        let start = text[..self.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[self.start..].find('\n').map_or(text.len(), |at| self.start + at);
        text[start..end].trim_end_matches('\r')
    }
}
