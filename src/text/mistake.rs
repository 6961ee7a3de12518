//! A mistake in a text: where, what was found, what is allowed, what to do.

use crate::text::{Span, is_hidden, printable_line};

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands, where the text has the place.
    pub span: Option<Span>,
    /// Path of the value, such as `parties.China.discount`; empty for the whole.
    pub path: String,
    /// What was found.
    pub found: String,
    /// What is allowed.
    pub allowed: String,
    /// What to do, where there is more to say.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake without a place in a text.
    pub fn new(path: impl Into<String>, found: impl Into<String>, allowed: impl Into<String>) -> Self {
        Self { span: None, path: path.into(), found: found.into(), allowed: allowed.into(), help: None }
    }

    /// A mistake in the syntax.
    pub fn syntax(span: Span, reason: &str) -> Self {
        let left = span.source.text.get(span.start..).unwrap_or_default();
        let rest = left.lines().next().unwrap_or_default().trim_end();
        let found = match rest.char_indices().nth(20) {
            Some((end, _)) => format!("`{}…`", rest[..end].trim_end()),
            None if left.trim().is_empty() => "the end of the text".to_owned(),
            None if rest.is_empty() => "the end of a line".to_owned(),
            None => format!("`{rest}`"),
        };
        let help = match rest.chars().next() {
            Some('%') => Some("a share is a number from 0 to 1, without %: 0.95 is 95 %".to_owned()),
            _ if reason.contains("trailing characters") => {
                Some("a file holds one value in round brackets: ( name: …, round: …, … )".to_owned())
            }
            _ => None,
        };
        let allowed = format!("well-formed RON ({})", reason.to_lowercase());
        Self { span: Some(span), help, ..Self::new("", found, allowed) }
    }

    /// Names the design under which a scenario is mistaken.
    pub fn under(self, design: &str) -> Self {
        Self { found: format!("{}, under design `{design}`", self.found), ..self }
    }

    /// Names the nearest of the allowed names, if one is near.
    pub fn with_nearest<'a>(mut self, found: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let distance = |name: &str| match name.starts_with(found) && !found.is_empty() {
            true => 1,
            false => strsim::damerau_levenshtein(found, name),
        };
        let near = names.into_iter().map(|name| (distance(name), name)).min();
        if let Some((distance, name)) = near
            && distance <= (found.chars().count() / 3).max(2)
        {
            self.help = Some(format!("did you mean `{name}`?"));
        }
        self
    }

    /// Path, what was found and what is allowed, without the place.
    pub fn brief(&self) -> String {
        let [path, found, allowed] = [&self.path, &self.found, &self.allowed].map(|text| shortened(text));
        format!("{path}: found {found}; allowed: {allowed}")
    }

    fn text(&self) -> String {
        let mut text = String::from("error: ");
        if let Some(span) = &self.span {
            let (line, column) = span.line_and_column();
            text.push_str(&format!("{}:{line}:{column}: ", printable_line(&span.source.name)));
        }
        if !self.path.is_empty() {
            text.push_str(&format!("{}: ", shortened(&self.path)));
        }
        text.push_str(&format!("found {}; allowed: {}\n", shortened(&self.found), shortened(&self.allowed)));
        if let Some(span) = &self.span {
            text.push_str(&quote(span));
        }
        if let Some(help) = &self.help {
            text.push_str(&format!("  help: {}\n", shortened(help)));
        }
        text
    }
}

/// More mistakes than anybody reads at once.
const MOST_SHOWN: usize = 100;

/// Mistakes in the order of their places, a hundred at most, and how many there are.
pub fn render(mistakes: &[Mistake]) -> String {
    let mut sorted: Vec<&Mistake> = mistakes.iter().collect();
    sorted.sort_by_key(|mistake| mistake.span.as_ref().map(|span| (&span.source.name, span.start)));
    let n = mistakes.len();
    let mut text: String = sorted.iter().take(MOST_SHOWN).map(|mistake| mistake.text()).collect();
    if n > MOST_SHOWN {
        text.push_str(&format!("… and {} more\n", n - MOST_SHOWN));
    }
    text.push_str(&format!("{n} mistake{}; nothing was run\n", if n == 1 { "" } else { "s" }));
    text
}

/// The line with the mistake, cut to what fits, and a caret below it.
fn quote(span: &Span) -> String {
    const WIDTH: usize = 90;
    let (line_number, column) = span.line_and_column();
    let line: Vec<char> = span.line().chars().collect();
    let start = if column > WIDTH { column - WIDTH / 2 } else { 0 };
    let shown: String = line.iter().skip(start).take(WIDTH).map(|&c| if is_hidden(c) { ' ' } else { c }).collect();
    let width = span.text().lines().next().unwrap_or_default().chars().count();
    let carets = "^".repeat(width.clamp(1, WIDTH.saturating_sub(column - 1 - start).max(1)));
    let margin = line_number.to_string();
    let indent = " ".repeat(column - 1 - start);
    format!("  {margin} | {shown}\n  {} | {indent}{carets}\n", " ".repeat(margin.len()))
}

/// On one line, and not endless.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", printable_line(&text[..end])),
        None => printable_line(text).into_owned(),
    }
}
