//! A forest plot: differences with their intervals, a line each.

use crate::report::lines::clip;
use crate::report::number::within;
use crate::report::plot::panel::Place;
use crate::report::plot::scale::{Scale, label, range};
use crate::report::plot::svg::{Anchor, FIRST, GREY, INK, PALE, Stroke, Svg};

/// One line of a forest plot.
pub(super) struct ForestRow {
    pub(super) label: String,
    pub(super) estimate: f64,
    pub(super) interval: Option<(f64, f64)>,
    /// Whether it stands out: here, that luck alone hardly explains it.
    pub(super) is_sure: bool,
}

/// Height of a line.
pub(super) const ROW: f64 = 17.0;

/// Draws rows into a place, `ROW` pixels each below a title and above an axis.
pub(super) fn forest(svg: &mut Svg, (left, top, w, _): Place, title: &str, unit: &str, rows: &[ForestRow]) {
    let (x0, x1) = (left + 112.0, left + w - 62.0);
    let y0 = top + 26.0;
    let bottom = y0 + ROW * rows.len() as f64 + 4.0;
    let ends = rows.iter().flat_map(|row| [Some(row.estimate), row.interval.map(|i| i.0), row.interval.map(|i| i.1)]);
    let (low, high) = range(ends.flatten().chain([0.0]), &[]);
    let (x, is_share) = (Scale::new(low, high, x0, x1), unit == "share" || unit == "ad valorem");
    svg.bold((left + 8.0, top + 14.0), 12.0, &clip(title, 52));
    let ticks = x.ticks(4);
    for &tick in &ticks {
        svg.line((x.at(tick), y0 - 4.0), (x.at(tick), bottom), Stroke::new(PALE, 0.7));
        svg.text(
            (x.at(tick), bottom + 13.0),
            Anchor::Middle,
            9.5,
            INK,
            label(tick, &ticks, is_share).trim_end_matches(" %"),
        );
    }
    svg.line((x.at(0.0), y0 - 4.0), (x.at(0.0), bottom), Stroke::new(GREY, 1.0));
    for (k, row) in rows.iter().enumerate() {
        let y = y0 + ROW * (k as f64 + 0.5);
        svg.text((x0 - 8.0, y + 3.5), Anchor::End, 10.0, INK, &clip(&row.label, 18));
        let percent = |(low, high): (f64, f64)| (100.0 * low, 100.0 * high);
        let shown = |value: f64| match is_share {
            true => format!("{} pp", within(100.0 * value, row.interval.map(percent))),
            false => within(value, row.interval),
        };
        let mut hover = format!("{}: {}", row.label, shown(row.estimate));
        if let Some((low, high)) = row.interval {
            svg.line((x.at(low), y), (x.at(high), y), Stroke::new(INK, 1.2));
            for end in [low, high] {
                svg.line((x.at(end), y - 3.0), (x.at(end), y + 3.0), Stroke::new(INK, 1.2));
            }
            hover.push_str(&format!(" ({} to {})", shown(low), shown(high)));
        }
        let fill = if row.is_sure { FIRST } else { "#ffffff" };
        svg.rect((x.at(row.estimate) - 3.5, y - 3.5), (7.0, 7.0), fill, FIRST, &hover);
        svg.text((x1 + 8.0, y + 3.5), Anchor::Start, 9.5, GREY, &shown(row.estimate));
    }
    let unit = if is_share { "percentage points (pp)" } else { unit };
    svg.text((0.5 * (x0 + x1), bottom + 26.0), Anchor::Middle, 10.0, INK, unit);
}

/// Height that `n` rows take.
pub(super) fn height(n: usize) -> f64 {
    26.0 + ROW * n as f64 + 38.0
}
