//! A frontier: what a violation gains along the parameter, and where that turns to nothing.

use crate::report::lines::{clip, clip_front};
use crate::report::number::short;
use crate::report::plot::panel::{Line, Panel};
use crate::report::plot::svg::{Anchor, GREY, Svg};
use crate::study::FrontierReport;

const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 380.0;

/// The gain of the best response over full compliance at every value that was audited.
pub fn frontier_svg(report: &FrontierReport) -> String {
    let title = format!("{} under {}", report.scenario, report.design);
    let mut svg = Svg::new(WIDTH, HEIGHT, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 76));
    let mut tried: Vec<(f64, f64)> = report.tried.clone();
    tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    let most = tried.iter().map(|&(_, gain)| gain).fold(0.0, f64::max);
    let audits = Line {
        label: "largest gain of a party".to_owned(),
        points: tried.iter().map(|&(value, gain)| (value, Some(gain), None, None)).collect(),
        has_marks: true,
        ..Line::default()
    };
    let frontier = Line {
        label: format!("frontier, {}", short(report.frontier)),
        style: 1,
        points: [0.0, most].map(|gain| (report.frontier, Some(gain), None, None)).to_vec(),
        ..Line::default()
    };
    let side = if report.holds_above { "right" } else { "left" };
    let panel = Panel {
        title: "What the best response gains over full compliance".to_owned(),
        x_label: clip_front(&report.variation.paths.join(", "), 70),
        y_label: "$bn".to_owned(),
        lines: vec![audits, frontier],
        holds: vec![0.0],
        ..Panel::default()
    };
    panel.draw(&mut svg, (0.0, 30.0, WIDTH, HEIGHT - 56.0));
    let note = format!(
        "Each mark is an audit, exact, over an infinite horizon. Compliance is self-enforcing to the {side} of the frontier. Fingerprint {}.",
        report.fingerprint
    );
    svg.text((12.0, HEIGHT - 10.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}
