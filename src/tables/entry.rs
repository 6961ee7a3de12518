//! What a row of a study's table says of a config, read again.

use crate::metric::{Label, Metric};
use crate::stats::SurvivalPoint;
use crate::study::survey::{Arm, ArmResult, ArmValues, Survey};
use crate::study::{Contrast, Estimate};
use crate::tables::cell::{WrongCell, read};
use crate::tables::metrics::{LABEL, label_cells};
use crate::tables::records::{Ranking, contrast, estimate, ranking, survival};
use crate::tables::survey_table::SurveyTable;
use crate::tables::text::text_of_cell;

/// What a row says of a config.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// It could not be played, for this reason.
    Failed(String),
    /// The value of the metric in this column of the arm, and the fingerprint of the config.
    Value(usize, Estimate, String),
    /// The difference of the metric in this column from the baseline.
    Difference(usize, Contrast),
    /// A point of its survival curve.
    Survival(SurvivalPoint),
    /// What it is ranked by.
    Ranking(Ranking),
}

impl SurveyTable {
    /// What a row says, and of which config; its cells are those of [`SurveyTable::header`].
    ///
    /// # Errors
    /// The first cell that holds no value of its column.
    pub fn entry<'a>(self, survey: &Survey, cells: impl Iterator<Item = &'a str>) -> Result<(u64, Entry), WrongCell> {
        let cells: Vec<&str> = cells.map(text_of_cell).collect();
        let first = cells.first().copied().unwrap_or("");
        let is_own = |config: &u64| *config < survey.n_configs();
        let config =
            first.parse().ok().filter(is_own).ok_or_else(|| {
                WrongCell::new("config", first, format!("a whole number below {}", survey.n_configs()))
            })?;
        let arm = &survey.arms[survey.place(config).1];
        let rest = cells.get(self.rest(survey)..).unwrap_or_default();
        let labelled = || -> Result<usize, WrongCell> { column(arm, rest) };
        let numbers = || rest.iter().skip(LABEL.len()).copied();
        let entry = match self {
            Self::Summary => {
                let columns = estimate();
                let mut end = rest.iter().skip(LABEL.len() + columns.len()).copied();
                let [status, reason, fingerprint] = [(); 3].map(|()| end.next().unwrap_or(""));
                match status {
                    "failed" => Entry::Failed(reason.to_owned()),
                    "done" => Entry::Value(labelled()?, read(&columns, numbers())?, fingerprint.to_owned()),
                    other => return Err(WrongCell::new("status", other, "done or failed")),
                }
            }
            Self::Differences => Entry::Difference(labelled()?, read(&contrast(), numbers())?),
            Self::Survival => Entry::Survival(read(&survival(), rest.iter().copied())?),
            Self::Ranking => Entry::Ranking(read(&ranking(), rest.iter().copied())?),
        };
        Ok((config, entry))
    }
}

/// The column of an arm that the first cells name.
fn column(arm: &Arm, cells: &[&str]) -> Result<usize, WrongCell> {
    let names = cells.get(..LABEL.len()).unwrap_or_default();
    let is_named = |label: &Label| label_cells(label).iter().map(AsRef::as_ref).eq(names.iter().copied());
    arm.labels().iter().position(is_named).ok_or_else(|| {
        let allowed = format!("a metric of {}, with its party, commitment and unit", arm.label);
        WrongCell::new(LABEL.join(", "), &names.join(", "), allowed)
    })
}

