//! Turns of the procedure that few agreements have, against values computed by hand: cases at rest, self-help,
//! interim measures, repeat offences, many commitments.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::report::trace_text;
use snapback::scenario::Scenario;
use snapback::simulate::Sample;
use snapback::study;

/// What the first party does is seen at once and for certain, and nothing else is.
const SEEN: &[(&str, &str)] = &[
    ("parties.First.conduct.comply", "Never"),
    ("parties.Second.conduct.comply", "Always"),
    ("parties.First.commitments.promise.detection", "1.0"),
    ("parties.First.commitments.promise.false_alarm", "0.0"),
    ("mechanism.remedy.lifts", "Cured(Rounds(100))"),
];

/// It violates in round 0, and never again.
const ONCE: (&str, &str) = (
    "parties.First.conduct.comply",
    "Automaton(modes: [(comply: 0, next: (cc: 1, cd: 1, dc: 1, dd: 1)), (comply: 1, next: (cc: 1, cd: 1, dc: 1, dd: 1))])",
);

fn with(more: &[(&str, &str)]) -> Scenario {
    scenario("tests/library/lasting.ron", &[SEEN, more].concat())
}

fn expected(scenario: &Scenario, metric: &str) -> f64 {
    let solved = study::solve_with(scenario, Limit::default(), true, |_| {}).unwrap();
    let row = solved.metrics.iter().find(|row| row.label.path() == metric);
    row.unwrap_or_else(|| panic!("no {metric}")).estimate.mean.unwrap_or(0.0)
}

fn is(scenario: &Scenario, values: &[(&str, f64)]) {
    for &(metric, value) in values {
        let found = expected(scenario, metric);
        assert!((found - value).abs() < 1e-14, "{metric}: {found}, expected {value}");
    }
}

fn arbiter(more: &str) -> String {
    format!("Arbiter(lasts: Rounds(1), power: 1.0, error: 0.0, {more})")
}

/// An alarm in round 0 is filed in round 1, when a ruling is asked for the first time; one that is asked for in round t
/// comes in round t + 1.
#[test]
fn a_ruling_comes_once_it_is_asked_for() {
    let ruling = arbiter("requested: 0.25");
    let case = with(&[("horizon", "Rounds(6)"), ("mechanism.ruling", &ruling)]);
    let asked = 1.0 - 0.75_f64.powi(4);
    is(&case, &[("grievances.Second", 1.0), ("upheld.Second", asked), ("cured.Second", 0.0)]);
}

/// At rest from round 2 on, where nothing is seen any more: closed in round 3 unless one of three requests was made.
#[test]
fn a_case_that_rests_in_quiet_is_closed() {
    for (judges, upheld) in [("Present", 0.0), ("Past", 1.0)] {
        let ruling = arbiter(&format!("judges: {judges}, requested: 0.25, rests: Rounds(2)"));
        let case = with(&[ONCE, ("horizon", "Rounds(9)"), ("mechanism.ruling", &ruling)]);
        let asked = 1.0 - 0.75_f64.powi(3);
        let values = [
            ("cured.Second", 1.0 - asked),
            ("upheld.Second", asked * upheld),
            ("dismissed.Second", asked * (1.0 - upheld)),
        ];
        is(&case, &values);
    }
}

/// Under a violation that is seen in every round nothing is quiet.
#[test]
fn an_alarm_keeps_a_case_at_rest_alive() {
    let ruling = arbiter("requested: 0.0, rests: Rounds(2)");
    let case = with(&[("horizon", "Rounds(40)"), ("mechanism.ruling", &ruling)]);
    is(&case, &[("grievances.Second", 1.0), ("lapsed.Second", 0.0), ("cured.Second", 0.0), ("upheld.Second", 0.0)]);
}

/// Filed in round 1, vetoed in round 2, imposed in round 3: without time to comply, and without authorisation.
#[test]
fn self_help_is_for_the_parties_that_are_named() {
    let more =
        [("horizon", "Rounds(4)"), ("mechanism.compliance_period", "Rounds(5)"), ("mechanism.authorisation", "0.1")];
    for (who, helps) in [("Second", 1.0), ("Both", 1.0), ("First", 0.0), ("Neither", 0.0)] {
        let ruling = arbiter(&format!("blocked: 1.0, self_help: {who}"));
        let set = [&more[..], &[("mechanism.ruling", ruling.as_str())]].concat();
        let case = with(&set);
        let values = [
            ("remedies.Second", helps),
            ("blocked.Second", 1.0 - helps),
            ("grievances.Second", 2.0 - helps),
            ("upheld.Second", 0.0),
        ];
        is(&case, &values);
    }
}

#[test]
fn a_trace_tells_of_requests_and_of_self_help() {
    let ruling = arbiter("blocked: 1.0, requested: 0.5, self_help: Second");
    let told = trace_text(&study::trace(&with(&[("mechanism.ruling", &ruling)]), 1, 2).unwrap());
    for words in [
        "Second raises a grievance about promise: it rests until a ruling is asked for",
        "Second asks for a ruling about promise: before the arbiter, 1 round",
        "the ruling against First on promise is blocked, and Second goes on alone: a remedy may be imposed",
        "Second imposes a remedy for promise",
    ] {
        assert!(told.contains(words), "no `{words}` in:\n{told}");
    }
}

