//! Where compliance becomes self-enforcing: discount factors, detection, length of punishment.

use crate::exact::{Limit, Verdict};
use crate::scenario::load;
use crate::simulate::Sample;
use crate::study::validate::cases::{request, scenario};
use crate::study::validate::known::KnownResult;
use crate::study::{Prescription, Variation, audit, frontier};

/// T, R, P, S of the prisoner's dilemma.
const T: f64 = 5.0;
const R: f64 = 3.0;
const P: f64 = 1.0;
const S: f64 = 0.0;

pub(super) fn cases(_: Sample) -> Vec<KnownResult> {
    let mut cases = vec![case(
        "grim trigger: critical discount factor",
        "Friedman (1971)",
        "(T − R)/(T − P)",
        (T - R) / (T - P),
        find("theory/grim_trigger", &[], "Row", "parties.Row.discount", 0.1, 0.9),
    )];
    for k in [1_usize, 2, 3, 4, 12] {
        let set = [("parties.Column.conduct.comply", delayed(k))];
        cases.push(case(
            &format!("grim trigger that answers after {k} rounds: critical discount factor"),
            "Kovenock and Thursby (1992)",
            "((T − R)/(T − P))^(1/k)",
            libm::pow((T - R) / (T - P), 1.0 / k as f64),
            find("theory/grim_trigger", &set, "Row", "parties.Row.discount", 0.1, 0.98),
        ));
    }
    for discount in [0.6, 0.8, 0.9, 0.95, 0.99] {
        let set = [("parties.Column.discount", format!("{discount:?}"))];
        let path = "parties.Column.monitoring.detection";
        cases.push(case(
            &format!("least detection that deters at discount factor {discount}"),
            "Green and Porter (1984)",
            "(T − R)(1 − δ)/(δ(R − P))",
            (T - R) * (1.0 - discount) / (discount * (R - P)),
            find("theory/detection_delay", &set, "Column", path, 0.001, 0.99),
        ));
    }
    for discount in [0.55, 0.6, 0.7, 0.9] {
        // The smallest N with (R − P) δ(1 − δ^N)/(1 − δ) ≥ T − R.
        let lost = |n: i32| (R - P) * discount * (1.0 - libm::pow(discount, f64::from(n))) / (1.0 - discount);
        let least = (1..100).find(|&n| lost(n) >= T - R - 1e-12).map_or(f64::NAN, f64::from);
        let holds = |n: &i32| {
            let set = [
                ("parties.Row.discount", format!("{discount:?}")),
                ("parties.Column.conduct.comply", punishes(*n as usize)),
            ];
            let audited = scenario("theory/grim_trigger", &set)
                .and_then(|scenario| audit(&scenario, Prescription::Keep, Limit::default()).ok());
            audited.is_some_and(|report| report.parties[0].self_enforcing == Verdict::Holds)
        };
        cases.push(case(
            &format!("shortest punishment that deters at discount factor {discount}, rounds"),
            "Friedman (1971)",
            "least N with (R − P) δ(1 − δ^N)/(1 − δ) ≥ T − R",
            least,
            (1..100).find(holds).map_or(f64::NAN, f64::from),
        ));
    }
    let set = [("parties.Column.conduct.comply", "ContriteTitForTat".to_owned())];
    cases.push(case(
        "penance: critical discount factor against contrite tit for tat",
        "van Damme (1989), after Ludema (2001)",
        "(T − R)/(R − S)",
        (T - R) / (R - S),
        find("theory/grim_trigger", &set, "Row", "parties.Row.discount", 0.1, 0.95),
    ));
    cases.extend(tariffs());
    cases
}

/// Free trade in the linear two-country tariff game, demand 1 − P, supply P/2 at home and P* abroad.
fn tariffs() -> Vec<KnownResult> {
    let world = |t: f64| (4.0 - 3.0 * t) / 7.0;
    let home = |t: f64| 4.0 * (1.0 + t) / 7.0;
    let imports = |t: f64| (1.0 - 6.0 * t) / 7.0;
    let square = |x: f64| x * x;
    let importer = |t: f64| square(1.0 - home(t)) / 2.0 + square(home(t)) / 4.0 + t * imports(t);
    let exporter = |t: f64| square(1.0 - world(t)) / 2.0 + square(world(t)) / 2.0;
    let nash = 0.05;
    let (temptation, reward) = (importer(nash) + exporter(0.0), importer(0.0) + exporter(0.0));
    let at = |punishment: f64, sucker: f64| {
        let set = [
            ("stage_game.reward", format!("{reward:?}")),
            ("stage_game.temptation", format!("{temptation:?}")),
            ("stage_game.punishment", format!("{punishment:?}")),
            ("stage_game.sucker", format!("{sucker:?}")),
        ];
        find("theory/grim_trigger", &set, "Row", "parties.Row.discount", 0.01, 0.95)
    };
    let autarky = importer(1.0 / 6.0) + exporter(1.0 / 6.0);
    let mut cases = vec![
        case(
            "linear tariff game: free trade under reversion to Nash tariffs",
            "Bagwell and Staiger (2005)",
            "10/17",
            10.0 / 17.0,
            at(importer(nash) + exporter(nash), importer(0.0) + exporter(nash)),
        ),
        case(
            "linear tariff game: free trade under reversion to autarky",
            "Dixit (1987)",
            "(T − R)/(T − A)",
            (temptation - reward) / (temptation - autarky),
            at(autarky, autarky),
        ),
    ];
    // Payoffs differ by thousandths, so the gain at the threshold is a smaller part of them.
    cases.iter_mut().for_each(|case| case.tolerance = 1e-8);
    cases
}

fn case(name: &str, paper: &'static str, formula: &'static str, expected: f64, obtained: f64) -> KnownResult {
    let (family, tolerance, sampled) = ("thresholds of compliance", 1e-9, None);
    KnownResult { family, name: name.to_owned(), paper, formula, expected, obtained, tolerance, sampled }
}

fn find(name: &str, set: &[(&str, String)], party: &str, path: &str, low: f64, high: f64) -> f64 {
    let variation = Variation { paths: vec![path.to_owned()], low, high, variant: None };
    let Ok(scenario) = load(&request(name, set)) else { return f64::NAN };
    frontier(&scenario, &variation, Some(party), Limit::default(), |_| {}).map_or(f64::NAN, |f| f.frontier)
}

/// Keeps k − 1 rounds after an alarm, then never again.
fn delayed(k: usize) -> String {
    let mode = |place: usize| {
        let next = if place == k { place } else { place + 1 };
        let [cc, cd, dc, dd] = if place == 0 { [0, 1, 0, 1] } else { [next; 4] };
        format!("(comply: {}.0, next: (cc: {cc}, cd: {cd}, dc: {dc}, dd: {dd}))", u8::from(place < k))
    };
    format!("Automaton(modes: [{}])", (0..=k).map(mode).collect::<Vec<_>>().join(", "))
}

/// Violates n rounds after an alarm, then starts afresh, whatever happened meanwhile.
fn punishes(n: usize) -> String {
    let mode = |place: usize| {
        let next = if place == n { 0 } else { place + 1 };
        let [cc, cd, dc, dd] = if place == 0 { [0, 1, 0, 1] } else { [next; 4] };
        format!("(comply: {}.0, next: (cc: {cc}, cd: {cd}, dc: {dc}, dd: {dd}))", u8::from(place == 0))
    };
    format!("Automaton(modes: [{}])", (0..=n).map(mode).collect::<Vec<_>>().join(", "))
}
