//! Exact values as table, JSON and CSV.

use crate::report::csv::csv_text;
use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::number::{exact, grouped};
use crate::report::table::{GROUPS, clip, page, wrap};
use crate::study::{ExactMetric, Horizon, Settling, SolveReport};
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
struct MetricJson<'a> {
    metric: &'a str,
    party: Option<&'a str>,
    commitment: Option<&'a str>,
    unit: &'a str,
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<f64>,
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
        metrics: report.metrics.iter().map(metric).collect(),
        series: report
            .series
            .iter()
            .map(|s| PointJson { series: s.series, party: s.party.as_deref(), round: s.round, mean: s.mean })
            .collect(),
        averages: report.averages.iter().map(metric).collect(),
        recurrent_classes: settling.map(classes),
        certified: settling.map(|_| report.is_certified()),
        share_error: settling.map(|settling| settling.share_error),
        error: settling.map(|settling| settling.error),
    })
}

fn metric(m: &ExactMetric) -> MetricJson<'_> {
    MetricJson {
        metric: m.metric,
        party: m.party.as_deref(),
        commitment: m.commitment.as_deref(),
        unit: m.unit,
        mean: m.mean,
        error: m.error,
    }
}

/// Exact values as a table.
pub fn solve_table(report: &SolveReport) -> String {
    let over = match report.horizon {
        Horizon::Rounds(rounds) => format!("over {} rounds ({})", grouped(u64::from(rounds)), report.round),
        Horizon::Infinite => format!("without end ({})", report.round),
    };
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!("exact {over}: {} states, fingerprint {}", grouped(report.states), report.fingerprint),
        String::new(),
    ];
    match &report.settling {
        None => lines.extend(block("exact", &report.metrics)),
        Some(settling) => {
            let is_discounted = report.metrics.iter().any(|metric| metric.mean.is_some());
            if is_discounted {
                lines.extend(block("discounted", &report.metrics));
                lines.push(String::new());
            }
            lines.extend(block("a round, long run", &report.averages));
            lines.push(String::new());
            lines.push(if is_discounted {
                format!("No discounted value is off by more than {:.1e} $bn.", settling.error)
            } else {
                "No party discounts, so a sum without end has no value: averages alone are shown.".to_owned()
            });
            lines.push(format!(
                "The shares of time in all states together are off by {:.1e} at most.",
                settling.share_error
            ));
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
fn block(title: &str, all: &[ExactMetric]) -> Vec<String> {
    let (mut lines, mut unseen) = (vec![row("", title)], Vec::new());
    for (title, names) in GROUPS {
        let mut group = Vec::new();
        for name in names {
            let metrics: Vec<&ExactMetric> = all.iter().filter(|m| m.metric == *name).collect();
            if metrics.is_empty() {
                continue;
            }
            if metrics.iter().all(|m| m.mean.unwrap_or(0.0) == 0.0) {
                unseen.push(*name);
            } else {
                group.extend(metrics.iter().enumerate().map(|(i, metric)| metric_row(metric, i == 0)));
            }
        }
        if !group.is_empty() {
            lines.push(title.to_owned());
            lines.extend(group);
        }
    }
    if !unseen.is_empty() {
        lines.push(String::new());
        lines.extend(wrap(&format!("Never, or undefined: {}.", unseen.join(", ")), 100));
    }
    lines
}

fn metric_row(metric: &ExactMetric, names_it: bool) -> String {
    let party = metric.party.as_deref().unwrap_or_default();
    let label = match &metric.commitment {
        Some(commitment) => clip(&format!("    {party}: {commitment}"), 44),
        None => {
            let name = if names_it { format!("{} ({})", metric.metric, metric.unit) } else { String::new() };
            format!("{name:<27}{}", clip(party, 17))
        }
    };
    let value = metric.mean.map_or_else(|| "–".to_owned(), exact);
    match metric.error.filter(|_| !metric.is_certified()) {
        Some(error) => format!("{} ±{:.1e}", row(&label, &value), 1.05 * error),
        None => row(&label, &value),
    }
}

fn row(label: &str, value: &str) -> String {
    format!("  {label:<45} {value:>18}")
}

/// Exact values as CSV, one row a metric. Undefined values are empty.
pub fn solve_csv(report: &SolveReport) -> String {
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| format!("{x:?}"));
    let mut rows = vec![["metric", "party", "commitment", "unit", "mean", "error"].map(str::to_owned)];
    rows.extend(report.metrics.iter().map(|m| {
        let [party, commitment] = [&m.party, &m.commitment].map(|name| name.clone().unwrap_or_default());
        [m.metric.to_owned(), party, commitment, m.unit.to_owned(), number(m.mean), number(m.error)]
    }));
    csv_text(rows)
}

fn states_text(n: u64) -> String {
    if n == 1 { "1 state".to_owned() } else { format!("{} states", grouped(n)) }
}
