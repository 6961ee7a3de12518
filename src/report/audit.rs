//! An audit as text and JSON.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::number::{exact, grouped};
use crate::report::table::{page, wrap};
use crate::study::{AuditReport, PartyAudit, Prescription};
use serde::Serialize;

#[derive(Serialize)]
struct AuditJson<'a> {
    schema: u32,
    snapback: &'a str,
    engine: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    prescription: &'a str,
    parties: Vec<PartyJson<'a>>,
}

#[derive(Serialize)]
struct PartyJson<'a> {
    party: &'a str,
    prescribed: f64,
    best_response: f64,
    gain: f64,
    error: f64,
    self_enforcing: bool,
    perfect: bool,
    states: u64,
    worst_deviations: Vec<DeviationJson<'a>>,
}

#[derive(Serialize)]
struct DeviationJson<'a> {
    state: &'a str,
    decision: &'a str,
    gain: f64,
}

fn name(prescription: Prescription) -> &'static str {
    match prescription {
        Prescription::Keep => "keep",
        Prescription::Conduct => "conduct",
    }
}

fn party(audit: &PartyAudit) -> PartyJson<'_> {
    PartyJson {
        party: &audit.party,
        prescribed: audit.prescribed,
        best_response: audit.best_response,
        gain: audit.gain,
        error: audit.error,
        self_enforcing: audit.self_enforcing,
        perfect: audit.perfect,
        states: audit.states,
        worst_deviations: audit
            .worst_deviations
            .iter()
            .map(|d| DeviationJson { state: &d.state, decision: &d.decision, gain: d.gain })
            .collect(),
    }
}

/// An audit as JSON.
pub fn audit_json(report: &AuditReport) -> String {
    text(&AuditJson {
        schema: SCHEMA,
        snapback: VERSION,
        engine: "exact",
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        prescription: name(report.prescription),
        parties: report.parties.iter().map(party).collect(),
    })
}

/// An audit in words.
pub fn audit_text(report: &AuditReport) -> String {
    let prescription = match report.prescription {
        Prescription::Keep => "keep every commitment at every state",
        Prescription::Conduct => "follow its own rule",
    };
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!("exact, infinite horizon, fingerprint {}", report.fingerprint),
        format!("prescribed: {prescription}"),
    ];
    for audit in &report.parties {
        lines.push(String::new());
        let verdict = match (audit.self_enforcing, audit.perfect) {
            (true, true) => "self-enforcing, after every history",
            (true, false) => "self-enforcing, but not after every history",
            (false, _) => "not self-enforcing",
        };
        lines.push(format!("{}: {verdict}", audit.party));
        // Two errors may add up; what is smaller is nothing.
        let value = |x: f64| exact(if x.abs() <= 2.0 * audit.error { 0.0 } else { x });
        lines.push(format!("  prescribed     {:>18} $bn", value(audit.prescribed)));
        lines.push(format!("  best response  {:>18} $bn", value(audit.best_response)));
        lines.push(format!("  gain           {:>18} $bn", value(audit.gain)));
        let states = grouped(audit.states);
        lines.push(format!("  {states} states; no value is off by more than {:.1e} $bn", audit.error));
        if !audit.worst_deviations.is_empty() {
            lines.push("  single deviations that gain most, $bn:".to_owned());
        }
        for deviation in &audit.worst_deviations {
            let told = format!("{} when {}", deviation.decision, deviation.state);
            let told = wrap(&told, 82);
            lines.push(format!("  {:>12}  {}", format!("+{:.4}", deviation.gain), told[0]));
            lines.extend(told[1..].iter().map(|more| format!("  {:>12}  {more}", "")));
        }
    }
    page(&lines)
}
