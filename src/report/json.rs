//! What results as JSON have in common. Keys are a contract, versioned by `schema`.

use crate::stats::SurvivalPoint;
use serde::Serialize;

pub(super) const SCHEMA: u32 = 1;
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is said first of what was sampled from one scenario under one design.
#[derive(Serialize)]
pub(super) struct Heading<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    seed: u64,
}

impl<'a> Heading<'a> {
    pub(super) fn new(scenario: &'a str, design: &'a str, fingerprint: &'a str, seed: u64) -> Self {
        Self { schema: SCHEMA, snapback: VERSION, scenario, design, fingerprint, seed }
    }
}

/// What kind of intervals there are.
pub(super) fn intervals(looked_repeatedly: bool) -> &'static str {
    if looked_repeatedly { "confidence sequence" } else { "confidence interval" }
}

/// A point of a survival curve.
#[derive(Serialize)]
pub(super) struct SurvivalJson {
    round: u32,
    at_risk: u64,
    ended: u64,
    ended_by_first: u64,
    ended_by_second: u64,
    ended_by_both: u64,
    survival: f64,
    low: f64,
    high: f64,
}

/// A survival curve.
pub(super) fn survival_json(curve: &[SurvivalPoint]) -> Vec<SurvivalJson> {
    let point = |point: &SurvivalPoint| SurvivalJson {
        round: point.time,
        at_risk: point.at_risk,
        ended: point.ended,
        ended_by_first: point.causes[0],
        ended_by_second: point.causes[1],
        ended_by_both: point.causes[2],
        survival: point.survival,
        low: point.low,
        high: point.high,
    };
    curve.iter().map(point).collect()
}

/// A value as JSON that a terminal obeys nothing of.
pub(super) fn text(value: &impl Serialize) -> String {
    // Plain structs of numbers and strings always serialise.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{}\n", crate::text::printable_json(&text))
}
