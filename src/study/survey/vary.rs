//! What varies, as it is typed: `PATH=from..to:count` or `PATH=a,b,c`.

use crate::study::survey::file::split_paths;
use crate::study::survey::{Axis, Role, Values};

/// Reads `PATH=from..to:count`, `PATH=from..to` for a drawn sample, or `PATH=a,b,c`; several paths, apart by commas,
/// move together.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn parse_axis(text: &str, role: Role) -> Result<Axis, String> {
    let wrong = || {
        "expected PATH=from..to:count or PATH=a,b,c, such as mechanism.review_every=1..12:4 or design=back-end,wto-dsu"
            .to_owned()
    };
    let (paths, values) = text.split_once('=').ok_or_else(wrong)?;
    let paths = split_paths(paths);
    if paths.iter().any(String::is_empty) || values.trim().is_empty() {
        return Err(wrong());
    }
    let values = match range(values.trim()) {
        Some(range) => range?,
        None => Values::List(split_values(values)),
    };
    Ok(Axis { paths, values, role })
}

/// A range, where the text is one.
fn range(text: &str) -> Option<Result<Values, String>> {
    let (from, rest) = text.split_once("..")?;
    let from: f64 = from.trim().parse().ok()?;
    let (to, count) = match rest.split_once(':') {
        Some((to, count)) => (to, Some(count)),
        None => (rest, None),
    };
    let to: f64 = to.trim().parse().ok()?;
    let count = match count.map(|count| count.trim().parse::<u32>()) {
        Some(Ok(count)) => count,
        Some(Err(_)) => {
            return Some(Err("the count behind the colon must be a whole number, such as 0.1..0.9:5".to_owned()));
        }
        // Only a drawn sample can do without; the draft says so where it cannot.
        None => 0,
    };
    Some(Ok(Values::Range { from, to, count, whole: false }))
}

/// Values apart by commas, but for those within brackets or quotes.
pub fn split_values(text: &str) -> Vec<String> {
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
        assert_eq!(
            list("a=Tariff(rate: 0.1, size: Coverage(3)),\"x,y\""),
            ["Tariff(rate: 0.1, size: Coverage(3))", "\"x,y\""]
        );
        assert_eq!(parse_axis("a,b=1,2", Role::Parameter).unwrap().paths, ["a", "b"]);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in ["", "a", "=1", "a=", "a,=1", "a=0..1:x", "a=0..1:-3"] {
            assert!(parse_axis(text, Role::Parameter).is_err(), "{text}");
        }
    }
}
