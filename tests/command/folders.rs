//! Results folders: what does not fit, what is damaged, what is certified.

use crate::shell::{SWEEP, assert_same, done, files, says, snapback};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn folders_that_do_not_fit_are_refused_and_stay_as_they_are() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let study = "run theory/tft_vs_tft --reps 100";
    done(place.path(), &format!("{study} --out one"));
    let before = files(&at("one"));
    says(place.path(), &format!("{study} --out one"), 2, &["are here already", "--resume", "--force"]);
    says(place.path(), &format!("{study} --seed 2 --out one --resume"), 2, &["another study is here", "--reps 100"]);
    says(place.path(), &format!("{study} --out one --resume"), 0, &["already finished"]);
    assert_eq!(files(&at("one")), before);
    std::fs::create_dir(at("mine")).unwrap();
    std::fs::write(at("mine/thesis.tex"), "years of work").unwrap();
    says(place.path(), &format!("{study} --out mine --force"), 2, &["thesis.tex", "choose a new folder"]);
    assert_eq!(std::fs::read_to_string(at("mine/thesis.tex")).unwrap(), "years of work");
    says(place.path(), "verify nowhere", 2, &["nowhere/manifest.json", "--out"]);
    says(place.path(), &format!("{study} --resume"), 2, &["--out"]);
    says(place.path(), &format!("{study} --shard 4/3 --out x"), 2, &["i from 1 to N"]);
    std::fs::write(at("file"), "").unwrap();
    says(place.path(), &format!("{study} --out file"), 2, &["file: ", "can be made and written to"]);
    says(place.path(), &format!("{study} --out file/below"), 2, &["file/below: ", "can be made and written to"]);
}

#[test]
fn two_processes_do_not_share_a_folder() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("shared");
    std::fs::create_dir(&folder).unwrap();
    let lock = std::fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    std::fs::write(folder.join("lock"), "process 4711").unwrap();
    says(place.path(), "run theory/tft_vs_tft --reps 10 --out shared", 2, &["held by process 4711", "wait"]);
}

