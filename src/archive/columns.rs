//! Columns of a Parquet file: their schema, and values into them.

use parquet::basic::{Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// One column. Every value may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: FieldKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The values of one column.
pub(super) enum Cells {
    Text(Vec<Option<ByteArray>>),
    Whole(Vec<Option<i64>>),
    Number(Vec<f64>),
}

impl Field {
    pub(super) fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self { name: name.into(), kind }
    }

    fn column(&self) -> Result<Type> {
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

/// The schema of a file.
pub(super) fn schema(fields: &[Field]) -> Result<TypePtr> {
    let columns: Result<Vec<TypePtr>> = fields.iter().map(|field| field.column().map(Arc::new)).collect();
    Ok(Arc::new(Type::group_type_builder("row").with_fields(columns?).build()?))
}

/// How a file is written: no compression, since what compresses is in dictionaries already.
pub(super) fn properties(fields: &[Field], notes: &[(&str, &str)]) -> WriterPropertiesPtr {
    let notes = notes.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), (*value).to_owned()));
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_created_by(concat!("snapback ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(notes.collect()));
    for field in fields.iter().filter(|field| field.kind == FieldKind::Number) {
        let column = ColumnPath::new(vec![field.name.clone()]);
        properties = properties.set_column_dictionary_enabled(column.clone(), false);
        properties = properties.set_column_encoding(column, Encoding::PLAIN);
    }
    Arc::new(properties.build())
}

/// Writes the next column of a row group.
pub(super) fn write_column<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, cells: Cells) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    match (column.untyped(), cells) {
        (ColumnWriter::ByteArrayColumnWriter(writer), Cells::Text(cells)) => {
            let (levels, values) = present(cells.into_iter());
            writer.write_batch(&values, Some(&levels), None)?;
        }
        (ColumnWriter::Int64ColumnWriter(writer), Cells::Whole(cells)) => {
            let (levels, values) = present(cells.into_iter());
            writer.write_batch(&values, Some(&levels), None)?;
        }
        (ColumnWriter::DoubleColumnWriter(writer), Cells::Number(cells)) => {
            if cells.iter().any(|x| x.is_nan()) {
                let (levels, values) = present(cells.into_iter().map(|x| (!x.is_nan()).then_some(x)));
                writer.write_batch(&values, Some(&levels), None)?;
            } else {
                writer.write_batch(&cells, Some(&vec![1; cells.len()]), None)?;
            }
        }
        _ => {}
    }
    column.close()
}

/// Which cells are there, and their values.
fn present<T>(cells: impl Iterator<Item = Option<T>>) -> (Vec<i16>, Vec<T>) {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    (levels, values)
}
