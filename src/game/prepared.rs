//! The game itself: an agreement prepared for play. Once it exists, nothing can fail.

use crate::game::effects::{Levied, StandingEffects};
use crate::game::foreseen::Places;
use crate::game::leaves::Leaves;
use crate::game::viewpoint::Standpoint;
use crate::game::{
    Afterwards, Dispute, Docket, Duty, MAX_COMMITMENTS, Measure, Odds, Outcome, Outlook, Procedure, Side, Slot, State,
    Statement, StatusId,
};
use crate::stats::Probability;
use std::ops::Range;

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
    pub(crate) first_of_second: usize,
    /// Bit set of the commitments that each party owes.
    pub owed: [u8; 2],
    /// Sum of gains, $bn a year at pressure 1, by the set of commitments violated.
    pub(super) gains: Vec<f64>,
    /// Sum of harms, $bn a year, by the set of commitments violated.
    pub(super) harms: Vec<f64>,
    /// What bears on the commitments of each party, where anybody looks ahead at it.
    pub(crate) outlooks: [Option<Outlook>; 2],
    /// Places of all states, where anybody looks ahead at the game as a whole.
    pub(super) places: Option<Places>,
    /// When each party leaves, where that is worked out.
    pub(super) leaves: [Option<Leaves>; 2],
    /// What is drawn for in every round while the agreement stands: compliance, alarms and pressure, where uncertain.
    pub every_round: Vec<Slot>,
    /// What counts of the time after the horizon.
    pub afterwards: Afterwards,
    /// Odds that parties at war sign the same agreement again.
    pub renewal: Odds,
    /// How disputes proceed.
    pub procedure: Procedure,
    /// The same, worked out for every status that a dispute can have.
    pub docket: Docket,
    /// Bit set of the commitments with lasting measures.
    pub(super) lasting: u8,
    /// Status of each commitment at signing.
    pub(super) at_signing: [StatusId; MAX_COMMITMENTS],
    /// Whether any party's rule has several modes.
    pub(crate) remembers: bool,
    /// Whether nobody withdraws without a dispute or an alarm.
    pub(super) stays_when_calm: bool,
    /// Effects of the measures where no remedy is in force.
    pub(super) standing_effects: StandingEffects,
    /// Accounts of a round after breakdown.
    pub breakdown: [Statement; 2],
    /// Effects of each party's war tariffs.
    pub(crate) war_effects: [Levied; 2],
}

impl Game {
    /// A round after breakdown.
    pub fn breakdown(&self) -> Outcome {
        Outcome {
            payoff: [self.breakdown[0].total(), self.breakdown[1].total()],
            tariff: [self.war_effects[0].tariff, self.war_effects[1].tariff],
            ..Outcome::default()
        }
    }

    /// What the standing tariffs that both parties keep in `state` bring each in a round, $bn.
    pub(crate) fn of_standing_tariffs(&self, state: &State) -> [f64; 2] {
        self.standing_effects.of(state.kept).net_tariffs
    }

    /// Whether parties at war may sign again.
    pub fn renews(&self) -> bool {
        self.renewal.probability.certain() != Some(false)
    }

    /// Where each party stands in `state`.
    #[inline]
    pub(crate) fn standpoints(&self, state: &State) -> [Standpoint; 2] {
        let whole = self.places.as_ref().map(|places| places.of_state(state));
        [0, 1].map(|party| {
            let habits = self.sides[party].next_mode.len() > 1;
            Standpoint {
                habit: if habits { state.mode[party] } else { u32::from(state.pressure[party]) },
                situation: match (whole, &self.outlooks[party]) {
                    (Some(place), _) => place,
                    (None, Some(outlook)) => outlook.situation(state),
                    (None, None) => 0,
                },
            }
        })
    }

    /// Where `party` stands in `state`.
    pub(crate) fn standpoint(&self, party: usize, state: &State) -> Standpoint {
        self.standpoints(state)[party]
    }

    /// Whether what happens to the commitments of one party depends on the pressure on both.
    pub(crate) fn looks_at_all(&self) -> bool {
        self.places.is_some()
    }

    /// Whether anybody's withdrawal is worked out, and so depends on pressure.
    pub(crate) fn leaves_by_plan(&self) -> bool {
        self.leaves.iter().any(Option::is_some)
    }

    /// Status of the dispute on the commitment at `index` in `state`.
    #[inline]
    pub fn dispute(&self, state: &State, index: usize) -> Dispute {
        self.docket.status(state.disputes[index])
    }

    /// What stands of the last decision on the commitment at `index` in `state`.
    #[inline]
    pub(crate) fn measure(&self, state: &State, index: usize) -> Measure {
        self.docket.measure(state.disputes[index])
    }

    /// Probability that the commitment at `index` is violated in `state`.
    pub(crate) fn violation(&self, state: &State, index: usize) -> Probability {
        let (duty, status) = (&self.duties[index], state.disputes[index]);
        let standpoint = self.standpoint(duty.owner, state);
        duty.violation.odds(standpoint, status, self.docket.entry(status).occasion).probability
    }

    /// Probability that the commitment at `index` is violated in `state` where it is up for decision.
    pub(crate) fn decided(&self, state: &State, index: usize) -> Probability {
        let (duty, status) = (&self.duties[index], state.disputes[index]);
        let standpoint = self.standpoint(duty.owner, state);
        duty.violation.decided(standpoint, status, self.docket.entry(status).occasion)
    }

    /// Sum of the gains of a set of commitments, $bn a year at pressure 1.
    #[inline]
    pub fn gains(&self, violated: u8) -> f64 {
        self.gains[usize::from(violated)]
    }

    /// Sum of the harms of a set of commitments, $bn a year.
    #[inline]
    pub(crate) fn harms(&self, violated: u8) -> f64 {
        self.harms[usize::from(violated)]
    }

    /// Whether grievances can be raised against any commitment.
    pub fn may_be_disputed(&self) -> bool {
        self.duties.iter().any(|duty| duty.can_file() && duty.files.is_possible())
    }
}

/// Indices of the commitments that `party` owes.
pub(crate) fn commitments_of(game: &Game, party: usize) -> Range<usize> {
    match party {
        0 => 0..game.first_of_second,
        _ => game.first_of_second..game.duties.len(),
    }
}

impl State {
    /// The state at signing, with each party's pressure at the given level.
    pub fn first(game: &Game, pressure: [u8; 2]) -> Self {
        Self {
            pressure,
            mode: [0; 2],
            disputes: game.at_signing,
            kept: [0, 1].map(|p| game.sides[p].kept_at_signing),
            clean: [0; 2],
            phase: 0,
            notice: 0,
            ended: false,
        }
    }

    /// The one state in which the agreement has ended.
    pub fn breakdown(game: &Game) -> Self {
        Self { ended: true, ..Self::first(game, [0; 2]) }
    }

    /// Whether grievances are taken in this round.
    pub fn review_open(&self, game: &Game) -> bool {
        self.phase == game.procedure.review_every - 1
    }
}
