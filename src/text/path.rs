//! Values addressed by a path of names. Names of variants are transparent.

use crate::text::{Body, Kind, Mistake, Node, nearest_name};
use std::collections::HashMap;

/// The value at `path`; the empty path is the whole.
pub(crate) fn find<'a>(root: &'a Node, path: &str) -> Option<&'a Node> {
    if path.is_empty() {
        return Some(root);
    }
    splits(path).find_map(|(head, rest)| find(child(root, head)?, rest))
}

/// The direct child of a value: a field, a map entry, or a list element by name or index.
pub(crate) fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let (_, kind) = within_variants(node);
    nth(kind, place_of(kind, name)?)
}

/// The place of each value among its siblings on the way to that at `path`, from the outside in; the value of a variant
/// is its first.
pub(crate) fn steps(root: &Node, path: &str) -> Option<Vec<usize>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    let (n_variants, kind) = within_variants(root);
    splits(path).find_map(|(head, rest)| {
        let place = place_of(kind, head)?;
        let below = steps(nth(kind, place)?, rest)?;
        Some([vec![0; n_variants], vec![place], below].concat())
    })
}

/// A path taken apart into a name and the rest. A name may itself hold a dot, so every split is tried, the shortest first.
fn splits(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('.').map(|(at, _)| (&path[..at], &path[at + 1..])).chain([(path, "")])
}

/// The place of a child by its name, or by its index in a list.
fn place_of(kind: &Kind, name: &str) -> Option<usize> {
    match kind {
        Kind::Group(_, Body::Named(fields)) => fields.iter().position(|field| field.key == name),
        Kind::List(items) => {
            let named = items.iter().position(|item| item.name().as_deref() == Some(name));
            named.or_else(|| name.parse().ok().filter(|place| *place < items.len()))
        }
        Kind::Map(entries) => entries.iter().position(|(key, _)| key.as_string().as_deref() == Some(name)),
        Kind::Group(_, Body::Positional(_)) | Kind::Scalar | Kind::Word(_) | Kind::Wrong => None,
    }
}

fn nth(kind: &Kind, place: usize) -> Option<&Node> {
    match kind {
        Kind::Group(_, Body::Named(fields)) => fields.get(place).map(|field| &field.value),
        Kind::Group(_, Body::Positional(items)) | Kind::List(items) => items.get(place),
        Kind::Map(entries) => entries.get(place).map(|(_, value)| value),
        Kind::Scalar | Kind::Word(_) | Kind::Wrong => None,
    }
}

/// What the elements of a list are called in paths: by name, or by index where they have none of their own.
pub(crate) fn labels(names: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let names: Vec<Option<String>> = names.into_iter().collect();
    let mut count: HashMap<&str, u32> = HashMap::new();
    names.iter().flatten().for_each(|name| *count.entry(name).or_default() += 1);
    let own = |name: &&String| count[name.as_str()] == 1;
    names
        .iter()
        .enumerate()
        .map(|(i, name)| name.as_ref().filter(own).cloned().unwrap_or_else(|| i.to_string()))
        .collect()
}

/// A path and its value, taken apart at the first `=`; where a name holds one, at that behind the longest path there is.
pub(crate) fn assigned(root: &Node, path: &str, value: &str) -> (String, String) {
    let longer = value.match_indices('=').map(|(at, _)| (format!("{path}={}", &value[..at]), &value[at + 1..]));
    let longest = longer.rev().find(|(path, _)| find(root, path.trim()).is_some());
    let (path, value) = longest.unwrap_or_else(|| (path.to_owned(), value));
    (path.trim().to_owned(), value.trim().to_owned())
}

/// Replaces the value at `path`.
///
/// # Errors
/// A mistake that names the nearest path where there is no value at `path`.
pub(crate) fn set(root: &mut Node, path: &str, value: Node) -> Result<(), Mistake> {
    let place = steps(root, path).filter(|steps| !steps.is_empty());
    match place.and_then(|steps| steps.into_iter().try_fold(&mut *root, nth_mut)) {
        Some(place) => {
            *place = value;
            Ok(())
        }
        None => Err(Mistake { span: Some(value.span), ..no_such_path(root, path) }),
    }
}

/// A path that leads nowhere: what there is where it goes astray.
pub(crate) fn no_such_path(root: &Node, path: &str) -> Mistake {
    const MOST_NAMED: usize = 30;
    let (parent, names) = names_at(root, path);
    let what = if parent.is_empty() { "the scenario".to_owned() } else { format!("`{parent}`") };
    let allowed = match names.len() {
        0 => format!("a path of a field of the scenario; nothing is below {what}"),
        1..=MOST_NAMED => format!("a path of a field of the scenario; {what} has {}", names.join(", ")),
        n => format!("a path of a field of the scenario; {what} has {n} fields"),
    };
    let help = nearest(path, &paths(root)).map(|near| format!("the nearest path is `{near}`"));
    Mistake { help, ..Mistake::new(path, "a path that does not exist", allowed) }
}

