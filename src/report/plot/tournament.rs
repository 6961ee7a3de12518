//! A tournament: every score against every rule, best rules first.

use crate::report::lines::clip;
use crate::report::number::grouped;
use crate::report::plot::heat::Heat;
use crate::report::plot::svg::{Anchor, GREY, Svg};
use crate::report::tournament::rules;
use crate::study::TournamentReport;

/// Pixels for the names of the rules.
const NAMES: f64 = 250.0;

/// Scores of the row against the column as a heat map, ranked.
pub fn tournament_svg(report: &TournamentReport) -> String {
    let n = report.players.len();
    let (cell, high) = (46.0, 26.0);
    let (w, h) = (NAMES + (cell * n as f64).max(220.0) + 84.0, high * n as f64 + 70.0);
    let title = format!("Tournament of {} under {}", rules(n), report.design);
    let mut svg = Svg::new(w, h + 60.0, &title);
    svg.bold((12.0, 20.0), 14.0, &clip(&title, ((w - 24.0) / 8.0) as usize));
    let all = || report.matrix.iter().flatten().copied();
    let names = report.players.iter().map(|player| format!("{}. {}", player.place, player.rule));
    let map = Heat {
        title: format!("Score of the row against the column, {}", report.unit),
        x_label: "opponent, by its place".to_owned(),
        columns: report.players.iter().map(|player| format!("{}.", player.place)).collect(),
        // Rows go upwards, and the best stands on top.
        rows: names.rev().collect(),
        values: report.matrix.iter().rev().map(|row| row.iter().copied().map(Some).collect()).collect(),
        scale: (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max)),
        room: NAMES,
        ..Heat::default()
    };
    map.draw(&mut svg, (0.0, 30.0, w, h));
    let rounds = grouped(u64::from(report.rounds));
    let note = format!("{rounds} rounds a match. Fingerprint {}.", report.fingerprint);
    svg.text((12.0, h + 50.0), Anchor::Start, 9.5, GREY, &note);
    svg.finish()
}
