//! Rows of `runs.parquet` played again, and compared cell by cell.

use crate::archive::names::RUNS;
use crate::archive::order::Order;
use crate::archive::parquet_columns::{is_numeric, is_whole, names, runs_fields};
use crate::archive::pick::pick;
use crate::archive::read::{number, read_words};
use crate::archive::{ArchiveError, Manifest};
use crate::metric::Label;
use crate::simulate::Rows;
use crate::study::survey::{Survey, replay};
use rayon::prelude::*;
use std::path::Path;

/// What was done again.
#[derive(Default)]
pub(super) struct Again {
    /// Rows that there are.
    pub(super) rows: u64,
    /// Rows done again.
    pub(super) replayed: u64,
    /// Values compared.
    pub(super) values: u64,
    /// What differs, in words.
    pub(super) differences: Vec<String>,
}

/// Configs that could not be played and are tried again.
const TRIED: u64 = 1000;

/// Plays `n_rows` random rows again, and tries configs again that are said to have failed.
pub(super) fn rows_again(
    folder: &Path,
    survey: &Survey,
    manifest: &Manifest,
    order: &Order,
    n_rows: u64,
    seed: u64,
) -> Result<Again, ArchiveError> {
    let failed: Vec<u64> = (0..).zip(&order.replications).filter(|(_, n)| **n == 0).map(|(config, _)| config).collect();
    let rows = order.replications.iter().sum::<u64>() + failed.len() as u64;
    let picked = pick(rows, n_rows, seed);
    let columns = names(&runs_fields(survey));
    let found = read_words(&folder.join(RUNS), &columns, &|_, row| picked.binary_search(&row).is_ok())?;
    let game = Columns { survey, labels: survey.labels(), names: columns };
    // Rows of a config follow each other, and share the work of making its game ready.
    let configs: Vec<&[(u64, Vec<String>)]> = found.chunk_by(|one, other| one.0 == other.0).collect();
    let played: Vec<(u64, Vec<String>)> = configs.into_par_iter().map(|rows| game.config_again(rows)).collect();
    let mut differences: Vec<String> = Vec::new();
    if failed.len() as u64 != manifest.failed {
        differences.push(format!("{} configs failed, not the {} of the manifest", failed.len(), manifest.failed));
    }
    let tried = pick(failed.len() as u64, TRIED, seed);
    let plays = |place: &u64| {
        let (point, arm) = survey.place(failed[*place as usize]);
        survey.game(arm, point).is_ok()
    };
    let wrong = tried.into_par_iter().filter(plays).map(|place| failed[place as usize]).collect::<Vec<u64>>();
    differences.extend(wrong.iter().map(|config| format!("config {config}: said to have failed")));
    differences.extend(played.iter().flat_map(|(_, found)| found.iter().cloned()));
    let values = played.iter().map(|(n, _)| n).sum();
    Ok(Again { rows, replayed: found.len() as u64, values, differences })
}

/// The columns of the file.
struct Columns<'a> {
    survey: &'a Survey,
    labels: Vec<Label>,
    names: Vec<String>,
}

impl Columns<'_> {
    /// Plays rows of one config again: values compared, and what differs.
    fn config_again(&self, rows: &[(u64, Vec<String>)]) -> (u64, Vec<String>) {
        let (survey, config) = (self.survey, rows[0].0);
        let all = |what: &str| rows.iter().map(|_| format!("config {config}: {what}")).collect();
        if config >= survey.n_configs() {
            return (0, all("not of this study"));
        }
        let (point, arm) = survey.place(config);
        let replication = |row: &[String]| row.get(2).and_then(|cell| cell.parse::<u64>().ok());
        let own = survey.arms[arm].labels();
        let numbers: Vec<u64> = rows.iter().filter_map(|(_, row)| replication(row)).collect();
        let again = if numbers.is_empty() { Ok(Vec::new()) } else { replay(survey, config, &numbers) };
        let again: Vec<Rows> = match again {
            Ok(again) => again,
            Err(reason) => return (0, all(&reason)),
        };
        let reason = if numbers.is_empty() { survey.game(arm, point).err() } else { None };
        let (mut again, mut found) = (again.iter(), Vec::new());
        for (_, row) in rows {
            let replication = replication(row);
            let shown = replication.and_then(|_| again.next());
            let now = self.words(config, replication, own, shown, reason.as_deref());
            for ((name, before), now) in self.names.iter().zip(row).zip(now).filter(|((_, before), now)| *before != now)
            {
                let place = replication.map_or_else(|| "no replication".to_owned(), |k| format!("replication {k}"));
                found.push(format!("config {config}, {place}: {name} is {before:?}, played again {now:?}"));
            }
        }
        ((own.len() * numbers.len()) as u64, found)
    }

    /// A row in words.
    fn words(
        &self,
        config: u64,
        replication: Option<u64>,
        own: &[Label],
        shown: Option<&Rows>,
        reason: Option<&str>,
    ) -> Vec<String> {
        let (point, arm) = self.survey.place(config);
        let mut words = vec![
            config.to_string(),
            self.survey.arms[arm].label.clone(),
            replication.map_or_else(String::new, |k| k.to_string()),
            self.survey.seed.cast_signed().to_string(),
        ];
        for (axis, value) in self.survey.space.axes.iter().zip(self.survey.space.point(point)) {
            words.push(if is_numeric(axis) { number(value.parse().unwrap_or(f64::NAN)) } else { value });
        }
        for label in &self.labels {
            let place = own.iter().position(|other| other == label);
            let value = place.and_then(|place| shown?.cells(place).first()).unwrap_or(f64::NAN);
            words.push(match is_whole(label) && !value.is_nan() {
                true => (value as i64).to_string(),
                false => number(value),
            });
        }
        words.push(if shown.is_some() { "done" } else { "failed" }.to_owned());
        words.push(if shown.is_some() { String::new() } else { reason.unwrap_or_default().to_owned() });
        words
    }
}
