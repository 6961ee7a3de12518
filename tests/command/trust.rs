//! What a folder or a file of somebody else meets, and what `verify` does not certify.

use crate::shell::{assert_same, done, files, says, snapback};
use sha2::{Digest, Sha256};
use snapback::archive::Manifest;
use snapback::metric::Metric;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

const RUN: &str = "run theory/tft_vs_tft --set horizon=Rounds(8) --reps 60 --quiet";
/// Rules of conduct that need no working out, so that studies take no time.
const SWEEP: &str = "sweep us_china_quarterly --set horizon=Rounds(8) --set parties.US.conduct.comply=Chance(0.8) \
                     --set parties.China.conduct.comply=Chance(0.8) --vary mechanism.review_every=1,2 \
                     --designs none,mirror --reps 30 --quiet";

/// Every file below a folder, links as what they point to by name, with what it holds.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.symlink_metadata().unwrap().file_type() {
            kind if kind.is_dir() => found.extend(tree(&path)),
            kind if kind.is_symlink() => {
                found.push((path.clone(), std::fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()));
            }
            _ => found.push((path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

#[test]
fn a_folder_that_does_not_say_it_is_a_study_stays_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let foreign: [(&str, &str, &str); 8] = [
        ("parts", "parts/letter.txt", "mine"),
        ("piece", "parts/00000000-000000000000.piece", "mine"),
        ("lock", "lock", "notes"),
        ("begun", "manifest.json.part", "mine"),
        ("summary", "summary.csv", "mine"),
        ("app", "manifest.json", "{\"name\": \"my app\", \"schema\": 1}"),
        ("hidden", ".keep", ""),
        ("empty", "manifest.json", ""),
    ];
    for (folder, file, text) in foreign {
        std::fs::create_dir_all(at(folder).join(file).parent().unwrap()).unwrap();
        std::fs::write(at(folder).join(file), text).unwrap();
        if folder == "app" {
            std::fs::create_dir(at("app/parts")).unwrap();
            std::fs::write(at("app/parts/photo.jpg"), "mine").unwrap();
            std::fs::write(at("app/summary.csv"), "mine").unwrap();
        }
        let before = tree(&at(folder));
        for how in ["", "--force", "--resume"] {
            says(place.path(), &format!("{RUN} --out {folder} {how}"), 2, &[folder, "holds `", "choose a new folder"]);
        }
        assert_eq!(tree(&at(folder)), before, "{folder}");
    }
    std::fs::create_dir_all(at("bare/parts")).unwrap();
    says(place.path(), &format!("{RUN} --out bare"), 2, &["holds `parts`"]);
    // Beside a study, what is in its folder of pieces and no piece of it.
    done(place.path(), &format!("{RUN} --out study"));
    std::fs::create_dir(at("study/parts")).unwrap();
    std::fs::write(at("study/parts/letter.txt"), "mine").unwrap();
    for how in ["--force", "--resume"] {
        says(place.path(), &format!("{RUN} --out study {how}"), 2, &["parts/letter.txt", "no piece of a study"]);
    }
    assert_eq!(std::fs::read_to_string(at("study/parts/letter.txt")).unwrap(), "mine");
}

#[test]
fn links_in_a_folder_are_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    std::fs::write(at("precious"), "precious").unwrap();
    std::fs::create_dir(at("victim")).unwrap();
    std::fs::write(at("victim/00000000-000000000000.piece"), "precious").unwrap();
    done(place.path(), &format!("{RUN} --out whole"));
    let names = ["manifest.json", "summary.csv", "runs.parquet", "series.parquet", "survival.csv"];
    let parts = ["manifest.json.part", "runs.parquet.part", "summary.csv.part", "lock", "policies.csv"];
    for name in names.into_iter().chain(parts).chain(["parts"]) {
        let folder = format!("linked {name}").replace(' ', "-");
        std::fs::create_dir(at(&folder)).unwrap();
        for (file, bytes) in files(&at("whole")) {
            std::fs::write(at(&folder).join(file), bytes).unwrap();
        }
        let _ = std::fs::remove_file(at(&folder).join(name));
        let target = match name {
            "parts" => at("victim"),
            // Even where what it leads to is the very file.
            name if names.contains(&name) => at("whole").join(name),
            _ => at("precious"),
        };
        symlink(target, at(&folder).join(name)).unwrap();
        let before = (tree(&at(&folder)), tree(&at("whole")));
        for how in ["--force", "--resume"] {
            says(place.path(), &format!("{RUN} --out {folder} {how}"), 2, &["symbolic link"]);
        }
        if names.contains(&name) {
            let output = snapback(place.path(), &format!("verify {folder}"));
            let told = [output.stdout, output.stderr].concat();
            assert!(String::from_utf8_lossy(&told).contains("symbolic link"), "{name}");
            says(place.path(), &format!("diff whole {folder}"), 2, &["symbolic link"]);
        }
        assert_eq!((tree(&at(&folder)), tree(&at("whole"))), before, "{name}");
        // Alone, a link is no study either.
        let alone = format!("alone-{name}");
        std::fs::create_dir(at(&alone)).unwrap();
        symlink("../precious", at(&alone).join(name)).unwrap();
        says(place.path(), &format!("{RUN} --out {alone} --force"), 2, &["holds `", "choose a new folder"]);
    }
    assert_eq!(std::fs::read_to_string(at("precious")).unwrap(), "precious");
    assert_eq!(std::fs::read_to_string(at("victim/00000000-000000000000.piece")).unwrap(), "precious");
}

