//! What is called exact is certified: values at rare rates, verdicts at the edge, and what is said where neither can be.

use crate::asked::{request, scenario};
use snapback::exact::{Limit, Verdict};
use snapback::scenario::{Scenario, load};
use snapback::study::{self, FrontierReport, PartyAudit, Prescription, SolveReport, Variation};

fn endless(scenario: &Scenario) -> SolveReport {
    study::solve_infinite(scenario, Limit::default()).unwrap()
}

/// An average a round in the long run, which must be certified.
fn average(report: &SolveReport, metric: &str, party: Option<&str>) -> f64 {
    let path = [Some(metric), party].into_iter().flatten().collect::<Vec<_>>().join(".");
    let found = study::MetricRow::named(&report.averages, &path).unwrap().estimate;
    assert!(found.is_certified(), "{metric} is off by up to {:?}", found.error);
    found.mean.unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "found {found:e}, expected {expected:e}");
}

/// Row keeps, but for a rare slip into a mode in which it violates, but for a rare return; Column's coin walks along a
/// ring of modes.
fn two_regimes_beside_a_ring(n: usize, slip: &str, back: &str) -> tempfile::NamedTempFile {
    let next = |k: usize| (k + 1) % n;
    let mode = |k: usize| format!("(comply: 0.5, next: (cc: {0}, cd: {0}, dc: {k}, dd: {k}))", next(k));
    let ring: Vec<String> = (0..n).map(mode).collect();
    let text = format!(
        r#"(name: "Two regimes beside a ring", round: Year, horizon: Rounds(100),
            stage_game: (reward: 3.0, sucker: 0.0, temptation: 5.0, punishment: 1.0),
            parties: [
                (name: "Row", discount: 1.0, conduct: (comply: Automaton(modes: [
                    (comply: {slip}, next: (cc: 0, cd: 0, dc: 1, dd: 1)),
                    (comply: {back}, next: (cc: 0, cd: 0, dc: 1, dd: 1)),
                ]))),
                (name: "Column", discount: 1.0, conduct: (comply: Automaton(modes: [{}]))),
            ],
            design: "none")"#,
        ring.join(", ")
    );
    let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn absorption_that_takes_ten_million_rounds_is_waited_for() {
    let report = endless(&scenario("tests/cases/slow_absorption.ron", &[]));
    near(average(&report, "compliance", Some("Row")), 0.5);
    report.settling.unwrap().classes.iter().for_each(|class| near(class.1, 0.5));
    for rate in ["0.999", "0.999999999", "0.999999999999"] {
        let set = [("parties.Row.conduct.comply.modes.2.comply", rate)];
        near(average(&endless(&scenario("tests/cases/slow_absorption.ron", &set)), "compliance", Some("Row")), 0.5);
    }
}

#[test]
fn an_exit_that_takes_ten_million_rounds_is_waited_for() {
    for rate in ["1e-3", "1e-7", "1e-12"] {
        let set = [("parties.North.conduct.withdraws.wronged", rate)];
        near(average(&endless(&scenario("tests/cases/slow_exit.ron", &set)), "survived", None), 0.5);
    }
}

#[test]
fn a_class_above_a_thousand_states_knows_its_rarest_rates() {
    for (n, slip, back, share) in [
        (3, "0.999999999999", "2e-12", 2.0 / 3.0),
        (510, "0.999999999999", "2e-12", 2.0 / 3.0),
        (1600, "0.99999999", "3e-8", 0.75),
        (1600, "0.999", "1e-12", 1e-12 / (1e-3 + 1e-12)),
    ] {
        let file = two_regimes_beside_a_ring(n, slip, back);
        let report = endless(&scenario(file.path().to_str().unwrap(), &[]));
        near(average(&report, "compliance", Some("Row")), share);
    }
}

