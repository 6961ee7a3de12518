//! Designs compared: paired differences as forests, and all designs between welfare and compliance.

use crate::metric::Label;
use crate::report::accounts::{Accounts, accounts};
use crate::report::compare::{contrast_of, values};
use crate::report::lines::clip;
use crate::report::number::grouped;
use crate::report::plot::accounts::{self as bars, Bars};
use crate::report::plot::forest::{ForestRow, forest, height};
use crate::report::plot::scatter::{ScatterPoint, scatter};
use crate::report::plot::svg::{Anchor, GREY, Svg};
use crate::study::survey::{Engine, PointResult, Survey};

const WIDTH: f64 = 860.0;

/// A comparison: where designs stand, and how they differ from the baseline in each of `metrics`.
pub fn compare_svg(survey: &Survey, result: &PointResult, metrics: &[Label], fingerprint: &str) -> String {
    let base = &survey.arms[survey.baseline].label;
    let title = format!("{}: designs compared", survey.arms[survey.baseline].scenario.name());
    let panels: Vec<(String, &'static str, Vec<ForestRow>)> =
        metrics.iter().map(|metric| rows(survey, result, metric)).filter(|(_, _, rows)| !rows.is_empty()).collect();
    let tallest =
        |row: &[(String, &'static str, Vec<ForestRow>)]| row.iter().map(|p| height(p.2.len())).fold(0.0, f64::max);
    let forests: f64 = panels.chunks(2).map(|row| tallest(row) + 12.0).sum();
    let accounts = accounts(survey, result);
    let bars: Vec<Bars<'_>> = accounts.iter().map(bars_of).collect();
    let total = 30.0 + 330.0 + forests + bars::height(&bars) + 30.0;
    let mut svg = Svg::new(WIDTH, total, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, 96));
    let points: Vec<ScatterPoint> = survey
        .arms
        .iter()
        .zip(&result.arms)
        .enumerate()
        .filter_map(|(place, (arm, config))| {
            let values = values(config)?;
            let (headlines, intervals) = (&values.headlines, survey.headline_intervals(place, values));
            let half = |k: usize| intervals[k].map_or(0.0, |(low, high)| 0.5 * (high - low));
            Some(ScatterPoint {
                label: arm.label.clone(),
                at: (headlines.means[0]?, headlines.means[1]?),
                half_widths: (half(0), half(1)),
                on_front: headlines.on_front == Some(true),
            })
        })
        .collect();
    let axes = ("welfare of both parties, discounted, $bn", "commitments kept, both parties");
    scatter(
        &mut svg,
        (0.0, 30.0, WIDTH, 330.0),
        "Welfare and compliance (filled: no other design beats it)",
        axes,
        &points,
    );
    let mut y = 368.0;
    for row in panels.chunks(2) {
        for (k, (metric, unit, rows)) in row.iter().enumerate() {
            let place = (0.5 * WIDTH * k as f64, y, 0.5 * WIDTH, tallest(row));
            forest(&mut svg, place, &format!("{metric}, difference from {base}"), unit, rows);
        }
        y += tallest(row) + 12.0;
    }
    bars::draw(&mut svg, (0.0, y, WIDTH, 0.0), &bars);
    let note = match survey.engine {
        Engine::Exact(_) => format!("Exact values. Fingerprint {fingerprint}."),
        Engine::Sampled => format!(
            "Paired differences with {} % intervals; filled: p < 0.05 after Holm. {} replications, seed {}, fingerprint {fingerprint}.",
            100.0 * survey.confidence,
            grouped(survey.replications),
            survey.seed
        ),
    };
    svg.text((12.0, total - 10.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}

fn bars_of(accounts: &Accounts) -> Bars<'_> {
    let rows = accounts.designs.iter().map(|(design, account)| (design.as_str(), account)).collect();
    Bars { party: &accounts.party, rows }
}

/// Metric, unit and the differences of all designs, greatest first.
fn rows(survey: &Survey, result: &PointResult, metric: &Label) -> (String, &'static str, Vec<ForestRow>) {
    let mut rows: Vec<ForestRow> = Vec::new();
    for (arm, config) in survey.arms.iter().zip(&result.arms) {
        let Some(contrast) = values(config).and_then(|values| contrast_of(arm, values, metric)) else {
            continue;
        };
        if let Some(estimate) = contrast.difference {
            let is_sure = survey.engine != Engine::Sampled || contrast.p_holm.is_some_and(|p| p < 0.05);
            rows.push(ForestRow {
                label: arm.label.clone(),
                estimate,
                interval: contrast.low.zip(contrast.high),
                is_sure,
            });
        }
    }
    rows.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
    (metric.path(), metric.unit(), rows)
}
