//! The columns of a table of configs: parameters by name before what was found, or by letter after it.

use crate::metric::Label;
use crate::report::lines::{clip, clip_front};
use crate::report::parameters::{bare, letter, names, rounded};
use crate::study::survey::{Axis, PointResult, Role, Sampling, Survey};
use crate::study::{effects, strongest_first};
use std::collections::BTreeSet;

/// One config as it is shown.
pub(super) struct Row<'a> {
    /// Values of the parameters.
    pub(super) point: Vec<String>,
    /// Which design.
    pub(super) arm: usize,
    /// A text for each metric, or why it could not be played.
    pub(super) found: Result<Vec<String>, &'a str>,
    /// Metrics whose mean stands there without an interval.
    pub(super) bare: Vec<usize>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// Values of a parameter.
    Parameter(usize),
    /// The design.
    Design,
    /// A metric.
    Metric(usize),
}

/// One column.
pub(super) struct Column {
    pub(super) what: What,
    /// Its heading, as it fits.
    pub(super) heading: String,
    /// Its heading in full.
    pub(super) full: String,
    pub(super) width: usize,
    /// Whether a legend tells what it stands for.
    is_letter: bool,
}

/// The columns of a table.
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    /// Where parameters go by letters: what each explains, as far as that is known.
    pub(super) explains: Option<Vec<Option<f64>>>,
}

/// Columns of a line.
const WIDTH: usize = 100;
/// Metrics that a table of letters shows at least, if it is asked for as many.
const FEWEST: usize = 3;
/// Points that are looked at for what explains most: as many as are kept for a table at least, so that it is the same
/// however many are at hand.
const LOOKED_AT: usize = 100;

impl Column {
    /// A value of its parameter.
    pub(super) fn value(&self, axis: &Axis, value: &str) -> String {
        if self.is_letter { bare(axis, value) } else { clip(&rounded(value), self.width) }
    }

    /// The name of a design.
    pub(super) fn name(&self, label: &str) -> String {
        clip(label, self.width)
    }
}

/// Columns that fit into a line.
pub(super) fn columns(survey: &Survey, results: &[PointResult], metrics: &[Label], rows: &[Row<'_>]) -> Columns {
    by_name(survey, metrics, rows).unwrap_or_else(|| by_letter(survey, results, metrics, rows))
}

/// Parameters by name and before what was found; `None` where that leaves room for fewer than two metrics.
fn by_name(survey: &Survey, metrics: &[Label], rows: &[Row<'_>]) -> Option<Columns> {
    let widest = |k: usize| rows.iter().map(|row| rounded(&row.point[k]).chars().count()).max();
    let parameter = |(k, full): (usize, String)| {
        let width = full.chars().count().max(widest(k).unwrap_or(0)).clamp(6, 24);
        Column { what: What::Parameter(k), heading: clip_front(&full, width), full, width, is_letter: false }
    };
    let mut columns: Vec<Column> = names(survey).into_iter().enumerate().map(parameter).collect();
    columns.extend(design(survey, 16));
    let n = WIDTH.saturating_sub(used(&columns)) / 19;
    if n < metrics.len().min(2) {
        return None;
    }
    let shown = &metrics[..n.min(metrics.len())];
    columns.extend(headings(shown).into_iter().enumerate().map(|(k, heading)| metric(k, heading, 18)));
    Some(Columns { columns, explains: None })
}

/// What was found first, then parameters by letters, those that explain most where not all fit.
fn by_letter(survey: &Survey, results: &[PointResult], metrics: &[Label], rows: &[Row<'_>]) -> Columns {
    let widest = survey.arms.iter().map(|arm| arm.label.chars().count()).max().unwrap_or(0);
    let mut columns: Vec<Column> = design(survey, widest.clamp(6, 16)).into_iter().collect();
    let found = |k: usize, heading: String| {
        let texts = rows.iter().filter_map(|row| row.found.as_ref().ok());
        let widest = texts.map(|texts| texts[k].chars().count()).max().unwrap_or(0);
        let width = heading.chars().count().max(widest).max("failed".len());
        metric(k, heading, width)
    };
    let mut found: Vec<Column> = headings(metrics).into_iter().enumerate().map(|(k, name)| found(k, name)).collect();
    let more = found.split_off(found.len().min(FEWEST));
    columns.extend(found);
    let (explains, order) = explained(survey, results, metrics);
    let mut parameters = Vec::new();
    let mut room = WIDTH.saturating_sub(used(&columns));
    for k in order {
        let column = lettered(survey, k, rows);
        if column.width + 1 > room {
            break;
        }
        room -= column.width + 1;
        parameters.push(column);
    }
    if parameters.len() == survey.space.axes.len() {
        parameters.sort_by_key(|column| column.what);
        for column in more {
            if column.width + 1 > room {
                break;
            }
            room -= column.width + 1;
            columns.push(column);
        }
    }
    columns.extend(parameters);
    Columns { columns, explains: Some(explains) }
}

/// What each parameter explains of the first metric, and the parameters, strongest first. Where the points at hand are
/// not all, or say nothing of the rest, nothing is said and parameters keep their order.
fn explained(survey: &Survey, results: &[PointResult], metrics: &[Label]) -> (Vec<Option<f64>>, Vec<usize>) {
    let looked_at = &results[..results.len().min(LOOKED_AT)];
    let is_drawn = matches!(survey.space.sampling, Sampling::LatinHypercube(_) | Sampling::Sobol(_));
    let has_levers = survey.space.axes.iter().any(|axis| axis.role == Role::Lever);
    let are_all = looked_at.len() as u64 == survey.space.n_points();
    let unknown = vec![None; survey.space.axes.len()];
    match metrics.first() {
        Some(metric) if are_all || (is_drawn && !has_levers) => {
            let effects = effects(survey, looked_at, metric);
            let shares = if are_all { effects.iter().map(|effect| effect.explains).collect() } else { unknown };
            (shares, strongest_first(&effects))
        }
        _ => (unknown, (0..survey.space.axes.len()).collect()),
    }
}

fn lettered(survey: &Survey, k: usize, rows: &[Row<'_>]) -> Column {
    let (axis, heading) = (&survey.space.axes[k], letter(k));
    let widest = rows.iter().map(|row| bare(axis, &row.point[k]).chars().count()).max().unwrap_or(0);
    let width = heading.len().max(widest);
    Column { what: What::Parameter(k), heading, full: letter(k), width, is_letter: true }
}

fn design(survey: &Survey, width: usize) -> Option<Column> {
    let (heading, full) = ("design".to_owned(), "design".to_owned());
    (survey.arms.len() > 1).then_some(Column { what: What::Design, heading, full, width, is_letter: false })
}

fn metric(k: usize, heading: String, width: usize) -> Column {
    Column { what: What::Metric(k), full: heading.clone(), heading, width, is_letter: false }
}

/// Columns of a line that are taken.
fn used(columns: &[Column]) -> usize {
    2 + columns.iter().map(|column| column.width + 1).sum::<usize>()
}

/// Names of metrics over their columns: their ends where their beginnings are alike.
fn headings(metrics: &[Label]) -> Vec<String> {
    let paths: Vec<String> = metrics.iter().map(Label::path).collect();
    let beginnings: BTreeSet<String> = paths.iter().map(|path| clip(path, 18)).collect();
    let are_alike = beginnings.len() < paths.len();
    paths.iter().map(|path| if are_alike { clip_front(path, 18) } else { clip(path, 18) }).collect()
}
