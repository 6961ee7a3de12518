//! What comes after the horizon: closed forms, and the horizon that then makes no difference to welfare.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::scenario::Scenario;
use snapback::simulate::Sample;
use snapback::study::{self, MetricRow, RunReport};

const YEARS: f64 = 0.25;
const DISCOUNT: f64 = 0.9;

/// Two parties that owe nothing; the first leaves in every round with this probability.
fn pair(leaves: f64) -> Scenario {
    let text = format!(
        "(name: \"pair\", round: Quarter, horizon: Years(2), afterwards: Forever, parties: [\
         (name: \"A\", discount: {DISCOUNT}, accord: 10.0, outside: -6.0, conduct: (comply: Always, withdraws: (calm: {leaves}))),\
         (name: \"B\", discount: 0.5, accord: 4.0, outside: 1.0, conduct: (comply: Always))], mechanism: \
         (remedy: (instrument: Payment(multiple: 1.0), lifts: After(Rounds(1))), withdrawal: Notice(Rounds(0))))"
    );
    Scenario::from_text("pair", &text).unwrap()
}

fn sampled(scenario: &Scenario, replications: u64) -> RunReport {
    study::run(scenario, Sample { seed: 1, replications }, 0.95, |_| {}).unwrap()
}

fn mean(rows: &[MetricRow], path: &str) -> f64 {
    rows.iter().find(|row| row.label.path() == path).and_then(|row| row.estimate.mean).unwrap_or(f64::NAN)
}

#[test]
fn a_flow_for_ever_is_worth_its_perpetuity() {
    let solved = study::solve(&pair(0.0), Limit::default(), |_| {}).unwrap();
    let run = sampled(&pair(0.0), 20_000);
    for (name, flow, discount) in [("A", 10.0, DISCOUNT), ("B", 4.0, 0.5_f64)] {
        let expected = YEARS * flow / (1.0 - discount.powf(YEARS));
        let path = format!("welfare.{name}");
        let found = mean(&solved.metrics, &path);
        assert!((found - expected).abs() < 1e-9, "{name}: {found} is not {expected}");
        assert!((mean(&solved.metrics, &format!("efficiency.{name}")) - 1.0).abs() < 1e-12);
        let row = run.metrics.iter().find(|row| row.label.path() == path).unwrap();
        let (found, se) = (row.estimate.mean.unwrap(), row.estimate.se.unwrap());
        assert!((found - expected).abs() < 4.0 * se, "{name}: {found} is not {expected} ± {se}");
        assert!(se < 0.01 * expected, "{name}: {se}");
    }
}

#[test]
fn war_for_good_needs_no_lottery() {
    let run = sampled(&pair(1.0), 10);
    let delta = DISCOUNT.powf(YEARS);
    let expected = YEARS * (10.0 - 6.0 * delta / (1.0 - delta));
    let row = run.metrics.iter().find(|row| row.label.path() == "welfare.A").unwrap();
    let found = row.estimate.mean.unwrap();
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    assert_eq!(row.estimate.se, Some(0.0));
}

#[test]
fn welfare_for_ever_knows_no_horizon() {
    let set = [
        ("afterwards", "Forever"),
        ("renewal", "0.1"),
        ("parties.China.conduct.withdraws.calm", "PerYear(0.2)"),
        ("parties.China.pressure", "Levels(values: [0.5, 1.5], persistence: PerYear(0.5))"),
    ];
    let over = |horizon| [&set[..], &[("horizon", horizon)]].concat();
    let [short, long] = ["Rounds(3)", "Rounds(40)"].map(|horizon| scenario("us_china_quarterly", &over(horizon)));
    let endless = study::solve_infinite(&short, Limit::default()).unwrap();
    let finite = [&short, &long].map(|scenario| study::solve(scenario, Limit::default(), |_| {}).unwrap());
    for path in ["welfare.US", "welfare.China", "welfare.joint", "surplus.US", "efficiency.US", "efficiency.China"] {
        let expected = mean(&endless.metrics, path);
        for solved in &finite {
            let found = mean(&solved.metrics, path);
            assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{path}: {found} is not {expected}");
            assert!(solved.is_certified());
        }
    }
    // All else is counted over the horizon.
    assert!(mean(&finite[0].metrics, "duration") < 3.1);
}

#[test]
fn both_engines_go_on_alike() {
    let plan = Sample { seed: 1, replications: 20_000 };
    let small = [
        ("afterwards", "Forever"),
        ("horizon", "Rounds(5)"),
        ("parties.Row.discount", "0.9"),
        ("parties.Column.discount", "0.6"),
        ("mechanism.withdrawal", "Notice(Rounds(1))"),
        ("parties.Row.conduct.withdraws.calm", "0.1"),
    ];
    let renewed = [&small[..], &[("renewal", "0.2")]].concat();
    let flagship = [("afterwards", "Forever"), ("horizon", "Years(2)"), ("parties.US.discount", "0.7")];
    for scenario in [
        scenario("theory/tft_vs_tft", &small),
        scenario("theory/tft_vs_tft", &renewed),
        scenario("us_china_quarterly", &flagship),
    ] {
        let check = study::check(&scenario, plan, Limit::default(), |_| {}).unwrap();
        assert!(check.agrees, "{}: {}", check.scenario, check.p_value);
    }
}
