//! What is counted in one run, and what its metrics say of it.

use crate::game::{AccountPart, DisputeEnd, Events, Game, MAX_COMMITMENTS, Outcome, Parts, commitments_of, opponent};
use crate::metric::{About, Benchmarks, Metric, Quantity};

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
    /// What of it comes after the horizon.
    pub after: [f64; 2],
    /// Rounds in which an agreement stood.
    pub stands: u32,
    /// Rounds in which the first agreement stood.
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
    /// How the grievances about each commitment ended, in the order of [`DisputeEnd::ALL`].
    pub ends: [[u32; 8]; MAX_COMMITMENTS],
    /// Rulings upheld and not blocked, about each commitment.
    pub upheld: [u32; MAX_COMMITMENTS],
    /// Counters to the remedy for each commitment.
    pub counters: [u32; MAX_COMMITMENTS],
    /// Remedies whose grievance began with a false alarm.
    pub wrongful_remedies: [u32; MAX_COMMITMENTS],
    /// Rounds with a remedy in force for each commitment.
    pub remedy_rounds: [u32; MAX_COMMITMENTS],
    /// Rounds with a remedy of each party in force.
    pub under_remedy: [u32; 2],
    /// Rounds from filing to closing or imposition, summed over the disputes that got there.
    pub resolution_rounds: [u64; MAX_COMMITMENTS],
    /// Sum over rounds of the mean tariff on each party's imports.
    pub tariff: [f64; 2],
    /// Highest mean tariff on each party's imports.
    pub tariff_peak: [f64; 2],
    /// Discounted parts of each party's welfare, where they were asked for, $bn.
    pub accounts: [Parts; 2],
    /// Agreements signed again.
    pub renewals: u32,
    /// Bit set of the parties that withdrew.
    pub(crate) withdrew: u8,
    /// Those of them that withdrew from the first agreement.
    pub(super) ended_by: u8,
    pub(super) standing_alarm_is_genuine: u8,
    grievance_is_genuine: u8,
    filed_in: [u32; MAX_COMMITMENTS],
    recent: Recent,
}

impl Tally {
    /// Counts a round of a run, rounds following each other.
    #[inline]
    pub(super) fn count(&mut self, game: &Game, discount: &[f64; 2], round: u32, outcome: &Outcome) {
        for p in [0, 1] {
            self.welfare[p] += discount[p] * outcome.payoff[p];
        }
        self.count_rounds(game, outcome, 1);
        self.count_disputes(round, outcome);
    }

    /// Counts `n` rounds that are alike, but for their welfare, and for their disputes where they are `counted`.
    pub(super) fn count_many(&mut self, game: &Game, outcome: &Outcome, n: u32, counted: bool) {
        self.count_rounds(game, outcome, n);
        for c in (0..game.duties.len()).filter(|_| !counted) {
            let bit = 1 << c;
            let (violated, alarmed) = (outcome.violated & bit != 0, outcome.alarmed & bit != 0);
            self.violations[c] += n * u32::from(violated);
            self.alarms[c] += n * u32::from(alarmed);
            self.false_alarms[c] += n * u32::from(alarmed && !violated);
            self.remedy_rounds[c] += n * u32::from(outcome.remedied & bit != 0);
        }
    }

    /// Counts what `n` rounds that are alike brought, whatever came before them.
    #[inline]
    fn count_rounds(&mut self, game: &Game, outcome: &Outcome, n: u32) {
        let named = outcome.violated | outcome.alarmed | outcome.remedied;
        debug_assert_eq!(named & !(game.owed[0] | game.owed[1]), 0, "a commitment that nobody owes");
        for p in [0, 1] {
            self.tariff[p] += f64::from(n) * outcome.tariff[p];
            self.tariff_peak[p] =
                if outcome.tariff[p] > self.tariff_peak[p] { outcome.tariff[p] } else { self.tariff_peak[p] };
        }
        if outcome.remedied != 0 {
            for p in [0, 1] {
                self.under_remedy[p] += n * u32::from(outcome.remedied & game.owed[opponent(p)] != 0);
            }
        }
        self.stands += n * u32::from(outcome.stands);
        self.withdrew |= outcome.withdrew;
    }