fn nth_mut(node: &mut Node, place: usize) -> Option<&mut Node> {
    match &mut node.kind {
        Kind::Group(_, Body::Named(fields)) => fields.get_mut(place).map(|field| &mut field.value),
        Kind::Group(_, Body::Positional(items)) | Kind::List(items) => items.get_mut(place),
        Kind::Map(entries) => entries.get_mut(place).map(|(_, value)| value),
        Kind::Scalar | Kind::Word(_) | Kind::Wrong => None,
    }
}

/// All paths below `root`, in the order of the text.
pub fn paths(root: &Node) -> Vec<String> {
    let mut all = Vec::new();
    collect(root, "", &mut all);
    all
}

fn collect(node: &Node, prefix: &str, all: &mut Vec<String>) {
    let join = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    let named: Vec<(String, &Node)> = match &node.kind {
        Kind::Group(_, Body::Named(fields)) => fields.iter().map(|f| (join(&f.key), &f.value)).collect(),
        Kind::Group(_, Body::Positional(items)) => match items.as_slice() {
            [only] => return collect(only, prefix, all),
            _ => Vec::new(),
        },
        Kind::List(items) => labels(items.iter().map(Node::name)).iter().map(|name| join(name)).zip(items).collect(),
        Kind::Map(entries) => {
            entries.iter().filter_map(|(key, value)| Some((join(&key.as_string()?), value))).collect()
        }
        Kind::Scalar | Kind::Word(_) | Kind::Wrong => Vec::new(),
    };
    for (path, child) in named {
        all.push(path.clone());
        collect(child, &path, all);
    }
}

/// The path nearest to `path`: the one with the nearest name where the first name goes astray, or one that ends alike.
pub(super) fn nearest<'a>(path: &str, all: &'a [String]) -> Option<&'a str> {
    let below = |parent: &'a str| {
        let prefix = if parent.is_empty() { String::new() } else { format!("{parent}.") };
        let names = all.iter().filter_map(move |path| path.strip_prefix(prefix.as_str()));
        names.filter(|name| !name.is_empty())
    };
    let ends_alike = all.iter().map(String::as_str).filter(|other| {
        other.len() > path.len() && other.ends_with(path) && other[..other.len() - path.len()].ends_with('.')
    });
    let known = all.iter().map(String::as_str).filter(|other| path.starts_with(&format!("{other}.")));
    let parent = known.max_by_key(|other| other.len()).unwrap_or("");
    let rest = path[parent.len()..].trim_start_matches('.');
    let wanted = rest.split('.').next().unwrap_or(rest);
    let names: Vec<&str> = below(parent).filter(|name| !name.contains('.')).collect();
    if let Some(name) = nearest_name(wanted, names.iter().copied()) {
        let end = &rest[wanted.len()..];
        let start = if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") };
        // The rest of the path may be right below the name that was meant.
        let full = format!("{start}{end}");
        return all
            .iter()
            .find(|path| **path == full)
            .or_else(|| all.iter().find(|path| **path == start))
            .map(String::as_str);
    }
    ends_alike.min_by_key(|other| other.len()).or_else(|| {
        let slips = |other: &&str| strsim::damerau_levenshtein(path, other);
        all.iter().map(String::as_str).min_by_key(slips).filter(|other| slips(other) <= path.chars().count() / 4)
    })
}

/// The names below the longest beginning of `path` that leads somewhere, and that beginning.
fn names_at(root: &Node, path: &str) -> (String, Vec<String>) {
    let all = paths(root);
    let known = all.iter().filter(|other| path.starts_with(&format!("{other}.")));
    let parent = known.max_by_key(|other| other.len()).cloned().unwrap_or_default();
    let prefix = if parent.is_empty() { String::new() } else { format!("{parent}.") };
    let names = all.iter().filter_map(|path| path.strip_prefix(prefix.as_str())).filter(|name| !name.contains('.'));
    let names = names.map(str::to_owned).collect();
    (parent, names)
}

/// The names that lead to a value, from the outside in, however `path` spells them.
pub(crate) fn trail(root: &Node, path: &str) -> Option<Vec<String>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    splits(path).find_map(|(head, rest)| {
        let child = child(root, head)?;
        let rest = trail(child, rest)?;
        Some([vec![label_of(root, head, child)], rest].concat())
    })
}

/// What a direct child is called: its own name where it was reached by its place.
fn label_of(node: &Node, head: &str, child: &Node) -> String {
    let (_, Kind::List(items)) = within_variants(node) else { return head.to_owned() };
    let place = items.iter().position(|item| std::ptr::eq(item, child));
    place.map_or_else(|| head.to_owned(), |place| labels(items.iter().map(Node::name)).swap_remove(place))
}

/// What a value is, but for the variants around it, and how many those are.
fn within_variants(node: &Node) -> (usize, &Kind) {
    match &node.kind {
        Kind::Group(_, Body::Positional(items)) if items.len() == 1 => {
            let (n, kind) = within_variants(&items[0]);
            (n + 1, kind)
        }
        kind => (0, kind),
    }
}
