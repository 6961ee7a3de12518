//! Numbers as people read them.

use crate::trade::Timed;

/// About four significant digits, without an exponent where that is short.
pub(super) fn short(x: f64) -> String {
    let size = x.abs();
    let text = if x == 0.0 {
        "0".to_owned()
    } else if !(5e-5..1e7).contains(&size) {
        format!("{x:.1e}")
    } else if size >= 1000.0 {
        format!("{x:.0}")
    } else if size >= 100.0 {
        format!("{x:.1}")
    } else if size >= 10.0 {
        format!("{x:.2}")
    } else if size >= 1.0 {
        format!("{x:.3}")
    } else {
        format!("{x:.4}")
    };
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// As [`short`], with a dash for what is undefined.
pub(super) fn short_or_dash(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), short)
}

/// Numbers as large are written with an exponent, for no column holds them.
const MANY: f64 = 1e13;

/// Decimals that show an error of this size with two significant digits; none where there is no error to show.
fn decimals(half_width: f64) -> Option<usize> {
    let lead = libm::floor(libm::log10(half_width)) as i32;
    (half_width.is_finite() && half_width > 5e-7).then(|| (1 - lead).max(0) as usize)
}

fn with_decimals(x: f64, decimals: usize) -> String {
    if x.abs() >= MANY {
        return format!("{x:.3e}");
    }
    let text = format!("{x:.decimals$}");
    // A rounded zero has no sign.
    if text.trim_matches(|c| matches!(c, '-' | '0' | '.')).is_empty() { text.replace('-', "") } else { text }
}

/// `x`, with digits that suit its interval.
pub(super) fn within(x: f64, interval: Option<(f64, f64)>) -> String {
    match interval.and_then(|(low, high)| decimals(0.5 * (high - low))) {
        Some(decimals) => with_decimals(x, decimals),
        None => short(x),
    }
}

/// `x ±` half the width of its interval; where `x` is far from its middle, its ends; where it is known for certain, `x`
/// alone.
pub(super) fn plus_minus(x: f64, (low, high): (f64, f64)) -> String {
    let half = 0.5 * (high - low);
    match decimals(half) {
        Some(_) if (x - 0.5 * (low + high)).abs() > 0.25 * half => span((low, high)),
        Some(decimals) => format!("{} ±{}", with_decimals(x, decimals), with_decimals(half, decimals)),
        None if half > 1e-10 * x.abs() => format!("{} ±{half:.0e}", short(x)),
        None => short(x),
    }
}

/// `low .. high`, with digits that suit the width.
pub(super) fn span((low, high): (f64, f64)) -> String {
    format!("{} .. {}", within(low, Some((low, high))), within(high, Some((low, high))))
}

/// So many things, whose plural takes an s.
pub(super) fn counted(n: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A share in hundredths.
pub(super) fn percent(x: f64) -> String {
    format!("{} %", short(100.0 * x))
}

/// A probability in the words of `write`, with what it is a probability of.
pub(super) fn timed(p: Timed, write: fn(f64) -> String, of_round: &str) -> String {
    match p {
        Timed::PerRound(p) => format!("{}{of_round}", write(p)),
        Timed::PerYear(p) => format!("{} a year", write(p)),
    }
}

/// A whole number with its thousands apart.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An exact value, to twelve significant digits.
pub(super) fn exact(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let lead = libm::floor(libm::log10(x.abs())) as i32;
    // What rounds up to the next power of ten has a digit more before the point.
    let carries = i32::from(x.abs() >= libm::pow(10.0, f64::from(lead + 1)) * (1.0 - 5e-13));
    let decimals = (11 - lead - carries).clamp(0, 14) as usize;
    if !(-4..15).contains(&lead) { format!("{x:.11e}") } else { format!("{x:.decimals$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (x, text) in [
            (0.0, "0"),
            (0.950_62, "0.9506"),
            (-83.647, "-83.65"),
            (1.0, "1"),
            (117.071, "117.1"),
            (123_456.0, "123456"),
            (0.000_012, "1.2e-5"),
        ] {
            assert_eq!(short(x), text);
        }
    }

    #[test]
    fn digits_suit_the_error() {
        for (x, ends, text) in [
            (-202.04, (-204.84, -199.24), "-202.0 ±2.8"),
            (0.95, (0.9457, 0.9543), "0.9500 ±0.0043"),
            (93.7, (60.0, 130.0), "94 ±35"),
            (1.0, (0.981_15, 1.0), "0.9811 .. 1.0000"),
            (0.0, (0.0, 0.000_38), "0.00000 .. 0.00038"),
            (-0.003, (-0.1, 0.1), "0.00 ±0.10"),
            (1.0, (1.0, 1.0), "1"),
            (0.5, (0.5 - 1e-8, 0.5 + 1e-8), "0.5 ±1e-8"),
        ] {
            assert_eq!(plus_minus(x, ends), text);
        }
        assert_eq!(span((165.48, 175.02)), "165.5 .. 175.0");
        assert_eq!(span((0.0, 0.0)), "0 .. 0");
        assert_eq!(within(0.1234567, None), "0.1235");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(120), "120");
    }
}
