//! The tables of a study as CSV files.

use crate::archive::ArchiveError;
use crate::archive::outgoing::{Outgoing, flushed};
use crate::study::survey::{PointResult, Survey};
use crate::tables::{SurveyTable, cell_text};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// The tables of a study on their way.
pub(super) struct Tables {
    survey: Survey,
    files: Vec<(SurveyTable, CsvFile)>,
}

impl Tables {
    pub(super) fn create(folder: &Path, survey: &Survey) -> Result<Self, ArchiveError> {
        let open = |table: SurveyTable| {
            let mut file = CsvFile::create(folder.join(table.file_name()))?;
            file.row(&table.header(survey))?;
            Ok((table, file))
        };
        let files: Result<Vec<_>, ArchiveError> = SurveyTable::of(survey).into_iter().map(open).collect();
        Ok(Self { survey: survey.clone(), files: files? })
    }

    pub(super) fn push(&mut self, result: &PointResult) -> Result<(), ArchiveError> {
        for (table, file) in &mut self.files {
            table.rows(&self.survey, result).iter().try_for_each(|row| file.row(row))?;
        }
        Ok(())
    }

    /// Ends the files.
    pub(super) fn finish(self) -> Result<Vec<Outgoing>, ArchiveError> {
        self.files.into_iter().map(|(_, file)| file.finish()).collect()
    }
}

/// A CSV file beside its place.
struct CsvFile {
    path: PathBuf,
    writer: csv::Writer<BufWriter<Outgoing>>,
}

impl CsvFile {
    fn create(path: PathBuf) -> Result<Self, ArchiveError> {
        let out = Outgoing::create(&path).map_err(|error| ArchiveError::write(&path, &error))?;
        Ok(Self { writer: csv::Writer::from_writer(out), path })
    }

    fn row<C: AsRef<str>>(&mut self, cells: &[C]) -> Result<(), ArchiveError> {
        let cells: Vec<_> = cells.iter().map(|cell| cell_text(cell.as_ref())).collect();
        self.writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => ArchiveError::write(&self.path, &error),
            other => ArchiveError::damaged(&self.path, format!("{other:?}")),
        })
    }

    fn finish(self) -> Result<Outgoing, ArchiveError> {
        let ended = self.writer.into_inner().map_err(|error| error.into_error());
        ended.and_then(flushed).map_err(|error| ArchiveError::write(&self.path, &error))
    }
}
