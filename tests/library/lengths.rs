//! The flagship says the same whatever the length of a round: by the month and by rounds of ten days.

use snapback::metric::Metric;
use snapback::scenario::{DESIGNS, Request, load};
use snapback::simulate::Sample;
use snapback::study::run;

/// Most that the compliance of a commitment may differ, and joint welfare by its size.
const NEAR: [f64; 2] = [0.03, 0.03];

/// Compliance of each commitment, then joint welfare.
fn outcome(design: &str, round: &str) -> Vec<(String, f64)> {
    let set = [("round", round), ("afterwards", "Nothing")];
    let set = set.map(|(path, value)| (path.to_owned(), value.to_owned())).to_vec();
    let scenario = load(&Request { design: Some(design.to_owned()), set, ..Request::default() }).unwrap();
    let report = run(&scenario, Sample { seed: 1, replications: 5000 }, 0.95, |_| {}).unwrap();
    let told = report.metrics.into_iter().filter(|row| match row.label.metric {
        Metric::Compliance => row.label.commitment.is_some(),
        Metric::Welfare => row.label.party.as_deref() == Some("joint"),
        _ => false,
    });
    told.map(|row| (row.label.path(), row.estimate.mean.unwrap())).collect()
}

fn assert_alike(design: &str) {
    let (by_month, by_days) = (outcome(design, "Month"), outcome(design, "Days(10)"));
    assert_eq!(by_month.len(), 4);
    for ((path, month), (_, days)) in by_month.into_iter().zip(by_days) {
        let near = if path.starts_with("welfare") { NEAR[1] * month.abs() } else { NEAR[0] };
        assert!((month - days).abs() <= near, "{design}: {path} is {month} by the month, {days} by ten days");
    }
}

/// Its remedy of four years takes minutes to foresee in rounds of ten days.
const LONG: &str = "section-301";

#[test]
fn rounds_of_ten_days_and_months_say_the_same_under_every_design() {
    DESIGNS.iter().filter(|design| design.name != LONG).for_each(|design| assert_alike(design.name));
}

#[test]
#[ignore = "two minutes of preparation"]
fn they_say_the_same_under_the_remedy_of_four_years() {
    assert_alike(LONG);
}
