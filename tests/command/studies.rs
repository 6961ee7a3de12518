//! Studies in folders: the same bytes whatever happens on the way, and nothing damaged when something is wrong.

use crate::shell::{COMPARE, SWEEP, assert_same, done, says, snapback, stdout};
use std::path::Path;
use std::process::Command;

#[test]
fn any_number_of_threads_writes_the_same_files() {
    let place = tempfile::tempdir().unwrap();
    for study in [SWEEP, COMPARE] {
        for threads in [1, 2, 8] {
            done(place.path(), &format!("{study} --threads {threads} --out t{threads} --force"));
        }
        assert_same(&place.path().join("t1"), &place.path().join("t2"));
        assert_same(&place.path().join("t1"), &place.path().join("t8"));
    }
}

#[test]
fn shares_merge_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    for study in [SWEEP, COMPARE] {
        done(place.path(), &format!("{study} --out whole --force"));
        for share in 1..=3 {
            done(place.path(), &format!("{study} --out s{share} --shard {share}/3 --force"));
        }
        says(place.path(), "merge s1 s3 --out merged --force", 2, &["shard 2/3 is missing"]);
        done(place.path(), "merge s3 s1 s2 --out merged --force");
        assert_same(&place.path().join("whole"), &place.path().join("merged"));
    }
}

#[test]
fn a_share_with_configs_that_cannot_be_played_ends_as_the_whole_does() {
    let place = tempfile::tempdir().unwrap();
    let few = "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.5..1.5:3 --reps 50 --quiet";
    let many = "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.5..1.5:3 --reps 20000 --quiet";
    for study in [few, many] {
        let share = format!("{study} --out s --shard 1/1");
        says(place.path(), &format!("{share} --force"), 3, &["1 of 3 configs could not be played"]);
        says(place.path(), &format!("{share} --resume"), 3, &["1 of 3 configs could not be played"]);
        says(place.path(), "merge s --out merged --force", 3, &["1 configs could not be played"]);
    }
}

#[test]
fn policies_stand_in_the_folder_as_on_the_screen() {
    let place = tempfile::tempdir().unwrap();
    let study = "sweep theory/grim_trigger --vary parties.Row.discount=0.5,0.9 --require compliance.Row>=0.5 --reps 50 \
                 --lever parties.Row.conduct.comply=Always,Grim --vary parties.Column.conduct.tremble=0,0.2 \
                 --format json --quiet";
    let shown: serde_json::Value = serde_json::from_str(&done(place.path(), &format!("{study} --out whole"))).unwrap();
    let mut file = csv::Reader::from_path(place.path().join("whole/policies.csv")).unwrap();
    let header = file.headers().unwrap().clone();
    let rows: Vec<_> = file.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(shown["policies"].as_array().unwrap().len(), 2);
    for (row, policy) in rows.iter().zip(shown["policies"].as_array().unwrap()) {
        let cell = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        let number = |name: &str| cell(name).parse::<f64>().ok();
        assert_eq!(cell("parties.Row.conduct.comply"), policy["levers"][0]);
        assert_eq!(number("futures"), policy["futures"].as_f64());
        for name in ["worst_regret", "mean_regret", "satisficing"] {
            assert_eq!(number(name), policy[name]["value"].as_f64(), "{name}");
            assert_eq!(number(&format!("{name}.low")), policy[name]["low"].as_f64(), "{name}");
            assert_eq!(number(&format!("{name}.high")), policy[name]["high"].as_f64(), "{name}");
        }
        assert_eq!(cell("require"), "compliance.Row>=0.5");
    }
    done(place.path(), "report whole --out page.html");
    let page = std::fs::read_to_string(place.path().join("page.html")).unwrap();
    for part in [
        "Policies across 4 futures",
        "compliance.Row&gt;=0.5",
        "download=\"policies.csv\"",
        "stands here as the scenario",
    ] {
        assert!(page.contains(part), "{part}");
    }
    for share in 1..=2 {
        done(place.path(), &format!("{study} --out s{share} --shard {share}/2"));
    }
    says(place.path(), "merge s1 s2 --out s1 --force", 2, &["s1: one of the shards", "a folder of its own"]);
    done(place.path(), "merge s1 s2 --out merged");
    assert_same(&place.path().join("whole"), &place.path().join("merged"));
    let otherwise = study.replace(">=0.5", ">=0.6");
    says(place.path(), &format!("{otherwise} --out whole --resume"), 2, &["judged by other conditions", "--force"]);
}

