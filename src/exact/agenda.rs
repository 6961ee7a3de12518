//! What a party may decide in a round: of its commitments, those that are up for decision.

use crate::exact::{Chain, Decider};
use crate::game::{Game, Measure, commitments_of};

/// Which of a party's commitments are up for decision at each core of a chain, and how likely.
#[derive(Clone, Debug)]
pub(crate) struct Agenda {
    /// First case of each core; empty where every commitment is decided upon in every round.
    first: Vec<usize>,
    cases: Vec<Case>,
    /// Decisions before that to violate nothing: one where the party's own rule is the first.
    before: usize,
    /// Number of sets that it may violate.
    n_sets: u16,
}

/// Some of a party's commitments are up for decision; of the others stands what was done last. Sets have a bit for each
/// of the party's own commitments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Case {
    /// How likely it is.
    pub(crate) probability: f64,
    /// Those that are up.
    pub(crate) up: u8,
    /// Those violated by a measure in force, of all others.
    pub(crate) stands: u8,
}

impl Case {
    /// Whether this set may be the one that is violated.
    pub(crate) fn allows(self, violated: u8) -> bool {
        violated & !self.up == self.stands
    }
}

impl Agenda {
    /// The agenda of `party`, whose decisions are those of `decider`.
    pub(crate) fn new(game: &Game, chain: &Chain, party: usize, decider: &Decider) -> Self {
        let own = commitments_of(game, party);
        let before = decider.decisions.iter().filter(|decision| decision.is_none()).count();
        let n_sets = 1_u16 << own.len();
        let everything = (n_sets - 1) as u8;
        let certain = Case { probability: 1.0, up: everything, stands: 0 };
        if own.clone().all(|index| game.duties[index].up.is_none()) {
            return Self { first: Vec::new(), cases: vec![certain], before, n_sets };
        }
        let mut agenda = Self { first: vec![0], cases: Vec::new(), before, n_sets };
        for core in &chain.cores {
            let mut cases = vec![certain];
            for (k, index) in own.clone().enumerate() {
                let status = core.disputes[index];
                let Some(up) = game.duties[index].up.filter(|_| !core.ended && !game.docket.traits(status).on_table)
                else {
                    continue;
                };
                let (bit, stands) = (1 << k, u8::from(game.docket.measure(status) == Measure::InForce) << k);
                cases = cases
                    .into_iter()
                    .flat_map(|case| {
                        [
                            Case { probability: case.probability * up.yes(), ..case },
                            Case {
                                probability: case.probability * up.no(),
                                up: case.up & !bit,
                                stands: case.stands | stands,
                            },
                        ]
                    })
                    .collect();
            }
            agenda.cases.extend(cases);
            agenda.first.push(agenda.cases.len());
        }
        agenda
    }

    /// Whether every commitment is decided upon in every round.
    pub(crate) fn is_certain(&self) -> bool {
        self.first.is_empty()
    }

    /// What may be up at a core.
    pub(crate) fn cases(&self, core: usize) -> &[Case] {
        match self.first.get(core..core + 2) {
            Some(range) => &self.cases[range[0]..range[1]],
            None => &self.cases,
        }
    }

    /// Place of the first case of a core among those of all; the place of `n_cores` is their number.
    pub(crate) fn place(&self, core: usize) -> usize {
        self.first.get(core).copied().unwrap_or(core)
    }

    /// Whether the first decision is to follow the party's own rule.
    pub(crate) fn begins_with_rule(&self) -> bool {
        self.before > 0
    }

    /// Place among the decisions of that to violate this set.
    pub(crate) fn decision(&self, violated: u8) -> usize {
        self.before + usize::from(violated)
    }

    /// The sets of commitments that a case allows to be violated.
    pub(crate) fn sets(&self, case: Case) -> impl Iterator<Item = u8> {
        (0..self.n_sets).map(|set| set as u8).filter(move |&violated| case.allows(violated))
    }

    /// Value of keeping what is up, by the values of decisions at a core.
    pub(crate) fn keeping(&self, core: usize, values: &[f64]) -> f64 {
        self.expected(core, |case| values[self.decision(case.stands)])
    }

    /// Value of the best choice of what is up, by the values of decisions at a core.
    pub(crate) fn best(&self, core: usize, values: &[f64]) -> f64 {
        let best = |case| self.sets(case).fold(f64::NEG_INFINITY, |best, set| best.max(values[self.decision(set)]));
        self.expected(core, best)
    }

    /// Expectation over what is up at a core.
    pub(crate) fn expected(&self, core: usize, value: impl Fn(Case) -> f64) -> f64 {
        match self.cases(core) {
            [certain] => value(*certain),
            cases => cases.iter().map(|case| case.probability * value(*case)).sum(),
        }
    }
}
