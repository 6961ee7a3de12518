//! The game itself: an agreement made ready for play. Once it exists, nothing can fail.

use crate::game::comply::{ByMode, Violation};
use crate::game::measures::{Levied, StandingEffects, levied};
use crate::game::payoff;
use crate::game::{Agreement, Dispute, Docket, Duty, Outcome, Outlook, Procedure, Side, Slot, State, Statement};
use crate::stats::Probability;

/// An agreement ready for play: immutable, shared by all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    /// y: length of a round in years.
    pub years: f64,
    /// T: rounds until the horizon.
    pub rounds: u32,
    /// The parties.
    pub sides: [Side; 2],
    /// All commitments, the first party's first.
    pub duties: Vec<Duty>,
    /// Position of the second party's first commitment.
    pub first_of_second: usize,
    /// Bit set of the commitments that each party owes.
    pub owed: [u8; 2],
    /// Sum of gains, $bn a year at pressure 1, by the set of commitments violated.
    gains: Vec<f64>,
    /// Sum of harms, $bn a year, by the set of commitments violated.
    harms: Vec<f64>,
    /// What is drawn for in every round while the agreement stands: compliance, alarms and pressure, where uncertain.
    pub every_round: Vec<Slot>,
    /// How disputes proceed.
    pub procedure: Procedure,
    /// The same, worked out for every status that a dispute can have.
    pub docket: Docket,
    /// Whether any party's rule has several modes.
    pub remembers: bool,
    /// Whether nobody withdraws without a dispute or an alarm.
    pub(super) stays_when_calm: bool,
    /// Effects of the measures where no remedy is in force.
    pub(super) standing_effects: StandingEffects,
    /// Accounts of a round after breakdown.
    pub breakdown: [Statement; 2],
    /// Effects of each party's war tariffs.
    pub war_effects: [Levied; 2],
}

impl Game {
    /// Makes a checked agreement ready for play.
    ///
    /// `foreseen` holds, for each commitment under `Deliberate` conduct, the probability of a violation by place in
    /// its [`Outlook`]; it is asked for each such commitment by position. Where it knows of none the commitment is kept.
    pub fn new(agreement: &Agreement, foreseen: impl Fn(usize) -> Option<Vec<Probability>>) -> Self {
        let chains = [0, 1].map(|p| agreement.parties[p].pressure.chain());
        let first_of_second = agreement.parties[0].commitments.len();
        let owed = [first_of_second, agreement.parties[1].commitments.len()];
        let places = (0..2).flat_map(|owner| (0..owed[owner]).map(move |k| (owner, k)));
        let procedure = Procedure::new(agreement);
        let duties = places.enumerate().map(|(index, (owner, k))| Duty::new(agreement, &chains, owner, k, index));
        let mut game = Self {
            years: agreement.round.years(),
            rounds: agreement.horizon.rounds(agreement.round),
            sides: [0, 1].map(|p| Side::new(agreement, &chains[p], p)),
            duties: duties.collect(),
            first_of_second,
            owed: [bits(0..owed[0]), bits(owed[0]..owed[0] + owed[1])],
            gains: Vec::new(),
            harms: Vec::new(),
            every_round: Vec::new(),
            docket: Docket::new(&procedure),
            procedure,
            stays_when_calm: agreement.parties.iter().all(|party| party.conduct.withdraws.calm == 0.0),
            remembers: agreement.parties.iter().any(|party| party.conduct.comply.modes().len() > 1),
            standing_effects: StandingEffects::default(),
            breakdown: [Statement::default(); 2],
            war_effects: [Levied::default(); 2],
        };
        let sets = 0..1_u16 << game.duties.len();
        let sum = |set: u16, value: fn(&Duty) -> f64| -> f64 {
            game.duties.iter().filter(|duty| set & (1 << duty.index) != 0).map(value).sum()
        };
        game.gains = sets.clone().map(|set| sum(set, |duty| duty.gain)).collect();
        game.harms = sets.map(|set| sum(set, |duty| duty.harm)).collect();
        for p in [0, 1] {
            game.sides[p].deeds = payoff::deeds(&game, p);
        }
        for p in [0, 1] {
            if agreement.parties[p].conduct.comply.is_deliberate() {
                game.sides[p].outlook = Some(Outlook::new(&game, p));
            }
        }
        for index in 0..game.duties.len() {
            if game.duties[index].violation == Violation::UNFORESEEN
                && let Some(outlook) = &game.sides[game.duties[index].owner].outlook
                && let Some(violations) = foreseen(index)
            {
                game.duties[index].violation = Violation::foreseen(outlook.block(), &violations);
            }
        }
        game.every_round = every_round(&game.sides, &game.duties);
        game.standing_effects = StandingEffects::new(&game);
        game.war_effects = [0, 1].map(|p| levied(&game, &State::breakdown(&game), p));
        game.breakdown = [payoff::breakdown(&game, 0), payoff::breakdown(&game, 1)];
        game
    }

    /// A round after breakdown.
    pub fn breakdown(&self) -> Outcome {
        Outcome {
            payoff: [self.breakdown[0].total(), self.breakdown[1].total()],
            tariff: [self.war_effects[0].tariff, self.war_effects[1].tariff],
            ..Outcome::default()
        }
    }

    /// Bound on the sum of the sizes of all flows that may make a round of `p`, $bn.
    pub fn largest_flow(&self, p: usize) -> f64 {
        payoff::largest_flow(self, p)
    }

    /// Status of the dispute on the commitment at `index` in `state`.
    #[inline]
    pub fn dispute(&self, state: &State, index: usize) -> Dispute {
        self.docket.status(state.disputes[index])
    }

    /// Sum of the gains of a set of commitments, $bn a year at pressure 1.
    #[inline]
    pub fn gains(&self, violated: u8) -> f64 {
        self.gains[usize::from(violated)]
    }

    /// Sum of the harms of a set of commitments, $bn a year.
    #[inline]
    pub fn harms(&self, violated: u8) -> f64 {
        self.harms[usize::from(violated)]
    }

    /// Whether grievances can be raised against any commitment.
    pub fn may_be_disputed(&self) -> bool {
        self.duties.iter().any(|duty| duty.can_file() && duty.files != ByMode::new(vec![0.0]))
    }
}

fn every_round(sides: &[Side; 2], duties: &[Duty]) -> Vec<Slot> {
    let acts = duties.iter().filter(|duty| duty.violation.is_uncertain()).map(|duty| Slot::comply(duty.slot));
    let uncertain = |duty: &&Duty| duty.alarm.iter().flatten().any(|odds| odds.certain().is_none());
    let alarms = duties.iter().filter(uncertain).map(|duty| Slot::alarm(duty.slot));
    let moves = (0..2).filter(|&p| sides[p as usize].pressure.len() > 1).map(Slot::pressure);
    acts.chain(alarms).chain(moves).collect()
}

fn bits(places: std::ops::Range<usize>) -> u8 {
    places.fold(0, |mask, c| mask | 1 << c)
}
