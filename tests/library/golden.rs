//! Golden runs: the events of play under every design, every conduct rule and every scenario, pinned as data, and a few
//! of the runs as people read them.
//!
//! `UPDATE_GOLDEN=1 cargo test --test library golden` writes them anew; a difference is a change of results, for the
//! changelog.

use ron::Error;
use serde::de::DeserializeOwned;
use snapback::conduct::Rule;
use snapback::game::DisputeEnd;
use snapback::mechanism::{Counter, Instrument, Judges, Lifts, MayFile, Release, Ruling, Withdrawal};
use snapback::report::trace_text;
use snapback::scenario::{DESIGNS, Request, SCENARIOS, load};
use snapback::study::{TraceReport, trace};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A run that is pinned: its name, what is played, and how.
struct Run {
    name: String,
    scenario: &'static str,
    design: Option<&'static str>,
    set: Vec<(String, String)>,
}

impl Run {
    fn new(name: impl Into<String>, scenario: &'static str, rounds: u32, set: &[(&str, &str)]) -> Self {
        let mut set: Vec<(String, String)> =
            set.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        set.push(("horizon".to_owned(), format!("Rounds({rounds})")));
        Self { name: name.into(), scenario, design: None, set }
    }

    fn play(&self) -> TraceReport {
        let request = Request {
            scenario: Some(self.scenario.to_owned()),
            design: self.design.map(str::to_owned),
            set: self.set.clone(),
            ..Request::default()
        };
        trace(&load(&request).unwrap_or_else(|mistakes| panic!("{}: {mistakes:?}", self.name)), 1, 4).unwrap()
    }
}

/// Parties that violate often and whatever the design, so that procedures are walked to their ends.
const STUBBORN: [(&str, &str); 3] = [
    ("parties.US.conduct.comply", "Disposition(calm: 0.95, disputed: 0.95, remedied: 0.97)"),
    ("parties.China.conduct.comply", "Disposition(calm: 0.60, disputed: 0.65, remedied: 0.85)"),
    ("parties.China.commitments.purchases.gain", "3.0"),
];

/// Values for rules that take some; the others are spelt as they are named.
const RULES: [(&str, &str); 11] = [
    ("Chance", "Chance(0.7)"),
    ("Disposition", "Disposition(calm: 0.7, disputed: 0.8, remedied: 0.95)"),
    ("Opportunist", "Opportunist(above: 1.1)"),
    ("Deliberate", "Deliberate(noise: 0.5)"),
    ("Strategic", "Strategic(noise: 0.5)"),
    ("PerCommitment", "PerCommitment({\"purchases\": Never, \"technology transfer\": Chance(0.5)})"),
    ("GenerousTitForTat", "GenerousTitForTat(generosity: 0.5)"),
    ("Retaliate", "Retaliate(2)"),
    ("Trigger", "Trigger(2)"),
    ("MemoryOne", "MemoryOne(first: 1.0, cc: 0.95, cd: 0.2, dc: 0.9, dd: 0.3)"),
    (
        "Automaton",
        "Automaton(modes: [(comply: 1.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)), (comply: 0.0, next: (cc: 0, cd: 1, dc: 0, dd: 0))])",
    ),
];

/// Rulings that are asked for, and as a rule blocked.
const RESTING: &str = "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.3, blocked: 0.9, requested: 0.4, rests: Rounds(4), self_help: Both)";

/// What designs and scenarios of the library do not come to: notice, war, counters, rulings that stop, money.
fn episodes() -> Vec<Run> {
    let quarterly = "us_china_quarterly";
    let at = |name: &str, design, set: &[(&str, &str)]| {
        let set = [&STUBBORN[..2], set].concat();
        Run { design: Some(design), ..Run::new(format!("episode/{name}"), quarterly, 60, &set) }
    };
    let leaves = ("parties.China.conduct.withdraws", "(calm: 0.02, wronged: 0.1, under_remedy: 0.1)");
    let suffers = ("parties.US.conduct.files", "0.4");
    let drops = ("parties.US.conduct.imposes", "0.4");
    let higher = ("mechanism.remedy.repeat", "1");
    let counters = ("parties.China.conduct.counters", "0.9");
    vec![
        at("withdrawal", "back-end", &[leaves]),
        at("unanswered", "back-end", &[suffers]),
        at("dropped", "back-end", &[drops]),
        at("countered", "automatic", &[counters]),
        at("blocked", "gatt-1947", &[]),
        at("denied", "wto-void", &[]),
        at("money", "fines", &[]),
        at("barred", "snapback", &[("mechanism.withdrawal", "Barred"), counters]),
        at("sunset", "back-end", &[("mechanism.release", "Sunset(Rounds(8))")]),
        at("at rest", "gatt-1947", &[("mechanism.ruling", RESTING), ("mechanism.consultation", "[]")]),
        at("interim", "wto-dsu", &[("mechanism.remedy.interim", "true"), higher, ("mechanism.remedy.steps", "2")]),
        at("other side", "fines", &[("mechanism.may_file", "Second")]),
    ]
}

