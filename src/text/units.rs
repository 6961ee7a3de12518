//! What people write for a number, and how it is written here.

/// How money is written.
pub(super) const MONEY: &str = "money is a number in billions of dollars, without a unit: 2.5 is $2.5bn";

/// The digits that a text starts with.
pub(super) fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_digit() || "+-._".contains(c))).unwrap_or(text.len());
    &text[..end]
}

/// What to write for a number with a unit.
pub(super) fn advice(number: &str, unit: &str) -> Option<String> {
    let value = number.replace('_', "").parse::<f64>().ok()?;
    let word = unit.to_lowercase();
    let time = |variant: &str, factor: f64| Some(format!("a time is written {variant}({})", value * factor));
    match word.trim_end_matches('.') {
        "%" | "percent" | "pct" | "pc" => {
            let share = format!("{:.12}", value / 100.0);
            let share = share.trim_end_matches('0').trim_end_matches('.');
            Some(format!("a share is a number from 0 to 1, without %: {share} is {value} %"))
        }
        "d" | "day" | "days" => time("Days", 1.0),
        "w" | "wk" | "week" | "weeks" => time("Days", 7.0),
        "m" | "mo" | "mon" | "month" | "months" => time("Months", 1.0),
        "q" | "quarter" | "quarters" => time("Months", 3.0),
        "y" | "yr" | "yrs" | "year" | "years" => time("Years", 1.0),
        "round" | "rounds" | "periods" => time("Rounds", 1.0),
        "$" | "€" | "usd" | "bn" | "b" | "billion" | "mn" | "million" | "tn" | "trillion" | "k" => {
            Some(MONEY.to_owned())
        }
        unit if unit.starts_with('/') => {
            let below = unit[1..].parse::<f64>().ok().filter(|below| *below != 0.0)?;
            Some(format!("one number, not a fraction: {number}{unit} is {}", value / below))
        }
        unit if unit.starts_with(|c: char| c.is_ascii_digit() || c == '\'') => {
            let joined: String = format!("{number}{unit}").chars().filter(|c| *c != '\'').collect();
            Some(format!("thousands stand without a space or a mark between them: {joined}"))
        }
        _ => Some(format!("write the number alone, such as {number}")),
    }
}

/// What to write for a number with a comma in it.
pub(super) fn comma(written: &str) -> String {
    let parts: Vec<&str> = written.split(',').collect();
    let whole = |text: &str| text.replace([',', '.'], "");
    match parts.as_slice() {
        [before, after] if !before.contains('.') && !after.contains('.') && after.len() == 3 && *before != "0" => {
            format!("write {} for thousands, {before}.{after} for a fraction", whole(written))
        }
        [before, after] if !after.contains('.') => format!("write {}.{after}", whole(before)),
        _ => format!("write {}", written.replace(',', "")),
    }
}

/// What is wrong with a text that starts like a number.
pub(super) fn slip_of(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('.').collect();
    if text.contains("..") {
        return Some("one number: ranges are for --vary and study files".to_owned());
    }
    if parts.len() > 2 && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit())) {
        return Some(format!("thousands stand without points between them: {}", parts.concat()));
    }
    Some("a number is written like 0.5, 12 or 1e-3".to_owned())
}

/// What to write for words without quotes.
pub(super) fn words(written: &str) -> String {
    let mut words = written.split_whitespace();
    if let (Some(unit), Some(number), None) = (words.next(), words.next(), words.next())
        && number.parse::<f64>().is_ok()
    {
        let time = advice(number, unit).filter(|told| told.starts_with("a time"));
        return time.unwrap_or_else(|| format!("write {unit}({number})"));
    }
    format!("write \"{written}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_turned_into_what_is_written_here() {
        for (number, unit, told) in [
            ("95", "%", "0.95 is 95 %"),
            ("7", "%", "0.07 is 7 %"),
            ("14", "days", "Days(14)"),
            ("2", "weeks", "Days(14)"),
            ("2", "quarters", "Months(6)"),
            ("3", "Months", "Months(3)"),
            ("5", "bn", "billions of dollars"),
            ("1", "/2", "1/2 is 0.5"),
            ("1", "000", "1000"),
        ] {
            let advice = advice(number, unit).unwrap();
            assert!(advice.contains(told), "{number} {unit}: {advice}");
        }
    }

    #[test]
    fn commas_become_points() {
        assert_eq!(comma("0,95"), "write 0.95");
        assert_eq!(comma("1.000,5"), "write 1000.5");
        assert_eq!(comma("1,000,000"), "write 1000000");
        assert_eq!(comma("1,000"), "write 1000 for thousands, 1.000 for a fraction");
    }
}
