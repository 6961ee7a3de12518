//! The procedure of a grievance as a diagram: boxes from left to right, line after line.

use crate::report::lines::{clip, wrap};
use crate::report::plot::svg::{Anchor, INK, Svg, n};

const BOX: (f64, f64) = (148.0, 74.0);
const GAP: f64 = 26.0;
const A_LINE: usize = 5;
/// Fill of a box.
const FILL: &str = "#f4f7fa";

/// Steps, title and text each, a box a step.
pub(in crate::report) fn procedure_svg(steps: &[(String, String)]) -> String {
    let columns = steps.len().clamp(1, A_LINE) as f64;
    let lines = steps.len().div_ceil(A_LINE).max(1) as f64;
    let (width, height) = (columns * BOX.0 + (columns - 1.0) * GAP + 4.0, lines * BOX.1 + (lines - 1.0) * GAP + 4.0);
    let mut svg = Svg::new(width, height, "How a grievance proceeds");
    for (k, (title, text)) in steps.iter().enumerate() {
        let (x, y) = corner(k);
        svg.rect((x, y), BOX, FILL, INK, "");
        svg.bold((x + 8.0, y + 17.0), 12.5, &clip(title, 20));
        for (i, part) in wrap(text, 25).iter().take(4).enumerate() {
            svg.text((x + 8.0, y + 32.0 + 12.5 * i as f64), Anchor::Start, 10.5, INK, part);
        }
        if k + 1 < steps.len() {
            arrow(&mut svg, k);
        }
    }
    svg.finish()
}

/// Upper left corner of the k-th box.
fn corner(k: usize) -> (f64, f64) {
    let (column, line) = ((k % A_LINE) as f64, (k / A_LINE) as f64);
    (2.0 + column * (BOX.0 + GAP), 2.0 + line * (BOX.1 + GAP))
}

/// From the k-th box to the one after it: to the right, or down to the next line.
fn arrow(svg: &mut Svg, k: usize) {
    let ((x, y), (next_x, next_y)) = (corner(k), corner(k + 1));
    let (shaft, tip, head) = if next_y > y {
        let (from, to) = (y + BOX.1, (next_x + 0.5 * BOX.0, next_y));
        let shaft = format!("M{} {} V{} H{} V{}", n(x + 0.5 * BOX.0), n(from), n(from + 0.5 * GAP), n(to.0), n(to.1));
        (shaft, to, "l-4 -7 h8 z")
    } else {
        let middle = y + 0.5 * BOX.1;
        (format!("M{} {} h{}", n(x + BOX.0), n(middle), n(GAP)), (next_x, middle), "l-7 -4 v8 z")
    };
    svg.path(&shaft, "none", INK, "");
    svg.path(&format!("M{} {} {head}", n(tip.0), n(tip.1)), INK, INK, "");
}
