//! What the exact engine costs: reaching states, solving, auditing, deliberating.

use divan::Bencher;
use divan::counter::ItemsCount;
use snapback::exact::Limit;
use snapback::scenario::{Request, Scenario, load};
use snapback::study::ready;
use snapback::study::{Prescription, audit, chain, solve};

fn main() {
    divan::main();
}

fn scenario(name: &str, set: &[(&str, &str)]) -> Scenario {
    let set = set.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    load(&Request { scenario: Some(name.to_owned()), set, ..Request::default() }).expect("the library loads")
}

/// Every state of the quarterly flagship reached. The reported rate counts states.
#[divan::bench(sample_count = 5)]
fn reach(bencher: Bencher) {
    let scenario = scenario("us_china_quarterly", &[]);
    let states = chain(&scenario, Limit::default()).expect("it fits").1.n_states();
    bencher.counter(ItemsCount::new(states)).bench_local(|| chain(&scenario, Limit::default()));
}

/// From scenario to exact metrics over its horizon.
#[divan::bench(args = ["us_china_quarterly", "theory/wsls_vs_tft"], sample_count = 5)]
fn solved(bencher: Bencher, name: &str) {
    let scenario = scenario(name, &[]);
    bencher.bench_local(|| solve(&scenario, Limit::default(), |_| {}));
}

/// How cost grows with the rounds a remedy must be counted (quarters without an alarm), which every dispute carries.
#[divan::bench(args = [1, 2, 3, 4], sample_count = 3)]
fn solved_by_counter(bencher: Bencher, rounds: u32) {
    let lifts = format!("Cured(Rounds({rounds}))");
    let scenario = scenario("us_china_quarterly", &[("mechanism.remedy.lifts", &lifts)]);
    let states = chain(&scenario, Limit::default()).expect("it fits").1.n_states();
    bencher.counter(ItemsCount::new(states)).bench_local(|| solve(&scenario, Limit::default(), |_| {}));
}

/// How cost grows with the commitments that China owes, beside the one of the US.
#[divan::bench(args = [1, 2, 3], sample_count = 3)]
fn solved_by_commitments(bencher: Bencher, n: usize) {
    let one = |k: usize| format!("(name: \"c{k}\", gain: 8.0, harm: 50.0, detection: 0.1, false_alarm: 0.01)");
    let commitments = format!("[{}]", (0..n).map(one).collect::<Vec<_>>().join(", "));
    let set = [("mechanism.consultation", "[]"), ("parties.China.commitments", commitments.as_str())];
    let scenario = scenario("us_china_quarterly", &set);
    let states = chain(&scenario, Limit::default()).expect("it fits").1.n_states();
    bencher.counter(ItemsCount::new(states)).bench_local(|| solve(&scenario, Limit::default(), |_| {}));
}

/// Both parties of the quarterly flagship audited.
#[divan::bench(sample_count = 3)]
fn audited(bencher: Bencher) {
    let scenario = scenario("us_china_quarterly", &[]);
    bencher.bench_local(|| audit(&scenario, Prescription::Keep, Limit::default()));
}

/// The tables of deliberate conduct for the three commitments of the monthly flagship.
#[divan::bench(sample_count = 10)]
fn deliberate(bencher: Bencher) {
    let scenario = scenario("us_china_2019", &[]);
    bencher.bench_local(|| ready(&scenario));
}
