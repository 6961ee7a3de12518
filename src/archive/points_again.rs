//! Points of a study played or solved again whole, and compared with the tables and series of the folder.

use crate::archive::names::SERIES;
use crate::archive::order::Order;
use crate::archive::parquet_columns::{names, series_fields};
use crate::archive::pick::pick;
use crate::archive::read::{number, open_table, read_words};
use crate::archive::{ArchiveError, Fault, Manifest};
use crate::exact::Limit;
use crate::metric::SeriesKind;
use crate::study::survey::{ArmResult, PointResult, Survey, replay_point, solve_config};
use crate::study::{Futures, parse_requirement};
use crate::tables::{POLICIES, SurveyTable, policies_csv, text_of_cell};
use std::collections::BTreeMap;
use std::path::Path;

/// What was compared.
#[derive(Default)]
pub(super) struct Compared {
    /// Configs played or solved again whole.
    pub(super) configs: u64,
    /// Rows of tables compared.
    pub(super) rows: u64,
    /// What differs, in words.
    pub(super) differences: Vec<String>,
    /// What was done again: played, or solved.
    done: &'static str,
}

/// Rounds that are played again, about half a second of them, unless one point takes more.
const ROUNDS: u64 = 40_000_000;

/// Rounds of a point above which it is not played again.
const MOST_ROUNDS: u64 = 4_000_000_000;

/// Plays random points again, as many as are quickly done and `n` at most, all their replications.
pub(super) fn points_again(
    folder: &Path,
    survey: &Survey,
    manifest: &Manifest,
    order: &Order,
    (n, seed): (u64, u64),
    faults: &[Fault],
) -> Result<Compared, ArchiveError> {
    let n_points = survey.space.n_points();
    let rounds = survey.arms.iter().map(|arm| {
        let agreement = arm.scenario.agreement();
        u64::from(agreement.horizon.rounds(agreement.round))
    });
    let most = order.replications.iter().max().copied().unwrap_or(survey.replications);
    let each = rounds.sum::<u64>().saturating_mul(most).max(1);
    let n = if each > MOST_ROUNDS { 0 } else { (ROUNDS / each).clamp(1, n.max(1)).min(n_points) };
    // Each uses all threads there are.
    let points = pick(n_points, n, seed);
    let results: Vec<PointResult> = points.iter().filter_map(|&point| replay_point(survey, point)).collect();
    let mut compared = Compared { done: "played", ..Compared::default() };
    for config in results.iter().flat_map(|result| &result.arms) {
        let (now, before) = (
            config.outcome.as_ref().map_or(0, |values| values.replications),
            order.replications.get(config.config as usize).copied().unwrap_or(0),
        );
        if now != before {
            let found = format!("config {}: {before} replications, played again {now}", config.config);
            compared.differences.push(found);
        }
    }
    let configs: Vec<&ArmResult> = results.iter().flat_map(|result| &result.arms).collect();
    compared.tables(folder, survey, &configs, faults, &SurveyTable::of(survey))?;
    if !is_faulty(faults, SERIES) {
        compared.series(folder, survey, &configs)?;
    }
    if results.len() as u64 == n_points && !is_faulty(faults, POLICIES) {
        compared.policies(folder, survey, manifest, &results)?;
    }
    Ok(compared)
}

/// Solves `n` random configs again.
pub(super) fn configs_again(
    folder: &Path,
    survey: &Survey,
    limit: Limit,
    (n, seed): (u64, u64),
    faults: &[Fault],
) -> Result<Compared, ArchiveError> {
    let picked = pick(survey.n_configs(), n, seed);
    let mut compared = Compared { done: "solved", ..Compared::default() };
    let n_arms = survey.arms.len();
    // One after the other, as the study did: each may take all the memory that there is.
    for of_point in picked.chunk_by(|one, other| survey.place(*one).0 == survey.place(*other).0) {
        // Differences and ranks are known where all arms are.
        let whole = (of_point.len() == n_arms).then(|| replay_point(survey, survey.place(of_point[0]).0)).flatten();
        let (solved, tables) = match whole {
            Some(result) => (result.arms, SurveyTable::of(survey)),
            None => {
                let solved = of_point.iter().map(|&config| solve_config(survey, config, limit)).collect();
                (solved, vec![SurveyTable::Summary])
            }
        };
        let solved: Vec<&ArmResult> = solved.iter().collect();
        compared.tables(folder, survey, &solved, faults, &tables)?;
        if !is_faulty(faults, SERIES) {
            compared.series(folder, survey, &solved)?;
        }
    }
    Ok(compared)
}

fn is_faulty(faults: &[Fault], name: &str) -> bool {
    faults.iter().any(|fault| fault.file == name)
}

