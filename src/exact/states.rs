//! A chain as a graph of states, and between them halfway houses where pressure has not moved yet.

use crate::exact::Chain;
use crate::exact::components::{Components, Graph, components};
use crate::exact::network::Network;
use std::ops::Range;

/// The states of a chain, by number, then as many halfway houses.
pub(super) struct States<'a> {
    pub(super) chain: &'a Chain,
    /// Decisions that count.
    decisions: Range<usize>,
}

impl<'a> States<'a> {
    /// The graph in which any of these decisions may be taken.
    pub(super) fn new(chain: &'a Chain, decisions: Range<usize>) -> Self {
        Self { chain, decisions }
    }

    /// States in which play may start.
    pub(super) fn signing(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.chain.n_combos).filter(|&combo| self.chain.signing[combo] > 0.0)
    }

    /// Strongly connected parts of all that can be reached from signing.
    pub(super) fn components(&self) -> Components {
        components(self, self.signing())
    }

    /// Probability of the edge at `place` under one decision.
    pub(super) fn odds(&self, node: usize, place: usize, decision: usize) -> f64 {
        let (chain, n, n_states) = (self.chain, self.chain.n_combos, self.chain.n_states());
        if node < n_states {
            let (core, combo) = (node / n, node % n);
            let entry = chain.first[core] + place;
            return chain.odds[(entry * chain.n_decisions + decision) * n + combo];
        }
        let (core, combo) = ((node - n_states) / n, (node - n_states) % n);
        chain.moves(core, combo, place)
    }

    /// The edges that leave a node under the first decision that counts: where to, and how likely.
    pub(super) fn edges(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        (0..self.n_edges(node)).filter_map(move |place| {
            let odds = self.odds(node, place, self.decisions.start);
            (odds > 0.0).then(|| (self.target(node, place), odds))
        })
    }

    /// The network of `nodes`, a component whose members `local` numbers from 0; what leads elsewhere leaves it.
    pub(super) fn network(&self, nodes: &[usize], of: &[usize], local: &[u32]) -> Network {
        let part = of[nodes[0]];
        let mut network = Network::default();
        for &node in nodes {
            let (mut row, mut exit) = (Vec::new(), 0.0);
            for (next, odds) in self.edges(node) {
                match of[next] == part {
                    true if next == node => {}
                    true => row.push((local[next], odds)),
                    false => exit += odds,
                }
            }
            network.rows.push(row);
            network.exits.push(exit);
        }
        network
    }

    fn target(&self, node: usize, place: usize) -> usize {
        let (chain, n, n_states) = (self.chain, self.chain.n_combos, self.chain.n_states());
        if node < n_states {
            let (core, combo) = (node / n, node % n);
            return n_states + chain.target[chain.first[core] + place] as usize * n + combo;
        }
        (node - n_states) / n * n + place
    }
}

impl Graph for States<'_> {
    fn n_nodes(&self) -> usize {
        2 * self.chain.n_states()
    }

    fn n_edges(&self, node: usize) -> usize {
        let (n, n_states) = (self.chain.n_combos, self.chain.n_states());
        if node < n_states { self.chain.entries(node / n).len() } else { n }
    }

    fn follow(&self, node: usize, place: usize) -> Option<usize> {
        let possible = self.decisions.clone().any(|decision| self.odds(node, place, decision) > 0.0);
        possible.then(|| self.target(node, place))
    }
}
