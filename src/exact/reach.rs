//! Which states can be reached, and which keep each other within reach for ever.

use crate::exact::Chain;

/// A chain as a graph: states, and between them halfway houses where pressure has not moved yet.
struct Graph<'a> {
    chain: &'a Chain,
    /// Decisions that count.
    decisions: std::ops::Range<usize>,
}

impl Graph<'_> {
    fn n_nodes(&self) -> usize {
        2 * self.chain.n_states()
    }

    /// Number of edges that leave a node, whether possible or not.
    fn n_edges(&self, node: usize) -> usize {
        let (n, n_states) = (self.chain.n_combos, self.chain.n_states());
        if node < n_states { self.chain.entries(node / n).len() } else { n }
    }

    /// Where the edge at `place` leads, if it is possible.
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
    let graph = Graph { chain, decisions: 0..n_decisions };
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
    let graph = Graph { chain, decisions: 0..1 };
    let mut search = Search {
        graph: &graph,
        order: vec![usize::MAX; graph.n_nodes()],
        low: vec![0; graph.n_nodes()],
        component: vec![usize::MAX; graph.n_nodes()],
        open: Vec::new(),
        n_seen: 0,
        n_components: 0,
    };
    for node in (0..chain.n_combos).filter(|&combo| chain.signing[combo] > 0.0) {
        if search.order[node] == usize::MAX {
            search.run(node);
        }
    }
    let mut closed = vec![true; search.n_components];
    for node in (0..graph.n_nodes()).filter(|&node| search.order[node] != usize::MAX) {
        let mut nexts = (0..graph.n_edges(node)).filter_map(|place| graph.follow(node, place));
        if nexts.any(|next| search.component[next] != search.component[node]) {
            closed[search.component[node]] = false;
        }
    }
    let mut classes = vec![Vec::new(); search.n_components];
    for state in (0..chain.n_states()).filter(|&state| search.order[state] != usize::MAX) {
        classes[search.component[state]].push(state);
    }
    classes
        .into_iter()
        .zip(closed)
        .filter(|(class, closed)| *closed && !class.is_empty())
        .map(|(class, _)| class)
        .collect()
}

/// Strongly connected components (Tarjan 1972), without recursion.
struct Search<'a> {
    graph: &'a Graph<'a>,
    order: Vec<usize>,
    low: Vec<usize>,
    component: Vec<usize>,
    open: Vec<usize>,
    n_seen: usize,
    n_components: usize,
}

impl Search<'_> {
    fn run(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, place)) = path.last_mut() {
            let node = *node;
            if *place < self.graph.n_edges(node) {
                let next = self.graph.follow(node, *place);
                *place += 1;
                match next {
                    Some(next) if self.order[next] == usize::MAX => {
                        self.enter(next);
                        path.push((next, 0));
                    }
                    Some(next) if self.component[next] == usize::MAX => {
                        self.low[node] = self.low[node].min(self.order[next]);
                    }
                    _ => {}
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.order[node] {
                while let Some(member) = self.open.pop() {
                    self.component[member] = self.n_components;
                    if member == node {
                        break;
                    }
                }
                self.n_components += 1;
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.n_seen;
        self.low[node] = self.n_seen;
        self.n_seen += 1;
        self.open.push(node);
    }
}
