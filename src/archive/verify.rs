//! Rows of a folder played again, and compared bit for bit.

use crate::archive::read::count_runs;
use crate::archive::{ArchiveError, FileEntry, Manifest, Status, read_runs};
use crate::study::survey::replay;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What playing rows again showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Fingerprint of the study.
    pub fingerprint: String,
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
}

/// Most differences that are listed.
const MOST_LISTED: usize = 20;

/// Plays `n_rows` random rows of a folder again (all where there are fewer), and checks the sums of its files.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or cannot be read.
pub fn verify(folder: &Path, n_rows: u64, seed: u64) -> Result<Verified, ArchiveError> {
    let manifest = Manifest::read(folder)?;
    if manifest.status != Status::Done {
        return Err(ArchiveError::new(folder, "an unfinished study", "finish it with --resume, or merge its shares"));
    }
    let survey = manifest.survey(folder)?;
    let mut differences = Vec::new();
    for entry in &manifest.files {
        let now = FileEntry::of(folder, &entry.name)?;
        if now != *entry {
            differences.push(format!("{}: {} bytes that are not those written", entry.name, now.bytes));
        }
    }
    let files = (manifest.files.len() - differences.len()) as u64;
    if manifest.engine == "exact" {
        let fingerprint = manifest.fingerprint;
        return Ok(Verified { fingerprint, rows: 0, replayed: 0, values: 0, files, differences });
    }
    let rows = count_runs(folder)?;
    let picked = pick(rows, n_rows, seed);
    let labels = survey.labels();
    let runs = read_runs(folder, &|name| labels.iter().any(|label| label.path() == name), Some(&picked))?;
    let replayed: Vec<(u64, Vec<String>)> = (0..runs.config.len())
        .into_par_iter()
        .map(|row| {
            let config = runs.config[row];
            let place = |replication: &str| format!("config {config}, {replication}");
            let Some(replication) = runs.replication[row] else {
                // A config that cannot be played still cannot.
                let still = config < survey.n_configs() && {
                    let (point, arm) = survey.place(config);
                    survey.valid_scenario(arm, point).is_err()
                };
                let found = (!still).then(|| format!("{}: said to have failed", place("no replication")));
                return (0, found.into_iter().collect());
            };
            let place = place(&format!("replication {replication}"));
            if config >= survey.n_configs() || replication >= survey.replications {
                return (0, vec![format!("{place}: not of this study")]);
            }
            let again = match replay(&survey, config, replication) {
                Ok(again) => again,
                Err(reason) => return (0, vec![format!("{place}: {reason}")]),
            };
            let own = survey.arms[survey.place(config).1].labels();
            let mut found = Vec::new();
            for (label, values) in own.iter().zip(&again.values) {
                let stored = runs.numbers.get(&label.path()).map_or(f64::NAN, |column| column[row]);
                let now = values.first().copied().unwrap_or(f64::NAN);
                if stored.to_bits() != now.to_bits()
                    && !(stored.is_nan() && now.is_nan())
                    && !(stored == 0.0 && now == 0.0)
                {
                    found.push(format!("{place}: {} is {stored:?}, played again {now:?}", label.path()));
                }
            }
            (own.len() as u64, found)
        })
        .collect();
    let values = replayed.iter().map(|(n, _)| n).sum();
    differences.extend(replayed.into_iter().flat_map(|(_, found)| found));
    let n_more = differences.len().saturating_sub(MOST_LISTED);
    differences.truncate(MOST_LISTED);
    if n_more > 0 {
        differences.push(format!("and {n_more} more"));
    }
    let replayed = runs.config.len() as u64;
    Ok(Verified { fingerprint: manifest.fingerprint, rows, replayed, values, files, differences })
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