    /// Counts what a round brought in disputes, rounds following each other.
    #[inline]
    pub(super) fn count_disputes(&mut self, round: u32, outcome: &Outcome) {
        if self.recent.rounds == u8::MAX {
            self.settle();
        }
        self.recent.rounds += 1;
        self.recent.violations.add(outcome.violated);
        if (outcome.alarmed | outcome.remedied | outcome.eventful) == 0 {
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
        let waits = if outcome.review_open { outcome.outlasting } else { outcome.awaiting };
        self.standing_alarm_is_genuine &= !(false_alarms & !waits);
        self.standing_alarm_is_genuine |= outcome.alarmed & outcome.violated;
    }

    /// Ends the first agreement, or the run if it still stands: no other has been signed so far.
    pub(super) fn end(&mut self, survived: bool) {
        (self.duration, self.survived, self.ended_by) = (self.stands, survived, self.withdrew);
    }

    /// Moves what the last rounds brought to the counts of the run.
    #[inline(never)]
    pub(super) fn settle(&mut self) {
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
        for (count, end) in self.ends[c].iter_mut().zip(DisputeEnd::ALL) {
            *count += u32::from(events.has(end.event()));
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

/// The value of a metric in one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Observation {
    /// A number; NaN where undefined.
    Number(f64),
    /// 1 or 0: a proportion over runs.
    Indicator(bool),
    /// Two counts, of which the ratio of totals is wanted.
    Ratio(u64, u64),
}

impl Quantity {
    /// What one run says of it.
    pub(crate) fn observe(self, game: &Game, benchmarks: &Benchmarks, tally: &Tally) -> Observation {
        use Observation::{Indicator, Number, Ratio};
        let p = self.about.party();
        let owed_by = |counts: &[u32; 8]| Number(tally.owed_by(game, p, counts) as f64);
        let owed_to = |counts: &[u32; 8]| Number(tally.owed_by(game, opponent(p), counts) as f64);
        let ended = |end: DisputeEnd| -> u64 {
            let owed = commitments_of(game, opponent(p));
            tally.ends[owed].iter().map(|ends| u64::from(ends[end as usize])).sum()
        };
        let rounds = u64::from(tally.stands);
        match self.metric {
            Metric::Survived => Indicator(tally.survived),
            Metric::Duration => Number(f64::from(tally.duration)),
            Metric::Stands => Number(f64::from(tally.stands) / f64::from(game.rounds)),
            Metric::Renewals => Number(f64::from(tally.renewals)),
            Metric::Withdrawn => Indicator(tally.withdrew & (1 << p) != 0),
            Metric::Welfare => match self.about {
                About::Joint => Number(tally.welfare[0] + tally.welfare[1]),
                _ => Number(tally.welfare[p]),
            },
            Metric::Surplus => {
                let beyond = |p: usize| tally.welfare[p] - benchmarks.no_deal[p];
                Number(if self.about == About::Joint { beyond(0) + beyond(1) } else { beyond(p) })
            }
            Metric::Account(AccountPart::After) => Number(tally.after[p]),
            Metric::Account(part) => Number(tally.accounts[p][part as usize]),
            Metric::Efficiency => Number(benchmarks.efficiency(p, tally.welfare[p])),
            Metric::Compliance => {
                let (owed, violated) = match self.about {
                    About::Commitment { index, .. } => (rounds, u64::from(tally.violations[index])),
                    _ => {
                        let owed = commitments_of(game, p).len() as u64 * rounds;
                        (owed, tally.owed_by(game, p, &tally.violations))
                    }
                };
                Ratio(owed - violated, owed)
            }
            Metric::Violations => owed_by(&tally.violations),
            Metric::Alarms => owed_by(&tally.alarms),
            Metric::FalseAlarms => owed_by(&tally.false_alarms),
            Metric::Grievances => owed_to(&tally.grievances),
            Metric::Ended(end) => Number(ended(end) as f64),
            Metric::Upheld => owed_to(&tally.upheld),
            Metric::Counters => owed_by(&tally.counters),
            Metric::WrongfulRemedies => owed_to(&tally.wrongful_remedies),
            Metric::RemedyRounds => owed_to(&tally.remedy_rounds),
            Metric::UnderRemedy => Ratio(u64::from(tally.under_remedy[p]), rounds),
            Metric::ResolutionRounds => {
                let rounds = tally.owed_by(game, opponent(p), &tally.resolution_rounds);
                Ratio(rounds, DisputeEnd::ALL.into_iter().map(ended).sum())
            }
            Metric::Tariff | Metric::TariffPeak if !game.sides[p].trades => Number(f64::NAN),
            Metric::Tariff => Number(tally.tariff[p] / f64::from(game.rounds)),
            Metric::TariffPeak => Number(tally.tariff_peak[p]),
        }
    }
}
