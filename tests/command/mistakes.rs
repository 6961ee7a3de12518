//! Bad input: what is wrong is said, all of it, each mistake at its place.

use crate::shell::{file, here, refuses, stdout};

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
    refuses("run --set horizon=Rounds(1000001)", &["which is 1000001 rounds", "1 to 1000000 rounds"]);
    refuses("run --set horizon=Years(1000000000.0)", &["more than 4e9 rounds", "1 to 1000000 rounds"]);
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
    let output = here(line);
    let (table, report) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{report}");
    assert!(table.contains("not played: parties.B.standing"), "{table}");
    assert!(table.contains("wto-dsu"), "{table}");
    assert!(report.contains("cannot be played under snapback"), "{report}");
    let json = here(&format!("{line} --format json"));
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["left_out"]["snapback"].as_str().unwrap().contains("tranche"));
    refuses(&format!("{line} --designs none,snapback"), &["under design `snapback`"]);
}

#[test]
fn a_chance_is_for_a_round_or_for_a_year() {
    let set = |value: &str| format!("run reference --set parties.A.conduct.files={value}");
    refuses(&set("PerYear(1.0)"), &["found PerYear(1.0)", "a number from 0 to below 1 for a year"]);
    refuses(&set("Years(0.5)"), &["a number, or PerYear(…)", "write 0.5 for a round, PerYear(0.5) for a year"]);
    refuses(&set("PerYear"), &["PerYear(…) with one value in parentheses"]);
    refuses("run reference --set parties.A.conduct.imposes=PerYear(0.5)", &["allowed: a number"]);
    assert!(stdout("show reference --set parties.A.conduct.files=PerYear(0.5)").contains("files: PerYear(0.5),"));
    assert!(
        stdout("show reference --format json --set parties.A.conduct.files=PerYear(0.5)").contains("\"PerYear\": 0.5")
    );
}

#[test]
fn turns_of_the_procedure_that_contradict_are_refused_together() {
    let line = "run reference --set mechanism.may_file=First --set mechanism.remedy.repeat=3 \
                --set mechanism.ruling=Arbiter(lasts:Rounds(1),power:0.9,error:0.1,blocked:0.5,self_help:Second,requested:PerYear(1.0),rests:Rounds(0))";
    refuses(
        line,
        &[
            "mechanism.ruling.requested: found PerYear(1.0)",
            "mechanism.ruling.rests: found Rounds(0)",
            "mechanism.ruling.self_help: found Second, beside mechanism.may_file: First; allowed: Neither, or a party that may file",
            "mechanism.remedy.repeat: found 3; allowed: a whole number from 0 to 0, the steps of the remedy",
            "4 mistakes",
        ],
    );
    refuses(
        "run us_china_2019 --design snapback --set mechanism.remedy.interim=true",
        &["mechanism.remedy.interim: found true, beside a Snapback; allowed: false"],
    );
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
        let output = here(&format!("check {}", file.path().display()));
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
    let wrong = file(stdout("designs wto-dsu").replace("authorisation", "authorsation").as_bytes());
    refuses(&format!("check {}", wrong.path().display()), &["mechanism.authorsation", "did you mean `authorisation`?"]);
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
