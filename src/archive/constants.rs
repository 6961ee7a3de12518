//! Columns that hold one value throughout, as most columns of a study do: encoded once, and copied after.

use crate::archive::columns::{Field, FieldKind, Form, encoded};
use bytes::Bytes;
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::ColumnDescPtr;
use std::collections::HashMap;
use std::io::Write;
use std::iter::repeat_n;

/// A column that holds one value throughout.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Constant {
    pub(super) kind: FieldKind,
    pub(super) value: Option<Value>,
    /// Number of rows.
    pub(super) n: usize,
}

/// What it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Text(Vec<u8>),
    Whole(i64),
    /// The bits of a real number.
    Number(u64),
}

/// Columns that were encoded before.
#[derive(Clone, Default)]
pub(super) struct Constants {
    chunks: HashMap<Constant, Chunk>,
}

/// An encoded column: a file of nothing else, and where in it the column stands.
#[derive(Clone)]
struct Chunk {
    file: Bytes,
    column: ColumnChunkMetaData,
}

/// Columns that are kept.
const MOST_KEPT: usize = 512;

impl Constants {
    /// Writes the next column of a row group.
    pub(super) fn append<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
        column: ColumnDescPtr,
        constant: &Constant,
    ) -> Result<()> {
        if !self.chunks.contains_key(constant) {
            if self.chunks.len() == MOST_KEPT {
                self.chunks.clear();
            }
            self.chunks.insert(constant.clone(), Chunk::new(constant)?);
        }
        let chunk = &self.chunks[constant];
        group.append_column(&chunk.file, chunk.standing_for(column, constant.n)?)
    }
}

impl Chunk {
    fn new(constant: &Constant) -> Result<Self> {
        let mut form = Form::new(&[Field::new("constant", constant.kind)], &[])?;
        let mut bytes = Vec::new();
        let mut file = form.file(&mut bytes)?;
        let (mut group, n) = (form.group(&mut file)?, constant.n);
        match (&constant.value, constant.kind) {
            (Some(Value::Text(text)), _) => group.texts(&[(Some(ByteArray::from(text.clone())), n)])?,
            (Some(Value::Whole(x)), _) => group.whole(repeat_n(Some(*x), n))?,
            (Some(Value::Number(bits)), _) => group.number(repeat_n(f64::from_bits(*bits), n))?,
            (None, FieldKind::Text) => group.texts(&[(None, n)])?,
            (None, FieldKind::Whole | FieldKind::Natural) => group.whole(repeat_n(None, n))?,
            (None, FieldKind::Share | FieldKind::Number) => group.number(repeat_n(f64::NAN, n))?,
        }
        group.close()?;
        let metadata = file.close()?;
        Ok(Self { file: Bytes::from(bytes), column: metadata.row_group(0).column(0).clone() })
    }

    /// What the column is as `column` of another file.
    fn standing_for(&self, column: ColumnDescPtr, n_rows: usize) -> Result<ColumnCloseResult> {
        let own = &self.column;
        let metadata = ColumnChunkMetaData::builder(column)
            .set_compression_codec(own.compression_codec())
            .set_encodings_mask(*own.encodings_mask())
            .set_page_encoding_stats(own.page_encoding_stats().cloned().unwrap_or_default())
            .set_total_compressed_size(own.compressed_size())
            .set_total_uncompressed_size(own.uncompressed_size())
            .set_num_values(own.num_values())
            .set_data_page_offset(own.data_page_offset())
            .set_dictionary_page_offset(own.dictionary_page_offset())
            .build()?;
        Ok(encoded(metadata, n_rows as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::{Constant, Value};
    use crate::archive::columns::{Field, FieldKind, Form};
    use parquet::data_type::ByteArray;
    use parquet::errors::Result;
    use std::iter::repeat_n;

    /// A file of two row groups of two such columns.
    fn file(constant: &Constant, are_copied: bool) -> Result<Vec<u8>> {
        let Constant { kind, value, n } = constant;
        let (mut form, mut bytes) = (Form::new(&[Field::new("a", *kind), Field::new("b", *kind)], &[])?, Vec::new());
        let mut file = form.file(&mut bytes)?;
        for _ in 0..2 {
            let mut group = form.group(&mut file)?;
            for _ in 0..2 {
                match value {
                    _ if are_copied => group.constant(constant)?,
                    Some(Value::Text(text)) => group.texts(&[(Some(ByteArray::from(text.clone())), *n)])?,
                    Some(Value::Whole(x)) => group.whole(repeat_n(Some(*x), *n))?,
                    Some(Value::Number(bits)) => group.number(repeat_n(f64::from_bits(*bits), *n))?,
                    None => group.number(repeat_n(f64::NAN, *n))?,
                }
            }
            group.close()?;
        }
        file.close()?;
        Ok(bytes)
    }

    #[test]
    fn a_copied_column_is_the_same_to_the_byte() {
        for n in [1, 1000, 50_000] {
            for (kind, value) in [
                (FieldKind::Text, Some(Value::Text(b"done".to_vec()))),
                (FieldKind::Whole, Some(Value::Whole(0))),
                (FieldKind::Natural, Some(Value::Whole(-1))),
                (FieldKind::Share, Some(Value::Number(0.25_f64.to_bits()))),
                (FieldKind::Share, None),
            ] {
                let constant = Constant { kind, value, n };
                assert_eq!(file(&constant, true).unwrap(), file(&constant, false).unwrap(), "{constant:?}");
            }
        }
    }
}
