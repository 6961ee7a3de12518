//! Rows of a folder played again, or its configs solved again, and compared bit for bit.

use crate::archive::read::count_runs;
use crate::archive::{ArchiveError, Manifest, Runs, read_runs, read_table};
use crate::exact::Limit;
use crate::report::SurveyTable;
use crate::study::Label;
use crate::study::survey::{Engine, Survey, replay, solve_config};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What doing it again showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Fingerprint of scenarios, version and seed.
    pub fingerprint: String,
    /// Whether the values are exact: then configs are counted in place of rows.
    pub is_exact: bool,
    /// Rows in the folder.
    pub rows: u64,
    /// Rows played again.
    pub replayed: u64,
    /// Values compared.
    pub values: u64,
    /// Files whose bytes are what the manifest says.
    pub files: u64,
    /// What differs, in words; empty where all is certified.
    pub differences: Vec<String>,
    /// The command that puts it right, where something differs.
    pub remedy: Option<String>,
}

/// Most differences that are listed.
const MOST_LISTED: usize = 20;

/// Plays `n_rows` random rows of a folder again, or solves as many configs (all where there are fewer), and checks the
/// sums of its files.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or no study of this version.
pub fn verify(folder: &Path, n_rows: u64, seed: u64) -> Result<Verified, ArchiveError> {
    let manifest = Manifest::finished(folder)?;
    let survey = manifest.survey(folder)?;
    let faults = manifest.faults(folder);
    let again = match survey.engine {
        Engine::Sampled => played_again(folder, &survey, n_rows, seed),
        Engine::Exact(limit) => solved_again(folder, &survey, limit, n_rows, seed),
    };
    let again = match again {
        // A file that cannot be read is among the faults.
        Err(_) if !faults.is_empty() => Again::default(),
        again => again?,
    };
    let remedy = match (faults.is_empty(), again.differences.is_empty()) {
        (true, true) => None,
        (false, _) => Some(manifest.command_into(folder, "--resume")),
        (true, false) => Some(manifest.command_into(folder, "--force")),
    };
    let files = (manifest.files.len() - faults.len()) as u64;
    let mut differences: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.file, fault.found)).collect();
    differences.extend(again.differences);
    let n_more = differences.len().saturating_sub(MOST_LISTED);
    differences.truncate(MOST_LISTED);
    if n_more > 0 {
        differences.push(format!("and {n_more} more"));
    }
    Ok(Verified {
        fingerprint: manifest.fingerprint,
        is_exact: survey.engine != Engine::Sampled,
        rows: again.rows,
        replayed: again.replayed,
        values: again.values,
        files,
        differences,
        remedy,
    })
}

/// What was done again.
#[derive(Default)]
struct Again {
    rows: u64,
    replayed: u64,
    values: u64,
    differences: Vec<String>,
}

fn played_again(folder: &Path, survey: &Survey, n_rows: u64, seed: u64) -> Result<Again, ArchiveError> {
    let rows = count_runs(folder)?;
    let picked = pick(rows, n_rows, seed);
    let labels = survey.labels();
    let runs = read_runs(folder, &|name| labels.iter().any(|label| label.path() == name), Some(&picked))?;
    let numbers: Vec<usize> = (0..runs.config.len()).collect();
    // Rows of a config follow each other, and share the work of making its game ready.
    let configs: Vec<&[usize]> = numbers.chunk_by(|a, b| runs.config[*a] == runs.config[*b]).collect();
    let played: Vec<(u64, Vec<String>)> =
        configs.into_par_iter().map(|rows| config_again(survey, &runs, rows)).collect();
    Ok(Again {
        rows,
        replayed: runs.config.len() as u64,
        values: played.iter().map(|(n, _)| n).sum(),
        differences: played.into_iter().flat_map(|(_, found)| found).collect(),
    })
}

