//! A sweep: lines with bands over one parameter, a heat map over a grid of two, a small panel a parameter over more.

use crate::metric::Label;
use crate::report::lines::{clip, wrap};
use crate::report::number::{grouped, short};
use crate::report::parameters::{rounded, short_names};
use crate::report::plot::heat::Heat;
use crate::report::plot::panel::{Line, Panel};
use crate::report::plot::panels::panels;
use crate::report::plot::svg::{Svg, width};
use crate::report::plot::varied::{KEY, WIDTH, estimate, foot, names, with_unit};
use crate::study::survey::{Engine, PointResult, Sampling, Survey};
use crate::study::{Requirement, numbers};

/// A sweep: over one parameter or a grid of two a panel a metric, with a line where `require` turns; over more, the
/// first metric in a panel a parameter.
///
/// # Errors
/// A sentence where the study has no such picture.
pub fn sweep_svg(
    survey: &Survey,
    results: &[PointResult],
    metrics: &[Label],
    require: &[Requirement],
    fingerprint: &str,
) -> Result<String, String> {
    let is_grid = matches!(survey.space.sampling, Sampling::Grid);
    let note = match survey.engine {
        Engine::Exact(_) => format!("Exact. Fingerprint {fingerprint}."),
        Engine::Sampled => {
            format!("{} replications, seed {}, fingerprint {fingerprint}.", grouped(survey.replications), survey.seed)
        }
    };
    match survey.space.axes.len() {
        1 => Ok(lines(survey, results, metrics, &note)),
        2 if is_grid => Ok(maps(survey, results, metrics, require, &note)),
        0 => Err("nothing varies; a comparison is drawn by `compare`".to_owned()),
        _ => match metrics.first() {
            Some(metric) => Ok(panels(survey, results, metric, &note)),
            None => Err("there is no metric to draw".to_owned()),
        },
    }
}

fn lines(survey: &Survey, results: &[PointResult], metrics: &[Label], note: &str) -> String {
    let (name, h) = (short_names(survey).swap_remove(0), 250.0);
    let value = |result: &PointResult| survey.space.point(result.point).swap_remove(0);
    let mut values: Vec<String> = Vec::new();
    for value in results.iter().map(value) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let numbers = numbers(&values);
    let is_named = numbers.is_none();
    let x_label = with_unit(&name, numbers.as_ref().map(|(unit, _)| unit));
    let room = (0.5 * WIDTH - 68.0) / values.len().max(1) as f64 / width("n", 10.0);
    let (names, key) = if is_named { names(&values, room as usize) } else { Default::default() };
    let key = if key.is_empty() { Vec::new() } else { wrap(&key, KEY) };
    let height = 34.0 + h * metrics.len().div_ceil(2) as f64 + 26.0 + 13.0 * key.len() as f64;
    let title = format!("{} over {}", survey.arms[0].scenario.name(), name);
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 96));
    for (k, metric) in metrics.iter().enumerate() {
        let lines = survey.arms.iter().enumerate().map(|(arm, entry)| {
            let mut points: Vec<_> = results
                .iter()
                .map(|result| {
                    let value = value(result);
                    let place = values.iter().position(|known| *known == value).unwrap_or_default();
                    let x = numbers.as_ref().map_or(place as f64, |(_, numbers)| numbers[place]);
                    let e = estimate(survey, result, arm, metric).unwrap_or_default();
                    (x, e.mean, e.low, e.high)
                })
                .collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let label = if survey.arms.len() > 1 { entry.label.clone() } else { String::new() };
            Line { label, style: arm, points, is_step: false, has_marks: is_named || results.len() <= 40 }
        });
        let panel = Panel {
            title: metric.path(),
            x_label: x_label.clone(),
            y_label: metric.unit().to_owned(),
            lines: lines.collect(),
            is_share: metric.spec().unit.is_part(),
            names: names.clone(),
            ..Panel::default()
        };
        let place = (0.5 * WIDTH * (k % 2) as f64, 30.0 + h * (k / 2) as f64, 0.5 * WIDTH, h);
        panel.draw(&mut svg, place);
    }
    let note = format!("Means with {} % intervals. {note}", 100.0 * survey.confidence);
    foot(&mut svg, height, &key, &note);
    svg.finish()
}

