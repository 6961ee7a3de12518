//! A task done: its games made ready, its replications played, its points finished.

use crate::game::Game;
use crate::scenario::Scenario;
use crate::simulate::{Pairing, Part, Player, Rows, SeriesDetail, Want, play_part};
use crate::study::ready;
use crate::study::survey::exact_point::solve_point;
use crate::study::survey::result::finish_point;
use crate::study::survey::{ArmResult, ArmValues, ConfigRows, Engine, Piece, PointResult, Survey, Task};
use rayon::prelude::*;
use std::ops::Range;

/// Does a task; `progress` hears how many runs are done.
pub(super) fn perform(
    survey: &Survey,
    task: &Task,
    games: &mut Option<PointGames>,
    want: Want,
    progress: &(dyn Fn(u64) + Sync),
) -> (Piece, Vec<ConfigRows>) {
    match task {
        Task::Piece { point, range } => {
            let games = PointGames::of(games, survey, *point);
            let (part, rows) = games.players(survey).play(range.clone(), want, &|done| progress(done));
            (Piece::Part(part), rows)
        }
        Task::Points(points) => {
            let point = |point: u64| match survey.engine {
                Engine::Exact(limit) => (solve_point(survey, point, limit), Vec::new()),
                Engine::Sampled => {
                    let games = PointGames::new(survey, point);
                    let players = games.players(survey);
                    let (part, rows) = players.play(0..survey.replications, want, &|done| progress(done));
                    (players.finish(&part), rows)
                }
            };
            let n = (points.end - points.start) as usize;
            let played: Vec<_> =
                (0..n).into_par_iter().with_max_len(1).map(|i| point(points.start + i as u64)).collect();
            let (results, rows): (Vec<_>, Vec<_>) = played.into_iter().unzip();
            (Piece::Points(results), rows.into_iter().flatten().collect())
        }
    }
}

/// Plays some replications of a config, each alone: the same rows as in the study.
///
/// # Errors
/// Why the config cannot be played.
pub fn replay(survey: &Survey, config: u64, replications: &[u64]) -> Result<Vec<Rows>, String> {
    let (point, arm) = survey.place(config);
    let game = survey.game(arm, point)?;
    // Making them ready takes far longer than a replication.
    let accounts = survey.arms[arm].keeps_accounts();
    let players = [Player::new(&game, survey.seed, SeriesDetail::None).with_accounts(accounts)];
    let row = |&replication: &u64| {
        let part = play_part(&players, &Pairing::none(), replication..replication + 1, Want::Rows, |_| {});
        part.rows.into_iter().flatten().next().unwrap_or_default()
    };
    Ok(replications.par_iter().map(row).collect())
}

/// The arms of one point, ready for play.
pub(super) struct PointGames {
    point: u64,
    /// By arm, its scenario, or why it cannot be played.
    arms: Vec<Result<Scenario, String>>,
    /// Games of the arms that can be played.
    games: Vec<Game>,
    /// Place of the baseline among them, where others are compared with it.
    base: Option<usize>,
}

impl PointGames {
    /// The arms of a point: those at hand where they are of that point, since making games ready can take long.
    pub(super) fn of<'a>(at_hand: &'a mut Option<Self>, survey: &Survey, point: u64) -> &'a Self {
        let fits = at_hand.take().filter(|games| games.point == point);
        at_hand.insert(fits.unwrap_or_else(|| Self::new(survey, point)))
    }

    pub(super) fn new(survey: &Survey, point: u64) -> Self {
        let mut arms: Vec<_> = (0..survey.arms.len()).map(|arm| survey.valid_scenario(arm, point)).collect();
        let mut games = Vec::new();
        if survey.engine == Engine::Sampled {
            for arm in &mut arms {
                match arm.as_ref().map(ready) {
                    Ok(Ok(game)) => games.push(game),
                    Ok(Err(unsolved)) => *arm = Err(unsolved.to_string()),
                    Err(_) => {}
                }
            }
        }
        let base = (arms.len() > 1 && games.len() > 1 && arms[survey.baseline].is_ok())
            .then(|| arms[..survey.baseline].iter().filter(|arm| arm.is_ok()).count());
        Self { point, arms, games, base }
    }

    /// The players of the point, for as long as they are needed.
    pub(super) fn players<'a>(&'a self, survey: &'a Survey) -> PointPlayers<'a> {
        let players: Vec<Player<'a>> = self.games.iter().map(|game| player(game, survey)).collect();
        let is_ranked = self.arms.len() > 1 && !players.is_empty();
        let pairing = if is_ranked { Pairing::with(&players, self.base) } else { Pairing::none() };
        PointPlayers { games: self, survey, players, pairing }
    }
}

fn player<'a>(game: &'a Game, survey: &Survey) -> Player<'a> {
    // All arms of a study are told alike.
    let accounts = survey.arms.iter().any(|arm| arm.keeps_accounts());
    let player = Player::new(game, survey.seed, survey.detail).with_accounts(accounts);
    if survey.has_policies() { player.folded() } else { player }
}

/// The arms of one point at play.
pub(super) struct PointPlayers<'a> {
    games: &'a PointGames,
    survey: &'a Survey,
    players: Vec<Player<'a>>,
    pairing: Pairing,
}

impl PointPlayers<'_> {
    /// Plays some replications.
    pub(super) fn play(&self, range: Range<u64>, want: Want, progress: &dyn Fn(u64)) -> (Part, Vec<ConfigRows>) {
        let (first, n) = (range.start, self.players.len() as u64);
        let mut part = play_part(&self.players, &self.pairing, range, want, |done| progress(done * n));
        let mut rows = std::mem::take(&mut part.rows).into_iter();
        if want == Want::Sums {
            return (part, Vec::new());
        }
        let with_rows = self.games.arms.iter().enumerate().map(|(arm, scenario)| {
            let rows = match scenario {
                Ok(_) => Ok(rows.next().unwrap_or_default()),
                Err(reason) => Err(reason.clone()),
            };
            ConfigRows { config: self.survey.config(self.games.point, arm), first, rows }
        });
        let with_rows = with_rows.collect();
        (part, with_rows)
    }

    /// What all replications of the point showed.
    pub(super) fn finish(&self, part: &Part) -> PointResult {
        let survey = self.survey;
        let mut values = finish_point(survey, &self.players, &self.pairing, part).into_iter();
        let arms = self.games.arms.iter().enumerate().map(|(arm, scenario)| ArmResult {
            config: survey.config(self.games.point, arm),
            outcome: match scenario {
                Ok(scenario) => {
                    let fingerprint = survey.fingerprint_of(scenario);
                    Ok(ArmValues { fingerprint, ..values.next().unwrap_or_default() })
                }
                Err(reason) => Err(reason.clone()),
            },
        });
        PointResult { point: self.games.point, arms: arms.collect() }
    }
}
