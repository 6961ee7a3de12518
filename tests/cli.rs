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
        "validate --reps 100",
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

#[test]
fn a_file_of_very_many_mistakes_is_refused_at_once() {
    let fields = format!("({})", "foo: 1,\n".repeat(60_000));
    let parties = "(name: \"a\", discount: 2),".repeat(30_000);
    let parties = format!("(name: \"x\", round: Month, horizon: Years(1), parties: [{parties}], design: \"none\")");
    for (text, fragment) in [(fields, "… and 59905 more"), (parties, "parties.0.conduct")] {
        let file = file(text.as_bytes());
        let output = snapback(&format!("check {}", file.path().display()));
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(report.contains(fragment) && report.len() < 40_000, "{report}");
    }
}

#[test]
fn mistakes_of_elements_of_one_name_stand_each_at_its_place() {
    let text = r#"(
    name: "x", round: Month, horizon: Years(1), design: "none",
    parties: [
        (name: "A", discount: 0.9, conduct: (comply: Always), commitments: [
            (name: "c", gain: -1.0, harm: 1.0, detection: 0.5, false_alarm: 0.1),
            (name: "c", gain: 1.0, detection: 3.0, false_alarm: NaN),
        ]),
        (name: "A", discount: 7.0, conduct: (comply: Always)),
    ],
)"#;
    let file = file(text.as_bytes());
    refuses(
        &format!("run {}", file.path().display()),
        &[
            ":5:31: parties.0.commitments.0.gain: found -1.0",
            ":6:68: parties.0.commitments.1.harm: found nothing",
            ":6:47: parties.0.commitments.1.detection: found 3.0",
            ":6:65: parties.0.commitments.1.false_alarm: found NaN",
            ":8:31: parties.1.discount: found 7.0",
            "7 mistakes",
        ],
    );
}

#[test]
fn files_of_another_kind_are_named() {
    let design = file(stdout("designs wto-dsu").as_bytes());
    refuses(&format!("run {}", design.path().display()), &["found a design", "--design FILE", "1 mistake;"]);
    assert!(stdout(&format!("check {}", design.path().display())).contains("a design, tried on US-China"));
    let wrong = file(stdout("designs wto-dsu").replace("scrutiny", "scrutny").as_bytes());
    refuses(&format!("check {}", wrong.path().display()), &["mechanism.scrutny", "did you mean `scrutiny`?"]);
    let study = file(b"Study(scenario: \"us_china_2019\", vary: [])");
    refuses(&format!("run {}", study.path().display()), &["found a study", "snapback sweep", "1 mistake;"]);
    let empty = file(b"");
    refuses(&format!("run {}", empty.path().display()), &["the end of the text"]);
    let marked = file(format!("\u{feff}{}", stdout("show theory/tft_vs_tft")).as_bytes());
    stdout(&format!("check {}", marked.path().display()));
}

#[test]
fn a_design_is_set_first_and_needs_no_quotes() {
    let shown = stdout("show --set mechanism.may_file=Neither --set design=fines");
    assert!(shown.contains("may_file: Neither") && shown.contains("Payment("), "{shown}");
    assert_eq!(stdout("show --set design=\"fines\""), stdout("show --design fines"));
}

#[test]
fn a_precision_is_asked_of_samples_alone() {
    refuses("compare us_china_quarterly --exact --designs none --precision survived=0.1", &["no interval to narrow"]);
    refuses("run --reps 100 --precision survived=0.1", &["--reps"]);
    let line = "compare us_china_quarterly --designs mirror --baseline none --precision survived=0.1 --format json";
    let json: serde_json::Value = serde_json::from_str(&stdout(line)).unwrap();
    assert_eq!(json["intervals"], "confidence sequence");
    assert_eq!(json["precision"][0], "survived=0.1");
    assert_eq!(json["configs"][1]["is_precise"], true);
    assert!(json["configs"][1]["log_rank_p_value"].is_null());
}

#[test]
fn what_is_counted_in_rounds_of_unlike_lengths_is_not_compared() {
    let table = stdout("compare us_china_2019 us_china_quarterly --reps 50");
    for fragment in ["rounds of several lengths", "Rounds differ in length (Month, Quarter)", "US-China,…", "quarter"]
    {
        assert!(table.contains(fragment), "{fragment}: {table}");
    }
    assert!(!table.contains("log-rank"), "{table}");
    let json = stdout("compare us_china_2019 us_china_quarterly --reps 50 --format json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for difference in json["configs"][1]["differences"].as_array().unwrap() {
        assert_eq!(difference["difference"].is_null(), difference["unit"] == "rounds", "{difference}");
    }
}

#[test]
fn a_frontier_may_be_a_whole_number_or_a_time() {
    // Friedman's (1971) bound for n rounds of punishment, (R − P)·δ(1 − δⁿ)/(1 − δ) ≥ T − R, is met from n = 3 at δ = 0.6.
    let found = stdout(
        "frontier theory/grim_trigger --set parties.Row.discount=0.6 --party Row --vary parties.Column.conduct.comply=Retaliate(1)..Retaliate(9)",
    );
    assert!(found.contains("from there up:\nit holds at Retaliate(3), fails at Retaliate(2)"), "{found}");
    let talks = file(
        br#"(
    name: "Talks", round: Month, horizon: Years(5),
    parties: [
        (name: "A", discount: 0.9, conduct: (comply: Always)),
        (name: "B", discount: 0.9, conduct: (comply: Always),
         commitments: [(name: "c", gain: 1.0, harm: 1.0, detection: 1.0, false_alarm: 0.0)]),
    ],
    mechanism: (
        consultation: [(level: "talks", lasts: Months(1))], cure_closes: false,
        remedy: (instrument: Payment(multiple: 1.5), lifts: After(Months(24))),
    ),
)"#,
    );
    let line = format!("frontier {} --vary mechanism.consultation.talks.lasts=", talks.path().display());
    let found = stdout(&format!("{line}Rounds(1)..Rounds(60)"));
    assert!(found.contains("up to there:\nit holds at Rounds(8), fails at Rounds(9)"), "{found}");
    assert!(stdout(&format!("{line}Months(1)..Months(60)")).contains("lasts = Months(8.0"));
    refuses(&format!("{line}Days(1)..Months(2)"), &["written alike"]);
}
