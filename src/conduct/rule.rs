//! The closed set of conduct rules.

use crate::conduct::{
    DisputeClass, Mode, ModeText, Scope, Shocks, Strategic, automaton, contrite, deliberate, disposition, grim,
    memory_one, opportunist, per_commitment, retaliate, strategic, tit_for_tat, win_stay,
};
use crate::fault::{Faults, MULTIPLE, PROBABILITY};
use crate::stats::Probability;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a party decides to keep or violate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Rule {
    /// Keeps every commitment.
    Always,
    /// Violates every commitment.
    Never,
    /// Keeps with that probability.
    Chance(f64),
    /// Probability to keep by the commitment's own dispute; the probability to violate is multiplied by pressure.
    Disposition {
        /// No dispute.
        calm: f64,
        /// Under dispute, no remedy yet.
        disputed: f64,
        /// A remedy is in force.
        remedied: f64,
    },
    /// Keeps unless its pressure exceeds `above`.
    Opportunist {
        /// Multiplier above which it violates.
        above: f64,
    },
    /// Weighs the gain of a violation against what the mechanism will do about it.
    Deliberate {
        /// Scale of the payoff shocks, $bn a round.
        noise: f64,
    },
    /// Looks ahead at everything it does, against a party that may do the same.
    Strategic {
        /// Scale of the shocks, $bn a decision.
        noise: f64,
        /// How far it sees.
        #[serde(default)]
        scope: Scope,
        /// What the shocks are.
        #[serde(default)]
        shocks: Shocks,
    },
    /// A memoryless rule for each commitment, by its name.
    PerCommitment(BTreeMap<String, Rule>),
    /// Answers an alarm against the other with a violation (Axelrod 1984).
    TitForTat,
    /// As tit for tat, but violates first.
    SuspiciousTitForTat,
    /// As tit for tat, but forgives with that probability (Nowak and Sigmund 1992).
    GenerousTitForTat {
        /// Probability to forgive.
        generosity: f64,
    },
    /// Violates whenever the last two rounds both had an alarm against the other.
    TitForTwoTats,
    /// Tit for tat by standing (Boyd 1989).
    ContriteTitForTat,
    /// Keeps if the last round's two signals were alike (Nowak and Sigmund 1993).
    WinStayLoseShift,
    /// Violates for ever after the first alarm against the other (Friedman 1971).
    Grim,
    /// Violates that many rounds after an alarm against the other, then starts afresh.
    Retaliate(u32),
    /// As `Retaliate`, but set off by an alarm against either (Green and Porter 1984).
    Trigger(u32),
    /// Probability to keep after each pair (own signal, other's signal); c is no alarm.
    MemoryOne {
        /// In the first round.
        first: f64,
        /// After no alarm on either.
        cc: f64,
        /// After an alarm on the other's alone.
        cd: f64,
        /// After an alarm on its own alone.
        dc: f64,
        /// After alarms on both.
        dd: f64,
    },
    /// Any other finite automaton; starts in mode 0.
    Automaton {
        /// Its modes.
        modes: Vec<ModeText>,
    },
}

/// What a rule goes by when it keeps or violates.
enum Form {
    /// The state of the moment: one decision for all commitments alike.
    Memoryless,
    /// A memoryless rule for each commitment.
    ByCommitment,
    /// What it has seen, as one of its modes.
    Automaton(Vec<Mode>),
}

impl Rule {
    /// The modes of the automaton; memoryless rules have one.
    pub fn modes(&self) -> Vec<Mode> {
        match self.form() {
            Form::Automaton(modes) => modes,
            Form::Memoryless | Form::ByCommitment => vec![Mode::memoryless()],
        }
    }

    /// What the rule goes by.
    fn form(&self) -> Form {
        Form::Automaton(match self {
            Self::Always
            | Self::Never
            | Self::Chance(_)
            | Self::Disposition { .. }
            | Self::Opportunist { .. }
            | Self::Deliberate { .. }
            | Self::Strategic { .. } => return Form::Memoryless,
            Self::PerCommitment(_) => return Form::ByCommitment,
            Self::TitForTat => tit_for_tat::plain(),
            Self::SuspiciousTitForTat => tit_for_tat::suspicious(),
            Self::GenerousTitForTat { generosity } => tit_for_tat::generous(*generosity),
            Self::TitForTwoTats => tit_for_tat::two_tats(),
            Self::ContriteTitForTat => contrite::modes(),
            Self::WinStayLoseShift => win_stay::modes(),
            Self::Grim => grim::modes(),
            Self::Retaliate(rounds) => retaliate::modes(*rounds, retaliate::SetOff::Theirs),
            Self::Trigger(rounds) => retaliate::modes(*rounds, retaliate::SetOff::Either),
            Self::MemoryOne { first, cc, cd, dc, dd } => memory_one::modes(*first, [*cc, *cd, *dc, *dd]),
            Self::Automaton { modes } => automaton::modes(modes),
        })
    }

