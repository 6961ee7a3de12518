//! One panel: lines with bands over a common axis.

use crate::report::lines::clip;
use crate::report::number::short;
use crate::report::plot::scale::{Scale, label, power_label, range};
use crate::report::plot::svg::{Anchor, GREY, INK, PALE, STYLES, Stroke, Svg, width};

/// One panel of a picture.
#[derive(Default)]
pub(super) struct Panel {
    pub(super) title: String,
    pub(super) x_label: String,
    pub(super) y_label: String,
    pub(super) lines: Vec<Line>,
    /// Single values behind the lines, many of them: the style, and where.
    pub(super) dots: Vec<(usize, Vec<(f64, f64)>)>,
    /// Values that the vertical axis must hold.
    pub(super) holds: Vec<f64>,
    /// Whether values are shares, shown in per cent.
    pub(super) is_share: bool,
    /// Names of the places 0, 1, … on the horizontal axis, where these are no numbers.
    pub(super) names: Vec<String>,
    /// Whether both axes go by powers of ten.
    pub(super) is_log: bool,
}

/// One line. Points are (x, value, lower end, upper end); what is undefined leaves a gap.
#[derive(Default)]
pub(super) struct Line {
    pub(super) label: String,
    /// Which of [`STYLES`].
    pub(super) style: usize,
    pub(super) points: Vec<Point>,
    /// Whether a value holds until the next point.
    pub(super) is_step: bool,
    /// Whether each point has a mark.
    pub(super) has_marks: bool,
}

/// Where a line goes: x, value, lower end, upper end.
pub(super) type Point = (f64, Option<f64>, Option<f64>, Option<f64>);

/// Where the k-th of n stands about its name: beside each other, so that none hides another.
pub(super) fn beside(k: usize, n: usize) -> f64 {
    0.6 * ((k as f64 + 0.5) / n as f64 - 0.5)
}

/// Height of a line of the legend.
const LEGEND: f64 = 14.0;

/// A rectangle: left, top, width, height.
pub(super) type Place = (f64, f64, f64, f64);

impl Panel {
    /// Draws the panel, with its labels, into a place.
    pub(super) fn draw(&self, svg: &mut Svg, (left, top, w, h): Place) {
        let (x0, x1) = (left + 58.0, left + w - 10.0);
        let legend = self.legend(left + 8.0, x1);
        let n_lines = legend.iter().map(|entry| entry.1).max().unwrap_or(0);
        let (y0, y1) = (top + h - 38.0, top + 40.0 + LEGEND * n_lines as f64);
        let dots = || self.dots.iter().flat_map(|(_, dots)| dots);
        let xs = || {
            let of_lines = self.lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
            of_lines.chain(dots().map(|dot| dot.0))
        };
        let low_x = xs().fold(f64::INFINITY, f64::min);
        let high_x = xs().fold(f64::NEG_INFINITY, f64::max);
        let (low_x, high_x) = match () {
            () if !self.names.is_empty() => (-0.5, self.names.len() as f64 - 0.5),
            () if low_x < high_x => (low_x, high_x),
            () if low_x == high_x => (low_x - 0.5, high_x + 0.5),
            () => (0.0, 1.0),
        };
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let values = || {
            let of_lines = points().flat_map(|&(_, value, low, high)| [value, low, high]).flatten();
            of_lines.chain(dots().map(|dot| dot.1))
        };
        let (low, high) = range(values(), &self.holds);
        let (x, y) = if self.is_log {
            let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
            (Scale::log(low_x, high_x, x0, x1), Scale::log(least, most, y0, y1))
        } else {
            (Scale::new(low_x, high_x, x0, x1), Scale::new(low, high, y0, y1))
        };
        svg.bold((left + 8.0, top + 14.0), 12.0, &clip(&self.title, 60));
        for (line, place, x) in legend {
            let y = top + 30.0 + LEGEND * place as f64;
            svg.line((x, y - 3.5), (x + 22.0, y - 3.5), line.stroke());
            if line.has_marks {
                svg.mark(line.style, (x + 11.0, y - 3.5), line.stroke().color, "");
            }
            svg.text((x + 26.0, y), Anchor::Start, 10.0, INK, &clip(&line.label, 24));
        }
        let ticks = y.ticks(5);
        for &tick in &ticks {
            svg.line((x0, y.at(tick)), (x1, y.at(tick)), Stroke::new(PALE, 0.7));
            let text = if self.is_log { power_label(tick) } else { label(tick, &ticks, self.is_share) };
            svg.text((x0 - 5.0, y.at(tick) + 3.5), Anchor::End, 10.0, INK, &text);
        }
        for (k, name) in self.names.iter().enumerate() {
            svg.text((x.at(k as f64), y0 + 15.0), Anchor::Middle, 10.0, INK, name);
        }
        let ticks = if self.names.is_empty() { x.ticks(6) } else { Vec::new() };
        for &tick in &ticks {
            svg.line((x.at(tick), y0), (x.at(tick), y0 + 4.0), Stroke::new(INK, 0.8));
            let anchor = if x.at(tick) > x1 - 12.0 { Anchor::End } else { Anchor::Middle };
            let at = if x.at(tick) > x1 - 12.0 { x1 + 9.0 } else { x.at(tick) };
            let text = if self.is_log { power_label(tick) } else { label(tick, &ticks, false) };
            svg.text((at, y0 + 15.0), anchor, 10.0, INK, &text);
        }
        svg.line((x0, y0), (x1, y0), Stroke::new(INK, 0.8));
        if !self.is_log && low < 0.0 && high > 0.0 {
            svg.line((x0, y.at(0.0)), (x1, y.at(0.0)), Stroke::new(GREY, 0.8));
        }
        svg.text((0.5 * (x0 + x1), y0 + 30.0), Anchor::Middle, 10.5, INK, &clip(&self.x_label, 70));
        svg.upwards((left + 12.0, 0.5 * (y0 + y1)), 10.5, &clip(&self.y_label, 40));
        for (style, dots) in &self.dots {
            let at: Vec<(f64, f64)> = dots.iter().map(|dot| (x.at(dot.0), y.within(dot.1))).collect();
            svg.dots(&at, STYLES[style % STYLES.len()].0);
        }
        if !self.names.is_empty() {
            for (k, line) in self.lines.iter().enumerate() {
                line.draw_apart(svg, &x, &y, beside(k, self.lines.len()), self.is_share);
            }
            return;
        }
        for line in &self.lines {
            line.draw_band(svg, &x, &y, if self.lines.len() > 4 { 0.06 } else { 0.16 });
        }
        for line in &self.lines {
            line.draw(svg, &x, &y, self.is_share);
        }
    }

