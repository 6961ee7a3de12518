//! Whether `summary.csv` has a row for each metric of each config, in their order.

use crate::archive::ArchiveError;
use crate::archive::names::{OTHER_COLUMNS, RUNS};
use crate::archive::read::open_table;
use crate::study::Estimate;
use crate::study::survey::{ArmResult, ArmValues, Survey};
use crate::tables::{Entry, SurveyTable, text_of_cell};
use csv::StringRecord;
use std::path::Path;

/// The first row that is not where it belongs; `replications` holds those of each config, where they are known.
pub(super) fn summary_form(
    folder: &Path,
    survey: &Survey,
    replications: Option<&[u64]>,
) -> Result<Option<String>, ArchiveError> {
    let file = SurveyTable::Summary.file_name();
    let path = folder.join(file);
    let header = SurveyTable::Summary.header(survey);
    let place = |name: &str| header.iter().position(|column| column == name);
    let (Some(n), Some(status)) = (place("n"), place("status")) else {
        return Ok(Some(format!("{file}: {OTHER_COLUMNS}")));
    };
    let fixed: Vec<usize> = (0..n).chain([status]).collect();
    let mut table = open_table(&path)?;
    let mut records = table.records();
    for config in 0..survey.n_configs() {
        let wrong = |what: String| Ok(Some(format!("{file}, config {config}: {what}")));
        let mut next = || -> Result<Option<StringRecord>, ArchiveError> {
            records.next().transpose().map_err(|error| ArchiveError::damaged(&path, error.to_string()))
        };
        let Some(first) = next()? else { return wrong("missing".to_owned()) };
        let arm = survey.place(config).1;
        let has_failed = match replications {
            Some(replications) => replications.get(config as usize) == Some(&0),
            None => first.get(status) == Some("failed"),
        };
        let outcome = match has_failed {
            true => Err(String::new()),
            false => Ok(ArmValues {
                metrics: vec![Estimate::default(); survey.arms[arm].labels().len()],
                ..ArmValues::default()
            }),
        };
        let form = ArmResult { config, outcome };
        let (mut found, mut played) = (Some(first), 0);
        for (k, row) in SurveyTable::Summary.config_rows(survey, &form).iter().enumerate() {
            let record = if k == 0 { found.take() } else { next()? };
            let Some(record) = record else { return wrong(format!("{k} rows")) };
            for &column in &fixed {
                if record.get(column).map(text_of_cell) != Some(row[column].as_ref()) {
                    let (name, cell) = (&header[column], record.get(column).unwrap_or_default());
                    return wrong(format!("row {}: {name} is {cell:?}, not {:?}", k + 1, row[column]));
                }
            }
            match SurveyTable::Summary.entry(survey, record.iter()) {
                Ok((_, Entry::Value(_, value, _))) => played = played.max(value.n.saturating_add(value.undefined)),
                Ok(_) => {}
                Err(wrong_cell) => return wrong(format!("row {}, {wrong_cell}", k + 1)),
            }
        }
        let wanted = replications.and_then(|replications| replications.get(config as usize)).copied();
        if wanted.is_some_and(|wanted| wanted != played) {
            let rows = wanted.unwrap_or_default();
            return wrong(format!("{played} replications, and {rows} rows of {RUNS}"));
        }
    }
    Ok(records.next().is_some().then(|| format!("{file}: more rows than the study has metrics")))
}
