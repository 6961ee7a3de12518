//! One run: a replication played to the horizon, and what is counted on the way.

use crate::game::{
    Events, Game, MAX_COMMITMENTS, Outcome, State, Statement, commitments_of, first_state, statements,
    step_under_agreement,
};
use crate::simulate::{Draws, Leaf, Reel};

/// What does not change from run to run: discount factors and benchmarks.
#[derive(Clone, Debug)]
pub struct Bench {
    /// δ^t of both parties, by round.
    pub discount: Vec<[f64; 2]>,
    /// Welfare of each party if the accord alone were earned in every round.
    pub ideal: [f64; 2],
    /// Welfare of each party if the agreement had broken down at once.
    pub war: [f64; 2],
}

/// What rounding may have done to a benchmark, relative to it.
const ROUNDING: f64 = 1e-12;
/// The least distance from war to the ideal that is divided by, $bn: the quotient and its square are finite.
const LEAST_SPAN: f64 = 1e-60;

impl Bench {
    /// Benchmarks of a game over its horizon.
    pub fn new(game: &Game) -> Self {
        let power = |p: usize, t: u32| match game.sides[p].discount {
            1.0 => 1.0,
            discount => libm::pow(discount, f64::from(t)),
        };
        let discount: Vec<[f64; 2]> = (0..game.rounds).map(|t| [power(0, t), power(1, t)]).collect();
        let state = State::breakdown(game);
        let breakdown = statements(game, &state, &Outcome::default());
        let total = |p: usize| discount.iter().map(|factor| factor[p]).sum::<f64>();
        Self {
            ideal: [0, 1].map(|p| total(p) * game.years * game.sides[p].accord),
            war: [0, 1].map(|p| total(p) * Statement::total(&breakdown[p])),
            discount,
        }
    }

    /// (welfare − war)/(ideal − war), NaN where the ideal is no better than war, or by no more than rounding may be.
    pub fn efficiency(&self, p: usize, welfare: f64) -> f64 {
        let (ideal, war) = (self.ideal[p], self.war[p]);
        let span = ideal - war;
        let least = (ROUNDING * ideal.abs().max(war.abs())).max(LEAST_SPAN);
        if span > least { (welfare - war) / span } else { f64::NAN }
    }
}

/// Counts of the members of sets, a byte for each commitment: a set is counted by one addition.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bytes(u64);

/// The members of each set as ones.
static ONES: [u64; 256] = {
    let mut ones = [0; 256];
    let mut place = 0;
    while place < 256 * MAX_COMMITMENTS {
        let (set, c) = (place / MAX_COMMITMENTS, place % MAX_COMMITMENTS);
        ones[set] |= (set as u64 >> c & 1) << (8 * c);
        place += 1;
    }
    ones
};

impl Bytes {
    #[inline]
    fn add(&mut self, set: u8) {
        self.0 += ONES[usize::from(set)];
    }

    /// Moves the counts to `totals`.
    fn settle(&mut self, totals: &mut [u32; MAX_COMMITMENTS]) {
        for (total, count) in totals.iter_mut().zip(std::mem::take(&mut self.0).to_le_bytes()) {
            *total += u32::from(count);
        }
    }
}

/// What the last rounds brought, not yet in the counts of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Recent {
    rounds: u8,
    violations: Bytes,
    alarms: Bytes,
    false_alarms: Bytes,
    remedy_rounds: Bytes,
}

/// What is counted in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Discounted sum of payoffs of each party, $bn.
    pub welfare: [f64; 2],
    /// Rounds in which the agreement stood.
    pub duration: u32,
    /// Whether it stood after the last round.
    pub survived: bool,
    /// Violations of each commitment.
    pub violations: [u32; MAX_COMMITMENTS],
    /// Alarms on each commitment.
    pub alarms: [u32; MAX_COMMITMENTS],
    /// Alarms on each commitment in rounds in which it was kept.
    pub false_alarms: [u32; MAX_COMMITMENTS],
    /// Grievances about each commitment.
    pub grievances: [u32; MAX_COMMITMENTS],
    /// How the grievances about each commitment ended, in the order of [`Events::ENDS`].
    pub ends: [[u32; 7]; MAX_COMMITMENTS],
    /// Rulings upheld and not blocked, about each commitment.
    pub upheld: [u32; MAX_COMMITMENTS],
    /// Counters to the remedy for each commitment.
    pub counters: [u32; MAX_COMMITMENTS],
    /// Remedies whose grievance began with a false alarm.
    pub wrongful_remedies: [u32; MAX_COMMITMENTS],
    /// Rounds with a remedy in force for each commitment.
    pub remedy_rounds: [u32; MAX_COMMITMENTS],
    /// Rounds from filing to closing or imposition, summed over the disputes that got there.
    pub resolution_rounds: [u64; MAX_COMMITMENTS],
    /// Sum over rounds of the mean tariff on each party's imports.
    pub tariff: [f64; 2],
    /// Highest mean tariff on each party's imports.
    pub tariff_peak: [f64; 2],
    /// Bit set of the parties that withdrew.
    pub withdrew: u8,
    standing_alarm_is_genuine: u8,
    grievance_is_genuine: u8,
    filed_in: [u32; MAX_COMMITMENTS],
    recent: Recent,
}