#[test]
fn regret_lies_in_its_interval_as_often_as_that_says() {
    let study = "sweep us_china_quarterly --quiet --designs none,back-end,mirror --format json \
                 --uncertainty parties.China.commitments.purchases.gain=9..14:3";
    let judged = |options: &str| -> Vec<serde_json::Value> {
        let json: serde_json::Value = serde_json::from_str(&stdout(&format!("{study} {options}"))).unwrap();
        json["policies"].as_array().unwrap().clone()
    };
    let exact = judged("--exact");
    let (seeds, mut held) = (50, [[0; 2]; 3]);
    for seed in 1..=seeds {
        for ((policy, exact), held) in judged(&format!("--reps 300 --seed {seed}")).iter().zip(&exact).zip(&mut held) {
            for (measure, held) in ["worst_regret", "mean_regret"].into_iter().zip(held) {
                let [low, high] = ["low", "high"].map(|end| policy[measure][end].as_f64().unwrap());
                *held += usize::from((low..=high).contains(&exact[measure]["value"].as_f64().unwrap()));
            }
        }
    }
    // 95 % of 50 less three binomial errors.
    assert!(held.iter().flatten().all(|held| *held >= 43), "{held:?} of {seeds}");
}

#[test]
fn parameters_that_move_together_stand_together() {
    let place = tempfile::tempdir().unwrap();
    let (row, column) = ("parties.Row.conduct.tremble", "parties.Column.conduct.tremble");
    let study = format!("sweep theory/tft_vs_tft --vary {row},{column}=0.1,0.2 --reps 50 --quiet --out study");
    let text = done(place.path(), &study);
    assert!(
        text.contains("conduct.tremble + 1") && text.contains("moves together with Column.conduct.tremble"),
        "{text}"
    );
    let mut table = csv::Reader::from_path(place.path().join("study/summary.csv")).unwrap();
    assert_eq!(&table.headers().unwrap()[2], format!("{row},{column}"));
    done(place.path(), "verify study");
    done(place.path(), "diff study study");
}

#[test]
fn times_are_drawn_as_numbers() {
    let place = tempfile::tempdir().unwrap();
    let vary = "mechanism.consultation.0.lasts=Months(1),Months(2),Months(24)";
    let study = format!("sweep us_china_quarterly --design wto-dsu --vary {vary} --reps 50 --quiet --plot over.svg");
    done(place.path(), &study.replace("--design wto-dsu", "--designs wto-dsu"));
    let picture = std::fs::read_to_string(place.path().join("over.svg")).unwrap();
    assert!(picture.contains("(months)") && picture.contains(">20</text>"), "{picture}");
    assert!(picture.contains("50 replications"), "{picture}");
}

#[test]
fn how_long_agreements_stand_has_an_interval_on_the_screen_and_in_the_folder() {
    let place = tempfile::tempdir().unwrap();
    let text = done(place.path(), &format!("{} --out study --format json", COMPARE.replace("20000", "2000")));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (_, _, results) = snapback::archive::read_results(&place.path().join("study")).unwrap();
    for (config, arm) in json["configs"].as_array().unwrap().iter().zip(&results[0].arms) {
        let told = ["restricted_mean", "restricted_mean_low", "restricted_mean_high"].map(|key| config[key].as_f64());
        let kept = &arm.outcome.as_ref().unwrap().restricted_mean;
        assert_eq!(told, [kept.mean, kept.low, kept.high]);
        let [mean, low, high] = told.map(Option::unwrap);
        assert!(low < mean && mean < high && high <= 120.0, "{low} {mean} {high}");
    }
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_loses_nothing_that_is_done() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{SWEEP} --out whole"));
    // A limit on the size of files stands for a full disk: writes fail in the middle of a file.
    let program = env!("CARGO_BIN_EXE_snapback");
    let study = SWEEP.replace("horizon=Rounds(60)", "'horizon=Rounds(60)'");
    let script = format!("trap '' XFSZ; ulimit -f 200; exec '{program}' {study} --out full");
    let output = Command::new("sh").args(["-c", &script]).current_dir(place.path()).output().unwrap();
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{report}");
    assert!(report.contains("--resume"), "{report}");
    assert!(!place.path().join("full/runs.parquet").exists());
    done(place.path(), &format!("{SWEEP} --out full --resume"));
    assert_same(&place.path().join("whole"), &place.path().join("full"));
}

#[test]
fn a_config_that_cannot_be_played_is_a_row_with_its_reason() {
    let place = tempfile::tempdir().unwrap();
    let study = "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.5..1.5:3 --reps 50";
    says(place.path(), &format!("{study} --out bad"), 3, &["1 of 3 configs"]);
    let summary = std::fs::read_to_string(place.path().join("bad/summary.csv")).unwrap();
    let failed: Vec<&str> = summary.lines().filter(|line| line.contains(",failed,")).collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains("a number from 0 to 1"), "{}", failed[0]);
    assert!(summary.lines().any(|line| line.starts_with("1,") && line.contains(",done,")));
    // A share is no whole number, even where most of its range is out of bounds.
    let varied: std::collections::BTreeSet<&str> =
        summary.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(varied.into_iter().collect::<Vec<_>>(), ["0.5", "1", "1.5"]);
    done(place.path(), "verify bad");
}

