//! A round robin of conduct rules under a scenario's mechanism.

use crate::exact::{Limit, Unsolved};
use crate::metric::{Label, Metric};
use crate::scenario::{Request, Scenario, fingerprint_of, load};
use crate::simulate::Sample;
use crate::study::survey::split_values;
use crate::study::{MetricRow, run, solve};
use crate::text::Mistake;
use rayon::prelude::*;

/// How matches are decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decided {
    /// By the exact engine where the game is small enough, otherwise by a sample.
    ExactlyIfPossible(Limit, Sample),
    /// By samples.
    Sampled(Sample),
}

/// What a tournament is.
#[derive(Clone, Debug, PartialEq)]
pub struct Tournament {
    /// The scenario whose mechanism, payoffs and horizon are played.
    pub request: Request,
    /// The rules, as RON.
    pub rules: Vec<String>,
    /// Chance that an intended action is flipped, for both; the scenario's own where there is none.
    pub tremble: Option<f64>,
    /// How matches are decided.
    pub decided: Decided,
}

/// Rules that are played where none are named.
pub const USUAL_RULES: [&str; 12] = [
    "Always",
    "Never",
    "TitForTat",
    "SuspiciousTitForTat",
    "GenerousTitForTat(generosity: 0.3333333333333333)",
    "TitForTwoTats",
    "ContriteTitForTat",
    "WinStayLoseShift",
    "Grim",
    "Retaliate(3)",
    "Trigger(3)",
    "Chance(0.5)",
];
/// States up to which a match is solved rather than sampled.
const MOST_STATES: u64 = 20_000;

impl Tournament {
    /// A tournament of these comma-separated rules, or of the usual ones, under a scenario; a prisoner's dilemma of 200 rounds without
    /// noise where none is named.
    pub fn of(
        mut request: Request,
        rules: Option<&str>,
        mut tremble: Option<f64>,
        plan: Sample,
        is_sampled: bool,
    ) -> Self {
        if request.scenario.is_none() {
            request.scenario = Some("theory/tft_vs_tft".to_owned());
            request.set.insert(0, ("horizon".to_owned(), "Rounds(200)".to_owned()));
            tremble = tremble.or(Some(0.0));
        }
        let rules = rules.map_or_else(|| USUAL_RULES.map(str::to_owned).to_vec(), split_values);
        let decided = match is_sampled {
            true => Decided::Sampled(plan),
            false => Decided::ExactlyIfPossible(Limit { states: MOST_STATES }, plan),
        };
        Self { request, rules, tremble, decided }
    }
}

/// Results of a tournament.
#[derive(Clone, Debug, PartialEq)]
pub struct TournamentReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario, rules, version and seed.
    pub fingerprint: String,
    /// Unit of the scores.
    pub unit: &'static str,
    /// Rounds a match.
    pub rounds: u32,
    /// Matches decided exactly, of all.
    pub exact: usize,
    /// Players, best first.
    pub players: Vec<Standing>,
    /// By player in that order: score against each, in the same order.
    pub matrix: Vec<Vec<f64>>,
}

/// How a player did.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its place, from 1, which equal scores share.
    pub place: usize,
    /// Its rule.
    pub rule: String,
    /// Mean score over all opponents, itself included; a score is the mean payoff, $bn a year, rounds weighted by discount factors.
    pub score: f64,
    /// Standard error of the score where matches were sampled.
    pub se: f64,
    /// Share of commitment-rounds kept, mean over all opponents.
    pub cooperation: f64,
    /// Opponents that scored less in the match.
    pub wins: u32,
}

/// What rounding may have done to a score, relative to the largest.
const ROUNDING: f64 = 1e-12;

/// One match: score, its standard error, and compliance, of both seats.
type Match = [(f64, f64, f64); 2];

