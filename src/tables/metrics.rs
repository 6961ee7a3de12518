//! Metrics and their values: the columns that every verb has of them.

use crate::metric::Label;
use crate::study::{Estimate, MetricRow};
use crate::tables::cell::{names, written};
use crate::tables::records::{error, estimate};
use crate::tables::text::csv_text;
use std::borrow::Cow;

/// Columns that say what a value is of.
pub(super) const LABEL: [&str; 4] = ["metric", "party", "commitment", "unit"];

/// What a value is of, as cells.
pub(super) fn label_cells(label: &Label) -> [Cow<'_, str>; 4] {
    let [party, commitment] = [&label.party, &label.commitment].map(|name| name.as_deref().unwrap_or(""));
    [label.metric.name(), party, commitment, label.unit()].map(Cow::Borrowed)
}

/// Metrics as CSV, a row each; with a column for the bound on the error of the mean where there may be one. Undefined
/// values are empty.
pub fn metrics_csv(rows: &[MetricRow], has_error: bool) -> String {
    let columns: Vec<_> = estimate().into_iter().chain(has_error.then(error)).collect();
    let header: Vec<Cow<'_, str>> =
        LABEL.map(Cow::Borrowed).into_iter().chain(names(&columns).map(Cow::Owned)).collect();
    let row = |MetricRow { label, estimate }: &MetricRow| -> Vec<Cow<'static, str>> {
        let about = label_cells(label).map(|cell| Cow::Owned(cell.into_owned()));
        about.into_iter().chain(written::<Estimate>(&columns, estimate)).collect()
    };
    csv_text(std::iter::once(header).chain(rows.iter().map(row)))
}
