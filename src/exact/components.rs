//! Strongly connected components: which nodes of a graph lead back to each other.

/// A graph whose edges have places; an edge may be impossible.
pub(super) trait Graph {
    /// Number of nodes.
    fn n_nodes(&self) -> usize;
    /// Number of edges that leave a node, whether possible or not.
    fn n_edges(&self, node: usize) -> usize;
    /// Where the edge at `place` leads, if it is possible.
    fn follow(&self, node: usize, place: usize) -> Option<usize>;
}

/// Component of each node; `usize::MAX` where it was not reached.
pub(super) struct Components {
    pub(super) of: Vec<usize>,
    pub(super) n: usize,
}

impl Components {
    /// Nodes of each component, in their order.
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.n];
        for (node, &part) in self.of.iter().enumerate().filter(|(_, part)| **part != usize::MAX) {
            members[part].push(node);
        }
        members
    }
}

/// The components of all nodes that can be reached from `roots`, numbered so that edges lead to the same or to a lower
/// number.
pub(super) fn components(graph: &impl Graph, roots: impl Iterator<Item = usize>) -> Components {
    let mut search = Search {
        graph,
        order: vec![usize::MAX; graph.n_nodes()],
        low: vec![0; graph.n_nodes()],
        component: vec![usize::MAX; graph.n_nodes()],
        open: Vec::new(),
        n_seen: 0,
        n_components: 0,
    };
    for node in roots {
        if search.order[node] == usize::MAX {
            search.run(node);
        }
    }
    Components { of: search.component, n: search.n_components }
}

/// Strongly connected components (Tarjan 1972), without recursion.
struct Search<'a, G> {
    graph: &'a G,
    order: Vec<usize>,
    low: Vec<usize>,
    component: Vec<usize>,
    open: Vec<usize>,
    n_seen: usize,
    n_components: usize,
}

impl<G: Graph> Search<'_, G> {
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