/// Plays one replication and shows each round to `see`: round, outcome, next state.
pub fn run(
    game: &Game,
    bench: &Bench,
    draws: &mut Draws,
    replication: u64,
    mut see: impl FnMut(u32, &Outcome, &State),
) -> Tally {
    let mut tally = Tally::default();
    draws.begin(replication);
    let mut state = first_state(game, draws);
    let mut rounds = (0..game.rounds).zip(&bench.discount);
    for (round, discount) in rounds.by_ref() {
        draws.turn_to(round);
        let outcome = step_under_agreement(game, &mut state, draws);
        tally.count(discount, round, &outcome);
        see(round, &outcome, &state);
        if state.ended {
            break;
        }
    }
    let after_breakdown = game.breakdown();
    for (round, discount) in rounds {
        tally.count(discount, round, &after_breakdown);
        see(round, &after_breakdown, &state);
    }
    tally.settle();
    tally.survived = !state.ended;
    tally
}

/// Counts a replication of an unrolled game that went through the leaves of `path`: the same as [`run`], with less
/// work. `visits` is scratch space.
pub fn run_along(
    game: &Game,
    reel: &Reel,
    bench: &Bench,
    path: &[u32],
    visits: &mut Vec<u32>,
    mut see: impl FnMut(u32, &Outcome, &State),
) -> Tally {
    let mut tally = Tally::default();
    // Two counts a leaf, by turns, so that a leaf visited again at once does not wait for its count.
    visits.clear();
    visits.resize(2 * reel.n_leaves(), 0);
    let mut welfare = [0.0; 2];
    for (place, (&leaf, discount)) in path.iter().zip(&bench.discount).enumerate() {
        let payoff = reel.end(leaf as usize).payoff;
        visits[2 * leaf as usize + place % 2] += 1;
        for p in [0, 1] {
            welfare[p] += discount[p] * payoff[p];
        }
    }
    let leaves = || path.iter().map(|&leaf| leaf as usize);
    if reel.disputes() {
        for (round, leaf) in (0..).zip(leaves()).filter(|(_, leaf)| reel.end(*leaf).disputed) {
            tally.count_disputes(round, &reel.leaf(leaf).outcome);
        }
        tally.settle();
    }
    for (round, leaf) in (0..).zip(leaves()) {
        let Leaf { outcome, next, .. } = reel.leaf(leaf);
        see(round, outcome, next);
    }
    let visits = visits.chunks_exact(2).map(|count| count[0] + count[1]);
    for (leaf, n) in visits.enumerate().filter(|(_, n)| *n > 0) {
        tally.count_many(game, &reel.leaf(leaf).outcome, n, reel.end(leaf).disputed);
    }
    tally.welfare = welfare;
    tally.survived = path.last().is_none_or(|&leaf| !reel.leaf(leaf as usize).next.ended);
    tally
}

impl Tally {
    #[inline]
    fn count(&mut self, discount: &[f64; 2], round: u32, outcome: &Outcome) {
        for p in [0, 1] {
            self.welfare[p] += discount[p] * outcome.payoff[p];
            self.tariff[p] += outcome.tariff[p];
            self.tariff_peak[p] =
                if outcome.tariff[p] > self.tariff_peak[p] { outcome.tariff[p] } else { self.tariff_peak[p] };
        }
        self.duration += u32::from(outcome.stands);
        self.withdrew |= outcome.withdrew;
        self.count_disputes(round, outcome);
    }

