//! One run: a replication played to the horizon, round by round or along the leaves of an unrolled game.

use crate::game::{Game, Outcome, State, first_state, step, step_under_agreement};
use crate::metric::Benchmarks;
use crate::simulate::{Draws, Leaf, Tally, Unrolled};

/// Plays one replication and shows each round to `see`: round, outcome, next state.
pub fn run(
    game: &Game,
    benchmarks: &Benchmarks,
    draws: &mut Draws,
    replication: u64,
    mut see: impl FnMut(u32, &Outcome, &State),
) -> Tally {
    let mut tally = Tally::default();
    draws.begin(replication);
    let mut state = first_state(game, draws);
    let mut rounds = (0..game.rounds).zip(&benchmarks.discount);
    for (round, discount) in rounds.by_ref() {
        draws.turn_to(round);
        let outcome = step_under_agreement(game, &mut state, draws);
        tally.count(game, discount, round, &outcome);
        see(round, &outcome, &state);
        if state.ended {
            break;
        }
    }
    tally.end(!state.ended);
    if game.renews() {
        for (round, discount) in rounds {
            draws.turn_to(round);
            let outcome = step_apart(game, &mut state, draws);
            tally.count(game, discount, round, &outcome);
            tally.renewals += u32::from(outcome.renewed);
            see(round, &outcome, &state);
        }
    } else {
        let after_breakdown = game.breakdown();
        for (round, discount) in rounds {
            tally.count(game, discount, round, &after_breakdown);
            see(round, &after_breakdown, &state);
        }
    }
    tally.settle();
    if let Some(beyond) = &benchmarks.beyond {
        tally.go_on(game, beyond, draws, state);
    }
    tally
}

/// A round of a game whose rounds may follow a renewal, apart from the way of all others.
#[inline(never)]
fn step_apart(game: &Game, state: &mut State, draws: &mut Draws) -> Outcome {
    step(game, state, draws)
}

/// Counts a replication of an unrolled game that went through the leaves of `path`: the same as [`run`], with less
/// work. `visits` is scratch space.
pub fn run_along(
    game: &Game,
    unrolled: &Unrolled,
    benchmarks: &Benchmarks,
    path: &[u32],
    visits: &mut Vec<u32>,
    mut see: impl FnMut(u32, &Outcome, &State),
) -> Tally {
    let mut tally = Tally::default();
    // Two counts a leaf, by turns, so that a leaf visited again at once does not wait for its count.
    visits.clear();
    visits.resize(2 * unrolled.n_leaves(), 0);
    let welfare = welfare_along(unrolled, benchmarks, path, visits);
    let leaves = || path.iter().map(|&leaf| leaf as usize);
    if unrolled.disputes() {
        for (round, leaf) in (0..).zip(leaves()).filter(|(_, leaf)| unrolled.digest(*leaf).disputed) {
            tally.count_disputes(round, &unrolled.leaf(leaf).outcome);
        }
        tally.settle();
    }
    for (round, leaf) in (0..).zip(leaves()) {
        let Leaf { outcome, next, .. } = unrolled.leaf(leaf);
        see(round, outcome, next);
    }
    let visits = visits.chunks_exact(2).map(|count| count[0] + count[1]);
    for (leaf, n) in visits.enumerate().filter(|(_, n)| *n > 0) {
        tally.count_many(game, &unrolled.leaf(leaf).outcome, n, unrolled.digest(leaf).disputed);
    }
    tally.welfare = welfare;
    if game.renews() {
        first_ending(&mut tally, leaves().map(|leaf| unrolled.leaf(leaf)));
    } else {
        tally.end(path.last().is_none_or(|&leaf| !unrolled.leaf(leaf as usize).next.ended));
    }
    tally
}

/// Discounted sum of the payoffs along a path; counts the visits of its leaves. Apart from the rest, so that sums stay in
/// registers.
#[inline(never)]
fn welfare_along(unrolled: &Unrolled, benchmarks: &Benchmarks, path: &[u32], visits: &mut [u32]) -> [f64; 2] {
    let [mut first, mut second] = [0.0; 2];
    for (place, (&leaf, discount)) in path.iter().zip(&benchmarks.discount).enumerate() {
        let payoff = unrolled.digest(leaf as usize).payoff;
        visits[2 * leaf as usize + place % 2] += 1;
        first += discount[0] * payoff[0];
        second += discount[1] * payoff[1];
    }
    [first, second]
}

/// Counts what speaks of the first ending along a path on which others may follow.
fn first_ending<'a>(tally: &mut Tally, path: impl Iterator<Item = &'a Leaf>) {
    (tally.duration, tally.survived, tally.ended_by) = (0, true, 0);
    for Leaf { outcome, next, .. } in path {
        tally.renewals += u32::from(outcome.renewed);
        if tally.survived {
            tally.duration += 1;
            tally.ended_by |= outcome.withdrew;
            tally.survived = !next.ended;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, SCENARIOS, load};
    use crate::simulate::{LANES, Lanes};

    #[test]
    fn an_unrolled_game_plays_the_same_rounds() {
        let mut n_unrolled = 0;
        let leaving = [
            ("renewal", "0.3"),
            ("mechanism.withdrawal", "Notice(Rounds(1))"),
            ("parties.0.conduct.withdraws", "(calm: 0.2, wronged: 0.1)"),
            ("parties.1.conduct.withdraws", "(calm: 0.1, wronged: 0.2)"),
        ];
        let discounting = [("afterwards", "Forever"), ("parties.0.discount", "0.9"), ("parties.1.discount", "0.5")];
        let leaving = [&leaving[..], &discounting].concat();
        for (entry, renewed) in SCENARIOS.iter().flat_map(|entry| [(entry, &leaving[..0]), (entry, &leaving[..])]) {
            let set = [&[("horizon", "Rounds(60)")], renewed].concat();
            let set = set.into_iter().map(|(path, value)| (path.to_owned(), value.to_owned())).collect();
            let request = Request { scenario: Some(entry.name.to_owned()), set, ..Request::default() };
            let game = crate::study::ready(&load(&request).unwrap()).unwrap();
            let Some(unrolled) = Unrolled::new(&game) else { continue };
            n_unrolled += 1;
            let (benchmarks, mut draws, mut lanes) =
                (Benchmarks::new(&game), Draws::new(7, &game.every_round), Lanes::new(7, &game.every_round));
            for replication in 0..50 {
                let mut seen = Vec::new();
                let mut plain = run(&game, &benchmarks, &mut draws, replication, |_, o, s| seen.push((*o, *s)));
                let mut rounds = seen.into_iter();
                let see = |_, o: &Outcome, s: &State| assert_eq!(rounds.next(), Some((*o, *s)), "{}", entry.name);
                let lane = (replication % LANES as u64) as usize;
                if lane == 0 {
                    lanes.walk(&game, &unrolled, replication);
                }
                let mut quick = run_along(&game, &unrolled, &benchmarks, lanes.path(lane), &mut Vec::new(), see);
                if let Some(beyond) = &benchmarks.beyond {
                    let (draws, leaf) = lanes.end(lane);
                    quick.go_on_along(&game, &unrolled, beyond, draws, leaf);
                }
                for p in [0, 1] {
                    assert!((plain.tariff[p] - quick.tariff[p]).abs() < 1e-12);
                }
                plain.tariff = quick.tariff;
                plain.standing_alarm_is_genuine = quick.standing_alarm_is_genuine;
                assert_eq!(plain, quick, "{}", entry.name);
            }
        }
        assert!(n_unrolled > 10, "{n_unrolled} games are small");
    }
}
