//! Expected counts and payoffs over a horizon, by forward propagation of the distribution over states, and what
//! metrics expect to be: by the same names and units as in a sampled run.

use crate::exact::endings::{FirstAgreement, ever_withdraws, standing_share};
use crate::exact::forward::Forward;
use crate::exact::hand::{Scene, Views, combos};
use crate::exact::value::Prospect;
use crate::exact::{Chain, Decider};
use crate::game::{AccountPart, Afterwards, Events, Game, MAX_COMMITMENTS, Parts, commitments_of, opponent};
use crate::metric::{About, Benchmarks, Metric, Quantity, SeriesKind};
use rayon::prelude::*;

/// Expectations over a horizon; the counterpart of the tally of a sampled run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Discounted sum of payoffs of each party, $bn.
    pub welfare: [f64; 2],
    /// What of it comes after the horizon, and a bound on its error.
    pub after: [f64; 2],
    pub(crate) after_error: [f64; 2],
    /// Rounds in which an agreement stands.
    pub stands: f64,
    /// Rounds in which the first agreement stands.
    pub duration: f64,
    /// Probability that it stands after the last round.
    pub survived: f64,
    /// Violations of each commitment.
    pub violations: [f64; MAX_COMMITMENTS],
    /// Rounds in which each commitment is owed and kept.
    pub kept: [f64; MAX_COMMITMENTS],
    /// Alarms on each commitment.
    pub alarms: [f64; MAX_COMMITMENTS],
    /// Alarms on each commitment in rounds in which it was kept.
    pub false_alarms: [f64; MAX_COMMITMENTS],
    /// Rounds with a remedy in force for each commitment.
    pub remedy_rounds: [f64; MAX_COMMITMENTS],
    /// Rounds with a remedy of each party in force.
    pub under_remedy: [f64; 2],
    /// Events on each commitment, in the order of `EVENTS`.
    pub events: [[f64; EVENTS.len()]; MAX_COMMITMENTS],
    /// Sum over rounds of the mean tariff on each party's imports.
    pub tariff: [f64; 2],
    /// Renewals.
    pub renewals: f64,
    /// Probability that each party ever withdraws.
    pub withdrawn: [f64; 2],
    /// Discounted parts of each party's welfare, where they were asked for, $bn.
    pub accounts: [Parts; 2],
    /// Round by round.
    pub rounds: Vec<ExpectedRound>,
}

/// Expectations of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedRound {
    /// Payoff of each party, $bn, undiscounted.
    pub payoff: [f64; 2],
    /// Violations by each party.
    pub violations: [f64; 2],
    /// Mean tariff on each party's imports.
    pub tariff: [f64; 2],
    /// Disputes that each party has open.
    pub open: [f64; 2],
    /// Probability that an agreement stands in the round.
    pub stands: f64,
    /// Probability that the first one stands after the round.
    pub survives: f64,
}

/// Events that are counted.
pub(super) const EVENTS: [Events; 11] = [
    Events::FILED,
    Events::CURED,
    Events::LAPSED,
    Events::SETTLED,
    Events::DISMISSED,
    Events::BLOCKED,
    Events::DENIED,
    Events::DROPPED,
    Events::REMEDY,
    Events::UPHELD,
    Events::COUNTERED,
];

/// Cores that one task sums up; part of the result's definition, so never taken from the number of threads.
const BLOCK: usize = 512;

