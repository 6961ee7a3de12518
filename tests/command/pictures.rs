//! Pictures, the report, help: what people look at, read as a browser and a shell would read it.

use crate::shell::{done, with as snapback};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A picture is well-formed, has numbers for coordinates, and asks nothing of anybody.
fn check_picture(path: &Path, texts: &[&str]) {
    let svg = std::fs::read_to_string(path).unwrap();
    let tree = roxmltree::Document::parse(&svg).unwrap();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{}: {value}", attribute.name());
            assert!(!["href", "src", "onload"].contains(&attribute.name()), "{}", attribute.name());
        }
    }
    let shown: String = tree.descendants().filter_map(|node| node.text()).collect();
    for text in texts {
        assert!(shown.contains(text), "{}: {text:?} is not shown", path.display());
    }
}

/// Payoffs as small as numbers are, and benchmarks that differ by as little.
const SMALLEST_PAYOFFS: &str = r#"(name: "g", round: Year, horizon: Years(5), parties: [
    (name: "A", discount: 0.95, trade: (imports: 10, demand_elasticity: 2.5, supply_elasticity: 2), conduct: (comply: Always)),
    (name: "B", discount: 0.95, accord: 5e-324, trade: (imports: 10, demand_elasticity: 2.5, supply_elasticity: 2), conduct: (comply: Chance(0.5)))],
    mechanism: (remedy: (instrument: Payment(multiple: 1), lifts: Cured(Rounds(1)))))"#;
const SMALLEST_SPAN: &str = r#"(name: "g", round: Year, horizon: Years(5),
    stage_game: (reward: 5e-324, sucker: -0.0139, temptation: -28.6, punishment: -1e-300),
    parties: [(name: "A", discount: 0.317, trade: (imports: 10, demand_elasticity: 2.5, supply_elasticity: 2), conduct: (comply: Chance(0.4))),
              (name: "B", discount: 0.843, trade: (imports: 10, demand_elasticity: 2.5, supply_elasticity: 2), conduct: (comply: Never))],
    design: "none")"#;

#[test]
fn payoffs_as_small_as_numbers_are_can_be_drawn_and_divided_by() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    for (name, text) in [("payoffs", SMALLEST_PAYOFFS), ("span", SMALLEST_SPAN)] {
        std::fs::write(at.join(format!("{name}.ron")), text).unwrap();
        for (k, line) in [
            "run NAME.ron --reps 40",
            "run NAME.ron --reps 1",
            "compare NAME.ron --designs none,mirror --reps 30",
            "sweep NAME.ron --vary parties.B.discount=0.2..0.9:3 --reps 30",
            "solve NAME.ron",
            "trace NAME.ron",
            "tournament NAME.ron --rules Never,Always",
        ]
        .into_iter()
        .enumerate()
        {
            let line = line.replace("NAME", name);
            let shown = done(at, &format!("{line} --plot {name}{k}.svg"));
            let csv = if line.starts_with("trace") { String::new() } else { done(at, &format!("{line} --format csv")) };
            for text in [shown, csv] {
                let words = text.split(|c: char| !c.is_alphanumeric());
                assert!(!words.into_iter().any(|word| ["NaN", "nan", "inf"].contains(&word)), "{line}: {text}");
            }
            check_picture(&at.join(format!("{name}{k}.svg")), &[]);
        }
    }
}

