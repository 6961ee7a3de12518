//! Numbers as people read them.

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
    let decimals = (11 - lead).clamp(0, 14) as usize;
    if lead < -4 { format!("{x:.11e}") } else { format!("{x:.decimals$}") }
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
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(120), "120");
    }
}
