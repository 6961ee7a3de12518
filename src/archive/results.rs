//! Results as they were when the folder was written, from its tables.

use crate::archive::names::SERIES;
use crate::archive::parquet_columns::{SERIES_COLUMNS, names, series_fields, wrong_cell};
use crate::archive::read::read_words;
use crate::archive::table_rows::each_row;
use crate::archive::{ArchiveError, Manifest};
use crate::metric::SeriesKind;
use crate::study::survey::{ArmResult, PointResult, Survey};
use crate::study::{Policy, SeriesPoint};
use crate::tables::{POLICIES, SurveyTable, WrongCell, policies_header, read_policy};
use std::path::Path;

/// The study of a folder and its results, but for what no table holds.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or damaged.
pub fn read_results(folder: &Path) -> Result<(Manifest, Survey, Vec<PointResult>), ArchiveError> {
    Manifest::finished(folder)?.intact(folder)?;
    read_first_results(folder, u64::MAX)
}

/// The study of a folder and the results of its first points, at most so many; series, which take far more memory than
/// the rest, of a single config alone. Whether files are what was written is left to who opened the folder.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or damaged.
pub fn read_first_results(folder: &Path, most: u64) -> Result<(Manifest, Survey, Vec<PointResult>), ArchiveError> {
    let manifest = Manifest::finished(folder)?;
    let survey = manifest.survey(folder)?;
    let n_arms = survey.arms.len();
    let missing = || Err(format!("not in {}", SurveyTable::Summary.file_name()));
    let empty = |point: u64| PointResult {
        point,
        arms: (0..n_arms).map(|arm| ArmResult { config: survey.config(point, arm), outcome: missing() }).collect(),
    };
    let mut results: Vec<PointResult> = (0..survey.space.n_points().min(most)).map(empty).collect();
    let mut reader = Reader { folder, survey: &survey, results: &mut results };
    SurveyTable::of(&survey).into_iter().try_for_each(|table| reader.table(table))?;
    if survey.n_configs() == 1 {
        reader.series()?;
    }
    Ok((manifest, survey, results))
}

/// How policies do across futures, where the folder tells of it.
///
/// # Errors
/// [`ArchiveError`] where `policies.csv` is not well formed.
pub fn read_policies(folder: &Path, survey: &Survey) -> Result<Option<Vec<Policy>>, ArchiveError> {
    let path = folder.join(POLICIES);
    if !path.exists() {
        return Ok(None);
    }
    let mut policies = Vec::new();
    each_row(&path, &policies_header(survey), &mut |cells| {
        policies.push(read_policy(survey, cells.iter())?);
        Ok(true)
    })?;
    Ok(Some(policies))
}

struct Reader<'a> {
    folder: &'a Path,
    survey: &'a Survey,
    results: &'a mut [PointResult],
}

impl Reader<'_> {
    /// Enters every row of a table, as far as results are wanted.
    fn table(&mut self, table: SurveyTable) -> Result<(), ArchiveError> {
        let Self { folder, survey, results } = self;
        each_row(&folder.join(table.file_name()), &table.header(survey), &mut |cells| {
            let (config, entry) = table.entry(survey, cells.iter())?;
            let (point, arm) = survey.place(config);
            // Configs are in their order.
            let Some(result) = results.get_mut(point as usize) else { return Ok(false) };
            entry.enter(survey, &mut result.arms[arm]);
            Ok(true)
        })
    }

    /// Enters every row of the series.
    fn series(&mut self) -> Result<(), ArchiveError> {
        let path = self.folder.join(SERIES);
        let rows = read_words(&path, &names(&series_fields()), &|_, _| true)?;
        for (row, (_, cells)) in rows.iter().enumerate() {
            let wrong = |wrong: WrongCell| ArchiveError::damaged(&path, format!("row {}, {wrong}", row + 1));
            let (config, point) = series_point(self.survey, cells).map_err(wrong)?;
            let (place, arm) = self.survey.place(config);
            let result = usize::try_from(place).ok().and_then(|place| self.results.get_mut(place));
            if let Some(Ok(values)) = result.and_then(|r| r.arms.get_mut(arm)).map(|arm| arm.outcome.as_mut()) {
                values.series.push(point);
            }
        }
        Ok(())
    }
}