    /// Counts a round that happened `n` times, but for its welfare, and for its disputes where they are `counted`.
    fn count_many(&mut self, game: &Game, outcome: &Outcome, n: u32, counted: bool) {
        for p in [0, 1] {
            self.tariff[p] += f64::from(n) * outcome.tariff[p];
            self.tariff_peak[p] = self.tariff_peak[p].max(outcome.tariff[p]);
        }
        self.duration += n * u32::from(outcome.stands);
        self.withdrew |= outcome.withdrew;
        for c in (0..game.duties.len()).filter(|_| !counted) {
            let bit = 1 << c;
            let (violated, alarmed) = (outcome.violated & bit != 0, outcome.alarmed & bit != 0);
            self.violations[c] += n * u32::from(violated);
            self.alarms[c] += n * u32::from(alarmed);
            self.false_alarms[c] += n * u32::from(alarmed && !violated);
            self.remedy_rounds[c] += n * u32::from(outcome.remedied & bit != 0);
        }
    }

    #[inline]
    fn count_disputes(&mut self, round: u32, outcome: &Outcome) {
        if self.recent.rounds == u8::MAX {
            self.settle();
        }
        self.recent.rounds += 1;
        self.recent.violations.add(outcome.violated);
        if outcome.alarmed | outcome.remedied | outcome.eventful == 0 {
            return;
        }
        let false_alarms = outcome.alarmed & !outcome.violated;
        self.recent.alarms.add(outcome.alarmed);
        self.recent.false_alarms.add(false_alarms);
        self.recent.remedy_rounds.add(outcome.remedied);
        let mut eventful = outcome.eventful;
        while eventful != 0 {
            let c = eventful.trailing_zeros() as usize;
            self.count_events(c, round, outcome.events[c]);
            eventful &= eventful - 1;
        }
        let waits = if outcome.review_open { 0 } else { outcome.awaiting };
        self.standing_alarm_is_genuine &= !(false_alarms & !waits);
        self.standing_alarm_is_genuine |= outcome.alarmed & outcome.violated;
    }

    /// Moves what the last rounds brought to the counts of the run.
    #[inline(never)]
    fn settle(&mut self) {
        self.recent.rounds = 0;
        self.recent.violations.settle(&mut self.violations);
        self.recent.alarms.settle(&mut self.alarms);
        self.recent.false_alarms.settle(&mut self.false_alarms);
        self.recent.remedy_rounds.settle(&mut self.remedy_rounds);
    }

    fn count_events(&mut self, c: usize, round: u32, events: Events) {
        let bit = 1 << c;
        if events.has(Events::FILED) {
            self.grievances[c] += 1;
            self.filed_in[c] = round;
            self.grievance_is_genuine = self.grievance_is_genuine & !bit | self.standing_alarm_is_genuine & bit;
        }
        for (count, end) in self.ends[c].iter_mut().zip(Events::ENDS) {
            *count += u32::from(events.has(end));
        }
        if events.ended() {
            self.resolution_rounds[c] += u64::from(round - self.filed_in[c]);
        }
        self.upheld[c] += u32::from(events.has(Events::UPHELD));
        self.counters[c] += u32::from(events.has(Events::COUNTERED));
        if events.has(Events::REMEDY) && self.grievance_is_genuine & bit == 0 {
            self.wrongful_remedies[c] += 1;
        }
    }

    /// Sum of a count over the commitments that `party` owes.
    pub fn owed_by<T: Copy + Into<u64>>(&self, game: &Game, party: usize, counts: &[T; MAX_COMMITMENTS]) -> u64 {
        counts[commitments_of(game, party)].iter().map(|&count| count.into()).sum()
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
        for entry in SCENARIOS {
            let set = vec![("horizon".to_owned(), "Rounds(60)".to_owned())];
            let request = Request { scenario: Some(entry.name.to_owned()), set, ..Request::default() };
            let game = crate::study::ready(&load(&request).unwrap());
            let Some(reel) = Reel::new(&game) else { continue };
            n_unrolled += 1;
            let (bench, mut draws, mut lanes) =
                (Bench::new(&game), Draws::new(7, &game.every_round), Lanes::new(7, &game.every_round));
            for replication in 0..50 {
                let mut seen = Vec::new();
                let mut plain = run(&game, &bench, &mut draws, replication, |_, o, s| seen.push((*o, *s)));
                let mut rounds = seen.into_iter();
                let see = |_, o: &Outcome, s: &State| assert_eq!(rounds.next(), Some((*o, *s)), "{}", entry.name);
                let lane = (replication % LANES as u64) as usize;
                if lane == 0 {
                    lanes.walk(&game, &reel, replication);
                }
                let quick = run_along(&game, &reel, &bench, lanes.path(lane), &mut Vec::new(), see);
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
