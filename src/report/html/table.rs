//! Results as HTML tables that sort by a click, and as data to keep.

use crate::metric::{Label, Metric};
use crate::report::compare::{contrast_of, exits, p_value, values};
use crate::report::number::{short_or_dash, within};
use crate::report::plot::escape;
use crate::simulate::Headline;
use crate::study::survey::{Arm, Axis, Engine, PointResult, Survey};
use crate::study::{MetricRow, Policy, Refusal, WithInterval, refusals, surplus};

/// A table; cells that are numbers sort as numbers. `raw` holds the value behind a shown text.
pub(super) fn table(header: &[String], rows: &[Vec<Cell>]) -> String {
    let mut html = "<div class=\"wide\"><table class=\"sortable\"><thead><tr>".to_owned();
    header.iter().for_each(|name| html += &format!("<th>{}</th>", escape(name)));
    html += "</tr></thead><tbody>\n";
    for row in rows {
        html += "<tr>";
        for cell in row {
            let value = cell.value.filter(|x| x.is_finite()).map_or_else(String::new, |x| format!(" data-v=\"{x:?}\""));
            html += &format!("<td{value}>{}</td>", escape(&cell.text));
        }
        html += "</tr>\n";
    }
    html + "</tbody></table></div>\n"
}

/// One cell.
pub(super) struct Cell {
    text: String,
    value: Option<f64>,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None }
    }

    pub(super) fn number(x: Option<f64>) -> Self {
        Self { text: short_or_dash(x), value: x }
    }

    /// A share, in per cent.
    pub(super) fn share(x: Option<f64>) -> Self {
        Self { text: x.map_or_else(|| "–".to_owned(), |x| format!("{:.0} %", 100.0 * x)), value: x }
    }

    /// A value of a parameter.
    pub(super) fn value(value: &String) -> Self {
        value.parse().map_or_else(|_| Self::text(value), |x| Self::number(Some(x)))
    }

    fn p_value(p: Option<f64>) -> Self {
        Self { text: p.map_or_else(String::new, p_value), value: p }
    }

    pub(super) fn interval(mean: Option<f64>, interval: Option<(f64, f64)>) -> Self {
        let text = match (mean, interval) {
            (Some(mean), Some((low, high))) if low < high => {
                let suited = |x| within(x, interval);
                format!("{} [{}, {}]", suited(mean), suited(low), suited(high))
            }
            (mean, _) => short_or_dash(mean),
        };
        Self { text, value: mean }
    }
}

/// Designs by what they are ranked by.
pub(super) fn ranking(survey: &Survey, result: &PointResult) -> String {
    let mut header = vec!["design".to_owned()];
    for headline in Headline::ALL {
        header.push(format!("{} ({})", headline.name(), headline.unit()));
        header.push(format!("chance of best, {}", headline.name()));
    }
    header.push("nothing beats it".to_owned());
    let rows: Vec<Vec<Cell>> = survey
        .arms
        .iter()
        .zip(&result.arms)
        .enumerate()
        .map(|(place, (arm, config))| {
            let mut row = vec![Cell::text(&arm.label)];
            match &config.outcome {
                Err(reason) => row.push(Cell::text(format!("failed: {reason}"))),
                Ok(values) => {
                    let (h, intervals) = (&values.headlines, survey.headline_intervals(place, values));
                    for (k, interval) in intervals.into_iter().enumerate() {
                        row.push(Cell::interval(h.means[k], interval));
                        row.push(Cell::number(h.chance_of_best[k]));
                    }
                    row.push(Cell::text(if h.on_front == Some(true) { "yes" } else { "no" }));
                }
            }
            row
        })
        .collect();
    table(&header, &rows)
}

/// How every design differs from the baseline in `metrics`, replication by replication.
pub(super) fn differences(survey: &Survey, result: &PointResult, metrics: &[Label]) -> String {
    let is_sampled = survey.engine == Engine::Sampled;
    let base = &survey.arms[survey.baseline].label;
    let mut header = vec!["metric".to_owned(), "design".to_owned(), format!("difference from {base}")];
    if is_sampled {
        header.extend(["p (Holm)", "variance cut by common luck"].map(str::to_owned));
    }
    let mut rows = Vec::new();
    for metric in metrics {
        for (k, (arm, config)) in survey.arms.iter().zip(&result.arms).enumerate() {
            let contrast = values(config).and_then(|values| contrast_of(arm, values, metric));
            let Some(contrast) = contrast.filter(|_| k != survey.baseline) else { continue };
            let mut row = vec![
                Cell::text(format!("{metric} ({})", metric.unit())),
                Cell::text(&arm.label),
                Cell::interval(contrast.difference, contrast.low.zip(contrast.high)),
            ];
            if is_sampled {
                row.push(Cell::p_value(contrast.p_holm));
                let times = |factor: f64| format!("{factor:.1}×");
                let text = contrast.variance_reduction.map_or_else(String::new, times);
                row.push(Cell { text, value: contrast.variance_reduction });
            }
            rows.push(row);
        }
    }
    table(&header, &rows)
}

