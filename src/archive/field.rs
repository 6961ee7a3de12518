//! A column of a Parquet file: its name, and what it holds.

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::errors::Result;
use parquet::schema::types::Type;

/// One column. Every value may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: FieldKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FieldKind {
    /// Text of few different values.
    Text,
    /// Whole numbers.
    Whole,
    /// Whole numbers up to 2^64.
    Natural,
    /// Real numbers of few different values.
    Share,
    /// Real numbers.
    Number,
}

impl Field {
    pub(super) fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self { name: name.into(), kind }
    }

    /// How the schema describes it.
    pub(super) fn column(&self) -> Result<Type> {
        let (physical, logical) = match self.kind {
            FieldKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            FieldKind::Whole => (Physical::INT64, None),
            FieldKind::Natural => (Physical::INT64, Some(LogicalType::integer(64, false))),
            FieldKind::Share | FieldKind::Number => (Physical::DOUBLE, None),
        };
        Type::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}
