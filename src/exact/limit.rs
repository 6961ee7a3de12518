//! How large a chain may grow, and what to say of one that is larger.

use crate::exact::room::Room;
use crate::game::{Game, State};
use std::collections::HashSet;

/// Bound on the states of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Most states.
    pub states: u64,
}

impl Default for Limit {
    fn default() -> Self {
        Self { states: 20_000_000 }
    }
}

impl Limit {
    /// Room that is left beside so many transitions: a state with many decisions or successors counts as several.
    pub(super) fn room(self, n_odds: usize) -> Room {
        let most = usize::try_from(self.states.saturating_mul(ODDS)).unwrap_or(usize::MAX);
        Room::new(most.saturating_sub(n_odds))
    }
}

/// Numbers of transitions that count as one state.
const ODDS: u64 = 40;

/// A chain is larger than allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// States reached so far; where they are few, it is their transitions that are too many.
    pub states: u64,
    /// Most states allowed.
    pub limit: u64,
    /// Dimensions of the state with the number of values met so far, those that multiply most first.
    pub(crate) dimensions: Vec<(String, u64)>,
    /// What to shrink.
    pub(crate) advice: &'static str,
}

impl TooLarge {
    /// What to say where `cores`, which are `states` states, are too many.
    pub(super) fn describe(game: &Game, cores: &[State], states: u64, limit: Limit) -> Self {
        let count = |of: &dyn Fn(&State) -> u64| cores.iter().map(of).collect::<HashSet<u64>>().len() as u64;
        let mut dimensions: Vec<(String, u64, &'static str)> = Vec::new();
        for duty in &game.duties {
            dimensions.push((
                format!("dispute on {}", duty.name),
                count(&|state| u64::from(state.disputes[duty.index])),
                "shorter stages, remedies that lift sooner, fewer remedy.steps, or longer rounds (round: Quarter)",
            ));
        }
        for p in [0, 1] {
            let name = &game.sides[p].name;
            let side = [
                ("pressure", game.sides[p].pressure.len() as u64, "fewer pressure levels"),
                ("conduct modes", count(&|state| u64::from(state.mode[p])), "a rule with fewer modes"),
                ("standing tranches", count(&|state| u64::from(state.kept[p])), "fewer standing tranches"),
                ("clean rounds", count(&|state| u64::from(state.clean[p])), "a shorter release, or longer rounds"),
            ];
            dimensions.extend(side.map(|(what, n, advice)| (format!("{what} of {name}"), n, advice)));
        }
        let phases = count(&|state| u64::from(state.phase));
        dimensions.push(("review phase".to_owned(), phases, "a smaller review_every"));
        dimensions.push(("notice".to_owned(), count(&|state| u64::from(state.notice)), "a shorter notice"));
        dimensions.sort_by_key(|(_, n, _)| std::cmp::Reverse(*n));
        let advice = dimensions.first().map_or("", |(_, _, advice)| advice);
        Self {
            states,
            limit: limit.states,
            dimensions: dimensions.into_iter().filter(|(_, n, _)| *n > 1).map(|(name, n, _)| (name, n)).collect(),
            advice,
        }
    }

    /// What makes the game so large, and what to try.
    pub(super) fn what_multiplies(&self) -> String {
        let listed = self.dimensions.iter().take(4).map(|(name, n)| format!("{name} ({n} values)"));
        format!("what multiplies most: {}. Try {}", listed.collect::<Vec<_>>().join(", "), self.advice)
    }
}

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { states, limit, .. } = self;
        let why = if states > limit {
            String::new()
        } else {
            format!(" (with transitions that count for more than {limit})")
        };
        let multiplies = self.what_multiplies();
        write!(
            f,
            "the exact engine has reached {states} states{why} and may have {limit}; {multiplies}, or raise --max-states"
        )
    }
}