#[test]
fn a_sample_grows_until_it_is_precise() {
    let place = tempfile::tempdir().unwrap();
    let precise = "run theory/tft_vs_tft --precision welfare.Row=0.5% --format json";
    let json: serde_json::Value = serde_json::from_str(&done(place.path(), precise)).unwrap();
    let welfare = json["metrics"].as_array().unwrap().iter().find(|m| m["metric"] == "welfare" && m["party"] == "Row");
    let number = |key: &str| welfare.unwrap()[key].as_f64().unwrap();
    assert!(0.5 * (number("high") - number("low")) <= 0.005 * number("mean").abs());
    assert!((1000..1_000_000).contains(&json["replications"].as_u64().unwrap()));
    says(place.path(), &format!("{precise} --max-reps 1500"), 1, &["not precise enough after 1500"]);
    says(place.path(), "run --precision welfare.Rwo=1", 2, &["welfare.Rwo", "one of"]);
}

#[test]
fn studies_come_from_files_tables_and_options() {
    let place = tempfile::tempdir().unwrap();
    let study = r#"Study(
        scenario: "theory/tft_vs_tft",
        vary: [(path: "parties.Row.conduct.tremble", from: 0.0, to: 0.2, count: 3, role: Uncertainty)],
        designs: ["none"],
        reps: 40,
        require: ["compliance.Row>=0.4"],
    )"#;
    std::fs::write(place.path().join("study.ron"), study).unwrap();
    let csv = done(place.path(), "sweep study.ron --format csv");
    assert!(csv.lines().next().unwrap().starts_with("config,design,parties.Row.conduct.tremble,metric"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("2,none,0.2,")));
    let replications = |line: &str| {
        let told: serde_json::Value = serde_json::from_str(&done(place.path(), line)).unwrap();
        told["replications"].as_u64().unwrap()
    };
    assert_eq!(replications("sweep study.ron --format json"), 40);
    // An option that says what the default says is an option all the same.
    assert_eq!(replications("sweep study.ron --reps 10000 --format json"), 10_000);
    // Nor does a precision among the options leave the number of the file in force, or the other way round.
    assert_eq!(replications("sweep study.ron --precision compliance.Row=0.1 --format json"), 1000);
    let both = study.replace("reps: 40,", r#"reps: 40, precision: ["compliance.Row=0.1"],"#);
    std::fs::write(place.path().join("both.ron"), &both).unwrap();
    says(place.path(), "sweep both.ron", 2, &["reps", "one of the two", "--max-reps"]);
    std::fs::write(place.path().join("precise.ron"), both.replace("reps: 40,", "")).unwrap();
    assert_eq!(replications("sweep precise.ron --format json"), 1000);
    assert_eq!(replications("sweep precise.ron --reps 70 --format json"), 70);
    std::fs::write(
        place.path().join("points.csv"),
        "parties.Row.conduct.tremble,parties.Column.conduct.tremble\n0.1,0.2\n0.3,0.4\n",
    )
    .unwrap();
    let csv = done(place.path(), "sweep theory/tft_vs_tft --table points.csv --reps 20 --format csv");
    assert!(csv.lines().any(|line| line.starts_with("1,none,0.3,0.4,")), "{csv}");
    let line = "sweep theory/tft_vs_tft --sobol 4 --vary parties.Row.conduct.tremble=0..0.5 --reps 20 --format csv";
    assert_eq!(done(place.path(), line).lines().filter(|line| line.contains(",survived,")).count(), 4);
    let line = "sweep theory/grim_trigger --exact --vary parties.Row.discount=0.5..0.9:2 --format csv";
    assert!(done(place.path(), line).contains("0,"));
    let many = r#"Study(
        scenario: "us_china_quarterly",
        vary: [(path: "parties.US.discuont", values: [0.9]), (path: "b", from: 1.0)],
        designs: ["wto-dsx"],
        require: ["compliance"],
    )"#;
    std::fs::write(place.path().join("many.ron"), many).unwrap();
    for (wrong, fragments) in [
        ("sweep theory/tft_vs_tft --vary parties.Row.tremble=0..1:2", vec!["does not exist", "the nearest path"]),
        ("sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=1..1:2", vec!["the range is empty"]),
        ("sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=", vec!["from..to:count"]),
        ("sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0..1", vec!["without a count"]),
        (
            "sweep theory/tft_vs_tft --require compliance.Rwo>=1 --vary parties.Row.conduct.tremble=0,1",
            vec!["compliance.Rwo"],
        ),
        ("sweep --table nowhere.csv", vec!["nowhere.csv"]),
        ("compare --designs wto-dsx", vec!["did you mean `wto-dsu`?"]),
        ("compare --designs wto-dsu,wto-dsu", vec!["a second time"]),
        ("compare --designs wto-dsu --baseline fine", vec!["did you mean `fines`?"]),
        (
            "sweep many.ron",
            vec!["did you mean `wto-dsu`?", "parties.US.discuont", "vary.b", "METRIC>=BOUND", "4 mistakes"],
        ),
        ("plan --difference 0", vec!["above 0"]),
    ] {
        says(place.path(), wrong, 2, &fragments);
    }
    let wrong = "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0.5..1.5:3 --dry-run";
    says(place.path(), wrong, 3, &["1 of the first 3 configs cannot be played; config 2: ", "from 0 to 1"]);
    assert!(done(place.path(), "sweep study.ron --dry-run").contains("runs     120 (40 replications a config)"));
}

