//! A study over parameters: a line a config, and how designs do across what is not known.

use crate::report::compare::{LOOKED_REPEATEDLY, left_out};
use crate::report::number::{counted, grouped, plus_minus, short};
use crate::report::table::{clip, clip_front, page, wrap};
use crate::study::Label;
use crate::study::survey::{Axis, Engine, PointResult, Survey};
use std::collections::BTreeSet;

/// Lines of configs at most.
const MOST_LINES: u64 = 60;

/// A study as a table of at most 100 columns; `metrics` are those shown, as many as fit.
pub fn sweep_table(survey: &Survey, results: &[PointResult], fingerprint: &str, metrics: &[String]) -> String {
    let mut lines = vec![
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
    ];
    let labels: Vec<Vec<Label>> = survey.arms.iter().map(|arm| arm.labels()).collect();
    let names = columns(survey);
    let widest =
        |k: usize| results.iter().map(|result| rounded(&survey.space.point(result.point)[k]).chars().count()).max();
    let widths: Vec<usize> = names
        .iter()
        .enumerate()
        .map(|(k, name)| name.chars().count().max(widest(k).unwrap_or(0)).clamp(6, 24))
        .collect();
    let mut header: Vec<String> =
        names.iter().zip(&widths).map(|(name, &width)| format!("{:>width$}", clip_front(name, width))).collect();
    let has_designs = survey.arms.len() > 1;
    if has_designs {
        header.push(format!("{:<16}", "design"));
    }
    let used: usize = 2 + header.iter().map(|cell| cell.chars().count() + 1).sum::<usize>();
    let shown = &metrics[..metrics.len().min((100_usize.saturating_sub(used)) / 19).max(1).min(metrics.len())];
    header.extend(headings(shown).iter().map(|name| format!("{name:>18}")));
    lines.push(format!("  {}", header.join(" ")));
    let (mut n_lines, n_configs) = (0_u64, survey.n_configs());
    let mut has_bare = false;
    for result in results {
        let point = survey.space.point(result.point);
        for (arm, config) in result.arms.iter().enumerate() {
            n_lines += 1;
            if n_lines > MOST_LINES {
                continue;
            }
            let mut cells: Vec<String> = point
                .iter()
                .zip(&widths)
                .map(|(value, &width)| format!("{:>width$}", clip(&rounded(value), width)))
                .collect();
            if has_designs {
                cells.push(format!("{:<16}", clip(&survey.arms[arm].label, 16)));
            }
            match &config.outcome {
                Ok(values) => cells.extend(shown.iter().map(|metric| {
                    let place = labels[arm].iter().position(|label| label.path() == *metric);
                    let estimate = place.map(|place| values.metrics[place]).unwrap_or_default();
                    let text = match (estimate.mean, estimate.low.zip(estimate.high)) {
                        (Some(mean), Some(interval)) => plus_minus(mean, interval),
                        (Some(mean), None) => {
                            has_bare |= survey.engine == Engine::Sampled;
                            short(mean)
                        }
                        _ => "–".to_owned(),
                    };
                    format!("{text:>18}")
                })),
                Err(_) => cells.push("failed".to_owned()),
            }
            lines.push(format!("  {}", cells.join(" ")));
            if let Err(reason) = &config.outcome {
                lines.extend(wrap(reason, 94).into_iter().map(|line| format!("      {line}")));
            }
        }
    }
    lines.extend(left_out(survey));
    if n_configs > MOST_LINES {
        let rest = grouped(n_configs - MOST_LINES);
        lines.push(format!("  … {rest} more; --format csv, or summary.csv under --out, has them all"));
    }
    for (name, ends) in names.iter().zip(together(survey)).filter(|(_, ends)| ends.len() > 1) {
        lines.extend(wrap(&format!("{name}: moves together with {}.", ends[1..].join(", ")), 100));
    }
    if has_bare {
        lines.push("A mean without an interval: all runs that have a value have the same.".to_owned());
    }
    if survey.precision.is_some() {
        lines.push(LOOKED_REPEATEDLY.to_owned());
    }
    if shown.len() < metrics.len() {
        let missing = metrics[shown.len()..].join(", ");
        lines.extend(wrap(
            &format!("No room for {missing}: name it first with --metric; --format csv and --out hold it."),
            100,
        ));
    }
    page(&lines)
}

