//! Strategic conduct: what is said of it is checked, all mistakes at once, and every field can be set.

use crate::shell::{root, with};

const CHINA: &str = "parties.China.conduct";
const US: &str = "parties.US.conduct";

/// What `show` says with these fields set, and its status.
fn shown(set: &[(String, &str)]) -> (Option<i32>, String) {
    let assigned: Vec<String> = set.iter().map(|(path, value)| format!("{path}={value}")).collect();
    let mut args = vec!["show", "us_china_2019"];
    assigned.iter().for_each(|assigned| args.extend(["--set", assigned.as_str()]));
    let output = with(root(), &args);
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&told).into_owned())
}

/// Refused with as many mistakes as there are fragments, each of which is told.
fn refused(set: &[(String, &str)], fragments: &[&str]) {
    let (status, told) = shown(set);
    assert_eq!(status, Some(2), "{set:?}: {told}");
    for fragment in fragments {
        assert!(told.contains(fragment), "{fragment:?} is not in\n{told}");
    }
    let s = if fragments.len() == 1 { "" } else { "s" };
    assert!(told.contains(&format!("{} mistake{s}; nothing was run", fragments.len())), "{told}");
}

fn china(field: &str) -> String {
    format!("{CHINA}.{field}")
}

fn us(field: &str) -> String {
    format!("{US}.{field}")
}

#[test]
fn every_field_of_strategic_conduct_is_set_by_its_path() {
    let (status, told) = shown(&[
        (us("comply"), "Strategic(noise: 0.3)"),
        (us("chooses"), "[]"),
        (china("comply"), "Strategic(noise: 0.2, shocks: Mistakes)"),
        (china("comply.noise"), "0.4"),
        (china("chooses"), "[Files]"),
        (china("considers"), "PerYear(2)"),
    ]);
    assert_eq!(status, Some(0), "{told}");
    for written in ["noise: 0.3", "chooses: []", "noise: 0.4", "shocks: Mistakes", "Files,", "considers: PerYear(2.0)"]
    {
        assert!(told.contains(written), "{written}\n{told}");
    }
}

#[test]
fn numbers_of_strategic_conduct_out_of_range_are_refused_at_once() {
    refused(
        &[
            (us("comply"), "Strategic(noise: 0)"),
            (us("considers"), "PerYear(0)"),
            (us("chooses"), "[Files, Withdraws, Files]"),
            (china("comply"), "Strategic(noise: NaN)"),
            (china("considers"), "PerYear(1e7)"),
            ("parties.China.discount".to_owned(), "1.0"),
        ],
        &[
            "parties.US.conduct.comply.noise: found 0.0; allowed: $bn, a number above 0",
            "parties.US.conduct.considers: found 0.0; allowed: PerYear of a number above 0",
            "parties.US.conduct.chooses.2: found Files, a second time; allowed: Files, Imposes, Counters and Withdraws, each at most once",
            "parties.China.conduct.comply.noise: found NaN",
            "parties.China.conduct.considers: found 10000000.0",
            "parties.China.discount: found 1.0; allowed: a number below 1 for both parties: Strategic conduct (US)",
        ],
    );
}

#[test]
fn what_only_strategic_conduct_has_is_refused_beside_another_rule() {
    let other = "beside a rule that is not Strategic; allowed: nothing, or `comply: Strategic(noise: …)`";
    refused(
        &[(us("chooses"), "[Imposes]"), (china("considers"), "PerYear(2)")],
        &[
            &format!("parties.US.conduct.chooses: found [Imposes] {other}"),
            &format!("parties.China.conduct.considers: found PerYear(2.0) {other}"),
        ],
    );
    let (status, told) = shown(&[(us("chooses"), "[]"), (china("considers"), "EveryRound")]);
    assert_eq!(status, Some(0), "{told}");
}

