//! One process a folder.

use crate::archive::ArchiveError;
use crate::archive::names::LOCK;
use crate::archive::plain::{self, Kind};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The right to write into a folder. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// What the file holds, before the number of the process.
const HOLDER: &str = "process ";

/// How often a file without a word is looked at again: who has made it writes into it at once.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// What a look at the file found.
enum Look {
    Taken(File),
    Held(String),
    /// Somebody has made it, or removed it, just now.
    Again,
    /// No study has written it.
    Foreign,
}

impl Lock {
    /// Takes the lock of a folder; `is_ours` tells whether a study is there, so that a file without a word is its lock.
    ///
    /// # Errors
    /// Who holds it, where another process does; a file of that name that no study has written.
    pub(super) fn take(folder: &Path, is_ours: bool) -> Result<Self, ArchiveError> {
        let path = folder.join(LOCK);
        for look in 1..=LOOKS {
            // In the end nobody is left who would write a word into it.
            let is_last = look == LOOKS;
            match Self::look(&path, is_last && is_ours).map_err(|error| ArchiveError::open(&path, &error))? {
                Look::Taken(mut file) => {
                    let holder = format!("{HOLDER}{}", std::process::id());
                    let written =
                        (file.set_len(0).and_then(|()| file.rewind())).and_then(|()| file.write_all(holder.as_bytes()));
                    written.map_err(|error| ArchiveError::open(&path, &error))?;
                    return Ok(Self { path, file });
                }
                Look::Held(holder) => {
                    let remedy = "wait until it has ended, or choose another folder";
                    return Err(ArchiveError::new(folder, format!("held by {holder}"), remedy));
                }
                Look::Foreign => break,
                Look::Again if is_last => {}
                Look::Again => std::thread::sleep(BETWEEN_LOOKS),
            }
        }
        let found = format!("holds `{LOCK}`, which no study has written");
        Err(ArchiveError::new(folder, found, "choose a new folder"))
    }

    /// Whether a folder has a lock that a study has written.
    pub(super) fn is_at(folder: &Path) -> bool {
        plain::open(&folder.join(LOCK)).and_then(|mut file| holder(&mut file)).is_ok_and(|text| is_holder(&text))
    }

    fn look(path: &Path, takes_empty: bool) -> io::Result<Look> {
        match OpenOptions::new().read(true).write(true).create_new(true).open(path) {
            Ok(file) => return Self::claim(file, path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        let mut file = match plain::open_over(path) {
            Ok(file) => file,
            Err(_) if Kind::of(path)? == Kind::Nothing => return Ok(Look::Again),
            Err(error) => return Err(error),
        };
        match holder(&mut file)? {
            text if is_holder(&text) || (text.is_empty() && takes_empty) => Self::claim(file, path),
            text if text.is_empty() => Ok(Look::Again),
            _ => Ok(Look::Foreign),
        }
    }

    /// Takes the lock of an open file, as long as that is what stands there: who held it may have removed it.
    fn claim(mut file: File, path: &Path) -> io::Result<Look> {
        match file.try_lock() {
            Ok(()) if plain::is_at(&file, path)? => Ok(Look::Taken(file)),
            Ok(()) => Ok(Look::Again),
            Err(TryLockError::WouldBlock) => {
                let text = holder(&mut file)?;
                Ok(Look::Held(if is_holder(&text) { text } else { "another process".to_owned() }))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn holder(file: &mut File) -> io::Result<String> {
    let mut text = Vec::new();
    file.rewind()?;
    Read::by_ref(file).take(64).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Whether a lock file says what a study writes into it.
fn is_holder(text: &str) -> bool {
    text.strip_prefix(HOLDER).is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only what this process holds goes, and while it holds it. Left behind it does no harm: the lock itself goes
        // with the file handle.
        if cfg!(unix) && plain::is_at(&self.file, &self.path).unwrap_or(false) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