/// Every run that is pinned. What it covers comes from the library, so that nothing new can be left out.
fn runs() -> Vec<Run> {
    let design =
        |name| Run { design: Some(name), ..Run::new(format!("design/{name}"), "us_china_2019", 60, &STUBBORN) };
    let scenario = |name: &'static str| Run::new(format!("scenario/{name}"), name, 24, &[]);
    // China plays the rule, against a party that errs now and then.
    let rule = |name: &str| {
        let text = RULES.iter().find(|(rule, _)| *rule == name).map_or(name, |(_, text)| *text);
        let set = [("parties.US.conduct.comply", "Chance(0.8)"), ("parties.China.conduct.comply", text)];
        Run::new(format!("rule/{name}"), "us_china_quarterly", 12, &set)
    };
    let mut runs: Vec<Run> = DESIGNS.iter().map(|entry| design(entry.name)).collect();
    runs.extend(SCENARIOS.iter().map(|entry| scenario(entry.name)));
    runs.extend(variants::<Rule>().iter().map(|name| rule(name)));
    runs.extend(episodes());
    runs
}

/// Names of the variants of an enum that scenario files spell.
fn variants<T: DeserializeOwned>() -> &'static [&'static str] {
    match ron::from_str::<T>("NoVariantOfThatName").map(|_| ()).unwrap_err().code {
        Error::NoSuchEnumVariant { expected, .. } => expected,
        other => panic!("{other}"),
    }
}

fn path(name: &str) -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// The file as it is now in place of the one that is pinned, where that is asked for; the one that is pinned.
fn pinned(file: &str, now: &str) -> String {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path(file), now).unwrap();
    }
    std::fs::read_to_string(path(file)).unwrap_or_default()
}

/// One line an event, then welfare and survival.
fn events(report: &TraceReport) -> String {
    let mut lines = String::new();
    for round in &report.rounds {
        for event in &round.events {
            let optional = |text: &Option<String>| text.clone().unwrap_or_default();
            let (commitment, owner) = (optional(&event.commitment), optional(&event.owner));
            lines += &format!("{},{},{},{commitment},{owner}\n", round.round, event.event.name(), event.party);
        }
    }
    for (party, welfare) in report.parties.iter().zip(report.welfare) {
        lines += &format!("end,welfare,{party},{welfare:.9e}\n");
    }
    lines + &format!("end,survived,{}\n", report.survived)
}

#[test]
fn every_run_has_the_events_that_are_pinned() {
    let head = "round,event,party,commitment,owner\n";
    let played: Vec<(String, String)> = runs().iter().map(|run| (run.name.clone(), events(&run.play()))).collect();
    let now: String = played.iter().map(|(name, events)| format!("\n[{name}]\n{events}")).collect();
    let now = format!("{head}{now}");
    let pinned = pinned("events.txt", &now);
    let parts = |text: &str| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    for (pinned, now) in parts(&pinned).iter().zip(parts(&now)) {
        assert_eq!(*pinned, now, "a run goes otherwise; see the head of this file");
    }
    assert_eq!(pinned, now, "other runs are pinned; see the head of this file");
}

/// Each is a run of which every part is shown: tariffs, accounts, stages, the end.
const STORIES: [&str; 5] =
    ["design/back-end", "design/wto-dsu", "rule/Deliberate", "episode/withdrawal", "scenario/theory/grim_vs_never"];

#[test]
fn a_few_runs_are_told_as_pinned() {
    let runs = runs();
    for name in STORIES {
        let run = runs.iter().find(|run| run.name == name).unwrap();
        // The fingerprint holds the version, which is no part of the story.
        let story: String = trace_text(&run.play())
            .lines()
            .map(|line| format!("{}\n", line.split(", fingerprint").next().unwrap()))
            .collect();
        let file = format!("{}.txt", name.split_once('/').unwrap().1.replace('/', "-"));
        assert_eq!(pinned(&file, &story), story, "{name} is told otherwise; see the head of this file");
    }
}

#[test]
fn runs_that_are_pinned_meet_every_variant_of_a_mechanism() {
    let mut met = BTreeSet::new();
    for run in runs() {
        let request = Request {
            scenario: Some(run.scenario.to_owned()),
            design: run.design.map(str::to_owned),
            set: run.set.clone(),
            ..Request::default()
        };
        let mechanism = serde_json::to_value(&load(&request).unwrap().agreement().mechanism).unwrap().to_string();
        met.extend(mechanism.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
    }
    let sets = [
        variants::<Instrument>(),
        variants::<Ruling>(),
        variants::<Release>(),
        variants::<Withdrawal>(),
        variants::<MayFile>(),
        variants::<Counter>(),
        variants::<Lifts>(),
        variants::<Judges>(),
    ];
    let missing: Vec<&&str> = sets.iter().flat_map(|set| set.iter()).filter(|name| !met.contains(**name)).collect();
    assert!(missing.is_empty(), "no pinned run has {missing:?}: add an episode");
}

#[test]
fn runs_that_are_pinned_meet_every_kind_of_event() {
    let pinned = std::fs::read_to_string(path("events.txt")).unwrap();
    let met: BTreeSet<&str> = pinned.lines().filter_map(|line| line.split(',').nth(1)).collect();
    let ends = DisputeEnd::ALL.map(DisputeEnd::name);
    let others = [
        "violation",
        "alarm",
        "grievance",
        "unanswered",
        "requested",
        "upheld",
        "self_help",
        "interim",
        "counter",
        "growth",
        "lifted",
        "stage",
        "withdrawal",
        "release",
        "breakdown",
    ];
    let missing: Vec<&&str> = ends.iter().chain(&others).filter(|kind| !met.contains(**kind)).collect();
    assert!(missing.is_empty(), "no pinned run has {missing:?}: add an episode");
}