#[test]
fn every_verb_draws_what_it_shows() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let cases: [(&str, &[&str]); 17] = [
        (
            "run us_china_quarterly --reps 60",
            &["Mean tariff on imports", "Commitments kept", "$bn a round", "US", "China"],
        ),
        ("run theory/allc_vs_alld --reps 5 --set horizon=Rounds(1)", &["Welfare"]),
        ("solve us_china_quarterly --set horizon=Rounds(8)", &["Exact expected values"]),
        ("trace --rep 3", &["technology transfer", "owed by China", "breaks down", "$bn a year"]),
        ("trace theory/tft_vs_tft --rep 3", &["owed by Row", "owed by Column"]),
        ("tournament --rules Never,Always,TitForTat", &["Tournament of 3 rules", "1. Never", "$bn a year"]),
        ("tournament --rules Grim", &["Tournament of 1 rule under"]),
        (
            "frontier theory/grim_trigger --party Row --vary parties.Row.discount=0.1..0.9",
            &["frontier, 0.5", "parties.Row.discount", "to the right of the frontier"],
        ),
        (
            "plan us_china_quarterly --difference 5 --pilot 60 --designs none,mirror",
            &["difference in welfare.joint to be found, $bn", "mirror", "80 % power"],
        ),
        // Nothing varies, so any number will do.
        ("plan theory/allc_vs_alld --difference 5 --pilot 60 --designs none", &["replications"]),
        ("validate --reps 100", &["memory-one pairs", "relative to 1 + |expected|"]),
        (
            "sweep theory/tft_vs_tft --vary parties.Row.conduct.comply=TitForTat,Never --reps 60",
            &["TitForTat", "Never", "conduct.comply"],
        ),
        (
            "sweep us_china_quarterly --reps 30 --vary parties.China.discount=0.8..0.9:2 \
             --vary mechanism.ruling=SelfJudged,Arbiter(lasts:Months(3),power:0.9,error:0.1)",
            &["(2) Arbiter(lasts:Months(3), power:0.9, error:0.1)", "China.discount"],
        ),
        ("audit theory/grim_vs_never", &["not self-enforcing", "gain of one deviation, $bn"]),
        (
            "compare us_china_quarterly --designs none,mirror --reps 60",
            &["welfare.joint, difference from back-end", "percentage points"],
        ),
        ("sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0..0.5:3 --reps 60", &["conduct.tremble"]),
        (
            "sweep theory/tft_vs_tft --vary parties.Row.conduct.tremble=0..0.5:3 \
             --vary parties.Column.conduct.tremble=0..0.5:2 --reps 60 --require compliance.Row>=0.6",
            &["Dots: compliance.Row>=0.6 holds", "Row.conduct.tremble", "Column.conduct.tremble"],
        ),
    ];
    for (k, (line, texts)) in cases.iter().enumerate() {
        let name = format!("{k}.svg");
        let plain = done(at, line);
        assert_eq!(done(at, &format!("{line} --plot {name}")), plain, "{line}: a picture changes no result");
        check_picture(&at.join(&name), texts);
        let first = std::fs::read(at.join(&name)).unwrap();
        done(at, &format!("{line} --plot {name} --force"));
        assert_eq!(std::fs::read(at.join(&name)).unwrap(), first, "{line}: the same picture");
    }
}

#[test]
fn hostile_names_are_only_names() {
    let place = tempfile::tempdir().unwrap();
    let text = done(place.path(), "show theory/tft_vs_tft");
    let text = text.replace("\"Row\"", "\"<script>alert('&')</script>\"");
    std::fs::write(place.path().join("hostile.ron"), text).unwrap();
    done(place.path(), "run hostile.ron --reps 20 --plot hostile.svg");
    check_picture(&place.path().join("hostile.svg"), &["<script>alert"]);
    done(place.path(), "report hostile.ron --reps 20 --out hostile.html");
    let page = std::fs::read_to_string(place.path().join("hostile.html")).unwrap();
    assert_eq!(page.matches("<script>").count(), 1, "the page's own");
}

