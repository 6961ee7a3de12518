//! Intervals hold what they promise: paired differences against the exact engine.

use snapback::exact::Limit;
use snapback::scenario::{Request, Scenario, load};
use snapback::simulate::{Pairing, Player, SeriesDetail, Want, play_part};
use snapback::study::survey::{Arm, Engine, Space, Survey, finish_point};
use snapback::study::{MetricRow, ready, solve};

/// The quarterly flagship with fixed habits under a design, five years long.
fn under(design: &str) -> Scenario {
    let habits = "Disposition(calm: 0.7, disputed: 0.8, remedied: 0.95)";
    let set = [
        ("parties.US.conduct.comply", habits),
        ("parties.China.conduct.comply", habits),
        ("parties.US.conduct.withdraws.wronged", "0.02"),
        ("horizon", "Years(5)"),
    ];
    let set = set.map(|(path, value)| (path.to_owned(), value.to_owned())).to_vec();
    let scenario = Some("us_china_quarterly".to_owned());
    load(&Request { scenario, design: Some(design.to_owned()), set, ..Request::default() }).unwrap()
}

#[test]
fn intervals_of_paired_differences_cover_the_exact_ones() {
    const SEEDS: u64 = 500;
    const REPLICATIONS: u64 = 400;
    let scenarios = [under("mirror"), under("phase-one")];
    let games = scenarios.each_ref().map(|scenario| ready(scenario).unwrap());
    let exact = scenarios.each_ref().map(|scenario| solve(scenario, Limit::default(), |_| {}).unwrap());
    let arms = scenarios.map(|scenario| Arm::new(scenario.design().to_owned(), scenario));
    let mut survey = Survey {
        left_out: Vec::new(),
        arms: arms.to_vec(),
        space: Space::default(),
        replications: REPLICATIONS,
        seed: 0,
        confidence: 0.95,
        baseline: 0,
        detail: SeriesDetail::None,
        precision: None,
        engine: Engine::Sampled,
    };
    let labels = survey.labels();
    // A number, a ratio of totals, an indicator.
    let paths = ["welfare.joint", "compliance.China", "survived"];
    let places = paths.map(|path| labels.iter().position(|label| label.path() == path).unwrap());
    let differences = paths.map(|path| {
        let mean = |k: usize| MetricRow::named(&exact[k].metrics, path).unwrap().estimate.mean.unwrap();
        mean(1) - mean(0)
    });
    let mut covered = [0; 3];
    for seed in 1..=SEEDS {
        survey.seed = seed;
        let players = games.each_ref().map(|game| Player::new(game, seed, SeriesDetail::None));
        let pairing = Pairing::with(&players, Some(0));
        let part = play_part(&players, &pairing, 0..REPLICATIONS, Want::Sums, |_| {});
        let values = finish_point(&survey, &players, &pairing, &part);
        for k in 0..paths.len() {
            let contrast = values[1].contrasts[places[k]];
            covered[k] += u64::from((contrast.low.unwrap()..=contrast.high.unwrap()).contains(&differences[k]));
        }
    }
    for (path, covered) in paths.iter().zip(covered) {
        eprintln!("{path}: {covered} of {SEEDS} intervals cover the exact difference");
        // 475 of 500 expected, standard deviation 4.9.
        assert!((460..=490).contains(&covered), "{path}: {covered} of {SEEDS}");
    }
}
