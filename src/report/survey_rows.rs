//! The rows of a study's tables, as they stand in its CSV files.

use crate::metric::Label;
use crate::report::csv::csv_text;
use crate::simulate::Headline;
use crate::stats::SurvivalPoint;
use crate::study::survey::{ArmResult, ArmValues, Engine, PointResult, Survey};
use crate::study::{Contrast, Estimate};
use std::borrow::Cow;
use std::io::{self, Write};

/// Cells that follow each other.
pub type Row<'a> = Vec<Cow<'a, str>>;

/// One of the tables of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyTable {
    /// Every metric of every config.
    Summary,
    /// Its difference from the baseline.
    Differences,
    /// The survival curve of every config.
    Survival,
    /// What designs are ranked by.
    Ranking,
}

impl SurveyTable {
    /// The tables that a study has.
    pub fn of(survey: &Survey) -> Vec<Self> {
        let (is_compared, is_alone) = (survey.arms.len() > 1, survey.space.n_points() == 1);
        let is_sampled = survey.engine == Engine::Sampled;
        let all = [
            (Self::Summary, true),
            (Self::Differences, is_compared),
            (Self::Survival, is_alone && is_sampled),
            (Self::Ranking, is_compared),
        ];
        all.into_iter().filter(|(_, holds)| *holds).map(|(table, _)| table).collect()
    }

    /// Name of its file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Summary => "summary.csv",
            Self::Differences => "differences.csv",
            Self::Survival => "survival.csv",
            Self::Ranking => "ranking.csv",
        }
    }

    /// Names of its columns.
    pub fn header(self, survey: &Survey) -> Vec<String> {
        let axes: Vec<String> = survey.space.axes.iter().map(|axis| axis.name()).collect();
        let names = |head: &[&str], tail: &[&str]| -> Vec<String> {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            [owned(head), axes.clone(), owned(tail)].concat()
        };
        match self {
            Self::Summary => names(
                &["config", "design"],
                &[
                    "metric",
                    "party",
                    "commitment",
                    "unit",
                    "n",
                    "undefined",
                    "mean",
                    "sd",
                    "se",
                    "low",
                    "high",
                    "p05",
                    "p50",
                    "p95",
                    "status",
                    "reason",
                    "fingerprint",
                ],
            ),
            Self::Differences => names(
                &["config", "design", "baseline"],
                &[
                    "metric",
                    "party",
                    "commitment",
                    "unit",
                    "n",
                    "difference",
                    "se",
                    "low",
                    "high",
                    "p_value",
                    "p_holm",
                    "variance_reduction",
                ],
            ),
            Self::Survival => names(
                &["config", "design", "first", "second"],
                &[
                    "round",
                    "at_risk",
                    "ended",
                    "ended_by_first",
                    "ended_by_second",
                    "ended_by_both",
                    "survival",
                    "low",
                    "high",
                ],
            ),
            Self::Ranking => {
                let mut header = names(&["config", "design"], &[]);
                for headline in Headline::ALL {
                    header.extend(["mean", "se", "chance_of_best"].map(|what| format!("{}.{what}", headline.name())));
                }
                let rest =
                    ["on_front", "restricted_mean", "restricted_mean.low", "restricted_mean.high", "log_rank_p_value"];
                header.extend(rest.map(str::to_owned));
                header
            }
        }
    }

    /// Its rows about one point.
    pub fn rows<'a>(self, survey: &'a Survey, result: &'a PointResult) -> Vec<Row<'a>> {
        result.arms.iter().flat_map(|config| self.config_rows(survey, config)).collect()
    }

    /// Its rows about one config.
    pub fn config_rows<'a>(self, survey: &'a Survey, config: &'a ArmResult) -> Vec<Row<'a>> {
        let (point, arm) = survey.place(config.config);
        let mut start = vec![own(config.config), text(&survey.arms[arm].label)];
        let parties = survey.arms[arm].scenario.agreement().parties.each_ref().map(|party| text(&party.name));
        match self {
            Self::Differences => start.push(text(&survey.arms[survey.baseline].label)),
            Self::Survival => start.extend(parties),
            _ => {}
        }
        start.extend(survey.space.point(point).into_iter().map(Cow::Owned));
        let ends: Vec<Row<'a>> = match (&config.outcome, self) {
            (Err(reason), Self::Summary) => vec![failed(reason)],
            (Err(_), _) => Vec::new(),
            (Ok(values), Self::Summary) => summary(survey.arms[arm].labels(), values),
            (Ok(values), Self::Differences) => differences(survey.arms[arm].labels(), values),
            (Ok(values), Self::Survival) => values.survival.iter().map(survival).collect(),
            (Ok(values), Self::Ranking) => vec![ranking(values)],
        };
        ends.into_iter().map(|end| start.iter().cloned().chain(end).collect()).collect()
    }
}