#[test]
fn pictures_pages_and_chains_replace_nothing_unless_forced() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let tit = "theory/tft_vs_tft --set horizon=Rounds(4)";
    for (line, file) in [
        (format!("run {tit} --reps 20 --plot run.svg"), "run.svg"),
        (format!("{} --plot sweep.svg", SWEEP.replace(",mirror", "")), "sweep.svg"),
        (format!("solve {tit} --plot solve.svg"), "solve.svg"),
        (format!("trace {tit} --plot trace.svg"), "trace.svg"),
        ("audit theory/grim_trigger --plot audit.svg".to_owned(), "audit.svg"),
        (format!("report {tit} --reps 20 --out page.html"), "page.html"),
        (format!("export {tit} --out chain"), "chain.drn"),
        (format!("export {tit} --out chain --format prism"), "chain.lab"),
    ] {
        std::fs::write(at(file), "mine").unwrap();
        // A file of the user's that was once written over on the way.
        std::fs::write(at(&format!("{file}.part")), "mine").unwrap();
        says(place.path(), &line, 2, &[file, "there already", "--force replaces it"]);
        assert_eq!(std::fs::read_to_string(at(file)).unwrap(), "mine", "{line}");
        done(place.path(), &format!("{line} --force"));
        assert_ne!(std::fs::read_to_string(at(file)).unwrap(), "mine", "{line}");
        assert_eq!(std::fs::read_to_string(at(&format!("{file}.part"))).unwrap(), "mine", "{line}");
        std::fs::remove_file(at(file)).unwrap();
        std::fs::write(at("precious"), "precious").unwrap();
        symlink("precious", at(file)).unwrap();
        says(place.path(), &format!("{line} --force"), 2, &[file, "symbolic link"]);
        std::fs::remove_file(at(file)).unwrap();
        std::fs::create_dir(at(file)).unwrap();
        says(place.path(), &format!("{line} --force"), 2, &[file, "directory"]);
        assert_eq!(std::fs::read_to_string(at("precious")).unwrap(), "precious");
    }
    assert!(
        !tree(place.path()).iter().any(|(name, _)| name.file_name().unwrap().to_string_lossy().starts_with('.')),
        "something is left"
    );
}

