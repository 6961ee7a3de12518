//! Pipes, endless files, rows that are not the study's, and many processes at once.

use crate::shell::{done, files, says, snapback};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use sha2::{Digest, Sha256};
use snapback::archive::{Folder, Manifest, Opening};
use snapback::scenario::{Request, load};
use snapback::simulate::Plan;
use snapback::study::survey::Survey;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const RUN: &str = "run theory/tft_vs_tft --set horizon=Rounds(8) --reps 60 --quiet";

/// Ends within a few seconds, with this status and these words.
fn says_soon(place: &Path, line: &str, status: i32, fragments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_snapback"));
    let command = command.args(line.split_whitespace()).current_dir(place).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("{line}: hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{line}: {told}");
    for fragment in fragments {
        assert!(told.contains(fragment), "{line}: {fragment:?} is not in\n{told}");
    }
}

fn pipe(path: &Path) {
    let _ = std::fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    files(from).into_iter().for_each(|(name, bytes)| std::fs::write(to.join(name), bytes).unwrap());
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts the sums of a folder again, as somebody would who wants it to be believed.
fn mend_sums(folder: &Path) {
    let mut manifest = Manifest::read(folder).unwrap();
    for entry in &mut manifest.files {
        let bytes = std::fs::read(folder.join(&entry.name)).unwrap();
        (entry.bytes, entry.sha256) = (bytes.len() as u64, hex(&bytes));
    }
    manifest.sum = String::new();
    manifest.sum = hex(serde_json::to_string(&manifest).unwrap().as_bytes());
    std::fs::write(folder.join("manifest.json"), serde_json::to_string(&manifest).unwrap()).unwrap();
}

#[test]
fn a_manifest_that_names_other_files_is_refused_by_name() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{RUN} --out whole"));
    let text = std::fs::read_to_string(place.path().join("whole/manifest.json")).unwrap();
    pipe(&place.path().join("pipe"));
    let names = ["/dev/zero", "../whole/summary.csv", "pipe", "../pipe", "/dev/stdin", "lock", "", ".", "summary.csv/"];
    for (k, name) in names.into_iter().enumerate() {
        let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        let entry = serde_json::json!({ "name": name, "bytes": 0, "sha256": "0".repeat(64) });
        manifest["files"].as_array_mut().unwrap().push(entry);
        let folder = format!("named{k}");
        copied(&place.path().join("whole"), &place.path().join(&folder));
        std::fs::write(place.path().join(&folder).join("manifest.json"), manifest.to_string()).unwrap();
        let told = format!("names the file {name:?}");
        for verb in ["verify", "report --out page.html", "diff whole"] {
            says_soon(place.path(), &format!("{verb} {folder}"), 2, &[&told]);
        }
        says_soon(place.path(), &format!("{RUN} --out {folder} --resume"), 2, &[&told]);
    }
}

#[test]
fn a_pipe_in_place_of_a_file_is_not_waited_for() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    done(place.path(), &format!("{RUN} --out whole"));
    for name in ["manifest.json", "summary.csv", "runs.parquet", "lock", "runs.parquet.part", "policies.csv"] {
        let folder = format!("pipe-{name}");
        copied(&at("whole"), &at(&folder));
        pipe(&at(&folder).join(name));
        for how in ["--force", "--resume"] {
            says_soon(place.path(), &format!("{RUN} --out {folder} {how}"), 2, &["not an ordinary file"]);
        }
        if !["lock", "runs.parquet.part"].contains(&name) {
            let status = if name == "manifest.json" { 2 } else { 1 };
            let told = if name == "policies.csv" { "no file of this study" } else { "not an ordinary file" };
            says_soon(place.path(), &format!("verify {folder}"), status, &[told]);
        }
        says_soon(place.path(), &format!("merge {folder} --out merged"), 2, &[]);
    }
    pipe(&at("pipe.ron"));
    for line in ["run pipe.ron", "check pipe.ron", "sweep pipe.ron", "run --design pipe.ron", "sweep --table pipe.ron"]
    {
        says_soon(place.path(), line, 2, &["pipe.ron", "not an ordinary file"]);
    }
    std::fs::create_dir(at("folder.ron")).unwrap();
    says_soon(place.path(), "run folder.ron", 2, &["folder.ron", "a directory"]);
    says_soon(place.path(), "run /dev/zero", 2, &["/dev/zero", "not an ordinary file"]);
    let huge = File::create(at("huge.ron")).unwrap();
    huge.set_len(1 << 40).unwrap();
    says_soon(place.path(), "run huge.ron", 2, &["huge.ron", "1 MiB"]);
    // A manifest may be larger, and has an end as well.
    std::fs::create_dir(at("endless")).unwrap();
    File::create(at("endless/manifest.json")).unwrap().set_len(1 << 40).unwrap();
    says_soon(place.path(), "verify endless", 2, &["bytes that such a file may have"]);
    std::fs::write(at("endless/manifest.json"), "[".repeat(1 << 20)).unwrap();
    says_soon(place.path(), "verify endless", 2, &["manifest.json"]);
}

/// A study in nine row groups.
fn study() -> Survey {
    let set = vec![("horizon".to_owned(), "Rounds(8)".to_owned())];
    let request = Request { scenario: Some("theory/tft_vs_tft".to_owned()), set, ..Request::default() };
    let mut survey = Survey::single(&load(&request).unwrap(), Plan { seed: 1, replications: 1 }, 0.95);
    survey.replications = 3 * survey.piece_size();
    survey
}

