//! Where the rows of a piece are, and whether they are still there.

use crate::archive::plain;
use crate::archive::sum::{SUM, sum};
use parquet::errors::Result;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetMetaDataWriter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Where the rows of a piece are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum RowsAt {
    /// There are none.
    Nowhere,
    /// In a file of their own, whose bytes have this sum.
    OwnFile([u8; SUM]),
    /// In `runs.parquet` on its way.
    SharedFile(Mark),
}

/// The end of rows in `runs.parquet` on its way, and all that it takes to line them up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// Bytes of the file up to it.
    bytes: u64,
    /// Their sum.
    sum: [u8; SUM],
    /// How the row group is encoded: the footer of a Parquet file that would end here, with none before.
    footer: Vec<u8>,
}

impl Mark {
    pub(super) fn new(bytes: u64, sum: [u8; SUM], metadata: &ParquetMetaData) -> Result<Self> {
        let mut footer = Vec::new();
        ParquetMetaDataWriter::new(&mut footer, metadata).finish()?;
        // Its length and the mark of the format follow it.
        footer.truncate(footer.len().saturating_sub(TAIL));
        Ok(Self { bytes, sum, footer })
    }

    /// How the row group is encoded.
    pub(super) fn metadata(&self) -> Result<ParquetMetaData> {
        ParquetMetaDataReader::decode_metadata_with_options(&self.footer, Some(&all_of_it()))
    }
}

/// Bytes after the footer of a Parquet file.
const TAIL: usize = 8;

/// Metadata as they were written: without this, what a copy says of its pages would differ from the original.
fn all_of_it() -> ParquetMetaDataOptions {
    ParquetMetaDataOptions::new().with_encoding_stats_as_mask(false)
}

/// Bytes that are summed up on their way.
pub(super) struct Summed<'a, W> {
    out: &'a mut W,
    hash: Sha256,
}

impl<'a, W: Write> Summed<'a, W> {
    pub(super) fn new(out: &'a mut W) -> Self {
        Self { out, hash: Sha256::new() }
    }

    pub(super) fn sum(self) -> [u8; SUM] {
        sum(self.hash)
    }
}

impl<W: Write> Write for Summed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The file, as far as it was read.
pub(super) struct Written {
    file: File,
    read: u64,
    hash: Sha256,
}

impl Written {
    /// What an interrupted study has left of a file.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let file = plain::open(path).ok().filter(plain::has_one_name)?;
        Some(Self { file, read: 0, hash: Sha256::new() })
    }

    /// Whether the file is what it was up to a mark. Marks come in their order.
    pub(super) fn holds(&mut self, mark: &Mark) -> bool {
        let wanted = mark.bytes.saturating_sub(self.read);
        let copied = io::copy(&mut Read::by_ref(&mut self.file).take(wanted), &mut self.hash);
        self.read += copied.unwrap_or(0);
        self.read == mark.bytes && sum(self.hash.clone()) == mark.sum
    }
}
