//! Whether the files of a folder can be those of its study: which there are, their columns, and how many rows.

use crate::archive::names::{COMMAND, FILES, MARK, OTHER_COLUMNS, RUNS, SERIES};
use crate::archive::plain::{self, Kind};
use crate::archive::read::{open_table, with_parquet};
use crate::archive::runs::RunsForm;
use crate::archive::series::series_form;
use crate::archive::{ArchiveError, Fault, Manifest};
use crate::study::survey::{Engine, Survey};
use crate::tables::{POLICIES, SurveyTable};
use parquet::file::metadata::FileMetaData;
use parquet::file::reader::FileReader;
use std::ops::RangeInclusive;
use std::path::Path;

/// Whether a finished study has a file of this name; `None` where that depends on its results.
fn has(survey: &Survey, manifest: &Manifest, name: &str) -> Option<bool> {
    match name {
        RUNS => Some(survey.engine == Engine::Sampled),
        SERIES => Some(true),
        POLICIES if !manifest.require.is_empty() => Some(true),
        POLICIES if survey.has_policies() => None,
        _ => Some(SurveyTable::of(survey).iter().any(|table| table.file_name() == name)),
    }
}

/// Files that are listed and none of the study, or of the study and not listed, or there and neither.
pub(super) fn odd_files(folder: &Path, survey: &Survey, manifest: &Manifest) -> Vec<Fault> {
    let odd = |name: &&str| {
        let is_listed = manifest.files.iter().any(|entry| entry.name == **name);
        let is_there = Kind::of(&folder.join(name)).is_ok_and(|kind| kind != Kind::Nothing);
        match (has(survey, manifest, name), is_listed) {
            (Some(true), false) => Some("not in the manifest"),
            (Some(false), true) => Some("in the manifest, and no file of this study"),
            (Some(false) | None, false) if is_there => Some("no file of this study"),
            _ => None,
        }
    };
    FILES.iter().filter_map(|name| Some(Fault { file: (*name).to_owned(), found: odd(name)?.to_owned() })).collect()
}

/// Removes files that the study has not, so that nobody takes them for its own.
pub(super) fn remove_strange_files(folder: &Path, survey: &Survey, manifest: &Manifest) -> Result<(), ArchiveError> {
    let strange = FILES.iter().filter(|name| has(survey, manifest, name) != Some(true)).map(|name| folder.join(name));
    strange.into_iter().try_for_each(|path| plain::remove(&path).map_err(|error| ArchiveError::write(&path, &error)))
}

/// What a file holds that no file of the study does, judged by its columns and the number of its rows.
pub(super) fn odd_form(folder: &Path, survey: &Survey, manifest: &Manifest, name: &str) -> Option<String> {
    let path = folder.join(name);
    let wrong = match name {
        RUNS => {
            let form = RunsForm::new(survey, manifest).ok()?.metadata();
            let notes = [(MARK, manifest.study.as_str()), (COMMAND, &manifest.command)];
            odd_parquet(&path, &form, &notes, rows(survey, manifest))
        }
        SERIES => {
            let form = series_form(manifest).ok()?.metadata();
            odd_parquet(&path, &form, &[(MARK, &manifest.study)], 0..=u64::MAX)
        }
        POLICIES => return None,
        _ => {
            let table = SurveyTable::of(survey).into_iter().find(|table| table.file_name() == name)?;
            let header = table.header(survey);
            open_table(&path).and_then(|mut table| {
                let found = table.headers().map_err(|error| ArchiveError::damaged(&path, error.to_string()))?;
                Ok((found != header).then(|| OTHER_COLUMNS.to_owned()))
            })
        }
    };
    wrong.unwrap_or_else(|error| Some(error.found))
}

/// Rows that the runs of a study have: one for each replication of a config, one for a config that cannot be played.
fn rows(survey: &Survey, manifest: &Manifest) -> RangeInclusive<u64> {
    let failed = manifest.failed.min(survey.n_configs());
    let played = survey.n_configs() - failed;
    let most = played.saturating_mul(survey.replications).saturating_add(failed);
    if survey.precision.is_some() { survey.n_configs()..=most } else { most..=most }
}

fn odd_parquet(
    path: &Path,
    form: &FileMetaData,
    notes: &[(&str, &str)],
    rows: RangeInclusive<u64>,
) -> Result<Option<String>, ArchiveError> {
    with_parquet(path, |reader| {
        let found = reader.metadata().file_metadata();
        if found.schema() != form.schema() {
            return Ok(Some(OTHER_COLUMNS.to_owned()));
        }
        let said = found.key_value_metadata().map_or(&[][..], Vec::as_slice);
        for (key, value) in notes {
            if !said.iter().any(|note| note.key == *key && note.value.as_deref() == Some(*value)) {
                return Ok(Some(format!("says another {key} than the manifest")));
            }
        }
        let n = u64::try_from(found.num_rows()).unwrap_or(0);
        let wanted = match (rows.start(), rows.end()) {
            (least, most) if least == most => format!("{most}"),
            (least, most) => format!("{least} to {most}"),
        };
        Ok((!rows.contains(&n)).then(|| format!("{n} rows, not the {wanted} of the study")))
    })
}