/// A table of results in memory as CSV.
pub fn survey_csv(survey: &Survey, results: &[PointResult], table: SurveyTable) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = write_survey_csv(&mut out, survey, results, table);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes a table of results in memory as CSV.
///
/// # Errors
/// What `out` says.
pub fn write_survey_csv(
    out: &mut dyn Write,
    survey: &Survey,
    results: &[PointResult],
    table: SurveyTable,
) -> io::Result<()> {
    let header: Row<'_> = table.header(survey).into_iter().map(Cow::Owned).collect();
    out.write_all(csv_text([header]).as_bytes())?;
    for result in results {
        // Row by row, since all of it may take more memory than the results.
        out.write_all(csv_text(table.rows(survey, result)).as_bytes())?;
    }
    Ok(())
}

fn failed(reason: &str) -> Row<'_> {
    let mut cells = vec![EMPTY; 14];
    cells.extend([text("failed"), text(reason), EMPTY]);
    cells
}

fn summary<'a>(labels: &'a [Label], values: &'a ArmValues) -> Vec<Row<'a>> {
    let row = |(label, e): (&'a Label, &Estimate)| {
        let numbers = [e.mean, e.sd, e.se, e.low, e.high, e.p05, e.p50, e.p95].map(number);
        let counts = [own(e.n), own(e.undefined)];
        let end = [text("done"), EMPTY, text(&values.fingerprint)];
        names(label).into_iter().chain(counts).chain(numbers).chain(end).collect()
    };
    labels.iter().zip(&values.metrics).map(row).collect()
}

fn differences<'a>(labels: &'a [Label], values: &'a ArmValues) -> Vec<Row<'a>> {
    let row = |(label, c): (&'a Label, &Contrast)| {
        let numbers = [c.difference, c.se, c.low, c.high, c.p_value, c.p_holm, c.variance_reduction].map(number);
        names(label).into_iter().chain([own(c.n)]).chain(numbers).collect()
    };
    labels.iter().zip(&values.contrasts).map(row).collect()
}

fn survival(point: &SurvivalPoint) -> Row<'static> {
    let counts = [u64::from(point.time), point.at_risk, point.ended].into_iter().chain(point.causes);
    let shares = [point.survival, point.low, point.high].map(|x| number(Some(x)));
    counts.map(own).chain(shares).collect()
}

fn ranking(values: &ArmValues) -> Row<'static> {
    let headlines = &values.headlines;
    let each = (0..Headline::ALL.len())
        .flat_map(|k| [headlines.means[k], headlines.ses[k], headlines.chance_of_best[k]].map(number));
    let front = headlines.on_front.map_or(EMPTY, own);
    let standing = [values.restricted_mean.mean, values.restricted_mean.low, values.restricted_mean.high].map(number);
    each.chain([front]).chain(standing).chain([number(values.log_rank)]).collect()
}

fn names(label: &Label) -> Row<'_> {
    let [party, commitment] = [&label.party, &label.commitment].map(|name| name.as_deref().unwrap_or(""));
    [label.metric.name(), party, commitment, label.unit()].map(text).to_vec()
}

const EMPTY: Cow<'_, str> = Cow::Borrowed("");

fn text(cell: &str) -> Cow<'_, str> {
    Cow::Borrowed(cell)
}

fn own(cell: impl ToString) -> Cow<'static, str> {
    Cow::Owned(cell.to_string())
}

fn number(x: Option<f64>) -> Cow<'static, str> {
    x.filter(|x| x.is_finite()).map_or(EMPTY, |x| Cow::Owned(format!("{x:?}")))
}
