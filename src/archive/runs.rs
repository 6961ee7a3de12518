//! Rows of `runs.parquet`, one a run, as columns.

use crate::archive::Manifest;
use crate::archive::chunk::Chunk;
use crate::archive::columns::{Form, Group};
use crate::archive::field::FieldKind;
use crate::archive::names::{COMMAND, MARK};
use crate::archive::parquet_columns::{is_numeric, kind, runs_fields};
use crate::archive::patterns::{Pattern, Patterns, Stretch, Value};
use crate::metric::Label;
use crate::simulate::{Cells, Rows};
use crate::study::survey::{ConfigRows, Survey};
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::FileMetaData;
use parquet::file::writer::SerializedFileWriter;
use std::io::{self, Write};

/// How rows become columns.
#[derive(Clone)]
pub(super) struct RunsForm {
    labels: Vec<Label>,
    /// By arm, the column of each of its metrics.
    places: Vec<Vec<usize>>,
    arm_labels: Vec<ByteArray>,
    survey: Survey,
    form: Form,
    patterns: Patterns,
    numeric: Vec<bool>,
}

impl RunsForm {
    pub(super) fn new(survey: &Survey, manifest: &Manifest) -> Result<Self> {
        let labels = survey.labels();
        let place = |label: &Label| labels.iter().position(|other| other == label).unwrap_or_default();
        let places = survey.arms.iter().map(|arm| arm.labels().iter().map(place).collect()).collect();
        let numeric: Vec<bool> = survey.space.axes.iter().map(is_numeric).collect();
        let notes = [(MARK, manifest.study.as_str()), (COMMAND, &manifest.command)];
        Ok(Self {
            labels,
            places,
            arm_labels: survey.arms.iter().map(|arm| ByteArray::from(arm.label.as_str())).collect(),
            survey: survey.clone(),
            form: Form::new(&runs_fields(survey), &notes)?,
            patterns: Patterns::default(),
            numeric,
        })
    }

    /// A file of such rows.
    pub(super) fn file<W: Write + Send>(&self, out: W) -> Result<SerializedFileWriter<W>> {
        self.form.file(out)
    }

    /// Writes rows as a file, a row group for each of `groups`.
    pub(super) fn write(&mut self, out: &mut (impl Write + Send), groups: &[&[ConfigRows]]) -> io::Result<()> {
        let mut file = self.form.file(out)?;
        for configs in groups {
            self.write_group(&mut file, configs)?;
        }
        file.close()?;
        Ok(())
    }

    /// How its files are described, but for their rows.
    pub(super) fn metadata(&self) -> FileMetaData {
        self.form.metadata()
    }

    /// Writes rows as the next row group of a file.
    pub(super) fn write_group<W: Write + Send>(
        &mut self,
        file: &mut SerializedFileWriter<W>,
        configs: &[ConfigRows],
    ) -> Result<()> {
        let Self { labels, places, arm_labels, survey, form, patterns, numeric } = self;
        let rows = || configs.iter().map(|config| (config, n_rows(config)));
        let place = |config: &ConfigRows| survey.place(config.config);
        let text = |value: &dyn Fn(&ConfigRows) -> Option<ByteArray>| -> Vec<(Option<ByteArray>, usize)> {
            rows().map(|(config, n)| (value(config), n)).collect()
        };
        let mut group = form.group(file)?;
        group.cells(&rows().map(|(config, n)| Cells::Same(config.config as f64, n)).collect::<Vec<_>>())?;
        patterns.write_texts(&mut group, &text(&|config| Some(arm_labels[place(config).1].clone())))?;
        let replications = rows().map(|(config, n)| match config.rows {
            Ok(_) => Stretch::counting(config.first as i64, 1, n),
            Err(_) => Stretch::of(None, n),
        });
        patterns.write(&mut group, &Pattern { kind: FieldKind::Whole, stretches: replications.collect() })?;
        let n = rows().map(|(_, n)| n).sum();
        let seed = Some(Value::Whole(survey.seed.cast_signed()));
        patterns.write(&mut group, &Pattern::constant(FieldKind::Natural, seed, n))?;
        for (k, &numeric) in numeric.iter().enumerate() {
            let value = |config: &ConfigRows| survey.space.point(place(config).0).swap_remove(k);
            match numeric {
                true => {
                    let number = |config: &ConfigRows| value(config).parse().unwrap_or(f64::NAN);
                    group.cells(&rows().map(|(config, n)| Cells::Same(number(config), n)).collect::<Vec<_>>())?;
                }
                false => patterns
                    .write_texts(&mut group, &text(&|config| Some(ByteArray::from(value(config).into_bytes()))))?,
            }
        }
        let columns: Vec<Vec<Cells<'_>>> =
            (0..labels.len()).map(|column| cells(configs, column, &|config| &places[place(config).1])).collect();
        write_metrics(&mut group, patterns, labels, &columns)?;
        patterns.write_texts(
            &mut group,
            &text(&|config| Some(ByteArray::from(if config.rows.is_ok() { "done" } else { "failed" }))),
        )?;
        patterns.write_texts(
            &mut group,
            &text(&|config| config.rows.as_ref().err().map(|reason| ByteArray::from(reason.as_str()))),
        )?;
        group.close()
    }
}

