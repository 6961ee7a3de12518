//! Results as CSV, for R and spreadsheets.

use crate::study::{MetricRow, RunReport};
use std::borrow::Cow;

/// One row a metric. Undefined values are empty.
pub fn run_csv(report: &RunReport) -> String {
    metrics_csv(&report.metrics, false)
}

/// Columns of a metric and its value, wherever it stands.
pub(super) const METRIC_COLUMNS: [&str; 14] =
    ["metric", "party", "commitment", "unit", "n", "undefined", "mean", "sd", "se", "low", "high", "p05", "p50", "p95"];

/// Metrics as CSV, with a column for the bound on the error of the mean where there may be one.
pub(super) fn metrics_csv(rows: &[MetricRow], has_error: bool) -> String {
    let error = has_error.then(|| "error".to_owned());
    let header: Vec<String> = METRIC_COLUMNS.into_iter().map(str::to_owned).chain(error).collect();
    let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or_else(String::new, |x| format!("{x:?}"));
    let row = |MetricRow { label, estimate: e }: &MetricRow| -> Vec<String> {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let names = [label.metric.name().to_owned(), name(&label.party), name(&label.commitment)];
        let about = [label.unit().to_owned(), e.n.to_string(), e.undefined.to_string()];
        let numbers = [e.mean, e.sd, e.se, e.low, e.high, e.p05, e.p50, e.p95].map(number);
        let error = has_error.then(|| number(e.error));
        names.into_iter().chain(about).chain(numbers).chain(error).collect()
    };
    csv_text(std::iter::once(header).chain(rows.iter().map(row)))
}

/// Rows of cells as CSV.
pub(super) fn csv_text<C: AsRef<str>>(rows: impl IntoIterator<Item = impl IntoIterator<Item = C>>) -> String {
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