#[test]
fn rules_that_do_not_go_with_strategic_conduct_are_refused_with_what_to_write() {
    refused(
        &[(china("comply"), "Strategic(noise: 0.2)")],
        &[
            "parties.US.conduct.comply: found Deliberate (noise 1.0), beside Strategic of China; allowed: Strategic(noise: 1.0), which",
        ],
    );
    refused(
        &[
            (us("comply"), "PerCommitment({\"tariff restraint\": Deliberate(noise: 0.7)})"),
            (china("comply"), "Strategic(noise: 0.2)"),
        ],
        &["parties.US.conduct.comply: found Deliberate (noise 0.7), beside Strategic of China"],
    );
    refused(
        &[(us("comply"), "PerCommitment({\"tariff restraint\": Strategic(noise: 0.7)})"), (us("chooses"), "[Files]")],
        &["comply.tariff restraint: found Strategic inside PerCommitment; allowed: `comply: Strategic(…)`, which"],
    );
    refused(
        &[(us("comply"), "Strategic(noise: 1, scope: WholeGame)"), (china("comply"), "Strategic(noise: 1)")],
        &["parties.China.conduct.comply.scope: found EachCommitment, beside WholeGame of US; allowed: the same scope"],
    );
}

#[test]
fn leaving_is_not_weighed_where_nothing_is_owed() {
    let nothing = |party: &str| (format!("parties.{party}.commitments"), "[]");
    let strategic = "Strategic(noise: 0.2)";
    let nobody = [nothing("US"), nothing("China"), (us("comply"), strategic), (china("comply"), strategic)];
    let with = |set: &[(String, &'static str)]| [nobody.to_vec(), set.to_vec()].concat();
    refused(
        &with(&[(us("chooses"), "[Files, Withdraws]")]),
        &[
            "parties.US.conduct.chooses: found [Files, Withdraws], of which Withdraws is weighed by what is owed",
            "parties.China.conduct.chooses: found all, as is the default, of which Withdraws",
        ],
    );
    for set in [
        vec![(us("chooses"), "[Files]"), (china("chooses"), "[]")],
        vec![("mechanism.withdrawal".to_owned(), "Barred"), (us("chooses"), "[Withdraws]")],
    ] {
        let (status, told) = shown(&with(&set));
        assert_eq!(status, Some(0), "{set:?}: {told}");
    }
}

/// A prisoner's dilemma in which both weigh violations.
const DILEMMA: [&str; 7] = [
    "show",
    "theory/grim_vs_never",
    "--set",
    "parties.Row.conduct.comply=Deliberate(noise: 0.25)",
    "--set",
    "parties.Column.conduct.comply=Deliberate(noise: 0.5)",
    "--format=json",
];

/// The conduct of both parties, where `--strategic` comes beside these options.
fn conducts(more: &[&str]) -> [serde_json::Value; 2] {
    let output = with(root(), &[&DILEMMA[..], more].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let scenario: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{told}"));
    [0, 1].map(|p| scenario["parties"][p]["conduct"].clone())
}

fn noises(more: &[&str]) -> [Option<f64>; 2] {
    conducts(more).map(|conduct| conduct["comply"]["Strategic"]["noise"].as_f64())
}

#[test]
fn both_parties_are_made_strategic_with_the_noise_that_each_has() {
    assert_eq!(noises(&["--strategic"]), [Some(0.25), Some(0.5)]);
    assert_eq!(noises(&["--strategic=0.3"]), [Some(0.3), Some(0.3)]);
    assert!(conducts(&["--strategic"]).iter().all(|conduct| conduct["chooses"].is_null()));
    let nested = "parties.Row.conduct.comply=PerCommitment({\"cooperation\": Deliberate(noise: 2)})";
    assert_eq!(noises(&["--set", nested, "--strategic"]), [Some(2.0), Some(0.5)]);
}

#[test]
fn what_is_set_beside_strategic_holds() {
    let grim =
        ["--strategic", "--set", "parties.Row.conduct.comply=Grim", "--set", "parties.Column.conduct.chooses=[]"];
    let [row, column] = conducts(&grim);
    assert_eq!((&row["comply"], &column["chooses"]), (&"Grim".into(), &serde_json::json!([])));
    let written = "parties.Row.conduct.comply=Strategic(noise: 7)";
    assert_eq!(noises(&["--strategic=0.3", "--set", written]), [Some(7.0), Some(0.3)]);
    let whole = ["--strategic", "--set", "parties.US.conduct=(comply: Strategic(noise: 4))"];
    let shown = with(root(), &[&["show", "us_china_quarterly"], &whole[..]].concat());
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("noise: 4.0") && shown.contains("noise: 0.6"), "{shown}");
}

#[test]
fn a_party_without_one_noise_is_asked_for_one() {
    let told = |line: &[&str]| {
        let output = with(root(), line);
        assert_eq!(output.status.code(), Some(2), "{line:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let text = told(&["solve", "theory/grim_vs_never", "--strategic"]);
    assert!(text.contains("parties.Row.conduct.comply: found Grim, a rule without a noise"), "{text}");
    assert!(text.contains("parties.Column.conduct.comply: found Never, a rule without a noise"), "{text}");
    assert!(text.contains("--strategic=0.3") && text.contains("2 mistakes"), "{text}");
    let several = "parties.China.conduct.comply=PerCommitment({\"purchases\": Deliberate(noise: 2), \"technology transfer\": Deliberate(noise: 3)})";
    let text = told(&["show", "--set", several, "--strategic"]);
    assert!(text.contains("found Deliberate, with several noises") && text.contains("1 mistake;"), "{text}");
    for wrong in ["--strategic=0", "--strategic=-1", "--strategic=NaN", "--strategic=much"] {
        assert!(
            told(&["run", wrong]).contains("$bn a decision, a number above 0, at most 1e9, such as 0.3"),
            "{wrong}"
        );
    }
}

#[test]
fn every_verb_that_takes_a_scenario_makes_parties_strategic() {
    for verb in "run compare sweep report plan solve audit frontier export trace check show".split(' ') {
        let help = String::from_utf8(with(root(), &[verb, "--help"]).stdout).unwrap();
        assert!(help.contains("--strategic[=<NOISE>]"), "{verb}");
    }
}

#[test]
fn a_folder_of_a_strategic_study_tells_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study").display().to_string();
    let line = ["run", "wto_pair", "--strategic=0.3", "--reps", "4", "--quiet", "--out", &path];
    assert!(with(root(), &line).status.success());
    let manifest = std::fs::read_to_string(folder.path().join("study/manifest.json")).unwrap();
    assert!(manifest.contains("--strategic=0.3") && manifest.contains("Strategic("), "{manifest}");
}

#[test]
fn without_an_equilibrium_nothing_is_told_in_silence() {
    let parties = ["Row", "Column"];
    let strategic = |noise: &str| {
        let set = |party: &str| {
            let conduct = format!("parties.{party}.conduct.comply=Strategic(noise: {noise})");
            [conduct, format!("parties.{party}.discount=0.9")]
        };
        parties.iter().flat_map(|party| set(party)).collect::<Vec<String>>()
    };
    let set = strategic("1e-300");
    for verb in
        [&["run", "--reps", "4"][..], &["solve"], &["trace"], &["audit"], &["run", "--reps", "4", "--format", "json"]]
    {
        let mut args = vec![verb[0], "theory/tft_vs_tft"];
        args.extend(&verb[1..]);
        set.iter().for_each(|set| args.extend(["--set", set.as_str()]));
        let output = with(root(), &args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{verb:?}: {told}");
        for words in ["no equilibrium of the game of cooperation was found", "misses one", "use more noise"] {
            assert!(told.contains(words), "{verb:?}: {told}");
        }
    }
    let both = parties.map(|party| format!("parties.{party}.conduct.comply.noise")).join(",");
    let vary = format!("{both}=1e-300,1.0");
    let set = strategic("1.0");
    let mut args = vec!["sweep", "theory/tft_vs_tft", "--reps", "4", "--vary", &vary, "--format", "csv"];
    set.iter().for_each(|set| args.extend(["--set", set.as_str()]));
    let output = with(root(), &args);
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("1 of 2 configs could not be played"), "{told}");
    assert!(told.contains("no equilibrium of the game of cooperation was found"), "{told}");
}
