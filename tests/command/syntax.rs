//! Slips of syntax, as people make who come from other languages: each is told in plain words, and all at once.

use crate::shell::{file, here, refuses, stdout};

const FIRST: &str = r#"(
    name: "Farm goods and car parts",
    round: Quarter,
    horizon: Years(5),
    parties: [
        (
            name: "North",
            discount: 0.95,
            commitments: [
                (name: "farm quota", gain: 1.0, harm: 3.0, detection: 0.8, false_alarm: 0.02),
            ],
            trade: (imports: 40.0, demand_elasticity: 2.0, margin: 0.2),
            war: [(coverage: 40.0, rate: 0.25)],
            conduct: (comply: Chance(0.9)),
        ),
        (
            name: "South",
            discount: 0.95,
            conduct: (comply: Always),
        ),
    ],
    mechanism: (
        ruling: Arbiter(lasts: Months(6), power: 0.9, error: 0.1),
        remedy: (
            instrument: Payment(multiple: 1.0),
            lifts: Cured(Months(6)),
        ),
    ),
)
"#;

/// What `check` says of a text with one thing replaced by another.
fn told(from: &str, to: &str) -> String {
    assert!(FIRST.contains(from), "{from}");
    told_of(&FIRST.replacen(from, to, 1))
}

fn told_of(text: &str) -> String {
    let file = file(text.as_bytes());
    let output = here(&format!("check {}", file.path().display()));
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{text}\n{report}");
    for raw in ["identifier", "Expected", "expected ", "serde", "ron::", "byte ", "trailing characters", "enum"] {
        assert!(!report.contains(raw), "{raw:?} is in\n{report}");
    }
    report
}

#[test]
fn a_slip_is_told_with_what_to_write() {
    for (from, to, place, help) in [
        ("0.95", "0,95", ":8:24: parties.North.discount: found `0,95`", "write 0.95"),
        ("40.0,", "1.000,5,", "found `1.000,5`", "write 1000.5"),
        ("40.0,", "1,000,000,", "found `1,000,000`", "write 1000000"),
        ("40.0,", "1 000,", "found `1 000`", "1000"),
        ("40.0,", "$40bn,", "found `$40bn`", "billions of dollars, without a unit"),
        ("40.0,", "40 bn,", "found `40 bn`", "billions of dollars, without a unit"),
        ("0.9)", "90%)", "found `%`", "0.9 is 90 %"),
        ("0.8,", "4/5,", "found `4/5`", "4/5 is 0.8"),
        ("Months(6)", "14 days", "mechanism.ruling.lasts: found `14 days`", "Days(14)"),
        ("Months(6)", "2weeks", "found `2weeks`", "Days(14)"),
        ("Months(6)", "3 Months", "found `3 Months`", "Months(3)"),
        ("Months(6)", "months(6)", "found months(6)", "did you mean `Months`?"),
        ("Months(6)", "Month(6)", "found Month(6)", "did you mean `Months`?"),
        ("Months(6)", "Months(0,5)", "found Months(0,5)", "Months(0.5)"),
        ("Months(6)", "Months 6", "found `Months 6`", "a time is written Months(6)"),
        ("Years(5)", "10", ":4:14: horizon: found 10", "Rounds(10), Days(10), Months(10) or Years(10)"),
        ("Years(5)", "\"Years(5)\"", "horizon: found \"Years(5)\"", ""),
        ("Quarter,", "\"Quarter\",", "found \"Quarter\"", "write Quarter, without quotes"),
        ("    round", "# a comment\n    round", ":3:1: found `# a comment`", "a comment begins with //"),
        ("    round", "-- a comment\n    round", ":3:1: found `-- a comment`", "a comment begins with //"),
        ("\"North\"", "“North”", "found `“North”`", "write \"North\""),
        ("\"North\"", "'North'", "found `'North'`", "write \"North\""),
        ("\"North\"", "North", "found North", "write \"North\""),
        ("\"North\"", "North Land", "found `North Land`", "write \"North Land\""),
        ("\"North\"", "\"North", "found `\"North`", "a quote is missing at its end"),
        ("round: Quarter", "round = Quarter", ":3:11: found `=`", "a colon stands between"),
        ("round: Quarter", "\"round\": Quarter", ":3:5: found `\"round\"`", "write round: …"),
        ("round: Quarter", "round: Quarter,", "found `,`", "one comma is enough"),
        ("round: Quarter,", "round: Quarter;", "found `;`", "a comma stands between"),
        ("Quarter,\n", "Quarter\n", ":4:5: found `horizon: Years(5)`", "a comma is missing before this"),
        ("0.9, error", "0.9 error", "found `error: 0.1`", "a comma is missing before this"),
        ("gain: 1.0", "gain 1.0", "found `1.0, harm", "a colon is missing before this"),
        ("mechanism: (", "mechanism (", ":22:15: found `(`", "a colon is missing before this"),
        ("Quarter,", "Week,", "round: found Week", "Days(7)"),
        ("discount: 0.95,", "discount:,", "parties.North.discount: found `,`", "a value is missing before this"),
        ("Quarter,", "Quarter,\u{a0}", ":3:20: found ", "U+00A0 stands here"),
    ] {
        let report = told(from, to);
        assert!(report.contains(place) && report.contains(help), "{to:?}: {place:?} {help:?}\n{report}");
        assert!(report.contains("1 mistake; nothing was run"), "{to:?}\n{report}");
    }
}