/// Times of one unit as numbers of it, and a name that says which; numbers with no more digits than people read.
fn plain(name: &str, values: Vec<String>) -> (String, Vec<String>) {
    match numbers(&values) {
        Some((unit, numbers)) if !unit.is_empty() => {
            (with_unit(name, Some(&unit)), numbers.into_iter().map(short).collect())
        }
        _ => (name.to_owned(), values.iter().map(|value| rounded(value)).collect()),
    }
}

fn maps(survey: &Survey, results: &[PointResult], metrics: &[Label], require: &[Requirement], note: &str) -> String {
    let (x, y, h) = (&survey.space.axes[0], &survey.space.axes[1], 300.0);
    let names_of = short_names(survey);
    let values = |axis: &crate::study::survey::Axis| -> Vec<String> {
        (0..axis.count()).map(|k| axis.value(k).text().into_owned()).collect()
    };
    let (x_label, columns) = plain(&names_of[0], values(x));
    let (y_label, rows) = plain(&names_of[1], values(y));
    let (columns, below) = names(&columns, 12);
    let (rows, beside) = names(&rows, 10);
    let key: Vec<String> = [(&names_of[0], below), (&names_of[1], beside)]
        .into_iter()
        .filter(|(_, key)| !key.is_empty())
        .flat_map(|(name, key)| wrap(&format!("{name}: {key}"), KEY))
        .collect();
    let panels: Vec<(usize, &Label)> =
        (0..survey.arms.len()).flat_map(|arm| metrics.iter().map(move |metric| (arm, metric))).collect();
    let height = 34.0 + h * panels.len().div_ceil(2) as f64 + 26.0 + 13.0 * key.len() as f64;
    let title = format!("{} over {} and {}", survey.arms[0].scenario.name(), names_of[0], names_of[1]);
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 96));
    for (k, (arm, metric)) in panels.into_iter().enumerate() {
        let cell = |row: usize, column: usize| results.get(column * rows.len() + row);
        let table = |value: &dyn Fn(&PointResult) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
            (0..rows.len()).map(|row| (0..columns.len()).map(|c| cell(row, c).and_then(value)).collect()).collect()
        };
        let mean = |metric: &Label, result: &PointResult| estimate(survey, result, arm, metric).and_then(|e| e.mean);
        let holds = (!require.is_empty()).then(|| {
            let verdict = |result: &PointResult| {
                let met = |r: &Requirement| mean(survey.metric(&r.metric)?, result).map(|mean| r.holds(mean));
                require.iter().map(met).try_fold(true, |all, met| met.map(|met| all && met)).map(f64::from)
            };
            table(&verdict).into_iter().map(|row| row.into_iter().map(|x| x.map(|x| x > 0.5)).collect()).collect()
        });
        let design = if survey.arms.len() > 1 { format!(", {}", survey.arms[arm].label) } else { String::new() };
        let map = Heat {
            title: format!("{metric} ({}){design}", metric.unit()),
            x_label: x_label.clone(),
            y_label: y_label.clone(),
            columns: columns.clone(),
            rows: rows.clone(),
            values: table(&|result| mean(metric, result)),
            holds,
            is_share: metric.spec().unit.is_part(),
            scale: scale(survey, results, metric),
            room: 74.0,
        };
        map.draw(&mut svg, (0.5 * WIDTH * (k % 2) as f64, 30.0 + h * (k / 2) as f64, 0.5 * WIDTH, h));
    }
    let all: Vec<String> = require.iter().map(Requirement::text).collect();
    let line = if all.is_empty() { String::new() } else { format!("Dots: {} holds. ", all.join(" and ")) };
    foot(&mut svg, height, &key, &format!("{line}{note}"));
    svg.finish()
}

/// Lowest and highest mean of a metric over all designs.
fn scale(survey: &Survey, results: &[PointResult], metric: &Label) -> (f64, f64) {
    let means = results.iter().flat_map(|result| {
        (0..survey.arms.len()).filter_map(move |arm| estimate(survey, result, arm, metric).and_then(|e| e.mean))
    });
    means.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), mean| (low.min(mean), high.max(mean)))
}
