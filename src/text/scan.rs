//! Reads RON text into a tree. Syntax is judged by `ron` itself; this only finds the places.

use crate::text::{Body, Field, Kind, Mistake, Node, Source, Span};
use ron::extensions::Extensions;
use std::sync::Arc;

/// Deepest nesting that is read.
const DEEPEST: usize = 64;

/// The tree of a whole text.
///
/// # Errors
/// The first mistake in its syntax.
pub fn parse(source: &Arc<Source>) -> Result<Node, Mistake> {
    judge(source)?;
    let mut scanner = Scanner { source, at: 0 };
    let node = scanner.attributes().and_then(|()| scanner.value(0)).and_then(|node| {
        scanner.blank()?;
        if scanner.at == source.text.len() { Ok(node) } else { Err("more text after the value") }
    });
    node.map_err(|reason| {
        let span = scanner.span(scanner.at);
        Mistake::syntax(span, reason)
    })
}

/// The tree of an option's value, which must be exactly one RON value.
///
/// # Errors
/// A mistake that says what follows the value, or why it is none.
pub fn parse_value(source: &Arc<Source>, path: &str) -> Result<Node, Mistake> {
    parse(source).map_err(|mistake| Mistake {
        path: path.to_owned(),
        found: format!("`{}`, wrong at {}", source.text, mistake.found),
        allowed: "exactly one RON value, such as 0.5, Years(10), SelfJudged or \"text\"".to_owned(),
        ..mistake
    })
}

/// Lets `ron` say whether the text is well formed.
fn judge(source: &Arc<Source>) -> Result<(), Mistake> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    match options.from_str::<ron::Value>(&source.text) {
        Ok(_) => Ok(()),
        Err(error) => {
            let start = offset(&source.text, error.span.start);
            let span = Span { source: Arc::clone(source), start, end: start };
            Err(match error.code {
                ron::Error::ExceededRecursionLimit => Mistake::syntax(span, "brackets nested too deeply"),
                code => Mistake::syntax(span, &code.to_string()),
            })
        }
    }
}

