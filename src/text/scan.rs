//! Reads RON text into a tree, with all its slips of syntax. Whether there are any is judged by `ron` itself.

use crate::text::scanner::Scanner;
use crate::text::{Kind, Mistake, Node, Source, Span, find, paths};
use ron::extensions::Extensions;
use std::sync::Arc;

/// A text as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The tree, where there is one; what could not be read is [`Kind::Wrong`].
    pub tree: Option<Node>,
    /// The mistakes in its syntax, in their order.
    pub mistakes: Vec<Mistake>,
    /// Whether every bracket has its partner, so that what is missing is missing indeed.
    pub is_whole: bool,
}

/// The tree of a whole text and all mistakes in its syntax.
pub(crate) fn read(source: &Arc<Source>) -> Reading {
    let verdict = judge(source);
    let mut scanner = Scanner::new(source);
    let tree = scanner.text();
    let (mut mistakes, is_whole) = scanner.into_mistakes();
    match verdict {
        // What `ron` takes is right, whatever else a reader of texts may wonder at.
        Ok(()) if tree.is_some() => mistakes.clear(),
        Ok(()) => {}
        Err(mistake) if mistakes.is_empty() => mistakes.push(mistake),
        Err(_) => {}
    }
    if let Some(tree) = &tree
        && !mistakes.is_empty()
    {
        name_places(tree, &mut mistakes);
    }
    Reading { tree, mistakes, is_whole }
}

/// The tree of a whole text.
///
/// # Errors
/// The first mistake in its syntax.
pub fn parse(source: &Arc<Source>) -> Result<Node, Mistake> {
    let Reading { tree, mistakes, .. } = read(source);
    match (mistakes.into_iter().next(), tree) {
        (None, Some(tree)) => Ok(tree),
        (Some(mistake), _) => Err(mistake),
        (None, None) => Err(Mistake::syntax(whole(source), "no value")),
    }
}

/// The tree of an option's value, which must be exactly one RON value.
///
/// # Errors
/// A mistake that says what follows the value, or why it is none.
pub fn parse_value(source: &Arc<Source>, path: &str) -> Result<Node, Mistake> {
    parse(source).map_err(|mistake| Mistake {
        path: path.to_owned(),
        found: match mistake.found.trim_matches('`') == source.text {
            true => format!("`{}`", source.text),
            false => format!("`{}`, wrong at {}", source.text, mistake.found),
        },
        help: match mistake.help {
            Some(help) if help.starts_with("a file holds") => {
                Some("a text stands in double quotes, and a shell takes quotes away: write '\"text\"'".to_owned())
            }
            help => help,
        },
        allowed: "exactly one RON value, such as 0.5, Years(10), SelfJudged or \"text\"".to_owned(),
        ..mistake
    })
}

/// Lets `ron` say whether the text is well formed.
fn judge(source: &Arc<Source>) -> Result<(), Mistake> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str::<ron::Value>(&source.text).map(|_| ()).map_err(|error| {
        let start = offset(&source.text, error.span.start);
        let span = Span { source: Arc::clone(source), start, end: start };
        let reason = match error.code {
            ron::Error::ExceededRecursionLimit => "brackets nested too deeply",
            ron::Error::UnclosedBlockComment => "a comment without an end",
            ron::Error::InvalidEscape(_) => "a backslash in a text is written twice",
            _ => "no value can be read here",
        };
        Mistake::syntax(span, reason)
    })
}

fn offset(text: &str, place: ron::error::Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(place.line.saturating_sub(1)).map(str::len).sum();
    let line = &text[start..];
    line.char_indices().nth(place.col.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

fn whole(source: &Arc<Source>) -> Span {
    Span { source: Arc::clone(source), start: 0, end: source.text.len() }
}

/// Gives a mistake within a value the path of that value.
fn name_places(tree: &Node, mistakes: &mut [Mistake]) {
    for path in paths(tree) {
        let Some(node) = find(tree, &path).filter(|node| matches!(node.kind, Kind::Wrong)) else { continue };
        for mistake in mistakes.iter_mut().filter(|mistake| mistake.path.is_empty()) {
            let lies_within =
                |span: &Span| (node.span.start..node.span.end.max(node.span.start + 1)).contains(&span.start);
            if mistake.span.as_ref().is_some_and(lies_within) {
                mistake.path.clone_from(&path);
            }
        }
    }
}