#[test]
fn a_bracket_that_is_left_open_is_told_by_its_line() {
    let report = told_of(FIRST.trim_end().strip_suffix(')').unwrap());
    assert!(report.contains(":1:1: found `(`, which is left open at the end of the text"), "{report}");
    let report = told("            lifts: Cured(Months(6)),\n        ),", "            lifts: Cured(Months(6)),");
    assert!(report.contains(":24:17: found `(`, which is left open at line 27"), "{report}");
    let report = told("            ],\n", "");
    assert!(report.contains(":9:26: found `[`, which is left open"), "{report}");
    let report = told("\n        (\n            name: \"South\"", "\n            name: \"South\"");
    assert!(report.contains("1 mistake") || report.contains("left open"), "{report}");
    let report = told("Months(6), power", "Months(6, power");
    assert!(report.contains(":23:38: found `(`, which is left open at line 23"), "{report}");
    let report = told("Quarter,", "Quarter),");
    assert!(report.contains("error"), "{report}");
}

#[test]
fn after_a_slip_of_syntax_the_rest_is_read() {
    let text = FIRST.replacen("discount: 0.95", "discount: 0,95", 1);
    let text = text.replacen("power: 0.9", "power: 1.9", 1).replacen("margin", "magrin", 1);
    let text = text.replacen("round: Quarter", "round = Quartr", 1).replacen("name: \"South\"", "name: ‘South’", 1);
    let report = told_of(&text);
    for fragment in [
        ":3:11: found `=`",
        "did you mean `Quarter`?",
        "parties.North.discount: found `0,95`",
        "did you mean `margin`?",
        "found `‘South’`",
        "mechanism.ruling.power: found 1.9; allowed: a number from 0 to 1",
        "6 mistakes",
    ] {
        assert!(report.contains(fragment), "{fragment}\n{report}");
    }
}

#[test]
fn texts_in_other_languages_are_named() {
    let json = stdout("show theory/tft_vs_tft --format json");
    let report = told_of(&json);
    assert!(report.contains("this looks like JSON") && report.contains("1 mistake"), "{report}");
    let empty = told_of("");
    assert!(empty.contains("the end of the text") && empty.contains("snapback show"), "{empty}");
    let crlf = file(FIRST.replace('\n', "\r\n").as_bytes());
    stdout(&format!("check {}", crlf.path().display()));
}

#[test]
fn values_of_options_are_told_in_plain_words() {
    refuses("run --set parties.US.discount=0,9", &["found `0,9`", "write 0.9"]);
    refuses("run --set horizon=3years", &["found `3years`", "Years(3)"]);
    refuses("run --set horizon=10", &["Years(10)"]);
    refuses("run --set name=foo", &["a shell takes quotes away: write 'name=\"foo\"'"]);
    refuses("run --set mechanism.review=3", &["the nearest path is `mechanism.review_every`", "has name, about"]);
    refuses("run --set discount=0.9", &["the nearest path is `parties.US.discount`"]);
    refuses("run --set parties.China.commitment.purchases.gain=3", &["parties.China.commitments.purchases.gain`"]);
    refuses("run --set parties.US.discount=Some(0.5)", &["write 0.5, without Some"]);
    refuses("run --reps 100,000", &["a whole number from 1 to", "without separators: 100000"]);
    refuses("run --reps 1.5", &["a whole number from 1 to"]);
    refuses("run --n 5", &["tip", "'--reps'"]);
    refuses("simulate", &["tip", "'run'"]);
    assert_eq!(stdout("run --reps 1e2 --quiet"), stdout("run --reps 100 --quiet"));
}

#[test]
fn values_that_vary_are_told_in_plain_words() {
    let sweep = |values: &str, fragments: &[&str]| {
        refuses(&format!("sweep theory/tft_vs_tft --reps 2 --vary parties.Row.discount={values}"), fragments);
    };
    sweep("0.8-0.95", &["`0.8-0.95` is not a value", "0.8..0.95:5"]);
    sweep("0.8:0.95", &["0.8..0.95:5"]);
    sweep("seq(0.8,0.95,0.05)", &["0.8..0.95:5"]);
    sweep("c(0.8,0.9)", &["separate several by commas: 0.8,0.9"]);
    sweep("[0.8,0.9]", &["separate several by commas: 0.8,0.9"]);
    sweep("0,9", &["above 0, at most 1", "no config of the study can be played"]);
    sweep("0.8..0.95:1", &["which has two ends"]);
    sweep("0.8,0.9,0.80", &["the value 0.80", "a second time"]);
    sweep("0.8,high", &["found high; allowed: a number"]);
    sweep("95%", &["0.95 is 95 %"]);
}

#[test]
fn a_sobol_sample_that_is_no_power_of_two_is_remarked_upon() {
    let line = "sweep theory/tft_vs_tft --vary parties.Row.discount=0.8..0.95 --reps 1 --dry-run --sobol";
    let said = |n: u32| String::from_utf8(here(&format!("{line} {n}")).stderr).unwrap();
    assert!(said(100).contains("such as 64 or 128"));
    assert_eq!(said(64), "");
}

#[test]
fn a_table_of_very_many_unknown_columns_is_refused_at_once() {
    let columns: Vec<String> = (0..40_000).map(|k| format!("parties.Row.unknown{k}")).collect();
    let table = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(table.path(), format!("{}\n{}\n", columns.join(","), vec!["1"; columns.len()].join(","))).unwrap();
    let start = std::time::Instant::now();
    let output = here(&format!("sweep theory/tft_vs_tft --table {}", table.path().display()));
    let report = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{report}");
    assert!(report.contains("… and 39900 more"), "{report}");
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_ends_with_a_message() {
    for line in ["--help", "--version", "run --help", "run --reps 5", "completions bash", "show"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_snapback"));
        let output = command.args(line.split(' ')).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("error: standard output"), "{line}");
    }
}
