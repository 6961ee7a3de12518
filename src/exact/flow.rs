//! Numbers that flow through a network as its nodes are taken out, each with what rounding has made of it.

use crate::exact::network::ROUNDING;
use crate::exact::wide::Wide;

/// Numbers by node, each with a bound on its relative error.
#[derive(Clone, Debug)]
pub(super) struct Bounded {
    /// The numbers.
    pub(super) values: Vec<Wide>,
    /// No number is off by more than this share of itself.
    pub(super) error: f64,
}

/// A node that was taken out.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) node: u32,
    /// All that leaves it.
    pub(super) leaves: f64,
    /// Its flows to nodes that are still there.
    pub(super) onward: Vec<(u32, f64)>,
    /// The flows of nodes that are still there to it.
    pub(super) back: Vec<(u32, f64)>,
}

/// Roundings of one flow through a node: the sum of what leaves it, a division, a product, a sum.
pub(super) const PASSING: f64 = 6.0;
/// Numbers on their way, with what rounding has made of each.
pub(super) struct Flow {
    pub(super) values: Vec<Wide>,
    /// Relative, in roundings.
    pub(super) errors: Vec<f64>,
}

impl Bounded {
    /// The numbers as plain ones.
    pub(super) fn numbers(&self) -> Vec<f64> {
        self.values.iter().map(|value| value.number()).collect()
    }
}

impl Flow {
    /// Numbers that are as they are.
    pub(super) fn of(values: &[f64]) -> Self {
        Self { values: values.iter().map(|&x| Wide::new(x)).collect(), errors: vec![0.0; values.len()] }
    }

    pub(super) fn at(&self, node: u32) -> (Wide, f64) {
        (self.values[node as usize], self.errors[node as usize])
    }

    /// Adds to `node` what came from a number with that error.
    pub(super) fn add(&mut self, node: u32, amount: Wide, error: f64) {
        if amount.is_positive() {
            let place = node as usize;
            self.values[place] = Wide::sum([self.values[place], amount].into_iter());
            self.errors[place] = self.errors[place].max(error + PASSING) + 1.0;
        }
    }

    /// The number of a node and its error.
    pub(super) fn error(&self, node: u32) -> f64 {
        self.errors[node as usize]
    }

    pub(super) fn pass_on(&mut self, step: &Step) {
        let (here, error) = self.at(step.node);
        let each = here.over(step.leaves);
        step.onward.iter().for_each(|&(next, rate)| self.add(next, each.times(rate), error));
    }

    pub(super) fn gather(&mut self, step: &Step, entered: Wide) {
        self.collect(step.node, entered, &step.back, step.leaves);
    }

    /// Sets `node` to (`own` + Σ rate · number of the other node) / `leaves`.
    pub(super) fn collect(&mut self, node: u32, own: Wide, others: &[(u32, f64)], leaves: f64) {
        let amounts = others.iter().map(|&(other, rate)| self.values[other as usize].times(rate));
        let value = Wide::sum(amounts.chain([own])).over(leaves);
        let worst = others.iter().map(|&(other, _)| self.error(other)).fold(self.error(node), f64::max);
        self.set(node, value, worst);
    }

    /// Sets a number that was made of others with errors up to `worst`.
    pub(super) fn set(&mut self, node: u32, value: Wide, worst: f64) {
        self.values[node as usize] = value;
        self.errors[node as usize] = worst + PASSING;
    }

    pub(super) fn bounded(self, of_rates: f64) -> Bounded {
        let worst = self.errors.iter().copied().fold(0.0, f64::max);
        Bounded { values: self.values, error: 1.01 * (of_rates + worst * ROUNDING) }
    }
}
