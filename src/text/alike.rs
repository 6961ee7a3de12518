//! Names that look alike: one reader takes them for the same, so one scenario may not hold both.

use unicode_security::skeleton;

/// What two names have in common that nobody can tell apart: the skeleton of Unicode Technical Standard 39, and one
/// space for several.
pub(crate) fn look(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !crate::text::is_hidden(*c) || c.is_whitespace()).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    skeleton(&words.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_are_alike() {
        for (one, other) in [
            ("car", "c\u{430}r"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("quota", "quo\u{200b}ta"),
            ("car parts", "car\u{a0} parts"),
            ("A", "\u{391}"),
            ("joint", "j\u{43e}int"),
        ] {
            assert_eq!(look(one), look(other), "{one:?} {other:?}");
        }
        for (one, other) in [("US", "EU"), ("Row", "Column"), ("a", "A"), ("phase 1", "phase 2"), ("x", "x.y")] {
            assert_ne!(look(one), look(other), "{one:?} {other:?}");
        }
    }
}
