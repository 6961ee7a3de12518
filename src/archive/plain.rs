//! Ordinary files under their own names: links are not followed, and nothing but a file is opened.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What stands at a path, itself and not what it points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Nothing,
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// Something else, by name.
    Other(&'static str),
}

impl Kind {
    /// What stands at a path.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        match std::fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Self::named(&metadata)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::Nothing),
            Err(error) => Err(error),
        }
    }

    fn named(metadata: &Metadata) -> Self {
        match metadata.file_type() {
            kind if kind.is_file() => Self::File,
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_symlink() => Self::Other("a symbolic link, which is not followed"),
            _ => Self::Other("not an ordinary file"),
        }
    }

    /// Why it is no ordinary file.
    fn refused(self) -> io::Error {
        match self {
            Self::Folder => io::Error::other("a folder, not a file"),
            Self::Other(what) => io::Error::other(what),
            Self::Nothing | Self::File => io::Error::from(ErrorKind::NotFound),
        }
    }
}

/// Opens an ordinary file to be read.
pub(super) fn open(path: &Path) -> io::Result<File> {
    open_as(path, OpenOptions::new().read(true))
}

/// Opens an ordinary file that is there, to be read and written over.
pub(super) fn open_over(path: &Path) -> io::Result<File> {
    open_as(path, OpenOptions::new().read(true).write(true))
}

/// How often a file is opened again that another was moved over meanwhile.
const ATTEMPTS: u32 = 20;

fn open_as(path: &Path, how: &OpenOptions) -> io::Result<File> {
    for _ in 0..ATTEMPTS {
        let before = std::fs::symlink_metadata(path)?;
        if !before.is_file() {
            return Err(Kind::named(&before).refused());
        }
        let file = how.open(path)?;
        // What was looked at is what was opened, though somebody may have put a link there in between.
        if is_same(&before, &file.metadata()?) {
            return Ok(file);
        }
    }
    Err(io::Error::other("replaced while it was opened"))
}

/// Whether an open file is still what stands at a path.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match std::fs::symlink_metadata(path) {
        Ok(there) => Ok(is_same(&there, &file.metadata()?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.file_type() == other.file_type()
}

/// Whether a file has this name alone, so that writing over it changes no other.
#[cfg(unix)]
pub(super) fn has_one_name(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| metadata.nlink() == 1)
}

#[cfg(not(unix))]
pub(super) fn has_one_name(_: &File) -> bool {
    true
}

/// All of an ordinary file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let n = file.metadata()?.len();
    let too_large = || io::Error::other(format!("more than the {most} bytes that such a file may have"));
    if n > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(n).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// Starts a file of ours: one that an attempt before has left is removed first.
pub(super) fn start(path: &Path) -> io::Result<File> {
    remove(path)?;
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Removes an ordinary file, where there is one.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match Kind::of(path)? {
        Kind::Nothing => Ok(()),
        Kind::File => match std::fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
        other => Err(other.refused()),
    }
}

/// Starts a file beside `path`, under a name that nothing has.
pub(super) fn start_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or_else(|| io::Error::other("no name of a file"))?;
    for k in 0.. {
        let mut own = std::ffi::OsString::from(".");
        own.push(name);
        own.push(format!(".{}-{k}.part", std::process::id()));
        let own = path.with_file_name(own);
        match OpenOptions::new().write(true).create_new(true).open(&own) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && k < 1000 => {}
            Err(error) => return Err(error),
            Ok(file) => return Ok((own, file)),
        }
    }
    Err(io::Error::from(ErrorKind::AlreadyExists))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_pipes_and_folders_are_no_files() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        std::fs::write(at("file"), "mine").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        for (name, told) in [("link", "symbolic link"), ("folder", "a folder"), ("pipe", "not an ordinary file")] {
            for error in [open(&at(name)).unwrap_err(), start(&at(name)).unwrap_err(), remove(&at(name)).unwrap_err()] {
                assert!(error.to_string().contains(told), "{name}: {error}");
            }
        }
        assert_eq!(read(&at("file"), 4).unwrap(), b"mine");
        assert!(read(&at("file"), 3).unwrap_err().to_string().contains("more than the 3 bytes"));
        assert!(read(Path::new("/dev/zero"), 3).is_err());
        assert_eq!(std::fs::read_to_string(at("file")).unwrap(), "mine");
    }
}
