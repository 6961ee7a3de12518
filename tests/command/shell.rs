//! The command as tests run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Several points of several replications each, in several pieces.
pub(crate) const SWEEP: &str = "sweep theory/tft_vs_tft --set horizon=Rounds(60) --vary parties.Row.conduct.tremble=0.01..0.1:8 \
                     --reps 5000 --quiet";

/// Two designs, each in several pieces.
pub(crate) const COMPARE: &str = "compare us_china_quarterly --designs none,mirror --baseline none --reps 20000 --quiet \
    --set parties.US.conduct.comply=Disposition(calm:0.9,disputed:0.95,remedied:1.0) \
    --set parties.China.conduct.comply=Disposition(calm:0.6,disputed:0.7,remedied:0.9)";

/// Where the project is.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a command line where the project is.
pub(crate) fn here(line: &str) -> Output {
    snapback(root(), line)
}

/// What a command prints that succeeds.
pub(crate) fn stdout(line: &str) -> String {
    done(root(), line)
}

/// Bad input: status 2, a report that holds the fragments, nothing on standard output.
pub(crate) fn refuses(line: &str, fragments: &[&str]) {
    says(root(), line, 2, fragments);
    assert!(here(line).stdout.is_empty(), "{line}");
}

pub(crate) fn file(text: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

pub(crate) fn snapback(folder: &Path, line: &str) -> Output {
    with(folder, &line.split_whitespace().collect::<Vec<_>>())
}

/// Runs the command with arguments that may hold spaces.
pub(crate) fn with(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_snapback")).args(args).current_dir(folder).output().unwrap()
}

pub(crate) fn done(folder: &Path, line: &str) -> String {
    done_with(folder, &line.split_whitespace().collect::<Vec<_>>())
}

pub(crate) fn done_with(folder: &Path, args: &[&str]) -> String {
    let output = with(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Ends with this status and says these things on standard error.
pub(crate) fn says(folder: &Path, line: &str, status: i32, fragments: &[&str]) {
    let output = snapback(folder, line);
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{line}: {report}");
    assert!(!report.contains("panicked"), "{line}: {report}");
    for fragment in fragments {
        assert!(report.contains(fragment), "{line}: {fragment:?} is not in\n{report}");
    }
}

/// Every file of a folder and what it holds.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().into(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

pub(crate) fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    let names = |files: &[(PathBuf, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        assert!(one == other, "{} differs", name.display());
    }
}

/// A page or a file of the project.
pub(crate) fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}
