//! Whole numbers among the arguments.

/// A whole number from `LEAST` to `MOST`, also as 1e5 or 100_000.
pub(super) fn count<T: TryFrom<u64>, const LEAST: u64, const MOST: u64>(text: &str) -> Result<T, String> {
    let range = match MOST {
        u64::MAX => format!("of at least {LEAST}"),
        _ => format!("from {LEAST} to {MOST}"),
    };
    let wrong = |more: String| format!("expected a whole number {range}, such as {}{more}", LEAST.max(1000.min(MOST)));
    let digits = text.trim().replace('_', "");
    let whole = digits.parse::<u64>().ok().or_else(|| {
        // Beyond 2^53 not every whole number is one of these.
        let x = digits.parse::<f64>().ok().filter(|x| *x == libm::trunc(*x) && (0.0..=9e15).contains(x))?;
        digits.contains(['e', 'E']).then_some(x as u64)
    });
    match whole.filter(|n| (LEAST..=MOST).contains(n)).and_then(|n| T::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => {
            let plain: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\'' | ' ')).collect();
            let is_grouped = plain != text && text.split([',', '.', '\'', ' ']).skip(1).all(|group| group.len() == 3);
            Err(wrong(match is_grouped && plain.parse::<u64>().is_ok() {
                true => format!("; without separators: {plain}"),
                false => String::new(),
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_people_write_them() {
        let read = count::<u64, 1, 1_000_000>;
        for (text, n) in
            [("100000", 100_000), ("1e5", 100_000), ("1.5e3", 1500), ("100_000", 100_000), ("1E6", 1_000_000)]
        {
            assert_eq!(read(text), Ok(n), "{text}");
        }
        for text in ["0", "1e7", "1.5", "1e-3", "1.5e0", "-3", "", "inf", "1000.0", "ten"] {
            assert!(read(text).unwrap_err().contains("a whole number from 1 to 1000000"), "{text}");
        }
        assert!(read("100,000").unwrap_err().contains("without separators: 100000"));
        assert_eq!(count::<u64, 0, { u64::MAX }>("18446744073709551615"), Ok(u64::MAX));
    }
}
