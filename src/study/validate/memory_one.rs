//! Memory-one pairs with errors: long-run payoffs, and totals over a horizon.

use crate::exact::Limit;
use crate::metric::Benchmarks;
use crate::scenario::Scenario;
use crate::simulate::{Draws, Sample, run as play};
use crate::stats::Moments;
use crate::study::validate::cases::{exact_welfare, scenario, welfare_of};
use crate::study::validate::known::{KnownResult, Sampled};
use crate::study::{MetricRow, ready, run, solve_infinite};

/// Memory-one strategies: name, and chance to cooperate after (own, other's) CC, CD, DC, DD.
pub const STRATEGIES: [(&str, [f64; 4]); 8] = [
    ("ALLC", [1.0, 1.0, 1.0, 1.0]),
    ("ALLD", [0.0, 0.0, 0.0, 0.0]),
    ("TFT", [1.0, 0.0, 1.0, 0.0]),
    ("WSLS", [1.0, 0.0, 0.0, 1.0]),
    ("GTFT", [1.0, 1.0 / 3.0, 1.0, 1.0 / 3.0]),
    ("GRIM", [1.0, 0.0, 0.0, 0.0]),
    ("Extort2", [8.0 / 9.0, 0.5, 1.0 / 3.0, 0.0]),
    ("ZDGTFT2", [1.0, 1.0 / 8.0, 1.0, 1.0 / 4.0]),
];

/// Chance that an action is flipped.
const ERROR: f64 = 0.01;
/// Rounds after which nothing is left of the start, beyond 1e-8, and rounds that are then counted.
const FORGOTTEN: u32 = 1000;
const MEASURED: u32 = 2000;
/// Replications are long, so a tenth of those asked for is played, but not fewer than these.
const FEWEST: u64 = 100;
/// R, S, T, P to the row.
const PAYOFFS: [f64; 4] = [3.0, 0.0, 5.0, 1.0];

pub(super) fn cases(plan: Sample) -> Vec<KnownResult> {
    let mut cases = Vec::new();
    for (row_name, row) in STRATEGIES {
        for (column_name, column) in STRATEGIES {
            let set = |rounds: u32| {
                vec![
                    ("parties.Row.conduct.comply", spelt(row)),
                    ("parties.Column.conduct.comply", spelt(column)),
                    ("horizon", format!("Rounds({rounds})")),
                ]
            };
            let infinite = scenario("theory/tft_vs_tft", &set(FORGOTTEN + MEASURED));
            let solved = infinite.as_ref().and_then(|scenario| solve_infinite(scenario, Limit::default()).ok());
            cases.push(KnownResult {
                family: "memory-one pairs, long run",
                name: format!("{row_name} against {column_name}, error 0.01, payoff a round"),
                paper: "Nowak and Sigmund (1990); Press and Dyson (2012)",
                formula: "v·(R, S, T, P), v the stationary distribution of the four pairs",
                expected: stationary(row, column),
                obtained: solved.map_or(f64::NAN, |solved| welfare_of(&solved.averages)[0]),
                tolerance: 1e-9,
                sampled: infinite.and_then(|scenario| long_run(&scenario, plan)),
            });
        }
    }
    // A few over a horizon, sampled as well.
    for (row, column) in [(2, 2), (3, 3), (4, 4), (5, 5), (3, 2), (0, 1), (6, 4), (7, 1)] {
        const ROUNDS: u32 = 200;
        let (row, column) = (STRATEGIES[row], STRATEGIES[column]);
        let set = [
            ("parties.Row.conduct.comply", spelt(row.1)),
            ("parties.Column.conduct.comply", spelt(column.1)),
            ("horizon", format!("Rounds({ROUNDS})")),
        ];
        let scenario = scenario("theory/tft_vs_tft", &set);
        let sampled = scenario.as_ref().and_then(|scenario| {
            let report = run(scenario, plan, 0.95, |_| {}).ok()?;
            let own = MetricRow::named(&report.metrics, "welfare.Row")?.estimate;
            Some(Sampled { mean: own.mean?, se: own.se? })
        });
        cases.push(KnownResult {
            family: "memory-one pairs, 200 rounds",
            name: format!("{} against {}, error 0.01, total", row.0, column.0),
            paper: "Nowak and Sigmund (1990)",
            formula: "the four-state chain from its first round, summed",
            expected: total(row.1, column.1, ROUNDS),
            obtained: exact_welfare(scenario.as_ref())[0],
            tolerance: 1e-9,
            sampled,
        });
    }
    let (p, q) = (0.99, 0.99 / 3.0 + 0.01 * 2.0 / 3.0);
    // Generous tit for tat against itself: s = q/(1 − (p − q)) of the time each cooperates, independently.
    let s = q / (1.0 - (p - q));
    let gtft = cases.iter().find(|case| case.name.starts_with("GTFT against GTFT"));
    let (gtft, sampled) = gtft.map_or((f64::NAN, None), |case| (case.obtained, case.sampled));
    cases.push(KnownResult {
        family: "reactive pairs",
        name: "generous tit for tat against itself, error 0.01".to_owned(),
        paper: "Nowak and Sigmund (1990)",
        formula: "R s² + (S + T) s(1 − s) + P (1 − s)², s = q/(1 − (p − q))",
        expected: 3.0 * s * s + 5.0 * s * (1.0 - s) + (1.0 - s) * (1.0 - s),
        obtained: gtft,
        tolerance: 1e-9,
        sampled,
    });
    cases
}

