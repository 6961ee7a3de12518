//! `runs.parquet` on its way: the rows of each piece as they are played, or copied from files of their own.

use crate::archive::ArchiveError;
use crate::archive::atomic::beside;
use crate::archive::columns::encoded;
use crate::archive::guard::guarded;
use crate::archive::outgoing::{Outgoing, flushed};
use crate::archive::plain;
use crate::archive::rows_at::Mark;
use crate::archive::runs::{RunsForm, n_rows};
use crate::study::survey::ConfigRows;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::file::writer::SerializedFileWriter;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// The file on its way, beside its place.
pub(super) struct RunsFile {
    path: PathBuf,
    file: SerializedFileWriter<BufWriter<Outgoing>>,
}

impl RunsFile {
    pub(super) fn create(path: &Path, form: &RunsForm) -> std::result::Result<Self, ArchiveError> {
        let out = Outgoing::resume(path).map_err(|error| ArchiveError::write(path, &error))?;
        let file = form.file(out).map_err(|error| ArchiveError::parquet(path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds the rows of a piece as a row group; where it ends, now that it is on disk.
    pub(super) fn put(&mut self, form: &mut RunsForm, rows: &[ConfigRows]) -> std::result::Result<Mark, ArchiveError> {
        let mut put = || -> Result<Mark> {
            let before = self.file.flushed_row_groups().len();
            if rows.iter().any(|config| n_rows(config) > 0) {
                form.write_group(&mut self.file, rows)?;
            }
            self.file.flush()?;
            let (bytes, sum) = (self.file.bytes_written() as u64, self.file.inner_mut().get_mut().secure()?);
            let groups = self.file.flushed_row_groups()[before..].to_vec();
            Mark::new(bytes, sum, &ParquetMetaData::new(form.metadata(), groups))
        };
        put().map_err(|error| ArchiveError::parquet(&self.path, &error))
    }

    /// Lines up the rows of a piece that are in their place already.
    pub(super) fn keep(&mut self, mark: &Mark) -> std::result::Result<(), ArchiveError> {
        let path = self.path.clone();
        let keep = || -> Result<bool> {
            let source = plain::open(&beside(&self.path))?;
            for group in mark.metadata()?.row_groups() {
                // The same bytes go where they are; elsewhere, they would go over others that are still to be read.
                if group.column(0).byte_range().0 != self.file.bytes_written() as u64 {
                    return Ok(false);
                }
                self.copy(&source, group)?;
            }
            Ok(true)
        };
        let kept = told(guarded(keep)).map_err(|error| ArchiveError::parquet(&path, &error))?;
        if kept {
            return Ok(());
        }
        let found = "begun by another build of snapback";
        Err(ArchiveError::new(&path, found, "play the study again, with --force instead of --resume"))
    }

    /// Adds row groups of a piece with a file of its own, all of them or one.
    pub(super) fn append(&mut self, piece: &Path, which: Option<usize>) -> std::result::Result<(), ArchiveError> {
        let path = self.path.clone();
        let append = || -> Result<()> {
            let (source, reader) = open(piece)?;
            let groups = reader.metadata().row_groups().iter().enumerate();
            let mut wanted = groups.filter(|(number, _)| which.is_none_or(|which| which == *number));
            wanted.try_for_each(|(_, group)| self.copy(&source, group))
        };
        told(guarded(append)).map_err(|error| ArchiveError::parquet(&path, &error))
    }

    /// Copies a row group without decoding, unless it is empty.
    fn copy(&mut self, source: &File, group: &RowGroupMetaData) -> Result<()> {
        if group.num_rows() == 0 {
            return Ok(());
        }
        let mut writer = self.file.next_row_group()?;
        for column in group.columns() {
            writer.append_column(source, encoded(column.clone(), group.num_rows() as u64))?;
        }
        writer.close().map(|_| ())
    }

    /// Ends the file.
    pub(super) fn finish(self) -> std::result::Result<Outgoing, ArchiveError> {
        let Self { path, file } = self;
        let ended = file.into_inner().and_then(|out| Ok(flushed(out)?));
        ended.map_err(|error| ArchiveError::parquet(&path, &error))
    }
}

fn open(path: &Path) -> Result<(File, SerializedFileReader<File>)> {
    let source = plain::open(path)?;
    let options = ReadOptionsBuilder::new().with_encoding_stats_as_mask(false).build();
    let reader = SerializedFileReader::new_with_options(source.try_clone()?, options)?;
    Ok((source, reader))
}

/// What a reader found that may have panicked.
fn told<T>(found: std::result::Result<Result<T>, String>) -> Result<T> {
    found.unwrap_or_else(|panic| Err(ParquetError::General(format!("a piece cannot be read: {panic}"))))
}