/// Filed in round 1, levied in the rounds 2 to 4 of talks and ruling, dismissed in the last of them.
const DISMISSED: &[(&str, &str)] = &[
    ("parties.First.discount", "1.0"),
    ("parties.Second.discount", "1.0"),
    ("mechanism.cure_closes", "false"),
    ("mechanism.consultation", r#"[(level: "talks", lasts: Rounds(2))]"#),
    ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.0, error: 0.0)"),
    ("mechanism.remedy.interim", "true"),
];

#[test]
fn an_interim_payment_is_repaid_where_the_case_is_dismissed() {
    for (horizon, paid) in [("Rounds(2)", 0.0), ("Rounds(4)", 1.0), ("Rounds(5)", 0.0)] {
        let case = with(&[DISMISSED, &[("horizon", horizon)]].concat());
        let found = expected(&case, "account_payments.Second");
        assert!((found - paid).abs() < 1e-14, "{horizon}: {found}");
        is(&case, &[("remedies.Second", 0.0), ("remedy_rounds.Second", 0.0)]);
    }
}

/// D(0.25) = 0.25/1.25² = 0.16 on 30 $bn a year for three months; of 300 there are only 100.
#[test]
fn the_duty_of_an_interim_tariff_is_repaid() {
    for (coverage, repaid, tariff) in [(30.0, 1.2, 0.045), (300.0, 4.0, 0.15)] {
        let size = format!("Tariff(rate: 0.25, size: Coverage({coverage:?}))");
        let more = [
            ("horizon", "Rounds(5)"),
            ("parties.Second.trade", "(imports: 100.0, demand_elasticity: 2.0)"),
            ("mechanism.remedy.instrument", size.as_str()),
        ];
        let case = with(&[DISMISSED, &more].concat());
        let found = expected(&case, "account_payments.Second");
        assert!((found + repaid).abs() < 1e-14, "{coverage}: {found}");
        is(&case, &[("tariff.Second", tariff), ("dismissed.Second", 1.0), ("under_remedy.Second", 0.0)]);
    }
}

/// A case at rest costs nobody anything.
#[test]
fn nothing_is_levied_while_a_case_rests() {
    let ruling = "Arbiter(lasts: Rounds(3), power: 0.0, error: 0.0, requested: 0.5, rests: Rounds(2))";
    let more = [ONCE, ("horizon", "Rounds(20)"), ("mechanism.consultation", "[]"), ("mechanism.ruling", ruling)];
    let case = with(&[DISMISSED, &more].concat());
    is(&case, &[("dismissed.Second", 0.875), ("cured.Second", 0.125)]);
    let found = expected(&case, "account_payments.Second");
    assert!(found.abs() < 1e-14, "{found}");
}

/// Imposed in the rounds 2, 5 and 8, each time beside an alarm, and in force in the round after.
#[test]
fn a_remedy_starts_higher_for_each_one_before() {
    for (repeat, steps) in [("0", [1.0, 1.0, 1.0]), ("1", [1.0, 2.0, 3.0]), ("2", [1.0, 3.0, 3.0])] {
        let more = [
            ("horizon", "Rounds(10)"),
            ("parties.First.discount", "1.0"),
            ("parties.Second.discount", "1.0"),
            ("mechanism.remedy.lifts", "After(Rounds(1))"),
            ("mechanism.remedy.growth", "1.0"),
            ("mechanism.remedy.steps", "3"),
            ("mechanism.remedy.repeat", repeat),
        ];
        let paid: f64 = steps.iter().map(|step| 0.5 * (1.0 + step)).sum();
        let found = expected(&with(&more), "account_payments.Second");
        assert!((found - paid).abs() < 1e-14, "{repeat}: {found}, expected {paid}");
    }
}

#[test]
fn a_trace_tells_of_interim_measures_and_of_repeat_offences() {
    let told = trace_text(&study::trace(&with(DISMISSED), 1, 0).unwrap());
    for words in [
        "Second levies the remedy for promise meanwhile",
        "the arbiter dismisses the grievance about promise, and Second repays $1.500bn",
        "the interim remedy for promise is lifted",
    ] {
        assert!(told.contains(words), "no `{words}` in:\n{told}");
    }
    let more = [
        ("mechanism.remedy.lifts", "After(Rounds(1))"),
        ("mechanism.remedy.growth", "1.0"),
        ("mechanism.remedy.steps", "3"),
        ("mechanism.remedy.repeat", "2"),
    ];
    let told = trace_text(&study::trace(&with(&more), 1, 0).unwrap());
    let words = "Second imposes a remedy for promise, not the first: it starts at step 3";
    assert!(told.contains(words), "no `{words}` in:\n{told}");
}

/// Eight commitments of one party, of which the later ones have places of their own in the random stream.
#[test]
fn both_engines_agree_on_eight_commitments() {
    let owed = (0..8).map(|k| format!("(name: \"{k}\", gain: {k}.0, harm: 1.0, detection: 0.5, false_alarm: 0.1)"));
    let owed = format!("[{}]", owed.collect::<Vec<_>>().join(", "));
    let set = [
        ("horizon", "Rounds(3)"),
        ("parties.First.commitments", owed.as_str()),
        ("parties.First.conduct.comply", "Chance(0.7)"),
        ("mechanism.may_file", "Neither"),
    ];
    let case = scenario("tests/library/lasting.ron", &set);
    let sample = Sample { seed: 3, replications: 20_000 };
    let report = study::check(&case, sample, Limit::default(), |_| {}).unwrap();
    assert!(report.agrees, "p = {}", report.p_value);
}