impl Entry {
    /// Enters what the row says into the result of its config.
    pub fn enter(self, survey: &Survey, result: &mut ArmResult) {
        let arm = &survey.arms[survey.place(result.config).1];
        let n_metrics = arm.labels().len();
        if let Self::Value(..) = self
            && result.outcome.is_err()
        {
            let agreement = arm.scenario.agreement();
            result.outcome = Ok(ArmValues {
                metrics: vec![Estimate::default(); n_metrics],
                rounds: agreement.horizon.rounds(agreement.round),
                ..ArmValues::default()
            });
        }
        match (self, &mut result.outcome) {
            (Self::Failed(reason), outcome) => *outcome = Err(reason),
            (Self::Value(column, estimate, fingerprint), Ok(values)) => {
                values.fingerprint = fingerprint;
                values.replications = values.replications.max(estimate.n.saturating_add(estimate.undefined));
                values.metrics[column] = estimate;
                if survey.arms.len() == 1 && arm.labels()[column].metric == Metric::Duration {
                    values.restricted_mean = estimate;
                }
            }
            (Self::Difference(column, contrast), Ok(values)) => {
                values.contrasts.resize(n_metrics, Contrast::default());
                values.contrasts[column] = contrast;
            }
            (Self::Survival(point), Ok(values)) => {
                let (before, incidence) =
                    values.survival.last().map_or((1.0, [0.0; 3]), |last| (last.survival, last.incidence));
                let step = |k: usize| incidence[k] + before * point.causes[k] as f64 / point.at_risk.max(1) as f64;
                values.survival.push(SurvivalPoint { incidence: [0, 1, 2].map(step), ..point });
            }
            (Self::Ranking(ranking), Ok(values)) => {
                values.headlines = ranking.headlines;
                values.restricted_mean = ranking.restricted_mean;
                values.log_rank = ranking.log_rank;
            }
            (_, Err(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};
    use crate::simulate::Sample;
    use crate::study::survey::in_memory;
    use crate::tables::csv_text;

    fn study() -> Survey {
        let set = vec![("horizon".to_owned(), "Rounds(20)".to_owned())];
        let scenario = load(&Request { set, ..Request::default() }).unwrap();
        Survey::single(&scenario, Sample { seed: 1, replications: 200 }, 0.95)
    }

    #[test]
    fn what_a_study_writes_is_read_again() {
        let study = study();
        let (results, _) = in_memory(&study, &crate::study::unwatched);
        let result = &results[0];
        let mut again = ArmResult { config: 0, outcome: Err("not read".to_owned()) };
        for table in SurveyTable::of(&study) {
            let text = csv_text(table.rows(&study, result));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            for row in reader.records() {
                let (config, entry) = table.entry(&study, row.unwrap().iter()).unwrap();
                assert_eq!(config, 0);
                entry.enter(&study, &mut again);
            }
        }
        let (mut written, mut read) = (result.arms[0].outcome.clone().unwrap(), again.outcome.unwrap());
        written.series.clear();
        // No table of a single config has them, and sums of shares round.
        written.headlines = read.headlines.clone();
        for values in [&mut written, &mut read] {
            values.survival.iter_mut().for_each(|point| point.incidence = point.incidence.map(|x| (1e12 * x).round()));
        }
        assert_eq!(read, written);
    }

    #[test]
    fn a_cell_that_holds_no_value_is_told_with_its_column() {
        let study = study();
        let row = |n: &str, metric: &str, config: &str| -> Vec<String> {
            let about = [config, "snapback", metric, "", "", "rounds", n, "0"].map(str::to_owned);
            about
                .into_iter()
                .chain([(); 8].map(|()| String::new()))
                .chain(["done", "", ""].map(str::to_owned))
                .collect()
        };
        let told = |row: Vec<String>| {
            SurveyTable::Summary.entry(&study, row.iter().map(String::as_str)).unwrap_err().to_string()
        };
        assert!(SurveyTable::Summary.entry(&study, row("7", "duration", "0").iter().map(String::as_str)).is_ok());
        assert_eq!(told(row("7.5", "duration", "0")), "column n: found \"7.5\"; allowed: a whole number");
        assert_eq!(told(row("7", "duration", "1")), "column config: found \"1\"; allowed: a whole number below 1");
        assert!(told(row("7", "karma", "0")).contains("karma"), "{}", told(row("7", "karma", "0")));
    }
}
