//! Cells as a CSV file holds them.

use std::borrow::Cow;

/// Rows of cells as CSV.
pub fn csv_text<C: AsRef<str>>(rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cells: Vec<C> = row.into_iter().collect();
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells.iter().map(|cell| cell_text(cell.as_ref()).as_bytes().to_vec()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Whether a spreadsheet takes a text for a formula: it starts like one, and is no number.
fn looks_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(SIGNS) && !text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A cell as a CSV file holds it: an apostrophe goes before what a spreadsheet would run as a formula.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    // What starts with apostrophes of its own gets one more, so that the text can be told from what was added.
    match looks_like_a_formula(text.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text of a cell that [`cell_text`] wrote.
pub fn text_of_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_a_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for formula in
            ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "'=x", "\u{ff1d}1", "-inf"]
        {
            let cell = cell_text(formula);
            assert_eq!(cell, format!("'{formula}"));
            assert_eq!(text_of_cell(&cell), formula);
        }
        for plain in ["-1.5", "+3", "-1e-9", "US", "", "'", "it's", "'quoted'", "a=b", "1-2"] {
            assert_eq!(cell_text(plain), plain);
            assert_eq!(text_of_cell(plain), plain);
        }
        assert_eq!(csv_text([["=1", "-1.5"]]), "'=1,-1.5\n");
    }
}