impl Expected {
    /// Plays all branches of `rounds` rounds from signing.
    pub fn over(game: &Game, chain: &Chain, rounds: u32, mut progress: impl FnMut(u64)) -> Self {
        let forward = Forward::new(chain);
        let (mut share, mut next) = (vec![0.0; chain.n_states()], vec![0.0; chain.n_states()]);
        let mut occupied = vec![0.0; chain.n_states()];
        share[..chain.n_combos].copy_from_slice(&chain.signing);
        let tariffs = Tariffs::new(game, chain);
        let mut expected = Self::default();
        let mut discount = [1.0; 2];
        for round in 0..rounds {
            let mut now = round_sums(chain, &tariffs, &share);
            occupied.iter_mut().zip(&share).for_each(|(sum, share)| *sum += share);
            forward.step(&share, &mut next);
            std::mem::swap(&mut share, &mut next);
            now.survives = standing_share(chain, &share);
            for p in [0, 1] {
                expected.welfare[p] += discount[p] * now.payoff[p];
                expected.tariff[p] += now.tariff[p];
                discount[p] *= game.sides[p].discount;
            }
            expected.stands += now.stands;
            expected.renewals += (1.0 - now.stands) * game.renewal.probability.yes();
            expected.survived = now.survives;
            expected.rounds.push(now);
            progress(u64::from(round) + 1);
        }
        if game.afterwards == Afterwards::Forever {
            expected.go_on(game, chain, &share, discount);
        }
        expected.count(game, chain, &occupied);
        expected.duration = expected.stands;
        if game.renews() {
            expected.end(game, chain, rounds);
        }
        expected
    }

    /// Adds what comes after the horizon, states then having these shares, discounted to signing so much.
    fn go_on(&mut self, game: &Game, chain: &Chain, shares: &[f64], discount: [f64; 2]) {
        for p in [0, 1] {
            let prospect = Prospect::new(game, chain, p, &Decider::nobody());
            let worth = prospect.prescribed();
            let beside_war: f64 = shares.iter().zip(&worth.values).map(|(share, value)| share * value).sum();
            self.after[p] = discount[p] * (beside_war + prospect.breakdown());
            self.after_error[p] = discount[p] * worth.error;
            self.welfare[p] += self.after[p];
        }
    }

    /// What speaks of the first ending, or of whether there is any, where others may follow.
    fn end(&mut self, game: &Game, chain: &Chain, rounds: u32) {
        let first = FirstAgreement::over(chain, rounds);
        self.duration = first.duration;
        for (round, survives) in self.rounds.iter_mut().zip(first.survives) {
            round.survives = survives;
            self.survived = survives;
        }
        self.withdrawn = [0, 1].map(|p| ever_withdraws(game, chain, p, rounds));
    }

    /// Expectations of a round in the long run, the states having these shares of time.
    pub(crate) fn a_round(game: &Game, chain: &Chain, shares: &[f64]) -> Self {
        let mut now = round_sums(chain, &Tariffs::new(game, chain), shares);
        now.survives = now.stands;
        // What speaks of the first ending says nothing of the long run where others follow.
        let first = if game.renews() { f64::NAN } else { now.stands };
        let mut expected = Self {
            welfare: now.payoff,
            stands: now.stands,
            duration: first,
            survived: first,
            renewals: (1.0 - now.stands) * game.renewal.probability.yes(),
            tariff: now.tariff,
            rounds: vec![now],
            ..Self::default()
        };
        expected.count(game, chain, shares);
        expected
    }

    /// Adds what happens on commitments and to parties in states `occupied` for so many rounds each.
    fn count(&mut self, game: &Game, chain: &Chain, occupied: &[f64]) {
        let blocks: Vec<Self> = chain
            .cores
            .par_chunks(BLOCK)
            .zip(occupied.par_chunks(BLOCK * chain.n_combos))
            .map(|(cores, occupied)| {
                let mut sums = Self::default();
                for (core, combos) in cores.iter().zip(occupied.chunks(chain.n_combos)) {
                    if !core.ended && combos.iter().any(|&rounds| rounds > 0.0) {
                        sums.count_core(game, &Scene::new(game, core), combos);
                    }
                }
                sums
            })
            .collect();
        for block in blocks {
            for c in 0..MAX_COMMITMENTS {
                self.violations[c] += block.violations[c];
                self.kept[c] += block.kept[c];
                self.alarms[c] += block.alarms[c];
                self.false_alarms[c] += block.false_alarms[c];
                self.remedy_rounds[c] += block.remedy_rounds[c];
                for (sum, event) in self.events[c].iter_mut().zip(block.events[c]) {
                    *sum += event;
                }
            }
            for p in [0, 1] {
                self.withdrawn[p] += block.withdrawn[p];
                self.under_remedy[p] += block.under_remedy[p];
            }
        }
    }