fn offset(text: &str, place: ron::error::Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(place.line.saturating_sub(1)).map(str::len).sum();
    let line = &text[start..];
    line.char_indices().nth(place.col.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

struct Scanner<'a> {
    source: &'a Arc<Source>,
    at: usize,
}

type Scan<T> = Result<T, &'static str>;

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.source.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, start: usize) -> Span {
        Span { source: Arc::clone(self.source), start, end: self.at }
    }

    fn take_while(&mut self, holds: impl Fn(char) -> bool) -> &str {
        let start = self.at;
        let end = self.rest().find(|c| !holds(c)).map_or(self.source.text.len(), |n| start + n);
        self.at = end;
        &self.source.text[start..end]
    }

    /// Skips white space and comments.
    fn blank(&mut self) -> Scan<()> {
        loop {
            self.take_while(char::is_whitespace);
            if self.rest().starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Scan<()> {
        let mut depth = 0;
        loop {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.at += self.peek().ok_or("a comment without an end")?.len_utf8();
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn attributes(&mut self) -> Scan<()> {
        self.blank()?;
        while self.rest().starts_with("#!") {
            self.take_while(|c| c != ']');
            self.eat(']')?;
            self.blank()?;
        }
        Ok(())
    }

    fn eat(&mut self, c: char) -> Scan<()> {
        if self.peek() == Some(c) {
            self.at += c.len_utf8();
            Ok(())
        } else {
            Err("a bracket or comma is missing here")
        }
    }

    fn value(&mut self, depth: usize) -> Scan<Node> {
        if depth > DEEPEST {
            return Err("nested too deeply");
        }
        let start = self.at;
        let kind = match self.peek().ok_or("a value is missing here")? {
            '(' => Kind::Group(None, self.group(depth)?),
            '[' => Kind::List(self.list(depth)?),
            '{' => Kind::Map(self.map(depth)?),
            '"' => self.string()?,
            '\'' => self.character()?,
            'r' if self.rest().starts_with("r\"")
                || self.rest().starts_with("r#\"")
                || self.rest().starts_with("r##") =>
            {
                self.raw_string()?
            }
            c if c.is_alphabetic() || c == '_' => self.word(depth)?,
            _ => self.number()?,
        };
        Ok(Node { span: self.trimmed(start), kind })
    }

    /// A span from `start` that leaves out blanks after the value.
    fn trimmed(&self, start: usize) -> Span {
        let span = self.span(start);
        let end = start + span.text().trim_end().len();
        Span { end, ..span }
    }

    fn word(&mut self, depth: usize) -> Scan<Kind> {
        let name = self.identifier()?;
        let end = self.at;
        self.blank()?;
        if self.peek() == Some('(') {
            return Ok(Kind::Group(Some(name), self.group(depth)?));
        }
        self.at = end;
        Ok(Kind::Word(name))
    }

    fn identifier(&mut self) -> Scan<String> {
        if self.rest().starts_with("r#") {
            self.at += 2;
        }
        let name = self.take_while(|c| c.is_alphanumeric() || c == '_').to_owned();
        if name.is_empty() { Err("a name is missing here") } else { Ok(name) }
    }

    fn number(&mut self) -> Scan<Kind> {
        let text = self.take_while(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'));
        if text.is_empty() { Err("this is no value") } else { Ok(Kind::Scalar) }
    }

    fn string(&mut self) -> Scan<Kind> {
        self.eat('"')?;
        loop {
            match self.peek().ok_or("a string without an end")? {
                '"' => {
                    self.at += 1;
                    return Ok(Kind::Scalar);
                }
                '\\' => {
                    self.at += 1;
                    self.at += self.peek().ok_or("a string without an end")?.len_utf8();
                }
                c => self.at += c.len_utf8(),
            }
        }
    }

    fn raw_string(&mut self) -> Scan<Kind> {
        self.eat('r')?;
        let close = format!("\"{}", self.take_while(|c| c == '#'));
        self.eat('"')?;
        let end = self.rest().find(&close).ok_or("a string without an end")?;
        self.at += end + close.len();
        Ok(Kind::Scalar)
    }

    fn character(&mut self) -> Scan<Kind> {
        self.eat('\'')?;
        if self.peek() == Some('\\') {
            self.at += 1;
        }
        self.at += self.peek().ok_or("a character without an end")?.len_utf8();
        self.take_while(|c| c != '\'');
        self.eat('\'')?;
        Ok(Kind::Scalar)
    }

    fn group(&mut self, depth: usize) -> Scan<Body> {
        self.eat('(')?;
        self.blank()?;
        let start = self.at;
        let named = self.identifier().is_ok() && self.blank().is_ok() && self.peek() == Some(':');
        self.at = start;
        if named {
            Ok(Body::Named(self.items(')', |scanner| scanner.field(depth))?))
        } else {
            Ok(Body::Positional(self.items(')', |scanner| scanner.value(depth + 1))?))
        }
    }

    fn list(&mut self, depth: usize) -> Scan<Vec<Node>> {
        self.eat('[')?;
        self.items(']', |scanner| scanner.value(depth + 1))
    }

    fn map(&mut self, depth: usize) -> Scan<Vec<(Node, Node)>> {
        self.eat('{')?;
        self.items('}', |scanner| {
            let key = scanner.value(depth + 1)?;
            scanner.colon()?;
            Ok((key, scanner.value(depth + 1)?))
        })
    }

    fn field(&mut self, depth: usize) -> Scan<Field> {
        let start = self.at;
        let key = self.identifier()?;
        let key_span = self.span(start);
        self.colon()?;
        Ok(Field { key, key_span, value: self.value(depth + 1)? })
    }

    fn colon(&mut self) -> Scan<()> {
        self.blank()?;
        self.eat(':')?;
        self.blank()
    }

    /// Items up to the closing bracket, with commas between them and perhaps after the last.
    fn items<T>(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Scan<T>) -> Scan<Vec<T>> {
        let mut items = Vec::new();
        loop {
            self.blank()?;
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(items);
            }
            items.push(item(self)?);
            self.blank()?;
            if self.peek() != Some(close) {
                self.eat(',')?;
            }
        }
    }
}
