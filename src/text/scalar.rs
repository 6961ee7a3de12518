//! The smallest parts of a text: blanks, texts in quotes, numbers; and what people write instead of them.

use crate::text::scanner::{Scan, Scanner};
use crate::text::{Kind, Node, is_hidden, units};

impl Scanner<'_> {
    /// Skips white space and comments.
    pub(super) fn blank(&mut self) -> Scan<()> {
        loop {
            self.take_while(|c| c.is_whitespace() && !is_hidden_blank(c));
            let (start, rest) = (self.at, self.rest());
            if rest.starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if rest.starts_with("/*") {
                self.block_comment();
            } else if rest.starts_with('#') && !rest.starts_with("#!") || rest.starts_with("-- ") {
                self.take_while(|c| c != '\n');
                if !std::mem::replace(&mut self.told_of_comments, true) {
                    self.slip(start, "a comment begins with //", None);
                }
            } else if let Some(c) = rest.chars().next().filter(|c| is_hidden_blank(*c)) {
                self.step();
                if !std::mem::replace(&mut self.told_of_blanks, true) {
                    let help = format!(
                        "U+{:04X} stands here, which looks like nothing or like a space: delete it",
                        u32::from(c)
                    );
                    self.slip(start, "only plain spaces, tabs and line breaks stand between values", help);
                }
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) {
        let (start, mut depth) = (self.at, 0);
        while let Some(c) = self.peek() {
            if self.rest().starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.at += c.len_utf8();
            }
            if depth == 0 {
                return;
            }
        }
        self.slip(start, "a comment without an end", None);
    }

    /// The name of a field, perhaps in quotes, which it has not; nothing where no name stands here.
    pub(super) fn key(&mut self) -> Option<String> {
        let start = self.at;
        let (quoted, name) = match self.peek() {
            Some(c) if closing(c).is_some() => {
                self.step();
                let name = self.identifier();
                self.take_while(|c| closing(c).is_some() || c == '”' || c == '’');
                (true, name)
            }
            _ => (false, self.identifier()),
        };
        let ends = self.rest().trim_start();
        let has_colon = ends.starts_with([':', '=']) || ends.starts_with("->");
        // Names of fields are in small letters, those of variants are not.
        let lacks_colon = name.as_ref().is_some_and(|name| name.starts_with(|c: char| c.is_lowercase()))
            && ends.starts_with(|c: char| c.is_alphanumeric() || "([{\"'+-.“‘".contains(c));
        if name.is_none() || !(has_colon || lacks_colon) {
            self.at = start;
            return None;
        }
        if quoted {
            let help = name.as_ref().map(|name| format!("write {name}: …"));
            self.slip(start, "the name of a field stands without quotes", help);
        }
        name
    }

    /// A text or a number.
    pub(super) fn scalar(&mut self) -> Node {
        let start = self.at;
        match self.peek() {
            Some('"') => self.string(),
            Some('\'') if is_character(self.rest()) => {
                self.at += self.rest().char_indices().skip(2).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1);
                Node { span: self.span(start), kind: Kind::Scalar }
            }
            Some(c) if closing(c).is_some() => self.in_other_quotes(c),
            Some(c) if c.is_ascii_digit() || "+-.".contains(c) => self.number(),
            Some('$' | '€' | '£' | '¥') => {
                self.take_while(|c| !matches!(c, ',' | ')' | ']' | '}' | '\n'));
                self.wrong(start, "a number without a unit", units::MONEY.to_owned())
            }
            None | Some(',' | ';' | ')' | ']' | '}') => self.wrong(start, "a value is missing before this", None),
            Some(_) => {
                self.take_while(|c| !matches!(c, ',' | '(' | ')' | '[' | ']' | '{' | '}') && !c.is_whitespace());
                self.wrong(start, "no value begins like this", None)
            }
        }
    }

    fn string(&mut self) -> Node {
        let start = self.at;
        self.step();
        let line_end = self.rest().find('\n').map_or(self.source.text.len(), |n| self.at + n);
        let mut is_escaped = false;
        let end = self.rest().char_indices().find(|(_, c)| {
            let ends = *c == '"' && !is_escaped;
            is_escaped = *c == '\\' && !is_escaped;
            ends
        });
        let end = end.map(|(at, _)| self.at + at + 1);
        let follows = |end: usize| self.source.text[end..].trim_start();
        let is_closed = |end: usize| {
            end <= line_end || follows(end).is_empty() || follows(end).starts_with([',', ')', ']', '}', ':', '/'])
        };
        match end.filter(|end| is_closed(*end)) {
            Some(end) => {
                self.at = end;
                let text = self.span(start);
                if text.text().contains('\\') && ron::from_str::<String>(text.text()).is_err() {
                    return self.wrong(start, "a backslash in a text is written twice, \\\\", None);
                }
                Node { span: text, kind: Kind::Scalar }
            }
            None => {
                self.at = line_end;
                let text = self.span(start).text().trim_end().trim_end_matches([',', ')']).to_owned();
                self.at = start + text.len();
                self.wrong(start, "a text that is left open: a quote is missing at its end", None)
            }
        }
    }

    /// A text in quotes of another kind.
    fn in_other_quotes(&mut self, open: char) -> Node {
        let start = self.at;
        self.step();
        let line = self.rest().lines().next().unwrap_or_default();
        let close = closing(open).unwrap_or("");
        let end = line.find(|c: char| close.contains(c));
        let inner = end.map_or(line.trim_end_matches([',', ')', ' ']), |end| &line[..end]);
        let text = inner.to_owned();
        self.at += end.map_or(inner.len(), |end| end + line[end..].chars().next().map_or(0, char::len_utf8));
        self.wrong(start, "a text stands in straight double quotes", format!("write \"{text}\""))
    }

    /// A text between `r#"` and `"#`, where one stands here.
    pub(super) fn raw_string(&mut self) -> Option<Node> {
        let start = self.at;
        let after = self.rest().strip_prefix('r')?;
        let hashes = after.len() - after.trim_start_matches('#').len();
        let inner = after[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        match inner.find(&close) {
            Some(end) => {
                self.at += 1 + hashes + 1 + end + close.len();
                Some(Node { span: self.span(start), kind: Kind::Scalar })
            }
            None => {
                self.at = self.source.text.len();
                Some(self.wrong(start, "a text without an end", None))
            }
        }
    }

    fn number(&mut self) -> Node {
        let start = self.at;
        let text = self.take_while(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'));
        if ron::from_str::<ron::Value>(text).is_ok() {
            return Node { span: self.span(start), kind: Kind::Scalar };
        }
        let digits = units::digits(text);
        if digits.len() < text.len() && ron::from_str::<f64>(digits).is_ok() {
            let (number, unit) = text.split_at(digits.len());
            let help = units::advice(number, unit);
            return self.wrong(start, "a number without a unit", help);
        }
        self.wrong(start, "no number is written like this", units::slip_of(text))
    }

    /// The value with what follows it on its line and belongs to it: a unit; where no other value may follow it, digits
    /// after a decimal comma and more words too.
    pub(super) fn with_ending(&mut self, value: Node, is_alone: bool) -> Node {
        let (start, end) = (value.span.start, self.at);
        let text = value.span.text();
        let line = self.rest().lines().next().unwrap_or_default();
        let is_number = matches!(value.kind, Kind::Scalar | Kind::Wrong)
            && text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
        let more = line.trim_start_matches(' ');
        if is_alone && is_number && more.starts_with(',') && more[1..].starts_with(|c: char| c.is_ascii_digit()) {
            let tail: usize = more.find(|c: char| !(c.is_ascii_digit() || ",._".contains(c))).unwrap_or(more.len());
            let tail = more[..tail].trim_end_matches(',');
            let written = format!("{text}{tail}");
            self.at = end + (line.len() - more.len());
            let at = self.at;
            self.at += tail.len();
            self.slip(at, "a number has a decimal point, and no comma", units::comma(&written));
            self.show_found(&written);
            return Node { span: self.span(start), kind: Kind::Wrong };
        }
        if is_number && more.starts_with(|c: char| c.is_alphabetic() || "%$€°'/*^".contains(c) || c.is_ascii_digit())
        {
            self.at = end + (line.len() - more.len());
            let at = self.at;
            let unit = self.take_while(|c| c.is_alphanumeric() || "%$€°'/*^._".contains(c)).to_owned();
            if self.rest().trim_start_matches(' ').starts_with([':', '=']) {
                // The next field, with no comma before it.
                self.at = end;
                return value;
            }
            self.slip(at, "a number without a unit", units::advice(text, &unit));
            if unit != "%" {
                let written = self.span(start).text().to_owned();
                self.show_found(&written);
            }
            return Node { span: self.span(start), kind: Kind::Wrong };
        }
        let is_word = is_alone && matches!(value.kind, Kind::Word(_));
        if is_word
            && !more.is_empty()
            && !more.starts_with([',', ')', ']', '}', ':', ';', '#', '=', '('])
            && !more.starts_with("//")
            && !more.starts_with("/*")
        {
            let length = more.find([',', ')', ']', '}', ':', '=']).unwrap_or(more.len());
            if more[length..].starts_with([':', '=']) {
                return value;
            }
            self.at = end + (line.len() - more.len()) + more[..length].trim_end().len();
            let written = self.span(start).text().to_owned();
            return self.wrong(start, "a text stands in double quotes", units::words(&written));
        }
        value
    }
}

fn is_hidden_blank(c: char) -> bool {
    is_hidden(c) && !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// Whether a text begins with one character in single quotes, which RON has.
fn is_character(text: &str) -> bool {
    let mut inner = text.chars().skip(1);
    match inner.next() {
        Some('\\') => true,
        Some('\'') | None => false,
        Some(_) => inner.next() == Some('\''),
    }
}

/// What closes a text in quotes other than RON's.
fn closing(quote: char) -> Option<&'static str> {
    match quote {
        '"' => Some("\""),
        '\'' => Some("'"),
        '`' => Some("`'"),
        '“' | '”' | '„' | '‟' => Some("“”\""),
        '‘' | '’' | '‚' | '‛' => Some("‘’'"),
        '«' | '»' => Some("«»"),
        _ => None,
    }
}