    fn count_core(&mut self, game: &Game, scene: &Scene, occupied: &[f64]) {
        let rounds: f64 = occupied.iter().sum();
        for p in [0, 1] {
            self.withdrawn[p] += match game.leaves_by_plan() {
                false => rounds * scene.withdrawal(p, [0; 2]),
                true => combos(game).iter().zip(occupied).map(|(&at, rounds)| rounds * scene.withdrawal(p, at)).sum(),
            };
            if scene.still.remedied & game.owed[opponent(p)] != 0 {
                self.under_remedy[p] += rounds;
            }
            let views = Views::new(game, p);
            for (&pressure, rounds) in views.pressures.iter().zip(views.gather(occupied)) {
                if rounds == 0.0 {
                    continue;
                }
                for c in commitments_of(game, p) {
                    scene.ways(c, pressure, None, |probability, played| {
                        let weight = rounds * probability;
                        *(if played.violated { &mut self.violations[c] } else { &mut self.kept[c] }) += weight;
                        self.alarms[c] += if played.alarmed { weight } else { 0.0 };
                        self.false_alarms[c] += if played.alarmed && !played.violated { weight } else { 0.0 };
                        for (sum, event) in self.events[c].iter_mut().zip(EVENTS) {
                            *sum += if played.events.has(event) { weight } else { 0.0 };
                        }
                    });
                }
            }
        }
        for c in (0..game.duties.len()).filter(|c| scene.still.remedied & (1 << c) != 0) {
            self.remedy_rounds[c] += rounds;
        }
    }
}

/// Tariffs and open disputes of each core.
struct Tariffs {
    by_core: Vec<[f64; 2]>,
    open: Vec<[f64; 2]>,
}

impl Tariffs {
    fn new(game: &Game, chain: &Chain) -> Self {
        let war = game.breakdown().tariff;
        let both = |core: &crate::game::State| {
            if core.ended {
                return (war, [0.0; 2]);
            }
            let scene = Scene::new(game, core);
            let open = |p: usize| f64::from((scene.still.open & game.owed[opponent(p)]).count_ones());
            ([0, 1].map(|p| scene.effects.levied[p].tariff), [open(0), open(1)])
        };
        let (by_core, open) = chain.cores.par_iter().map(both).unzip();
        Self { by_core, open }
    }
}

/// Largest mean tariff on the imports of `party` in any state.
pub(crate) fn largest_tariff(game: &Game, chain: &Chain, party: usize) -> f64 {
    Tariffs::new(game, chain).by_core.iter().fold(0.0, |most, tariff| most.max(tariff[party]))
}

/// Expectations of one round under the distribution `share`.
fn round_sums(chain: &Chain, tariffs: &Tariffs, share: &[f64]) -> ExpectedRound {
    let n = chain.n_combos;
    let sum_block = |block: usize| {
        let mut sums = ExpectedRound::default();
        for core in block * BLOCK..chain.cores.len().min((block + 1) * BLOCK) {
            let combos = &share[core * n..(core + 1) * n];
            let here: f64 = combos.iter().sum();
            if here == 0.0 {
                continue;
            }
            sums.stands += if chain.cores[core].ended { 0.0 } else { here };
            for p in [0, 1] {
                let dot = |values: &[f64]| -> f64 {
                    combos.iter().zip(&values[core * n..]).map(|(share, value)| share * value).sum()
                };
                sums.payoff[p] += dot(&chain.payoff[p]);
                sums.violations[p] += dot(&chain.violations[p]);
                sums.tariff[p] += here * tariffs.by_core[core][p];
                sums.open[p] += here * tariffs.open[core][p];
            }
        }
        sums
    };
    let n_blocks = chain.cores.len().div_ceil(BLOCK);
    let blocks: Vec<ExpectedRound> = match n_blocks {
        1 => vec![sum_block(0)],
        _ => (0..n_blocks).into_par_iter().map(sum_block).collect(),
    };
    let mut sums = ExpectedRound::default();
    for block in blocks {
        sums.stands += block.stands;
        for p in [0, 1] {
            sums.payoff[p] += block.payoff[p];
            sums.violations[p] += block.violations[p];
            sums.tariff[p] += block.tariff[p];
            sums.open[p] += block.open[p];
        }
    }
    sums
}