#[test]
fn a_picture_that_cannot_be_is_refused_before_anything_is_played() {
    let place = tempfile::tempdir().unwrap();
    for (line, fragment) in [
        ("run --plot a.jpg", "ends in .svg"),
        ("run --plot nowhere/a.svg", "nowhere/a.svg"),
        ("report --out a.txt", "ends in .html"),
        ("solve theory/tft_vs_tft --horizon infinite --plot a.svg", "no rounds to draw"),
        ("solve theory/tft_vs_tft --check --plot a.svg", "has no picture"),
    ] {
        let output = snapback(place.path(), &line.split_whitespace().collect::<Vec<_>>());
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{line}: {report}");
        assert!(report.contains(fragment), "{line}: {report}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_report_of_a_folder_shows_what_the_study_showed() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let study = "us_china_quarterly --designs none,mirror --reps 200";
    done(at, &format!("compare {study} --out results"));
    done(at, "report results --out folder.html");
    done(at, &format!("report {study} --out fresh.html"));
    let read = |name: &str| std::fs::read_to_string(at.join(name)).unwrap();
    let section = |page: &str, from: &str, to: &str| {
        let rest = page.split_once(from).unwrap().1;
        rest.split_once(to).unwrap().0.to_owned()
    };
    let (folder, fresh) = (read("folder.html"), read("fresh.html"));
    for (from, to) in [("<h2>Results</h2>", "<h2>The scenario"), ("<h2>All metrics</h2>", "<h2>Data</h2>")] {
        assert_eq!(section(&folder, from, to), section(&fresh, from, to));
    }
    assert!(folder.contains("snapback compare us_china_quarterly --designs none,mirror --reps 200"));
    for kind in
        ["run theory/tft_vs_tft --reps 50", "sweep theory/tft_vs_tft --vary parties.Row.discount=0.8,0.9 --reps 50"]
    {
        done(at, &format!("{kind} --out r --force"));
        done(at, "report r --out r.html --force");
        assert!(read("r.html").contains("<figure><svg"));
    }
}

/// Every lane of a run belongs to one party's commitment, and holds its own events alone.
#[test]
fn commitments_that_share_a_name_have_lanes_of_their_own() {
    let place = tempfile::tempdir().unwrap();
    done(place.path(), "trace theory/tft_vs_tft --rep 3 --plot trace.svg");
    let svg = std::fs::read_to_string(place.path().join("trace.svg")).unwrap();
    assert_eq!(svg.matches(">cooperation</text>").count(), 2);
    let heights = |what: &str| -> std::collections::BTreeSet<&str> {
        let marks = svg.lines().filter(|line| line.starts_with("<rect") && line.contains(what));
        marks.map(|line| line.split("y=\"").nth(1).unwrap().split('"').next().unwrap()).collect()
    };
    assert_eq!((heights("Row violates").len(), heights("Column violates").len()), (1, 1));
    assert!(heights("Row violates").is_disjoint(&heights("Column violates")));
}

#[test]
fn a_report_tells_all_that_a_scenario_says() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let set = "--set parties.US.accord=7.0 --set parties.US.outside=3.0 --set parties.US.clash=-2.0 \
               --set parties.US.conduct.tremble=0.04 --set parties.US.conduct.comply=TitForTat";
    let page = |line: &str| {
        done(at, &format!("{line} --out page.html --force"));
        std::fs::read_to_string(at.join("page.html")).unwrap()
    };
    let compared = page(&format!("report us_china_quarterly --designs none,mirror --reps 60 {set}"));
    for told in [
        "Earns $7bn a year while the agreement stands.",
        "Earns $3bn a year after a breakdown",
        "both violate adds $-2bn",
        "does the opposite of what it intends with probability 0.04",
        "Plays tit for tat: starts by keeping",
        "<h3>Differences from the baseline</h3>",
        "<th>p (Holm)</th>",
        "<h3>How agreements end</h3>",
        "<th>China withdraws (share)</th>",
        "Assumed:",
        "// assumed, $bn",
    ] {
        assert!(compared.contains(told), "{told:?} is not in the page");
    }
    let assumed = compared.split("<p class=\"assumed\">").skip(1).map(|rest| rest.split("</pre>").next().unwrap());
    assumed.for_each(|list| assert!(!list.contains("source:") && !list.contains("about:"), "{list}"));
    let alone = page("report us_china_quarterly --designs none --baseline none --reps 30");
    assert!(!alone.contains("A stage that passes without an alarm"), "nobody may file");
    // The command in the page makes the page.
    let command = compared.split("<pre>snapback ").nth(1).unwrap().split("</pre>").next().unwrap();
    assert_eq!(page(command.strip_suffix(" --out report.html").unwrap()), compared);
    done(at, command);
    assert_eq!(std::fs::read_to_string(at.join("report.html")).unwrap(), compared);
}

/// Chromium, where it is installed.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Opens a page in a headless browser: the document after its scripts have run, and what it complained of.
fn opened(browser: &Path, page: &Path) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--v=0", "--window-size=400,900", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_report_opens_offline_in_a_browser() {
    let place = tempfile::tempdir().unwrap();
    let page = place.path().join("report.html");
    done(place.path(), "report us_china_quarterly --designs none,mirror,wto-dsu --reps 100 --out report.html");
    let text = std::fs::read_to_string(&page).unwrap();
    assert!(text.len() < 3_000_000, "{} bytes", text.len());
    // Nothing in the page names an address, but for the names of XML's own vocabulary.
    let bare = text.replace("http://www.w3.org/2000/svg", "");
    assert!(!bare.contains("http://") && !bare.contains("https://"), "the page names an address");
    let Some(browser) = browser() else {
        eprintln!("skipped: no chromium to open the page in");
        return;
    };
    // A script of the test's own clicks a heading and reports the column, and every request made.
    let probe = "<script>window.onload=function(){var t=document.querySelector('table.sortable');\
        t.querySelectorAll('th')[1].click();var c=Array.from(t.tBodies[0].rows).map(function(r){return r.cells[1].dataset.v});\
        var p=document.createElement('p');p.id='probe';p.textContent='sorted '+c.join(' ')+' figures '+\
        document.querySelectorAll('figure svg').length+' requests '+performance.getEntriesByType('resource').length+\
        ' wide '+(document.documentElement.scrollWidth<=window.innerWidth);document.body.appendChild(p)}</script></body>";
    std::fs::write(&page, text.replace("</body>", probe)).unwrap();
    let (document, complaints) = opened(&browser, &page);
    assert!(!complaints.contains("CONSOLE"), "{complaints}");
    let told = document.split_once("<p id=\"probe\">").expect("the page's scripts have run").1;
    let told = told.split_once("</p>").unwrap().0;
    let (sorted, rest) = told.strip_prefix("sorted ").unwrap().split_once(" figures ").unwrap();
    let values: Vec<f64> = sorted.split(' ').map(|x| x.parse().unwrap()).collect();
    // Three designs and the baseline.
    assert!(values.len() == 4 && values.is_sorted(), "{values:?}");
    assert_eq!(rest, "1 requests 0 wide true");
}

