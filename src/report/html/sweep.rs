//! The results of a sweep: pictures, what varies and what it explains, a row a config.

use crate::metric::Label;
use crate::report::html::table::{Cell, table};
use crate::report::number::grouped;
use crate::report::parameters::{letter, paths, values_of};
use crate::report::plot::{escape, has_panels, sweep_svg};
use crate::study::survey::{PointResult, Survey};
use crate::study::{Requirement, effects};

/// Rows of configs at most, so that the page stays small.
pub(super) const MOST_ROWS: usize = 400;

/// The picture of a sweep; with a panel a parameter, one for each metric, the first of them open.
pub(super) fn pictures(
    survey: &Survey,
    results: &[PointResult],
    metrics: &[Label],
    require: &[Requirement],
    fingerprint: &str,
) -> String {
    let figure = |metrics: &[Label]| match sweep_svg(survey, results, metrics, require, fingerprint) {
        Ok(svg) => format!("<figure>{svg}</figure>\n"),
        Err(reason) => format!("<p>No picture: {}</p>\n", escape(&reason)),
    };
    if !has_panels(survey) {
        return figure(metrics);
    }
    let folded = |k: usize| {
        format!(
            "<details><summary>{} over each parameter</summary>\n{}</details>\n",
            escape(&metrics[k].path()),
            figure(&metrics[k..])
        )
    };
    figure(metrics) + &(1..metrics.len()).map(folded).collect::<String>() + &what_varies(survey, results, metrics)
}

/// What each letter stands for, and how much of each metric it explains.
fn what_varies(survey: &Survey, results: &[PointResult], metrics: &[Label]) -> String {
    let mut header: Vec<String> = ["", "parameter", "values"].map(str::to_owned).to_vec();
    header.extend(metrics.iter().map(|metric| format!("explains of {metric}")));
    let explained: Vec<Vec<Option<f64>>> = (metrics.iter())
        .map(|metric| effects(survey, results, metric).into_iter().map(|effect| effect.explains).collect())
        .collect();
    let row = |(k, axis)| {
        let mut row = vec![Cell::text(letter(k)), Cell::text(paths(axis)), Cell::text(values_of(axis))];
        row.extend(explained.iter().map(|shares| Cell::share(shares[k])));
        row
    };
    let rows: Vec<Vec<Cell>> = survey.space.axes.iter().enumerate().map(row).collect();
    format!(
        "<h3>What varies</h3>\n<p>Explains: the share of the variance of a metric, within a design, that means over groups of like values explain (MODEL.md, section 8.2). The rest is what parameters do together, and luck.</p>\n{}",
        table(&header, &rows)
    )
}

/// A row a config, with the metrics that are shown; of many parameters, by their letters after what was found.
pub(super) fn configs(survey: &Survey, results: &[PointResult], metrics: &[Label]) -> String {
    let by_letter = has_panels(survey);
    let parameters = survey.space.axes.iter().enumerate();
    let parameters = parameters.map(|(k, axis)| if by_letter { letter(k) } else { axis.name() });
    let found = std::iter::once("design".to_owned()).chain(metrics.iter().map(Label::path));
    let header: Vec<String> =
        if by_letter { found.chain(parameters).collect() } else { parameters.chain(found).collect() };
    let configs = results
        .iter()
        .flat_map(|result| result.arms.iter().enumerate().map(move |(arm, config)| (result, arm, config)));
    let row = |(result, arm, config): (&PointResult, usize, &crate::study::survey::ArmResult)| {
        let parameters: Vec<Cell> = survey.space.point(result.point).iter().map(Cell::value).collect();
        let mut found = vec![Cell::text(&survey.arms[arm].label)];
        match &config.outcome {
            Ok(values) => found.extend(metrics.iter().map(|metric| {
                let column = survey.arms[arm].column(metric);
                let e = column.and_then(|column| values.metrics.get(column)).copied().unwrap_or_default();
                Cell::interval(e.mean, e.low.zip(e.high))
            })),
            Err(reason) => {
                found.push(Cell::text(format!("failed: {reason}")));
                // Parameters that come after keep their columns.
                found.extend(metrics.iter().skip(1).filter(|_| by_letter).map(|_| Cell::text("")));
            }
        }
        let (first, second) = if by_letter { (found, parameters) } else { (parameters, found) };
        first.into_iter().chain(second).collect()
    };
    let rows: Vec<Vec<Cell>> = configs.take(MOST_ROWS).map(row).collect();
    let n: u64 = results.iter().map(|result| result.arms.len() as u64).sum();
    let more = match n > MOST_ROWS as u64 {
        true => format!("<p>The first {MOST_ROWS} of {} configs.</p>\n", grouped(n)),
        false => String::new(),
    };
    let title = if by_letter { "<h3>Configs</h3>\n" } else { "" };
    format!("{title}{more}{}", table(&header, &rows))
}
