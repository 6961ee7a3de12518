//! A scatter of designs in two metrics, those that nothing beats filled.

use crate::report::number::short;
use crate::report::plot::panel::Place;
use crate::report::plot::scale::{Scale, label, range};
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, Stroke, Svg, width};
use crate::report::table::clip;

/// One point, with half-widths of its intervals.
pub(super) struct ScatterPoint {
    pub(super) label: String,
    pub(super) at: (f64, f64),
    pub(super) half_widths: (f64, f64),
    pub(super) on_front: bool,
}

/// Draws points into a place.
pub(super) fn scatter(
    svg: &mut Svg,
    (left, top, w, h): Place,
    title: &str,
    axes: (&str, &str),
    points: &[ScatterPoint],
) {
    let (x0, x1, y0, y1) = (left + 58.0, left + w - 16.0, top + h - 38.0, top + 28.0);
    let (low, high) = range(points.iter().map(|point| point.at.0), &[]);
    let x = Scale::new(low, high, x0, x1);
    let (low, high) = range(points.iter().map(|point| point.at.1), &[]);
    let y = Scale::new(low, high, y0, y1);
    svg.bold((left + 8.0, top + 14.0), 12.0, &clip(title, 70));
    let ticks = x.ticks(6);
    for &tick in &ticks {
        svg.line((x.at(tick), y0), (x.at(tick), y1), Stroke::new(PALE, 0.7));
        svg.text((x.at(tick), y0 + 14.0), Anchor::Middle, 10.0, INK, &label(tick, &ticks, false));
    }
    let ticks = y.ticks(6);
    for &tick in &ticks {
        svg.line((x0, y.at(tick)), (x1, y.at(tick)), Stroke::new(PALE, 0.7));
        svg.text((x0 - 5.0, y.at(tick) + 3.5), Anchor::End, 10.0, INK, &label(tick, &ticks, true));
    }
    svg.text((0.5 * (x0 + x1), y0 + 30.0), Anchor::Middle, 10.5, INK, axes.0);
    svg.upwards((left + 12.0, 0.5 * (y0 + y1)), 10.5, axes.1);
    for point in points {
        let (px, py) = (x.at(point.at.0), y.at(point.at.1));
        let (dx, dy) = (x.at(point.at.0 + point.half_widths.0) - px, y.at(point.at.1 + point.half_widths.1) - py);
        svg.line((px - dx, py), (px + dx, py), Stroke::new(GREY, 0.9));
        svg.line((px, py - dy), (px, py + dy), Stroke::new(GREY, 0.9));
        let hover = format!("{}: {}, {} %", point.label, short(point.at.0), short(100.0 * point.at.1));
        svg.circle((px, py), 4.5, if point.on_front { FIRST } else { "#ffffff" }, FIRST, &hover);
    }
    for (at, anchor, text) in names(points, &x, &y, x1) {
        svg.haloed(at, anchor, 10.0, &text);
    }
}

/// Names beside their points, moved apart where they would overlap.
fn names(points: &[ScatterPoint], x: &Scale, y: &Scale, right: f64) -> Vec<((f64, f64), Anchor, String)> {
    let mut order: Vec<&ScatterPoint> = points.iter().collect();
    order.sort_by(|a, b| y.at(a.at.1).total_cmp(&y.at(b.at.1)));
    let marks: Vec<(f64, f64)> = points.iter().map(|point| (x.at(point.at.0), y.at(point.at.1))).collect();
    let mut taken: Vec<[f64; 4]> = marks.iter().map(|(px, py)| [px - 5.0, py - 5.0, px + 5.0, py + 5.0]).collect();
    let mut placed = Vec::new();
    for point in order {
        let (px, py) = (x.at(point.at.0), y.at(point.at.1));
        let text = clip(&point.label, 24);
        let w = width(&text, 10.0);
        // Right, left, above, below, then farther away.
        let steps = [0.0, -11.0, 11.0, -22.0, 22.0, -33.0, 33.0, -44.0, 44.0];
        let mut choices: Vec<([f64; 4], (f64, f64), Anchor)> = Vec::new();
        for step in steps {
            let base = py + 3.5 + step;
            choices.push(([px + 7.0, base - 9.0, px + 7.0 + w, base + 2.0], (px + 7.0, base), Anchor::Start));
            choices.push(([px - 7.0 - w, base - 9.0, px - 7.0, base + 2.0], (px - 7.0, base), Anchor::End));
        }
        let fits = |area: &[f64; 4], taken: &[[f64; 4]]| {
            let apart = |other: &[f64; 4]| {
                area[2] <= other[0] || area[0] >= other[2] || area[3] <= other[1] || area[1] >= other[3]
            };
            area[2] <= right + 12.0 && taken.iter().all(apart)
        };
        let choice = choices.iter().find(|(area, ..)| fits(area, &taken)).unwrap_or(&choices[0]);
        taken.push(choice.0);
        placed.push((choice.1, choice.2, text));
    }
    placed
}
