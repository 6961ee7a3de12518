//! What a study needs, what it would cost, and what differs between two, in words.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::{clip, clip_front, page, wrap};
use crate::report::number::{counted, grouped, short, short_or_dash};
use crate::study::survey::{Engine, Survey};
use crate::study::{FieldDifference, PlanReport};
use serde::Serialize;

/// Replications from which on their number is of no interest.
const TOO_MANY: u64 = 1_000_000_000_001;

/// What a comparison needs, as a table.
pub fn plan_text(plan: &PlanReport) -> String {
    let mut lines = vec![
        format!(
            "{}: replications to find a difference of {} {} in {}",
            plan.scenario,
            short(plan.difference),
            plan.metric.unit(),
            plan.metric
        ),
        format!(
            "from {} with {} % power at {} % confidence; pilot of {} replications, seed {}",
            plan.baseline,
            short(100.0 * plan.power),
            short(100.0 * plan.confidence),
            grouped(plan.pilot),
            plan.seed
        ),
        String::new(),
        format!(
            "  {:<20} {:>11} {:>11} {:>13} {:>13} {:>13} {:>11}",
            "design", "seen", "sd", "replications", "cautiously", "without", "pilot finds"
        ),
        format!("  {:<20} {:>11} {:>11} {:>13} {:>13} {:>13}", "", "", "paired", "paired", "", "common luck"),
    ];
    let whole = |n: Option<u64>| match n {
        None => "–".to_owned(),
        Some(n) if n >= TOO_MANY => "> 10^12".to_owned(),
        Some(n) => grouped(n),
    };
    for need in &plan.designs {
        lines.push(format!(
            "  {:<20} {:>11} {:>11} {:>13} {:>13} {:>13} {:>11}",
            clip(&need.design, 20),
            short_or_dash(need.seen),
            short_or_dash(need.sd),
            whole(need.replications),
            whole(need.cautious),
            whole(need.unpaired),
            short_or_dash(need.detectable)
        ));
    }
    lines.push(String::new());
    let note =
        "Cautiously: with the standard deviation at its upper 95 % bound. –: nothing varies, so any number will do.";
    lines.extend(wrap(note, 100));
    page(&lines)
}

#[derive(Serialize)]
struct PlanJson<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    baseline: &'a str,
    metric: String,
    unit: &'a str,
    difference: f64,
    power: f64,
    confidence: f64,
    pilot: u64,
    seed: u64,
    designs: Vec<NeedJson<'a>>,
}

#[derive(Serialize)]
struct NeedJson<'a> {
    design: &'a str,
    seen: Option<f64>,
    sd: Option<f64>,
    replications: Option<u64>,
    cautious: Option<u64>,
    unpaired: Option<u64>,
    detectable: Option<f64>,
}

/// What a comparison needs, as JSON.
pub fn plan_json(plan: &PlanReport) -> String {
    let designs = plan.designs.iter().map(|need| NeedJson {
        design: &need.design,
        seen: need.seen,
        sd: need.sd,
        replications: need.replications,
        cautious: need.cautious,
        unpaired: need.unpaired,
        detectable: need.detectable,
    });
    text(&PlanJson {
        schema: SCHEMA,
        snapback: VERSION,
        scenario: &plan.scenario,
        baseline: &plan.baseline,
        metric: plan.metric.path(),
        unit: plan.metric.unit(),
        difference: plan.difference,
        power: plan.power,
        confidence: plan.confidence,
        pilot: plan.pilot,
        seed: plan.seed,
        designs: designs.collect(),
    })
}

/// What a study would play: `seconds` and `bytes` are expected, where they could be measured.
pub fn dry_run_text(survey: &Survey, seconds: Option<f64>, bytes: u64) -> String {
    let mut lines = vec![
        format!(
            "configs  {} ({} × {})",
            grouped(survey.n_configs()),
            counted(survey.space.n_points(), "point"),
            counted(survey.arms.len() as u64, "design")
        ),
        match survey.engine {
            Engine::Sampled => format!(
                "runs     {}{} ({} a config)",
                if survey.precision.is_some() { "at most " } else { "" },
                grouped(survey.n_runs()),
                counted(survey.replications, "replication")
            ),
            Engine::Exact(_) => "runs     none: exact".to_owned(),
        },
    ];
    if survey.engine == Engine::Sampled {
        lines.push(seconds.map_or_else(
            || "time     unknown: the first config cannot be played".to_owned(),
            |seconds| format!("time     about {}", duration(seconds)),
        ));
        lines.push(format!("size     about {} MB under --out", short((bytes as f64 / 1e6).max(0.1))));
    }
    const SHOWN: u64 = 12;
    for point in 0..survey.space.n_points().min(SHOWN) {
        let values = survey.space.axes.iter().zip(survey.space.point(point));
        let text: Vec<String> = values.map(|(axis, value)| format!("{}={value}", axis.name())).collect();
        lines.push(format!("point {point}  {}", text.join(" ")));
    }
    if survey.space.n_points() > SHOWN {
        lines.push(format!("…        {} more", grouped(survey.space.n_points() - SHOWN)));
    }
    page(&lines)
}

/// Fields that differ, a line each.
pub fn fields_text(fields: &[FieldDifference]) -> String {
    let value = |value: &Option<String>| value.as_deref().map_or_else(|| "–".to_owned(), |value| clip(value, 60));
    fields.iter().map(|f| change_text(&format!("  {}", f.path), &value(&f.one), &value(&f.other))).collect()
}

/// What something was and what it is: on one line where it fits into 100 columns, else on lines of their own.
pub fn change_text(name: &str, one: &str, other: &str) -> String {
    let line = format!("{name}: {one} -> {other}");
    if line.chars().count() <= 100 {
        return line + "\n";
    }
    let part = |head: &str, text: &str| -> String {
        let lines = wrap(text, 90).into_iter().enumerate();
        lines.map(|(k, line)| format!("{:<10}{}\n", if k == 0 { head } else { "" }, clip(&line, 90))).collect()
    };
    let margin = if name.starts_with(' ') { "  " } else { "" };
    let names = wrap(&format!("{}:", name.trim_start()), 98);
    let names: String = names.iter().map(|line| format!("{margin}{}\n", clip_front(line, 98))).collect();
    names + &part("", one) + &part("       ->", other)
}

#[derive(Serialize)]
struct FieldJson<'a> {
    path: &'a str,
    one: Option<&'a str>,
    other: Option<&'a str>,
}

/// Fields that differ, as JSON.
pub fn fields_json(fields: &[FieldDifference]) -> serde_json::Value {
    let json = |f: &FieldDifference| {
        serde_json::to_value(FieldJson { path: &f.path, one: f.one.as_deref(), other: f.other.as_deref() })
            .unwrap_or_default()
    };
    fields.iter().map(json).collect()
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "a second".to_owned(),
        s if s < 120.0 => format!("{s:.0} seconds"),
        s if s < 7200.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3600.0),
    }
}