/// What a row of `series.parquet` says, and of which config.
fn series_point(survey: &Survey, cells: &[String]) -> Result<(u64, SeriesPoint), WrongCell> {
    let mut columns = SERIES_COLUMNS.iter().map(|(name, _)| *name).zip(cells.iter().map(String::as_str));
    let [config, design, series, party, round, mean, p05, p50, p95] =
        [(); 9].map(|()| columns.next().unwrap_or_default());
    let below = |(name, cell): (&str, &str), end: u64| {
        let number = cell.parse().ok().filter(|x: &u64| *x < end);
        number.ok_or_else(|| wrong_cell(name, cell, format!("a whole number below {end}")))
    };
    let number = below(config, survey.n_configs())?;
    let arm = &survey.arms[survey.place(number).1];
    if design.1 != arm.label {
        return Err(wrong_cell(design.0, design.1, arm.label.clone()));
    }
    let agreement = arm.scenario.agreement();
    let parties = &agreement.parties;
    let is_named =
        |kind: &SeriesKind| kind.name() == series.1 && kind.party().map_or("", |p| parties[p].name.as_str()) == party.1;
    let kind = SeriesKind::ALL.iter().position(is_named).ok_or_else(|| {
        let found = format!("{}, {}", series.1, party.1);
        wrong_cell(&format!("{}, {}", series.0, party.0), &found, "a series, with its party where it is one party's")
    })?;
    let round = below(round, u64::from(agreement.horizon.rounds(agreement.round)))?;
    let value = |(name, cell): (&str, &str)| match cell {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(x) => Ok(Some(x).filter(|x| x.is_finite())),
            Err(_) => Err(wrong_cell(name, text, "a number, or nothing")),
        },
    };
    let is_share = matches!(SeriesKind::ALL[kind], SeriesKind::Compliance(_) | SeriesKind::Survived);
    let average = value(mean)?;
    if average.is_some_and(|x| is_share && !(0.0..=1.0).contains(&x)) {
        return Err(wrong_cell(mean.0, mean.1, "a share from 0 to 1"));
    }
    let [p05, p50, p95] = [value(p05)?, value(p50)?, value(p95)?];
    Ok((number, SeriesPoint { series: kind as u32, round: round as u32, mean: average, p05, p50, p95 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};
    use crate::simulate::Sample;

    #[test]
    fn a_row_of_series_says_where_it_belongs_or_is_refused() {
        let set = vec![("horizon".to_owned(), "Rounds(8)".to_owned())];
        let scenario = load(&Request { set, ..Request::default() }).unwrap();
        let study = Survey::single(&scenario, Sample { seed: 1, replications: 2 }, 0.95);
        let (label, party) = (study.arms[0].label.as_str(), scenario.agreement().parties[1].name.as_str());
        let right = ["0", label, "tariff", party, "7", "0.25", "", "0.5", ""];
        let row = |at: usize, cell: &str| -> Result<(u64, SeriesPoint), WrongCell> {
            let mut cells = right.map(str::to_owned);
            cells[at] = cell.to_owned();
            series_point(&study, &cells)
        };
        let point = SeriesPoint { series: 5, round: 7, mean: Some(0.25), p05: None, p50: Some(0.5), p95: None };
        assert_eq!(row(0, "0"), Ok((0, point)));
        for (at, cell, column, allowed) in [
            (0, "", "config", "a whole number below 1"),
            (0, "1", "config", "a whole number below 1"),
            (0, "-1", "config", "a whole number below 1"),
            (1, "other", "design", label),
            (2, "other", "series, party", "a series, with its party where it is one party's"),
            (3, "", "series, party", "a series, with its party where it is one party's"),
            (4, "", "round", "a whole number below 8"),
            (4, "8", "round", "a whole number below 8"),
            (4, "-1", "round", "a whole number below 8"),
            (4, "0.5", "round", "a whole number below 8"),
            (5, "x", "mean", "a number, or nothing"),
        ] {
            let wrong = row(at, cell).unwrap_err();
            assert_eq!((wrong.column.as_str(), wrong.allowed.as_str()), (column, allowed));
        }
    }
}
