//! The columns of the two Parquet tables, each said once: who writes, reads, replays or checks them asks here.

use crate::archive::field::{Field, FieldKind};
use crate::metric::{Label, Storage};
use crate::study::survey::{Axis, Survey, Values};
use crate::tables::WrongCell;

/// Number of the config of a row, in both tables.
pub(super) const CONFIG: &str = "config";

/// Number of the replication of a row, absent where the config could not be played.
pub(super) const REPLICATION: &str = "replication";

/// Columns of `series.parquet`.
pub(super) const SERIES_COLUMNS: [(&str, FieldKind); 9] = [
    (CONFIG, FieldKind::Whole),
    ("design", FieldKind::Text),
    ("series", FieldKind::Text),
    ("party", FieldKind::Text),
    ("round", FieldKind::Whole),
    ("mean", FieldKind::Number),
    ("p05", FieldKind::Share),
    ("p50", FieldKind::Share),
    ("p95", FieldKind::Share),
];

/// Columns of `series.parquet`.
pub(super) fn series_fields() -> Vec<Field> {
    SERIES_COLUMNS.map(|(name, kind)| Field::new(name, kind)).to_vec()
}

/// Columns of `runs.parquet`.
pub(super) fn runs_fields(survey: &Survey) -> Vec<Field> {
    let mut fields = vec![
        Field::new(CONFIG, FieldKind::Whole),
        Field::new("design", FieldKind::Text),
        Field::new(REPLICATION, FieldKind::Whole),
        Field::new("seed", FieldKind::Natural),
    ];
    let axis = |axis: &Axis| Field::new(axis.name(), if is_numeric(axis) { FieldKind::Share } else { FieldKind::Text });
    fields.extend(survey.space.axes.iter().map(axis));
    fields.extend(survey.labels().iter().map(|label| Field::new(label.path(), kind(label))));
    fields.extend([Field::new("status", FieldKind::Text), Field::new("reason", FieldKind::Text)]);
    fields
}

/// Names of columns.
pub(super) fn names(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.name.clone()).collect()
}

/// A cell that holds no value of its column.
pub(super) fn wrong_cell(column: &str, found: &str, allowed: impl Into<String>) -> WrongCell {
    WrongCell { column: column.to_owned(), found: found.to_owned(), allowed: allowed.into() }
}

/// Whether every value of a parameter is a number.
pub(super) fn is_numeric(axis: &Axis) -> bool {
    match &axis.values {
        Values::Range { .. } => true,
        Values::List(values) => values.iter().all(|value| value.parse::<f64>().is_ok()),
    }
}

/// Whether a metric is a whole number in its column.
pub(super) fn is_whole(label: &Label) -> bool {
    kind(label) == FieldKind::Whole
}

/// What the column of a metric holds.
pub(super) fn kind(label: &Label) -> FieldKind {
    match label.spec().storage {
        Storage::Whole => FieldKind::Whole,
        Storage::Number => FieldKind::Number,
        Storage::Share => FieldKind::Share,
    }
}
