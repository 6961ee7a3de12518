//! The command as its users meet it: formats, exit statuses, bad input, threads.

use crate::shell::{file, here, refuses, root, says, stdout};

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
        "audit us_china_quarterly --design fines",
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
fn a_share_that_never_varies_is_precise_when_its_interval_is_narrow() {
    let line = "run theory/tft_vs_tft --precision survived=0.01 --format json";
    let json: serde_json::Value = serde_json::from_str(&stdout(line)).unwrap();
    assert_eq!((&json["precision"][0], &json["is_precise"]), (&"survived=0.01".into(), &true.into()));
    assert!((1000..100_000).contains(&json["replications"].as_u64().unwrap()), "{}", json["replications"]);
    let output = here("run theory/tft_vs_tft --precision withdrawn.Row=1% --precision survived=0.01 --max-reps 2000");
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(report.contains("after 2000 replications: withdrawn.Row=1%; raise"), "{report}");
    refuses("run theory/tft_vs_tft --max-reps 100", &["--max-reps", "--precision", "--reps"]);
}

#[test]
fn designs_are_ranked_though_the_baseline_cannot_be_played() {
    // Two of the four have no ruling whose length could vary.
    let line =
        "sweep us_china_quarterly --designs none,wto-dsu,snapback,gatt-1947 --vary mechanism.ruling.lasts=Months(12)";
    for (options, n_ranked) in [("--reps 500", 2), ("--precision survived=0.05", 2), ("--reps 1", 2)] {
        for (baseline, is_compared) in [("none", false), ("wto-dsu", true)] {
            let output = here(&format!("{line} {options} --baseline {baseline} --format json --quiet"));
            let report = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "{options} {baseline}: {report}");
            let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let configs = json["configs"].as_array().unwrap();
            let ranked = configs.iter().filter(|config| config["ranking"]["survived"]["mean"].is_number());
            assert_eq!(ranked.count(), n_ranked, "{options} {baseline}");
            assert_eq!(!configs[3]["differences"].as_array().unwrap().is_empty(), is_compared, "{options} {baseline}");
        }
    }
    let table = stdout("compare us_china_quarterly --designs none,mirror --reps 1 --quiet");
    assert!(!table.contains('–'), "{table}");
    let alone = stdout("compare us_china_quarterly --designs none --baseline none --reps 50 --quiet");
    assert!(alone.contains("1 design, baseline none") && !alone.contains('–'), "{alone}");
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

#[test]
fn what_no_run_has_shown_has_no_interval() {
    let json: serde_json::Value =
        serde_json::from_str(&stdout("run theory/tft_vs_tft --reps 50 --format json")).unwrap();
    let metrics = json["metrics"].as_array().unwrap();
    let of = |name: &str| metrics.iter().find(|metric| metric["metric"] == name).unwrap();
    for unseen in ["grievances", "remedy_rounds", "duration"] {
        assert!(of(unseen)["mean"].is_number() && of(unseen)["low"].is_null(), "{}", of(unseen));
    }
    assert!(of("welfare")["low"].is_number() && of("survived")["low"].is_number());
}

#[test]
fn what_is_not_certified_says_so_and_ends_with_status_1() {
    let edge = "theory/grim_trigger --set parties.Row.discount=0.5 --set parties.Column.discount=0.5";
    says(root(), &format!("audit {edge} --assert"), 1, &[]);
    let text = stdout(&format!("audit {edge}"));
    assert!(text.contains("Row: cannot be decided") && text.contains("too small to tell from none"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&stdout(&format!("audit {edge} --format json"))).unwrap();
    assert_eq!(json["parties"][0]["verdict"], "cannot be decided");
    assert!(json["parties"][0]["self_enforcing"].is_null());
}
