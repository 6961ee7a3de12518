//! What is compared at each point: scenarios under designs.

use crate::metric::{Label, catalogue};
use crate::scenario::Scenario;
use crate::text::Mistake;

/// A scenario under a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What it is called in the results: the design, or the scenario where scenarios are compared.
    pub label: String,
    /// What is played, before parameters vary.
    pub scenario: Scenario,
    /// Whether it is told where welfare comes from.
    accounts: bool,
    /// Its metrics, in the order of the columns.
    labels: Vec<Label>,
}

/// A design that the scenario cannot be played under.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Name of the design.
    pub design: String,
    /// Why, in a line.
    pub reason: String,
}

impl Arm {
    /// A scenario, called `label` in the results.
    pub fn new(label: String, scenario: Scenario) -> Self {
        Self { label, scenario, accounts: false, labels: Vec::new() }.with_accounts(false)
    }

    /// The same, told where welfare comes from where that is asked for.
    pub fn with_accounts(self, accounts: bool) -> Self {
        let game = self.scenario.outline();
        let labels = catalogue(&game, accounts).into_iter().map(|quantity| Label::new(&game, quantity)).collect();
        Self { accounts, labels, ..self }
    }

    /// Whether it is told where welfare comes from.
    pub fn keeps_accounts(&self) -> bool {
        self.accounts
    }

    /// Its metrics, in the order of the columns.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The column of a metric, where the arm has it.
    pub fn column(&self, metric: &Label) -> Option<usize> {
        self.labels.iter().position(|label| label == metric)
    }
}

/// Names of the parties and of what they owe, which the columns are named by.
pub(super) fn names(scenario: &Scenario) -> Vec<Vec<&str>> {
    let names = scenario.agreement().parties.iter().map(|party| {
        let owed = party.commitments.iter().map(|commitment| commitment.name.as_str());
        std::iter::once(party.name.as_str()).chain(owed).collect()
    });
    names.collect()
}

/// Mistakes in one line, for a cell of a table.
pub(super) fn one_line(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(Mistake::brief).collect::<Vec<_>>().join("; ")
}
