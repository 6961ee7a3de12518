//! Values that are listed twice, and would be played twice to no end.

use crate::study::survey::{Axis, Role, Sampling, Values};
use crate::text::number;
use std::collections::HashSet;

/// A value that is listed twice where each is met once: alone, or with those that move together with it. The rows of a
/// table are taken as they are.
pub(super) fn repeated(axes: &[Axis], sampling: &Sampling) -> Option<String> {
    let is_zip = *sampling == Sampling::Zip;
    if is_zip {
        let n = axes.iter().map(Axis::count).min().unwrap_or(0);
        let mut known = HashSet::new();
        let point = |k: u64| axes.iter().map(|axis| axis.value(k).text().into_owned()).collect::<Vec<_>>();
        let twice = (0..n).map(point).find(|point| !known.insert(point.iter().map(|v| plain(v)).collect::<Vec<_>>()));
        return twice.map(|point| format!("the values {} together, a second time", point.join(", ")));
    }
    let listed = axes.iter().filter(|axis| axis.role == Role::Lever || !matches!(sampling, Sampling::Table(_)));
    for axis in listed {
        let Values::List(values) = &axis.values else { continue };
        let mut known = HashSet::new();
        if let Some(value) = values.iter().find(|value| !known.insert(plain(value))) {
            return Some(format!("the value {value} of `{}`, a second time", axis.name()));
        }
    }
    None
}

/// A value without what makes no difference: blanks, and how its numbers are written.
fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let end = match c {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            c if c.is_alphanumeric() || "+-._".contains(c) => {
                rest.find(|c: char| !(c.is_alphanumeric() || "+-._".contains(c))).unwrap_or(rest.len())
            }
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        match token.parse::<f64>() {
            Ok(x) => text += &number(x + 0.0),
            Err(_) => text += token.trim(),
        }
        rest = after;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_spelt_in_two_ways_is_one() {
        for (one, other) in [
            ("0.5", "0.50"),
            ("5e-1", ".5"),
            ("Years(1)", "Years( 1.0 )"),
            ("0", "-0.0"),
            ("A(b:1,c:2)", "A(b: 1, c: 2.0)"),
        ] {
            assert_eq!(plain(one), plain(other), "{one} {other}");
        }
        for (one, other) in [("0.5", "0.05"), ("Years(1)", "Months(1)"), ("\"a b\"", "\"ab\""), ("1", "-1")] {
            assert_ne!(plain(one), plain(other), "{one} {other}");
        }
    }
}
