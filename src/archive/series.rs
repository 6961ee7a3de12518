//! `series.parquet`: one row for each series of a config and each round.

use crate::archive::columns::Form;
use crate::archive::field::FieldKind;
use crate::archive::names::MARK;
use crate::archive::outgoing::{Outgoing, flushed};
use crate::archive::parquet_columns::series_fields;
use crate::archive::patterns::{Pattern, Patterns, Stretch};
use crate::archive::{ArchiveError, Manifest};
use crate::metric::SeriesKind;
use crate::simulate::Cells;
use crate::study::SeriesPoint;
use crate::study::survey::{PointResult, Survey};
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::writer::SerializedFileWriter;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Rows in memory before they are written.
const ROWS_AT_ONCE: usize = 1 << 14;

/// A file of series on its way.
pub(super) struct SeriesFile {
    path: PathBuf,
    form: Form,
    patterns: Patterns,
    file: SerializedFileWriter<BufWriter<Outgoing>>,
    /// By arm, its name, and the name and party of each series.
    arms: Vec<(ByteArray, Vec<Option<ByteArray>>)>,
    names: Vec<ByteArray>,
    waiting: Vec<Waiting>,
}

/// Its columns.
pub(super) fn series_form(manifest: &Manifest) -> Result<Form> {
    Form::new(&series_fields(), &[(MARK, manifest.study.as_str())])
}

/// The series of a config.
struct Waiting {
    config: u64,
    arm: usize,
    points: Vec<SeriesPoint>,
}

impl SeriesFile {
    pub(super) fn create(path: &Path, survey: &Survey, manifest: &Manifest) -> std::result::Result<Self, ArchiveError> {
        let open = || -> Result<_> {
            let form = series_form(manifest)?;
            let file = form.file(Outgoing::create(path)?)?;
            Ok((form, file))
        };
        let (form, file) = open().map_err(|error| ArchiveError::parquet(path, &error))?;
        let arms = survey.arms.iter().map(|arm| {
            let names = arm.scenario.agreement().parties.each_ref().map(|party| ByteArray::from(party.name.as_str()));
            let parties = SeriesKind::ALL.map(|kind| kind.party().map(|p| names[p].clone()));
            (ByteArray::from(arm.label.as_str()), parties.to_vec())
        });
        Ok(Self {
            path: path.to_owned(),
            form,
            patterns: Patterns::default(),
            file,
            arms: arms.collect(),
            names: SeriesKind::ALL.map(|kind| ByteArray::from(kind.name())).to_vec(),
            waiting: Vec::new(),
        })
    }

    pub(super) fn push(&mut self, result: PointResult) -> std::result::Result<(), ArchiveError> {
        for (arm, config) in result.arms.into_iter().enumerate() {
            let points = config.outcome.map_or_else(|_| Vec::new(), |values| values.series);
            if !points.is_empty() {
                self.waiting.push(Waiting { config: config.config, arm, points });
            }
        }
        let n_rows: usize = self.waiting.iter().map(|config| config.points.len()).sum();
        if n_rows < ROWS_AT_ONCE { Ok(()) } else { self.write_rows() }
    }

    fn write_rows(&mut self) -> std::result::Result<(), ArchiveError> {
        let waiting = std::mem::take(&mut self.waiting);
        let points = || waiting.iter().flat_map(|config| &config.points);
        let text = |value: &dyn Fn(usize, usize) -> Option<ByteArray>| {
            let stretch = |arm, points: &[SeriesPoint]| (value(arm, points[0].series as usize), points.len());
            let mut stretches = Vec::new();
            for config in &waiting {
                let series = config.points.chunk_by(|a, b| a.series == b.series);
                stretches.extend(series.map(|points| stretch(config.arm, points)));
            }
            stretches
        };
        let configs = waiting.iter().map(|waiting| Cells::Same(waiting.config as f64, waiting.points.len()));
        let rounds = waiting.iter().flat_map(|config| stretches_of_rounds(&config.points));
        let number = |value: fn(&SeriesPoint) -> Option<f64>| -> Vec<f64> {
            points().map(|point| value(point).unwrap_or(f64::NAN)).collect()
        };
        let written = (|| -> Result<()> {
            let mut group = self.form.group(&mut self.file)?;
            group.cells(&configs.collect::<Vec<_>>())?;
            self.patterns.write_texts(&mut group, &text(&|arm, _| Some(self.arms[arm].0.clone())))?;
            self.patterns.write_texts(&mut group, &text(&|_, series| Some(self.names[series].clone())))?;
            self.patterns.write_texts(&mut group, &text(&|arm, series| self.arms[arm].1[series].clone()))?;
            self.patterns.write(&mut group, &Pattern { kind: FieldKind::Whole, stretches: rounds.collect() })?;
            group.cells(&[Cells::Each(&number(|point| point.mean))])?;
            group.cells(&[Cells::Each(&number(|point| point.p05))])?;
            group.cells(&[Cells::Each(&number(|point| point.p50))])?;
            group.cells(&[Cells::Each(&number(|point| point.p95))])?;
            group.close()
        })();
        written.map_err(|error| ArchiveError::parquet(&self.path, &error))
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> std::result::Result<Outgoing, ArchiveError> {
        if !self.waiting.is_empty() {
            self.write_rows()?;
        }
        let Self { path, file, .. } = self;
        file.into_inner().and_then(|out| Ok(flushed(out)?)).map_err(|error| ArchiveError::parquet(&path, &error))
    }
}

/// Rounds of points that follow each other, as far as they are evenly apart.
fn stretches_of_rounds(points: &[SeriesPoint]) -> Vec<Stretch> {
    let (mut stretches, mut rest) = (Vec::new(), points);
    let round = |point: &SeriesPoint| i64::from(point.round);
    while let [first, ..] = rest {
        let step = rest.get(1).map_or(1, |next| round(next) - round(first));
        let n = 1 + rest.windows(2).take_while(|pair| round(&pair[1]) - round(&pair[0]) == step).count();
        stretches.push(Stretch::counting(round(first), step, n));
        rest = &rest[n..];
    }
    stretches
}