/// A walk on modes, down where the coin says keep: symmetric, with ends that are hard to leave; and one that is down all
/// along.
#[test]
fn shares_that_differ_by_hundreds_of_orders_of_magnitude_are_no_trouble() {
    let walk = |keeps: Vec<String>, first: usize| {
        let n = keeps.len();
        let order = std::iter::once(first).chain((0..n).filter(|&k| k != first));
        let place = |k: usize| {
            if k == first {
                0
            } else if k < first {
                k + 1
            } else {
                k
            }
        };
        let mode = |k: usize| {
            let (down, up) = (place(k.saturating_sub(1)), place((k + 1).min(n - 1)));
            format!("(comply: {}, next: (cc: {down}, cd: {down}, dc: {up}, dd: {up}))", keeps[k])
        };
        let modes: Vec<String> = order.map(mode).collect();
        let text = format!(
            r#"(name: "A walk", round: Year, horizon: Rounds(10),
                stage_game: (reward: 3.0, sucker: 0.0, temptation: 5.0, punishment: 1.0),
                parties: [(name: "Row", discount: 0.9, conduct: (comply: Always)),
                    (name: "Column", discount: 0.9, conduct: (comply: Automaton(modes: [{}])))],
                design: "none")"#,
            modes.join(", ")
        );
        let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let report = endless(&scenario(file.path().to_str().unwrap(), &[]));
        near(average(&report, "survived", None), 1.0);
        average(&report, "compliance", Some("Column"))
    };
    for (m, keep, slip) in [
        (26, "0.999999999999", "1e-12"),
        (27, "0.999999999999", "1e-12"),
        (85, "0.99985", "1.5e-4"),
        (330, "0.9", "0.1"),
    ] {
        let half = |text: &str| vec![text.to_owned(); m];
        near(walk([half(keep), vec!["0.5".to_owned()], half(slip)].concat(), m), 0.5);
    }
    for (k, keep, share) in [(28, "0.999999999999", 1.0 - 1e-12), (108, "0.999", 0.999), (324, "0.9", 0.9)] {
        near(walk(vec![keep.to_owned(); k], 0), share);
    }
}

#[test]
fn a_return_once_in_1e13_rounds_keeps_its_digits() {
    near(average(&endless(&scenario("tests/cases/rare_return.ron", &[])), "compliance", Some("Row")), 0.5);
    // The same written from the other end, and with another pair of rates.
    for (dc, tremble, share) in
        [("1e-13", "3e-13", 0.25), ("4e-11", "1e-11", 0.8), ("0.1", "1e-10", 0.1 / (0.1 + 1e-10))]
    {
        let set = [
            ("parties.Row.conduct.comply.dc", dc),
            ("parties.Row.conduct.comply.dd", dc),
            ("parties.Column.conduct.tremble", tremble),
        ];
        near(average(&endless(&scenario("tests/cases/rare_return.ron", &set)), "compliance", Some("Row")), share);
    }
}

/// One commitment, always violated, always seen and complained of; remedies are rare wherever the procedure says so.
#[test]
fn rare_turns_of_the_procedure_are_not_taken_for_none() {
    let remedies = |mechanism: &str| {
        let text = format!(
            r#"(name: "Rare turns", round: Month, horizon: Years(1), parties: [
                (name: "A", discount: 0.9, commitments: [(name: "c", gain: 1, harm: 1, detection: 1, false_alarm: 0)],
                 conduct: (comply: Never)),
                (name: "B", discount: 0.9, conduct: (comply: Always))],
              mechanism: ({mechanism}, remedy: (instrument: Payment(multiple: 1), lifts: After(Rounds(1)))))"#
        );
        let file = tempfile::Builder::new().suffix(".ron").tempfile().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let report = endless(&scenario(file.path().to_str().unwrap(), &[]));
        average(&report, "remedies", Some("B")) / average(&report, "grievances", Some("B"))
    };
    for mechanism in [
        "ruling: Arbiter(lasts: Rounds(1), power: 1e-12, error: 0)",
        "ruling: Arbiter(lasts: Rounds(1), power: 1, error: 0, blocked: 0.999999999999)",
        "authorisation: 1e-12",
        r#"consultation: [(level: "talks", lasts: Rounds(1), settles: 0.999999999999)]"#,
    ] {
        near(remedies(mechanism), 1e-12);
    }
}

