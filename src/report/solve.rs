//! Exact values as table, JSON and CSV.

use crate::game::Afterwards;
use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::{page, wrap};
use crate::report::metric::{LABEL, MetricJson, grouped_rows, row_label};
use crate::report::number::{exact, grouped};
use crate::report::time::{self, TimeJson};
use crate::study::{Horizon, MetricRow, Settling, SolveReport};
use crate::tables::metrics_csv;
use serde::Serialize;

#[derive(Serialize)]
struct SolveJson<'a> {
    schema: u32,
    snapback: &'a str,
    engine: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    states: u64,
    transitions: u64,
    horizon: &'a str,
    rounds: Option<u32>,
    round: &'a str,
    #[serde(flatten)]
    time: TimeJson,
    metrics: Vec<MetricJson<'a>>,
    series: Vec<PointJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    averages: Vec<MetricJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrent_classes: Option<Vec<ClassJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<f64>,
}

#[derive(Serialize)]
struct ClassJson {
    states: u64,
    probability: f64,
}

#[derive(Serialize)]
struct PointJson<'a> {
    series: &'a str,
    party: Option<&'a str>,
    round: u32,
    mean: Option<f64>,
}

/// Exact values as JSON.
pub fn solve_json(report: &SolveReport) -> String {
    let settling = report.settling.as_ref();
    let classes = |settling: &Settling| {
        settling.classes.iter().map(|&(states, probability)| ClassJson { states, probability }).collect()
    };
    text(&SolveJson {
        schema: SCHEMA,
        snapback: VERSION,
        engine: "exact",
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        states: report.states,
        transitions: report.transitions,
        horizon: if settling.is_some() { "infinite" } else { "finite" },
        rounds: match report.horizon {
            Horizon::Rounds(rounds) => Some(rounds),
            Horizon::Infinite => None,
        },
        round: &report.round,
        time: TimeJson::new(report.afterwards, report.renewal),
        metrics: MetricJson::all(&report.metrics),
        series: report
            .series
            .iter()
            .map(|s| PointJson { series: s.series.name(), party: s.party.as_deref(), round: s.round, mean: s.mean })
            .collect(),
        averages: MetricJson::all(&report.averages),
        recurrent_classes: settling.map(classes),
        certified: settling.map(|_| report.is_certified()),
        share_error: settling.map(|settling| settling.share_error),
        error: settling.map(|settling| settling.error),
    })
}

/// Exact values as a table.
pub fn solve_table(report: &SolveReport) -> String {
    let over = match report.horizon {
        Horizon::Rounds(rounds) => format!("over {} rounds ({})", grouped(u64::from(rounds)), report.round),
        Horizon::Infinite => format!("over an infinite horizon ({})", report.round),
    };
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!("exact {over}: {} states, fingerprint {}", grouped(report.states), report.fingerprint),
        String::new(),
    ];
    match &report.settling {
        None => {
            lines.extend(block("exact", &report.metrics));
            lines.extend(time::sentences(report.afterwards, report.renewal));
        }
        Some(settling) => {
            let is_discounted = report.metrics.iter().any(|row| row.estimate.mean.is_some());
            if is_discounted {
                lines.extend(block("discounted", &report.metrics));
                lines.push(String::new());
            }
            lines.extend(block("a round, long run", &report.averages));
            lines.push(String::new());
            lines.push(if is_discounted {
                format!("No discounted value is off by more than {:.1e} $bn.", settling.error)
            } else {
                "No party discounts, so a sum over an infinite horizon has no value: averages alone are shown."
                    .to_owned()
            });
            lines.push(format!(
                "The shares of time in all states together are off by {:.1e} at most.",
                settling.share_error
            ));
            lines.extend(time::sentences(Afterwards::Nothing, report.renewal));
            if !report.is_certified() {
                lines.push("What bears ± is not certified: its error may be as large as that.".to_owned());
            }
            let classes = settling
                .classes
                .iter()
                .map(|(states, odds)| format!("{} with probability {}", states_text(*states), exact(*odds)));
            lines.extend(wrap(&format!("It settles in {}.", classes.collect::<Vec<_>>().join(", or in ")), 100));
        }
    }
    lines.push("Definitions: MODEL.md, section 8. What only a sample can tell: snapback run.".to_owned());
    page(&lines)
}

/// Metrics in their groups, then what never happens.
fn block(title: &str, all: &[MetricRow]) -> Vec<String> {
    let never = |row: &MetricRow| row.estimate.mean.unwrap_or(0.0) == 0.0;
    let (groups, unseen) = grouped_rows(all, &never, &metric_row);
    let mut lines = vec![row("", title)];
    lines.extend(groups);
    if !unseen.is_empty() {
        lines.push(String::new());
        lines.extend(wrap(&format!("Never, or undefined: {}.", unseen.join(", ")), 100));
    }
    lines
}

fn metric_row(metric: &MetricRow, names_it: bool) -> String {
    let value = metric.estimate.mean.map_or_else(|| "–".to_owned(), exact);
    let line = row(&row_label(&metric.label, names_it), &value);
    match metric.estimate.error.filter(|_| !metric.estimate.is_certified()) {
        Some(error) => format!("{line} ±{:.1e}", 1.05 * error),
        None => line,
    }
}

fn row(label: &str, value: &str) -> String {
    format!("  {label:<LABEL$} {value:>18}")
}

/// Exact values as CSV, one row a metric, with the columns of [`run_csv`](crate::report::run_csv) and the bound on the
/// error of the mean.
pub fn solve_csv(report: &SolveReport) -> String {
    metrics_csv(&report.metrics, true)
}

fn states_text(n: u64) -> String {
    if n == 1 { "1 state".to_owned() } else { format!("{} states", grouped(n)) }
}
