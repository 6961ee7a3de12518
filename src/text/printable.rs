//! Text that a terminal shows and does not obey: what is not meant to be seen is written out, such as `\u{1b}`.

use std::borrow::Cow;

/// Whether a character is for a terminal rather than for a reader: it moves the cursor, turns the direction of the
/// text, or breaks a line where no one sees why.
fn is_command(c: char) -> bool {
    c.is_control() || is_directional(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a character turns the direction of what follows, or is a tag that nothing shows.
fn is_directional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character has no place in a name: it cannot be seen, or looks like a space and is none.
///
/// These are the control characters, the white space but for the space itself, and what Unicode lists as
/// `Default_Ignorable_Code_Point`.
pub(crate) fn is_hidden(c: char) -> bool {
    is_command(c)
        || (c.is_whitespace() && c != ' ')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0080}'..='\u{e0fff}')
}

/// Text of any number of lines, safe for a terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    written_out(text, |c| is_command(c) && !matches!(c, '\n' | '\t'))
}

/// The same on one line.
pub(crate) fn printable_line(text: &str) -> Cow<'_, str> {
    written_out(text, is_command)
}

/// JSON that shows nothing but what it says; these characters stand in its strings alone, where `\u202e` is the same.
pub(crate) fn printable_json(json: &str) -> Cow<'_, str> {
    if !json.contains(|c| is_command(c) && c != '\n') {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match is_command(c) && c != '\n' {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}"))),
            false => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

fn written_out(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match is_unsafe(c) {
            true => safe.extend(c.escape_unicode()),
            false => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(printable("a\u{1b}[31m\tb\nc"), "a\\u{1b}[31m\tb\nc");
        assert_eq!(printable_line("a\r\nb\u{9b}0m"), "a\\u{d}\\u{a}b\\u{9b}0m");
        assert_eq!(
            printable("\u{202e}abc\u{2066}\u{200f}\u{2028}\u{7f}"),
            "\\u{202e}abc\\u{2066}\\u{200f}\\u{2028}\\u{7f}"
        );
        assert_eq!(printable("Größe 中国 –…█ ±"), "Größe 中国 –…█ ±");
    }

    #[test]
    fn json_stays_json() {
        let text = "a\u{202e}b\u{85}c\u{e0041}";
        let json = serde_json::to_string_pretty(&[text]).unwrap();
        let safe = printable_json(&json);
        assert!(safe.is_ascii() && safe.contains("\\u202e"), "{safe}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&safe).unwrap(), [text]);
    }

    #[test]
    fn what_cannot_be_seen_is_hidden() {
        for c in "\u{200b}\u{ad}\u{a0}\u{feff}\u{202f}\u{3000}\u{fe0f}\t\n\u{1b}\u{202e}\u{3164}".chars() {
            assert!(is_hidden(c), "{c:?}");
        }
        assert!(!"Aé中 -_=,.'\"€½".chars().any(is_hidden));
    }
}