/// Changes a manifest, and everything in it that anybody can count again.
fn edit(folder: &Path, change: &dyn Fn(&mut Manifest)) {
    let mut manifest = Manifest::read(folder).unwrap();
    for entry in &mut manifest.files {
        let Ok(bytes) = std::fs::read(folder.join(&entry.name)) else { continue };
        entry.bytes = bytes.len() as u64;
        entry.sha256 = hex(&bytes);
    }
    change(&mut manifest);
    manifest.sum = String::new();
    manifest.sum = hex(serde_json::to_string(&manifest).unwrap().as_bytes());
    std::fs::write(folder.join("manifest.json"), serde_json::to_string_pretty(&manifest).unwrap()).unwrap();
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    files(from).into_iter().for_each(|(name, bytes)| std::fs::write(to.join(name), bytes).unwrap());
}

/// Nobody who reads the folder takes it for what it is not.
fn is_not_certified(place: &Path, folder: &str) -> String {
    let output = snapback(place, &format!("verify {folder}"));
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(matches!(output.status.code(), Some(1 | 2)), "{folder}: {told}");
    assert!(!told.contains("certified") && !told.contains("panicked"), "{folder}: {told}");
    told
}

#[test]
fn no_field_of_a_manifest_is_left_unguarded() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let study = format!("{SWEEP} --require compliance.US>=0.5");
    done(place.path(), &format!("{study} --out whole"));
    done(place.path(), "verify whole");
    // Whoever edits by hand leaves the sum as it is.
    let text = std::fs::read_to_string(at("whole/manifest.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    for key in value.as_object().unwrap().keys() {
        let mut other = value.clone();
        other[key] = match &value[key] {
            serde_json::Value::Number(n) if n.is_f64() => serde_json::json!(0.5),
            serde_json::Value::Number(_) => serde_json::json!(1_000_000_000_000_000_000_u64),
            serde_json::Value::String(_) => serde_json::json!("other"),
            serde_json::Value::Array(_) => serde_json::json!([]),
            serde_json::Value::Null if key == "shard" => serde_json::json!({ "number": 0, "of": 0 }),
            serde_json::Value::Null => serde_json::json!(7),
            _ => serde_json::json!({ "axes": [], "sampling": "Grid" }),
        };
        let folder = format!("by-hand-{key}");
        copied(&at("whole"), &at(&folder));
        std::fs::write(at(&folder).join("manifest.json"), other.to_string()).unwrap();
        is_not_certified(place.path(), &folder);
        says(place.path(), &format!("diff whole {folder}"), 2, &[&folder]);
        says(place.path(), &format!("report {folder} --out page.html"), 2, &[&folder]);
    }
    // Whoever counts the sums again as well.
    type Change = Box<dyn Fn(&mut Manifest)>;
    let changes: Vec<(&str, Change)> = vec![
        ("command", Box::new(|m| m.command = "snapback sweep of something else".to_owned())),
        ("failed", Box::new(|m| m.failed = 1)),
        ("seed", Box::new(|m| m.seed = 2)),
        ("replications", Box::new(|m| m.replications = 1_000_000_000_000_000_000)),
        ("confidence", Box::new(|m| m.confidence = 0.9)),
        ("fingerprint", Box::new(|m| m.fingerprint = "0123456789abcdef".to_owned())),
        ("study", Box::new(|m| m.study = "0123456789abcdef".to_owned())),
        ("configs", Box::new(|m| m.configs = 3)),
        ("baseline", Box::new(|m| m.baseline = "mirror".to_owned())),
        ("label", Box::new(|m| m.arms[0].label = "other".to_owned())),
        ("ron", Box::new(|m| m.arms[0].ron = m.arms[1].ron.clone())),
        ("metrics", Box::new(|m| m.metrics.truncate(3))),
        ("require", Box::new(|m| m.require = vec!["compliance.US>=0.9".to_owned()])),
        ("no files", Box::new(|m| m.files.clear())),
        ("fewer files", Box::new(|m| drop(m.files.pop()))),
    ];
    for (what, change) in changes {
        let folder = format!("counted-{}", what.replace(' ', "-"));
        copied(&at("whole"), &at(&folder));
        edit(&at(&folder), &change);
        is_not_certified(place.path(), &folder);
    }
}