#[test]
fn pressure_that_hardly_moves_is_shared_out_evenly() {
    let set = [
        ("parties.Row.pressure", "Levels(values: [0.0, 2.0], persistence: 0.999999999999)"),
        ("parties.Row.conduct.comply", "Opportunist(above: 1.0)"),
    ];
    near(average(&endless(&scenario("theory/tft_vs_tft", &set)), "compliance", Some("Row")), 0.5);
}

fn audit(path: &str, set: &[(&str, &str)]) -> PartyAudit {
    study::audit(&scenario(path, set), Prescription::Keep, Limit::default()).unwrap().parties.swap_remove(0)
}

fn grim(discount: &str) -> Vec<(&'static str, String)> {
    ["parties.Row.discount", "parties.Column.discount"].map(|path| (path, discount.to_owned())).to_vec()
}

#[test]
fn a_gain_beside_a_constant_of_a_billion_is_a_gain() {
    let game = |reward: &str, temptation: &str| {
        let set = [
            ("stage_game.reward", reward),
            ("stage_game.temptation", temptation),
            ("stage_game.punishment", "999000000.0"),
            ("stage_game.sucker", "998000000.0"),
            ("parties.Row.discount", "0.1"),
        ];
        audit("theory/grim_trigger", &set)
    };
    let found = game("999000002.0", "999000904.0");
    assert_eq!(found.self_enforcing, Verdict::Fails);
    // 902 more at once, 2 a year less ever after.
    assert!((found.gain - (902.0 - 2.0 / 9.0)).abs() <= 2.0 * found.error, "{} ± {}", found.gain, found.error);
    assert_eq!(game("999000902.0", "999000904.0").self_enforcing, Verdict::Holds);
}

#[test]
fn a_verdict_within_the_error_is_no_verdict() {
    let at = |discount: &str| {
        let set = grim(discount);
        let set: Vec<(&str, &str)> = set.iter().map(|(path, value)| (*path, value.as_str())).collect();
        audit("theory/grim_trigger", &set)
    };
    let edge = at("0.5");
    assert_eq!(edge.self_enforcing, Verdict::Undecided);
    assert!(edge.gain <= 2.0 * edge.error && edge.error > 0.0 && edge.error < 1e-11);
    for (discount, verdict) in [("0.4999999999", Verdict::Fails), ("0.5000000001", Verdict::Holds)] {
        assert_eq!(at(discount).self_enforcing, verdict, "{discount}");
    }
    // However patient: what the values are is known to so many digits, and so is the verdict.
    for (discount, value) in [("0.9999", 3e4), ("0.999999", 3e6), ("0.9999999999", 3e10)] {
        let found = at(discount);
        assert_eq!(found.self_enforcing, Verdict::Holds, "{discount}");
        assert!((found.prescribed - value).abs() <= 1e-9 * value, "{discount}: {}", found.prescribed);
    }
    assert!([at("0.9999999999999999").error, at("1e-300").error].iter().all(|error| error.is_finite()));
}

#[test]
fn a_discount_factor_keeps_its_digits_however_near_to_one() {
    // Three a year for ever; by months the factor of a round is nearer to 1 than any number below it.
    for (discount, value) in [("0.9999999999999999", 3e16), ("0.999999999999", 3e12), ("0.99999", 3e5)] {
        for round in ["Year", "Month", "Days(1)"] {
            let set = [("round", round), ("parties.Row.discount", discount), ("parties.Column.discount", discount)];
            let found = audit("theory/grim_trigger", &set);
            // A month's flow is a twelfth of a year's, a month's interest a little more than a twelfth.
            let slack = 1e-9 * value + 3.0;
            assert!((found.prescribed - value).abs() <= slack, "{discount} {round}: {}", found.prescribed);
            assert!(found.gain.is_finite() && found.error.is_finite());
        }
    }
    let set = [("parties.Row.discount", "1.0")];
    let refused = study::audit(&scenario("theory/grim_trigger", &set), Prescription::Keep, Limit::default());
    assert!(refused.unwrap_err().to_string().contains("parties.Row.discount"));
}

