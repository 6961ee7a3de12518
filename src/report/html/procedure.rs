//! The procedure of a grievance as a diagram: boxes from left to right, line after line.

use crate::report::plot::escape;
use crate::report::table::wrap;

const BOX: (f64, f64) = (148.0, 74.0);
const GAP: f64 = 26.0;
const A_LINE: usize = 5;

/// Steps, title and text each, as an SVG that scales with the page.
pub(super) fn diagram(steps: &[(String, String)]) -> String {
    let columns = steps.len().clamp(1, A_LINE) as f64;
    let lines = steps.len().div_ceil(A_LINE).max(1) as f64;
    let (width, height) = (columns * BOX.0 + (columns - 1.0) * GAP + 4.0, lines * BOX.1 + (lines - 1.0) * GAP + 4.0);
    let mut svg = format!(
        "<div class=\"wide\"><svg xmlns=\"http://www.w3.org/2000/svg\" class=\"procedure\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         style=\"max-width:{width}px\"><title>How a grievance proceeds</title>\n"
    );
    for (k, (title, text)) in steps.iter().enumerate() {
        let (column, line) = ((k % A_LINE) as f64, (k / A_LINE) as f64);
        let (x, y) = (2.0 + column * (BOX.0 + GAP), 2.0 + line * (BOX.1 + GAP));
        svg += &format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"#f4f7fa\" stroke=\"#1a1a1a\"/>\n\
             <text x=\"{}\" y=\"{}\" font-size=\"12.5\" font-weight=\"bold\">{}</text>\n",
            BOX.0,
            BOX.1,
            x + 8.0,
            y + 17.0,
            escape(&crate::report::table::clip(title, 20))
        );
        for (i, part) in wrap(text, 25).iter().take(4).enumerate() {
            svg += &format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"10.5\">{}</text>\n",
                x + 8.0,
                y + 32.0 + 12.5 * i as f64,
                escape(part)
            );
        }
        if k + 1 < steps.len() {
            let path = if (k + 1) % A_LINE == 0 {
                let (from, to) = (y + BOX.1, y + BOX.1 + GAP);
                format!("M{} {from} V{} H{} V{to}", x + 0.5 * BOX.0, from + 0.5 * GAP, 2.0 + 0.5 * BOX.0)
            } else {
                format!("M{} {} h{GAP}", x + BOX.0, y + 0.5 * BOX.1)
            };
            svg += &format!("<path d=\"{path}\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"1.4\"/>\n");
            let (tip_x, tip_y, down) = if (k + 1) % A_LINE == 0 {
                (2.0 + 0.5 * BOX.0, y + BOX.1 + GAP, true)
            } else {
                (x + BOX.0 + GAP, y + 0.5 * BOX.1, false)
            };
            let head = if down { "l-4 -7 h8 z" } else { "l-7 -4 v8 z" };
            svg += &format!("<path d=\"M{tip_x} {tip_y} {head}\" fill=\"#1a1a1a\"/>\n");
        }
    }
    svg + "</svg></div>\n"
}
