//! What differs between two scenarios, defaults written out.

use crate::scenario::Scenario;
use crate::text::{Node, Source, find, parse, paths};

/// A field that two scenarios give different values, or that only one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// Path of the field.
    pub path: String,
    /// Its value in the one.
    pub one: Option<String>,
    /// Its value in the other.
    pub other: Option<String>,
}

/// The fields in which two scenarios differ: the deepest that both have, in the order of the one.
pub fn diff_scenarios(one: &Scenario, other: &Scenario) -> Vec<FieldDifference> {
    let tree = |scenario: &Scenario| parse(&Source::new("scenario", scenario.to_ron())).ok();
    let (Some(one), Some(other)) = (tree(one), tree(other)) else { return Vec::new() };
    let (paths_one, paths_other) = (paths(&one), paths(&other));
    let mut found: Vec<FieldDifference> = Vec::new();
    let order = paths_one.iter().chain(paths_other.iter().filter(|path| !paths_one.contains(path)));
    for path in order {
        let (in_one, in_other) = (find(&one, path), find(&other, path));
        let text = |node: Option<&Node>| node.map(|node| flat(node.span.text()));
        let (text_one, text_other) = (text(in_one), text(in_other));
        let below = |paths: &[String]| paths.iter().any(|deeper| deeper.starts_with(&format!("{path}.")));
        // What both spell out further is told further down; what only one has is told once, whole.
        let goes_on = in_one.is_some() && in_other.is_some() && below(&paths_one) && below(&paths_other);
        let is_told = found.iter().any(|known| path.starts_with(&format!("{}.", known.path)));
        if text_one != text_other && !goes_on && !is_told {
            found.push(FieldDifference { path: path.clone(), one: text_one, other: text_other });
        }
    }
    found
}

/// A value on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn an_override_is_all_that_differs() {
        let one = load(&Request::default()).unwrap();
        let path = "parties.China.commitments.purchases.detection".to_owned();
        let other = one.with(&[(path.clone(), "0.5".to_owned())]).unwrap();
        let found = diff_scenarios(&one, &other);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0].path, found[0].other.as_deref()), (&path, Some("0.5")));
        assert!(diff_scenarios(&one, &one).is_empty());
    }
}
