//! Values addressed by a path of names. Names of variants are transparent.

use crate::text::{Body, Kind, Mistake, Node};
use std::collections::HashMap;

/// The value at `path`; the empty path is the whole.
pub fn find<'a>(root: &'a Node, path: &str) -> Option<&'a Node> {
    if path.is_empty() {
        return Some(root);
    }
    // A name may itself hold a dot, so every split is tried, the shortest first.
    let splits = path.match_indices('.').map(|(at, _)| (&path[..at], &path[at + 1..])).chain([(path, "")]);
    splits.filter_map(|(head, rest)| find(child(root, head)?, rest)).next()
}

/// The direct child of a value: a field, a map entry, or a list element by name or index.
pub fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match &node.kind {
        Kind::Group(_, Body::Named(fields)) => fields.iter().find(|f| f.key == name).map(|f| &f.value),
        Kind::Group(_, Body::Positional(items)) => match items.as_slice() {
            [only] => child(only, name),
            _ => None,
        },
        Kind::List(items) => {
            let named = items.iter().find(|item| item.name().as_deref() == Some(name));
            named.or_else(|| items.get(name.parse::<usize>().ok()?))
        }
        Kind::Map(entries) => entries.iter().find(|(key, _)| key.as_string().as_deref() == Some(name)).map(|(_, v)| v),
        Kind::Scalar | Kind::Word(_) => None,
    }
}

/// What the elements of a list are called in paths: by name, or by index where they have none of their own.
pub fn labels(names: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
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

/// The path of names that leads to the same value as `path`, which may use indices.
pub fn canonical(root: &Node, path: &str) -> Option<String> {
    let node = find(root, path)?;
    paths(root).into_iter().find(|other| find(root, other).is_some_and(|found| std::ptr::eq(found, node)))
}

/// Replaces the value at `path`.
///
/// # Errors
/// A mistake that names the nearest path where there is no value at `path`.
pub fn set(root: &mut Node, path: &str, value: Node) -> Result<(), Mistake> {
    let Some(span) = find(root, path).filter(|_| !path.is_empty()).map(|node| node.span.clone()) else {
        let all = paths(root);
        let mut mistake = Mistake::new(path, "a path that does not exist", "a path of a field of the scenario");
        mistake.span = Some(value.span);
        mistake.help = nearest(path, &all).map(|near| format!("the nearest path is `{near}`"));
        return Err(mistake);
    };
    let place = locate(root, &|node| node.span == span);
    if let Some(place) = place {
        *place = value;
    }
    Ok(())
}

fn locate<'a>(node: &'a mut Node, is_it: &dyn Fn(&Node) -> bool) -> Option<&'a mut Node> {
    if is_it(node) {
        return Some(node);
    }
    children_mut(node).into_iter().find_map(|child| locate(child, is_it))
}

fn children_mut(node: &mut Node) -> Vec<&mut Node> {
    match &mut node.kind {
        Kind::Group(_, Body::Named(fields)) => fields.iter_mut().map(|field| &mut field.value).collect(),
        Kind::Group(_, Body::Positional(items)) | Kind::List(items) => items.iter_mut().collect(),
        Kind::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        Kind::Scalar | Kind::Word(_) => Vec::new(),
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
        Kind::Scalar | Kind::Word(_) => Vec::new(),
    };
    for (path, child) in named {
        all.push(path.clone());
        collect(child, &path, all);
    }
}

/// The path nearest to `path` by edit distance.
pub fn nearest<'a>(path: &str, all: &'a [String]) -> Option<&'a str> {
    all.iter().map(String::as_str).min_by_key(|candidate| strsim::damerau_levenshtein(path, candidate))
}