/// What each party gains from the deal, and who would not have signed.
pub(super) fn gains(survey: &Survey, result: &PointResult) -> String {
    let parties = survey.arms[0].scenario.agreement().parties.each_ref().map(|party| &party.name);
    let header: Vec<String> =
        std::iter::once("design".to_owned()).chain(parties.map(|name| format!("surplus of {name} ($bn)"))).collect();
    let row = |(k, arm): (usize, &Arm)| -> Option<Vec<Cell>> {
        let cells = surplus(survey, result, k)?.map(|gains| Cell::interval(gains.mean, gains.low.zip(gains.high)));
        Some(std::iter::once(Cell::text(&arm.label)).chain(cells).collect())
    };
    let rows: Vec<Vec<Cell>> = survey.arms.iter().enumerate().filter_map(row).collect();
    let told = refusals(survey, result).iter().flat_map(Refusal::told).collect::<Vec<_>>();
    let told = if told.is_empty() { String::new() } else { format!("<p>{}</p>\n", escape(&told.join(" "))) };
    told + &table(&header, &rows)
}

/// How agreements end: who walked out how often, and how long they stand.
pub(super) fn endings(survey: &Survey, result: &PointResult) -> String {
    let parties = survey.arms[0].scenario.agreement().parties.each_ref().map(|party| &party.name);
    let quits = |name: &String| format!("{name} withdraws (share)");
    let both = "both in one round (share)".to_owned();
    let mut header = vec!["design".to_owned(), quits(parties[0]), quits(parties[1]), both];
    header.extend(["duration, mean (rounds)", "log-rank p against the baseline"].map(str::to_owned));
    let row = |(arm, config)| -> Option<Vec<Cell>> {
        let (arm, values): (&Arm, _) = (arm, values(config)?);
        let mut row = vec![Cell::text(&arm.label)];
        row.extend(exits(values).map(|share| Cell::number(Some(share))));
        let place = arm.labels().iter().position(|label| label.metric == Metric::Duration);
        let stands = place.and_then(|place| values.metrics.get(place)).copied().unwrap_or_default();
        row.push(Cell::interval(stands.mean, stands.low.zip(stands.high)));
        row.push(Cell::p_value(values.log_rank));
        Some(row)
    };
    let rows: Vec<Vec<Cell>> = survey.arms.iter().zip(&result.arms).filter_map(row).collect();
    table(&header, &rows)
}

/// How every policy does across the futures.
pub(super) fn policies(survey: &Survey, policies: &[Policy]) -> String {
    let levers = survey.space.levers().map(Axis::name);
    let mut header: Vec<String> = std::iter::once("design".to_owned()).chain(levers).collect();
    header.extend(["worst regret ($bn)", "mean regret ($bn)", "satisfies (share of futures)"].map(str::to_owned));
    let cell = |x: WithInterval| Cell::interval(Some(x.value), Some((x.low, x.high)));
    let row = |policy: &Policy| {
        let mut row = vec![Cell::text(&policy.design)];
        row.extend(policy.levers.iter().map(Cell::value));
        row.extend([policy.worst_regret, policy.mean_regret].map(cell));
        row.push(policy.satisficing.map_or_else(|| Cell::text("–"), cell));
        row
    };
    table(&header, &policies.iter().map(row).collect::<Vec<_>>())
}

/// Every metric of every config of a point, with exact values beside the sampled ones where there are any.
pub(super) fn metrics(survey: &Survey, result: &PointResult, exact: &[Option<Vec<MetricRow>>]) -> String {
    let has_exact = exact.iter().any(Option::is_some);
    let mut header: Vec<String> =
        ["design", "metric", "unit", "mean", "p05", "p50", "p95", "n"].map(str::to_owned).to_vec();
    if has_exact {
        header.insert(4, "exact".to_owned());
    }
    let mut rows = Vec::new();
    for (k, (arm, config)) in survey.arms.iter().zip(&result.arms).enumerate() {
        let Ok(values) = &config.outcome else { continue };
        for (label, e) in arm.labels().iter().zip(&values.metrics) {
            // What never happened tells nothing, and fills pages.
            if e.mean.is_none() || (e.mean == Some(0.0) && e.sd.unwrap_or(0.0) == 0.0) {
                continue;
            }
            let mut row = vec![
                Cell::text(&arm.label),
                Cell::text(label.path()),
                Cell::text(label.unit()),
                Cell::interval(e.mean, e.low.zip(e.high)),
                Cell::number(e.p05),
                Cell::number(e.p50),
                Cell::number(e.p95),
                Cell { text: e.n.to_string(), value: Some(e.n as f64) },
            ];
            if has_exact {
                let values = exact.get(k).and_then(Option::as_ref);
                let own = values.and_then(|rows| rows.iter().find(|row| row.label == *label));
                row.insert(4, Cell::number(own.and_then(|row| row.estimate.mean)));
            }
            rows.push(row);
        }
    }
    table(&header, &rows)
}

/// A link that saves text as a file; the text is in the page.
pub(super) fn download(name: &str, text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + text.len() / 8);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b',' | b'/' | b':' => {
                encoded.push(char::from(byte));
            }
            other => encoded += &format!("%{other:02X}"),
        }
    }
    format!("<a download=\"{}\" href=\"data:text/csv;charset=utf-8,{encoded}\">{}</a>", escape(name), escape(name))
}
