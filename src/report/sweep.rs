//! A study over parameters: a line a config, and how designs do across what is not known.

use crate::metric::Label;
use crate::report::compare::{LOOKED_REPEATEDLY, left_out};
use crate::report::lines::{clip_front, page, wrap};
use crate::report::number::{counted, grouped, plus_minus, short};
use crate::report::parameters::{letter, paths, together, values_of};
use crate::report::sweep_columns::{Column, Row, What, columns};
use crate::study::Estimate;
use crate::study::survey::{Engine, PointResult, Survey};

/// Lines of configs at most.
const MOST_LINES: usize = 60;

/// A study as a table of at most 100 columns; `metrics` are those shown, as many as fit. Where parameters would leave
/// room for fewer than two, what was found comes first, and parameters go by letters.
pub fn sweep_table(survey: &Survey, results: &[PointResult], fingerprint: &str, metrics: &[Label]) -> String {
    let mut lines = opening(survey, fingerprint);
    let rows = rows(survey, results, metrics);
    let table = columns(survey, results, metrics, &rows);
    lines.push(line(&table.columns, |column| column.heading.clone()));
    for row in &rows {
        lines.push(line(&table.columns, |column| cell(survey, row, column)));
        if let Err(reason) = row.found {
            lines.extend(wrap(reason, 94).into_iter().map(|line| format!("      {line}")));
        }
    }
    lines.extend(left_out(survey));
    if survey.n_configs() > MOST_LINES as u64 {
        let rest = grouped(survey.n_configs() - MOST_LINES as u64);
        lines.push(format!("  … {rest} more; --format csv, or summary.csv under --out, has them all"));
    }
    match &table.explains {
        Some(explains) => lines.extend(legend(survey, metrics, explains)),
        None => lines.extend(moving_together(survey, &table.columns)),
    }
    let is_shown = |k: &usize| table.columns.iter().any(|column| column.what == What::Metric(*k));
    if rows.iter().flat_map(|row| &row.bare).any(is_shown) {
        lines.push("A mean without an interval: all runs that have a value have the same.".to_owned());
    }
    if survey.precision.is_some() {
        lines.push(LOOKED_REPEATEDLY.to_owned());
    }
    lines.extend(no_room(survey, metrics, &table.columns));
    page(&lines)
}

fn opening(survey: &Survey, fingerprint: &str) -> Vec<String> {
    vec![
        format!(
            "{}: {} ({}, {})",
            survey.arms[0].scenario.name(),
            counted(survey.n_configs(), "config"),
            counted(survey.space.n_points(), "point"),
            counted(survey.arms.len() as u64, "design")
        ),
        match survey.engine {
            Engine::Exact(_) => format!("exact, fingerprint {fingerprint}"),
            Engine::Sampled => format!(
                "{}{} a config, seed {}, fingerprint {fingerprint}",
                if survey.precision.is_some() { "at most " } else { "" },
                counted(survey.replications, "replication"),
                survey.seed
            ),
        },
        String::new(),
    ]
}

/// The configs that are shown, with a text for each metric.
fn rows<'a>(survey: &Survey, results: &'a [PointResult], metrics: &[Label]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for result in results.iter().take(MOST_LINES) {
        let point = survey.space.point(result.point);
        for (arm, config) in result.arms.iter().enumerate().take(MOST_LINES - rows.len()) {
            let mut bare = Vec::new();
            let mut text = |(k, metric): (usize, &Label), estimates: &[Estimate]| {
                let column = survey.arms[arm].column(metric);
                let estimate = column.map(|column| estimates[column]).unwrap_or_default();
                match (estimate.mean, estimate.low.zip(estimate.high)) {
                    (Some(mean), Some(interval)) => plus_minus(mean, interval),
                    (Some(mean), None) => {
                        bare.extend((survey.engine == Engine::Sampled).then_some(k));
                        short(mean)
                    }
                    _ => "–".to_owned(),
                }
            };
            let found = match &config.outcome {
                Ok(values) => Ok(metrics.iter().enumerate().map(|metric| text(metric, &values.metrics)).collect()),
                Err(reason) => Err(reason.as_str()),
            };
            rows.push(Row { point: point.clone(), arm, found, bare });
        }
    }
    rows
}

/// One line: cells as wide as their columns.
fn line(columns: &[Column], cell: impl Fn(&Column) -> String) -> String {
    let padded = |column: &Column| {
        let (text, width) = (cell(column), column.width);
        if column.what == What::Design { format!("{text:<width$}") } else { format!("{text:>width$}") }
    };
    format!("  {}", columns.iter().map(padded).collect::<Vec<_>>().join(" "))
}

fn cell(survey: &Survey, row: &Row<'_>, column: &Column) -> String {
    match (column.what, &row.found) {
        (What::Parameter(axis), _) => column.value(&survey.space.axes[axis], &row.point[axis]),
        (What::Design, _) => column.name(&survey.arms[row.arm].label),
        (What::Metric(k), Ok(texts)) => texts[k].clone(),
        // As wide as any metric, at the place of the first.
        (What::Metric(0), Err(_)) => "failed".to_owned(),
        (What::Metric(_), Err(_)) => String::new(),
    }
}

/// What each letter stands for.
fn legend(survey: &Survey, metrics: &[Label], explains: &[Option<f64>]) -> Vec<String> {
    let width = letter(survey.space.axes.len().saturating_sub(1)).len();
    let entry = |(k, axis)| {
        let share = explains.get(k).copied().flatten();
        let share = share.map_or_else(String::new, |share| format!("; explains {:.0} %", 100.0 * share));
        let path = clip_front(&paths(axis), 600);
        format!("  {:>width$}  {path}: {}{share}", letter(k), values_of(axis))
    };
    let mut lines = vec![String::new(), "What the letters stand for:".to_owned()];
    lines.extend(survey.space.axes.iter().enumerate().map(entry));
    if explains.iter().any(Option::is_some) {
        let what = metrics.first().map(Label::path).unwrap_or_default();
        lines.extend(wrap(
            &format!("Explains: share of the variance of {what} within a design (MODEL.md, section 8.2)."),
            100,
        ));
    }
    lines
}

/// The other paths of parameters that set several.
fn moving_together(survey: &Survey, columns: &[Column]) -> Vec<String> {
    let ends = together(survey);
    let told = columns.iter().filter_map(|column| match column.what {
        What::Parameter(axis) if ends[axis].len() > 1 => Some((&column.full, &ends[axis])),
        _ => None,
    });
    told.flat_map(|(name, ends)| wrap(&format!("{name}: moves together with {}.", ends[1..].join(", ")), 100)).collect()
}

/// What the table has no room for, and where it is.
fn no_room(survey: &Survey, metrics: &[Label], columns: &[Column]) -> Vec<String> {
    let is_shown = |what: What| columns.iter().any(|column| column.what == what);
    let values: Vec<String> =
        (0..survey.space.axes.len()).filter(|axis| !is_shown(What::Parameter(*axis))).map(letter).collect();
    let rest: Vec<String> = metrics
        .iter()
        .enumerate()
        .filter(|(k, _)| !is_shown(What::Metric(*k)))
        .map(|(_, metric)| metric.path())
        .collect();
    let mut told = Vec::new();
    if !values.is_empty() {
        told.push(format!("No room for the values of {}: --format csv and --out hold them.", values.join(", ")));
    }
    if !rest.is_empty() {
        let rest = rest.join(", ");
        told.push(format!("No room for {rest}: name it first with --metric; --format csv and --out hold it."));
    }
    told.iter().flat_map(|sentence| wrap(sentence, 100)).collect()
}
