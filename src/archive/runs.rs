//! `runs.parquet`: one row a run, first as pieces, then as a whole.

use crate::archive::columns::{Field, FieldKind, Group, properties, schema};
use crate::archive::whole::beside;
use crate::archive::{ArchiveError, Manifest};
use crate::simulate::Rows;
use crate::study::Label;
use crate::study::survey::{Axis, ConfigRows, Survey};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::TypePtr;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::iter::repeat_n;
use std::path::{Path, PathBuf};

/// How rows become columns.
#[derive(Clone)]
pub(super) struct RunsForm {
    labels: Vec<Label>,
    /// By arm, the column of each of its metrics.
    places: Vec<Vec<usize>>,
    arm_labels: Vec<ByteArray>,
    survey: Survey,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    numeric: Vec<bool>,
}

impl RunsForm {
    pub(super) fn new(survey: &Survey, manifest: &Manifest) -> Result<Self> {
        let labels = survey.labels();
        let place = |label: &Label| labels.iter().position(|other| other == label).unwrap_or_default();
        let places = survey.arms.iter().map(|arm| arm.labels().iter().map(place).collect()).collect();
        let numeric: Vec<bool> = survey.space.axes.iter().map(is_numeric).collect();
        let mut fields = vec![
            Field::new("config", FieldKind::Whole),
            Field::new("design", FieldKind::Text),
            Field::new("replication", FieldKind::Whole),
            Field::new("seed", FieldKind::Natural),
        ];
        for (axis, &numeric) in survey.space.axes.iter().zip(&numeric) {
            fields.push(Field::new(axis.name(), if numeric { FieldKind::Share } else { FieldKind::Text }));
        }
        fields.extend(labels.iter().map(|label| Field::new(label.path(), kind(label))));
        fields.extend([Field::new("status", FieldKind::Text), Field::new("reason", FieldKind::Text)]);
        let notes = [("snapback.study", manifest.study.as_str()), ("snapback.command", &manifest.command)];
        Ok(Self {
            labels,
            places,
            arm_labels: survey.arms.iter().map(|arm| ByteArray::from(arm.label.as_str())).collect(),
            survey: survey.clone(),
            schema: schema(&fields)?,
            properties: properties(&fields, &notes),
            numeric,
        })
    }

    /// Writes rows as a file, a row group for each of `groups`.
    pub(super) fn write(&self, out: &mut (impl Write + Send), groups: &[&[ConfigRows]]) -> io::Result<()> {
        let mut file = SerializedFileWriter::new(out, self.schema.clone(), self.properties.clone())?;
        for rows in groups {
            self.write_group(Group::new(file.next_row_group()?), rows)?;
        }
        file.close()?;
        Ok(())
    }

    fn write_group<W: Write + Send>(&self, mut group: Group<'_, W>, rows: &[ConfigRows]) -> Result<()> {
        let place = |config: &ConfigRows| self.survey.place(config.config);
        let text = |value: &dyn Fn(&ConfigRows) -> Option<ByteArray>| {
            rows.iter().map(|config| (value(config), n_rows(config))).collect()
        };
        group.whole(rows.iter().flat_map(|config| repeat_n(Some(config.config as i64), n_rows(config))))?;
        group.text(text(&|config| Some(self.arm_labels[place(config).1].clone())))?;
        group.whole(rows.iter().flat_map(|config| {
            let (is_played, first) = (config.rows.is_ok(), config.first);
            (0..n_rows(config)).map(move |i| is_played.then_some((first + i as u64) as i64))
        }))?;
        group.whole(repeat_n(Some(self.survey.seed.cast_signed()), rows.iter().map(n_rows).sum()))?;
        for (k, &numeric) in self.numeric.iter().enumerate() {
            let value = |config: &ConfigRows| self.survey.space.point(place(config).0).swap_remove(k);
            match numeric {
                true => group.number(rows.iter().flat_map(|config| {
                    let number = value(config).parse().unwrap_or(f64::NAN);
                    repeat_n(number, n_rows(config))
                }))?,
                false => group.text(text(&|config| Some(ByteArray::from(value(config).into_bytes()))))?,
            }
        }
        for (column, label) in self.labels.iter().enumerate() {
            let cells = rows.iter().flat_map(|config| {
                let own = self.places[place(config).1].iter().position(|&place| place == column);
                let (played, own, n_absent) = match (&config.rows, own) {
                    (Ok(rows), Some(own)) => (rows.as_slice(), own, 0),
                    _ => (&[][..], 0, n_rows(config)),
                };
                let values = played.iter().flat_map(move |rows| rows.values(own));
                values.copied().chain(repeat_n(f64::NAN, n_absent))
            });
            match label.is_count {
                true => group.whole(cells.map(|x| (!x.is_nan()).then_some(x as i64)))?,
                false => group.number(cells)?,
            }
        }
        group.text(text(&|config| Some(ByteArray::from(if config.rows.is_ok() { "done" } else { "failed" }))))?;
        group.text(text(&|config| config.rows.as_ref().err().map(|reason| ByteArray::from(reason.as_str()))))?;
        group.close()
    }

