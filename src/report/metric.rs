//! A metric as every verb shows it: one object of JSON, one line of a table.

use crate::metric::{Group, Label};
use crate::report::lines::clip;
use crate::study::{Estimate, MetricRow};
use serde::Serialize;

/// A metric and its value as JSON.
#[derive(Serialize)]
pub(super) struct MetricJson<'a> {
    metric: &'a str,
    party: Option<&'a str>,
    commitment: Option<&'a str>,
    unit: &'a str,
    n: u64,
    undefined: u64,
    mean: Option<f64>,
    sd: Option<f64>,
    se: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p05: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<f64>,
}

impl<'a> MetricJson<'a> {
    pub(super) fn new(label: &'a Label, estimate: &Estimate) -> Self {
        let Estimate { n, undefined, mean, sd, se, low, high, p05, p50, p95, error } = *estimate;
        let (party, commitment) = (label.party.as_deref(), label.commitment.as_deref());
        let (metric, unit) = (label.metric.name(), label.unit());
        Self { metric, party, commitment, unit, n, undefined, mean, sd, se, low, high, p05, p50, p95, error }
    }

    pub(super) fn all(rows: &'a [MetricRow]) -> Vec<Self> {
        rows.iter().map(|row| Self::new(&row.label, &row.estimate)).collect()
    }
}

/// Columns of the name of a metric and of whom it is about.
pub(super) const LABEL: usize = 45;

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
            lines.extend(group.title().map(str::to_owned));
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
