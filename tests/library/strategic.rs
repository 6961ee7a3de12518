//! Strategic conduct: what it is where it is something else, and what it tends to.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::study;

/// Exact means of all metrics that have one.
fn means(name: &str, set: &[(&str, &str)]) -> Vec<(String, f64)> {
    let solved = study::solve(&scenario(name, set), Limit::default(), |_| {}).unwrap();
    let told = |metric: &study::MetricRow| Some((metric.label.path(), metric.estimate.mean?));
    solved.metrics.iter().filter_map(told).collect()
}

/// Without a choice of procedure each government weighs violations alone, as `Deliberate` does.
#[test]
fn who_chooses_nothing_else_is_deliberate() {
    let both = |rule: &'static str, chooses: bool| {
        let of = |party: &str| {
            let mut set = vec![(format!("parties.{party}.conduct.comply"), rule.to_owned())];
            if chooses {
                set.push((format!("parties.{party}.conduct.chooses"), "[]".to_owned()));
            }
            set
        };
        [of("A"), of("B")].concat()
    };
    let cases: [&[(&str, &str)]; 3] = [
        &[("parties.B.commitments.purchases.reviewed", "PerYear(1.0)")],
        &[("renewal", "PerYear(0.2)"), ("mechanism.withdrawal", "Notice(Rounds(2))")],
        &[("mechanism.evidence_lasts", "Rounds(2)"), ("mechanism.review_every", "2")],
    ];
    for case in cases {
        let with = |rule, chooses| {
            let more = both(rule, chooses);
            let more = more.iter().map(|(path, value)| (path.as_str(), value.as_str()));
            means("tests/oracle/choosing.ron", &case.iter().copied().chain(more).collect::<Vec<_>>())
        };
        let (strategic, deliberate) = (with("Strategic(noise: 0.5)", true), with("Deliberate(noise: 0.5)", false));
        assert_eq!(strategic.len(), deliberate.len());
        for ((key, found), (_, expected)) in strategic.iter().zip(&deliberate) {
            assert!((found - expected).abs() <= 1e-8 * (1.0 + expected.abs()), "{key}: {found} {expected} ({case:?})");
        }
    }
}

/// McKelvey and Palfrey (1995): as noise grows without bound every choice becomes even.
#[test]
fn under_much_noise_every_choice_is_even() {
    let much = "Strategic(noise: 1e8)";
    let set = [("parties.Row.conduct.comply", much), ("parties.Column.conduct.comply", much)];
    for (key, mean) in means("theory/grim_trigger", &set) {
        if key.starts_with("compliance") {
            assert!((mean - 0.5).abs() < 1e-6, "{key}: {mean}");
        }
    }
}
