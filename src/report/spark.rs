//! Series as a line of blocks, for a terminal.

use crate::metric::SeriesKind;
use crate::report::lines::clip;
use crate::report::number::short;
use crate::study::RunReport;

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns of a line of blocks.
const WIDTH: usize = 48;

/// The main series, in the order in which they are shown.
const SHOWN: [SeriesKind; 7] = [
    SeriesKind::Tariff(0),
    SeriesKind::Tariff(1),
    SeriesKind::Compliance(0),
    SeriesKind::Compliance(1),
    SeriesKind::Welfare(0),
    SeriesKind::Welfare(1),
    SeriesKind::Survived,
];

/// The means of the main series by round, a line each; empty where nothing moves.
pub(super) fn sparklines(report: &RunReport) -> Vec<String> {
    let mut lines = Vec::new();
    for series in SHOWN {
        let own = report.series.iter().filter(|p| p.series == series);
        let means: Vec<f64> = own.clone().filter_map(|point| point.mean).collect();
        let (low, high) = means.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        if means.len() < 2 || low == high {
            continue;
        }
        let party = own.clone().find_map(|point| point.party.as_deref()).unwrap_or("");
        let name = format!("{:<11}{}", series.name(), clip(party, 16));
        let span = format!("{} to {}", short(low), short(high));
        lines.push(format!("  {name:<27} {} {span:>20}", blocks(&means, low, high)));
    }
    if !lines.is_empty() {
        lines.insert(0, format!("By round, from the first to the last ({})", report.round));
    }
    lines
}

/// Means of as many stretches as there are columns.
fn blocks(values: &[f64], low: f64, high: f64) -> String {
    let width = WIDTH.min(values.len());
    let column = |k: usize| {
        let stretch =
            &values[k * values.len() / width..((k + 1) * values.len() / width).max(k * values.len() / width + 1)];
        let mean = stretch.iter().sum::<f64>() / stretch.len() as f64;
        let level = (mean - low) / (high - low) * (BLOCKS.len() - 1) as f64;
        BLOCKS[(level.round() as usize).min(BLOCKS.len() - 1)]
    };
    let text: String = (0..width).map(column).collect();
    format!("{text:<WIDTH$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_go_from_low_to_high() {
        let values: Vec<f64> = (0..8).map(f64::from).collect();
        assert_eq!(blocks(&values, 0.0, 7.0).trim_end(), "▁▂▃▄▅▆▇█");
        let many: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
        assert_eq!(blocks(&many, 0.0, 1.0).chars().count(), WIDTH);
    }
}
