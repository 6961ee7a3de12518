//! Whether a folder is finished and holds what was written, and the command that makes it so.

use crate::archive::contents::{odd_files, odd_form};
use crate::archive::names::MANIFEST;
use crate::archive::plain::Kind;
use crate::archive::{ArchiveError, Fault, FileEntry, Manifest, Status};
use crate::study::survey::Survey;
use std::path::Path;

impl Manifest {
    /// Reads the manifest of a finished study.
    ///
    /// # Errors
    /// [`ArchiveError`] where there is none, or the study is not finished.
    pub fn finished(folder: &Path) -> Result<Self, ArchiveError> {
        let manifest = Self::read(folder)?;
        let (found, remedy) = match (manifest.status, manifest.shard) {
            (Status::Done, _) => return Ok(manifest),
            (Status::Shared, Some(shard)) => (
                format!("share {}/{} of a study", shard.number, shard.of),
                "put all shares together: snapback merge SHARE… --out DIR".to_owned(),
            ),
            _ => {
                ("an unfinished study".to_owned(), format!("finish it: {}", manifest.command_into(folder, "--resume")))
            }
        };
        Err(ArchiveError::new(folder, found, remedy))
    }

    /// The study of a finished folder, unless something in there is not what was written.
    ///
    /// # Errors
    /// [`ArchiveError`] that names the first.
    pub fn intact(&self, folder: &Path) -> Result<Survey, ArchiveError> {
        let survey = self.survey(folder)?;
        let Some(Fault { file, found }) = self.faults(folder, &survey).into_iter().next() else { return Ok(survey) };
        let remedy = format!("mend it: {}", self.command_into(folder, "--resume"));
        Err(ArchiveError::new(&folder.join(file), found, remedy))
    }

    /// What is not what was written in the folder of a finished study: the manifest, the list of its files, their bytes,
    /// and where those are right, what they hold, judged by columns and numbers of rows.
    pub fn faults(&self, folder: &Path, survey: &Survey) -> Vec<Fault> {
        let own = (!self.is_as_written()).then(|| Fault { file: MANIFEST.to_owned(), found: OTHER_BYTES.to_owned() });
        let mut faults: Vec<Fault> = own.into_iter().collect();
        faults.extend(odd_files(folder, survey, self));
        for entry in &self.files {
            // A file whose bytes are others is not read on.
            let found = entry.fault(folder).or_else(|| odd_form(folder, survey, self, &entry.name));
            faults.extend(found.map(|found| Fault { file: entry.name.clone(), found }));
        }
        faults
    }

    /// The command of the study on this folder, with `--resume` or `--force`.
    pub fn command_into(&self, folder: &Path, how: &str) -> String {
        let shard = self.shard.map_or_else(String::new, |shard| format!(" --shard {}/{}", shard.number, shard.of));
        format!("{} --out {}{shard} {how}", self.command, quoted(&folder.display().to_string()))
    }
}

impl FileEntry {
    /// What was found instead of the file, unless it is what was written.
    fn fault(&self, folder: &Path) -> Option<String> {
        let path = folder.join(&self.name);
        match Kind::of(&path) {
            Err(error) => return Some(error.to_string()),
            Ok(Kind::Nothing) => return Some("missing".to_owned()),
            Ok(Kind::Folder) => return Some("a folder".to_owned()),
            Ok(Kind::Other(what)) => return Some(what.to_owned()),
            Ok(Kind::File) => {}
        }
        match std::fs::symlink_metadata(&path) {
            Err(error) => Some(error.to_string()),
            Ok(file) if file.len() != self.bytes => {
                Some(format!("{} bytes, not the {} written", file.len(), self.bytes))
            }
            Ok(_) => match Self::of(&path, &self.name) {
                Err(error) => Some(error.found),
                Ok(now) => (now != *self).then(|| OTHER_BYTES.to_owned()),
            },
        }
    }
}

const OTHER_BYTES: &str = "other bytes than those written";

/// A word as a shell reads it.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:%+@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
