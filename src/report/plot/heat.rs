//! A heat map over two parameters, with a line where a condition turns.

use crate::report::lines::{clip, clip_front};
use crate::report::number::short;
use crate::report::plot::panel::Place;
use crate::report::plot::svg::{Anchor, INK, Stroke, Svg, n, width};
use std::collections::BTreeMap;

/// A table of values over two parameters; rows go upwards.
#[derive(Default)]
pub(super) struct Heat {
    pub(super) title: String,
    pub(super) x_label: String,
    pub(super) y_label: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<String>,
    /// By row and column.
    pub(super) values: Vec<Vec<Option<f64>>>,
    /// By row and column, whether a condition holds; the line between is drawn.
    pub(super) holds: Option<Vec<Vec<Option<bool>>>>,
    pub(super) is_share: bool,
    /// Lowest and highest value of the scale, common to all maps of a metric.
    pub(super) scale: (f64, f64),
    /// Pixels for what stands left of the map.
    pub(super) room: f64,
}

/// Pixels of a side below which a cell is too small for an outline.
const FINE: f64 = 7.0;

impl Heat {
    /// Draws the map into a place.
    pub(super) fn draw(&self, svg: &mut Svg, (left, top, w, h): Place) {
        let (x0, x1, y0, y1) = (left + self.room, left + w - 84.0, top + h - 42.0, top + 28.0);
        let (n_columns, n_rows) = (self.columns.len().max(1) as f64, self.rows.len().max(1) as f64);
        let (cw, ch) = ((x1 - x0) / n_columns, (y0 - y1) / n_rows);
        let (low, high) = self.scale;
        let share = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
        svg.bold((left + 8.0, top + 14.0), 12.0, &clip(&self.title, 76));
        if cw.min(ch) < FINE {
            self.fine(svg, (x0, y0), (cw, ch), share);
        } else {
            self.cells(svg, (x0, y0), (cw, ch), share);
        }
        self.frontier(svg, (x0, y0), (cw, ch));
        self.dots(svg, (x0, y0), (cw, ch));
        let every = |n: usize, room: f64| (n as f64 * 34.0 / room).ceil().max(1.0) as usize;
        for (column, text) in self.columns.iter().enumerate().step_by(every(self.columns.len(), x1 - x0)) {
            svg.text((x0 + cw * (column as f64 + 0.5), y0 + 14.0), Anchor::Middle, 10.0, INK, &clip(text, 12));
        }
        let names = ((self.room - 20.0) / width("n", 10.0)) as usize;
        for (row, text) in self.rows.iter().enumerate().step_by(every(self.rows.len(), 2.0 * (y0 - y1))) {
            svg.text((x0 - 5.0, y0 - ch * (row as f64 + 0.5) + 3.5), Anchor::End, 10.0, INK, &clip(text, names));
        }
        svg.text((0.5 * (x0 + x1), y0 + 32.0), Anchor::Middle, 10.5, INK, &clip_front(&self.x_label, 60));
        svg.upwards((left + 12.0, 0.5 * (y0 + y1)), 10.5, &clip_front(&self.y_label, 46));
        const STEPS: usize = 32;
        let bar = (y0 - y1) / STEPS as f64;
        for k in 0..STEPS {
            let color = tint((k as f64 + 0.5) / STEPS as f64);
            svg.rect((x1 + 14.0, y0 - bar * (k as f64 + 1.0)), (12.0, bar + 0.4), &color, "none", "");
        }
        if low <= high {
            svg.text((x1 + 30.0, y0), Anchor::Start, 9.5, INK, &self.shown(low));
            svg.text((x1 + 30.0, y1 + 8.0), Anchor::Start, 9.5, INK, &self.shown(high));
        }
    }

