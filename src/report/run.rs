//! A batch as a table of at most 100 columns, metrics in groups, units named; as JSON and CSV.

use crate::report::compare::LOOKED_REPEATEDLY;
use crate::report::json::{Heading, SurvivalJson, intervals, survival_json, text};
use crate::report::lines::{COLUMNS, page, wrap};
use crate::report::metric::{LABEL, MetricJson, grouped_rows, row_label};
use crate::report::number::{grouped, short, short_or_dash, span, within};
use crate::report::spark::sparklines;
use crate::report::time::{self, TimeJson};
use crate::study::{MetricRow, RunReport, SeriesSummary};
use crate::tables::metrics_csv;
use serde::Serialize;

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
    lines.extend(time::sentences(report.afterwards, report.renewal));
    lines.push("p05, p50, p95: quantiles of single runs. Definitions: MODEL.md, section 8.".to_owned());
    page(&lines)
}

/// A batch as CSV, one row a metric. Undefined values are empty.
pub fn run_csv(report: &RunReport) -> String {
    metrics_csv(&report.metrics, false)
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

#[derive(Serialize)]
struct RunJson<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    replications: u64,
    rounds: u32,
    round: &'a str,
    #[serde(flatten)]
    time: TimeJson,
    confidence: f64,
    intervals: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    precision: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    is_precise: Option<bool>,
    metrics: Vec<MetricJson<'a>>,
    series_sample: u64,
    series: Vec<SeriesJson<'a>>,
    survival: Vec<SurvivalJson>,
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    series: &'a str,
    party: Option<&'a str>,
    round: u32,
    mean: Option<f64>,
    p05: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
}

/// A batch as JSON.
pub fn run_json(report: &RunReport) -> String {
    text(&RunJson {
        heading: Heading::new(&report.scenario, &report.design, &report.fingerprint, report.seed),
        replications: report.replications,
        rounds: report.rounds,
        round: &report.round,
        time: TimeJson::new(report.afterwards, report.renewal),
        confidence: report.confidence,
        intervals: intervals(report.is_precise.is_some()),
        precision: &report.precision,
        is_precise: report.is_precise,
        metrics: MetricJson::all(&report.metrics),
        series_sample: report.series_sample,
        series: report.series.iter().map(series).collect(),
        survival: survival_json(&report.survival),
    })
}

fn series(s: &SeriesSummary) -> SeriesJson<'_> {
    SeriesJson {
        series: s.series.name(),
        party: s.party.as_deref(),
        round: s.round,
        mean: s.mean,
        p05: s.p05,
        p50: s.p50,
        p95: s.p95,
    }
}
