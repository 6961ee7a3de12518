//! Files that are there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and moves it there when it is on disk.
///
/// # Errors
/// What the system says; then nothing is left of the attempt, and a file that was there stays as it was.
pub fn write_whole(path: &Path, writes: &mut dyn FnMut(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let part = beside(path);
    let written = File::create(&part).map(|file| BufWriter::with_capacity(1 << 16, file)).and_then(|mut out| {
        writes(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&part, path)
    });
    if written.is_err() {
        // What is left of a file that cannot be finished is of no use.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Where a file is written before it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
