//! Closed forms that the exact engine must reproduce to nine digits, each named by its paper.

use crate::asked::{request, scenario};
use snapback::exact::{Limit, Verdict};
use snapback::metric::Metric;
use snapback::scenario::{Request, Scenario, load};
use snapback::study::{self, Prescription, Variation};

/// Where keeping becomes self-enforcing for `party` as the parameter moves between the bounds.
fn frontier(name: &str, set: &[(&str, &str)], party: &str, path: &str, low: f64, high: f64) -> f64 {
    let variation = Variation { paths: vec![path.to_owned()], low, high, variant: None };
    study::frontier(&request(name, set), &variation, Some(party), Limit::default(), |_| {}).unwrap().frontier
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "found {found}, expected {expected}");
}

/// Long-run payoffs a round of Row and Column.
fn long_run(scenario: &Scenario) -> [f64; 2] {
    let report = study::solve_infinite(scenario, Limit::default()).unwrap();
    ["Row", "Column"].map(|party| {
        study::MetricRow::named(&report.averages, &format!("welfare.{party}")).unwrap().estimate.mean.unwrap()
    })
}

#[test]
fn friedman_1971_the_critical_discount_factor_of_grim_trigger() {
    near(frontier("theory/grim_trigger", &[], "Row", "parties.Row.discount", 0.1, 0.9), 0.5);
    for (reward, temptation, punishment) in [(3.0, 5.0, 1.0), (3.0, 4.0, 1.0), (2.0, 5.0, 0.5)] {
        let set = [
            ("stage_game.reward", format!("{reward:?}")),
            ("stage_game.temptation", format!("{temptation:?}")),
            ("stage_game.punishment", format!("{punishment:?}")),
        ];
        let set = [0, 1, 2].map(|i| (set[i].0, set[i].1.as_str()));
        let found = frontier("theory/grim_trigger", &set, "Column", "parties.Column.discount", 0.05, 0.95);
        near(found, (temptation - reward) / (temptation - punishment));
    }
}

#[test]
fn kovenock_and_thursby_1992_delay_raises_it_to_the_kth_root() {
    // The answer comes k rounds after the violation: k − 1 rounds of keeping still, then never again.
    for k in 1_usize..=4 {
        let mode = |place: usize| {
            let next = if place == k { place } else { place + 1 };
            let comply = if place == k { 0.0 } else { 1.0 };
            let next = if place == 0 { [0, 1, 0, 1] } else { [next; 4] };
            let [cc, cd, dc, dd] = next;
            format!("(comply: {comply:?}, next: (cc: {cc}, cd: {cd}, dc: {dc}, dd: {dd}))")
        };
        let modes: Vec<String> = (0..=k).map(mode).collect();
        let rule = format!("Automaton(modes: [{}])", modes.join(", "));
        let set = [("parties.Column.conduct.comply", rule.as_str())];
        let found = frontier("theory/grim_trigger", &set, "Row", "parties.Row.discount", 0.1, 0.98);
        near(found, 0.5_f64.powf(1.0 / k as f64));
    }
}

#[test]
fn imperfect_detection_that_just_deters() {
    for discount in [0.6, 0.8, 0.9, 0.95, 0.99] {
        let set = [("parties.Column.discount", format!("{discount:?}"))];
        let set = [(set[0].0, set[0].1.as_str())];
        let found =
            frontier("theory/detection_delay", &set, "Column", "parties.Column.monitoring.detection", 0.001, 0.99);
        near(found, 2.0 * (1.0 - discount) / (discount * 2.0));
    }
}