    /// The lines that have a label: on which line of the legend, and where on it.
    fn legend(&self, left: f64, right: f64) -> Vec<(&Line, usize, f64)> {
        let (mut entries, mut place, mut x) = (Vec::new(), 0, left);
        for line in self.lines.iter().filter(|line| !line.label.is_empty()) {
            let w = 40.0 + width(&clip(&line.label, 24), 10.0);
            if x > left && x + w - 10.0 > right {
                (place, x) = (place + 1, left);
            }
            entries.push((line, place, x));
            x += w;
        }
        entries
    }
}

impl Line {
    fn stroke(&self) -> Stroke {
        let (color, dash) = STYLES[self.style % STYLES.len()];
        Stroke::dashed(color, 1.8, dash)
    }

    /// Stretches of points that are all defined.
    fn stretches<T>(&self, value: impl Fn(&Point) -> Option<T>) -> Vec<Vec<(f64, T)>> {
        let mut stretches: Vec<Vec<(f64, T)>> = vec![Vec::new()];
        for point in &self.points {
            match value(point) {
                Some(value) => {
                    if let Some(last) = stretches.last_mut() {
                        last.push((point.0, value));
                    }
                }
                None => stretches.push(Vec::new()),
            }
        }
        stretches.retain(|stretch| !stretch.is_empty());
        stretches
    }

    fn draw_band(&self, svg: &mut Svg, x: &Scale, y: &Scale, opacity: f64) {
        for stretch in self.stretches(|&(_, _, low, high)| low.zip(high)) {
            let corner = |at: f64, value: f64| (x.at(at), y.within(value));
            let mut outline: Vec<(f64, f64)> = Vec::new();
            let upper: Vec<(f64, f64)> = stretch.iter().map(|&(at, (_, high))| (at, high)).collect();
            let lower: Vec<(f64, f64)> = stretch.iter().map(|&(at, (low, _))| (at, low)).collect();
            outline.extend(self.stepped(&upper).iter().map(|&(at, value)| corner(at, value)));
            outline.extend(self.stepped(&lower).iter().rev().map(|&(at, value)| corner(at, value)));
            svg.area(&outline, STYLES[self.style % STYLES.len()].0, opacity);
        }
    }

    fn draw(&self, svg: &mut Svg, x: &Scale, y: &Scale, is_share: bool) {
        for stretch in self.stretches(|point| point.1) {
            let points = self.stepped(&stretch);
            let points: Vec<(f64, f64)> = points.iter().map(|&(at, value)| (x.at(at), y.within(value))).collect();
            svg.polyline(&points, self.stroke(), &self.label);
            let has_marks = self.has_marks || stretch.len() == 1;
            for &(at, value) in stretch.iter().filter(|_| has_marks) {
                let title = format!("{} {at}: {}", self.label, shown(value, is_share));
                svg.mark(self.style, (x.at(at), y.within(value)), self.stroke().color, title.trim());
            }
        }
    }

    /// Each point by itself, with its interval: between names there is nothing.
    fn draw_apart(&self, svg: &mut Svg, x: &Scale, y: &Scale, offset: f64, is_share: bool) {
        let (color, dash) = STYLES[self.style % STYLES.len()];
        let (whisker, end_of_it) = (Stroke::dashed(color, 1.4, dash), Stroke::new(color, 1.4));
        for &(at, value, low, high) in &self.points {
            let px = x.at(at + offset);
            if let Some((low, high)) = low.zip(high) {
                svg.line((px, y.within(low)), (px, y.within(high)), whisker);
                for end in [low, high] {
                    svg.line((px - 3.0, y.within(end)), (px + 3.0, y.within(end)), end_of_it);
                }
            }
            if let Some(value) = value {
                let title = format!("{} {}", self.label, shown(value, is_share));
                svg.mark(self.style, (px, y.within(value)), color, title.trim());
            }
        }
    }

    /// Corners added where values hold until the next point.
    fn stepped(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        if !self.is_step {
            return points.to_vec();
        }
        let mut corners: Vec<(f64, f64)> = Vec::with_capacity(2 * points.len());
        for &(x, y) in points {
            if let Some(&(_, before)) = corners.last() {
                corners.push((x, before));
            }
            corners.push((x, y));
        }
        corners
    }
}

/// A value as a mark tells it.
fn shown(value: f64, is_share: bool) -> String {
    match value.abs() {
        _ if is_share => format!("{:.1} %", 100.0 * value),
        0.0 | 1e-3..1e9 => format!("{value:.4}"),
        _ => short(value),
    }
}
