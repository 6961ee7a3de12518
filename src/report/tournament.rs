//! A tournament as table, JSON and CSV.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::{clip, page};
use crate::report::number::{grouped, plus_minus, short, short_or_dash};
use crate::study::TournamentReport;
use crate::tables::csv_text;
use serde::Serialize;

/// Columns of the name of a rule.
const NAME: usize = 45;

/// Ranking, and the matrix of scores.
pub fn tournament_table(report: &TournamentReport) -> String {
    let n = report.players.len();
    let score = format!("score, {}", report.unit);
    let mut lines = vec![
        format!("Tournament of {} under {}", rules(n), report.design),
        format!(
            "{} rounds a match, {} of {} matches exact, fingerprint {}",
            grouped(u64::from(report.rounds)),
            report.exact,
            n * n,
            report.fingerprint
        ),
        String::new(),
        format!("  {:<1$} {score:>20} {2:>18} {3:>5}", "ranking", NAME + 5, "cooperation, share", "wins"),
    ];
    for player in &report.players {
        let score = match player.se {
            0.0 => short(player.score),
            se => plus_minus(player.score, (player.score - 1.96 * se, player.score + 1.96 * se)),
        };
        lines.push(format!(
            "  {:>3}. {:<NAME$} {score:>20} {:>18} {:>5}",
            player.place,
            clip(&player.rule, NAME),
            short_or_dash(Some(player.cooperation).filter(|x| x.is_finite())),
            player.wins
        ));
    }
    lines.push(String::new());
    lines.push(format!("Score of the row against the column, by place in the ranking, {}", report.unit));
    let cell = |score: f64| format!("{score:.3}");
    let widest = report.matrix.iter().flatten().map(|&score| cell(score).chars().count()).max().unwrap_or(0);
    let width = widest.max(4) + 2;
    let shown = n.min((100 - 6) / width);
    let places = report.players.iter().map(|player| player.place);
    let header: String = places.take(shown).map(|place| format!("{:>width$}", format!("{place}."))).collect();
    lines.push(format!("  {:>4}{header}", ""));
    for (player, row) in report.players.iter().zip(&report.matrix) {
        let cells: String = row.iter().take(shown).map(|&score| format!("{:>width$}", cell(score))).collect();
        lines.push(format!("  {:>3}.{cells}", player.place));
    }
    if n > shown {
        lines.push(format!("  --format csv has all {n} columns"));
    }
    lines.push(String::new());
    lines.push(
        "Score: mean payoff, rounds weighted by discount factors, over both seats; mean over all opponents and oneself. \
         Wins: opponents that scored less in the match. Equal scores share a place."
            .to_owned(),
    );
    page(&lines)
}

/// How many rules, in words.
pub(super) fn rules(n: usize) -> String {
    if n == 1 { "1 rule".to_owned() } else { format!("{n} rules") }
}

#[derive(Serialize)]
struct TournamentJson<'a> {
    schema: u32,
    snapback: &'a str,
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    unit: &'a str,
    rounds: u32,
    exact_matches: usize,
    ranked_names: Vec<&'a str>,
    players: Vec<PlayerJson<'a>>,
    payoff_matrix: &'a [Vec<f64>],
}

#[derive(Serialize)]
struct PlayerJson<'a> {
    place: usize,
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
        unit: report.unit,
        rounds: report.rounds,
        exact_matches: report.exact,
        ranked_names: report.players.iter().map(|player| player.rule.as_str()).collect(),
        players: report
            .players
            .iter()
            .map(|p| PlayerJson {
                place: p.place,
                rule: &p.rule,
                score: p.score,
                se: p.se,
                cooperation: p.cooperation,
                wins: p.wins,
            })
            .collect(),
        payoff_matrix: &report.matrix,
    })
}

/// A row a player, with its score against each.
pub fn tournament_csv(report: &TournamentReport) -> String {
    let names = report.players.iter().map(|player| player.rule.clone());
    let head = ["place", "rule", "score", "se", "cooperation", "wins"].map(str::to_owned);
    let mut rows: Vec<Vec<String>> = vec![head.into_iter().chain(names).collect()];
    for (player, row) in report.players.iter().zip(&report.matrix) {
        let number = |x: f64| if x.is_finite() { format!("{x:?}") } else { String::new() };
        let own = [
            player.place.to_string(),
            player.rule.clone(),
            number(player.score),
            number(player.se),
            number(player.cooperation),
            player.wins.to_string(),
        ];
        rows.push(own.into_iter().chain(row.iter().map(|&x| number(x))).collect());
    }
    csv_text(rows)
}