/// Payoff a round of the row, sampled after the start is forgotten.
fn long_run(scenario: &Scenario, plan: Sample) -> Option<Sampled> {
    let game = ready(scenario).ok()?;
    let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(plan.seed, &game.every_round));
    let mut moments = Moments::default();
    for replication in 0..(plan.replications / 10).max(FEWEST) {
        let mut sum = 0.0;
        play(&game, &benchmarks, &mut draws, replication, |round, outcome, _| {
            sum += if round < FORGOTTEN { 0.0 } else { outcome.payoff[0] };
        });
        moments.push(sum / f64::from(MEASURED));
    }
    Some(Sampled { mean: moments.mean()?, se: moments.se()? })
}

fn spelt([cc, cd, dc, dd]: [f64; 4]) -> String {
    format!("MemoryOne(first: 1.0, cc: {cc:?}, cd: {cd:?}, dc: {dc:?}, dd: {dd:?})")
}

/// One step of the chain of pairs (CC, CD, DC, DD), row first.
fn step(state: [f64; 4], row: [f64; 4], column: [f64; 4]) -> [f64; 4] {
    let flip = |p: f64| (1.0 - ERROR) * p + ERROR * (1.0 - p);
    // The column sees its own action first.
    let column = [column[0], column[2], column[1], column[3]];
    let mut next = [0.0; 4];
    for (i, share) in state.into_iter().enumerate() {
        for (sum, odds) in next.iter_mut().zip(pair(flip(row[i]), flip(column[i]))) {
            *sum += share * odds;
        }
    }
    next
}

fn pair(a: f64, b: f64) -> [f64; 4] {
    [a * b, a * (1.0 - b), (1.0 - a) * b, (1.0 - a) * (1.0 - b)]
}

fn payoff(state: [f64; 4]) -> f64 {
    state.iter().zip(PAYOFFS).map(|(share, payoff)| share * payoff).sum()
}

/// Payoff of the row under the stationary distribution: the chain squared until it stands still.
fn stationary(row: [f64; 4], column: [f64; 4]) -> f64 {
    let unit = |i: usize| std::array::from_fn(|j| f64::from(u8::from(i == j)));
    let mut power: [[f64; 4]; 4] = std::array::from_fn(|i| step(unit(i), row, column));
    for _ in 0..40 {
        let product = |i: usize, j: usize| (0..4).map(|k| power[i][k] * power[k][j]).sum::<f64>();
        let squared: [[f64; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| product(i, j)));
        // Rows sum to one; rounding must not grow with the power.
        power = squared.map(|row| {
            let sum: f64 = row.iter().sum();
            row.map(|x| x / sum)
        });
    }
    payoff(power[0])
}

fn total(row: [f64; 4], column: [f64; 4], rounds: u32) -> f64 {
    let mut state = pair(1.0 - ERROR, 1.0 - ERROR);
    let mut sum = 0.0;
    for _ in 0..rounds {
        sum += payoff(state);
        state = step(state, row, column);
    }
    sum
}