    /// Probability to violate `commitment` (not under conduct that looks ahead), before trembling, in `mode`, at `pressure`, with the dispute in `class`.
    pub fn violation(&self, commitment: &str, mode: &Mode, pressure: f64, class: DisputeClass) -> Probability {
        match self {
            Self::Always => Probability::new(0.0),
            Self::Never => Probability::new(1.0),
            Self::Chance(keep) => Probability::new(*keep).complement(),
            Self::Disposition { calm, disputed, remedied } => {
                disposition::violation([*calm, *disputed, *remedied], pressure, class)
            }
            Self::Opportunist { above } => Probability::new(opportunist::violation(*above, pressure)),
            Self::PerCommitment(rules) => match rules.get(commitment) {
                Some(rule) => rule.violation(commitment, mode, pressure, class),
                None => Probability::new(0.0),
            },
            Self::Deliberate { .. }
            | Self::Strategic { .. }
            | Self::TitForTat
            | Self::SuspiciousTitForTat
            | Self::GenerousTitForTat { .. }
            | Self::TitForTwoTats
            | Self::ContriteTitForTat
            | Self::WinStayLoseShift
            | Self::Grim
            | Self::Retaliate(_)
            | Self::Trigger(_)
            | Self::MemoryOne { .. }
            | Self::Automaton { .. } => Probability::new(mode.comply).complement(),
        }
    }

    /// The noise of the deliberate conduct that `commitment` is under, where it is.
    pub fn noise_on(&self, commitment: &str) -> Option<f64> {
        match self {
            Self::Deliberate { noise } => Some(*noise),
            Self::PerCommitment(rules) => rules.get(commitment).and_then(|rule| rule.noise_on(commitment)),
            _ => None,
        }
    }

    /// The noise of the rule, where it weighs what follows, and by one noise alone.
    pub fn noise(&self) -> Option<f64> {
        match self {
            Self::Deliberate { noise } | Self::Strategic { noise, .. } => Some(*noise),
            Self::PerCommitment(rules) => {
                let mut noises = rules.values().filter_map(Self::noise);
                let first = noises.next()?;
                noises.all(|noise| noise == first).then_some(first)
            }
            _ => None,
        }
    }

    /// Whether any commitment is under deliberate conduct.
    pub fn is_deliberate(&self) -> bool {
        match self {
            Self::Deliberate { .. } => true,
            Self::PerCommitment(rules) => rules.values().any(Self::is_deliberate),
            _ => false,
        }
    }

    /// What strategic conduct is made of, where the rule is that.
    pub fn strategic(&self) -> Option<Strategic> {
        match self {
            Self::Strategic { noise, scope, shocks } => {
                Some(Strategic { noise: *noise, scope: *scope, shocks: *shocks })
            }
            _ => None,
        }
    }

    /// Whether the rule is strategic conduct, or would have some commitments under it.
    pub(super) fn speaks_of_strategic(&self) -> bool {
        match self {
            Self::Strategic { .. } => true,
            Self::PerCommitment(rules) => rules.values().any(Self::speaks_of_strategic),
            _ => false,
        }
    }

    /// Why the rule may not stand inside `PerCommitment`, and what may.
    fn misfit(&self) -> Option<(&'static str, &'static str)> {
        match (self, self.form()) {
            (Self::Strategic { .. }, _) => Some(strategic::INSIDE_PER_COMMITMENT),
            (_, Form::Memoryless) => None,
            (_, Form::ByCommitment | Form::Automaton(_)) => Some(per_commitment::WITH_MEMORY),
        }
    }

    /// Reports values out of range and names that are not among `commitments`.
    pub(super) fn check(&self, commitments: &[&str], faults: &mut Faults) {
        match self {
            Self::Chance(keep) => faults.number("", *keep, PROBABILITY),
            Self::Disposition { calm, disputed, remedied } => {
                faults.number("calm", *calm, PROBABILITY);
                faults.number("disputed", *disputed, PROBABILITY);
                faults.number("remedied", *remedied, PROBABILITY);
            }
            Self::Opportunist { above } => faults.number("above", *above, MULTIPLE),
            Self::Deliberate { noise } => deliberate::check(*noise, faults),
            Self::Strategic { noise, .. } => strategic::check(*noise, faults),
            Self::PerCommitment(rules) => {
                let check = |rule: &Self, faults: &mut Faults| rule.check(commitments, faults);
                per_commitment::check(rules, commitments, Self::misfit, &check, faults);
            }
            Self::GenerousTitForTat { generosity } => faults.number("generosity", *generosity, PROBABILITY),
            Self::Retaliate(rounds) | Self::Trigger(rounds) => faults.whole("", *rounds, 1, 100_000),
            Self::MemoryOne { first, cc, cd, dc, dd } => {
                for (name, value) in [("first", first), ("cc", cc), ("cd", cd), ("dc", dc), ("dd", dd)] {
                    faults.number(name, *value, PROBABILITY);
                }
            }
            Self::Automaton { modes } => automaton::check(modes, faults),
            Self::Always
            | Self::Never
            | Self::TitForTat
            | Self::SuspiciousTitForTat
            | Self::TitForTwoTats
            | Self::ContriteTitForTat
            | Self::WinStayLoseShift
            | Self::Grim => {}
        }
    }
}
