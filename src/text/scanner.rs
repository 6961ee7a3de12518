//! Walks along a text, bracket by bracket; a slip is noted and stepped over, so that the rest can be read.

use crate::text::{Body, Field, Kind, Mistake, Node, Source, Span};
use std::sync::Arc;

/// Deepest nesting that is read.
const DEEPEST: usize = 64;
/// Slips after which a text is something else.
const MOST_SLIPS: usize = 200;

/// A walk along a text.
pub(super) struct Scanner<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) at: usize,
    pub(super) mistakes: Vec<Mistake>,
    /// Whether a kind of slip that is often repeated has been told of.
    pub(super) told_of_comments: bool,
    pub(super) told_of_blanks: bool,
    open: Vec<Open>,
    is_whole: bool,
    /// Brackets and those that close them.
    closed: Vec<(usize, usize)>,
}

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    close: char,
    is_named: bool,
}

/// Why a walk ends before its end.
pub(super) struct End;

pub(super) type Scan<T> = Result<T, End>;

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            at: 0,
            mistakes: Vec::new(),
            told_of_comments: false,
            told_of_blanks: false,
            open: Vec::new(),
            is_whole: true,
            closed: Vec::new(),
        }
    }

    /// The value that the text is.
    pub(super) fn text(&mut self) -> Option<Node> {
        let node = self.attributes().and_then(|()| self.value(0)).and_then(|node| {
            self.blank()?;
            Ok(node)
        });
        let node = node.ok()?;
        if self.at < self.source.text.len() {
            let node = self.with_ending(node, true);
            if self.blank().is_ok() && self.at < self.source.text.len() && self.mistakes.is_empty() {
                let end = self.source.text.len();
                self.is_whole = false;
                self.mistakes.push(Mistake::syntax(self.span_to(self.at, end), "more text after the value"));
            }
            return Some(node);
        }
        Some(node)
    }

    pub(super) fn into_mistakes(self) -> (Vec<Mistake>, bool) {
        (self.mistakes, self.is_whole)
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.source.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn span(&self, start: usize) -> Span {
        self.span_to(start, self.at)
    }

    pub(super) fn span_to(&self, start: usize, end: usize) -> Span {
        Span { source: Arc::clone(self.source), start, end }
    }

    pub(super) fn take_while(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let start = self.at;
        self.at += self.rest().find(|c| !holds(c)).unwrap_or(self.rest().len());
        &self.source.text[start..self.at]
    }

    /// Notes a slip: what stands from `start` to here, why it is none of RON, and what to write.
    pub(super) fn slip(&mut self, start: usize, reason: &str, help: impl Into<Option<String>>) {
        let mistake = Mistake::syntax(self.span(start), reason);
        let help = help.into().or_else(|| mistake.help.clone());
        self.mistakes.push(Mistake { help, ..mistake });
    }

    /// What the last slip was found in.
    pub(super) fn show_found(&mut self, text: &str) {
        if let Some(last) = self.mistakes.last_mut() {
            last.found = format!("`{text}`");
        }
    }

    /// A slip in place of a value.
    pub(super) fn wrong(&mut self, start: usize, reason: &str, help: impl Into<Option<String>>) -> Node {
        self.slip(start, reason, help);
        Node { span: self.trimmed(start), kind: Kind::Wrong }
    }

    fn attributes(&mut self) -> Scan<()> {
        self.blank()?;
        while self.rest().starts_with("#!") {
            self.take_while(|c| c != ']');
            self.step();
            self.blank()?;
        }
        Ok(())
    }

    pub(super) fn value(&mut self, depth: usize) -> Scan<Node> {
        if depth > DEEPEST {
            self.slip(self.at, "nested too deeply", None);
            return Err(End);
        }
        if self.mistakes.len() > MOST_SLIPS {
            return Err(End);
        }
        let start = self.at;
        let kind = match self.peek() {
            Some('(') => Kind::Group(None, self.group(depth)?),
            Some('[') => Kind::List(self.items(']', false, |scanner| scanner.element(depth + 1))?),
            Some('{') => Kind::Map(self.map(depth)?),
            Some(c) if c.is_alphabetic() || c == '_' => {
                if let Some(node) = self.raw_string() {
                    return Ok(node);
                }
                self.word(depth)?
            }
            _ => return Ok(self.scalar()),
        };
        Ok(Node { span: self.trimmed(start), kind })
    }

    /// A span from `start` that leaves out blanks after the value.
    pub(super) fn trimmed(&self, start: usize) -> Span {
        let span = self.span(start);
        let end = start + span.text().trim_end().len();
        Span { end, ..span }
    }

    /// A value beside others.
    fn element(&mut self, depth: usize) -> Scan<Node> {
        let node = self.value(depth)?;
        Ok(self.with_ending(node, false))
    }

    fn word(&mut self, depth: usize) -> Scan<Kind> {
        let name = self.identifier().unwrap_or_default();
        let end = self.at;
        self.blank()?;
        if self.peek() == Some('(') {
            return Ok(Kind::Group(Some(name), self.group(depth)?));
        }
        self.at = end;
        Ok(Kind::Word(name))
    }

    pub(super) fn identifier(&mut self) -> Option<String> {
        if self.rest().starts_with("r#") {
            self.at += 2;
        }
        let name = self.take_while(|c| c.is_alphanumeric() || c == '_').to_owned();
        (!name.is_empty()).then_some(name)
    }

    fn group(&mut self, depth: usize) -> Scan<Body> {
        let start = self.at;
        self.step();
        self.blank()?;
        let is_named = self.is_at_field();
        self.at = start;
        match is_named {
            true => Ok(Body::Named(self.fields(depth)?)),
            false => Ok(Body::Positional(self.items(')', false, |scanner| scanner.element(depth + 1))?)),
        }
    }

    fn map(&mut self, depth: usize) -> Scan<Vec<(Node, Node)>> {
        self.items('}', false, |scanner| {
            let key = scanner.value(depth + 1)?;
            scanner.colon()?;
            Ok((key, scanner.value(depth + 1)?))
        })
    }

    fn fields(&mut self, depth: usize) -> Scan<Vec<Field>> {
        let fields = self.items(')', true, |scanner| {
            let start = scanner.at;
            let Some(key) = scanner.key() else {
                scanner.value(depth + 1)?;
                scanner.slip(start, "a value without the name of its field", None);
                return Ok(None);
            };
            let key_span = scanner.trimmed(start);
            scanner.colon()?;
            let value = scanner.value(depth + 1)?;
            Ok(Some(Field { key, key_span, value: scanner.with_ending(value, true) }))
        })?;
        Ok(fields.into_iter().flatten().collect())
    }

    /// Whether a field starts here: a name, perhaps in quotes, and what should be a colon.
    fn is_at_field(&self) -> bool {
        let rest = self.rest();
        let name = rest.trim_start_matches(['"', '\'', '“', '”', '„', '‘', '’', '`']);
        let after = name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '#');
        let end = after.trim_start_matches(['"', '\'', '“', '”', '‘', '’', '`']).trim_start();
        let is_quoted = name.len() < rest.len();
        after.len() < name.len()
            && !(after.starts_with(',') || is_quoted && after.starts_with([' ', '\n']))
            && (end.starts_with([':', '=']) || end.starts_with("->"))
    }

    fn colon(&mut self) -> Scan<()> {
        self.blank()?;
        let start = self.at;
        match ["=>", "->", ":=", "==", "::", "="].into_iter().find(|sign| self.rest().starts_with(sign)) {
            Some(sign) => {
                self.at += sign.len();
                self.slip(start, "a colon stands between a field and its value", None);
            }
            None if self.peek() == Some(':') => self.step(),
            None => self.slip(start, "a colon is missing before this", None),
        }
        self.blank()
    }

    /// What stands in brackets, up to the closing one, with commas between items and perhaps after the last.
    fn items<T>(&mut self, close: char, is_named: bool, mut item: impl FnMut(&mut Self) -> Scan<T>) -> Scan<Vec<T>> {
        let bracket = Open { at: self.at, close, is_named };
        self.step();
        self.open.push(bracket);
        let mut items = Vec::new();
        let mut is_after_comma = false;
        loop {
            self.blank()?;
            let start = self.at;
            match self.peek() {
                None => {
                    self.left_open(bracket, None);
                    break;
                }
                Some(c) if c == close => {
                    self.closed.push((bracket.at, start));
                    self.step();
                    break;
                }
                Some(c @ (')' | ']' | '}')) => {
                    if self.open.iter().rev().any(|open| open.close == c) {
                        self.left_open(bracket, Some(start));
                        break;
                    }
                    self.step();
                    self.is_whole = false;
                    self.slip(start, "nothing is open that this closes", None);
                }
                Some(',' | ';') => {
                    self.step();
                    let reason = if is_after_comma { "one comma is enough" } else { "a comma that follows no value" };
                    self.slip(start, reason, None);
                }
                Some(_) if is_named != self.is_at_field() && self.belongs_outside(is_named) => {
                    self.left_open(bracket, Some(start));
                    break;
                }
                Some(_) => {
                    items.push(item(self)?);
                    self.blank()?;
                    is_after_comma = self.comma();
                    // Whatever was read, the walk goes on.
                    if self.at == start {
                        self.step();
                    }
                }
            }
        }
        self.open.pop();
        Ok(items)
    }

    /// Whether what comes next is an item of the brackets around these, not of these.
    fn belongs_outside(&self, is_named: bool) -> bool {
        let [.., outside, _] = self.open.as_slice() else { return false };
        outside.is_named != is_named && (outside.is_named || self.peek() == Some('('))
    }

    /// The comma after an item, or a slip where there is none; whether there was one.
    fn comma(&mut self) -> bool {
        let start = self.at;
        match self.peek() {
            Some(',') => self.step(),
            Some(';') => {
                self.step();
                self.slip(start, "a comma stands between two values", None);
            }
            None | Some(')' | ']' | '}') => return false,
            Some(c) if c.is_alphanumeric() || "([{\"'_-.“‘".contains(c) => {
                self.at = self.rest().find([',', '\n']).map_or(self.source.text.len(), |n| start + n);
                let next = &self.source.text[start..self.at];
                let n_open = next.matches('(').count();
                // A bracket left open has taken the comma with it.
                let is_told = !self.is_whole;
                self.at -= next.len() - next.match_indices(')').nth(n_open).map_or(next.len(), |(end, _)| end);
                if !is_told {
                    self.slip(start, "a comma is missing before this", None);
                }
                self.at = start;
            }
            Some(_) => {
                self.take_while(|c| !matches!(c, ',' | '\n' | ')' | ']' | '}' | '(' | '[' | '{'));
                self.slip(start, "this belongs to no value", None);
                if self.peek() == Some(',') {
                    self.step();
                }
            }
        }
        true
    }

    /// The first bracket that opens its line further left than the line of the one that it closes.
    fn skewed(&self) -> Option<(usize, usize)> {
        let text = &self.source.text;
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let indent = |at: usize| {
            let start = starts[starts.partition_point(|start| *start <= at) - 1];
            let line = &text[start..];
            (start, line.len() - line.trim_start_matches([' ', '\t']).len())
        };
        let is_skewed = |(opener, closer): &(usize, usize)| {
            let (start, here) = indent(*closer);
            start + here == *closer && here < indent(*opener).1
        };
        self.closed.iter().copied().filter(is_skewed).min_by_key(|(_, closer)| *closer)
    }

    /// Tells of a bracket that nothing closes, once; `before` is what shows it.
    fn left_open(&mut self, bracket: Open, before: Option<usize>) {
        if std::mem::replace(&mut self.is_whole, false) {
            let skewed = self.skewed();
            let at = skewed.map_or(bracket.at, |(opener, _)| opener);
            let here = skewed.map(|(_, closer)| closer).or(before);
            let span = self.span_to(at, at + 1);
            let line = here.map(|here| self.span_to(here, here).line_and_column().0);
            let place = line.map_or_else(|| "at the end of the text".to_owned(), |line| format!("at line {line}"));
            let found = format!("`{}`, which is left open {place}", span.text());
            let allowed = format!("well-formed RON (a bracket `{}` that closes it)", bracket.close);
            self.mistakes.push(Mistake { span: Some(span), ..Mistake::new("", found, allowed) });
        }
    }
}
