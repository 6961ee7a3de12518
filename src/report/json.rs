//! Results as JSON. Keys are a contract, versioned by `schema`.

use crate::game::Statement;
use crate::report::metric::MetricJson;
use crate::report::survey_json::{SurvivalJson, survival_json};
use crate::study::{RunReport, SeriesSummary, TraceEvent, TraceReport};
use serde::Serialize;

pub(super) const SCHEMA: u32 = 1;
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Serialize)]
struct RunJson<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    seed: u64,
    replications: u64,
    rounds: u32,
    round: &'a str,
    confidence: f64,
    intervals: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    precision: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    is_precise: Option<bool>,
    metrics: Vec<MetricJson<'a>>,
    series_sample: u64,
    series: Vec<SeriesJson<'a>>,
    survival: Vec<SurvivalJson>,
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    series: &'a str,
    party: Option<&'a str>,
    round: u32,
    mean: Option<f64>,
    p05: Option<f64>,
    p50: Option<f64>,
    p95: Option<f64>,
}

/// What kind of intervals there are.
pub(super) fn intervals(looked_repeatedly: bool) -> &'static str {
    if looked_repeatedly { "confidence sequence" } else { "confidence interval" }
}

/// A batch as JSON.
pub fn run_json(report: &RunReport) -> String {
    text(&RunJson {
        schema: SCHEMA,
        snapback: VERSION,
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        seed: report.seed,
        replications: report.replications,
        rounds: report.rounds,
        round: &report.round,
        confidence: report.confidence,
        intervals: intervals(report.is_precise.is_some()),
        precision: &report.precision,
        is_precise: report.is_precise,
        metrics: MetricJson::all(&report.metrics),
        series_sample: report.series_sample,
        series: report.series.iter().map(series).collect(),
        survival: survival_json(&report.survival),
    })
}

fn series(s: &SeriesSummary) -> SeriesJson<'_> {
    SeriesJson {
        series: s.series.name(),
        party: s.party.as_deref(),
        round: s.round,
        mean: s.mean,
        p05: s.p05,
        p50: s.p50,
        p95: s.p95,
    }
}

#[derive(Serialize)]
struct TraceJson<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    seed: u64,
    replication: u64,
    round: &'a str,
    survived: bool,
    welfare: Vec<WelfareJson<'a>>,
    rounds: Vec<RoundJson<'a>>,
}

#[derive(Serialize)]
struct WelfareJson<'a> {
    party: &'a str,
    welfare: f64,
}

#[derive(Serialize)]
struct RoundJson<'a> {
    round: u32,
    stands: bool,
    events: Vec<EventJson<'a>>,
    tariffs: Vec<TariffJson<'a>>,
    parties: Vec<AccountJson<'a>>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    event: &'a str,
    party: &'a str,
    commitment: Option<&'a str>,
    owner: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct TariffJson<'a> {
    party: &'a str,
    reason: &'a str,
    coverage: f64,
    rate: f64,
}

#[derive(Serialize)]
struct AccountJson<'a> {
    party: &'a str,
    pressure: f64,
    payoff: f64,
    accord: f64,
    gain: f64,
    harm: f64,
    clash: f64,
    own_tariffs: f64,
    other_tariffs: f64,
    payments: f64,
    filing: f64,
    audience: f64,
    exit: f64,
}

/// One run as JSON.
pub fn trace_json(report: &TraceReport) -> String {
    let rounds = report.rounds.iter().map(|round| RoundJson {
        round: round.round,
        stands: round.stands,
        events: round.events.iter().map(event).collect(),
        tariffs: round
            .measures
            .iter()
            .map(|m| TariffJson { party: &m.party, reason: &m.reason, coverage: m.coverage, rate: m.rate })
            .collect(),
        parties: (0..2)
            .map(|p| {
                account(&round.accounts[p].party, round.pressure[p], round.accounts[p].payoff, &round.accounts[p].items)
            })
            .collect(),
    });
    text(&TraceJson {
        schema: SCHEMA,
        snapback: VERSION,
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        seed: report.seed,
        replication: report.replication,
        round: &report.round,
        survived: report.survived,
        welfare: (0..2).map(|p| WelfareJson { party: &report.parties[p], welfare: report.welfare[p] }).collect(),
        rounds: rounds.collect(),
    })
}

fn event(e: &TraceEvent) -> EventJson<'_> {
    EventJson {
        event: e.event.name(),
        party: &e.party,
        commitment: e.commitment.as_deref(),
        owner: e.owner.as_deref(),
        text: &e.text,
    }
}

fn account<'a>(party: &'a str, pressure: f64, payoff: f64, items: &Statement) -> AccountJson<'a> {
    AccountJson {
        party,
        pressure,
        payoff: signless(payoff),
        accord: signless(items.accord),
        gain: signless(items.gain),
        harm: signless(items.harm),
        clash: signless(items.clash),
        own_tariffs: signless(items.own_tariffs),
        other_tariffs: signless(items.other_tariffs),
        payments: signless(items.payments),
        filing: signless(items.filing),
        audience: signless(items.audience),
        exit: signless(items.exit),
    }
}

/// What costs nothing is 0.0, not -0.0.
fn signless(x: f64) -> f64 {
    x + 0.0
}

pub(super) fn text(value: &impl Serialize) -> String {
    // Plain structs of numbers and strings always serialise.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("{}\n", crate::text::printable_json(&text))
}
