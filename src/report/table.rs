//! A batch as a table of at most 100 columns, metrics in groups, units named.

use crate::metric::{Group, Label};
use crate::report::compare::LOOKED_REPEATEDLY;
use crate::report::number::{grouped, short, short_or_dash, span, within};
use crate::report::spark::sparklines;
use crate::study::{MetricRow, RunReport};

/// Columns of the name of a metric and of whom it is about.
pub(super) const LABEL: usize = 45;

/// A batch as a table.
pub fn run_table(report: &RunReport) -> String {
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!(
            "{} replications of {} rounds ({}), seed {}, fingerprint {}",
            grouped(report.replications),
            grouped(u64::from(report.rounds)),
            report.round,
            report.seed,
            report.fingerprint
        ),
        String::new(),
        row("", "mean", &format!("{} % interval", short(report.confidence * 100.0)), ["p05", "p50", "p95"]),
    ];
    let (groups, unseen) = grouped_rows(&report.metrics, &never, &metric_row);
    lines.extend(groups);
    let sparklines = sparklines(report);
    if !sparklines.is_empty() {
        lines.push(String::new());
        lines.extend(sparklines);
    }
    if !unseen.is_empty() {
        lines.push(String::new());
        lines.extend(wrap(&format!("Never, or undefined in every run: {}.", unseen.join(", ")), COLUMNS));
    }
    let alike = report.metrics.iter().filter(|row| is_without_interval(row));
    if let Some(n) = alike.map(|row| row.estimate.n).min() {
        let mut note = NO_INTERVAL.to_owned();
        // The rule of three; with fewer runs it says nothing.
        if n >= 30 {
            let n = grouped(n);
            note += &format!(" The chance that a run has another is below 3/{n}, at 95 % confidence.");
        }
        lines.extend(wrap(&note, COLUMNS));
    }
    if report.is_precise.is_some() {
        lines.push(LOOKED_REPEATEDLY.to_owned());
    }
    lines.push("p05, p50, p95: quantiles of single runs. Definitions: MODEL.md, section 8.".to_owned());
    page(&lines)
}

fn never(MetricRow { estimate: metric, .. }: &MetricRow) -> bool {
    metric.mean.is_none() || (metric.mean == Some(0.0) && metric.sd.unwrap_or(0.0) == 0.0)
}

/// What a dash says where an interval would stand.
pub(super) const NO_INTERVAL: &str = "–: no interval, since all runs that have a value have the same.";

/// Whether a metric has a mean and no interval.
fn is_without_interval(metric: &MetricRow) -> bool {
    metric.estimate.mean.is_some() && metric.estimate.low.is_none()
}

/// Metrics in their groups, each group under its title, and the names of those that `never` moved.
pub(super) fn grouped_rows(
    rows: &[MetricRow],
    never: &dyn Fn(&MetricRow) -> bool,
    line: &dyn Fn(&MetricRow, bool) -> String,
) -> (Vec<String>, Vec<&'static str>) {
    let (mut lines, mut unseen) = (Vec::new(), Vec::new());
    for group in Group::ALL {
        let mut own = Vec::new();
        for metric in group.metrics() {
            let rows: Vec<&MetricRow> = rows.iter().filter(|row| row.label.metric == metric).collect();
            if !rows.is_empty() && rows.iter().all(|row| never(row)) {
                unseen.push(metric.name());
            } else {
                own.extend(rows.iter().enumerate().map(|(k, row)| line(row, k == 0)));
            }
        }
        if !own.is_empty() {
            lines.push(group.title().to_owned());
            lines.extend(own);
        }
    }
    (lines, unseen)
}

/// Whom a metric is about, after its name where that is wanted.
pub(super) fn row_label(label: &Label, names_it: bool) -> String {
    let party = label.party.as_deref().unwrap_or_default();
    match &label.commitment {
        Some(commitment) => clip(&format!("    {party}: {commitment}"), LABEL - 1),
        None => {
            let name = if names_it { format!("{} ({})", label.metric.name(), label.unit()) } else { String::new() };
            format!("{name:<27}{}", clip(party, LABEL - 28))
        }
    }
}

fn metric_row(MetricRow { label, estimate }: &MetricRow, names_it: bool) -> String {
    let ends = estimate.low.zip(estimate.high);
    let interval = ends.map_or_else(|| "–".to_owned(), span);
    let quantiles = [estimate.p05, estimate.p50, estimate.p95].map(short_or_dash);
    let mean = estimate.mean.map_or_else(|| "–".to_owned(), |mean| within(mean, ends));
    row(&row_label(label, names_it), &mean, &interval, [&quantiles[0], &quantiles[1], &quantiles[2]])
}

fn row(label: &str, mean: &str, interval: &str, quantiles: [&str; 3]) -> String {
    let [p05, p50, p95] = quantiles;
    format!("  {label:<LABEL$} {mean:>9} {interval:>20} {p05:>6} {p50:>6} {p95:>6}")
}

/// Columns that no text output exceeds.
const COLUMNS: usize = 100;

/// Lines as a text. What is longer than a line goes on in the next, set in farther.
pub(super) fn page(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().flat_map(|line| line.split('\n')).map(str::trim_end) {
        let (margin, words) = line.split_at(line.len() - line.trim_start().len());
        let is_short = line.chars().count() <= COLUMNS;
        let room = COLUMNS.saturating_sub(margin.len() + 2);
        let parts = if is_short { vec![words.to_owned()] } else { wrap(words, room) };
        for (k, part) in parts.iter().enumerate() {
            let hang = if k == 0 { "" } else { "  " };
            text += &format!("{margin}{hang}{}\n", part.trim_end());
        }
    }
    text
}

pub(super) fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(std::iter::once('…')).collect()
}

/// At most `width` columns, the end of the text kept.
pub(super) fn clip_front(text: &str, width: usize) -> String {
    let n = text.chars().count();
    if n <= width { text.to_owned() } else { std::iter::once('…').chain(text.chars().skip(n + 1 - width)).collect() }
}

/// A remark as lines of at most 100 columns.
pub fn note_text(remark: &str, indent: &str) -> String {
    let lines = wrap(&format!("note: {remark}"), 94 - indent.len());
    let rest = lines[1..].iter().map(|line| format!("{indent}      {line}\n"));
    format!("{indent}{}\n", lines[0]) + &rest.collect::<String>()
}

/// Breaks a sentence into lines of at most `width` columns.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
