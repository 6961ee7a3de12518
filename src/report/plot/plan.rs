//! A plan: how many replications it takes to find a difference, design by design.

use crate::report::lines::clip;
use crate::report::number::{grouped, short};
use crate::report::plot::panel::{Line, Panel};
use crate::report::plot::svg::{Anchor, GREY, Svg};
use crate::stats::replications_for;
use crate::study::{DesignNeed, PlanReport};

const WIDTH: f64 = 780.0;

/// Differences that are drawn, as multiples of the one asked about.
const MULTIPLES: [f64; 9] = [0.1, 0.18, 0.32, 0.56, 1.0, 1.8, 3.2, 5.6, 10.0];

/// Replications needed on the same luck, by the difference to be found: a tenth to ten times the one asked about.
pub fn plan_svg(plan: &PlanReport) -> String {
    let n_legend = plan.designs.len().div_ceil(5) as f64;
    let height = 410.0 + 14.0 * n_legend;
    let title = format!("{}: replications to find a difference from {}", plan.scenario, plan.baseline);
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 92));
    let needs = |need: &DesignNeed, difference: f64| {
        let n = replications_for(need.sd?, difference, plan.confidence, plan.power)?;
        Some(n as f64)
    };
    let line = |(style, need): (usize, &DesignNeed)| Line {
        label: need.design.clone(),
        style,
        points: MULTIPLES
            .map(|multiple| (multiple * plan.difference, needs(need, multiple * plan.difference), None, None))
            .to_vec(),
        has_marks: true,
        ..Line::default()
    };
    // What does not vary needs no number.
    let lines: Vec<Line> = plan.designs.iter().enumerate().filter(|(_, need)| need.sd.is_some()).map(line).collect();
    let panel = Panel {
        title: "Replications needed, both designs on the same luck".to_owned(),
        x_label: format!("difference in {} to be found, {}", plan.metric, plan.metric.unit()),
        y_label: "replications".to_owned(),
        lines,
        is_log: true,
        ..Panel::default()
    };
    panel.draw(&mut svg, (0.0, 30.0, WIDTH, height - 56.0));
    let note = format!(
        "{} % power at {} % confidence, from a pilot of {} replications, seed {}. Designs that do not vary are left out.",
        short(100.0 * plan.power),
        short(100.0 * plan.confidence),
        grouped(plan.pilot),
        plan.seed
    );
    svg.text((12.0, height - 10.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}
