//! An equilibrium as text and JSON.

use crate::report::json::{SCHEMA, VERSION, text};
use crate::report::lines::page;
use crate::report::number::{grouped, short};
use crate::study::{EquilibriumPlay, EquilibriumReport, GameEquilibrium, StrategicAct, StrategicDecision};
use serde::Serialize;

#[derive(Serialize)]
struct EquilibriaJson<'a> {
    schema: u32,
    snapback: &'a str,
    engine: &'a str,
    equilibria: Vec<EquilibriumJson<'a>>,
}

#[derive(Serialize)]
struct EquilibriumJson<'a> {
    scenario: &'a str,
    design: &'a str,
    fingerprint: &'a str,
    parties: &'a [String; 2],
    noise: [Option<f64>; 2],
    scope: &'a str,
    games: Vec<GameJson<'a>>,
    metrics: Vec<MetricJson>,
    replications: Option<u64>,
}

#[derive(Serialize)]
struct MetricJson {
    metric: String,
    mean: Option<f64>,
}

#[derive(Serialize)]
struct GameJson<'a> {
    commitment: Option<&'a str>,
    states: u64,
    steps: u32,
    folds: &'a [f64],
    residual: f64,
    value_error: f64,
    exploitability: [Option<GainJson>; 2],
    #[serde(flatten)]
    play: PlayJson<'a>,
    others: Vec<OtherJson<'a>>,
    starts_lost: u32,
}

#[derive(Serialize)]
struct GainJson {
    gain: f64,
    error: f64,
}

#[derive(Serialize)]
struct OtherJson<'a> {
    start: &'a str,
    residual: f64,
    difference: f64,
    #[serde(flatten)]
    play: PlayJson<'a>,
}

#[derive(Serialize)]
struct PlayJson<'a> {
    stands: f64,
    worth: [f64; 2],
    decisions: Vec<ActJson<'a>>,
}

#[derive(Serialize)]
struct ActJson<'a> {
    party: &'a str,
    decision: &'a str,
    commitment: Option<&'a str>,
    situation: &'a str,
    rounds: f64,
    chance: f64,
    difference: f64,
}

/// Equilibria as JSON: one for each scope that was asked for.
pub fn equilibrium_json(reports: &[EquilibriumReport]) -> String {
    text(&EquilibriaJson {
        schema: SCHEMA,
        snapback: VERSION,
        engine: "exact",
        equilibria: reports.iter().map(equilibrium).collect(),
    })
}

fn equilibrium(report: &EquilibriumReport) -> EquilibriumJson<'_> {
    let metrics = report.metrics.iter();
    EquilibriumJson {
        scenario: &report.scenario,
        design: &report.design,
        fingerprint: &report.fingerprint,
        parties: &report.parties,
        noise: report.noise,
        scope: if report.is_whole { "whole" } else { "each" },
        games: report.games.iter().map(game).collect(),
        metrics: metrics.map(|row| MetricJson { metric: row.label.path(), mean: row.estimate.mean }).collect(),
        replications: report.replications,
    }
}

fn game(game: &GameEquilibrium) -> GameJson<'_> {
    let others = game.others.iter().map(|other| OtherJson {
        start: &other.start,
        residual: other.residual,
        difference: other.difference,
        play: play(&other.play),
    });
    GameJson {
        commitment: game.commitment.as_deref(),
        states: game.states,
        steps: game.steps,
        folds: &game.folds,
        residual: game.residual,
        value_error: game.value_error,
        exploitability: game.gains.map(|gain| gain.map(|(gain, error)| GainJson { gain, error })),
        play: play(&game.play),
        others: others.collect(),
        starts_lost: game.lost,
    }
}

fn play(play: &EquilibriumPlay) -> PlayJson<'_> {
    let acts = play.acts.iter().map(|act| ActJson {
        party: &act.party,
        decision: act.decision.name(),
        commitment: act.commitment.as_deref(),
        situation: &act.situation,
        rounds: act.rounds,
        chance: act.chance,
        difference: act.difference,
    });
    PlayJson { stands: play.stands, worth: play.worth, decisions: acts.collect() }
}

/// Equilibria in words: one for each scope that was asked for.
pub fn equilibrium_text(reports: &[EquilibriumReport]) -> String {
    let mut lines = Vec::new();
    for report in reports {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        one(report, &mut lines);
    }
    if let [narrow, wide] = reports {
        lines.push(String::new());
        lines.push("What the view of one commitment at a time misses, beside that of the whole game:".to_owned());
        for (row, other) in narrow.metrics.iter().zip(&wide.metrics) {
            if let (Some(narrow), Some(wide)) = (row.estimate.mean, other.estimate.mean) {
                lines.push(format!("  {:<44} {:>12} {:>12}", row.label.path(), short(narrow), short(wide)));
            }
        }
    }
    page(&lines)
}

