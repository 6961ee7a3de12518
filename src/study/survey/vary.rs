//! What varies, as it is typed: `PATH=from..to:count` or `PATH=a,b,c`.

use crate::study::survey::axis::between;
use crate::study::survey::file::split_paths;
use crate::study::survey::{Axis, Role, Values};
use crate::text::{Source, number, parse_value};

/// Reads `PATH=from..to:count`, `PATH=from..to` for a drawn sample, or `PATH=a,b,c`; several paths, comma-separated,
/// move together. The ends of a range are numbers, or numbers in a variant, such as `Years(1)..Years(4):4`.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn parse_axis(text: &str, role: Role) -> Result<Axis, String> {
    let wrong = || {
        "expected PATH=from..to:count or PATH=a,b,c, such as mechanism.review_every=1..12:4 or design=back-end,wto-dsu"
            .to_owned()
    };
    let (paths, values) = split_at_values(text).ok_or_else(wrong)?;
    let paths = split_paths(paths);
    if paths.iter().any(String::is_empty) || values.trim().is_empty() {
        return Err(wrong());
    }
    // A file may lie in the folder above.
    let is_range = |(from, rest): &(&str, &str)| !from.contains(['"', ',']) && !rest.starts_with(['/', '\\']);
    let values = match values.trim().split_once("..").filter(is_range) {
        Some((from, rest)) => range(from, rest)?,
        None => Values::List(listed(&paths, values)?),
    };
    Ok(Axis { paths, values, role })
}

/// Paths and values, apart at the first `=` behind which there are values: a name may hold another.
fn split_at_values(text: &str) -> Option<(&str, &str)> {
    let are_values = |text: &str| is_range(text) || split_values(text).iter().all(|value| is_value(value));
    let splits = || text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]));
    splits().find(|(_, values)| !values.trim().is_empty() && are_values(values)).or_else(|| splits().next())
}

fn is_range(text: &str) -> bool {
    let ends = text.split_once("..");
    ends.is_some_and(|(from, rest)| bound(from).is_some() && bound(rest.split(':').next().unwrap_or(rest)).is_some())
}

fn is_value(text: &str) -> bool {
    parse_value(&Source::new("value", text), "").is_ok()
}

/// Comma-separated values; names of designs need no quotes.
fn listed(paths: &[String], text: &str) -> Result<Vec<String>, String> {
    let values = split_values(text);
    if paths == ["design"] {
        return Ok(values);
    }
    if let Some(inner) = vector(text) {
        return Err(format!("`{}` is one value; separate several by commas: {inner}", text.trim()));
    }
    match values.iter().find(|value| !is_value(value) || spread(value).is_some()) {
        None => Ok(values),
        Some(value) => Err(match dashed(value).or_else(|| spread(value)) {
            Some((from, to)) => {
                format!(
                    "`{value}` is not a value; write a range as {from}..{to}:5, for five values from {from} to {to}"
                )
            }
            None => {
                let source = Source::new("value", value.as_str());
                let help = parse_value(&source, "").err().and_then(|mistake| mistake.help);
                let help = help.map_or_else(String::new, |help| format!(" ({help})"));
                format!(
                    "`{value}` is not a value{help}; write comma-separated values as in a scenario: 0.5,0.9 or SelfJudged,\"text\""
                )
            }
        }),
    }
}

/// What is within a vector as other languages write it, `c(0.1, 0.2)` or `[0.1, 0.2]`.
fn vector(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = text.strip_prefix("c(").and_then(|text| text.strip_suffix(')'));
    let inner = inner.or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')))?;
    split_values(inner).iter().all(|value| bound(value).is_some()).then_some(inner)
}

/// The ends of a range with a dash between them, or a colon.
fn dashed(text: &str) -> Option<(&str, &str)> {
    let place = text
        .char_indices()
        .skip(1)
        .find(|(at, c)| matches!(c, '-' | ':' | '–' | '…') && !text[..*at].ends_with(['e', 'E']));
    let (at, c) = place?;
    let (from, to) = (text[..at].trim(), text[at + c.len_utf8()..].trim());
    let to = to.split(':').next().unwrap_or(to);
    (bound(from).is_some() && bound(to).is_some()).then_some((from, to))
}

/// The ends of a range in words, as in `0.1 to 0.9`, or of a sequence, as in `seq(0.1, 0.9, 0.1)`.
fn spread(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')').and_then(|text| text.split_once('(')).filter(|(name, _)| {
        ["seq", "range", "linspace", "np.linspace", "np.arange", "numpy.linspace", "arange"].contains(name)
    });
    let (from, to) = match inner {
        Some((_, inner)) => inner.split_once(',').map(|(from, rest)| (from, rest.split(',').next().unwrap_or(rest)))?,
        None => text.split_once(" to ")?,
    };
    (bound(from).is_some() && bound(to).is_some()).then_some((from.trim(), to.trim()))
}

