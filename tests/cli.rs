//! The command as its users meet it: formats, exit statuses, bad input, threads.

use std::process::{Command, Output};

fn snapback(line: &str) -> Output {
    let words = line.split('|').next().unwrap().split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_snapback")).args(words).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn stdout(line: &str) -> String {
    let output = snapback(line);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Bad input: status 2, a report that holds the fragments, nothing on standard output.
fn refuses(line: &str, fragments: &[&str]) {
    let output = snapback(line);
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{line}: {report}");
    assert!(output.stdout.is_empty(), "{line}");
    assert!(!report.contains("panicked"), "{line}: {report}");
    for fragment in fragments {
        assert!(report.contains(fragment), "{line}: {fragment:?} is not in\n{report}");
    }
}

fn file(text: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn json_of_every_scenario_holds_the_contract() {
    for entry in snapback::scenario::SCENARIOS {
        let text = stdout(&format!("run {} --reps 8 --format json", entry.name));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        for key in [
            "schema",
            "snapback",
            "scenario",
            "fingerprint",
            "seed",
            "replications",
            "rounds",
            "round",
            "metrics",
            "series",
        ] {
            assert!(!json[key].is_null(), "{}: {key}", entry.name);
        }
        for metric in json["metrics"].as_array().unwrap() {
            assert_eq!(metric["n"].as_u64().unwrap() + metric["undefined"].as_u64().unwrap(), 8, "{metric}");
        }
        let points = json["series"].as_array().unwrap();
        assert!(points.iter().any(|point| point["series"] == "tariff"), "{}", entry.name);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for format in ["table", "json", "csv"] {
        let with = |threads| stdout(&format!("run --reps 600 --format {format} --threads {threads}"));
        let one = with(1);
        assert_eq!(one, with(2));
        assert_eq!(one, with(8));
    }
}

#[test]
fn what_people_read_fits_a_hundred_columns() {
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results");
    let results = results.display();
    for line in [
        "run us_china_2019 --reps 50",
        "run us_china_quarterly --reps 50",
        "run theory/green_porter --reps 50",
        "compare us_china_quarterly --reps 100",
        "compare us_china_quarterly --designs none,mirror --reps 2000",
        "compare us_china_quarterly --designs none,wto-void --exact --set horizon=Rounds(2)",
        "sweep us_china_quarterly --vary parties.China.discount=0.8..0.9:2 --designs none,mirror --reps 50",
        "sweep theory/tft_vs_tft --vary parties.Row.conduct.comply=TitForTat,Never --reps 50",
        "sweep us_china_quarterly --vary parties.China.discount=0.8..0.9:2 --reps 50 --dry-run",
        "plan us_china_quarterly --difference 5 --pilot 50",
        "solve us_china_quarterly --set horizon=Rounds(2)",
        "solve theory/tft_vs_tft --horizon infinite",
        "solve us_china_quarterly --check --reps 500",
        "audit theory/grim_vs_never",
        "audit us_china_quarterly",
        "frontier theory/grim_trigger --party Row --vary parties.Row.discount=0.1..0.9",
        "trace --rep 3",
        "trace theory/tft_vs_tft --rep 3",
        "trace us_china_2019 --design mirror --rep 1",
        "check us_china_2019 reference",
        "designs",
        "diff us_china_2019 us_china_quarterly",
        "validate --reps 20",
        "tournament",
        "tournament us_china_quarterly --rules Never,Always,TitForTat --set horizon=Rounds(4) --reps 20",
        &format!("run --reps 20 --set horizon=Rounds(2) --out {results}"),
        &format!("verify {results} --rows 2"),
    ] {
        for shown in stdout(line).lines() {
            assert!(shown.chars().count() <= 100, "{line}:\n{shown}");
        }
    }
}

#[test]
fn tables_say_what_they_know_and_no_more() {
    // What each shows, and what it must not.
    let cases: [(&str, &[&str], &[&str]); 9] = [
        (
            "run theory/tft_vs_tft --reps 50",
            &["Compliance"],
            &["Disputes, by complainant", "Tariffs on a party's imports"],
        ),
        (
            "run us_china_quarterly --reps 60 --set parties.US.conduct.comply=Always",
            &["                   –      0      0      0", "below 3/60, at 95 %"],
            &["0 .. 0 "],
        ),
        ("run us_china_2019 --reps 2", &["duration (rounds)", ".. 120 "], &["below 3/2"]),
        (
            "compare us_china_quarterly --designs none --reps 60",
            &["0.940 .. 1.000", "a .. b: the ends of the interval"],
            &["1.000 ±"],
        ),
        (
            "solve theory/tft_vs_tft --horizon infinite",
            &["a round, long run", "No party discounts"],
            &["  discounted", "off by more than"],
        ),
        ("solve theory/tft_vs_tft --check --reps 100", &["welfare Row ($bn)", "compliance Row (share)"], &[]),
        ("audit theory/grim_vs_never", &["single deviations that gain most, $bn:"], &[]),
        (
            "tournament --rules Never,Always",
            &["Tournament of 2 rules under none", "score, $bn a year", "  0     1\n    2. Always"],
            &["against itself", "e-1"],
        ),
        (
            "tournament us_china_quarterly --rules Never,Always --set horizon=Rounds(8) --set mechanism.may_file=Neither",
            &["2 rules under back-end", "\n    1.  -"],
            &[],
        ),
    ];
    for (line, shown, absent) in cases {
        let text = stdout(line);
        for fragment in shown {
            assert!(text.contains(fragment), "{line}: {fragment:?} is not in\n{text}");
        }
        for fragment in absent {
            assert!(!text.contains(fragment), "{line}: {fragment:?} is in\n{text}");
        }
    }
}

#[test]
fn the_fingerprint_of_a_tournament_is_that_of_its_rules() {
    let of = |rules: &str| {
        let text = stdout(&format!("tournament --rules {rules} --format json"));
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["fingerprint"].as_str().unwrap().to_owned()
    };
    assert_eq!(of("Never,Always"), of("Never,Always"));
    assert_ne!(of("Never,Always"), of("Never,Grim"));
    refuses("tournament --rules ,", &["found nothing", "one rule or more"]);
}

#[test]
fn what_show_prints_is_a_scenario() {
    for name in ["us_china_2019", "theory/tft_vs_tft", "reference"] {
        let shown = stdout(&format!("show {name}"));
        let file = file(shown.as_bytes());
        let path = file.path().display();
        stdout(&format!("check {path}"));
        assert_eq!(stdout(&format!("show {path}")), shown);
        let json: serde_json::Value = serde_json::from_str(&stdout(&format!("show {name} --format json"))).unwrap();
        assert!(json["parties"].is_array());
    }
}

#[test]
fn a_trace_adds_up() {
    let json: serde_json::Value = serde_json::from_str(&stdout("trace --rep 3 --format json")).unwrap();
    for round in json["rounds"].as_array().unwrap() {
        for account in round["parties"].as_array().unwrap() {
            let item = |name: &str| account[name].as_f64().unwrap();
            let items = [
                "accord",
                "gain",
                "harm",
                "clash",
                "own_tariffs",
                "other_tariffs",
                "payments",
                "filing",
                "audience",
                "exit",
            ];
            let sum: f64 = items.iter().map(|name| item(name)).sum();
            assert!((sum - item("payoff")).abs() < 1e-12, "{account}");
        }
    }
    assert!(stdout("trace --rep 3").contains("raises a grievance about"));
    assert_eq!(stdout("trace --rep 3 --quiet"), stdout("trace --rep 3"));
}

#[test]
fn a_trace_says_whose_commitment_it_is_about() {
    let line = "trace theory/tft_vs_tft --rep 3 --set horizon=Rounds(200)";
    let text = stdout(line);
    for told in
        ["Row violates cooperation", "an alarm rises on Row's cooperation", "an alarm rises on Column's cooperation"]
    {
        assert!(text.contains(told), "{told:?} is not in\n{text}");
    }
    // One party alone owes it: its name is enough.
    assert!(stdout("trace --rep 3").contains("alarm rises on purchases"));
    let json = stdout(&format!("{line} --format json"));
    assert!(!json.contains("-0.0,") && !json.contains("-0.0\n"), "a zero has no sign");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let events = json["rounds"].as_array().unwrap().iter().flat_map(|round| round["events"].as_array().unwrap());
    let owners: std::collections::BTreeSet<&str> =
        events.filter(|event| event["event"] == "alarm").map(|event| event["owner"].as_str().unwrap()).collect();
    assert_eq!(owners.into_iter().collect::<Vec<_>>(), ["Column", "Row"]);
}

#[test]
fn bad_arguments_are_refused() {
    refuses("run --reps 0", &["--reps"]);
    refuses("run --threads 0", &["--threads"]);
    refuses("run --confidence 1", &["0.5 to 0.999999"]);
    refuses("run --set parties.China.discuont=0.9", &["parties.China.discount", "does not exist"]);
    refuses("run --set parties.China.discount=2", &["--set parties.China.discount=2:1:1", "above 0, at most 1"]);
    refuses("run --set parties.China.discount=0.9,seed:3", &["exactly one RON value"]);
    refuses("run --set parties.China.discount=\"a\"", &["a number"]);
    refuses("run --set mechanism=None", &["a mechanism"]);
    refuses("run --set horizon=Rounds(1000001)", &["1 to 1000000 rounds"]);
    refuses("run --set horizon=Rounds(0)", &["1 to 1000000 rounds"]);
    refuses("run --set parties.US.commitments.0.gain=1e308", &["0 to 1e9"]);
    refuses("run --set parties.US.trade=None", &["parties.US.standing", "trade"]);
    refuses("run --design wto-dsx", &["did you mean `wto-dsu`?"]);
    refuses("designs back-ned", &["did you mean `back-end`?"]);
}

#[test]
fn bad_files_are_refused() {
    refuses("run src", &["a directory"]);
    refuses("run nowhere.ron", &["nowhere.ron"]);
    let cases: [(Vec<u8>, &str); 6] = [
        (vec![b' '; 2 << 20], "1 MiB"),
        (vec![0xff; 100], "no UTF-8"),
        (vec![b'('; 100_000], "nested too deeply"),
        (Vec::new(), "error"),
        (b"(name: \"x\"".to_vec(), "well-formed RON"),
        (b"[1, 2]".to_vec(), "allowed"),
    ];
    for (text, fragment) in cases {
        let file = file(&text);
        refuses(&format!("run {}", file.path().display()), &[fragment]);
    }
}

#[test]
fn all_mistakes_of_a_file_come_at_once() {
    let text = r#"(
    name: "x", round: Mont, horizon: Years(10),
    parties: [
        (name: "A", discont: 0.9, commitments: [(name: "a", gain: 2.0, harm: "b", detection: 1.5, false_alarm: 0.0)],
          conduct: (comply: Grimm, files: 2)),
        (name: "B", discount: NaN, conduct: (comply: Chance(p: 0.3))),
    ],
    mechanism: (remedy: (instrument: Tariff(rate: 0.25), lifts: Cured(Months(3))), reveiw_every: 3.5),
)"#;
    let file = file(text.as_bytes());
    refuses(
        &format!("run {}", file.path().display()),
        &[
            ":2:23: round: found Mont",
            "did you mean `Month`?",
            "did you mean `discount`?",
            "parties.A.commitments.a.harm",
            "found 1.5; allowed: a number from 0 to 1",
            "did you mean `Grim`?",
            "parties.A.conduct.files",
            "found NaN",
            "Chance(…) with one value",
            "mechanism.remedy.instrument.size: found nothing",
            "did you mean `review_every`?",
            "mistakes; nothing was run",
        ],
    );
}

#[test]
fn an_unknown_design_hides_no_other_mistake() {
    let text = stdout("show us_china_2019").replace("discount: 0.95", "discount: 97.0");
    let whole = text.find("    mechanism:").map_or(text.as_str(), |at| &text[..at]);
    let whole = whole.replace("    design: None,\n", "");
    let file = file(format!("{whole}    design: \"back-ned\",\n)").as_bytes());
    let line = format!("run {}", file.path().display());
    refuses(
        &line,
        &["did you mean `back-end`?", "parties.US.discount: found 97.0", "parties.China.discount", "3 mistakes"],
    );
}

#[test]
fn designs_that_do_not_fit_are_left_out_with_their_reason() {
    // Without standing tariffs there is nothing to snap back to.
    let line = "compare reference --set parties.B.trade=(imports:50.0,demand_elasticity:2.0,margin:0.2) --set parties.A.trade.margin=0.2 --reps 30";
    let output = snapback(line);
    let (table, report) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{report}");
    assert!(table.contains("not played: parties.B.standing"), "{table}");
    assert!(table.contains("wto-dsu"), "{table}");
    assert!(report.contains("cannot be played under snapback"), "{report}");
    let json = snapback(&format!("{line} --format json"));
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["left_out"]["snapback"].as_str().unwrap().contains("tranche"));
    refuses(&format!("{line} --designs none,snapback"), &["under design `snapback`"]);
}

#[test]
fn a_slip_of_syntax_is_explained() {
    refuses("run --set parties.US.discount=95%", &["wrong at `%`", "0.95 is 95 %"]);
    let yaml = file(b"name: x\nround: Month\n");
    refuses(&format!("run {}", yaml.path().display()), &["found `: x`", "one value in round brackets"]);
}
