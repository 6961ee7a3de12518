//! The exact engine: against a second implementation, against every branch of `step`, and against the sampled engine.

use crate::asked::scenario;
use snapback::exact::{Chain, Decider, Limit, Unsolved, every_branch};
use snapback::game::{Game, State, step};
use snapback::report::{audit_json, solve_json};
use snapback::scenario::{Request, SCENARIOS, Scenario, load};
use snapback::simulate::Sample;
use snapback::study::{self, Prescription, SolveReport, ready};
use std::collections::BTreeMap;

fn solve(scenario: &Scenario) -> SolveReport {
    study::solve(scenario, Limit::default(), |_| {}).unwrap()
}

/// Every value that `tests/oracle/oracle.py` found, which shares nothing with the engine.
#[test]
fn a_second_implementation_agrees_on_every_metric() {
    agrees(include_str!("../oracle/cases.jsonl"));
}

/// Every value that `tests/oracle/strategic.py` found of strategic conduct: both scopes, measures that are hidden, both
/// kinds of shocks, folds on the way.
#[test]
fn a_second_implementation_agrees_on_strategic_conduct() {
    agrees(include_str!("../oracle/strategic.jsonl"));
}

fn agrees(cases: &str) {
    for case in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(case).unwrap();
        let words: Vec<&str> = case["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let mut request = Request { scenario: Some(words[0].to_owned()), ..Request::default() };
        for pair in words[1..].chunks(2) {
            match pair {
                ["--set", assignment] => {
                    let (path, value) = assignment.split_once('=').unwrap();
                    request.set.push((path.to_owned(), value.to_owned()));
                }
                ["--design", name] => request.design = Some((*name).to_owned()),
                other => panic!("{other:?}"),
            }
        }
        let solved = study::solve_with(&load(&request).unwrap(), Limit::default(), true, |_| {}).unwrap();
        for metric in &solved.metrics {
            let key = metric.label.path();
            let Some(found) = metric.estimate.mean else { continue };
            let expected = case["expected"][&key].as_f64().unwrap_or(0.0);
            let error = (found - expected).abs();
            assert!(error <= 1e-9 * (1.0 + expected.abs()), "{key}: {found}, expected {expected} ({words:?})");
        }
    }
}

/// The chain resolves a round in phases; this takes `step` as it stands and walks the full product of its branches.
#[test]
fn phases_give_what_every_branch_of_step_gives() {
    let short = [("mechanism.remedy.lifts", "Cured(Rounds(2))"), ("mechanism.consultation", "[]")];
    let cases = [
        scenario("us_china_quarterly", &short),
        scenario(
            "us_china_quarterly",
            &[short[0], short[1], ("parties.China.clash", "3.5"), ("parties.US.clash", "-2.0")],
        ),
        scenario(
            "us_china_quarterly",
            &[short[0], ("mechanism.withdrawal", "Notice(Rounds(0))"), ("mechanism.review_every", "2")],
        ),
        scenario("theory/green_porter", &[]),
        scenario("theory/wsls_vs_tft", &[]),
    ];
    for scenario in cases {
        let game = ready(&scenario).unwrap();
        let chain = Chain::new(&game, &[State::first(&game, [0; 2])], &Decider::nobody(), Limit::default()).unwrap();
        let every = (chain.cores.len() / 60).max(1);
        for core in (0..chain.cores.len()).step_by(every) {
            for combo in 0..chain.n_combos {
                compare_round(&game, &chain, core, combo);
            }
        }
    }
}

fn compare_round(game: &Game, chain: &Chain, core: usize, combo: usize) {
    let n = chain.n_combos;
    let state = chain.state(core * n + combo);
    let (mut expected, mut payoff, mut violations) = (BTreeMap::new(), [0.0; 2], 0.0);
    let play = |walk: &mut snapback::exact::Walk| {
        let mut next = state;
        let outcome = step(game, &mut next, walk);
        (next, outcome)
    };
    every_branch(None, play, |probability, (next, outcome)| {
        *expected.entry(next).or_insert(0.0) += probability;
        violations += probability * f64::from(outcome.violated.count_ones());
        for p in [0, 1] {
            payoff[p] += probability * outcome.payoff[p];
        }
    });
    let (mut found, mut from, mut to) = (BTreeMap::new(), vec![0.0; n], vec![0.0; n]);
    for entry in chain.entries(core) {
        let target = chain.target[entry] as usize;
        from[combo] = chain.odds[entry * n + combo];
        chain.press(target, &from, &mut to);
        for (next, odds) in to.iter().enumerate().filter(|(_, odds)| **odds > 0.0) {
            *found.entry(chain.state(target * n + next)).or_insert(0.0) += odds;
        }
    }
    assert_eq!(found.len(), expected.iter().filter(|(_, odds)| **odds > 0.0).count(), "{state:?}");
    for (next, odds) in &expected {
        assert!((found[next] - odds).abs() < 1e-13, "{state:?} to {next:?}: {} or {odds}", found[next]);
    }
    for p in [0, 1] {
        let error = (chain.payoff[p][core * n + combo] - payoff[p]).abs();
        assert!(error < 1e-11 * (1.0 + payoff[p].abs()), "{state:?}: {error}");
    }
    let counted = chain.violations[0][core * n + combo] + chain.violations[1][core * n + combo];
    assert!((counted - violations).abs() < 1e-12, "{state:?}");
}