    /// Cells that can be told apart: each says what it is.
    fn cells(&self, svg: &mut Svg, (x0, y0): (f64, f64), (cw, ch): (f64, f64), share: impl Fn(f64) -> f64) {
        for (row, values) in self.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let at = (x0 + cw * column as f64, y0 - ch * (row as f64 + 1.0));
                let hover = format!("{}, {}", self.columns[column], self.rows[row]);
                match value {
                    Some(value) => {
                        let shown = self.shown(*value);
                        svg.rect(at, (cw, ch), &tint(share(*value)), "#ffffff", &format!("{hover}: {shown}"));
                        if cw >= 40.0 && ch >= 15.0 {
                            let ink = if share(*value) > 0.55 { "#ffffff" } else { INK };
                            let middle = (at.0 + 0.5 * cw, at.1 + 0.5 * ch + 3.5);
                            svg.text(middle, Anchor::Middle, 9.5, ink, &shown);
                        }
                    }
                    None => svg.rect(at, (cw, ch), "#ffffff", "#bbbbbb", &format!("{hover}: undefined")),
                }
            }
        }
    }

    /// Cells too small for an outline: one path a tint, so that thousands take little room. What is undefined is left out.
    fn fine(&self, svg: &mut Svg, (x0, y0): (f64, f64), (cw, ch): (f64, f64), share: impl Fn(f64) -> f64) {
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        for (row, values) in self.values.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let (x, y) = (n(x0 + cw * column as f64), n(y0 - ch * (row as f64 + 1.0)));
                // A little wider, so that no seam is seen.
                let (w, h) = (n(cw + 0.2), n(ch + 0.2));
                *paths.entry(tint(share(*value))).or_default() += &format!("M{x} {y}h{w}v{h}h-{w}z");
            }
        }
        paths.iter().for_each(|(tint, d)| svg.path(d, tint, "none", ""));
    }

    fn shown(&self, value: f64) -> String {
        if self.is_share { format!("{} %", short(100.0 * value)) } else { short(value) }
    }

    /// The line between cells in which the condition holds and those in which it does not.
    fn frontier(&self, svg: &mut Svg, (x0, y0): (f64, f64), (cw, ch): (f64, f64)) {
        let Some(holds) = &self.holds else { return };
        let (halo, stroke) = (Stroke::new("#ffffff", 5.0), Stroke::new("#000000", 2.4));
        let differ = |a: Option<bool>, b: Option<bool>| a.is_some() && b.is_some() && a != b;
        let mut edges = Vec::new();
        for (row, cells) in holds.iter().enumerate() {
            for (column, &cell) in cells.iter().enumerate() {
                let (x, y) = (x0 + cw * column as f64, y0 - ch * row as f64);
                if column > 0 && differ(cell, cells[column - 1]) {
                    edges.push(((x, y), (x, y - ch)));
                }
                if row > 0 && differ(cell, holds[row - 1][column]) {
                    edges.push(((x, y), (x + cw, y)));
                }
            }
        }
        edges.iter().for_each(|&(from, to)| svg.line(from, to, halo));
        edges.iter().for_each(|&(from, to)| svg.line(from, to, stroke));
    }

    /// A dot in each cell in which the condition holds: in its corner, where it has room for one.
    fn dots(&self, svg: &mut Svg, (x0, y0): (f64, f64), (cw, ch): (f64, f64)) {
        let met = self.holds.iter().flatten().enumerate().flat_map(|(row, cells)| {
            let met = cells.iter().enumerate().filter(|(_, cell)| **cell == Some(true));
            met.map(move |(column, _)| (x0 + cw * (column as f64 + 1.0), y0 - ch * (row as f64 + 1.0)))
        });
        if cw.min(ch) < FINE {
            let middles: Vec<(f64, f64)> = met.map(|(x, y)| (x - 0.5 * cw, y + 0.5 * ch)).collect();
            return svg.dots(&middles, "#000000");
        }
        met.for_each(|(x, y)| svg.circle((x - 6.0, y + 6.0), 2.4, "#000000", "#ffffff", "the condition holds"));
    }
}

/// From nearly white to dark blue, evenly in luminance, so that it prints in grey.
fn tint(share: f64) -> String {
    let ends = [(247.0, 8.0), (251.0, 48.0), (255.0, 107.0)];
    let channel = |(light, dark): (f64, f64)| (light + (dark - light) * share.clamp(0.0, 1.0)).round() as u8;
    let [r, g, b] = ends.map(channel);
    format!("#{r:02x}{g:02x}{b:02x}")
}
