//! Facts of the record of disputes, asked of `wto_pair`: what docs/treaties.md says of it stands.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::study;

/// Expected counts of both complainants, over the horizon of `wto_pair`.
fn counts() -> impl Fn(&str) -> f64 {
    let solved = study::solve(&scenario("wto_pair", &[]), Limit::default(), |_| {}).unwrap();
    move |name: &str| {
        let rows = solved.metrics.iter().filter(|row| row.label.metric.name() == name);
        rows.filter_map(|row| row.estimate.mean).sum()
    }
}

#[test]
fn disputes_of_the_pair_come_near_the_record() {
    let count = counts();
    let rulings = count("upheld") + count("dismissed");
    let asked_for = count("remedies") + count("dropped");
    let told = std::fs::read_to_string("docs/treaties.md").unwrap();
    // From and to: within what the record leaves open.
    for (share, from, to) in [
        (rulings / count("grievances"), 0.32, 0.42),
        (count("settled") / count("grievances"), 0.40, 0.50),
        (count("upheld") / rulings, 0.75, 0.95),
        (1.0 - asked_for / count("upheld"), 0.80, 0.95),
        (asked_for / count("grievances"), 0.01, 0.05),
    ] {
        assert!(share > from && share < to, "{share}, from {from} to {to}");
        let shown = format!("| {:.1} % |", 100.0 * share);
        assert!(told.contains(&shown), "docs/treaties.md does not show {shown}");
    }
}

/// Guilty respondents are upheld with the arbiter's power, the others with its error: 0.9 and 0.1.
#[test]
fn more_than_half_of_the_respondents_are_guilty_when_the_ruling_comes() {
    let count = counts();
    let upheld = count("upheld") / (count("upheld") + count("dismissed"));
    assert!((upheld - 0.1) / 0.8 > 0.5, "{upheld}");
}
