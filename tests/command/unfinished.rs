//! What is left of a study that ended early: what is whole is taken as it is, what is damaged is played again.

use crate::shell::assert_same;
use snapback::archive::{Finished, Folder, Manifest, Opening, Status};
use snapback::scenario::{Request, load};
use snapback::simulate::Plan;
use snapback::study::Done;
use snapback::study::survey::Survey;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A study in nine pieces: with one arm their rows go to `runs.parquet` at once, with two they wait in files of their own.
fn study(n_arms: usize) -> Survey {
    let set = vec![("horizon".to_owned(), "Rounds(8)".to_owned())];
    let request = Request { scenario: Some("theory/tft_vs_tft".to_owned()), set, ..Request::default() };
    let scenario = load(&request).unwrap();
    let mut survey = Survey::single(&scenario, Plan { seed: 1, replications: 1 }, 0.95);
    for k in 1..n_arms {
        let mut other = survey.arms[0].clone();
        other.label = format!("other {k}");
        survey.arms.push(other);
    }
    survey.replications = 9 * survey.piece_size();
    survey
}

/// Plays at most so many pieces, and stops where the next is missing; how many it missed.
fn play(folder: &Path, survey: &Survey, opening: Opening, at_most: usize) -> (Finished, usize) {
    let manifest = Manifest::new(survey, "run", "run");
    let played = AtomicU64::new(0);
    let hear = |done: Done| {
        played.store(done.pieces, Ordering::Relaxed);
        if done.pieces < at_most as u64 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let folder = Folder::open(folder, survey, manifest, opening).unwrap();
    let finished = folder.conduct(&mut |_| {}, &hear).unwrap();
    let is_stopped = finished.manifest.status == Status::Unfinished;
    (finished, played.into_inner() as usize + usize::from(is_stopped))
}

fn half(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn flip(path: &Path, byte: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[byte] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

fn remove(path: &Path) {
    std::fs::remove_file(path).unwrap();
}

#[test]
fn only_what_is_damaged_is_played_again() {
    let place = tempfile::tempdir().unwrap();
    let part = |k: usize, extension: &str| {
        PathBuf::from(format!("parts/00000000-{:012}.{extension}", k as u64 * study(1).piece_size()))
    };
    let own = |k: usize| PathBuf::from(format!("parts/00000000-{:012}.parquet", k as u64 * study(2).piece_size()));
    let runs = PathBuf::from("runs.parquet.part");
    let longer = |path: &Path| std::fs::write(path, [std::fs::read(path).unwrap(), vec![7; 5000]].concat()).unwrap();
    type Damage<'a> = Box<dyn Fn(&Path) + 'a>;
    let cases: Vec<(&str, usize, Damage<'_>, usize, usize)> = vec![
        ("nothing", 1, Box::new(|_| {}), 5, 4),
        ("a row group begun", 1, Box::new(|at| longer(&at.join(&runs))), 5, 4),
        ("half of the rows", 1, Box::new(|at| half(&at.join(&runs))), 2, 7),
        ("all rows", 1, Box::new(|at| remove(&at.join(&runs))), 0, 9),
        ("a byte of the first rows", 1, Box::new(|at| flip(&at.join(&runs), 100)), 0, 9),
        ("half of a record", 1, Box::new(|at| half(&at.join(part(3, "piece")))), 3, 5),
        ("a byte of a record", 1, Box::new(|at| flip(&at.join(part(0, "piece")), 50)), 0, 5),
        ("rows in files of their own", 2, Box::new(|_| {}), 5, 4),
        ("a byte of rows in a file of their own", 2, Box::new(|at| flip(&at.join(own(2)), 5000)), 2, 5),
        ("half of the rows in a file of their own", 2, Box::new(|at| half(&at.join(own(1)))), 1, 5),
    ];
    for (what, n_arms, damage, left, missed) in cases {
        let survey = study(n_arms);
        let (whole, folder) = (place.path().join(format!("whole {n_arms}")), place.path().join(what));
        if !whole.exists() {
            play(&whole, &survey, Opening::New, usize::MAX);
        }
        assert_eq!(play(&folder, &survey, Opening::New, 5).0.pieces, 5, "{what}");
        damage(&folder);
        // Asked to stop at once, it ends where the first piece is missing, and keeps those behind it.
        let (finished, _) = play(&folder, &survey, Opening::Resume, 0);
        assert_eq!((finished.pieces, finished.manifest.status), (left, Status::Unfinished), "{what}");
        let (finished, again) = play(&folder, &survey, Opening::Resume, usize::MAX);
        assert_eq!((finished.pieces, finished.manifest.status, again), (9, Status::Done, missed), "{what}");
        assert_same(&whole, &folder);
    }
}
