//! Sweeps of many parameters: tables that stay narrow, pictures of all of them, reports that stay small.

use crate::shell::done_with as done;
use std::path::Path;

/// Eleven things that nobody knows.
const UNKNOWN: [&str; 11] = [
    "parties.China.commitments.purchases.detection=0.5..0.95",
    "parties.China.commitments.purchases.gain=2..20",
    "parties.China.commitments.purchases.false_alarm=0.01..0.2",
    "parties.US.conduct.files=0.2..1",
    "parties.US.conduct.imposes=0.2..1",
    "parties.China.conduct.counters=0..0.5",
    "parties.US.conduct.counters=0..0.5",
    "parties.China.conduct.withdraws.wronged=0..0.01",
    "parties.US.conduct.withdraws.wronged=0..0.01",
    "parties.US.discount=0.9..0.99",
    "parties.China.discount=0.9..0.99",
];

/// Sweeps so many points of what nobody knows, by quarter and under three designs.
fn sweep(folder: &Path, points: &str, reps: &str, more: &[&str]) -> String {
    let mut args = vec!["sweep", "us_china_quarterly", "--designs", "back-end,wto-dsu,mirror", "--quiet"];
    args.extend(["--sobol", points, "--reps", reps]);
    args.extend(UNKNOWN.iter().flat_map(|unknown| ["--uncertainty", unknown]));
    args.extend(more);
    done(folder, &args)
}

fn is_narrow(table: &str) {
    for line in table.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
}

/// Names of the parameters of panels, in their order, and what each explains in per cent.
fn panels(svg: &str) -> Vec<(String, f64)> {
    let tree = roxmltree::Document::parse(svg).unwrap();
    let texts: Vec<&str> =
        tree.descendants().filter(|node| node.has_tag_name("text")).filter_map(|n| n.text()).collect();
    let shares = texts.iter().filter_map(|text| text.strip_prefix("explains ")?.strip_suffix(" %")?.parse().ok());
    let names = texts.iter().filter(|text| text.split_once(": ").is_some_and(|(letter, _)| letter.len() == 1));
    names.map(|name| (*name).to_owned()).zip(shares).collect()
}

#[test]
fn a_table_of_eleven_uncertainties_has_a_line_a_row_and_a_legend() {
    let place = tempfile::tempdir().unwrap();
    let table = sweep(place.path(), "16", "10", &[]);
    is_narrow(&table);
    let mut lines = table.lines().skip_while(|line| !line.starts_with("  design")).peekable();
    let heading: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(heading[..4], ["design", "welfare.joint", "compliance.US", "compliance.China"]);
    let letters = &heading[4..];
    assert!(letters.len() >= 3 && letters.iter().all(|letter| letter.len() == 1), "{heading:?}");
    let rows: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), 48, "a line a config");
    let designs = ["back-end", "wto-dsu", "mirror"];
    assert!(rows.iter().all(|row| designs.contains(&row.split_whitespace().next().unwrap())), "{table}");
    for (k, unknown) in UNKNOWN.iter().enumerate() {
        let (path, range) = unknown.split_once('=').unwrap();
        let (from, to) = range.split_once("..").unwrap();
        let letter = char::from(b'a' + k as u8);
        let entry = format!("  {letter}  {path}: {from} to {to}");
        assert!(table.contains(&entry), "{entry:?} is not in the legend: {table}");
    }
    assert!(table.contains("gain: 2 to 20 $bn a year"), "money has its unit");
    assert!(table.contains("No room for the values of ") && table.contains("--format csv"), "{table}");
}

#[test]
fn a_table_is_the_same_with_a_picture_with_a_folder_and_without() {
    let place = tempfile::tempdir().unwrap();
    let table = sweep(place.path(), "104", "2", &[]);
    for more in [["--plot", "a.svg"], ["--out", "results"]] {
        assert_eq!(sweep(place.path(), "104", "2", &more), table);
    }
}

#[test]
fn few_parameters_keep_their_names_and_long_values_get_numbers() {
    let place = tempfile::tempdir().unwrap();
    let few = ["sweep", "us_china_quarterly", "--vary", "parties.China.discount=0.8..0.9:2", "--reps", "20", "--quiet"];
    let table = done(place.path(), &few);
    assert!(table.contains("  China.discount ") && !table.contains("letters"), "{table}");
    let rulings = "mechanism.ruling=SelfJudged,Arbiter(lasts:Months(3),power:0.9,error:0.1),Arbiter(lasts:Months(3),power:0.8,error:0.1)";
    let more = ["--designs", "none,mirror", "--vary", rulings, "--vary", "mechanism.review_every=1,2"];
    let table = done(place.path(), &[&few[..], &more].concat());
    is_narrow(&table);
    for told in
        [" (1) ", " (2) ", " (3) ", "b  mechanism.ruling: (1) SelfJudged, (2) Arbiter(lasts:Months(3),power:0.9,"]
    {
        assert!(table.contains(told), "{told:?}: {table}");
    }
}

#[test]
fn policies_of_several_levers_are_told_apart() {
    let place = tempfile::tempdir().unwrap();
    let mut args = vec!["sweep", "us_china_quarterly", "--designs", "wto-dsu,mirror", "--reps", "10", "--quiet"];
    for lever in ["parties.US.conduct.files=0.2123..0.8456:3", "parties.US.conduct.imposes=0.2123..0.8456:3"] {
        args.extend(["--lever", lever]);
    }
    args.extend(["--lever", "parties.China.conduct.counters=0.1234,0.5678", "--lever", "mechanism.review_every=1,2"]);
    args.extend(["--uncertainty", "parties.China.discount=0.8,0.9"]);
    let table = done(place.path(), &args);
    is_narrow(&table);
    let policies = table.split("worst regret").nth(1).unwrap();
    let names: Vec<&str> = policies.lines().filter(|line| line.contains(", 0.")).collect();
    assert_eq!(names.len(), 60, "{policies}");
    let different: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(different.len(), 60, "{policies}");
    assert!(policies.contains("… 12 more; policies.csv"), "{policies}");
    assert!(policies.contains("Policy: design, parties.US.conduct.files, "), "{policies}");
}

