//! What to write for a value that is well formed and yet of the wrong kind.

use crate::text::{Body, Kind, Node, NumberOr};

/// What to do about a value where `allowed` is what the field takes.
pub(super) fn advice(node: &Node, allowed: &str) -> Option<String> {
    let text = node.span.text();
    match (&node.kind, allowed) {
        (Kind::Map(_), _) if allowed.starts_with("fields in") => {
            Some("this looks like JSON: write ( and ) for { and }, and the names of fields without quotes".to_owned())
        }
        (Kind::Word(word), "true or false") => match word.to_lowercase().as_str() {
            "true" | "t" | "yes" | "on" => Some("write true".to_owned()),
            "false" | "f" | "no" | "off" => Some("write false".to_owned()),
            _ => None,
        },
        (Kind::Scalar, "true or false") => Some("1 is written true, 0 is written false".to_owned()),
        (Kind::Group(Some(name), Body::Positional(items)), _) if name == "Some" && items.len() == 1 => {
            Some(format!("write {}, without Some", items[0].excerpt()))
        }
        (Kind::Word(word), "a text in double quotes") => Some(format!("write \"{word}\"")),
        (Kind::Scalar, "a text in double quotes") if text.starts_with('\'') => {
            Some(format!("write \"{}\"", text.trim_matches('\'')))
        }
        (Kind::Scalar, _) if text.starts_with('"') && text.trim_matches('"').parse::<f64>().is_ok() => {
            Some(format!("a number stands without quotes: {}", text.trim_matches('"')))
        }
        (Kind::Scalar, _) if allowed.starts_with("a whole number") && text.parse::<f64>().is_ok_and(is_whole) => {
            text.parse::<f64>().ok().map(|x| format!("write {x:.0}, without a point"))
        }
        (Kind::Word(word), _) if ["NA", "null", "nil", "nan", "Null", "NULL"].contains(&word.as_str()) => {
            Some("what is not known is left out, where the field has a default".to_owned())
        }
        (Kind::Group(None, Body::Positional(items)), "a number" | NumberOr::ALLOWED) if is_decimal(items) => {
            Some("a number has a decimal point, and no brackets".to_owned())
        }
        (Kind::Group(..), NumberOr::ALLOWED) => NumberOr::advice(node),
        (_, _) if allowed.starts_with("a list") => Some("one element is a list too: [ … ]".to_owned()),
        _ => None,
    }
}

/// The variant that a value without a name was meant for, where there is one that takes it.
pub(super) fn variant_for(node: &Node, variants: &[&str]) -> Option<String> {
    let text = node.span.text();
    let number = text.trim_matches('"').parse::<f64>().ok().filter(|x| x.is_finite());
    match (&node.kind, number) {
        (Kind::Scalar, Some(_)) if variants.contains(&"Months") && variants.contains(&"Years") => {
            let x = text.trim_matches('"');
            Some(format!("a time has a unit: Rounds({x}), Days({x}), Months({x}) or Years({x})"))
        }
        (Kind::Word(word), _) if variants.contains(&"Days") && word.to_lowercase().starts_with("week") => {
            Some("a week is written Days(7)".to_owned())
        }
        (Kind::Scalar, None) => {
            let word = text.trim_matches(['"', '\'']);
            let same = variants.iter().find(|variant| variant.eq_ignore_ascii_case(word))?;
            Some(format!("write {same}, without quotes"))
        }
        _ => None,
    }
}

/// What to do about a variant that takes one value and was given others.
pub(super) fn one_value(name: &str, node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Group(_, Body::Positional(items)) if is_decimal(items) => {
            let [whole, rest] = items.as_slice() else { return None };
            Some(format!("a number has a decimal point: {name}({}.{})", whole.span.text(), rest.span.text()))
        }
        Kind::Word(_) => Some(format!("write {name}(…), such as {name}(0.5) where it takes a number")),
        _ => None,
    }
}

/// Whether two values are the digits before and after a comma.
fn is_decimal(items: &[Node]) -> bool {
    let is_digits = |node: &Node| !node.span.text().is_empty() && node.span.text().bytes().all(|b| b.is_ascii_digit());
    matches!(items, [whole, rest] if is_digits(whole) && is_digits(rest) && rest.span.start == whole.span.end + 1)
}

fn is_whole(x: f64) -> bool {
    x == libm::trunc(x) && x.abs() < 1e15
}
