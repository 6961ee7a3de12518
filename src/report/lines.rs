//! Lines of text that fit on a page: broken, clipped, set in.

/// Columns that no text output exceeds.
pub(super) const COLUMNS: usize = 100;

/// Lines as a text. What is longer than a line goes on in the next, set in farther.
pub(super) fn page(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().flat_map(|line| line.split('\n')).map(str::trim_end) {
        let (margin, words) = line.split_at(line.len() - line.trim_start().len());
        let is_short = line.chars().count() <= COLUMNS;
        let room = COLUMNS.saturating_sub(margin.len() + 2);
        let parts = if is_short { vec![words.to_owned()] } else { wrap(words, room) };
        for (k, part) in parts.iter().enumerate() {
            let hang = if k == 0 { "" } else { "  " };
            text += &format!("{margin}{hang}{}\n", part.trim_end());
        }
    }
    text
}

/// At most `width` columns, the beginning of the text kept.
pub(super) fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(std::iter::once('…')).collect()
}

/// At most `width` columns, the end of the text kept.
pub(super) fn clip_front(text: &str, width: usize) -> String {
    let n = text.chars().count();
    if n <= width { text.to_owned() } else { std::iter::once('…').chain(text.chars().skip(n + 1 - width)).collect() }
}

/// A remark as lines of at most 100 columns.
pub fn note_text(remark: &str, indent: &str) -> String {
    let lines = wrap(&format!("note: {remark}"), 94 - indent.len());
    let rest = lines[1..].iter().map(|line| format!("{indent}      {line}\n"));
    format!("{indent}{}\n", lines[0]) + &rest.collect::<String>()
}

/// Breaks a sentence into lines of at most `width` columns.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