/// Names of metrics over their columns: their ends where their beginnings are alike.
fn headings(metrics: &[String]) -> Vec<String> {
    let beginnings: BTreeSet<String> = metrics.iter().map(|metric| clip(metric, 18)).collect();
    let are_alike = beginnings.len() < metrics.len();
    metrics.iter().map(|metric| if are_alike { clip_front(metric, 18) } else { clip(metric, 18) }).collect()
}

/// What varies, as headings: the first of the paths that move together, and how many go with it.
fn columns(survey: &Survey) -> Vec<String> {
    let firsts: Vec<&str> =
        survey.space.axes.iter().map(|axis| axis.paths.first().map_or("", String::as_str)).collect();
    let with_more = |(axis, end): (&Axis, String)| match axis.paths.len() {
        0 | 1 => end,
        n => format!("{} + {}", clip_front(&end, 20), n - 1),
    };
    survey.space.axes.iter().zip(ends(&firsts)).map(with_more).collect()
}

/// What varies, in short; paths that move together stand together.
pub(super) fn short_names(survey: &Survey) -> Vec<String> {
    together(survey).iter().map(|ends| ends.join(" & ")).collect()
}

/// By parameter, the ends of its paths.
fn together(survey: &Survey) -> Vec<Vec<String>> {
    let all: Vec<&str> = survey.space.axes.iter().flat_map(|axis| &axis.paths).map(String::as_str).collect();
    let mut ends = ends(&all).into_iter();
    survey.space.axes.iter().map(|axis: &Axis| ends.by_ref().take(axis.paths.len()).collect()).collect()
}

/// The ends of paths: two names, more where a name is a number or where paths would be alike.
fn ends(paths: &[&str]) -> Vec<String> {
    let paths: Vec<Vec<&str>> = paths.iter().map(|path| path.split('.').collect()).collect();
    let end = |path: &[&str], n: usize| path[path.len().saturating_sub(n)..].join(".");
    let short = |(k, path): (usize, &Vec<&str>)| {
        let says_enough = |n: &usize| {
            let text = end(path, *n);
            let alike = paths.iter().enumerate().any(|(other, path)| other != k && end(path, *n) == text);
            *n >= path.len() || !(alike || text.starts_with(|c: char| c.is_ascii_digit()))
        };
        end(path, (2..).find(says_enough).unwrap_or(2))
    };
    paths.iter().enumerate().map(short).collect()
}

/// A value with no more digits than people read.
fn rounded(value: &str) -> String {
    match amount(value) {
        Some(("", x)) if value.len() > 7 => short(x),
        Some((unit, x)) if !unit.is_empty() => format!("{unit}({})", short(x)),
        _ => value.to_owned(),
    }
}

/// A number or a time, as a unit and how much of it.
fn amount(value: &str) -> Option<(&str, f64)> {
    let (unit, number) = value.strip_suffix(')').and_then(|text| text.split_once('(')).unwrap_or(("", value));
    let is_time = ["", "Rounds", "Days", "Months", "Years"].contains(&unit);
    number.trim().parse().ok().filter(|x: &f64| is_time && x.is_finite()).map(|x| (unit, x))
}

/// Values as numbers, where they are numbers or times of one unit; the unit.
pub(super) fn amounts(values: &[String]) -> Option<(String, Vec<f64>)> {
    let amounts: Vec<(&str, f64)> = values.iter().map(|value| amount(value)).collect::<Option<_>>()?;
    let unit = amounts.first()?.0;
    let is_one_unit = amounts.iter().all(|(other, _)| *other == unit);
    is_one_unit.then(|| (unit.to_lowercase(), amounts.into_iter().map(|(_, x)| x).collect()))
}
