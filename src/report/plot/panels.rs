//! A sweep over many parameters: a small panel each, those that explain most of a metric first.

use crate::metric::Label;
use crate::report::lines::{clip, wrap};
use crate::report::number::grouped;
use crate::report::parameters::{letter, short_names, unit as unit_of};
use crate::report::plot::panel::{Line, Panel, beside};
use crate::report::plot::svg::{Anchor, INK, STYLES, Stroke, Svg, width};
use crate::report::plot::varied::{KEY, WIDTH, foot, names, with_unit};
use crate::study::survey::{PointResult, Sampling, Survey};
use crate::study::{Bin, Effect, Positions, config_means, effects, strongest_first};

/// Panels at most.
const MOST_PANELS: usize = 12;
/// Panels beside each other.
const ACROSS: usize = 3;
/// Dots at most in one panel, so that a picture stays small.
const MOST_DOTS: usize = 600;
/// How high a panel is.
const HEIGHT: f64 = 196.0;

/// Whether a sweep is drawn with a panel a parameter.
pub(in crate::report) fn has_panels(survey: &Survey) -> bool {
    let is_grid = matches!(survey.space.sampling, Sampling::Grid);
    survey.space.axes.len() > 2 || (survey.space.axes.len() == 2 && !is_grid)
}

/// A metric over each parameter: a dot a config, and means over groups of points.
pub(super) fn panels(survey: &Survey, results: &[PointResult], metric: &Label, note: &str) -> String {
    let effects = effects(survey, results, metric);
    let order = strongest_first(&effects);
    let drawn = &order[..order.len().min(MOST_PANELS)];
    let means = config_means(survey, results, metric);
    let every = (results.len() * survey.arms.len()).div_ceil(MOST_DOTS).max(1);
    let mut keys = Vec::new();
    let made: Vec<Panel> = drawn
        .iter()
        .map(|&k| {
            let (panel, key) = panel(survey, &effects[k], metric, &means, every);
            keys.extend(key);
            panel
        })
        .collect();
    let words = words(survey, metric, order.len(), every, note);
    let below: Vec<String> = keys.iter().chain(&words[..words.len() - 1]).flat_map(|line| wrap(line, KEY)).collect();
    let (legend, n_legend) = legend(survey);
    let top = 32.0 + 16.0 * n_legend as f64;
    let height = top + HEIGHT * made.len().div_ceil(ACROSS) as f64 + 26.0 + 13.0 * below.len() as f64;
    let title = format!("{}: {metric} over {} parameters", survey.arms[0].scenario.name(), order.len());
    let mut svg = Svg::new(WIDTH, height, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 96));
    for (arm, line, x) in legend {
        let (at, (color, dash)) = (36.0 + 16.0 * line as f64, STYLES[arm % STYLES.len()]);
        svg.line((x, at - 3.5), (x + 22.0, at - 3.5), Stroke::dashed(color, 1.8, dash));
        svg.mark(arm, (x + 11.0, at - 3.5), color, "");
        svg.text((x + 26.0, at), Anchor::Start, 10.0, INK, &clip(&survey.arms[arm].label, 24));
    }
    let w = WIDTH / ACROSS as f64;
    for (k, panel) in made.iter().enumerate() {
        panel.draw(&mut svg, (w * (k % ACROSS) as f64, top + HEIGHT * (k / ACROSS) as f64, w, HEIGHT));
    }
    foot(&mut svg, height, &below, words.last().map_or("", String::as_str));
    svg.finish()
}

/// The panel of one parameter, and what numbers on its axis stand for.
fn panel(
    survey: &Survey,
    effect: &Effect,
    metric: &Label,
    means: &[Vec<Option<f64>>],
    every: usize,
) -> (Panel, Option<String>) {
    let (k, metric_unit) = (effect.axis, metric.unit());
    let name = format!("{}: {}", letter(k), short_names(survey)[k]);
    let (shown, key, x_unit) = match &effect.positions {
        Positions::Numbers { .. } => (Vec::new(), None, unit_of(&survey.space.axes[k])),
        Positions::Names(all) => {
            let room = (WIDTH / ACROSS as f64 - 68.0) / all.len().max(1) as f64 / width("n", 10.0);
            let (shown, key) = names(all, room as usize);
            (shown, (!key.is_empty()).then(|| format!("{name}: {key}")), String::new())
        }
    };
    let n = means.len();
    let aside = |arm: usize| if shown.is_empty() { 0.0 } else { beside(arm, n) };
    let dots = means.iter().enumerate().map(|(arm, means)| {
        let all = effect.at.iter().zip(means).filter_map(|(at, mean)| Some((at + aside(arm), (*mean)?)));
        (arm, all.enumerate().filter(|(place, _)| is_drawn(*place, every)).map(|(_, dot)| dot).collect())
    });
    let share = effect.explains.map_or_else(String::new, |share| format!("explains {:.0} %", 100.0 * share));
    let panel = Panel {
        title: share,
        x_label: clip(&with_unit(&name, Some(&x_unit)), 40),
        y_label: clip(metric_unit, 24),
        lines: effect.bins.iter().enumerate().map(|(arm, bins)| line(arm, bins)).collect(),
        dots: dots.collect(),
        is_share: metric.spec().unit.is_part(),
        names: shown,
        ..Panel::default()
    };
    (panel, key)
}

/// Whether the dot at a place is among those that are drawn: scattered, so as not to keep step with a grid.
fn is_drawn(place: usize, every: usize) -> bool {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    (place as f64 * GOLDEN).fract() * (every as f64) < 1.0
}

fn line(arm: usize, bins: &[Bin]) -> Line {
    let points = bins.iter().map(|bin| {
        let (low, high) = bin.interval.unzip();
        (bin.at, Some(bin.mean), low, high)
    });
    Line { style: arm, points: points.collect(), has_marks: true, ..Line::default() }
}

/// Designs, each with its line and place above the panels; how many lines that takes.
fn legend(survey: &Survey) -> (Vec<(usize, usize, f64)>, usize) {
    if survey.arms.len() < 2 {
        return (Vec::new(), 0);
    }
    let (mut entries, mut line, mut x) = (Vec::new(), 0, 12.0);
    for (arm, entry) in survey.arms.iter().enumerate() {
        let w = 42.0 + width(&clip(&entry.label, 24), 10.0);
        if x > 12.0 && x + w > WIDTH {
            (line, x) = (line + 1, 12.0);
        }
        entries.push((arm, line, x));
        x += w;
    }
    (entries, line + 1)
}

/// What is seen, a sentence or two a line.
fn words(survey: &Survey, metric: &Label, n: usize, every: usize, note: &str) -> Vec<String> {
    let mut words = vec![
        format!(
            "Lines: means of {metric} over groups of points with like values, all else varying, with {} % intervals.",
            100.0 * survey.confidence
        ),
        "Explains: share of the variance of these values within a design that the means of the groups explain \
         (MODEL.md, section 8.2); panels in its order."
            .to_owned(),
    ];
    if every > 1 {
        words.push(format!("Dots: one config in {}.", grouped(every as u64)));
    } else {
        words.push("Dots: configs.".to_owned());
    }
    if n > MOST_PANELS {
        words.push(format!("The {} parameters that explain least have no panel.", n - MOST_PANELS));
    }
    words.push(note.to_owned());
    words
}