impl Quantity {
    /// Its exact value; NaN where undefined or known to a sample alone.
    pub fn expected(self, game: &Game, benchmarks: &Benchmarks, expected: &Expected) -> f64 {
        let p = self.about.party();
        let owed_by = |counts: &[f64; 8]| -> f64 { counts[commitments_of(game, p)].iter().sum() };
        let events = |owner: usize, event: Events| -> f64 {
            let place = EVENTS.iter().position(|&known| known == event);
            let of = |c: usize| place.map_or(f64::NAN, |place| expected.events[c][place]);
            commitments_of(game, owner).map(of).sum()
        };
        let owed_to = |event: Events| events(opponent(p), event);
        match self.metric {
            Metric::Survived => expected.survived,
            Metric::Duration => expected.duration,
            Metric::Stands => expected.stands / expected.rounds.len() as f64,
            Metric::Renewals => expected.renewals,
            Metric::Withdrawn => expected.withdrawn[p],
            Metric::Welfare => match self.about {
                About::Joint => expected.welfare[0] + expected.welfare[1],
                _ => expected.welfare[p],
            },
            Metric::Surplus => {
                let beyond = |p: usize| expected.welfare[p] - benchmarks.no_deal[p];
                if self.about == About::Joint { beyond(0) + beyond(1) } else { beyond(p) }
            }
            Metric::Account(AccountPart::After) => expected.after[p],
            Metric::Account(part) => expected.accounts[p][part as usize],
            Metric::Efficiency => benchmarks.efficiency(p, expected.welfare[p]),
            Metric::Compliance => {
                let (kept, violated) = match self.about {
                    About::Commitment { index, .. } => (expected.kept[index], expected.violations[index]),
                    _ => (owed_by(&expected.kept), owed_by(&expected.violations)),
                };
                // Undefined where nothing was owed.
                kept / (kept + violated)
            }
            Metric::Violations => owed_by(&expected.violations),
            Metric::Alarms => owed_by(&expected.alarms),
            Metric::FalseAlarms => owed_by(&expected.false_alarms),
            Metric::Grievances => owed_to(Events::FILED),
            Metric::Ended(end) => owed_to(end.event()),
            Metric::Upheld => owed_to(Events::UPHELD),
            Metric::Counters => events(p, Events::COUNTERED),
            Metric::RemedyRounds => expected.remedy_rounds[commitments_of(game, opponent(p))].iter().sum(),
            Metric::UnderRemedy => expected.under_remedy[p] / expected.stands,
            Metric::Tariff if game.sides[p].trades => expected.tariff[p] / expected.rounds.len() as f64,
            Metric::WrongfulRemedies | Metric::ResolutionRounds | Metric::Tariff | Metric::TariffPeak => f64::NAN,
        }
    }
}

impl SeriesKind {
    /// Its exact value in a round; NaN where undefined.
    pub fn expected(self, game: &Game, round: &ExpectedRound) -> f64 {
        match self {
            Self::Welfare(p) => round.payoff[p],
            Self::Tariff(p) if game.sides[p].trades => round.tariff[p],
            Self::Tariff(_) => f64::NAN,
            Self::Compliance(p) => {
                let owed = round.stands * commitments_of(game, p).len() as f64;
                if owed > 0.0 { (owed - round.violations[p]) / owed } else { f64::NAN }
            }
            Self::OpenDisputes(p) => round.open[p],
            Self::Survived => round.survives,
        }
    }
}
