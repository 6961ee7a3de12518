//! What the pictures of a sweep have in common: names on an axis, what numbers stand for, values of configs.

use crate::metric::Label;
use crate::report::plot::svg::{Anchor, GREY, INK, Svg};
use crate::study::Estimate;
use crate::study::survey::{PointResult, Survey};

/// How wide a picture of a sweep is.
pub(super) const WIDTH: f64 = 780.0;

/// Columns of a line below the panels.
pub(super) const KEY: usize = 140;

/// Values as names of at most `room` columns; where one is longer, as numbers, and what these stand for.
pub(super) fn names(values: &[String], room: usize) -> (Vec<String>, String) {
    if values.iter().all(|value| value.chars().count() <= room) {
        return (values.to_vec(), String::new());
    }
    let number = |k: usize| format!("({})", k + 1);
    let spaced = |value: &String| value.replace(", ", ",").replace(',', ", ");
    let key: Vec<String> =
        values.iter().enumerate().map(|(k, value)| format!("{} {}", number(k), spaced(value))).collect();
    ((0..values.len()).map(number).collect(), key.join("; "))
}

/// A name with the unit of its values in brackets.
pub(super) fn with_unit(name: &str, unit: Option<&String>) -> String {
    unit.filter(|unit| !unit.is_empty()).map_or_else(|| name.to_owned(), |unit| format!("{name} ({unit})"))
}

/// What numbers stand for, and the note, at the foot of the picture.
pub(super) fn foot(svg: &mut Svg, height: f64, key: &[String], note: &str) {
    for (k, line) in key.iter().enumerate() {
        let y = height - 10.0 - 13.0 * (key.len() - k) as f64;
        svg.text((12.0, y), Anchor::Start, 9.5, INK, line);
    }
    svg.text((12.0, height - 10.0), Anchor::Start, 9.5, GREY, note);
}

/// A metric of a config.
pub(super) fn estimate(survey: &Survey, result: &PointResult, arm: usize, metric: &Label) -> Option<Estimate> {
    let values = result.arms.get(arm)?.outcome.as_ref().ok()?;
    values.metrics.get(survey.arms[arm].column(metric)?).copied()
}