#[test]
fn verify_certifies_and_finds_what_was_changed() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{SWEEP} --out study"));
    let text = done(place.path(), "verify study --rows 300");
    assert!(text.contains("300 of 40000 rows") && text.contains("certified"), "{text}");
    let summary = place.path().join("study/summary.csv");
    let changed = std::fs::read_to_string(&summary).unwrap().replacen("0.0", "0.1", 1);
    std::fs::write(&summary, changed).unwrap();
    let told = |line: &str| {
        let output = snapback(place.path(), line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let text = told("verify study");
    assert!(text.contains("summary.csv: other bytes") && text.contains("100 of 40000 rows"), "{text}");
    let runs = place.path().join("study/runs.parquet");
    let bytes = std::fs::read(&runs).unwrap();
    std::fs::write(&runs, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::remove_file(place.path().join("study/series.parquet")).unwrap();
    let text = told("verify study");
    for fragment in ["runs.parquet: ", "series.parquet: missing", "to repair: snapback sweep", "--resume"] {
        assert!(text.contains(fragment), "{fragment:?} is not in\n{text}");
    }
}

/// A rule of conduct that needs no working out, so that studies take no time.
const PLAIN: &str =
    "--set parties.US.conduct.comply=Chance(0.8) --set parties.China.conduct.comply=Chance(0.8) us_china_quarterly";

#[test]
fn verify_solves_exact_configs_again() {
    let place = tempfile::tempdir().unwrap();
    let study = format!("compare {PLAIN} --designs none,mirror --baseline none --exact");
    done(place.path(), &format!("{study} --out exact"));
    let text = done(place.path(), "verify exact");
    assert!(text.contains("2 of 2 configs solved again") && text.contains("certified"), "{text}");
    assert!(done(place.path(), "verify exact --rows 1").contains("1 of 2 configs"));
    // Somebody who mends the sums as well is found out all the same.
    let path = place.path().join("exact/summary.csv");
    let summary = std::fs::read_to_string(&path).unwrap();
    let (line, mean) = summary.lines().skip(1).map(|line| (line, line.split(',').nth(8).unwrap())).next().unwrap();
    let forged = summary.replace(line, &line.replace(mean, "-9999.0"));
    forge(&place.path().join("exact"), "summary.csv", forged.as_bytes());
    let output = snapback(place.path(), "verify exact");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(&format!("row 1: mean is -9999.0, solved again {mean}")), "{text}");
    assert!(text.contains("--force"), "{text}");
}

/// Writes other bytes into a file of a folder, and their sum into the manifest.
fn forge(folder: &Path, name: &str, bytes: &[u8]) {
    use sha2::{Digest, Sha256};
    let path = folder.join("manifest.json");
    let mut manifest: snapback::archive::Manifest =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let entry = manifest.files.iter_mut().find(|entry| entry.name == name).unwrap();
    entry.bytes = bytes.len() as u64;
    entry.sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    manifest.sum = String::new();
    let text = serde_json::to_string(&manifest).unwrap();
    manifest.sum = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(path, serde_json::to_string_pretty(&manifest).unwrap()).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn a_damaged_folder_is_refused_and_mended_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let study = format!("compare {PLAIN} --designs none,mirror --baseline none --reps 50 --quiet");
    done(place.path(), &format!("{study} --out whole"));
    done(place.path(), &format!("{study} --out study"));
    for name in ["runs.parquet", "series.parquet", "summary.csv", "differences.csv", "ranking.csv", "survival.csv"] {
        let bytes = std::fs::read(at("whole").join(name)).unwrap();
        let mut edited = bytes.clone();
        edited[bytes.len() / 2] ^= 1;
        for (damage, found) in
            [(None, "missing"), (Some(&bytes[..bytes.len() / 2]), "bytes, not the"), (Some(&edited), "other bytes")]
        {
            match damage {
                None => std::fs::remove_file(at("study").join(name)).unwrap(),
                Some(bytes) => std::fs::write(at("study").join(name), bytes).unwrap(),
            }
            let told = [name, found, "repair it: snapback compare", "--out study --resume"];
            says(place.path(), "report study --out page.html", 2, &told);
            says(place.path(), "diff whole study", 2, &told);
            // Another order of options is the same study, and its files keep the command that they hold.
            let again = format!("{} --reps 50", study.replace(" --reps 50", ""));
            says(
                place.path(),
                &format!("{again} --out study --resume"),
                0,
                &[name, "replaying it to repair the folder"],
            );
            assert_same(&at("whole"), &at("study"));
        }
    }
    assert!(!at("page.html").exists());
    std::fs::write(at("study/manifest.json"), "{").unwrap();
    says(place.path(), "verify study", 2, &["manifest.json", "--force"]);
    done(place.path(), &format!("{study} --out study --force"));
    assert_same(&at("whole"), &at("study"));
}

#[test]
fn damaged_pieces_are_played_again() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{SWEEP} --out whole"));
    done(place.path(), &format!("{SWEEP} --out share --shard 1/1"));
    let mut pieces: Vec<PathBuf> =
        std::fs::read_dir(place.path().join("share/parts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pieces.sort();
    for (k, piece) in pieces.iter().enumerate() {
        let bytes = std::fs::read(piece).unwrap();
        match k % 6 {
            0 => std::fs::remove_file(piece).unwrap(),
            3 => std::fs::write(piece, &bytes[..bytes.len() / 2]).unwrap(),
            _ => {}
        }
    }
    done(place.path(), "merge share --out merged");
    assert_same(&place.path().join("whole"), &place.path().join("merged"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_says_how_far_it_got_and_how_to_go_on() {
    let place = tempfile::tempdir().unwrap();
    let study = SWEEP.replace("5000", "50000");
    done(place.path(), &format!("{study} --out whole"));
    for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let folder = place.path().join(signal);
        let mut command = Command::new(env!("CARGO_BIN_EXE_snapback"));
        command.args(study.split_whitespace()).args(["--out", signal]).current_dir(place.path());
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        while !folder.join("parts").exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(50));
        let kill = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        let output = child.wait_with_output().unwrap();
        let report = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{report}");
        let command = report.split("to continue: snapback ").nth(1).unwrap_or_else(|| panic!("{report}")).trim();
        assert!(report.contains(" of 32 pieces are kept"), "{report}");
        assert!(!folder.join("lock").exists(), "{signal}");
        // Whoever reads it too early is told the same command.
        for reader in
            [format!("verify {signal}"), format!("report {signal} --out p.html"), format!("diff {signal} whole")]
        {
            says(place.path(), &reader, 2, &["an unfinished study", command]);
        }
        if signal == "TERM" {
            done(place.path(), &command.replace('\'', ""));
            assert_same(&place.path().join("whole"), &folder);
        }
    }
}

#[test]
fn a_finished_study_resumed_shows_what_it_showed_and_ends_as_it_ended() {
    let place = tempfile::tempdir().unwrap();
    for (folder, status, study) in [
        ("failed", 3, "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.5..1.5:3 --reps 50"),
        ("rough", 1, "run theory/tft_vs_tft --precision welfare.Row=0.5% --max-reps 1500"),
        ("run", 0, "run theory/tft_vs_tft --reps 50"),
        ("compare", 0, "compare us_china_quarterly --designs none,mirror,automatic --baseline none --reps 200"),
        ("exact", 0, "compare us_china_quarterly --designs none,mirror --baseline none --exact"),
        ("many", 0, "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.001..0.2:120 --reps 20"),
        (
            "judged",
            0,
            "sweep theory/grim_trigger --vary parties.Row.discount=0.5,0.9 --require compliance.Row>=0.5 --reps 20",
        ),
    ] {
        for format in ["table", "json", "csv"] {
            let study = format!("{study} --format {format} --out {folder}");
            let (first, again) = (format!("{study} --force"), format!("{study} --resume"));
            let shown = snapback(place.path(), &first);
            assert_eq!(shown.status.code(), Some(status), "{first}");
            says(place.path(), &again, status, &["already finished"]);
            let shown_again = snapback(place.path(), &again).stdout;
            let differs =
                shown.stdout.split(|b| *b == b'\n').zip(shown_again.split(|b| *b == b'\n')).find(|(a, b)| a != b);
            let differs = differs.map(|(a, b)| [a, b].map(String::from_utf8_lossy));
            assert!(shown_again == shown.stdout, "{again}: {differs:?}");
        }
    }
}

#[test]
fn one_study_has_one_fingerprint() {
    let place = tempfile::tempdir().unwrap();
    let fingerprint = |line: &str| {
        let text = done(place.path(), line);
        let rest = text.split("fingerprint").nth(1).unwrap_or_else(|| panic!("{line}: {text}"));
        rest.chars().skip_while(|c| !c.is_ascii_hexdigit()).take(16).collect::<String>()
    };
    let run = "run theory/tft_vs_tft --reps 50";
    let of_run = fingerprint(run);
    for line in [
        "run theory/tft_vs_tft --reps 70 --confidence 0.9",
        &format!("{run} --format json"),
        &format!("{run} --out one"),
        "verify one",
        "verify one --format json",
        "report one --out page.html",
        "report theory/tft_vs_tft --reps 50 --out page.html --force",
        "trace theory/tft_vs_tft",
        "compare theory/tft_vs_tft --designs none --baseline none --reps 50",
    ] {
        assert_eq!(fingerprint(line), of_run, "{line}");
    }
    assert_ne!(fingerprint(&format!("{run} --seed 2")), of_run);
    let exact = format!("compare {PLAIN} --designs none,mirror --baseline none --exact");
    let of_exact = fingerprint(&exact);
    for more in ["--reps 77", "--seed 2", "--confidence 0.9", "--format json"] {
        assert_eq!(fingerprint(&format!("{exact} {more}")), of_exact, "{more}");
    }
    let alone = format!("compare {PLAIN} --designs none --baseline none --exact");
    assert_eq!(fingerprint(&alone), fingerprint(&format!("solve {PLAIN} --design none")));
    let json: serde_json::Value = serde_json::from_str(&done(place.path(), &format!("{exact} --format json"))).unwrap();
    assert_eq!(json["engine"], "exact");
    assert!(json["replications"].is_null() && json["configs"][0]["replications"].is_null(), "{json}");
}

#[test]
fn options_that_change_a_study_have_no_meaning_with_a_folder() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), "run theory/tft_vs_tft --reps 50 --out one");
    for option in [
        "--designs all",
        "--baseline none",
        "--set parties.Row.conduct.tremble=0.2",
        "--reps 50",
        "--seed 1",
        "--confidence 0.95",
        "--precision survived=0.1",
        "--max-reps 1000000",
    ] {
        let name = option.split(' ').next().unwrap();
        says(place.path(), &format!("report one {option} --out page.html"), 2, &[name, "results folder one"]);
    }
    says(place.path(), "report one --format json --out page.html", 2, &["--format"]);
    assert!(!place.path().join("page.html").exists());
    done(place.path(), "report one --threads 1 --quiet --no-progress --out page.html");
}

