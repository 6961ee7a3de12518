//! Which states can be reached.

use crate::exact::Chain;
use crate::exact::components::Graph;
use crate::exact::states::States;

/// The states, by number, that can be reached from signing when the first `n_decisions` decisions may be taken.
pub(crate) fn reachable(chain: &Chain, n_decisions: usize) -> Vec<bool> {
    let graph = States::new(chain, 0..n_decisions);
    let mut seen = vec![false; graph.n_nodes()];
    let mut stack: Vec<usize> = graph.signing().collect();
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
