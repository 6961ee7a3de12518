//! Abuse: no text, option or file that people may write, and no damage that disks may do, ends in a panic.
//!
//! `cargo test --test library fuzz` plays the kept inputs of `tests/library/__fuzz__` and new ones for a second each; `.ci/fuzz NAME SECONDS`
//! goes on, led by coverage, for as long as one likes. It builds the library alone, so nothing here needs the command.

use bolero::check;
use sha2::{Digest, Sha256};
use snapback::archive::{Folder, Manifest, Opening, diff_folders, read_results, read_runs, read_table, verify};
use snapback::scenario::{DESIGNS, FileKind, Request, SCENARIOS, Scenario, load, read_scenario};
use snapback::simulate::{Sample, SeriesDetail};
use snapback::study::survey::{Designs, Draft, Engine, Role, Sampling, parse_axis, read_study};
use snapback::study::{parse_requirement, parse_target, run};
use snapback::text::{Mistake, Source, parse, parse_value, paths, render};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

/// Something put into a text in place of something else: where, how many bytes go, and which word comes.
type Edit = (u16, u8, u8);

/// What breaks parsers and models, and what moves a text on to another meaning.
#[rustfmt::skip]
const WORDS: [&str; 64] = [
    "", "(", ")", "[", "]", "{", "}", ",", ":", "\"", "'", "\\", "//", "/*", "*/", "#![enable(implicit_some)]",
    "0", "1", "-1", "0.5", "1e308", "-1e308", "1e-320", "NaN", "inf", "-inf", "4294967296", "18446744073709551616",
    "0x10", "1_000", "true", "None", "Some(", "r#\"", "\"#", "\u{0}", "\u{feff}", "é", "\u{202e}", "\n", " ", "Rounds(",
    "Months(", "Years(0)", "Both", "Neither", "Never", "TitForTat", "Grim", "Deliberate(", "PerCommitment([", "Automaton(",
    "Chance(", "Retaliate(", "Tariff(", "Payment(multiple:", "name:", "gain:", "parties:", "mechanism:", "design:",
    "\"back-end\"", "((((((((", "]]]]]]]]",
];

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for &(at, gone, word) in edits {
        let at = usize::from(at) % (bytes.len() + 1);
        let end = (at + usize::from(gone % 24)).min(bytes.len());
        bytes.splice(at..end, WORDS[usize::from(word) % WORDS.len()].bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn told(mistakes: &[Mistake]) {
    assert!(!mistakes.is_empty(), "a refusal without a reason");
    assert!(!render(mistakes).trim().is_empty(), "a reason without words");
}

/// Whatever was accepted is played, written, and read again.
fn stands(scenario: &Scenario) {
    let written = scenario.to_ron();
    match read_scenario("again", &written) {
        Ok(again) => assert_eq!(again.to_ron(), written),
        Err(mistakes) => panic!("what was written is not read: {}\n{written}", render(&mistakes)),
    }
    // Tables of parties who think ahead take long where the game is large.
    if written.contains("Deliberate") || written.contains("Strategic") {
        return;
    }
    let short = scenario.with(&[("horizon".to_owned(), "Rounds(6)".to_owned())]);
    if let Ok(short) = short {
        let report = run(&short, Sample { seed: 1, replications: 3 }, 0.95, |_| {}).unwrap();
        assert!(!report.metrics.is_empty());
    }
}

#[test]
fn any_text_as_a_scenario() {
    check!().for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        match read_scenario("fuzz", &text) {
            Ok(scenario) => stands(&scenario),
            Err(mistakes) => told(&mistakes),
        }
    });
}

#[test]
fn scenarios_with_edits() {
    let seeds: Vec<&str> = SCENARIOS.iter().chain(DESIGNS).map(|entry| entry.text).collect();
    check!().with_type::<(u8, Vec<Edit>)>().for_each(|(seed, edits)| {
        let text = edited(seeds[usize::from(*seed) % seeds.len()], edits);
        match read_scenario("fuzz", &text) {
            Ok(scenario) => stands(&scenario),
            Err(mistakes) => told(&mistakes),
        }
    });
}

#[test]
fn overrides() {
    let base = load(&Request { scenario: Some("us_china_2019".to_owned()), ..Request::default() }).unwrap();
    let paths = paths(&parse(&Source::new("base", base.to_ron())).unwrap());
    check!().with_type::<(u16, Vec<Edit>, u8, Vec<Edit>)>().for_each(|(path, path_edits, value, value_edits)| {
        let path = edited(&paths[usize::from(*path) % paths.len()], path_edits);
        let value = edited(WORDS[usize::from(*value) % WORDS.len()], value_edits);
        match base.with(&[(path, value)]) {
            Ok(scenario) => stands(&scenario),
            Err(mistakes) => told(&mistakes),
        }
    });
}

#[test]
fn study_files() {
    let seed = "Study(scenario: \"us_china_quarterly\", set: {\"mechanism.filing_cost\": 0.1}, vary: [(path: \
                \"mechanism.review_every\", from: 1, to: 4, count: 4, role: Lever), (path: \"mechanism.scrutiny\", \
                values: [0.1, 0.5])], sampling: Grid, designs: [\"back-end\", \"wto-dsu\"], baseline: \"back-end\", \
                reps: 100, seed: 7, precision: [\"welfare.joint=0.5%\"], require: [\"compliance.China>=0.9\"])";
    check!().with_type::<Vec<Edit>>().for_each(|edits| {
        let source = Source::new("fuzz", edited(seed, edits));
        match parse(&source) {
            Ok(tree) => {
                let _ = FileKind::of(&tree);
                if let Err(mistakes) = read_study(&tree) {
                    told(&mistakes);
                }
            }
            Err(mistake) => told(&[mistake]),
        }
    });
}