    /// Puts row groups of pieces together, in this order; `path` is written beside its place, not surely on disk.
    pub(super) fn assemble(
        &self,
        path: &Path,
        pieces: &[(PathBuf, Option<usize>)],
    ) -> std::result::Result<(), ArchiveError> {
        let part = beside(path);
        let written = (|| -> Result<()> {
            let out = BufWriter::with_capacity(1 << 20, File::create(&part)?);
            let mut file = SerializedFileWriter::new(out, self.schema.clone(), self.properties.clone())?;
            for (piece, which) in pieces {
                append(&mut file, piece, *which)?;
            }
            Ok(file.into_inner()?.flush()?)
        })();
        written.map_err(|error| match error {
            ParquetError::External(cause) if cause.is::<Damaged>() => {
                ArchiveError::damaged(Path::new(&cause.to_string()), "no Parquet file of this study")
            }
            ParquetError::External(cause) => match cause.downcast_ref::<io::Error>() {
                Some(error) => ArchiveError::write(path, error),
                None => ArchiveError::damaged(path, cause.to_string()),
            },
            error => ArchiveError::damaged(path, error.to_string()),
        })
    }
}

/// A config that cannot be played has one row, in its first piece.
fn n_rows(config: &ConfigRows) -> usize {
    config.rows.as_ref().map_or(usize::from(config.first == 0), |rows| rows.iter().map(Rows::n).sum())
}

/// Whether a file ends as a Parquet file does, which is written last.
pub(super) fn is_runs_file(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| SerializedFileReader::new(file).is_ok())
}

/// A piece that cannot be read.
#[derive(Debug)]
struct Damaged(PathBuf);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.display().fmt(f)
    }
}

impl std::error::Error for Damaged {}

/// Copies row groups of a piece, all of them or one, without decoding.
fn append<W: Write + Send>(file: &mut SerializedFileWriter<W>, piece: &Path, which: Option<usize>) -> Result<()> {
    let damaged = |_| ParquetError::External(Box::new(Damaged(piece.to_owned())));
    let source = File::open(piece)?;
    let reader = SerializedFileReader::new(source.try_clone()?).map_err(damaged)?;
    for (number, group) in reader.metadata().row_groups().iter().enumerate() {
        if which.is_some_and(|which| which != number) || group.num_rows() == 0 {
            continue;
        }
        let mut writer = file.next_row_group()?;
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: column.compressed_size() as u64,
                rows_written: group.num_rows() as u64,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            writer.append_column(&source, close)?;
        }
        writer.close()?;
    }
    Ok(())
}

/// Whether every value of a parameter is a number.
pub(super) fn is_numeric(axis: &Axis) -> bool {
    match &axis.values {
        crate::study::survey::Values::Range { .. } => true,
        crate::study::survey::Values::List(values) => values.iter().all(|value| value.parse::<f64>().is_ok()),
    }
}

fn kind(label: &Label) -> FieldKind {
    match (label.is_count, label.metric.as_str()) {
        (true, _) => FieldKind::Whole,
        (false, "welfare" | "efficiency" | "tariff") => FieldKind::Number,
        _ => FieldKind::Share,
    }
}