fn one(report: &EquilibriumReport, lines: &mut Vec<String>) {
    let noise = report.parties.iter().zip(report.noise);
    let noise = noise.filter_map(|(party, noise)| Some(format!("{party} {}", noise?)));
    let view = if report.is_whole { "the whole game" } else { "one commitment at a time" };
    lines.push(format!("{} under {}", report.scenario, report.design));
    lines.push(format!("logit equilibrium, principal branch, fingerprint {}", report.fingerprint));
    let noise = noise.collect::<Vec<_>>().join(", ");
    lines.push(format!("strategic parties look at {view}; noise, $bn a decision: {noise}"));
    for game in &report.games {
        lines.push(String::new());
        one_game(report, game, lines);
    }
    lines.push(String::new());
    lines.push(match report.replications {
        None => "In play of the full game, exact:".to_owned(),
        Some(n) => format!("In play of the full game, mean of {} replications:", grouped(n)),
    });
    for row in &report.metrics {
        if let Some(mean) = row.estimate.mean {
            lines.push(format!("  {:<44} {:>12}", row.label.path(), short(mean)));
        }
    }
}

fn one_game(report: &EquilibriumReport, game: &GameEquilibrium, lines: &mut Vec<String>) {
    let name =
        game.commitment.as_ref().map_or_else(|| "The whole game".to_owned(), |name| format!("The game of {name}"));
    lines.push(format!("{name} ({} states)", grouped(game.states)));
    lines.push(format!(
        "  residual {:.1e}, values within {:.1e} $bn, {} steps, {}",
        game.residual,
        game.value_error,
        game.steps,
        folds(&game.folds)
    ));
    for act in &game.play.acts {
        lines.push(format!("  {}", told(act)));
    }
    for ((party, worth), gain) in report.parties.iter().zip(game.play.worth).zip(game.gains) {
        let gain = gain.map_or_else(
            || "decides nothing that is weighed".to_owned(),
            |(gain, error)| {
                format!("would gain {} $bn by a best response in all that it decides (±{error:.0e})", short(gain))
            },
        );
        lines.push(format!("  {party}: worth {} $bn; {gain}", short(worth)));
    }
    lines.push(format!("  the agreement stands at the end of the horizon in {}", percent(game.play.stands)));
    for other in &game.others {
        lines.push(format!(
            "  another equilibrium, found from the start `{}`: choices differ by up to {}; worth {} and {} $bn; stands in {}",
            other.start,
            percent(other.difference),
            short(other.play.worth[0]),
            short(other.play.worth[1]),
            percent(other.play.stands)
        ));
        for (act, own) in apart(&other.play, &game.play) {
            lines.push(format!("    {} (here {})", told(act), percent(own)));
        }
    }
    if game.lost > 0 {
        lines.push(format!("  {} starts led to no equilibrium", game.lost));
    }
}

fn folds(folds: &[f64]) -> String {
    if folds.is_empty() {
        return "no fold".to_owned();
    }
    let at: Vec<String> = folds.iter().map(|kappa| format!("{kappa:.4}")).collect();
    let s = if folds.len() == 1 { "a fold" } else { "folds" };
    format!("{s} at {} times the noise", at.join(", "))
}

/// What is done most differently, with how likely it is in the principal equilibrium.
fn apart<'a>(other: &'a EquilibriumPlay, principal: &EquilibriumPlay) -> Vec<(&'a StrategicAct, f64)> {
    let same = |a: &StrategicAct, b: &StrategicAct| {
        (&a.party, a.decision, &a.commitment, &a.situation) == (&b.party, b.decision, &b.commitment, &b.situation)
    };
    let pair = |act: &'a StrategicAct| {
        let own = principal.acts.iter().find(|own| same(own, act))?;
        let shown = if act.decision == StrategicDecision::Violates { 1.0 - own.chance } else { own.chance };
        Some((act, shown, (act.chance - own.chance).abs()))
    };
    let mut pairs: Vec<(&StrategicAct, f64, f64)> = other.acts.iter().filter_map(pair).collect();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
    pairs.into_iter().filter(|(_, _, by)| *by > 5e-4).take(3).map(|(act, own, _)| (act, own)).collect()
}

/// A decision in words.
fn told(act: &StrategicAct) -> String {
    let about = act.commitment.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let (does, chance, brings) = match act.decision {
        StrategicDecision::Violates => (format!("keeps{about}"), 1.0 - act.chance, -act.difference),
        StrategicDecision::Files => (format!("complains of{about}"), act.chance, act.difference),
        StrategicDecision::Imposes => (format!("imposes the remedy for{about}"), act.chance, act.difference),
        StrategicDecision::Counters => (format!("counters the remedy for{about}"), act.chance, act.difference),
        StrategicDecision::Withdraws => ("leaves".to_owned(), act.chance, act.difference),
    };
    format!(
        "{}, {}: {does} in {} of rounds (on average {} $bn by it; {} rounds of the horizon)",
        act.party,
        act.situation,
        percent(chance),
        signed(brings),
        short(act.rounds)
    )
}

fn signed(x: f64) -> String {
    if x < 0.0 { format!("−{}", short(-x)) } else { format!("+{}", short(x)) }
}

/// A share, nothing said to be certain that is not.
fn percent(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 5e-4 => "< 0.1 %".to_owned(),
        share if share < 1.0 && share > 1.0 - 5e-4 => "> 99.9 %".to_owned(),
        share => format!("{:.1} %", 100.0 * share),
    }
}
