//! Which fields the parameters of a study reach: they exist, take their values, and none undoes another.

use crate::scenario::{Request, Scenario, is_whole_design};
use crate::study::survey::{Arm, Axis, Values};
use crate::text::{Mistake, Node, find, no_such_path, number, trail};
use std::collections::{BTreeMap, HashSet};

/// Mistakes that are worked out; of more nobody reads.
const MOST_TOLD: usize = 100;
/// Values of a parameter that are tried, those written alike counting once.
const MOST_TRIED: usize = 50;

/// Completes the parameters for these arms: paths whose names hold commas, and fields that take whole numbers.
/// `designs` says whether designs are crossed with the points.
pub(super) fn settle(axes: &mut [Axis], arms: &[Arm], scenarios: &[Request], designs: bool) -> Vec<Mistake> {
    let trees: Vec<Option<&Node>> = arms.iter().map(|arm| arm.scenario.tree()).collect();
    let Some(&Some(first)) = trees.first() else { return Vec::new() };
    let mut mistakes = Vec::new();
    let mut reached: Vec<(Vec<String>, String)> = Vec::new();
    for axis in axes.iter_mut() {
        // A design without the field is a config that fails; a field that no design has is a mistake.
        let mut has = trees.iter().enumerate().filter_map(|(arm, tree)| {
            let paths = existing((*tree)?, &axis.paths)?;
            Some((&arms[arm].scenario, (*tree)?, paths))
        });
        let Some((scenario, tree, paths)) = has.next() else {
            let unknown = axis.paths.iter().filter(|path| find(first, path).is_none() && *path != "design");
            for path in unknown {
                mistakes.push(match mistakes.len() {
                    0..MOST_TOLD => no_such_path(first, path),
                    _ => Mistake::new(path, "a path that does not exist", "a path of a field of the scenario"),
                });
            }
            continue;
        };
        let others: Vec<&Scenario> = std::iter::once(scenario).chain(has.map(|(scenario, ..)| scenario)).collect();
        axis.paths = paths;
        reached.extend(axis.paths.iter().filter_map(|path| Some((trail(tree, path)?, path.clone()))));
        if let Values::Range { from, whole, .. } = &mut axis.values {
            *whole = takes_whole_numbers(scenario, &axis.paths, *from, &number);
        }
        if mistakes.len() < MOST_TOLD {
            mistakes.extend(refused(axis, &others));
        }
    }
    mistakes.extend(undone_by_another(reached.clone()));
    mistakes.extend(set_in_vain(&reached, first, scenarios));
    if designs && let Some((_, path)) = reached.iter().find(|(_, path)| is_whole_design(path)) {
        let found = format!("`{path}`, which replaces every design, and several designs");
        mistakes.push(Mistake::new(path, found, "one of the two: designs by --designs, or mechanisms written out"));
    }
    mistakes
}

/// The paths, where all exist. They were taken apart at commas, which names may hold.
fn existing(tree: &Node, paths: &[String]) -> Option<Vec<String>> {
    let is_there = |path: &str| find(tree, path).is_some() || path == "design";
    let (mut found, mut rest) = (Vec::new(), paths);
    while !rest.is_empty() {
        let joined = (1..=rest.len()).rev().flat_map(|n| [",", ", "].map(|comma| (n, rest[..n].join(comma))));
        let (n, path) = joined.into_iter().find(|(_, path)| is_there(path))?;
        found.push(path);
        rest = &rest[n..];
    }
    Some(found)
}

/// The first value that no arm can hold, whatever it means.
fn refused(axis: &Axis, scenarios: &[&Scenario]) -> Option<Mistake> {
    let values: Vec<String> = match &axis.values {
        Values::Range { from, whole, .. } => vec![number(if *whole { libm::round(*from) } else { *from })],
        Values::List(values) => {
            let mut known = HashSet::new();
            let unlike = values.iter().filter(|value| known.insert(shape(value)));
            unlike.take(MOST_TRIED).cloned().collect()
        }
    };
    let paths = || axis.paths.iter().filter(|path| *path != "design");
    for value in &values {
        for path in paths() {
            let refusals = scenarios.iter().map(|scenario| scenario.holds(path, value));
            // What one of them can hold is a config that fails under the others.
            let Err(mistakes) = refusals.collect::<Result<Vec<()>, _>>() else { continue };
            if scenarios.iter().any(|scenario| scenario.holds(path, value).is_ok()) {
                continue;
            }
            let first = mistakes.into_iter().next()?;
            let help = first.help.clone();
            return Some(Mistake { path: path.clone(), span: None, help, ..first });
        }
    }
    None
}

/// Whether one of the fields takes whole numbers only, near `x` as `write` spells it.
pub fn takes_whole_numbers(scenario: &Scenario, paths: &[String], x: f64, write: &dyn Fn(f64) -> String) -> bool {
    let fraction = write(libm::floor(x) + 0.5);
    // Fields of other kinds may refuse it too, for where it lies.
    let is_whole =
        |mistakes: Vec<Mistake>| mistakes.iter().any(|mistake| mistake.allowed.starts_with("a whole number"));
    paths.iter().any(|path| scenario.with(&[(path.clone(), fraction.clone())]).is_err_and(is_whole))
}

/// A value without its digits: what is written alike is of one type.
fn shape(value: &str) -> String {
    let mut shape: Vec<char> = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape.dedup_by(|a, b| *a == '0' && *b == '0');
    shape.into_iter().collect()
}

/// Two parameters of which one is the same field as the other, or a part of it: its value would be lost.
fn undone_by_another(mut reached: Vec<(Vec<String>, String)>) -> Option<Mistake> {
    // What begins alike stands together once sorted.
    reached.sort();
    let [(whole, one), (part, other)] = reached.windows(2).find_map(|pair| {
        let [one, other] = pair else { return None };
        other.0.starts_with(&one.0).then(|| [one.clone(), other.clone()])
    })?;
    if whole == part {
        if one == other {
            // Of one path twice the space tells.
            return None;
        }
        let found = format!("`{one}` and `{other}`, which are the same field");
        return Some(Mistake::new("vary", found, "one parameter with all its values"));
    }
    let found = format!("`{one}` and `{other}`, which is a part of it: the one would undo the other");
    let help = format!("list the whole values: {one}=A(…),B(…)");
    Some(Mistake {
        help: Some(help),
        ..Mistake::new("vary", found, "one parameter for the whole, or parameters for its parts")
    })
}

/// An override of a field that varies, or of a part of one: it would be lost at every point.
fn set_in_vain(reached: &[(Vec<String>, String)], tree: &Node, scenarios: &[Request]) -> Option<Mistake> {
    let mut set: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for (path, value) in scenarios.iter().flat_map(|request| &request.set) {
        let (path, _) = crate::text::assigned(tree, path, value);
        set.extend(trail(tree, &path).map(|trail| (trail, path)));
    }
    let lost = |(whole, varied): &(Vec<String>, String)| {
        let (_, path) = set.range(whole.clone()..).next().filter(|(part, _)| part.starts_with(whole))?;
        Some((varied.clone(), path.clone()))
    };
    let (varied, path) = reached.iter().find_map(lost)?;
    let found = format!("`{path}`, which is set, and `{varied}`, which varies: every value replaces what is set");
    Some(Mistake::new(path, found, "one of the two"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_written_alike_are_tried_once() {
        assert_eq!(shape("0.95"), shape("12.5"));
        assert_eq!(shape("Years(10)"), shape("Years(2)"));
        assert_ne!(shape("5"), shape("0.5"));
        assert_ne!(shape("NA"), shape("0.5"));
    }
}
