//! Columns of a Parquet file: their schema, and values into them.

use crate::archive::field::{Field, FieldKind};
use crate::simulate::Cells;
use parquet::basic::Encoding;
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, FileMetaData, KeyValue};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::file::reader::ChunkReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, SchemaDescPtr, SchemaDescriptor, Type};
use std::io::Write;
use std::iter::repeat_n;
use std::sync::Arc;

/// The columns of a file, and how they are written.
#[derive(Clone)]
pub(super) struct Form {
    schema: SchemaDescPtr,
    properties: WriterPropertiesPtr,
}

impl Form {
    /// Columns without compression, since what compresses is in dictionaries already.
    pub(super) fn new(fields: &[Field], notes: &[(&str, &str)]) -> Result<Self> {
        let columns: Result<Vec<_>> = fields.iter().map(|field| field.column().map(Arc::new)).collect();
        let schema = Type::group_type_builder("row").with_fields(columns?).build()?;
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
        Ok(Self { schema: Arc::new(SchemaDescriptor::new(Arc::new(schema))), properties: Arc::new(properties.build()) })
    }

    /// A file of these columns.
    pub(super) fn file<W: Write + Send>(&self, out: W) -> Result<SerializedFileWriter<W>> {
        SerializedFileWriter::new(out, self.schema.root_schema_ptr(), self.properties.clone())
    }

    /// How a file of these columns is described, but for its rows.
    pub(super) fn metadata(&self) -> FileMetaData {
        FileMetaData::new(self.properties.writer_version().as_num(), 0, None, None, self.schema.clone(), None)
    }

    /// The next row group of a file of these columns.
    pub(super) fn group<'a, W: Write + Send>(&self, file: &'a mut SerializedFileWriter<W>) -> Result<Group<'a, W>> {
        Ok(Group { group: file.next_row_group()?, schema: self.schema.clone(), n_columns: 0 })
    }
}

/// A row group, written column by column from cells that pass through a small buffer.
pub(super) struct Group<'a, W: Write> {
    group: SerializedRowGroupWriter<'a, W>,
    schema: SchemaDescPtr,
    n_columns: usize,
}

/// Cells in the buffer.
const AT_ONCE: usize = 1024;

impl<W: Write + Send> Group<'_, W> {
    /// Writes the next column: texts, each in so many rows that follow each other.
    pub(super) fn texts(&mut self, stretches: &[(Option<ByteArray>, usize)]) -> Result<()> {
        self.column(|column| match column {
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let cells = stretches.iter().flat_map(|(text, n)| repeat_n(text, *n));
                write_cells(writer, cells.map(Clone::clone))
            }
            _ => Ok(()),
        })
    }

    /// Writes the next column: whole numbers.
    pub(super) fn whole(&mut self, cells: impl Iterator<Item = Option<i64>>) -> Result<()> {
        self.column(|column| match column {
            ColumnWriter::Int64ColumnWriter(writer) => write_cells(writer, cells),
            _ => Ok(()),
        })
    }

    /// Writes the next column: numbers, whole ones where the column is, absent where they are NaN.
    pub(super) fn cells(&mut self, cells: &[Cells<'_>]) -> Result<()> {
        self.column(|column| match column {
            ColumnWriter::Int64ColumnWriter(writer) => write_numbers(writer, cells, |x| x as i64),
            ColumnWriter::DoubleColumnWriter(writer) => write_numbers(writer, cells, |x| x),
            _ => Ok(()),
        })
    }

    /// Writes the next column, which is encoded already: it stands in `file`, and `describe` says where and how, given
    /// the column that it becomes.
    pub(super) fn copy<R: ChunkReader>(
        &mut self,
        file: &R,
        describe: impl FnOnce(ColumnDescPtr) -> Result<ColumnCloseResult>,
    ) -> Result<()> {
        self.n_columns += 1;
        let column = self.schema.column(self.n_columns - 1);
        self.group.append_column(file, describe(column)?)
    }

    pub(super) fn close(self) -> Result<()> {
        self.group.close().map(|_| ())
    }

    fn column(&mut self, writes: impl FnOnce(&mut ColumnWriter<'_>) -> Result<()>) -> Result<()> {
        let Some(mut column) = self.group.next_column()? else { return Ok(()) };
        self.n_columns += 1;
        writes(column.untyped())?;
        column.close()
    }
}

/// A column that is encoded already.
pub(super) fn encoded(metadata: ColumnChunkMetaData, n_rows: u64) -> ColumnCloseResult {
    ColumnCloseResult {
        bytes_written: metadata.compressed_size() as u64,
        rows_written: n_rows,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    }
}

/// Whole slices at once, as they are where nothing is absent: far quicker than cell by cell.
fn write_numbers<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    cells: &[Cells<'_>],
    value: impl Fn(f64) -> T::T,
) -> Result<()> {
    let (mut values, mut levels) = (Vec::with_capacity(AT_ONCE), Vec::with_capacity(AT_ONCE));
    let mut write = |numbers: &[f64]| -> Result<()> {
        values.clear();
        levels.clear();
        if numbers.iter().any(|x| x.is_nan()) {
            values.extend(numbers.iter().filter(|x| !x.is_nan()).map(|&x| value(x)));
            levels.extend(numbers.iter().map(|x| i16::from(!x.is_nan())));
        } else {
            values.extend(numbers.iter().map(|&x| value(x)));
            levels.resize(numbers.len(), 1);
        }
        writer.write_batch(&values, Some(&levels), None).map(|_| ())
    };
    for cells in cells {
        match *cells {
            Cells::Each(numbers) => numbers.chunks(AT_ONCE).try_for_each(&mut write)?,
            Cells::Same(number, n) => {
                let numbers = [number; AT_ONCE];
                let starts = (0..n).step_by(AT_ONCE);
                starts.map(|start| &numbers[..AT_ONCE.min(n - start)]).try_for_each(&mut write)?;
            }
        }
    }
    Ok(())
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
