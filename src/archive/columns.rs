//! Columns of a Parquet file: their schema, and values into them.

use parquet::basic::{Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::io::Write;
use std::iter::repeat_n;
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

/// A row group, written column by column from cells that pass through a small buffer.
pub(super) struct Group<'a, W: Write> {
    group: SerializedRowGroupWriter<'a, W>,
}

/// Cells in the buffer.
const AT_ONCE: usize = 1024;

impl<'a, W: Write + Send> Group<'a, W> {
    pub(super) fn new(group: SerializedRowGroupWriter<'a, W>) -> Self {
        Self { group }
    }

    /// Writes the next column: texts, each in so many rows that follow each other.
    pub(super) fn text(&mut self, stretches: Vec<(Option<ByteArray>, usize)>) -> Result<()> {
        let Some(mut column) = self.group.next_column()? else { return Ok(()) };
        if let ColumnWriter::ByteArrayColumnWriter(writer) = column.untyped() {
            let (mut values, mut levels): (Vec<ByteArray>, Vec<i16>) = (Vec::new(), Vec::new());
            for (text, n) in stretches {
                let most = n.min(AT_ONCE);
                if values.first() != text.as_ref() {
                    values.clear();
                }
                let n_more = most.saturating_sub(values.len());
                values.extend(text.into_iter().flat_map(|text| repeat_n(text, n_more)));
                levels.clear();
                levels.resize(most, i16::from(!values.is_empty()));
                for left in (1..=n).rev().step_by(AT_ONCE).map(|left| left.min(AT_ONCE)) {
                    writer.write_batch(&values[..left.min(values.len())], Some(&levels[..left]), None)?;
                }
            }
        }
        column.close()
    }

    /// Writes the next column: whole numbers.
    pub(super) fn whole(&mut self, cells: impl Iterator<Item = Option<i64>>) -> Result<()> {
        let Some(mut column) = self.group.next_column()? else { return Ok(()) };
        if let ColumnWriter::Int64ColumnWriter(writer) = column.untyped() {
            write_cells(writer, cells)?;
        }
        column.close()
    }

    /// Writes the next column: real numbers, absent where they are NaN.
    pub(super) fn number(&mut self, cells: impl Iterator<Item = f64>) -> Result<()> {
        let Some(mut column) = self.group.next_column()? else { return Ok(()) };
        if let ColumnWriter::DoubleColumnWriter(writer) = column.untyped() {
            write_cells(writer, cells.map(|x| (!x.is_nan()).then_some(x)))?;
        }
        column.close()
    }

    pub(super) fn close(self) -> Result<()> {
        self.group.close().map(|_| ())
    }
}

fn write_cells<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    mut cells: impl Iterator<Item = Option<T::T>>,
) -> Result<()> {
    let (mut levels, mut values) = ([0; AT_ONCE], vec![T::T::default(); AT_ONCE]);
    let (mut n, mut n_present) = (0, 0);
    cells.try_for_each(|cell| -> Result<()> {
        levels[n] = i16::from(cell.is_some());
        n += 1;
        if let Some(value) = cell {
            values[n_present] = value;
            n_present += 1;
        }
        if n < AT_ONCE {
            return Ok(());
        }
        writer.write_batch(&values[..n_present], Some(&levels), None)?;
        (n, n_present) = (0, 0);
        Ok(())
    })?;
    writer.write_batch(&values[..n_present], Some(&levels[..n]), None).map(|_| ())
}
