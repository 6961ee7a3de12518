//! An audit as text and JSON.

use crate::exact::Verdict;
use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::{page, wrap};
use crate::report::number::{exact, grouped, short};
use crate::study::{AuditReport, PartyAudit, Prescription, WorstDeviation};
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exploitability: Vec<ExploitabilityJson<'a>>,
}

#[derive(Serialize)]
struct ExploitabilityJson<'a> {
    party: &'a str,
    commitment: Option<&'a str>,
    gain: f64,
    error: f64,
}

#[derive(Serialize)]
struct PartyJson<'a> {
    party: &'a str,
    prescribed: f64,
    best_response: f64,
    gain: f64,
    error: f64,
    verdict: &'a str,
    self_enforcing: Option<bool>,
    perfect: Option<bool>,
    states: u64,
    worst_deviations: Vec<DeviationJson<'a>>,
}

#[derive(Serialize)]
struct DeviationJson<'a> {
    state: &'a str,
    states: u64,
    share_of_rounds: f64,
    decision: &'a str,
    gain: f64,
}

/// True or false; none where it cannot be decided.
fn answer(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Holds => Some(true),
        Verdict::Fails => Some(false),
        Verdict::Undecided => None,
    }
}

/// What was found of one party, in words.
pub(super) fn verdict(audit: &PartyAudit) -> &'static str {
    match (audit.self_enforcing, audit.perfect) {
        (Verdict::Holds, Verdict::Holds) => "self-enforcing, after every history",
        (Verdict::Holds, Verdict::Fails) => "self-enforcing, but not after every history",
        (Verdict::Holds, Verdict::Undecided) => "self-enforcing; after every history cannot be decided",
        (Verdict::Fails, _) => "not self-enforcing",
        (Verdict::Undecided, _) => "cannot be decided",
    }
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
        verdict: verdict(audit),
        self_enforcing: answer(audit.self_enforcing),
        perfect: answer(audit.perfect),
        states: audit.states,
        worst_deviations: audit
            .worst_deviations
            .iter()
            .map(|d| DeviationJson {
                state: &d.state,
                states: d.states,
                share_of_rounds: d.share,
                decision: &d.decision,
                gain: d.gain,
            })
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
        exploitability: report
            .exploitability
            .iter()
            .map(|own| ExploitabilityJson {
                party: &own.party,
                commitment: own.commitment.as_deref(),
                gain: own.gain,
                error: own.error,
            })
            .collect(),
    })
}

/// A deviation in words.
pub(super) fn told(deviation: &WorstDeviation) -> String {
    let when = if deviation.state.starts_with("whatever") { "" } else { "when " };
    format!("{} {when}{}", deviation.decision, deviation.state)
}

/// A value of a known error: nothing where it is no more than a small error, with its error where that is large.
fn value(x: f64, error: f64) -> String {
    let told = exact(if x.abs() <= 2.0 * error && error < 1e-6 { 0.0 } else { x });
    match error > 1e-9 * (1.0 + x.abs()) {
        true => format!("{told:>18} $bn ±{}", up(error)),
        false => format!("{told:>18} $bn"),
    }
}

/// A bound, rounded up to two digits.
fn up(x: f64) -> String {
    format!("{:.1e}", 1.05 * x)
}

/// A share as a percentage.
fn percent(share: f64) -> String {
    if share > 0.0 && share < 5e-4 { "< 0.1 %".to_owned() } else { format!("{:.1} %", 100.0 * share) }
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
        lines.push(format!("{}: {}", audit.party, verdict(audit)));
        lines.push(format!("  prescribed     {}", value(audit.prescribed, audit.prescribed_error)));
        lines.push(format!("  best response  {}", value(audit.best_response, audit.error)));
        lines.push(format!("  gain           {}", value(audit.gain, audit.error)));
        let states = grouped(audit.states);
        lines.push(format!("  {states} states; no value is off by more than {:.1e} $bn", audit.error));
        if audit.self_enforcing == Verdict::Undecided {
            lines.push(format!(
                "  any gain is below {} $bn, too small to tell from none",
                up(audit.gain + 2.0 * audit.error)
            ));
        }
        if !audit.worst_deviations.is_empty() {
            lines.push(format!(
                "  single deviations that gain most, $bn: (beside the share of the first {} rounds spent there)",
                grouped(u64::from(audit.rounds))
            ));
        }
        for deviation in &audit.worst_deviations {
            let many = match deviation.states {
                1 => String::new(),
                n => format!(" ({} states, the largest gain)", grouped(n)),
            };
            let told = wrap(&format!("{}{many}", told(deviation)), 74);
            let gain = format!("+{}", short(deviation.gain));
            let share = percent(deviation.share);
            lines.push(format!("  {gain:>12} {share:>7}  {}", told[0]));
            lines.extend(told[1..].iter().map(|more| format!("  {:>12} {:>7}  {more}", "", "")));
        }
    }
    if !report.exploitability.is_empty() {
        lines.push(String::new());
        lines.push("A best response in all that a strategic party decides (violating, complaining, imposing, countering, leaving), in payoffs without shocks, would gain it".to_owned());
    }
    for own in &report.exploitability {
        let of =
            own.commitment.as_ref().map_or_else(|| "the whole game".to_owned(), |name| format!("the game of {name}"));
        lines.push(format!("  {}, in {of}: {}", own.party, value(own.gain, own.error).trim()));
    }
    page(&lines)
}
