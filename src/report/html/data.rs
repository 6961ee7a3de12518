//! The numbers behind the page, in it: all of a small study, of a large one the metrics that are shown.

use crate::metric::Label;
use crate::report::html::table::download;
use crate::report::number::grouped;
use crate::study::survey::{PointResult, Survey};
use crate::study::{Policy, Requirement};
use crate::tables::{POLICIES, SurveyTable, csv_text, policies_csv, survey_csv, write_survey_csv};
use std::io::{Error, Write};

/// Bytes of data in the page of a sweep.
const MOST_BYTES: usize = 350_000;

/// Name of the table of a large sweep: a row a config, with the metrics that are shown.
const CONFIGS: &str = "configs.csv";

/// Links to the tables in the page, and where those are that it has no room for.
pub(super) fn data(
    survey: &Survey,
    results: &[PointResult],
    metrics: &[Label],
    policies: &[Policy],
    require: &[Requirement],
) -> String {
    if survey.space.axes.is_empty() {
        let tables = SurveyTable::of(survey).into_iter();
        let mut links: Vec<String> =
            tables.map(|table| download(table.file_name(), &survey_csv(survey, results, table))).collect();
        links.extend((!policies.is_empty()).then(|| download(POLICIES, &policies_csv(survey, policies, require))));
        return list(&links);
    }
    let (mut links, mut missing, mut room) = (Vec::new(), Vec::new(), MOST_BYTES);
    let mut first = String::new();
    if bounded(survey, results, SurveyTable::Summary, MOST_BYTES).is_none() {
        let (text, n) = configs(survey, results, metrics, MOST_BYTES);
        room -= text.len().min(room);
        links.push(download(CONFIGS, &text));
        let all = survey.n_configs();
        first = match n < all {
            true => format!(" It holds the first {} of {}.", grouped(n), grouped(all)),
            false => String::new(),
        };
    }
    for table in SurveyTable::of(survey) {
        match bounded(survey, results, table, room) {
            Some(text) => {
                room -= text.len().min(room);
                links.push(download(table.file_name(), &text));
            }
            None => missing.push(table.file_name()),
        }
    }
    if !policies.is_empty() {
        match Some(policies_csv(survey, policies, require)).filter(|text| text.len() <= room) {
            Some(text) => links.push(download(POLICIES, &text)),
            None => missing.push(POLICIES),
        }
    }
    let is_short = !links.iter().any(|link| link.contains(SurveyTable::Summary.file_name()));
    let mut said = if is_short {
        format!("{CONFIGS} has a row a config, with the metrics shown above.{first}")
    } else {
        String::new()
    };
    if !missing.is_empty() {
        said += &format!(
            " {} of this study {} too large for a page: the folder that <code>--out</code> writes has everything.",
            missing.join(", "),
            if missing.len() == 1 { "is" } else { "are" }
        );
    }
    let said = if said.is_empty() { said } else { format!("<p>{}</p>\n", said.trim()) };
    list(&links) + &said
}

fn list(links: &[String]) -> String {
    let links: String = links.iter().map(|link| format!("<li>{link}</li>\n")).collect();
    format!("<p>The numbers behind this page are in it:</p>\n<ul>{links}</ul>\n")
}

/// A table as CSV, if it has no more bytes than `most`.
fn bounded(survey: &Survey, results: &[PointResult], table: SurveyTable, most: usize) -> Option<String> {
    let mut out = Bounded { bytes: Vec::new(), most };
    write_survey_csv(&mut out, survey, results, table).ok()?;
    String::from_utf8(out.bytes).ok()
}

/// Memory that refuses to grow beyond a bound.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(Error::other("more than the page has room for"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Configs as CSV, a row each with parameters and metrics, as many as `most` bytes hold; how many.
fn configs(survey: &Survey, results: &[PointResult], metrics: &[Label], most: usize) -> (String, u64) {
    let places: Vec<Vec<Option<usize>>> =
        (survey.arms.iter()).map(|arm| metrics.iter().map(|metric| arm.column(metric)).collect()).collect();
    let mut header: Vec<String> = ["config", "design"].map(str::to_owned).to_vec();
    header.extend(survey.space.axes.iter().map(|axis| axis.name()));
    header.extend(metrics.iter().flat_map(|metric| ["", ".low", ".high"].map(|end| format!("{metric}{end}"))));
    let (mut text, mut n) = (csv_text([header]), 0);
    for result in results {
        let point = survey.space.point(result.point);
        for (arm, config) in result.arms.iter().enumerate() {
            let mut row = vec![config.config.to_string(), survey.arms[arm].label.clone()];
            row.extend(point.iter().cloned());
            let estimates = config.outcome.as_ref().ok().map(|values| &values.metrics);
            row.extend(places[arm].iter().flat_map(|place| {
                let e = estimates.and_then(|all| all.get((*place)?)).copied().unwrap_or_default();
                [e.mean, e.low, e.high].map(|x| x.map_or_else(String::new, |x| format!("{x:?}")))
            }));
            let line = csv_text([row]);
            if text.len() + line.len() > most {
                return (text, n);
            }
            text += &line;
            n += 1;
        }
    }
    (text, n)
}