impl Compared {
    fn tables(
        &mut self,
        folder: &Path,
        survey: &Survey,
        configs: &[&ArmResult],
        faults: &[Fault],
        tables: &[SurveyTable],
    ) -> Result<(), ArchiveError> {
        self.configs += configs.len() as u64;
        for &table in tables.iter().filter(|table| !is_faulty(faults, table.file_name())) {
            let header = table.header(survey);
            let numbers: Vec<u64> = configs.iter().map(|config| config.config).collect();
            let stored = rows_of(&folder.join(table.file_name()), &numbers)?;
            for config in configs {
                let now: Vec<Vec<String>> = (table.config_rows(survey, config).into_iter())
                    .map(|row| row.into_iter().map(|cell| cell.into_owned()).collect())
                    .collect();
                let before = stored.get(&config.config).map_or(&[][..], Vec::as_slice);
                self.rows(table.file_name(), config.config, &header, before, &now);
            }
        }
        Ok(())
    }

    /// Compares the rows of a config.
    fn rows(&mut self, file: &str, config: u64, header: &[String], before: &[Vec<String>], now: &[Vec<String>]) {
        let (place, done) = (format!("{file}, config {config}"), self.done);
        if before.len() != now.len() {
            self.differences.push(format!("{place}: {} rows, {done} again {}", before.len(), now.len()));
        }
        for (k, (before, now)) in before.iter().zip(now).enumerate() {
            let cells = header.iter().zip(before.iter().zip(now)).filter(|(_, (before, now))| before != now);
            self.differences.extend(cells.map(|(column, (before, now))| {
                format!("{place}, row {}: {column} is {before}, {done} again {now}", k + 1)
            }));
            self.rows += 1;
        }
    }

    fn series(&mut self, folder: &Path, survey: &Survey, configs: &[&ArmResult]) -> Result<(), ArchiveError> {
        let mut numbers: Vec<u64> = configs.iter().map(|config| config.config).collect();
        numbers.sort_unstable();
        let header = names(&series_fields());
        let found = read_words(&folder.join(SERIES), &header, &|config, _| numbers.binary_search(&config).is_ok())?;
        let mut stored: BTreeMap<u64, Vec<Vec<String>>> = BTreeMap::new();
        found.into_iter().for_each(|(config, row)| stored.entry(config).or_default().push(row));
        for config in configs {
            let arm = &survey.arms[survey.place(config.config).1];
            let parties = &arm.scenario.agreement().parties;
            let points = config.outcome.as_ref().map_or(&[][..], |values| &values.series);
            let now: Vec<Vec<String>> = (points.iter())
                .map(|point| {
                    let kind = SeriesKind::ALL[point.series as usize];
                    let numbers = [point.mean, point.p05, point.p50, point.p95];
                    let mut row = vec![config.config.to_string(), arm.label.clone(), kind.name().to_owned()];
                    row.push(kind.party().map_or_else(String::new, |p| parties[p].name.clone()));
                    row.push(point.round.to_string());
                    row.extend(numbers.map(|x| number(x.unwrap_or(f64::NAN))));
                    row
                })
                .collect();
            let before = stored.get(&config.config).map_or(&[][..], Vec::as_slice);
            self.rows(SERIES, config.config, &header, before, &now);
        }
        Ok(())
    }

    fn policies(
        &mut self,
        folder: &Path,
        survey: &Survey,
        manifest: &Manifest,
        results: &[PointResult],
    ) -> Result<(), ArchiveError> {
        let require = manifest.require.iter().filter_map(|text| parse_requirement(text).ok()).collect();
        let mut futures = Futures::new(survey, require);
        results.iter().for_each(|result| futures.push(survey, result));
        let now = futures.policies(survey).map(|policies| policies_csv(survey, &policies, futures.require()));
        let is_listed = manifest.files.iter().any(|entry| entry.name == POLICIES);
        let path = folder.join(POLICIES);
        let before = match is_listed {
            true => Some(crate::archive::plain::read(&path, 1 << 30).map_err(|e| ArchiveError::read(&path, &e))?),
            false => None,
        };
        if before.as_deref() != now.as_deref().map(str::as_bytes) {
            self.differences.push(format!("{POLICIES}: other policies than those of the study, judged again"));
        }
        Ok(())
    }
}

/// Rows of a table about some configs.
fn rows_of(path: &Path, configs: &[u64]) -> Result<BTreeMap<u64, Vec<Vec<String>>>, ArchiveError> {
    let mut found: BTreeMap<u64, Vec<Vec<String>>> = configs.iter().map(|config| (*config, Vec::new())).collect();
    for row in open_table(path)?.records() {
        let row = row.map_err(|error| ArchiveError::damaged(path, error.to_string()))?;
        let config = row.get(0).and_then(|cell| cell.parse::<u64>().ok());
        if let Some(rows) = config.and_then(|config| found.get_mut(&config)) {
            rows.push(row.iter().map(|cell| text_of_cell(cell).to_owned()).collect());
        }
    }
    Ok(found)
}
