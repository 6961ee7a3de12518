//! One run in words, and as JSON.

use crate::game::Statement;
use crate::report::json::{Heading, text};
use crate::report::lines::page;
use crate::report::number::short;
use crate::study::{Account, MeasureLine, TraceEvent, TraceReport, TraceRound};
use serde::Serialize;

/// One run in words, round by round; rounds in which nothing happens are drawn together.
pub fn trace_text(report: &TraceReport) -> String {
    let mut lines = vec![
        format!("{} under {}", report.scenario, report.design),
        format!(
            "replication {}, seed {}, {} rounds ({}), fingerprint {}",
            report.replication,
            report.seed,
            report.rounds.len(),
            report.round,
            report.fingerprint
        ),
        "Money in $bn a round, trade covered in $bn a year.".to_owned(),
    ];
    let mut rounds = report.rounds.as_slice();
    let mut in_force: Option<&[MeasureLine]> = None;
    while let Some(first) = rounds.first() {
        let quiet = rounds.iter().take_while(|round| is_quiet(first, round)).count().max(1);
        lines.push(String::new());
        lines.push(heading(first, quiet as u32));
        lines.extend(first.events.iter().map(|event| format!("  {}", event.text)));
        if in_force != Some(&first.measures) {
            lines.extend(tariffs(report, first));
        }
        in_force = Some(&first.measures);
        lines.extend(accounts(first, quiet));
        rounds = &rounds[quiet..];
    }
    let end = match (report.survived, report.stands) {
        (true, _) => "The agreement still stands.",
        (false, true) => "The agreement ended, and a renewed one stands.",
        (false, false) => "The agreement has ended.",
    };
    lines.push(String::new());
    lines.push(format!(
        "{end} Discounted welfare: {} {} $bn, {} {} $bn.",
        report.parties[0],
        short(report.welfare[0]),
        report.parties[1],
        short(report.welfare[1])
    ));
    if report.after != [0.0; 2] {
        let [first, second] = report.after.map(short);
        let [one, other] = &report.parties;
        lines.push(format!("Of it comes after the horizon: {one} {first} $bn, {other} {second} $bn."));
    }
    page(&lines)
}

/// Whether `round` only repeats `first`, in which nothing happened.
fn is_quiet(first: &TraceRound, round: &TraceRound) -> bool {
    first.events.is_empty()
        && round.events.is_empty()
        && round.stands == first.stands
        && round.measures == first.measures
        && round.accounts == first.accounts
}

fn heading(first: &TraceRound, n: u32) -> String {
    let quiet = if first.events.is_empty() { ": nothing happens" } else { "" };
    match n {
        1 => format!("Round {}{quiet}", first.round),
        _ => format!("Rounds {} to {}{quiet}", first.round, first.round + n - 1),
    }
}

fn tariffs(report: &TraceReport, round: &TraceRound) -> Vec<String> {
    let line = |party: &String| {
        let own: Vec<String> = round
            .measures
            .iter()
            .filter(|measure| measure.party == *party)
            .map(|m| format!("{} % on ${}bn ({})", short(m.rate * 100.0), short(m.coverage), m.reason))
            .collect();
        let list = if own.is_empty() { "none".to_owned() } else { own.join(", ") };
        format!("  tariffs of {party}: {list}")
    };
    report.parties.iter().map(line).collect()
}

fn accounts(round: &TraceRound, n: usize) -> Vec<String> {
    let line = |account: &Account| {
        let items = items(&account.items);
        let each = if n > 1 { " a round" } else { "" };
        let detail = if items.is_empty() { String::new() } else { format!(" = {}", items.join(", ")) };
        format!("  {}: {}{each}{detail}", account.party, short(account.payoff))
    };
    round.accounts.iter().map(line).collect()
}

fn items(items: &Statement) -> Vec<String> {
    [
        ("accord", items.accord),
        ("gain from violating", items.gain),
        ("harm suffered", items.harm),
        ("clash", items.clash),
        ("own tariffs", items.own_tariffs),
        ("the other's tariffs", items.other_tariffs),
        ("payments", items.payments),
        ("filing", items.filing),
        ("audience", items.audience),
        ("exit", items.exit),
    ]
    .into_iter()
    .filter(|(_, value)| *value != 0.0)
    .map(|(name, value)| format!("{name} {}", short(value)))
    .collect()
}

#[derive(Serialize)]
struct TraceJson<'a> {
    #[serde(flatten)]
    heading: Heading<'a>,
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
    #[serde(skip_serializing_if = "is_zero")]
    after: f64,
}

fn is_zero(x: &f64) -> bool {
    *x == 0.0
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
        heading: Heading::new(&report.scenario, &report.design, &report.fingerprint, report.seed),
        replication: report.replication,
        round: &report.round,
        survived: report.survived,
        welfare: (0..2)
            .map(|p| WelfareJson { party: &report.parties[p], welfare: report.welfare[p], after: report.after[p] })
            .collect(),
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
