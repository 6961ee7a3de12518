//! The parts of welfare: where what a party earns comes from.

use crate::game::{Game, Outcome, State, Statement, statements};
use serde::{Deserialize, Serialize};

/// A part of welfare. All of them add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AccountPart {
    /// What the agreement itself brings.
    Accord,
    /// Its own violations.
    Gains,
    /// The other's violations.
    Harm,
    /// Both violate.
    Clash,
    /// The standing tariffs that both keep.
    Standing,
    /// All other tariffs while the agreement stands.
    Remedies,
    /// Money in place of tariffs, for the past, and in settlements.
    Payments,
    /// Grievances, alarms left unanswered, withdrawal.
    Costs,
    /// All that is earned where the agreement has ended.
    Breakdown,
    /// All that comes after the horizon.
    After,
}

impl AccountPart {
    /// Number of parts.
    pub const COUNT: usize = 10;

    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Accord,
        Self::Gains,
        Self::Harm,
        Self::Clash,
        Self::Standing,
        Self::Remedies,
        Self::Payments,
        Self::Costs,
        Self::Breakdown,
        Self::After,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accord => "accord",
            Self::Gains => "gains",
            Self::Harm => "harm",
            Self::Clash => "clash",
            Self::Standing => "standing",
            Self::Remedies => "remedies",
            Self::Payments => "payments",
            Self::Costs => "costs",
            Self::Breakdown => "breakdown",
            Self::After => "after",
        }
    }
}

/// The parts of what a party earned, in the order of [`AccountPart::ALL`], $bn.
pub type Parts = [f64; AccountPart::COUNT];

/// The parts of a round that started in `state` and had `outcome`, by party.
pub fn parts_of_round(game: &Game, state: &State, outcome: &Outcome) -> [Parts; 2] {
    let statements = statements(game, state, outcome);
    let standing = game.of_standing_tariffs(state);
    [0, 1].map(|p| match state.ended {
        true => breakdown(&statements[p]),
        false => parts(&statements[p], standing[p]),
    })
}

/// The parts of a round of an agreement that stands; `standing` is what the standing tariffs kept bring.
pub(crate) fn parts(items: &Statement, standing: f64) -> Parts {
    AccountPart::ALL.map(|part| match part {
        AccountPart::Accord => items.accord,
        AccountPart::Gains => items.gain,
        AccountPart::Harm => items.harm,
        AccountPart::Clash => items.clash,
        AccountPart::Standing => standing,
        AccountPart::Remedies => items.own_tariffs + items.other_tariffs - standing,
        AccountPart::Payments => items.payments,
        AccountPart::Costs => items.filing + items.audience + items.exit,
        AccountPart::Breakdown | AccountPart::After => 0.0,
    })
}

/// The parts of a round after breakdown.
pub(crate) fn breakdown(items: &Statement) -> Parts {
    AccountPart::ALL.map(|part| if part == AccountPart::Breakdown { items.total() } else { 0.0 })
}
