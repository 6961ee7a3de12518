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

/// The states that can be reached from signing where play moves by these odds, `[entry][combo]`.
pub(crate) fn reachable_along(chain: &Chain, odds: &[f64]) -> Vec<bool> {
    let n = chain.n_combos;
    let mut seen = vec![false; chain.n_states()];
    let mut stack: Vec<usize> = (0..n).filter(|&combo| chain.signing[combo] > 0.0).collect();
    stack.iter().for_each(|&state| seen[state] = true);
    while let Some(state) = stack.pop() {
        let (core, combo) = (state / n, state % n);
        for entry in chain.entries(core).filter(|entry| odds[entry * n + combo] > 0.0) {
            let target = chain.target[entry] as usize;
            for next in (0..n).filter(|&next| chain.moves(target, combo, next) > 0.0) {
                if !std::mem::replace(&mut seen[target * n + next], true) {
                    stack.push(target * n + next);
                }
            }
        }
    }
    seen
}