#[test]
fn options() {
    let seeds =
        ["mechanism.review_every=1..12:4", "design=back-end,wto-dsu", "welfare.joint=0.5%", "compliance.China>=0.9"];
    check!().with_type::<(u8, Vec<Edit>)>().for_each(|(seed, edits)| {
        let text = edited(seeds[usize::from(*seed) % seeds.len()], edits);
        let refusals = [
            parse_axis(&text, Role::Lever).err(),
            parse_target(&text).err(),
            parse_requirement(&text).err(),
            parse_value(&Source::new("fuzz", text.as_str()), "path").err().map(|mistake| render(&[mistake])),
        ];
        assert!(refusals.iter().flatten().all(|reason| !reason.trim().is_empty()));
    });
}

/// A results folder: names of files and what is in them.
static FOLDER: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let request = Request {
        scenario: Some("us_china_quarterly".to_owned()),
        // Deliberate conduct would take longer to work out than a folder takes to be read.
        set: ["US", "China"].map(|party| (format!("parties.{party}.conduct.comply"), "Chance(0.8)".to_owned())).into(),
        ..Request::default()
    };
    let draft = Draft {
        accounts: false,
        scenarios: vec![request],
        designs: Designs::Named(vec!["none".to_owned(), "back-end".to_owned()]),
        adds_baseline: true,
        baseline: None,
        axes: Vec::new(),
        sampling: Sampling::Grid,
        replications: 20,
        seed: 1,
        confidence: 0.95,
        detail: SeriesDetail::Means,
        precision: None,
        engine: Engine::Sampled,
        require: Vec::new(),
    };
    let study = draft.prepare().unwrap();
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let manifest = Manifest::new(&study, "compare", "snapback compare");
    Folder::open(&out, &study, manifest, Opening::New)
        .unwrap()
        .conduct(&mut |_| {}, &snapback::study::unwatched)
        .unwrap();
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
});

/// Writes the sums of the files into the manifest, so that damage is met by those who read on.
fn mend_sums(folder: &Path) {
    let Ok(mut manifest) = Manifest::read(folder) else { return };
    for entry in &mut manifest.files {
        let Ok(bytes) = std::fs::read(folder.join(&entry.name)) else { continue };
        entry.bytes = bytes.len() as u64;
        entry.sha256 = sum(&bytes);
    }
    manifest.sum = String::new();
    manifest.sum = sum(serde_json::to_string(&manifest).unwrap().as_bytes());
    std::fs::write(folder.join("manifest.json"), serde_json::to_string(&manifest).unwrap()).unwrap();
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_all(folder: &Path) {
    let refusals = [
        Manifest::read(folder).err(),
        read_results(folder).err(),
        read_runs(folder, &|_| true, None).err(),
        read_table(folder, "summary.csv").err(),
        diff_folders(folder, folder).err(),
        verify(folder, 2, 1).err(),
    ];
    assert!(refusals.iter().flatten().all(|refusal| !refusal.to_string().trim().is_empty()));
}

#[test]
fn results_folders_with_damage() {
    // A disk damages bytes; only texts are edited by people.
    let longer = check!().with_test_time(Duration::from_secs(6));
    longer.with_type::<(u8, Vec<(u32, u8)>, Vec<Edit>, u16)>().for_each(|(which, flips, edits, end)| {
        let folder = tempfile::tempdir().unwrap();
        for (place, (name, bytes)) in FOLDER.iter().enumerate() {
            let mut bytes = bytes.clone();
            if place == usize::from(*which) % FOLDER.len() {
                if name.ends_with(".parquet") {
                    let n = bytes.len();
                    flips.iter().for_each(|&(at, with)| bytes[at as usize % n] ^= with);
                    // Most of what can be wrong is in the footer.
                    flips.iter().for_each(|&(at, with)| bytes[n - 1 - at as usize % n.min(600)] ^= with);
                } else {
                    bytes = edited(&String::from_utf8(bytes).unwrap(), edits).into_bytes();
                }
                if end % 4 == 0 {
                    bytes.truncate(usize::from(*end) % (bytes.len() + 1));
                }
            }
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        if end % 2 == 0 {
            mend_sums(folder.path());
        }
        read_all(folder.path());
    });
}

/// The folder, with one of its files as it is here.
fn folder_with(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    FOLDER.iter().for_each(|(name, bytes)| std::fs::write(folder.path().join(name), bytes).unwrap());
    std::fs::write(folder.path().join(name), bytes).unwrap();
    mend_sums(folder.path());
    folder
}

#[test]
fn any_text_as_a_manifest() {
    check!().for_each(|bytes| read_all(folder_with("manifest.json", bytes).path()));
}

#[test]
fn any_footer_of_a_parquet_file() {
    check!().for_each(|bytes| {
        let Some((which, footer)) = bytes.split_first() else { return };
        let name = ["runs.parquet", "series.parquet"][usize::from(which % 2)];
        let (_, whole) = FOLDER.iter().find(|(file, _)| file == name).unwrap();
        let (start, length) = (whole.len() - 8, whole.len() - 4);
        let n = u32::from_le_bytes(whole[start..length].try_into().unwrap()) as usize;
        let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
        let bytes = [&whole[..start - n], footer, &length, b"PAR1"].concat();
        read_all(folder_with(name, &bytes).path());
    });
}