/// A range, from what stands before and behind its dots.
fn range(from: &str, rest: &str) -> Result<Values, String> {
    let (to, count) = match rest.split_once(':') {
        Some((to, count)) => (to, Some(count)),
        None => (rest, None),
    };
    let count = match count.map(|count| count.trim().parse::<u32>()) {
        Some(Ok(count)) => Some(count),
        Some(Err(_)) => return Err("the count after the colon must be a whole number, such as 0.1..0.9:5".to_owned()),
        None => None,
    };
    let (Some((variant, from)), Some((other, to))) = (bound(from), bound(to)) else {
        return Err("a range goes from a number to a number, such as 0.1..0.9:5 or Years(1)..Years(4):4".to_owned());
    };
    match (variant, other, count) {
        // Only a drawn sample can do without a count; the draft says so where it cannot.
        (None, None, count) => Ok(Values::Range { from, to, count: count.unwrap_or(0), whole: false }),
        (Some(variant), Some(other), Some(1)) if variant == other && from != to => Err(format!(
            "one value from {variant}({from}) to {variant}({to}), which has two ends: a count of 2 or more, or one value alone"
        )),
        (Some(variant), Some(other), Some(count @ 1..=MOST_WRITTEN)) if variant == other => {
            let step = |k: u32| between(from, to, f64::from(k) / f64::from((count - 1).max(1)));
            Ok(Values::List((0..count).map(|k| format!("{variant}({})", number(step(k)))).collect()))
        }
        _ => Err(format!(
            "a range of times, or of chances for a year, has two ends of one kind and a count up to {MOST_WRITTEN}, such as Years(1)..Years(4):4"
        )),
    }
}

/// Most values of a range that is written out.
const MOST_WRITTEN: u32 = 100_000;

/// The end of a range: a number, or a number in a variant, such as `Months(6)`.
pub(in crate::study) fn bound(text: &str) -> Option<(Option<String>, f64)> {
    let text = text.trim();
    let (variant, number) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((variant, number)) => (Some(variant.trim().to_owned()), number),
        None => (None, text),
    };
    let number = number.trim().parse::<f64>().ok().filter(|x| x.is_finite())?;
    Some((variant, number))
}

/// Comma-separated values, but for those within brackets or quotes.
pub(crate) fn split_values(text: &str) -> Vec<String> {
    let (mut values, mut depth, mut quoted) = (vec![String::new()], 0, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                values.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = values.last_mut() {
            last.push(c);
        }
    }
    values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        match parse_axis(text, Role::Parameter).unwrap().values {
            Values::List(values) => values,
            Values::Range { .. } => panic!("{text}"),
        }
    }

    #[test]
    fn ranges_and_lists_are_read() {
        let axis = parse_axis("a.b = 0.1..0.9:5", Role::Lever).unwrap();
        assert_eq!(axis.paths, ["a.b"]);
        assert_eq!(axis.values, Values::Range { from: 0.1, to: 0.9, count: 5, whole: false });
        assert_eq!(list("a=1,2,3"), ["1", "2", "3"]);
        assert_eq!(list("a=Years(1)..Years(2.5):4"), ["Years(1)", "Years(1.5)", "Years(2)", "Years(2.5)"]);
        assert_eq!(list("a=Rounds(3)..Rounds(3):1"), ["Rounds(3)"]);
        assert_eq!(list("a=PerYear(0.1)..PerYear(0.3):3"), ["PerYear(0.1)", "PerYear(0.2)", "PerYear(0.3)"]);
        assert_eq!(list("a=\"one..two\""), ["\"one..two\""]);
        assert_eq!(list("design=../mine.ron,back-end"), ["../mine.ron", "back-end"]);
        assert_eq!(
            list("a=Tariff(rate: 0.1, size: Coverage(3)),\"x,y\""),
            ["Tariff(rate: 0.1, size: Coverage(3))", "\"x,y\""]
        );
        assert_eq!(parse_axis("a,b=1,2", Role::Parameter).unwrap().paths, ["a", "b"]);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in [
            "",
            "a",
            "=1",
            "a=",
            "a,=1",
            "a=0..1:x",
            "a=0..1:-3",
            "a=0.9..:3",
            "a=..3",
            "a=1..2,3",
            "a=0..inf:3",
            "a=Years(1)..Years(4)",
            "a=Years(1)..Months(4):2",
            "a=Years(1)..4:2",
            "a=Years(1)..Years(4):0",
            "a=Rounds(3)..Rounds(9):1",
            "a=0.8-0.95",
            "a=0,9,x y",
        ] {
            assert!(parse_axis(text, Role::Parameter).is_err(), "{text}");
        }
    }
}