#[test]
fn levers_meet_every_row_of_a_table_and_every_future_is_counted() {
    let place = tempfile::tempdir().unwrap();
    let points = "parties.Row.conduct.tremble,parties.Column.conduct.tremble\n0.1,0.2\n0.3,0.4\n0.5,1.5\n";
    std::fs::write(place.path().join("points.csv"), points).unwrap();
    let study = "sweep theory/tft_vs_tft --table points.csv --reps 50 --quiet";
    let line = format!("{study} --lever parties.Row.discount=0.8,0.9 --format json");
    let output = snapback(place.path(), &line);
    assert_eq!(output.status.code(), Some(3));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["configs"].as_array().unwrap().len(), 6);
    let policies = json["policies"].as_array().unwrap();
    assert_eq!(policies.len(), 2);
    for policy in policies {
        // The last row cannot be played by any policy.
        assert_eq!((&policy["futures"], &policy["left_out"]), (&2.into(), &1.into()));
    }
    // Tables may be longer than what people write by hand.
    let long = format!("parties.Row.discount\n0.8{0}\n0.9{0}\n", " ".repeat(1 << 20));
    std::fs::write(place.path().join("long.csv"), long).unwrap();
    let shown = done(place.path(), "sweep theory/tft_vs_tft --table long.csv --reps 5 --quiet");
    assert!(shown.contains("2 configs"), "{shown}");
    says(
        place.path(),
        &format!("{study} --vary parties.Row.discount=0.8,0.9"),
        2,
        &["parties.Row.discount", "a column of the table, or a lever"],
    );
}

#[test]
fn a_table_of_many_configs_says_how_many_it_leaves_out() {
    let place = tempfile::tempdir().unwrap();
    let study = "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0..0.5:150 --reps 3 --quiet";
    let shown = done(place.path(), study);
    assert!(shown.contains("… 90 more"), "{shown}");
    assert_eq!(shown, done(place.path(), &format!("{study} --out many")));
}

#[test]
fn ranges_are_of_numbers_or_of_times() {
    let place = tempfile::tempdir().unwrap();
    let sweep =
        "sweep us_china_quarterly --reps 20 --quiet --format csv --designs wto-dsu --vary mechanism.ruling.lasts";
    let csv = done(place.path(), &format!("{sweep}=Months(6)..Months(6):1"));
    assert!(csv.lines().skip(1).all(|line| line.starts_with("0,wto-dsu,Months(6),")), "{csv}");
    let csv = done(place.path(), &format!("{sweep}=Months(6)..Months(12):3"));
    assert!(csv.lines().any(|line| line.starts_with("1,wto-dsu,Months(9),")), "{csv}");
    for (wrong, fragments) in [
        (format!("{sweep}=Months(6)..Years(1):3"), ["two ends of one kind", "Years(1)..Years(4):4"]),
        (format!("{sweep}=Months(6)..Months(12):1"), ["which has two ends", "one value alone"]),
        (format!("{sweep}=6..:3"), ["from a number to a number", "0.1..0.9:5"]),
        (
            "sweep --vary mechanism.review_every=1..3:5".to_owned(),
            ["5 values of `mechanism.review_every` from 1 to 3", "whole numbers"],
        ),
        (
            "sweep --vary parties.0.discount=0.9,0.95 --vary parties.US.discount=0.9,0.95".to_owned(),
            ["`parties.0.discount` and `parties.US.discount`", "the same field"],
        ),
    ] {
        says(place.path(), &wrong, 2, &fragments);
    }
}

#[test]
fn python_reads_the_folders_in_a_line() {
    let Some(python) = std::env::var_os("SNAPBACK_PYTHON") else {
        eprintln!("skipped: SNAPBACK_PYTHON names no Python with pyarrow and duckdb");
        return;
    };
    let place = tempfile::tempdir().unwrap();
    done(place.path(), &format!("{COMPARE} --out study"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/read_folder.py");
    let output = Command::new(python).arg(script).arg(place.path().join("study")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
