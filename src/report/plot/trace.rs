//! One run as a timeline: a lane for each commitment, and the tariffs of both parties.

use crate::game::DisputeEnd;
use crate::report::lines::clip;
use crate::report::plot::panel::{Line, Panel};
use crate::report::plot::scale::Scale;
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, SECOND, Stroke, Svg, n};
use crate::study::{EventKind, TraceEvent, TraceReport, TraceRound};

const WIDTH: f64 = 820.0;
const LEFT: f64 = 150.0;
const LANE: f64 = 54.0;
const TOP: f64 = 74.0;

/// One run as a timeline.
pub fn trace_svg(report: &TraceReport) -> String {
    let lanes = lanes(report);
    let title = format!("{} under {}, replication {}", report.scenario, report.design, report.replication);
    let lanes_end = TOP + LANE * lanes.len() as f64;
    let height = lanes_end + 210.0;
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 92));
    legend(&mut svg);
    let n_rounds = report.rounds.len().max(1) as f64;
    let x = Scale::new(0.0, n_rounds, LEFT, WIDTH - 14.0);
    for (k, &(owner, name)) in lanes.iter().enumerate() {
        let y = TOP + LANE * (k as f64 + 0.5);
        svg.line((LEFT, y + 0.5 * LANE), (WIDTH - 14.0, y + 0.5 * LANE), Stroke::new(PALE, 0.8));
        svg.text((LEFT - 8.0, y - 2.0), Anchor::End, 10.5, INK, &clip(name, 22));
        svg.text((LEFT - 8.0, y + 11.0), Anchor::End, 9.5, GREY, &clip(&format!("owed by {owner}"), 24));
        lane(&mut svg, report, (owner, name), &x, y);
    }
    ends(&mut svg, report, &x, lanes_end);
    tariffs(report).draw(&mut svg, (LEFT - 58.0, lanes_end + 8.0, WIDTH - LEFT + 54.0, 178.0));
    let note =
        format!("Seed {}, fingerprint {}. Tariffs: by the party that levies them.", report.seed, report.fingerprint);
    svg.text((12.0, height - 8.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}

/// Owner and name of every commitment that something happened to, in the order of their first event.
fn lanes(report: &TraceReport) -> Vec<(&str, &str)> {
    let mut lanes = Vec::new();
    for lane in report.rounds.iter().flat_map(|round| &round.events).filter_map(subject) {
        if !lanes.contains(&lane) {
            lanes.push(lane);
        }
    }
    lanes
}

/// Owner and name of the commitment that an event is about.
fn subject(event: &TraceEvent) -> Option<(&str, &str)> {
    event.owner.as_deref().zip(event.commitment.as_deref())
}

/// What happened to one commitment.
fn lane(svg: &mut Svg, report: &TraceReport, (owner, name): (&str, &str), x: &Scale, y: f64) {
    let of = |round: &TraceRound| -> Vec<TraceEvent> {
        round.events.iter().filter(|event| subject(event) == Some((owner, name))).cloned().collect()
    };
    let (mut dispute, mut remedy): (Option<u32>, Option<u32>) = (None, None);
    let last = report.rounds.len() as u32;
    // A bar covers the rounds that begin with the dispute open or the remedy in force: the one after the event is first.
    let bar = |svg: &mut Svg, from: u32, to: u32, fill: &str, what: &str| {
        let hover = format!("{name}: {what}, rounds {from} to {}", to.max(from + 1) - 1);
        let (left, right) = (x.at(f64::from(from)), x.at(f64::from(to)));
        svg.rect((left, y - 5.0), ((right - left).max(1.5), 10.0), fill, INK, &hover);
    };
    for round in &report.rounds {
        let next = round.round + 1;
        for event in of(round) {
            match event.event {
                EventKind::Grievance => dispute = Some(next),
                EventKind::Ended(DisputeEnd::Remedy) => {
                    if let Some(from) = dispute.take() {
                        bar(svg, from, next, PALE, "dispute");
                    }
                    remedy = Some(next);
                }
                EventKind::Ended(end) => {
                    if let Some(from) = dispute.take() {
                        bar(svg, from, next, PALE, &format!("dispute, {}", end.name()));
                    }
                }
                EventKind::Lifted => {
                    if let Some(from) = remedy.take() {
                        bar(svg, from, next, GREY, "remedy");
                    }
                }
                _ => {}
            }
        }
        if !round.stands {
            if let Some(from) = dispute.take() {
                bar(svg, from, round.round, PALE, "dispute");
            }
            if let Some(from) = remedy.take() {
                bar(svg, from, round.round, GREY, "remedy");
            }
        }
    }
    if let Some(from) = dispute.filter(|from| *from < last) {
        bar(svg, from, last, PALE, "dispute");
    }
    if let Some(from) = remedy.filter(|from| *from < last) {
        bar(svg, from, last, GREY, "remedy");
    }
    for round in &report.rounds {
        for event in of(round) {
            let at = x.at(f64::from(round.round) + 0.5);
            mark(svg, event.event, (at, y), &format!("round {}: {}", round.round, event.text));
        }
    }
}

/// The mark of an event, if it has one: violations below, alarms above, decisions on the line.
fn mark(svg: &mut Svg, event: EventKind, (x, y): (f64, f64), hover: &str) {
    match event {
        EventKind::Violation => svg.rect((x - 1.2, y + 9.0), (2.4, 9.0), SECOND, "none", hover),
        EventKind::Alarm { is_false } => {
            let d = format!("M{} {} l4 -7 l-8 0 z", n(x), n(y - 9.0));
            svg.path(&d, if is_false { "#ffffff" } else { FIRST }, FIRST, hover);
        }
        EventKind::Ended(DisputeEnd::Remedy) => svg.circle((x, y), 4.0, INK, INK, hover),
        EventKind::Counter => {
            svg.path(&format!("M{} {} l4 4 l-4 4 l-4 -4 z", n(x), n(y - 4.0)), "#ffffff", INK, hover);
        }
        _ => {}
    }
}

fn legend(svg: &mut Svg) {
    let (mut x, y) = (12.0, 46.0);
    let mut item = |svg: &mut Svg, text: &str, draw: &dyn Fn(&mut Svg, f64)| {
        draw(svg, x);
        svg.text((x + 19.0, y), Anchor::Start, 10.0, INK, text);
        x += 34.0 + 6.0 * text.len() as f64;
    };
    let bar = |fill: &'static str| move |svg: &mut Svg, x: f64| svg.rect((x, y - 9.0), (14.0, 10.0), fill, INK, "");
    let marked = |event, lift: f64| move |svg: &mut Svg, x: f64| mark(svg, event, (x + 7.0, y + lift), "");
    item(svg, "violation", &marked(EventKind::Violation, -17.0));
    item(svg, "alarm", &marked(EventKind::Alarm { is_false: false }, 8.0));
    item(svg, "false alarm", &marked(EventKind::Alarm { is_false: true }, 8.0));
    item(svg, "dispute", &bar(PALE));
    item(svg, "remedy in force", &bar(GREY));
    item(svg, "remedy imposed", &marked(EventKind::Ended(DisputeEnd::Remedy), -4.0));
    item(svg, "counter", &marked(EventKind::Counter, -4.0));
}

/// Withdrawals and the end of the agreement, across all lanes.
fn ends(svg: &mut Svg, report: &TraceReport, x: &Scale, bottom: f64) {
    for round in &report.rounds {
        for event in &round.events {
            let dash = match event.event {
                EventKind::Withdrawal => "3 3",
                EventKind::Breakdown => "",
                _ => continue,
            };
            let at = x.at(f64::from(round.round) + 0.5);
            svg.line((at, TOP - 6.0), (at, bottom), Stroke::dashed(INK, 1.4, dash));
            let anchor = if at > 0.7 * WIDTH { Anchor::End } else { Anchor::Start };
            let offset = if at > 0.7 * WIDTH { -4.0 } else { 4.0 };
            let lift = if event.event == EventKind::Withdrawal { 10.0 } else { 0.0 };
            svg.text((at + offset, TOP - lift), anchor, 9.5, INK, &clip(&event.text, 60));
        }
    }
}

fn tariffs(report: &TraceReport) -> Panel {
    let line = |(style, party): (usize, &String)| {
        let duty = |round: &TraceRound| -> Option<f64> {
            let own = round.measures.iter().filter(|measure| measure.party == *party);
            let (duty, covered) =
                own.fold((0.0, 0.0), |(duty, covered), m| (duty + m.coverage * m.rate, covered + m.coverage));
            Some(if covered > 0.0 { duty } else { 0.0 })
        };
        let after = report.rounds.last().map(|round| (f64::from(round.round) + 1.0, duty(round), None, None));
        let points = report.rounds.iter().map(|round| (f64::from(round.round), duty(round), None, None)).chain(after);
        Line { label: party.clone(), style, points: points.collect(), is_step: true, has_marks: false }
    };
    Panel {
        title: "Tariffs in force: rate × trade covered".to_owned(),
        x_label: format!("round ({})", report.round.to_lowercase()),
        y_label: "$bn a year".to_owned(),
        lines: report.parties.iter().enumerate().map(line).collect(),
        // Where there are none, a scale above 0 all the same.
        holds: if report.rounds.iter().all(|round| round.measures.is_empty()) { vec![0.0, 1.0] } else { vec![0.0] },
        is_share: false,
        ..Panel::default()
    }
}