/// Plays every rule against every rule, itself included, in both seats.
///
/// A player's score against another is the mean of its scores in the two seats, so a scenario need not be symmetric.
///
/// # Errors
/// All mistakes in the scenario or the rules.
pub fn tournament(tournament: &Tournament, progress: &(dyn Fn(u64) + Sync)) -> Result<TournamentReport, Vec<Mistake>> {
    let base = load(&tournament.request)?;
    if tournament.rules.is_empty() {
        return Err(vec![Mistake::new("rules", "nothing", "one rule or more, such as TitForTat,Grim,Never")]);
    }
    let (mut mistakes, mut players) = (Vec::new(), Vec::new());
    for rule in &tournament.rules {
        match seat(&base, tournament.tremble, rule, rule) {
            Ok(player) => players.push(player),
            Err(of_rule) => mistakes.extend(of_rule.into_iter().take(1)),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let n = tournament.rules.len();
    let played: Result<Vec<(Match, bool)>, Vec<Mistake>> = (0..n * n)
        .into_par_iter()
        .map(|pair| {
            let (row, column) = (&tournament.rules[pair / n], &tournament.rules[pair % n]);
            let scenario = seat(&base, tournament.tremble, row, column)?;
            let played = play(&scenario, tournament.decided).map_err(|unsolved| {
                let found = format!("{row} against {column}: {unsolved}");
                vec![Mistake::new("rules", found, "rules of which it can be worked out what they do")]
            });
            progress(1);
            played
        })
        .collect();
    let played = played?;
    let first = |i: usize, j: usize| played[i * n + j].0[0];
    let second = |i: usize, j: usize| played[j * n + i].0[1];
    let mean = |i: usize, j: usize, value: fn((f64, f64, f64)) -> f64| 0.5 * (value(first(i, j)) + value(second(i, j)));
    let score = |i: usize, j: usize| mean(i, j, |m| m.0);
    let over_all = |value: &dyn Fn(usize) -> f64| (0..n).map(value).sum::<f64>() / n as f64;
    let mut order: Vec<usize> = (0..n).collect();
    let total = |i: usize| over_all(&|j| score(i, j));
    // Scores no further apart are equal but for rounding.
    let size = (0..n * n).map(|pair| score(pair / n, pair % n).abs()).fold(0.0, f64::max);
    let slack = ROUNDING * size;
    order.sort_by(|&a, &b| total(b).total_cmp(&total(a)));
    let places = shared_places(&order.iter().map(|&i| total(i)).collect::<Vec<_>>(), slack);
    // Those that share a place stand in the order in which they were named.
    let mut order: Vec<(usize, usize)> = places.into_iter().zip(order).collect();
    order.sort_unstable();
    let standing = |&(place, i): &(usize, usize)| Standing {
        place,
        rule: tournament.rules[i].clone(),
        score: total(i),
        // Matches share their luck, so their errors are added up as if they moved together.
        se: over_all(&|j| mean(i, j, |m| m.1)),
        cooperation: over_all(&|j| mean(i, j, |m| m.2)),
        wins: (0..n).filter(|&j| j != i && score(i, j) > score(j, i) + slack).count() as u32,
    };
    let seed = match tournament.decided {
        Decided::ExactlyIfPossible(_, plan) | Decided::Sampled(plan) => plan.seed,
    };
    Ok(TournamentReport {
        scenario: base.name().to_owned(),
        design: base.design().to_owned(),
        fingerprint: fingerprint_of(&players, seed),
        unit: "$bn a year",
        rounds: base.agreement().horizon.rounds(base.agreement().round),
        exact: played.iter().filter(|(_, exact)| *exact).count(),
        players: order.iter().map(standing).collect(),
        matrix: order.iter().map(|&(_, i)| order.iter().map(|&(_, j)| score(i, j)).collect()).collect(),
    })
}

/// Places of scores that descend, from 1: equal ones share the place of the first of them, and leave out those after it.
fn shared_places(scores: &[f64], slack: f64) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(scores.len());
    for (k, score) in scores.iter().enumerate() {
        let first = places.last().copied().filter(|first| scores[first - 1] - score <= slack);
        places.push(first.unwrap_or(k + 1));
    }
    places
}

/// The scenario with two rules in its seats.
fn seat(base: &Scenario, tremble: Option<f64>, row: &str, column: &str) -> Result<Scenario, Vec<Mistake>> {
    let mut set = vec![
        ("parties.0.conduct.comply".to_owned(), row.to_owned()),
        ("parties.1.conduct.comply".to_owned(), column.to_owned()),
    ];
    if let Some(tremble) = tremble {
        set.extend([0, 1].map(|p| (format!("parties.{p}.conduct.tremble"), format!("{tremble:?}"))));
    }
    base.with(&set)
}

fn play(scenario: &Scenario, decided: Decided) -> Result<(Match, bool), Unsolved> {
    let agreement = scenario.agreement();
    let rounds = agreement.horizon.rounds(agreement.round);
    let weight = |p: usize| -> f64 {
        let discount = libm::pow(agreement.parties[p].discount, agreement.round.years());
        let (mut power, mut sum) = (1.0, 0.0);
        for _ in 0..rounds {
            sum += power;
            power *= discount;
        }
        sum * agreement.round.years()
    };
    let of = |rows: &[MetricRow]| -> Match {
        [0, 1].map(|p| {
            let label = |metric| Label { metric, party: Some(agreement.parties[p].name.clone()), commitment: None };
            let found = |metric| {
                let wanted = label(metric);
                let row = rows.iter().find(|row| row.label == wanted);
                row.and_then(|row| Some((row.estimate.mean?, row.estimate.se.unwrap_or(0.0))))
            };
            let (score, se) = found(Metric::Welfare).unwrap_or((f64::NAN, 0.0));
            let (kept, _) = found(Metric::Compliance).unwrap_or((f64::NAN, 0.0));
            (score / weight(p), se / weight(p), kept)
        })
    };
    let sampled = |plan: Sample| Ok((of(&run(scenario, plan, 0.95, |_| {})?.metrics), false));
    match decided {
        Decided::ExactlyIfPossible(limit, plan) => match solve(scenario, limit, |_| {}) {
            Ok(solved) => Ok((of(&solved.metrics), true)),
            Err(_) => sampled(plan),
        },
        Decided::Sampled(plan) => sampled(plan),
    }
}

#[cfg(test)]
mod tests {
    use super::shared_places;

    #[test]
    fn equal_scores_share_a_place() {
        assert_eq!(shared_places(&[3.0, 2.0, 2.0 - 1e-13, 1.0], 1e-12), [1, 2, 2, 4]);
        assert_eq!(shared_places(&[2.0, 2.0, 2.0], 0.0), [1, 1, 1]);
        // Each is compared with the first of its place, so that small steps do not add up.
        assert_eq!(shared_places(&[1.0, 0.94, 0.88, 0.8], 0.1), [1, 1, 3, 3]);
        assert_eq!(shared_places(&[], 0.0), Vec::<usize>::new());
    }
}