#[test]
fn every_parameter_has_a_panel_and_what_explains_most_comes_first() {
    let place = tempfile::tempdir().unwrap();
    sweep(place.path(), "64", "10", &["--plot", "a.svg"]);
    let panels = panels(&std::fs::read_to_string(place.path().join("a.svg")).unwrap());
    assert_eq!(panels.len(), 11, "{panels:?}");
    assert!(panels.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{panels:?}");
    // A government's patience, and whether it walks out, matter most to both.
    assert!(panels[0].1 > 10.0, "{panels:?}");
    assert!(panels[..2].iter().any(|(name, _)| name.ends_with("China.discount")), "{panels:?}");
}

#[test]
fn parameters_without_numbers_and_more_than_twelve_are_drawn() {
    let place = tempfile::tempdir().unwrap();
    let rules = "parties.Row.conduct.comply=TitForTat,Never,Grim";
    let mut args = vec!["sweep", "theory/tft_vs_tft", "--reps", "5", "--quiet", "--latin-hypercube", "40"];
    args.extend(["--plot", "a.svg", "--vary", rules]);
    let numbers: Vec<String> = ["Row", "Column"]
        .iter()
        .flat_map(|party| {
            let fields = ["discount=0.8..0.9", "conduct.tremble=0..0.1", "conduct.files=0..1", "conduct.imposes=0..1"];
            let more = ["conduct.counters=0..1", "conduct.withdraws.calm=0..0.01", "conduct.withdraws.wronged=0..0.01"];
            fields.into_iter().chain(more).map(move |field| format!("parties.{party}.{field}"))
        })
        .collect();
    numbers.iter().for_each(|number| args.extend(["--vary", number]));
    let table = done(place.path(), &args);
    is_narrow(&table);
    let svg = std::fs::read_to_string(place.path().join("a.svg")).unwrap();
    assert_eq!(panels(&svg).len(), 12);
    assert!(svg.contains("The 3 parameters that explain least have no panel."), "the rest is said");
    assert!(svg.contains(">TitForTat</text>"), "names stand on the axis");
}

/// The page of the study in `results`, of at most so many bytes.
fn page(folder: &Path, most: usize) -> String {
    done(folder, &["report", "results", "--out", "page.html", "--force", "--quiet"]);
    let page = std::fs::read_to_string(folder.join("page.html")).unwrap();
    assert!(page.len() < most, "{} bytes", page.len());
    assert!(!page.contains("No picture"));
    page
}

#[test]
fn a_report_of_eleven_uncertainties_has_its_panels_and_stays_small() {
    let place = tempfile::tempdir().unwrap();
    sweep(place.path(), "140", "2", &["--out", "results", "--series", "none"]);
    let page = page(place.path(), 1_200_000);
    assert_eq!(page.matches("<figure>").count(), 4, "a picture a metric");
    let first = page.split_once("<figure>").unwrap().1.split_once("</figure>").unwrap().0;
    assert_eq!(panels(first).len(), 11);
    for told in [
        "<h3>What varies</h3>",
        "The first 400 of 420 configs.",
        "download=\"configs.csv\"",
        "summary.csv, differences.csv",
        " too large for a page",
    ] {
        assert!(page.contains(told), "{told:?} is not in the page");
    }
    for unknown in UNKNOWN {
        let path = unknown.split('=').next().unwrap();
        assert!(page.contains(&format!("<td>{path}</td>")), "{path}");
    }
}

#[test]
fn a_report_of_thousands_of_configs_stays_small() {
    let place = tempfile::tempdir().unwrap();
    let errors = ["parties.Row.conduct.tremble=0..0.5", "parties.Column.conduct.tremble=0..0.5"];
    let patience = "parties.Row.discount=0.5..0.9";
    let (grid, drawn) = (errors.map(|error| format!("{error}:60")), format!("{}:4000", errors[0]));
    for (most, space) in [
        (1_500_000, vec!["--vary", &grid[0], "--vary", &grid[1], "--require", "compliance.Row>=0.6"]),
        (1_500_000, vec!["--vary", &drawn]),
        (1_500_000, vec!["--sobol", "4096", "--vary", errors[0], "--vary", errors[1], "--vary", patience]),
    ] {
        let study = ["sweep", "theory/tft_vs_tft", "--set", "horizon=Rounds(3)", "--reps", "2", "--quiet", "--force"];
        let out = ["--out", "results", "--series", "none"];
        is_narrow(&done(place.path(), &[&study[..], &out, &space].concat()));
        assert!(page(place.path(), most).contains("It holds the first "), "where the rest is, is said");
    }
}

#[test]
fn a_report_of_a_small_sweep_holds_all_its_tables() {
    let place = tempfile::tempdir().unwrap();
    let study = "sweep theory/tft_vs_tft --vary parties.Row.discount=0.8,0.9 --reps 20 --quiet --out results";
    done(place.path(), &study.split(' ').collect::<Vec<_>>());
    done(place.path(), &["report", "results", "--out", "page.html", "--quiet"]);
    let page = std::fs::read_to_string(place.path().join("page.html")).unwrap();
    assert!(page.contains("download=\"summary.csv\"") && !page.contains("configs.csv"));
}
