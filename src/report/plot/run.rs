//! What happens under a scenario, by round: tariffs, compliance, welfare, survival.

use crate::metric::SeriesKind;
use crate::report::lines::clip;
use crate::report::number::grouped;
use crate::report::plot::accounts::{self as bars, Bars};
use crate::report::plot::panel::{Line, Panel};
use crate::report::plot::svg::{Anchor, GREY, Svg};
use crate::stats::wilson;
use crate::study::{MetricRow, RunReport, SeriesSummary, SolveReport, party_accounts};
use std::collections::BTreeMap;

const WIDTH: f64 = 780.0;
const HEIGHT: f64 = 560.0;

/// One point of a series: name, party, round, mean, lower and upper quantile.
struct Point<'a> {
    series: SeriesKind,
    party: Option<&'a str>,
    round: u32,
    mean: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

/// A batch by round: means, with bands from the 5 % to the 95 % quantile of single runs, and the survival curve with
/// its interval.
pub fn run_svg(report: &RunReport) -> String {
    let title = format!("{} under {}", report.scenario, report.design);
    // In one run and one round the share kept takes a few values only: its mean has an interval instead of a band. The
    // variance of a share is at most that of an event as likely.
    let survived = report.series.iter().filter(|p| p.series == SeriesKind::Survived);
    let survived: BTreeMap<u32, f64> = survived.filter_map(|p| Some((p.round + 1, p.mean?))).collect();
    let standing =
        |round: u32| (survived.get(&round).copied().unwrap_or(1.0) * report.replications as f64).round() as u64;
    let point = |p: &SeriesSummary| {
        let runs = standing(p.round);
        let kept = p
            .mean
            .filter(|_| matches!(p.series, SeriesKind::Compliance(_)))
            .map(|mean| (mean * runs as f64).round() as u64);
        match kept.and_then(|kept| wilson(kept, runs, report.confidence)) {
            Some(interval) => (p.series, p.party.clone(), p.round, p.mean, Some(interval.low), Some(interval.high)),
            None => (p.series, p.party.clone(), p.round, p.mean, p.p05, p.p95),
        }
    };
    let points: Vec<_> = report.series.iter().map(point).collect();
    let points: Vec<Point<'_>> = points
        .iter()
        .map(|(series, party, round, mean, low, high)| Point {
            series: *series,
            party: party.as_deref(),
            round: *round,
            mean: *mean,
            low: *low,
            high: *high,
        })
        .collect();
    let mut survival = Line { label: String::new(), is_step: true, ..Line::default() };
    // Until the first has ended, nothing is known of the error.
    survival.points.push((0.0, Some(1.0), None, None));
    for point in &report.survival {
        survival.points.push((f64::from(point.time), Some(point.survival), Some(point.low), Some(point.high)));
    }
    if let Some(&(_, value, low, high)) = survival.points.last() {
        survival.points.push((f64::from(report.rounds), value, low, high));
    }
    let note = format!(
        "Means of {} replications. Bands: 5 % to 95 % of the first {} runs; compliance, survival: {} % interval. Seed {}, fingerprint {}.",
        grouped(report.replications),
        grouped(report.replications.min(1000)),
        100.0 * report.confidence,
        report.seed,
        report.fingerprint
    );
    let standing = (survival, "Agreements that still stand (Kaplan-Meier)");
    four(&title, &points, &report.round, standing, &report.metrics, &note)
}

/// Exact values by round.
pub fn solve_svg(report: &SolveReport) -> String {
    let title = format!("{} under {}, exact", report.scenario, report.design);
    let points: Vec<Point<'_>> = report
        .series
        .iter()
        .map(|p| Point {
            series: p.series,
            party: p.party.as_deref(),
            round: p.round,
            mean: p.mean,
            low: None,
            high: None,
        })
        .collect();
    let survived = points.iter().filter(|point| point.series == SeriesKind::Survived);
    let survival = Line {
        points: survived.map(|point| (f64::from(point.round) + 1.0, point.mean, None, None)).collect(),
        is_step: true,
        ..Line::default()
    };
    let note = format!("Exact expected values: no sampling error. Fingerprint {}.", report.fingerprint);
    let standing = (survival, "Agreements that still stand");
    four(&title, &points, &report.round, standing, &report.metrics, &note)
}

/// Four panels by round, and where welfare comes from, where that is among the metrics.
fn four(
    title: &str,
    points: &[Point<'_>],
    round: &str,
    (survival, survival_title): (Line, &str),
    metrics: &[MetricRow],
    note: &str,
) -> String {
    use SeriesKind::{Compliance, Tariff, Welfare};
    let accounts = party_accounts(metrics.iter().map(|row| (&row.label, &row.estimate)));
    let bars = accounts.iter().map(|account| Bars { party: &account.party, rows: vec![("", account)] });
    let bars: Vec<Bars<'_>> = bars.collect();
    let total = HEIGHT + bars::height(&bars);
    let mut svg = Svg::new(WIDTH, total, title);
    bars::draw(&mut svg, (0.0, HEIGHT - 26.0, WIDTH, 0.0), &bars);
    svg.bold((12.0, 20.0), 14.0, &clip(title, 90));
    let x_label = format!("round ({})", round.to_lowercase());
    let panel =
        |is_own: &dyn Fn(SeriesKind) -> bool, title: &str, y_label: &str, is_share: bool, holds: &[f64]| Panel {
            title: title.to_owned(),
            x_label: x_label.clone(),
            y_label: y_label.to_owned(),
            lines: lines(points, is_own),
            holds: holds.to_vec(),
            is_share,
            ..Panel::default()
        };
    let (w, h) = (0.5 * WIDTH, 250.0);
    let tariff = panel(&|kind| matches!(kind, Tariff(_)), "Mean tariff on imports", "ad valorem", true, &[0.0]);
    tariff.draw(&mut svg, (0.0, 30.0, w, h));
    let compliance = panel(&|kind| matches!(kind, Compliance(_)), "Commitments kept", "share", true, &[1.0]);
    compliance.draw(&mut svg, (w, 30.0, w, h));
    let welfare = panel(&|kind| matches!(kind, Welfare(_)), "Welfare", "$bn a round", false, &[]);
    welfare.draw(&mut svg, (0.0, 30.0 + h, w, h));
    let standing = Panel {
        title: survival_title.to_owned(),
        x_label: format!("after round ({})", round.to_lowercase()),
        y_label: "share".to_owned(),
        lines: vec![survival],
        holds: vec![1.0],
        is_share: true,
        ..Panel::default()
    };
    standing.draw(&mut svg, (w, 30.0 + h, w, h));
    svg.text((12.0, total - 12.0), Anchor::Start, 9.5, GREY, &clip(note, 150));
    svg.finish()
}

/// The lines of a series, one a party.
fn lines(points: &[Point<'_>], is_own: &dyn Fn(SeriesKind) -> bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for point in points.iter().filter(|point| is_own(point.series)) {
        let label = point.party.unwrap_or_default();
        if !lines.iter().any(|line| line.label == label) {
            let style = lines.len();
            lines.push(Line { label: label.to_owned(), style, ..Line::default() });
        }
        if let Some(line) = lines.iter_mut().find(|line| line.label == label) {
            line.points.push((f64::from(point.round), point.mean, point.low, point.high));
        }
    }
    // A party without trade has no tariffs.
    lines.retain(|line| line.points.iter().any(|point| point.1.is_some()));
    lines
}
