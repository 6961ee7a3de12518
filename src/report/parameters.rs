//! What varies in a sweep, in few letters, and what the letters stand for.

use crate::report::lines::{clip, clip_front};
use crate::report::number::short;
use crate::study::numbers;
use crate::study::survey::{Axis, Survey, Values};

/// The letter of a parameter: a to z, then a2 to z2, and so on.
pub(super) fn letter(k: usize) -> String {
    let letter = char::from(b'a' + (k % 26) as u8);
    if k < 26 { letter.to_string() } else { format!("{letter}{}", k / 26 + 1) }
}

/// All paths of a parameter.
pub(super) fn paths(axis: &Axis) -> String {
    axis.paths.join(" & ")
}

/// The values that a parameter takes, with their unit.
pub(super) fn values_of(axis: &Axis) -> String {
    let unit = unit(axis);
    let with_unit = |text: String| if unit.is_empty() { text } else { format!("{text} {unit}") };
    match &axis.values {
        Values::Range { from, to, .. } => with_unit(format!("{} to {}", short(*from), short(*to))),
        Values::List(values) => match numbers(values) {
            Some((_, numbers)) => {
                let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
                let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                with_unit(format!("{} to {}", short(low), short(high)))
            }
            None => named(values),
        },
    }
}

/// Names, as many as a line holds; with the numbers that stand for them in cells, where they are long.
fn named(values: &[String]) -> String {
    let are_long = are_long(values);
    let mut text = String::new();
    for (k, value) in values.iter().enumerate() {
        if k > 0 && text.chars().count() + value.chars().count() > 120 {
            return format!("{text} and {} more", values.len() - k);
        }
        let number = if are_long { format!("({}) ", k + 1) } else { String::new() };
        text += &format!("{}{number}{}", if k > 0 { ", " } else { "" }, clip(value, 60));
    }
    text
}

/// Whether names are too long for a cell of a table of many columns.
fn are_long(values: &[String]) -> bool {
    values.iter().any(|value| value.chars().count() > 12)
}

/// A value of a parameter in a table whose legend says the unit: a number, or a name, or the number of a long name.
pub(super) fn bare(axis: &Axis, value: &str) -> String {
    match &axis.values {
        Values::List(values) if numbers(values).is_none() && are_long(values) => {
            let place = values.iter().position(|known| known == value);
            place.map_or_else(|| clip(value, 12), |k| format!("({})", k + 1))
        }
        Values::List(values) if numbers(values).is_none() => value.to_owned(),
        _ => numbers(&[value]).map_or_else(|| clip(value, 12), |(_, x)| short(x[0])),
    }
}

/// The unit of the values of a parameter: that of times, else that of the field.
pub(super) fn unit(axis: &Axis) -> String {
    let of_times = match &axis.values {
        Values::List(values) => numbers(values).map(|(unit, _)| unit).filter(|unit| !unit.is_empty()),
        Values::Range { .. } => None,
    };
    let field = axis.paths.first().and_then(|path| path.rsplit('.').next()).unwrap_or_default();
    of_times.unwrap_or_else(|| unit_of_field(field).to_owned())
}

/// The unit of an amount of money, as the reference scenario has it.
fn unit_of_field(field: &str) -> &'static str {
    match field {
        "accord" | "outside" | "clash" | "gain" | "harm" | "trade_effect" | "imports" => "$bn a year",
        "reward" | "sucker" | "temptation" | "punishment" => "$bn a year",
        "audience_cost" | "exit_cost" | "filing_cost" => "$bn",
        "noise" => "$bn a decision",
        _ => "",
    }
}

/// What varies, as headings: the first of the paths that move together, and how many go with it.
pub(super) fn names(survey: &Survey) -> Vec<String> {
    let firsts: Vec<&str> =
        survey.space.axes.iter().map(|axis| axis.paths.first().map_or("", String::as_str)).collect();
    let with_more = |(axis, end): (&Axis, String)| match axis.paths.len() {
        0 | 1 => end,
        n => format!("{} + {}", clip_front(&end, 20), n - 1),
    };
    survey.space.axes.iter().zip(ends(&firsts)).map(with_more).collect()
}

/// What varies, in short; paths that move together stand together.
pub(super) fn short_names(survey: &Survey) -> Vec<String> {
    together(survey).iter().map(|ends| ends.join(" & ")).collect()
}

/// By parameter, the ends of its paths.
pub(super) fn together(survey: &Survey) -> Vec<Vec<String>> {
    let all: Vec<&str> = survey.space.axes.iter().flat_map(|axis| &axis.paths).map(String::as_str).collect();
    let mut ends = ends(&all).into_iter();
    survey.space.axes.iter().map(|axis: &Axis| ends.by_ref().take(axis.paths.len()).collect()).collect()
}

/// The ends of paths: two names, more where a name is a number or where paths would be alike.
fn ends(paths: &[&str]) -> Vec<String> {
    let paths: Vec<Vec<&str>> = paths.iter().map(|path| path.split('.').collect()).collect();
    let end = |path: &[&str], n: usize| path[path.len().saturating_sub(n)..].join(".");
    let short = |(k, path): (usize, &Vec<&str>)| {
        let says_enough = |n: &usize| {
            let text = end(path, *n);
            let alike = paths.iter().enumerate().any(|(other, path)| other != k && end(path, *n) == text);
            *n >= path.len() || !(alike || text.starts_with(|c: char| c.is_ascii_digit()))
        };
        end(path, (2..).find(says_enough).unwrap_or(2))
    };
    paths.iter().enumerate().map(short).collect()
}

/// A value with no more digits than people read.
pub(super) fn rounded(value: &str) -> String {
    let Some((unit, number)) = numbers(&[value]) else { return value.to_owned() };
    let written = value.split('(').next().unwrap_or_default();
    match (unit.as_str(), number[0]) {
        ("", x) if value.len() > 7 => short(x),
        ("", _) => value.to_owned(),
        (_, x) => format!("{written}({})", short(x)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_never_meet() {
        let all: std::collections::BTreeSet<String> = (0..1000).map(letter).collect();
        assert_eq!(all.len(), 1000);
        assert_eq!([0, 25, 26, 52].map(letter), ["a", "z", "a2", "a3"]);
    }

    #[test]
    fn money_has_the_unit_that_the_reference_gives_it() {
        let reference = include_str!("../../scenarios/reference.ron");
        let mut n = 0;
        for line in reference.lines() {
            let Some((field, comment)) = line.trim_start().split_once(": ").and_then(|(field, rest)| {
                let comment = rest.split_once("// $bn").filter(|(value, _)| !value.contains(": "))?.1;
                field.chars().all(|c| c.is_ascii_lowercase() || c == '_').then_some((field, comment))
            }) else {
                continue;
            };
            let unit = if comment.starts_with(" a year") { "$bn a year" } else { "$bn" };
            assert_eq!(unit_of_field(field), unit, "{field}");
            n += 1;
        }
        assert!(n >= 9, "{n} fields");
    }
}