#[test]
fn sampled_and_exact_values_agree_on_every_small_scenario() {
    for entry in SCENARIOS {
        let scenario = scenario(entry.name, &[("horizon", "Rounds(24)")]);
        if entry.name == "us_china_2019" {
            continue;
        }
        let plan = Sample { seed: 7, replications: 4000 };
        let report = study::check(&scenario, plan, Limit::default(), |_| {}).unwrap();
        assert!(report.agrees, "{}: p = {}, {:?}", entry.name, report.p_value, report.metrics);
        assert!(report.metrics.iter().any(|metric| metric.z.is_some()), "{}: nothing was tested", entry.name);
    }
}

#[test]
fn sampled_and_exact_values_agree_where_much_happens() {
    let busy = [
        ("horizon", "Rounds(12)"),
        ("parties.US.pressure", "Steady"),
        ("parties.US.conduct.comply", "Disposition(calm: 0.9, disputed: 0.6, remedied: 0.7)"),
        ("parties.China.conduct.comply", "Disposition(calm: 0.6, disputed: 0.5, remedied: 0.6)"),
        ("parties.US.conduct.files", "0.6"),
        ("parties.US.conduct.imposes", "0.5"),
        ("parties.China.conduct.counters", "0.6"),
        ("mechanism.counter", "Allowed(multiple: 0.8, rate: 0.2)"),
        ("mechanism.review_every", "2"),
        ("mechanism.consultation", "[(level: \"talks\", lasts: Rounds(1), settles: 0.3)]"),
        ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.8, error: 0.3, judges: Present, blocked: 0.3)"),
        ("mechanism.authorisation", "0.7"),
        ("mechanism.remedy.lifts", "Cured(Rounds(1))"),
    ];
    let plan = Sample { seed: 7, replications: 20_000 };
    for last in [("mechanism.release", "Never"), ("mechanism.remedy.instrument", "Payment(multiple: 1.5)")] {
        let scenario = scenario("us_china_quarterly", &[&busy[..], &[last]].concat());
        let report = study::check(&scenario, plan, Limit::default(), |_| {}).unwrap();
        assert!(report.agrees, "{last:?}: p = {}, {:?}", report.p_value, report.metrics);
        let mean = |name: &str| {
            report.metrics.iter().filter(|m| m.label.metric.name() == name).filter_map(|m| m.exact).sum::<f64>()
        };
        for happens in ["blocked", "counters", "settled", "cured", "dismissed", "denied", "dropped", "remedies"] {
            assert!(mean(happens) > 0.02, "{happens}: {}", mean(happens));
        }
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let scenario = scenario("us_china_quarterly", &[("mechanism.consultation", "[]")]);
    let results = [1, 2, 8].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let audit = study::audit(&scenario, Prescription::Keep, Limit::default()).unwrap();
            let endless = study::solve_infinite(&scenario, Limit::default()).unwrap();
            [solve_json(&solve(&scenario)), solve_json(&endless), audit_json(&audit)]
        })
    });
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn what_is_too_large_is_refused_in_words() {
    let error = study::solve(&scenario("us_china_2019", &[]), Limit { states: 50_000 }, |_| {}).unwrap_err();
    let text = error.to_string();
    let Unsolved::TooLarge(error) = error else { panic!("{text}") };
    assert!(error.states > 50_000 && error.states < 500_000, "{}", error.states);
    for words in ["may have 50000", "what multiplies most", "Try ", "--max-states"] {
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn deliberate_parties_are_deterred_by_larger_remedies_and_not_by_none() {
    let kept = |set: &[(&str, &str)]| {
        let solved = solve(&scenario("us_china_quarterly", set));
        let metric = |row: &&study::MetricRow| row.label.commitment.as_deref() == Some("technology transfer");
        solved.metrics.iter().find(metric).unwrap().estimate.mean.unwrap()
    };
    let size = |multiple| ("mechanism.remedy.instrument.size.multiple", multiple);
    let at_once = [("mechanism.consultation", "[]"), ("parties.China.conduct.counters", "0.0")];
    let by_multiple = ["0.0", "1.0", "2.0"].map(|multiple| kept(&[at_once[0], at_once[1], size(multiple)]));
    assert!(by_multiple[0] < by_multiple[1] && by_multiple[1] < by_multiple[2], "{by_multiple:?}");
}
