//! Matches without chance, 200 rounds: scores from the rules' definitions, played here in a dozen lines.

use crate::simulate::Sample;
use crate::study::trace;
use crate::study::validate::cases::{exact_welfare, scenario};
use crate::study::validate::known::{KnownResult, Sampled};

/// Whether a player cooperates, from the actions (true for cooperation) of itself and the other so far.
type Player = fn(&[bool], &[bool]) -> bool;

const PLAYERS: [(&str, &str, Player); 8] = [
    ("ALLC", "Always", |_, _| true),
    ("ALLD", "Never", |_, _| false),
    ("TFT", "TitForTat", |_, other| other.last() != Some(&false)),
    ("STFT", "SuspiciousTitForTat", |_, other| other.last() == Some(&true)),
    ("TF2T", "TitForTwoTats", |_, other| !other.ends_with(&[false, false])),
    ("GRIM", "Grim", |_, other| !other.contains(&false)),
    ("WSLS", "WinStayLoseShift", |own, other| own.last() == other.last()),
    (
        "ALT",
        "Automaton(modes: [(comply: 1.0, next: (cc: 1, cd: 1, dc: 1, dd: 1)), (comply: 0.0, next: (cc: 0, cd: 0, dc: 0, dd: 0))])",
        |own, _| own.len() % 2 == 0,
    ),
];

const ROUNDS: usize = 200;

pub(super) fn cases(plan: Sample) -> Vec<KnownResult> {
    let mut cases = Vec::new();
    for (row_name, row, row_plays) in PLAYERS {
        for (column_name, column, column_plays) in PLAYERS {
            let set = [
                ("parties.Row.conduct", format!("(comply: {row})")),
                ("parties.Column.conduct", format!("(comply: {column})")),
                ("horizon", format!("Rounds({ROUNDS})")),
            ];
            let scenario = scenario("theory/tft_vs_tft", &set);
            let told = scenario.as_ref().and_then(|scenario| trace(scenario, plan.seed, 0).ok());
            let sampled = told.map(|told| Sampled { mean: told.welfare[0], se: 0.0 });
            cases.push(KnownResult {
                family: "matches without chance",
                name: format!("{row_name} against {column_name}, 200 rounds, score"),
                paper: "Axelrod (1984)",
                formula: "the rules' definitions, played move for move",
                expected: score(row_plays, column_plays),
                obtained: exact_welfare(scenario.as_ref())[0],
                tolerance: 1e-12,
                sampled,
            });
        }
    }
    cases
}

fn score(row: Player, column: Player) -> f64 {
    let (mut own, mut other, mut score) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..ROUNDS {
        let (a, b) = (row(&own, &other), column(&other, &own));
        score += match (a, b) {
            (true, true) => 3.0,
            (true, false) => 0.0,
            (false, true) => 5.0,
            (false, false) => 1.0,
        };
        own.push(a);
        other.push(b);
    }
    score
}