#[test]
fn help_has_an_example_for_each_verb_and_it_runs() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path();
    let help = done(at, "--help");
    let verbs: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Longer descriptions go on in lines that are set in farther.
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    assert!(verbs.len() >= 18, "{verbs:?}");
    let completions = done(at, "completions bash");
    std::fs::write(at.join("my.ron"), done(at, "show theory/tft_vs_tft")).unwrap();
    done(at, "run theory/tft_vs_tft --reps 30 --out results");
    for share in ["one", "two"] {
        let number = if share == "one" { 1 } else { 2 };
        done(
            at,
            &format!(
                "run --reps 40000 --set horizon=Rounds(2) --set afterwards=Nothing --out {share} --shard {number}/2"
            ),
        );
    }
    for verb in verbs {
        assert!(completions.contains(&format!("snapback__subcmd__{verb}")) || completions.contains(verb), "{verb}");
        assert!(done(at, &format!("man {verb}")).contains(&format!("snapback\\-{verb}")), "{verb}");
        let help = done(at, &format!("{verb} --help"));
        let flat = help.split_whitespace().collect::<Vec<_>>().join(" ");
        let example = flat.split_once("Example: snapback ").unwrap_or_else(|| panic!("{verb} has no example")).1;
        let example = example.split_once(" Usage:").unwrap().0;
        let fewer =
            example.replace("100000", "100").replace("--reps 2000", "--reps 50").replace("--reps 1000", "--reps 100");
        let fewer = if verb == "compare" { format!("{fewer} --reps 100") } else { fewer };
        let output = snapback(at, &fewer.split(' ').collect::<Vec<_>>());
        // An audit or a check may find what it was asked about: that is an answer, too.
        assert!(output.status.success(), "{fewer}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