fn frontier(path: &str, set: &[(&str, &str)], low: f64, high: f64) -> FrontierReport {
    let variation = Variation { paths: vec!["parties.Row.discount".to_owned()], low, high, variant: None };
    study::frontier(&request(path, set), &variation, Some("Row"), Limit::default(), |_| {}).unwrap()
}

#[test]
fn a_frontier_does_not_depend_on_its_bounds() {
    let small = [
        ("stage_game.reward", "48.0"),
        ("stage_game.sucker", "12.0"),
        ("stage_game.temptation", "50.0"),
        ("stage_game.punishment", "25.0"),
    ];
    for (path, set, critical) in
        [("tests/cases/small_temptation.ron", &small[..0], 1.0 / 24.0), ("theory/grim_trigger", &small[..], 2.0 / 25.0)]
    {
        for (low, high) in [(0.01, 0.9), (1e-6, 0.5), (0.04, 0.99), (0.001, 0.999_99)] {
            let found = frontier(path, set, low, high);
            assert!((found.frontier - critical).abs() < 1e-11, "{path}: {} between {low} and {high}", found.frontier);
            assert!(found.holds_above && found.fails < critical && critical < found.holds && found.undecided.is_none());
        }
    }
}

#[test]
fn a_bound_that_cannot_be_decided_moves_no_frontier() {
    for (temptation, low, high) in
        [("1e3", 0.1, 0.999), ("1e3", 0.1, 0.999_999_999_99), ("100.0", 0.5, 0.999_999_999_999)]
    {
        let t: f64 = temptation.parse().unwrap();
        let found = frontier("theory/grim_trigger", &[("stage_game.temptation", temptation)], low, high);
        near(found.frontier, (t - 3.0) / (t - 1.0));
    }
    // From somewhere on the gain is within its error, long before the frontier.
    let variation =
        Variation { paths: vec!["parties.Row.discount".to_owned()], low: 0.1, high: 0.999_999_99, variant: None };
    let asked = request("theory/grim_trigger", &[("stage_game.temptation", "1e7")]);
    match study::frontier(&asked, &variation, Some("Row"), Limit::default(), |_| {}) {
        Ok(found) => {
            let (known, half) = ((1e7 - 3.0) / (1e7 - 1.0), 0.5 * (found.holds - found.fails).abs());
            assert!(found.undecided == Some(0.999_999_99) && (found.frontier - known).abs() <= half, "{found:?}");
        }
        Err(refused) => assert!(refused.to_string().contains("cannot be decided"), "{refused}"),
    }
}

#[test]
fn a_frontier_at_the_very_bound_is_said_to_be_there() {
    let found = frontier("theory/grim_trigger", &[], 0.5, 0.9);
    assert!(found.undecided == Some(0.5) && (found.frontier - 0.5).abs() < 1e-11);
}

#[test]
fn like_deviations_are_told_once() {
    let found = audit("theory/grim_vs_never", &[("parties.Row.discount", "0.8")]);
    let [only] = found.worst_deviations.as_slice() else { panic!("{:?}", found.worst_deviations) };
    assert_eq!((only.states, only.decision.as_str()), (2, "violate cooperation"));
    assert!((only.gain - 1.0).abs() < 1e-9 && (only.share - 1.0).abs() < 1e-12);
}

#[test]
fn every_library_scenario_gets_a_verdict() {
    for scenario in snapback::scenario::SCENARIOS.iter().filter(|known| known.name.starts_with("theory/")) {
        let load = load(&request(scenario.name, &[])).unwrap();
        let Ok(report) = study::audit(&load, Prescription::Keep, Limit::default()) else { continue };
        for party in report.parties {
            assert!(party.error > 0.0 && party.error.is_finite(), "{}", scenario.name);
            // These are made to stand at the edge.
            let is_edge = scenario.name == "theory/grim_trigger"
                || (scenario.name == "theory/detection_delay" && party.party == "Column");
            assert_eq!(party.self_enforcing == Verdict::Undecided, is_edge, "{}: {}", scenario.name, party.party);
        }
    }
}
