//! A frontier as text and JSON.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::number::exact;
use crate::report::table::page;
use crate::study::FrontierReport;
use serde::Serialize;

#[derive(Serialize)]
struct FrontierJson<'a> {
    schema: u32,
    snapback: &'a str,
    engine: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    parameter: &'a [String],
    variant: Option<&'a str>,
    low: f64,
    high: f64,
    frontier: f64,
    holds: f64,
    fails: f64,
    holds_above: bool,
    undecided: bool,
    tried: Vec<TriedJson>,
}

#[derive(Serialize)]
struct TriedJson {
    value: f64,
    gain: f64,
}

/// A frontier as JSON.
pub fn frontier_json(report: &FrontierReport) -> String {
    text(&FrontierJson {
        schema: SCHEMA,
        snapback: VERSION,
        engine: "exact",
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        parameter: &report.variation.paths,
        variant: report.variation.variant.as_deref(),
        low: report.variation.low,
        high: report.variation.high,
        frontier: report.frontier,
        holds: report.holds,
        fails: report.fails,
        holds_above: report.holds_above,
        undecided: report.undecided,
        tried: report.tried.iter().map(|&(value, gain)| TriedJson { value, gain }).collect(),
    })
}

/// A frontier in words.
pub fn frontier_text(report: &FrontierReport) -> String {
    let side = if report.holds_above { "from there up" } else { "up to there" };
    let variation = &report.variation;
    let at = |x: f64| variation.value(x);
    let frontier = match &variation.variant {
        _ if report.is_whole => at(report.frontier),
        Some(variant) => format!("{variant}({})", exact(report.frontier)),
        None => exact(report.frontier),
    };
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!("exact, infinite horizon, fingerprint {}", report.fingerprint),
        String::new(),
        format!("{} = {frontier}", variation.paths.join(", ")),
        format!("full compliance is self-enforcing {side}:"),
        format!("it holds at {}, fails at {}", at(report.holds), at(report.fails)),
        format!("{} audits between {} and {}", report.tried.len(), at(variation.low), at(variation.high)),
    ];
    if report.undecided {
        lines.push("the frontier lies so near to one of these that it cannot be decided there".to_owned());
    }
    page(&lines)
}