/// Plays rows of one config again: values compared, and what differs.
fn config_again(survey: &Survey, runs: &Runs, rows: &[usize]) -> (u64, Vec<String>) {
    let config = runs.config[rows[0]];
    let place = |row: usize| match runs.replication[row] {
        Some(replication) => format!("config {config}, replication {replication}"),
        None => format!("config {config}, no replication"),
    };
    let all = |what: &str| rows.iter().map(|&row| format!("{}: {what}", place(row))).collect();
    if config >= survey.n_configs() {
        return (0, all("not of this study"));
    }
    let (point, arm) = survey.place(config);
    let is_known = |row: &usize| runs.replication[*row].is_some_and(|replication| replication < survey.replications);
    let (known, unknown): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| is_known(row));
    let mut found = Vec::new();
    for row in unknown {
        match runs.replication[row] {
            Some(_) => found.push(format!("{}: not of this study", place(row))),
            // A config that cannot be played still cannot.
            None if survey.valid_scenario(arm, point).is_err() => {}
            None => found.push(format!("{}: said to have failed", place(row))),
        }
    }
    let replications: Vec<u64> = known.iter().filter_map(|&row| runs.replication[row]).collect();
    if replications.is_empty() {
        return (0, found);
    }
    let again = match replay(survey, config, &replications) {
        Ok(again) => again,
        Err(reason) => return (0, all(&reason)),
    };
    let own = survey.arms[arm].labels();
    for (&row, again) in known.iter().zip(&again) {
        for (metric, label) in own.iter().enumerate() {
            let stored = runs.numbers.get(&label.path()).map_or(f64::NAN, |column| column[row]);
            let now = again.cells(metric).first().unwrap_or(f64::NAN);
            let is_same =
                stored.to_bits() == now.to_bits() || (stored.is_nan() && now.is_nan()) || (stored == 0.0 && now == 0.0);
            if !is_same {
                found.push(format!("{}: {} is {stored:?}, played again {now:?}", place(row), label.path()));
            }
        }
    }
    ((own.len() * known.len()) as u64, found)
}

fn solved_again(
    folder: &Path,
    survey: &Survey,
    limit: Limit,
    n_configs: u64,
    seed: u64,
) -> Result<Again, ArchiveError> {
    let table = read_table(folder, "summary.csv")?;
    let path = folder.join("summary.csv");
    let header = SurveyTable::Summary.header(survey);
    if table.columns != header {
        return Err(ArchiveError::damaged(&path, "other columns than those of the study"));
    }
    let mut stored: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    table.rows.iter().for_each(|row| stored.entry(row[0].as_str()).or_default().push(row));
    let labels: Vec<Vec<Label>> = survey.arms.iter().map(|arm| arm.labels()).collect();
    let picked = pick(survey.n_configs(), n_configs, seed);
    let mut again = Again { rows: survey.n_configs(), replayed: picked.len() as u64, ..Again::default() };
    // One after the other, as the study did: each may take all the memory that there is.
    for config in picked {
        let solved = solve_config(survey, config, limit);
        let now = SurveyTable::Summary.config_rows(survey, &labels, &solved);
        let before = stored.get(config.to_string().as_str()).map_or(&[][..], Vec::as_slice);
        if before.len() != now.len() {
            again.differences.push(format!("config {config}: {} rows, solved again {}", before.len(), now.len()));
        }
        for (k, (before, now)) in before.iter().zip(&now).enumerate() {
            let cells = header.iter().zip(before.iter().zip(now)).filter(|(_, (before, now))| before != now);
            again.differences.extend(cells.map(|(column, (before, now))| {
                format!("config {config}, row {}: {column} is {before}, solved again {now}", k + 1)
            }));
            again.values += 1;
        }
    }
    Ok(again)
}

/// `n` different rows out of `rows`, in ascending order (Floyd's sample, Bentley and Floyd 1987).
fn pick(rows: u64, n: u64, seed: u64) -> Vec<u64> {
    if n >= rows {
        return (0..rows).collect();
    }
    let (mut rng, mut picked) = (ChaCha8Rng::seed_from_u64(seed), BTreeSet::new());
    for last in rows - n..rows {
        let row = rng.random_range(0..=last);
        if !picked.insert(row) {
            picked.insert(last);
        }
    }
    picked.into_iter().collect()
}