#[test]
fn a_folder_without_a_metric_of_this_version_is_refused_by_its_name() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{RUN} --out old"));
    edit(&place.path().join("old"), &|manifest| manifest.metrics.retain(|label| label.metric != Metric::UnderRemedy));
    let verbs = ["verify old", "diff old old", "report old --out page.html", &format!("{RUN} --out old --resume")];
    for verb in verbs {
        says(place.path(), verb, 2, &["without the metric `under_remedy`", "run its command again"]);
    }
    done(place.path(), &format!("{RUN} --out old --force"));
    done(place.path(), "verify old");
}

#[test]
fn a_table_is_not_certified_by_its_own_sum() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    done(place.path(), &format!("{SWEEP} --out whole"));
    for name in ["summary.csv", "differences.csv", "ranking.csv", "policies.csv"] {
        let text = std::fs::read_to_string(at("whole").join(name)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let last = lines.len() - 1;
        let row = lines[last].replacen("0.", "9.", 1);
        let cases = [
            ("edited", [&lines[..last], &[row.as_str()]].concat()),
            ("shorter", lines[..last].to_vec()),
            ("longer", [&lines[..], &lines[last..]].concat()),
            ("bare", lines[..1].to_vec()),
            ("renamed", [&["other,columns"], &lines[1..]].concat()),
        ];
        for (what, lines) in cases {
            let folder = format!("{name}-{what}");
            copied(&at("whole"), &at(&folder));
            std::fs::write(at(&folder).join(name), lines.join("\n") + "\n").unwrap();
            edit(&at(&folder), &|_| {});
            let told = is_not_certified(place.path(), &folder);
            assert!(told.contains(name), "{folder}: {told}");
        }
    }
    // Another study's files, whole as they are.
    done(place.path(), &format!("{SWEEP} --seed 2 --out other"));
    for name in ["runs.parquet", "series.parquet"] {
        let folder = format!("other-{name}");
        copied(&at("whole"), &at(&folder));
        std::fs::copy(at("other").join(name), at(&folder).join(name)).unwrap();
        edit(&at(&folder), &|_| {});
        assert!(is_not_certified(place.path(), &folder).contains(name));
        says(place.path(), &format!("report {folder} --out page.html"), 2, &[name, "--resume"]);
        done(place.path(), &format!("{SWEEP} --out {folder} --resume"));
        assert_same(&at("whole"), &at(&folder));
    }
}

/// Names that a spreadsheet would run stand behind an apostrophe in CSV, and are compared as what they are.
#[test]
fn names_like_formulas_are_certified_in_folders() {
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    file(
        "formulas.ron",
        r#"(name: "=1+1", round: Year, horizon: Rounds(6), parties: [
            (name: "=cmd()", discount: 0.9, commitments: [(name: "-1+2", gain: 1, harm: 2, detection: 0.5, false_alarm: 0.1)],
             trade: (imports: 20, demand_elasticity: 2, margin: 0.2), conduct: (comply: Chance(0.8))),
            (name: "@x+1", discount: 0.9, commitments: [(name: "+evil", gain: 1, harm: 2, detection: 0.5, false_alarm: 0.1)],
             trade: (imports: 20, demand_elasticity: 2, margin: 0.2), conduct: (comply: Chance(0.8)))],
           design: "none")"#,
    );
    for (line, out) in [
        ("run formulas.ron --reps 20", "run"),
        ("compare formulas.ron --designs none,damages --reps 20", "compare"),
        ("sweep formulas.ron --vary parties.=cmd().discount=0.8,0.9 --reps 20", "sweep"),
    ] {
        let output = snapback(place.path(), &format!("{line} --quiet --out {out}"));
        assert!(
            [Some(0), Some(3)].contains(&output.status.code()),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let verified = snapback(place.path(), &format!("verify {out}"));
        assert!(verified.status.success(), "{line}: {}", String::from_utf8_lossy(&verified.stdout));
    }
}
