//! `runs.parquet`, put together from the row groups of pieces.

use crate::archive::ArchiveError;
use crate::archive::columns::encoded;
use crate::archive::outgoing::{Outgoing, flushed};
use crate::archive::runs::RunsForm;
use parquet::errors::Result;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
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
        let out = Outgoing::create(path).map_err(|error| ArchiveError::write(path, &error))?;
        let file = form.file(out).map_err(|error| ArchiveError::parquet(path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Adds row groups of a piece, all of them or one.
    pub(super) fn append(&mut self, piece: &Path, which: Option<usize>) -> std::result::Result<(), ArchiveError> {
        let (source, reader) = open(piece)?;
        let groups = reader.metadata().row_groups().iter().enumerate();
        for (_, group) in groups.filter(|(number, _)| which.is_none_or(|which| which == *number)) {
            self.copy(&source, group).map_err(|error| ArchiveError::parquet(&self.path, &error))?;
        }
        Ok(())
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

/// Whether a file ends as a Parquet file does, which is written last.
pub(super) fn is_runs_file(path: &Path) -> bool {
    open(path).is_ok()
}

fn open(path: &Path) -> std::result::Result<(File, SerializedFileReader<File>), ArchiveError> {
    let opened = File::open(path).and_then(|file| Ok((file.try_clone()?, file)));
    let (source, file) = opened.map_err(|error| ArchiveError::read(path, &error))?;
    let reader = SerializedFileReader::new(file);
    Ok((source, reader.map_err(|_| ArchiveError::damaged(path, "no Parquet file of this study"))?))
}
