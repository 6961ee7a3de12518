//! The tables of a study: which it has, their columns, and their rows.

use crate::metric::Label;
use crate::study::survey::{ArmResult, ArmValues, Engine, PointResult, Survey};
use crate::tables::cell::{names, written};
use crate::tables::metrics::{LABEL, label_cells};
use crate::tables::records::{Ranking, contrast, estimate, ranking, survival};
use crate::tables::text::csv_text;
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
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Summary => "summary.csv",
            Self::Differences => "differences.csv",
            Self::Survival => "survival.csv",
            Self::Ranking => "ranking.csv",
        }
    }

    /// Columns before those of what varies.
    fn head(self) -> &'static [&'static str] {
        match self {
            Self::Summary | Self::Ranking => &["config", "design"],
            Self::Differences => &["config", "design", "baseline"],
            Self::Survival => &["config", "design", "first", "second"],
        }
    }

    /// Names of its columns.
    pub fn header(self, survey: &Survey) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut header = owned(self.head());
        header.extend(survey.space.axes.iter().map(|axis| axis.name()));
        match self {
            Self::Summary => {
                header.extend(owned(&LABEL).into_iter().chain(names(&estimate())).chain(owned(&STATUS)));
            }
            Self::Differences => header.extend(owned(&LABEL).into_iter().chain(names(&contrast()))),
            Self::Survival => header.extend(names(&survival())),
            Self::Ranking => header.extend(names(&ranking())),
        }
        header
    }

    /// Place of the first column after those of what varies.
    pub(super) fn rest(self, survey: &Survey) -> usize {
        self.head().len() + survey.space.axes.len()
    }

    /// Its rows about one point.
    pub fn rows<'a>(self, survey: &'a Survey, result: &'a PointResult) -> Vec<Row<'a>> {
        result.arms.iter().flat_map(|config| self.config_rows(survey, config)).collect()
    }

    /// Its rows about one config.
    pub fn config_rows<'a>(self, survey: &'a Survey, config: &'a ArmResult) -> Vec<Row<'a>> {
        let (point, arm) = survey.place(config.config);
        let mut start = vec![Cow::Owned(config.config.to_string()), text(&survey.arms[arm].label)];
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
            (Ok(values), Self::Survival) => {
                let columns = survival();
                values.survival.iter().map(|point| written(&columns, point)).collect()
            }
            (Ok(values), Self::Ranking) => vec![written(&ranking(), &Ranking::of(values))],
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

/// Columns of how a config went.
pub(super) const STATUS: [&str; 3] = ["status", "reason", "fingerprint"];

fn failed(reason: &str) -> Row<'_> {
    let mut cells = vec![EMPTY; LABEL.len() + estimate().len()];
    cells.extend([text("failed"), text(reason), EMPTY]);
    cells
}

fn summary<'a>(labels: &'a [Label], values: &'a ArmValues) -> Vec<Row<'a>> {
    let columns = estimate();
    let row = |(label, estimate)| {
        let end = [text("done"), EMPTY, text(&values.fingerprint)];
        label_cells(label).into_iter().chain(written(&columns, estimate)).chain(end).collect()
    };
    labels.iter().zip(&values.metrics).map(row).collect()
}

fn differences<'a>(labels: &'a [Label], values: &'a ArmValues) -> Vec<Row<'a>> {
    let columns = contrast();
    let row = |(label, contrast)| label_cells(label).into_iter().chain(written(&columns, contrast)).collect();
    labels.iter().zip(&values.contrasts).map(row).collect()
}

const EMPTY: Cow<'_, str> = Cow::Borrowed("");

fn text(cell: &str) -> Cow<'_, str> {
    Cow::Borrowed(cell)
}
