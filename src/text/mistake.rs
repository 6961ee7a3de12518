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
        // What is wrong where that is known, else what comes next.
        let (shown, most) = match span.text().lines().next().unwrap_or_default().trim_end() {
            "" => (rest, 20),
            text => (text, 40),
        };
        let found = match shown.char_indices().nth(most) {
            Some((end, _)) => format!("`{}…`", shown[..end].trim_end()),
            None if left.trim().is_empty() => "the end of the text".to_owned(),
            None if shown.is_empty() => "the end of a line".to_owned(),
            None => format!("`{shown}`"),
        };
        let help = match rest.chars().next() {
            Some('%') => Some("a share is a number from 0 to 1, without %: 0.95 is 95 %".to_owned()),
            _ if left.trim().is_empty() && span.source.text.trim().is_empty() => {
                Some("the text is empty; `snapback show` prints a scenario to start from".to_owned())
            }
            _ if reason.contains("more text after") => {
                Some("a file holds one value in round brackets: ( name: …, round: …, … )".to_owned())
            }
            _ => None,
        };
        let allowed = format!("well-formed RON ({})", reason.to_lowercase());
        Self { span: Some(span), help, ..Self::new("", found, allowed) }
    }

    /// Whether the text itself is not well formed.
    pub fn is_of_syntax(&self) -> bool {
        self.allowed.starts_with("well-formed RON")
    }

    /// Name of its text, line and column, both from 1, where the text has the place.
    pub fn place(&self) -> Option<(&str, usize, usize)> {
        let span = self.span.as_ref()?;
        let (line, column) = span.line_and_column();
        Some((span.source.name.as_str(), line, column))
    }

    /// Names the design under which a scenario is mistaken.
    pub fn under(self, design: &str) -> Self {
        Self { found: format!("{}, under design `{design}`", self.found), ..self }
    }

    /// Names the nearest of the allowed names, if one is near.
    pub fn with_nearest<'a>(mut self, found: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(name) = nearest_name(found, names) {
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

/// The nearest of some names, if one is near: the same word in other letters first, then one that it begins or that has
/// it as a word, then one that a few slips of the finger turn it into.
pub fn nearest_name<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let words =
        |text: &str| -> Vec<String> { text.to_lowercase().split(['-', '_', ' ', '.']).map(str::to_owned).collect() };
    let (wanted, wanted_words) = (plain(found), words(found));
    if wanted.is_empty() {
        return None;
    }
    let far = (found.chars().count() / 3).max(2);
    let distance = |name: &str| {
        let other = plain(name);
        let shares_word = || words(name).iter().any(|word| word.len() > 2 && wanted_words.contains(word));
        match () {
            () if other == wanted => Some((0, 0)),
            () if other.starts_with(&wanted) || wanted.starts_with(&other) && other.len() > 2 => {
                Some((1, other.len().abs_diff(wanted.len())))
            }
            () => match strsim::damerau_levenshtein(found, name) {
                slips @ 0..=1 => Some((2, slips)),
                slips if shares_word() => Some((3, slips)),
                slips if slips <= far => Some((4, slips)),
                _ => None,
            },
        }
    };
    names.into_iter().filter_map(|name| Some((distance(name)?, name))).min().map(|(_, name)| name)
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
