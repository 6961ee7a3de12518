//! A metric as every verb writes it: one object of JSON, one list of columns.

use crate::metric::Label;
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
