//! Where the rows of a piece stand in `runs.parquet` on its way, and whether they still do.

use crate::archive::record::{SUM, sum};
use parquet::errors::Result;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetMetaDataWriter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The end of the rows, and all that it takes to line them up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Bytes of the file up to there.
    bytes: u64,
    /// Their sum.
    sum: [u8; SUM],
    /// How the row group is encoded: the footer of a Parquet file that would end here, with none before.
    footer: Vec<u8>,
}

impl Place {
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

/// The file, as far as it was read.
pub(super) struct Written {
    file: File,
    read: u64,
    hash: Sha256,
}

impl Written {
    /// What an interrupted study has left of a file.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        Some(Self { file, read: 0, hash: Sha256::new() })
    }

    /// Whether the file is what it was up to a place. Places come in their order.
    pub(super) fn holds(&mut self, place: &Place) -> bool {
        let wanted = place.bytes.saturating_sub(self.read);
        let copied = std::io::copy(&mut self.file.by_ref().take(wanted), &mut self.hash);
        self.read += copied.unwrap_or(0);
        self.read == place.bytes && sum(self.hash.clone()) == place.sum
    }
}