#[test]
fn bagwell_and_staiger_2005_free_trade_in_the_linear_tariff_game() {
    // Demand 1 − P, supply P/2 at home and P* abroad, a specific tariff t by the importer; two mirrored goods.
    let world = |t: f64| (4.0 - 3.0 * t) / 7.0;
    let home = |t: f64| 4.0 * (1.0 + t) / 7.0;
    let imports = |t: f64| (1.0 - 6.0 * t) / 7.0;
    let importer = |t: f64| (1.0 - home(t)).powi(2) / 2.0 + home(t).powi(2) / 4.0 + t * imports(t);
    let exporter = |t: f64| (1.0 - world(t)).powi(2) / 2.0 + world(t).powi(2) / 2.0;
    let nash = 0.05;
    let (temptation, reward) = (importer(nash) + exporter(0.0), importer(0.0) + exporter(0.0));
    let (punishment, sucker) = (importer(nash) + exporter(nash), importer(0.0) + exporter(nash));
    let stage = |punishment: f64, sucker: f64| {
        [
            ("stage_game.reward", format!("{reward:?}")),
            ("stage_game.temptation", format!("{temptation:?}")),
            ("stage_game.punishment", format!("{punishment:?}")),
            ("stage_game.sucker", format!("{sucker:?}")),
        ]
    };
    let find = |set: [(&str, String); 4], low: f64, high: f64| {
        let set = [0, 1, 2, 3].map(|i| (set[i].0, set[i].1.as_str()));
        frontier("theory/grim_trigger", &set, "Row", "parties.Row.discount", low, high)
    };
    // The payoffs differ by thousandths, so the gain at the threshold is a smaller part of them.
    let found = find(stage(punishment, sucker), 0.1, 0.95);
    assert!((found - 10.0 / 17.0).abs() < 1e-8, "{found}");
    let autarky = importer(1.0 / 6.0) + exporter(1.0 / 6.0);
    let found = find(stage(autarky, autarky), 0.01, 0.95);
    assert!((found - (temptation - reward) / (temptation - autarky)).abs() < 1e-8, "{found}");
    assert!((found - 0.113924).abs() < 1e-6, "{found}");
}

#[test]
fn nowak_and_sigmund_1993_long_run_payoffs_of_noisy_memory_one_pairs() {
    let table = [
        ("theory/tft_vs_tft", [2.25, 2.25]),
        ("theory/wsls_vs_wsls", [2.95109, 2.95109]),
        ("theory/gtft_vs_gtft", [2.97032, 2.97032]),
        ("theory/grim_vs_grim", [1.03970, 1.03970]),
        ("theory/allc_vs_alld", [0.04010, 4.94010]),
        ("theory/wsls_vs_tft", [2.25, 2.25]),
        ("theory/extort2", [2.29065, 1.68496]),
        ("theory/zdgtft2", [1.69508, 2.34659]),
    ];
    for (name, expected) in table {
        let found = long_run(&scenario(name, &[]));
        for p in [0, 1] {
            assert!((found[p] - expected[p]).abs() < 6e-6, "{name}: {found:?}");
        }
    }
}

#[test]
fn nowak_and_sigmund_1990_the_product_form_of_reactive_pairs_to_nine_digits() {
    // A reactive player keeps with p after a kept and q after a violated round of the other; r = p − q. The shares of
    // rounds kept are s1 = (q1 + r1 q2)/(1 − r1 r2) and s2 alike, and the joint distribution of actions is their product.
    let flip = |p: f64| 0.99 * p + 0.01 * (1.0 - p);
    let payoff = |a: f64, b: f64| 3.0 * a * b + 5.0 * (1.0 - a) * b + (1.0 - a) * (1.0 - b);
    for (p1, q1, p2, q2) in [(1.0, 0.0, 1.0, 0.0), (1.0, 1.0 / 3.0, 1.0, 0.0), (0.9, 0.2, 0.7, 0.1)] {
        let rule = |p: f64, q: f64| format!("MemoryOne(first: 1.0, cc: {p:?}, cd: {q:?}, dc: {p:?}, dd: {q:?})");
        let (row, column) = (rule(p1, q1), rule(p2, q2));
        let set = [("parties.Row.conduct.comply", row.as_str()), ("parties.Column.conduct.comply", column.as_str())];
        let found = long_run(&scenario("theory/tft_vs_tft", &set));
        let [p1, q1, p2, q2] = [p1, q1, p2, q2].map(flip);
        let (r1, r2) = (p1 - q1, p2 - q2);
        let (s1, s2) = ((q1 + r1 * q2) / (1.0 - r1 * r2), (q2 + r2 * q1) / (1.0 - r1 * r2));
        near(found[0], payoff(s1, s2));
        near(found[1], payoff(s2, s1));
    }
}

