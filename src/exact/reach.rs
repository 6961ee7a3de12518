//! Which states can be reached, and which keep each other within reach for ever.

use crate::exact::Chain;
use crate::exact::components::{Graph, components};

/// A chain as a graph: states, and between them halfway houses where pressure has not moved yet.
struct States<'a> {
    chain: &'a Chain,
    /// Decisions that count.
    decisions: std::ops::Range<usize>,
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
        let (chain, n, n_states) = (self.chain, self.chain.n_combos, self.chain.n_states());
        if node < n_states {
            let (core, combo) = (node / n, node % n);
            let entry = chain.first[core] + place;
            let cell = |decision: usize| (entry * chain.n_decisions + decision) * n + combo;
            let possible = self.decisions.clone().any(|decision| chain.odds[cell(decision)] > 0.0);
            return possible.then(|| n_states + chain.target[entry] as usize * n + combo);
        }
        let (core, combo) = ((node - n_states) / n, (node - n_states) % n);
        if chain.cores[core].ended {
            return (place == 0).then_some(core * n);
        }
        let n_second = chain.kernels[1].len();
        let odds =
            chain.kernels[0][combo / n_second][place / n_second] * chain.kernels[1][combo % n_second][place % n_second];
        (odds > 0.0).then_some(core * n + place)
    }
}

/// The states, by number, that can be reached from signing when the first `n_decisions` decisions may be taken.
pub fn reachable(chain: &Chain, n_decisions: usize) -> Vec<bool> {
    let graph = States { chain, decisions: 0..n_decisions };
    let mut seen = vec![false; graph.n_nodes()];
    let mut stack: Vec<usize> = (0..chain.n_combos).filter(|&combo| chain.signing[combo] > 0.0).collect();
    stack.iter().for_each(|&node| seen[node] = true);
    while let Some(node) = stack.pop() {
        for place in 0..graph.n_edges(node) {
            if let Some(next) = graph.follow(node, place)
                && !seen[next]
            {
                seen[next] = true;
                stack.push(next);
            }
        }
    }
    seen.truncate(chain.n_states());
    seen
}

/// The recurrent classes that can be reached from signing under the first decision, each a sorted list of states.
pub fn recurrent_classes(chain: &Chain) -> Vec<Vec<usize>> {
    let graph = States { chain, decisions: 0..1 };
    let signing = (0..chain.n_combos).filter(|&combo| chain.signing[combo] > 0.0);
    let found = components(&graph, signing);
    let mut closed = vec![true; found.n];
    for node in (0..graph.n_nodes()).filter(|&node| found.of[node] != usize::MAX) {
        let mut nexts = (0..graph.n_edges(node)).filter_map(|place| graph.follow(node, place));
        if nexts.any(|next| found.of[next] != found.of[node]) {
            closed[found.of[node]] = false;
        }
    }
    let mut classes = vec![Vec::new(); found.n];
    for state in (0..chain.n_states()).filter(|&state| found.of[state] != usize::MAX) {
        classes[found.of[state]].push(state);
    }
    classes
        .into_iter()
        .zip(closed)
        .filter(|(class, closed)| *closed && !class.is_empty())
        .map(|(class, _)| class)
        .collect()
}
