//! An encoded column that stands for itself, wherever it is met again.

use crate::archive::columns::{Form, Group, encoded};
use crate::archive::field::{Field, FieldKind};
use bytes::Bytes;
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use std::io::Write;

/// A column: a file of nothing else, and where in it the column stands.
#[derive(Clone)]
pub(super) struct Chunk {
    file: Bytes,
    column: ColumnChunkMetaData,
    n_rows: u64,
}

impl Chunk {
    /// The column that `writes` writes into a row group of its own.
    pub(super) fn new(
        kind: FieldKind,
        writes: impl FnOnce(&mut Group<'_, &mut Vec<u8>>) -> Result<()>,
    ) -> Result<Self> {
        let form = Form::new(&[Field::new("column", kind)], &[])?;
        let mut bytes = Vec::new();
        let mut file = form.file(&mut bytes)?;
        let mut group = form.group(&mut file)?;
        writes(&mut group)?;
        group.close()?;
        let metadata = file.close()?;
        let group = metadata.row_group(0);
        let (column, n_rows) = (group.column(0).clone(), group.num_rows() as u64);
        Ok(Self { file: Bytes::from(bytes), column, n_rows })
    }

    /// Number of bytes that it takes.
    pub(super) fn len(&self) -> usize {
        self.file.len()
    }

    /// Writes it as the next column of a row group.
    pub(super) fn append<W: Write + Send>(&self, group: &mut Group<'_, W>) -> Result<()> {
        let own = &self.column;
        group.copy(&self.file, |column| {
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
            Ok(encoded(metadata, self.n_rows))
        })
    }
}
