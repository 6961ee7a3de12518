//! `series.parquet`: one row for each series of a config and each round.

use crate::archive::columns::{Cells, Field, FieldKind, properties, schema, write_column};
use crate::archive::whole::beside;
use crate::archive::{ArchiveError, Manifest};
use crate::simulate::SeriesKind;
use crate::study::SeriesPoint;
use crate::study::survey::{PointResult, Survey};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::SerializedFileWriter;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows in memory before they are written.
const ROWS_AT_ONCE: usize = 1 << 16;

/// A file of series on its way.
pub(super) struct SeriesFile {
    path: PathBuf,
    file: SerializedFileWriter<BufWriter<File>>,
    /// By arm, its name, and the name and party of each series.
    arms: Vec<(ByteArray, Vec<Option<ByteArray>>)>,
    names: Vec<ByteArray>,
    rows: Vec<(u64, usize, SeriesPoint)>,
}

impl SeriesFile {
    pub(super) fn create(path: &Path, survey: &Survey, manifest: &Manifest) -> std::result::Result<Self, ArchiveError> {
        let fields = [
            Field::new("config", FieldKind::Whole),
            Field::new("design", FieldKind::Text),
            Field::new("series", FieldKind::Text),
            Field::new("party", FieldKind::Text),
            Field::new("round", FieldKind::Whole),
            Field::new("mean", FieldKind::Number),
            Field::new("p05", FieldKind::Share),
            Field::new("p50", FieldKind::Share),
            Field::new("p95", FieldKind::Share),
        ];
        let open = || -> Result<SerializedFileWriter<BufWriter<File>>> {
            let out = BufWriter::with_capacity(1 << 18, File::create(beside(path))?);
            let notes = [("snapback.study", manifest.study.as_str())];
            SerializedFileWriter::new(out, schema(&fields)?, properties(&fields, &notes))
        };
        let arms = survey.arms.iter().map(|arm| {
            let game = arm.scenario.outline();
            let parties = SeriesKind::ALL.map(|kind| kind.party(&game).map(ByteArray::from));
            (ByteArray::from(arm.label.as_str()), parties.to_vec())
        });
        Ok(Self {
            path: path.to_owned(),
            file: open().map_err(|error| failed(path, &error))?,
            arms: arms.collect(),
            names: SeriesKind::ALL.map(|kind| ByteArray::from(kind.name())).to_vec(),
            rows: Vec::new(),
        })
    }

    pub(super) fn push(&mut self, result: &PointResult) -> std::result::Result<(), ArchiveError> {
        for (arm, config) in result.arms.iter().enumerate() {
            if let Ok(values) = &config.outcome {
                self.rows.extend(values.series.iter().map(|point| (config.config, arm, *point)));
            }
        }
        if self.rows.len() < ROWS_AT_ONCE { Ok(()) } else { self.write_rows() }
    }

    fn write_rows(&mut self) -> std::result::Result<(), ArchiveError> {
        let rows = std::mem::take(&mut self.rows);
        let number = |value: fn(&SeriesPoint) -> Option<f64>| {
            Cells::Number(rows.iter().map(|(_, _, point)| value(point).unwrap_or(f64::NAN)).collect())
        };
        let text = |value: &dyn Fn(usize, usize) -> Option<ByteArray>| {
            Cells::Text(rows.iter().map(|(_, arm, point)| value(*arm, point.series as usize)).collect())
        };
        let cells = [
            Cells::Whole(rows.iter().map(|(config, ..)| Some(*config as i64)).collect()),
            text(&|arm, _| Some(self.arms[arm].0.clone())),
            text(&|_, series| Some(self.names[series].clone())),
            text(&|arm, series| self.arms[arm].1[series].clone()),
            Cells::Whole(rows.iter().map(|(_, _, point)| Some(i64::from(point.round))).collect()),
            number(|point| point.mean),
            number(|point| point.p05),
            number(|point| point.p50),
            number(|point| point.p95),
        ];
        let written = (|| -> Result<()> {
            let mut group = self.file.next_row_group()?;
            cells.into_iter().try_for_each(|cells| write_column(&mut group, cells))?;
            group.close().map(|_| ())
        })();
        written.map_err(|error| failed(&self.path, &error))
    }

    /// Ends the file; it stays beside its place.
    pub(super) fn finish(mut self) -> std::result::Result<(), ArchiveError> {
        if !self.rows.is_empty() {
            self.write_rows()?;
        }
        self.file.into_inner().map_err(|error| failed(&self.path, &error)).and_then(|mut out| {
            let synced = out.flush().and_then(|()| out.get_ref().sync_all());
            synced.map_err(|error| ArchiveError::write(&self.path, &error))
        })
    }
}

fn failed(path: &Path, error: &ParquetError) -> ArchiveError {
    match error {
        ParquetError::External(cause) => match cause.downcast_ref::<io::Error>() {
            Some(error) => ArchiveError::write(path, error),
            None => ArchiveError::damaged(path, cause.to_string()),
        },
        error => ArchiveError::damaged(path, error.to_string()),
    }
}
