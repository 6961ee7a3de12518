//! A tournament as table, JSON and CSV.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::number::short;
use crate::report::table::clip;
use crate::study::TournamentReport;
use serde::Serialize;

/// Ranking, and the matrix of scores, in at most 100 columns.
pub fn tournament_table(report: &TournamentReport) -> String {
    let n = report.players.len();
    let mut lines = vec![
        format!("{} under {}: {n} rules, {} rounds a match", report.scenario, report.design, report.rounds),
        format!("{} of {} matches exact, fingerprint {}", report.exact, n * n, report.fingerprint),
        String::new(),
        format!("Ranking  {:<38} {:>18} {:>12} {:>8}", "", "score a round", "cooperation", "wins"),
    ];
    for (place, player) in report.players.iter().enumerate() {
        let score = match player.se {
            0.0 => short(player.score),
            se => format!("{} ±{}", short(player.score), short(1.96 * se)),
        };
        lines.push(format!(
            "  {:>3}. {:<41} {score:>18} {:>12} {:>8}",
            place + 1,
            clip(&player.rule, 41),
            short(player.cooperation),
            player.wins
        ));
    }
    lines.push(String::new());
    let shown = n.min(12);
    lines.push("Score of the row against the column, by place in the ranking".to_owned());
    let header: String = (1..=shown).map(|k| format!("{k:>6}.")).collect();
    lines.push(format!("  {:>4}{header}", ""));
    for (place, row) in report.matrix.iter().enumerate() {
        let cells: String = row.iter().take(shown).map(|x| format!("{:>7}", format!("{x:.3}"))).collect();
        lines.push(format!("  {:>3}.{cells}", place + 1));
    }
    if n > shown {
        lines.push(format!("  --format csv has all {n} columns"));
    }
    lines.push("Score: mean payoff a round, weighted by discount factors, over both seats; mean over all opponents and oneself.".to_owned());
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[derive(Serialize)]
struct TournamentJson<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    rounds: u32,
    exact_matches: usize,
    ranked_names: Vec<&'a str>,
    players: Vec<PlayerJson<'a>>,
    payoff_matrix: &'a [Vec<f64>],
}

#[derive(Serialize)]
struct PlayerJson<'a> {
    rule: &'a str,
    score: f64,
    se: f64,
    cooperation: f64,
    wins: u32,
}

/// A tournament as JSON; `payoff_matrix` is in the order of `ranked_names`.
pub fn tournament_json(report: &TournamentReport) -> String {
    text(&TournamentJson {
        schema: SCHEMA,
        snapback: VERSION,
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        rounds: report.rounds,
        exact_matches: report.exact,
        ranked_names: report.players.iter().map(|player| player.rule.as_str()).collect(),
        players: report
            .players
            .iter()
            .map(|p| PlayerJson { rule: &p.rule, score: p.score, se: p.se, cooperation: p.cooperation, wins: p.wins })
            .collect(),
        payoff_matrix: &report.matrix,
    })
}

/// A row a player, with its score against each.
pub fn tournament_csv(report: &TournamentReport) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = report.players.iter().map(|player| player.rule.clone());
    let head = ["place", "rule", "score", "se", "cooperation", "wins"].map(str::to_owned);
    // Writing to memory cannot fail.
    let _ = writer.write_record(head.into_iter().chain(names));
    for (place, (player, row)) in report.players.iter().zip(&report.matrix).enumerate() {
        let number = |x: f64| format!("{x:?}");
        let own = [
            (place + 1).to_string(),
            player.rule.clone(),
            number(player.score),
            number(player.se),
            number(player.cooperation),
            player.wins.to_string(),
        ];
        let _ = writer.write_record(own.into_iter().chain(row.iter().map(|&x| number(x))));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
