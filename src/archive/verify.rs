//! Rows of a folder played again, or its configs solved again, and compared bit for bit.

use crate::archive::names::RUNS;
use crate::archive::order::order;
use crate::archive::points_again::{Compared, configs_again, points_again};
use crate::archive::rows_again::{Again, rows_again};
use crate::archive::summary_form::summary_form;
use crate::archive::{ArchiveError, Fault, Manifest};
use crate::study::survey::{Engine, Survey};
use crate::tables::SurveyTable;
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
    /// Configs played or solved again whole.
    pub configs: u64,
    /// Rows of tables and series compared with those.
    pub table_rows: u64,
    /// Files whose bytes are what the manifest says.
    pub files: u64,
    /// What differs, in words; empty where all is certified.
    pub differences: Vec<String>,
    /// The command that puts it right, where something differs.
    pub remedy: Option<String>,
}

/// Most differences that are listed.
const MOST_LISTED: usize = 20;

/// Plays `n_rows` random rows of a folder again, or solves as many configs (all where there are fewer), and checks that
/// its files are those of the study: their names, sums and columns, a row for each run, and what tables say of random
/// points that are played again whole.
///
/// # Errors
/// [`ArchiveError`] where the folder is unfinished or no study of this version.
pub fn verify(folder: &Path, n_rows: u64, seed: u64) -> Result<Verified, ArchiveError> {
    let manifest = Manifest::finished(folder)?;
    let survey = manifest.survey(folder)?;
    let faults = manifest.faults(folder, &survey);
    let done = Done::again(folder, &survey, &manifest, (n_rows, seed), &faults);
    let Done { again, compared, differences: found } = match done {
        // A file that cannot be read is among the faults.
        Err(_) if !faults.is_empty() => Done::default(),
        done => done?,
    };
    let mut differences: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.file, fault.found)).collect();
    let is_played_otherwise = !(found.is_empty() && again.differences.is_empty() && compared.differences.is_empty());
    let remedy = match (faults.is_empty(), is_played_otherwise) {
        (true, false) => None,
        (false, _) => Some(manifest.command_into(folder, "--resume")),
        (true, true) => Some(manifest.command_into(folder, "--force")),
    };
    let is_whole = |name: &String| !faults.iter().any(|fault| fault.file == *name);
    let files = manifest.files.iter().filter(|entry| is_whole(&entry.name)).count() as u64;
    differences.extend(found.into_iter().chain(again.differences).chain(compared.differences));
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
        configs: compared.configs,
        table_rows: compared.rows,
        files,
        differences,
        remedy,
    })
}

/// What was done again.
#[derive(Default)]
struct Done {
    again: Again,
    compared: Compared,
    differences: Vec<String>,
}

impl Done {
    fn again(
        folder: &Path,
        survey: &Survey,
        manifest: &Manifest,
        (n, seed): (u64, u64),
        faults: &[Fault],
    ) -> Result<Self, ArchiveError> {
        let is_sound = |name: &str| !faults.iter().any(|fault| fault.file == name);
        let mut done = Self::default();
        let replications = match survey.engine {
            // Rows that are not those of the study are not read on.
            Engine::Sampled if !is_sound(RUNS) => None,
            Engine::Sampled => {
                let order = order(folder, survey)?;
                done.differences.extend(order.wrong.as_ref().map(|wrong| format!("{RUNS}: {wrong}")));
                if order.wrong.is_none() {
                    done.again = rows_again(folder, survey, manifest, &order, n, seed)?;
                    done.compared = points_again(folder, survey, manifest, &order, (n, seed), faults)?;
                }
                Some(order.replications).filter(|_| done.differences.is_empty())
            }
            Engine::Exact(limit) => {
                done.compared = configs_again(folder, survey, limit, (n, seed), faults)?;
                let (rows, replayed) = (survey.n_configs(), done.compared.configs);
                done.again = Again { rows, replayed, values: done.compared.rows, ..Again::default() };
                None
            }
        };
        if is_sound(SurveyTable::Summary.file_name()) {
            done.differences.extend(summary_form(folder, survey, replications.as_deref())?);
        }
        Ok(done)
    }
}
