//! Cases with a closed form, each named by its paper: sampled welfare must lie near the exact value.

use snapback::scenario::{Request, load};
use snapback::simulate::Sample;
use snapback::study::{MetricRow, ready, run};

/// Mean welfare of Row and Column with their standard errors.
fn welfare(name: &str, replications: u64) -> [(f64, f64); 2] {
    let scenario = load(&Request { scenario: Some(name.to_owned()), ..Request::default() }).unwrap();
    let report = run(&scenario, Sample { seed: 1, replications }, 0.95, |_| {}).unwrap();
    ["Row", "Column"].map(|party| {
        let found = MetricRow::named(&report.metrics, &format!("welfare.{party}")).unwrap().estimate;
        (found.mean.unwrap(), found.se.unwrap())
    })
}

fn check(name: &str, expected: [f64; 2]) {
    for ((mean, se), expected) in welfare(name, 400).into_iter().zip(expected) {
        assert!((mean - expected).abs() <= 4.0 * se + 1e-9, "{name}: {mean} ± {se}, expected {expected}");
    }
}

/// Expected welfare over `rounds` undiscounted rounds of a memory-one pair that starts with cooperation, both actions
/// flipped with probability 0.01: the four-state chain of Nowak and Sigmund (1990), summed from the first round.
fn memory_one(row: [f64; 4], column: [f64; 4], rounds: usize) -> [f64; 2] {
    let flip = |p: f64| 0.99 * p + 0.01 * (1.0 - p);
    let column = [column[0], column[2], column[1], column[3]];
    let pair = |a: f64, b: f64| [a * b, a * (1.0 - b), (1.0 - a) * b, (1.0 - a) * (1.0 - b)];
    let mut state = pair(flip(1.0), flip(1.0));
    let mut sums = [0.0; 2];
    for _ in 0..rounds {
        for (p, payoffs) in [[3.0, 0.0, 5.0, 1.0], [3.0, 5.0, 0.0, 1.0]].iter().enumerate() {
            sums[p] += state.iter().zip(payoffs).map(|(share, payoff)| share * payoff).sum::<f64>();
        }
        let mut next = [0.0; 4];
        for (i, share) in state.iter().enumerate() {
            for (sum, odds) in next.iter_mut().zip(pair(flip(row[i]), flip(column[i]))) {
                *sum += share * odds;
            }
        }
        state = next;
    }
    sums
}

const TFT: [f64; 4] = [1.0, 0.0, 1.0, 0.0];
const WSLS: [f64; 4] = [1.0, 0.0, 0.0, 1.0];
const GTFT: [f64; 4] = [1.0, 1.0 / 3.0, 1.0, 1.0 / 3.0];
const GRIM: [f64; 4] = [1.0, 0.0, 0.0, 0.0];

#[test]
fn nowak_and_sigmund_1990_noisy_memory_one_pairs() {
    for (name, row, column) in [
        ("theory/tft_vs_tft", TFT, TFT),
        ("theory/wsls_vs_wsls", WSLS, WSLS),
        ("theory/gtft_vs_gtft", GTFT, GTFT),
        ("theory/grim_vs_grim", GRIM, GRIM),
        ("theory/wsls_vs_tft", WSLS, TFT),
    ] {
        check(name, memory_one(row, column, 1000));
    }
}

#[test]
fn friedman_1971_grim_trigger_on_and_off_the_path() {
    let scenario = |name: &str| load(&Request { scenario: Some(name.to_owned()), ..Request::default() }).unwrap();
    for name in ["theory/grim_trigger", "theory/grim_vs_never"] {
        let game = ready(&scenario(name)).unwrap();
        let sum = |from: i32| -> f64 { (from..game.rounds as i32).map(|t| game.sides[0].discount.powi(t)).sum() };
        let expected = match name {
            "theory/grim_trigger" => [3.0 * sum(0); 2],
            _ => [sum(1), 5.0 + sum(1)],
        };
        check(name, expected);
    }
}