/// The cells of a column, `places` being the columns of the metrics of a config.
fn cells<'a>(configs: &'a [ConfigRows], column: usize, places: &dyn Fn(&ConfigRows) -> &'a [usize]) -> Vec<Cells<'a>> {
    let mut cells = Vec::new();
    for config in configs {
        let own = places(config).iter().position(|&place| place == column);
        match (&config.rows, own) {
            (Ok(rows), Some(own)) => cells.extend(rows.iter().map(|rows| rows.cells(own))),
            _ => cells.push(Cells::Same(f64::NAN, n_rows(config))),
        }
    }
    cells
}

/// Metrics, one a column. Several are the same where a party has one commitment alone: those are encoded once.
fn write_metrics<W: Write + Send>(
    group: &mut Group<'_, W>,
    patterns: &mut Patterns,
    labels: &[Label],
    columns: &[Vec<Cells<'_>>],
) -> Result<()> {
    let mut twins: Vec<Option<Chunk>> = vec![None; columns.len()];
    for (k, (label, cells)) in labels.iter().zip(columns).enumerate() {
        let (of_kind, kind) = (kind, kind(label));
        if let Some(chunk) = twins[k].take() {
            chunk.append(group)?;
            continue;
        }
        if let Some(pattern) = constant(kind, cells) {
            patterns.write(group, &pattern)?;
            continue;
        }
        let is_twin = |other: &usize| of_kind(&labels[*other]) == kind && are_same(cells, &columns[*other]);
        let others: Vec<usize> = (k + 1..columns.len()).filter(is_twin).collect();
        if others.is_empty() {
            group.cells(cells)?;
            continue;
        }
        let chunk = Chunk::new(kind, |group| group.cells(cells))?;
        chunk.append(group)?;
        others.into_iter().for_each(|other| twins[other] = Some(chunk.clone()));
    }
    Ok(())
}

/// Cells that are all the same.
fn constant(kind: FieldKind, cells: &[Cells<'_>]) -> Option<Pattern> {
    let value = only_one(cells).filter(|_| matches!(kind, FieldKind::Whole | FieldKind::Share))?;
    let present = (!value.is_nan()).then(|| match kind {
        FieldKind::Whole => Value::Whole(value as i64),
        _ => Value::Number(value.to_bits()),
    });
    Some(Pattern::constant(kind, present, cells.iter().map(Cells::n).sum()))
}

/// Whether cells are the same to the bit, and in the same stretches.
fn are_same(one: &[Cells<'_>], other: &[Cells<'_>]) -> bool {
    let bits = |x: &f64| x.to_bits();
    one.len() == other.len()
        && one.iter().zip(other).all(|pair| match pair {
            (Cells::Same(x, n), Cells::Same(y, m)) => n == m && bits(x) == bits(y),
            (Cells::Each(xs), Cells::Each(ys)) => xs.iter().map(bits).eq(ys.iter().map(bits)),
            _ => false,
        })
}

/// The value that cells hold throughout, where there is one.
fn only_one(cells: &[Cells<'_>]) -> Option<f64> {
    let value = cells.iter().find_map(Cells::first)?;
    let is_same = |other: f64| other.to_bits() == value.to_bits() || (other.is_nan() && value.is_nan());
    let are_same = |cells: &Cells<'_>| match cells {
        Cells::Same(other, n) => *n == 0 || is_same(*other),
        Cells::Each(values) => values.iter().all(|other| is_same(*other)),
    };
    cells.iter().all(are_same).then_some(value)
}

/// A config that cannot be played has one row, in its first piece.
pub(super) fn n_rows(config: &ConfigRows) -> usize {
    config.rows.as_ref().map_or(usize::from(config.first == 0), |rows| rows.iter().map(Rows::n).sum())
}
