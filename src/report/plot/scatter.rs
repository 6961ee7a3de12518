//! A scatter of designs in two metrics, those that nothing beats filled.

use crate::report::lines::clip;
use crate::report::number::short;
use crate::report::plot::panel::Place;
use crate::report::plot::scale::{Scale, label, range};
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, Stroke, Svg, width};

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
    // Whiskers and all.
    let ends = |at: f64, half: f64| [at - half, at + half];
    let (low, high) = range(points.iter().flat_map(|point| ends(point.at.0, point.half_widths.0)), &[]);
    let x = Scale::new(low, high, x0, x1);
    let (low, high) = range(points.iter().flat_map(|point| ends(point.at.1, point.half_widths.1)), &[]);
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
    // Below the whiskers, so that no halo wipes one out.
    for name in names(points, &x, &y, x1) {
        if let Some((from, to)) = name.leader {
            svg.line(from, to, Stroke::new(GREY, 0.5));
        }
        svg.haloed(name.at, name.anchor, 10.0, &name.text);
    }
    for point in points {
        let (px, py) = (x.at(point.at.0), y.at(point.at.1));
        let (dx, dy) = (x.at(point.at.0 + point.half_widths.0) - px, y.at(point.at.1 + point.half_widths.1) - py);
        svg.line((px - dx, py), (px + dx, py), Stroke::new(GREY, 0.9));
        svg.line((px, py - dy), (px, py + dy), Stroke::new(GREY, 0.9));
        let hover = format!("{}: {}, {} %", point.label, short(point.at.0), short(100.0 * point.at.1));
        svg.circle((px, py), 4.5, if point.on_front { FIRST } else { "#ffffff" }, FIRST, &hover);
    }
}

/// A name in its place, with a line to its point where it is not beside it.
struct Name {
    at: (f64, f64),
    anchor: Anchor,
    text: String,
    leader: Option<((f64, f64), (f64, f64))>,
}

/// Names beside their points and whiskers, moved apart where they would overlap.
fn names(points: &[ScatterPoint], x: &Scale, y: &Scale, right: f64) -> Vec<Name> {
    let mut order: Vec<&ScatterPoint> = points.iter().collect();
    order.sort_by(|a, b| y.at(a.at.1).total_cmp(&y.at(b.at.1)));
    let reach = |point: &ScatterPoint| {
        let (px, py) = (x.at(point.at.0), y.at(point.at.1));
        ((x.at(point.at.0 + point.half_widths.0) - px).abs(), (y.at(point.at.1 + point.half_widths.1) - py).abs())
    };
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for point in points {
        let ((px, py), (dx, dy)) = ((x.at(point.at.0), y.at(point.at.1)), reach(point));
        taken.push([px - dx.max(5.0), py - 4.0, px + dx.max(5.0), py + 4.0]);
        taken.push([px - 4.0, py - dy.max(5.0), px + 4.0, py + dy.max(5.0)]);
    }
    let mut placed = Vec::new();
    for point in order {
        let (px, py) = (x.at(point.at.0), y.at(point.at.1));
        let text = clip(&point.label, 24);
        let (w, beside) = (width(&text, 10.0), reach(point).0.max(4.0) + 3.5);
        // Right, left, above, below, then farther away.
        let steps = [0.0, -11.0, 11.0, -22.0, 22.0, -33.0, 33.0, -44.0, 44.0];
        let mut choices: Vec<([f64; 4], (f64, f64), Anchor)> = Vec::new();
        for step in steps {
            let base = py + 3.5 + step;
            let (from, to) = (px + beside, px - beside);
            choices.push(([from, base - 9.0, from + w, base + 2.0], (from, base), Anchor::Start));
            choices.push(([to - w, base - 9.0, to, base + 2.0], (to, base), Anchor::End));
        }
        let fits = |area: &[f64; 4], taken: &[[f64; 4]]| {
            let apart = |other: &[f64; 4]| {
                area[2] <= other[0] || area[0] >= other[2] || area[3] <= other[1] || area[1] >= other[3]
            };
            area[2] <= right + 12.0 && taken.iter().all(apart)
        };
        let choice = choices.iter().find(|(area, ..)| fits(area, &taken)).unwrap_or(&choices[0]);
        let (area, at, anchor) = *choice;
        taken.push(area);
        let is_apart = (at.1 - 3.5 - py).abs() > 12.0;
        let leader = is_apart.then_some(((at.0, at.1 - 3.5), (px, py)));
        placed.push(Name { at, anchor, text, leader });
    }
    placed
}
