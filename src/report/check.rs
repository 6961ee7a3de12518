//! Both engines side by side as table and JSON.

use crate::metric::Label;
use crate::report::json::{Heading, text};
use crate::report::lines::{clip, page};
use crate::report::metric::MetricJson;
use crate::report::number::{grouped, short_or_dash};
use crate::study::{CheckReport, Compared};
use serde::Serialize;

#[derive(Serialize)]
struct CheckJson<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
    replications: u64,
    states: u64,
    agrees: bool,
    p_value: f64,
    level: f64,
    metrics: Vec<ComparedJson<'a>>,
}

#[derive(Serialize)]
struct ComparedJson<'a> {
    #[serde(flatten)]
    sampled: MetricJson<'a>,
    exact: Option<f64>,
    z: Option<f64>,
    p_value: Option<f64>,
}

/// Both engines as JSON.
pub fn check_json(report: &CheckReport) -> String {
    text(&CheckJson {
        heading: Heading::new(&report.scenario, &report.design, &report.fingerprint, report.seed),
        replications: report.replications,
        states: report.states,
        agrees: report.agrees,
        p_value: report.p_value,
        level: report.level,
        metrics: report.metrics.iter().map(compared).collect(),
    })
}

fn compared(m: &Compared) -> ComparedJson<'_> {
    ComparedJson { sampled: MetricJson::new(&m.label, &m.sampled), exact: m.exact, z: m.z, p_value: m.p_value }
}

/// Columns of the name of a metric.
const NAME: usize = 43;

/// Both engines as a table.
pub fn check_table(report: &CheckReport) -> String {
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!(
            "{} replications, seed {}, against {} states, fingerprint {}",
            grouped(report.replications),
            report.seed,
            grouped(report.states),
            report.fingerprint
        ),
        String::new(),
        row("", "sampled", "exact", "se", "z"),
    ];
    let mut has_rare = false;
    for metric in report.metrics.iter().filter(|m| m.sampled.mean != Some(0.0) || m.exact != Some(0.0)) {
        let Label { metric: name, party, commitment } = &metric.label;
        let names = [Some(name.name()), party.as_deref(), commitment.as_deref()];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let unit = format!(" ({})", metric.label.unit());
        let label = clip(&names, NAME - 1 - unit.chars().count()) + &unit;
        let number = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.6}"));
        let z = match (metric.p_value, metric.z) {
            (None, _) if metric.exact.is_some() => {
                has_rare = true;
                "rare".to_owned()
            }
            (_, z) => z.map_or_else(|| "–".to_owned(), |z| format!("{z:.2}")),
        };
        lines.push(row(
            &label,
            &number(metric.sampled.mean),
            &number(metric.exact),
            &short_or_dash(metric.sampled.se),
            &z,
        ));
    }
    lines.push(String::new());
    lines.push(format!(
        "{}: the smallest p-value, adjusted for all metrics (Holm), is {:.3}; the level is {}.",
        if report.agrees { "The engines agree" } else { "THE ENGINES DISAGREE" },
        report.p_value,
        report.level
    ));
    if has_rare {
        lines.push("rare: fewer than 100 events in the sample, shown but not tested.".to_owned());
    }
    page(&lines)
}

fn row(label: &str, sampled: &str, exact: &str, se: &str, z: &str) -> String {
    format!("  {label:<NAME$} {sampled:>15} {exact:>15} {se:>9} {z:>6}")
}
