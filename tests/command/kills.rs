//! Studies that are killed on the way end with the same bytes.

use crate::shell::{COMPARE, SWEEP, assert_same, done};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Bytes of a folder and of those in it.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        // What is swept up meanwhile counts for nothing.
        about => about.map_or(0, |about| about.len()),
    };
    entries.map(of).sum()
}

/// Starts a study and kills it as soon as its folder holds so many bytes; whether it was half done.
fn killed_halfway(place: &Path, line: &str, folder: &str, bytes: u64) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_snapback"));
    command.args(line.split_whitespace()).current_dir(place).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let at = place.join(folder);
    let status = |at: &Path| std::fs::read_to_string(at.join("manifest.json")).unwrap_or_default();
    while child.try_wait().unwrap().is_none() && (status(&at).is_empty() || size(&at) < bytes) {
        std::thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL: the process has no say in the matter.
    let _ = child.kill();
    child.wait().unwrap();
    status(&at).contains("\"unfinished\"") && std::fs::read_dir(at.join("parts")).is_ok()
}

#[test]
fn a_study_killed_at_any_moment_resumes_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    for (folder, study) in [("sweep", SWEEP), ("compare", COMPARE)] {
        done(place.path(), &format!("{study} --out whole --force"));
        let (whole, n_kills) = (size(&place.path().join("whole")), 10);
        let (mut halfway, mut with_results) = (0, 0);
        for kill in 0..n_kills {
            let _ = std::fs::remove_dir_all(place.path().join(folder));
            let line = format!("{study} --out {folder}");
            if killed_halfway(place.path(), &line, folder, kill * whole / n_kills) {
                halfway += 1;
                let parts = std::fs::read_dir(place.path().join(folder).join("parts")).unwrap();
                let pieces = parts.filter(|part| part.as_ref().unwrap().path().extension().unwrap() == "piece");
                with_results += usize::from(pieces.count() > 0);
            }
            done(place.path(), &format!("{study} --out {folder} --resume"));
            assert_same(&place.path().join("whole"), &place.path().join(folder));
        }
        assert!(halfway >= 8 && with_results >= 2, "{folder}: {halfway} halfway, {with_results} with results");
    }
}

#[test]
fn what_a_killed_process_left_of_a_manifest_is_swept_up() {
    let place = tempfile::tempdir().unwrap();
    let study = "run theory/tft_vs_tft --reps 100";
    done(place.path(), &format!("{study} --out whole"));
    done(place.path(), &format!("{study} --out left"));
    std::fs::write(place.path().join("left/manifest.json.part"), "{").unwrap();
    done(place.path(), &format!("{study} --out left --resume"));
    assert_same(&place.path().join("whole"), &place.path().join("left"));
}
