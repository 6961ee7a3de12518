//! Measures that last, settlements that bind, evidence that waits: against closed forms, and in both engines.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::scenario::Scenario;
use snapback::simulate::Sample;
use snapback::study;

/// Two parties of which the first owes one commitment, about which nobody may complain.
const UNSEEN: &[(&str, &str)] = &[
    ("horizon", "Rounds(20)"),
    ("parties.First.conduct.comply", "Chance(0.7)"),
    ("parties.Second.conduct.comply", "Always"),
    ("mechanism.may_file", "Neither"),
];

fn expected(scenario: &Scenario, metric: &str) -> f64 {
    let solved = study::solve(scenario, Limit::default(), |_| {}).unwrap();
    let row = solved.metrics.iter().find(|row| row.label.path() == metric);
    row.unwrap_or_else(|| panic!("no {metric}")).estimate.mean.unwrap_or(0.0)
}

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Scenario {
    scenario("tests/library/lasting.ron", &[base, more].concat())
}

/// The bit is a chain of two states: P(violated in round t) = v + (b − v)(1 − r)^(t+1).
#[test]
fn an_unseen_measure_lasts_as_a_chain_of_two_states() {
    for (times, starts, begins) in [(0.5, "Kept", 0.0), (0.5, "Violated", 1.0), (12.0, "Violated", 1.0)] {
        let reviewed = format!("PerYear({times:?})");
        let more = [
            ("parties.First.commitments.promise.reviewed", reviewed.as_str()),
            ("parties.First.commitments.promise.starts", starts),
        ];
        let found = expected(&with(UNSEEN, &more), "violations.First");
        let (violates, stays) = (0.3, f64::exp(-times / 12.0));
        let sum: f64 = (1..=20).map(|t| violates + (begins - violates) * stays.powi(t)).sum();
        assert!((found - sum).abs() < 1e-12, "{times} {starts}: {found}, expected {sum}");
    }
}

/// One alarm, filed at once, one level: what the settlement does is read off the next round.
#[test]
fn a_settlement_withdraws_the_measure_and_pays_once() {
    const CASE: &[(&str, &str)] = &[
        ("horizon", "Rounds(4)"),
        ("parties.First.discount", "1.0"),
        ("parties.Second.discount", "1.0"),
        ("parties.First.conduct.comply", "Never"),
        ("parties.Second.conduct.comply", "Always"),
        ("parties.First.commitments.promise.detection", "1.0"),
        ("parties.First.commitments.promise.false_alarm", "0.0"),
        ("parties.First.commitments.promise.starts", "Violated"),
        ("mechanism.cure_closes", "false"),
    ];
    // Violated in rounds 0 and 1 for certain; in round 2, the last of talks, it is up and violated again. The settlement
    // withdraws it with probability 0.6, so that round 3 has a violation unless it is withdrawn and not decided upon.
    let consultation =
        r#"[(level: "talks", lasts: Rounds(1), settles: 1.0, terms: (withdraws: 0.6, pays: Rounds(6)))]"#;
    let case = with(
        CASE,
        &[("mechanism.consultation", consultation), ("parties.First.commitments.promise.reviewed", "PerYear(3.0)")],
    );
    let stays = f64::exp(-3.0 / 12.0);
    let violations = 3.0 + (1.0 - 0.6 * stays);
    assert!((expected(&case, "violations.First") - violations).abs() < 1e-12);
    let welfare = 6.0 * 6.0 / 12.0 - violations * 6.0 / 12.0;
    assert!((expected(&case, "welfare.Second") - welfare).abs() < 1e-12, "{}", expected(&case, "welfare.Second"));
}

/// Nothing was seen, but nothing was mended.
#[test]
fn what_closes_unseen_is_cured_if_kept_and_lapsed_if_violated() {
    for (comply, cured, lapsed) in [("Always", 1.0, 0.0), ("Never", 0.0, 1.0), ("Chance(0.25)", 0.25, 0.75)] {
        let case = with(
            &[
                ("horizon", "Rounds(3)"),
                ("parties.First.conduct.comply", comply),
                ("parties.Second.conduct.comply", "Always"),
                ("parties.First.commitments.promise.detection", "0.5"),
                ("parties.First.commitments.promise.false_alarm", "0.5"),
                ("mechanism.consultation", r#"[(level: "talks", lasts: Rounds(1))]"#),
            ],
            &[],
        );
        // An alarm in round 0, filed in round 1 without another, and none in round 2.
        for (metric, share) in [("cured.Second", cured), ("lapsed.Second", lapsed)] {
            let found = expected(&case, metric);
            assert!((found - share / 8.0).abs() < 1e-15, "{comply} {metric}: {found}");
        }
    }
}

/// An alarm of round 0 alone can be answered in the rounds after it, until evidence is gone.
#[test]
fn evidence_waits_and_is_gone() {
    for (lasts, rounds) in [("Rounds(1)", 1), ("Rounds(3)", 3), ("Rounds(9)", 5)] {
        let case = with(
            &[
                ("horizon", "Rounds(6)"),
                (
                    "parties.First.conduct.comply",
                    "Automaton(modes: [(comply: 0, next: (cc: 1, cd: 1, dc: 1, dd: 1)), (comply: 1, next: (cc: 1, cd: 1, dc: 1, dd: 1))])",
                ),
                ("parties.Second.conduct.comply", "Always"),
                ("parties.Second.conduct.files", "0.2"),
                ("parties.Second.audience_cost", "1.0"),
                ("parties.Second.discount", "1.0"),
                ("parties.First.commitments.promise.detection", "1.0"),
                ("parties.First.commitments.promise.false_alarm", "0.0"),
                ("parties.First.commitments.promise.harm", "0.0"),
                ("mechanism.evidence_lasts", lasts),
                ("mechanism.consultation", r#"[(level: "talks", lasts: Rounds(100))]"#),
            ],
            &[],
        );
        let filed = 1.0 - 0.8_f64.powi(rounds);
        assert!((expected(&case, "grievances.Second") - filed).abs() < 1e-14, "{lasts}");
        // A part of the audience cost for every round in which it was left.
        let parts = lasts.trim_matches(|c: char| !c.is_ascii_digit()).parse::<f64>().unwrap();
        let left: f64 = (1..=rounds).map(|k| 0.8_f64.powi(k)).sum();
        assert!((expected(&case, "welfare.Second") + left / parts).abs() < 1e-14, "{lasts}");
    }
}

#[test]
fn both_engines_agree_on_lasting_measures() {
    let case = with(
        &[
            ("horizon", "Rounds(30)"),
            ("parties.First.conduct.comply", "Deliberate(noise: 0.3)"),
            ("parties.Second.conduct.comply", "Always"),
            ("parties.First.commitments.promise.reviewed", "PerYear(2.0)"),
            ("parties.First.commitments.promise.starts", "Violated"),
            ("mechanism.evidence_lasts", "Rounds(3)"),
            ("mechanism.review_every", "2"),
            (
                "mechanism.consultation",
                r#"[(level: "talks", lasts: Rounds(2), settles: 0.5, terms: (withdraws: 0.6, pays: Rounds(4)))]"#,
            ),
            ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, judges: Past)"),
        ],
        &[],
    );
    let report = study::check(&case, Sample { seed: 1, replications: 20_000 }, Limit::default(), |_| {}).unwrap();
    assert!(report.agrees, "p = {}", report.p_value);
}
