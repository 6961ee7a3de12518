//! Who decides on what by looking ahead.

use crate::conduct::{Choice, Scope, Shocks};
use crate::exact::hand::Scene;
use crate::game::{Agreement, Dispute, Game, Question, Review};

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Is the commitment violated?
    Violates,
    /// Is a grievance raised?
    Files,
    /// Is a remedy imposed?
    Imposes,
    /// Is a remedy countered?
    Counters,
    /// Does the party leave?
    Withdraws,
}

impl Kind {
    fn choice(self) -> Option<Choice> {
        match self {
            Self::Violates => None,
            Self::Files => Some(Choice::Files),
            Self::Imposes => Some(Choice::Imposes),
            Self::Counters => Some(Choice::Counters),
            Self::Withdraws => Some(Choice::Withdraws),
        }
    }

    /// Whether it is what this question of the procedure asks.
    pub(super) fn answers(self, question: Question) -> bool {
        matches!(
            (self, question),
            (Self::Files, Question::Files) | (Self::Imposes, Question::Imposes) | (Self::Counters, Question::Counters)
        )
    }
}

/// What each party decides.
#[derive(Clone, Debug)]
pub(crate) struct Deciders {
    /// Whether each party decides on each kind, in the order of [`Kind`].
    decides: [[bool; 5]; 2],
    /// Probability that a party takes up what it may do of its own accord.
    taken_up: [f64; 2],
    /// λ of each party, $bn; 1 where it decides on nothing.
    pub(super) noise: [f64; 2],
    /// Whether shocks are worth something to each party.
    pub(super) foreseen: [bool; 2],
}

impl Deciders {
    /// Those of an agreement.
    pub(crate) fn of(agreement: &Agreement) -> Self {
        let years = agreement.round.years();
        let of = |p: usize| &agreement.parties[p].conduct;
        let rules = [0, 1].map(|p| of(p).comply.strategic());
        let decides =
            |p: usize, kind: Kind| rules[p].is_some() && kind.choice().is_none_or(|choice| of(p).chooses(choice));
        const ALL: [Kind; 5] = [Kind::Violates, Kind::Files, Kind::Imposes, Kind::Counters, Kind::Withdraws];
        Self {
            decides: [0, 1].map(|p| ALL.map(|kind| decides(p, kind))),
            taken_up: [0, 1].map(|p| of(p).considers.in_round(years).map_or(1.0, |taken_up| taken_up.yes())),
            noise: rules.map(|rule| rule.map_or(1.0, |rule| rule.noise)),
            foreseen: rules.map(|rule| rule.is_some_and(|rule| rule.shocks == Shocks::Payoffs)),
        }
    }

    /// Whether anybody looks at the whole game.
    pub(crate) fn look_at_the_whole(agreement: &Agreement) -> bool {
        let rules = agreement.parties.iter().filter_map(|party| party.conduct.comply.strategic());
        rules.into_iter().any(|rule| rule.scope == Scope::WholeGame)
    }

    pub(super) fn decides(&self, party: usize, kind: Kind) -> bool {
        self.decides[party][kind as usize]
    }

    /// Probability that a decision of this kind is taken up where it may be taken.
    pub(super) fn taken_up(&self, party: usize, kind: Kind) -> f64 {
        match kind {
            Kind::Files | Kind::Counters | Kind::Withdraws => self.taken_up[party],
            Kind::Violates | Kind::Imposes => 1.0,
        }
    }

    /// Whether anybody may ever leave.
    pub(super) fn anybody_leaves(&self, game: &Game) -> bool {
        [0, 1].into_iter().any(|p| game.sides[p].may_withdraw)
    }

    /// What the procedure asks a party that decides on it, in the round of the commitment at `index`.
    pub(super) fn asked(&self, scene: &Scene, index: usize) -> Option<(Kind, usize)> {
        let (game, duty) = (scene.game, &scene.game.duties[index]);
        let asked = match game.dispute(scene.state, index) {
            Dispute::Idle { alarm, .. }
                if alarm.is_raised() && duty.review[usize::from(scene.review_open())] == Review::Open =>
            {
                (Kind::Files, duty.complainant)
            }
            Dispute::Authorised => (Kind::Imposes, duty.complainant),
            Dispute::Remedied { countered: false, .. } if game.procedure.counters_allowed => {
                (Kind::Counters, duty.owner)
            }
            _ => return None,
        };
        self.decides(asked.1, asked.0).then_some(asked)
    }
}