#[test]
fn tit_for_tat_against_itself_earns_nine_quarters_whatever_the_error() {
    for tremble in ["0.5", "0.1", "0.01", "0.0001", "0.000001"] {
        let set = [("parties.Row.conduct.tremble", tremble), ("parties.Column.conduct.tremble", tremble)];
        let found = long_run(&scenario("theory/tft_vs_tft", &set));
        near(found[0], 2.25);
        near(found[1], 2.25);
    }
}

#[test]
fn a_chain_that_can_settle_in_several_places_is_averaged_over_them() {
    // Without errors win-stay, lose-shift keeps what it starts with; starting with a coin toss it ends in cooperation
    // or, against tit for tat, goes round all pairs for ever.
    let rule = "MemoryOne(first: 0.5, cc: 1.0, cd: 0.0, dc: 0.0, dd: 1.0)";
    let set = [
        ("parties.Row.conduct.comply", rule),
        ("parties.Row.conduct.tremble", "0.0"),
        ("parties.Column.conduct.tremble", "0.0"),
    ];
    let found = study::solve_infinite(&scenario("theory/tft_vs_tft", &set), Limit::default()).unwrap();
    let classes = found.settling.unwrap().classes;
    assert_eq!(classes.len(), 2, "{classes:?}");
    assert!(classes.iter().all(|(_, odds)| (odds - 0.5).abs() < 1e-12), "{classes:?}");
    // Kept for ever: 3; the round of (keep, violate), (violate, violate)... brings (5 + 1 + 0)/3.
    near(long_run(&scenario("theory/tft_vs_tft", &set))[0], 0.5 * 3.0 + 0.5 * 2.0);
}

/// The quarterly flagship under a design with few states.
fn under_fines(set: &[(&str, &str)]) -> Scenario {
    load(&Request { design: Some("fines".to_owned()), ..request("us_china_quarterly", set) }).unwrap()
}

#[test]
fn an_endless_horizon_is_the_limit_of_long_ones() {
    let set = |horizon| [("horizon", horizon), ("parties.China.discount", "0.5"), ("parties.US.discount", "0.5")];
    let long = study::solve(&under_fines(&set("Rounds(220)")), Limit::default(), |_| {}).unwrap();
    let endless = study::solve_infinite(&under_fines(&set("Rounds(1)")), Limit::default()).unwrap();
    for metric in endless.metrics.iter().filter(|row| row.label.metric == Metric::Welfare) {
        let limit = long.metrics.iter().find(|row| row.label == metric.label).unwrap();
        near(metric.estimate.mean.unwrap(), limit.estimate.mean.unwrap());
    }
}

#[test]
fn an_audit_names_who_gains_and_by_what() {
    let audit = study::audit(&under_fines(&[]), Prescription::Keep, Limit::default()).unwrap();
    let china = audit.parties.iter().find(|party| party.party == "China").unwrap();
    assert!(china.self_enforcing == Verdict::Fails && china.gain > 1.0);
    assert!((1..=10).contains(&china.worst_deviations.len()));
    assert!(china.worst_deviations.iter().all(
        |deviation| deviation.decision.contains("technology transfer") || deviation.decision.contains("everything")
    ));
    assert!(china.worst_deviations.windows(2).all(|pair| pair[0].gain >= pair[1].gain - 1e-6));
}

#[test]
fn friedman_1971_best_responses_to_ones_own_rule() {
    // Grim against grim gains nothing by any deviation; grim against a defector is a sucker once, at P − S = 1.
    for (name, gain) in [("theory/grim_trigger", 0.0), ("theory/grim_vs_never", 1.0)] {
        let set = [("parties.Row.discount", "0.8"), ("parties.Column.discount", "0.8")];
        let audit = study::audit(&scenario(name, &set), Prescription::Conduct, Limit::default()).unwrap();
        near(audit.parties[0].gain, gain);
        let holds = if gain == 0.0 { Verdict::Holds } else { Verdict::Fails };
        assert_eq!(audit.parties[0].self_enforcing, holds, "{name}");
    }
}