/// Writes some of the row groups of `runs.parquet`, in this order, with all that the file says of itself.
fn keep_groups(folder: &Path, groups: &[usize]) {
    let path = folder.join("runs.parquet");
    let source = File::open(&path).unwrap();
    let reader = SerializedFileReader::new(source.try_clone().unwrap()).unwrap();
    let metadata = reader.metadata();
    let notes = metadata.file_metadata().key_value_metadata().cloned();
    let properties = WriterProperties::builder()
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(notes)
        .build();
    let schema = metadata.file_metadata().schema_descr().root_schema_ptr();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for &number in groups {
        let group = metadata.row_group(number);
        let mut out = writer.next_row_group().unwrap();
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: column.compressed_size() as u64,
                rows_written: group.num_rows() as u64,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            out.append_column(&source, close).unwrap();
        }
        out.close().unwrap();
    }
    std::fs::write(path, writer.into_inner().unwrap()).unwrap();
}

#[test]
fn rows_that_are_missing_doubled_or_moved_are_not_certified() {
    let place = tempfile::tempdir().unwrap();
    let whole = place.path().join("whole");
    let survey = study();
    let folder = Folder::open(&whole, &survey, Manifest::new(&survey, "run", "snapback run"), Opening::New).unwrap();
    folder.conduct(&mut |_| {}, &snapback::study::unwatched).unwrap();
    let cases: [(&str, &[usize], &str); 5] = [
        ("as it is", &[0, 1, 2], "certified"),
        ("a group less", &[0, 1], "rows, not the"),
        ("a group twice", &[0, 1, 1], "row "),
        ("a group more", &[0, 1, 2, 2], "rows, not the"),
        ("another order", &[1, 0, 2], "row 0 is of config 0"),
    ];
    for (what, groups, told) in cases {
        let name = what.replace(' ', "-");
        copied(&whole, &place.path().join(&name));
        keep_groups(&place.path().join(&name), groups);
        mend_sums(&place.path().join(&name));
        let output = snapback(place.path(), &format!("verify {name} --rows 5"));
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(
            (output.status.code(), text.contains("certified")),
            if what == "as it is" { (Some(0), true) } else { (Some(1), false) },
            "{what}: {text}"
        );
        assert!(text.contains(told), "{what}: {text}");
    }
}

#[test]
fn a_footer_that_breaks_the_reader_is_a_damaged_file() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{RUN} --out whole"));
    for name in ["runs.parquet", "series.parquet"] {
        let bytes = std::fs::read(place.path().join("whole").join(name)).unwrap();
        let footer = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
        copied(&place.path().join("whole"), &place.path().join(format!("d-{name}")));
        // Every seventh byte, once with the sum of the file as it was, once with that of the damaged one.
        for at in (bytes.len() - 8 - footer..bytes.len()).step_by(footer / 12) {
            let mut damaged = bytes.clone();
            damaged[at] = if damaged[at] == 255 { 0 } else { 255 };
            std::fs::write(place.path().join(format!("d-{name}")).join(name), &damaged).unwrap();
            for is_mended in [false, true] {
                if is_mended {
                    mend_sums(&place.path().join(format!("d-{name}")));
                }
                let output = snapback(place.path(), &format!("verify d-{name} --rows 3"));
                let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
                assert!(matches!(output.status.code(), Some(0 | 1)), "{name}, byte {at}: {told}");
                assert!(!told.contains("panicked"), "{name}, byte {at}: {told}");
                // What a reader does not look at may be anything.
                assert!(is_mended || output.status.code() == Some(1), "{name}, byte {at}: {told}");
            }
        }
    }
}

#[test]
fn of_many_that_start_at_once_one_writes_at_a_time() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("shared");
    let survey = study();
    let (inside, opened) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..150 {
                    let manifest = Manifest::new(&survey, "run", "snapback run");
                    match Folder::open(&path, &survey, manifest, Opening::Force) {
                        Ok(folder) => {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two writers");
                            std::thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                            opened.fetch_add(1, Ordering::SeqCst);
                            drop(folder);
                        }
                        Err(error) => {
                            assert!(error.found.contains("held by"), "{error}");
                            std::thread::sleep(Duration::from_micros(200));
                        }
                    }
                }
            });
        }
    });
    assert!(opened.load(Ordering::SeqCst) > 0, "nobody got in");
    assert!(!path.join("lock").exists());
}

#[test]
fn a_lock_that_a_killed_process_left_is_no_hindrance() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{RUN} --out study"));
    for left in ["process 4711", ""] {
        std::fs::write(place.path().join("study/lock"), left).unwrap();
        done(place.path(), &format!("{RUN} --out study --force"));
        assert!(!place.path().join("study/lock").exists());
    }
    says(place.path(), "verify study --rows 60", 0, &[]);
}

#[test]
fn shares_that_were_edited_are_not_merged_and_nothing_is_put_into_one() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    for number in [1, 2] {
        done(place.path(), &format!("{RUN} --out s{number} --shard {number}/2"));
    }
    let text = std::fs::read_to_string(at("s2/manifest.json")).unwrap();
    for (from, to) in
        [("\"number\": 2", "\"number\": 1"), ("\"of\": 2", "\"of\": 1"), ("\"number\": 2", "\"number\": 0")]
    {
        std::fs::write(at("s2/manifest.json"), text.replace(from, to)).unwrap();
        says(place.path(), "merge s1 s2 --out whole", 2, &["s2"]);
        says(place.path(), "merge s2 --out whole", 2, &["s2"]);
    }
    std::fs::write(at("s2/manifest.json"), text).unwrap();
    for inside in ["s1", "s1/parts", "s1/new", "s2/../s1/new"] {
        says(place.path(), &format!("merge s1 s2 --out {inside}"), 2, &["one of the shares"]);
    }
    done(place.path(), "merge s1 s2 --out whole");
    done(place.path(), "verify whole");
}
