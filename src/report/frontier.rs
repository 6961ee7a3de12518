//! A frontier as text and JSON.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::page;
use crate::report::number::exact;
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
    undecided_at: Option<f64>,
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
        undecided_at: report.undecided,
        tried: report.tried.iter().map(|&(value, gain)| TriedJson { value, gain }).collect(),
    })
}

/// A frontier in words.
pub fn frontier_text(report: &FrontierReport) -> String {
    let side = if report.holds_above { "from there up" } else { "up to there" };
    let variation = &report.variation;
    let at = |x: f64| variation.value(x);
    // Rounded up, and wide enough for the digits that the middle is shown with.
    let half = 1.05 * (0.5 * (report.holds - report.fails).abs() + 1e-12 * report.frontier.abs());
    let frontier = match &variation.variant {
        _ if report.is_whole => at(report.frontier),
        Some(variant) => format!("{variant}({}) ±{half:.1e}", exact(report.frontier)),
        None => format!("{} ±{half:.1e}", exact(report.frontier)),
    };
    let verb = |x: f64, certain: &str| match report.undecided {
        Some(undecided) if undecided == x => "cannot be decided at".to_owned(),
        _ => format!("{certain} at"),
    };
    let (holds, fails) = (verb(report.holds, "it holds"), verb(report.fails, "fails"));
    let lines = [
        format!("{} under {}", report.scenario, report.design),
        format!("exact, infinite horizon, fingerprint {}", report.fingerprint),
        String::new(),
        format!("{} = {frontier}", variation.paths.join(", ")),
        format!("full compliance is self-enforcing {side}:"),
        format!("{holds} {}, {fails} {}", at(report.holds), at(report.fails)),
        format!(
            "{} audits between {} and {}, where it is taken to change once",
            report.tried.len(),
            at(variation.low),
            at(variation.high)
        ),
    ];
    page(&lines)
}
