//! Results as they were when the folder was written, from its tables.

use crate::archive::names::SERIES;
use crate::archive::read::read_numbers;
use crate::archive::table_rows::each_row;
use crate::archive::{ArchiveError, Manifest};
use crate::metric::SeriesKind;
use crate::study::survey::{ArmResult, PointResult, Survey};
use crate::study::{Policy, SeriesPoint};
use crate::tables::{POLICIES, SurveyTable, policies_header, read_policy};
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
    let missing = || Err("not in summary.csv".to_owned());
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

    /// Series are in the order in which they were written: config by config, series by series.
    fn series(&mut self) -> Result<(), ArchiveError> {
        let path = self.folder.join(SERIES);
        let columns = read_numbers(&path, &|_| true)?;
        let column = |name: &str| columns.get(name).map_or(&[][..], Vec::as_slice);
        let rounds = column("round");
        let mut before: Option<(u64, f64)> = None;
        let mut kind = 0;
        for (row, &round) in rounds.iter().enumerate() {
            let config = column("config").get(row).copied().unwrap_or(f64::NAN) as u64;
            kind = match before {
                Some((last, _)) if last != config => 0,
                Some((_, last)) if round <= last => (kind + 1).min(SeriesKind::ALL.len() as u32 - 1),
                _ => kind,
            };
            before = Some((config, round));
            let (point, arm) = self.survey.place(config);
            let result = usize::try_from(point).ok().and_then(|point| self.results.get_mut(point));
            let Some(Ok(values)) = result.and_then(|r| r.arms.get_mut(arm)).map(|arm| arm.outcome.as_mut()) else {
                continue;
            };
            let number = |name: &str| column(name).get(row).copied().filter(|x| x.is_finite());
            let is_share = matches!(SeriesKind::ALL[kind as usize], SeriesKind::Compliance(_) | SeriesKind::Survived);
            if let Some(mean) = number("mean").filter(|mean| is_share && !(0.0..=1.0).contains(mean)) {
                return Err(ArchiveError::damaged(&path, format!("row {row}: a share of {mean}")));
            }
            values.series.push(SeriesPoint {
                series: kind,
                round: round as u32,
                mean: number("mean"),
                p05: number("p05"),
                p50: number("p50"),
                p95: number("p95"),
            });
        }
        Ok(())
    }
}