#[test]
fn folders_and_scenarios_are_compared() {
    let place = tempfile::tempdir().unwrap();
    let text = done(place.path(), "diff us_china_2019 us_china_quarterly");
    assert!(text.contains("round: Month -> Quarter"), "{text}");
    done(place.path(), "run theory/tft_vs_tft --reps 500 --out a");
    done(place.path(), "run theory/tft_vs_tft --reps 500 --set parties.Row.conduct.tremble=0.2 --out b");
    let text = done(place.path(), "diff a b");
    assert!(text.contains("parties.Row.conduct.tremble") && text.contains("none: compliance.Row:"), "{text}");
    assert!(done(place.path(), "diff a a").contains("0 of"));
    for (line, fragments) in [
        ("diff nowhere a", ["nowhere: does not exist", "the other is a results folder"]),
        ("diff a nowhere", ["nowhere: does not exist", "the other is a results folder"]),
        ("diff . a", [".: a folder without a manifest.json", "the other is a results folder"]),
        ("diff a us_china_2019", ["us_china_2019: a scenario of the library", "two scenarios"]),
        ("diff nowhere neither", ["nowhere", "neither"]),
    ] {
        says(place.path(), line, 2, &fragments);
    }
    done(place.path(), "compare --reps 20 --quiet --out c");
    for line in
        ["diff us_china_2019 us_china_quarterly", "diff us_china_2019 theory/tft_vs_tft", "diff a b", "diff a c"]
    {
        let text = done(place.path(), line);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{line}:\n{text}");
        let json: serde_json::Value =
            serde_json::from_str(&done(place.path(), &format!("{line} --format json"))).unwrap();
        assert_eq!(json["schema"], 1, "{line}");
    }
}
