//! Turns of the procedure that few agreements have, against values computed by hand: cases at rest, self-help.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::report::trace_text;
use snapback::scenario::Scenario;
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
    let solved = study::solve(scenario, Limit::default(), |_| {}).unwrap();
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
