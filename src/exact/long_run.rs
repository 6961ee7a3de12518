//! Long-run averages: where the chain settles, and how often it is in each state for ever after.

use crate::exact::Chain;
use crate::exact::circulation::{Circulation, Found};
use crate::exact::components::Graph;
use crate::exact::elimination::Elimination;
use crate::exact::flow::Bounded;
use crate::exact::network::{MAKING, Network, ROUNDING, sum};
use crate::exact::states::States;
use crate::exact::wide::Wide;

/// Shares of time in the long run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LongRun {
    /// Share of rounds spent in each state, expected at signing.
    pub shares: Vec<f64>,
    /// Recurrent classes that can be reached: number of states and probability to end there.
    pub classes: Vec<(usize, f64)>,
    /// Bound on the errors of all shares together, rounding included; 2 where nothing is known.
    pub error: f64,
}

/// Nodes up to which a component is taken apart before sweeps are tried.
const SMALL: usize = 3000;
/// Error up to which sweeps are good enough.
const GOOD: f64 = 1e-10;

/// Where the chain settles under the first decision: component by component, those first that lead to others.
pub(crate) fn long_run(chain: &Chain) -> LongRun {
    let graph = States::new(chain, 0..1);
    let found = graph.components();
    let members = found.members();
    let mut local = vec![0; graph.n_nodes()];
    for nodes in &members {
        (0..).zip(nodes).for_each(|(place, &node)| local[node] = place);
    }
    let parts = Parts { graph, of: found.of, local };
    let closed: Vec<bool> = members.iter().map(|nodes| parts.is_closed(nodes)).collect();
    let is_certain = closed.iter().filter(|&&closed| closed).count() == 1;
    let mut arrivals = Arrivals::at_signing(chain, parts.graph.n_nodes());
    let mut settled = LongRun { shares: vec![0.0; chain.n_states()], classes: Vec::new(), error: 0.0 };
    for (nodes, closed) in members.iter().zip(closed).rev() {
        match closed {
            true => {
                let end = if is_certain { 1.0 } else { arrivals.all(nodes) };
                settled.error += parts.settle(nodes, end, &mut settled.shares);
                let is_one = |&&node: &&usize| node < chain.n_states() && chain.counts(node);
                let n_states = nodes.iter().filter(is_one).count();
                settled.classes.push((n_states, end));
            }
            false if is_certain => {}
            false => settled.error += parts.pass_on(nodes, &mut arrivals),
        }
    }
    settled.classes.reverse();
    // What is no number is not known.
    settled.error = if settled.error < 2.0 { settled.error } else { 2.0 };
    settled
}

/// The components of a chain.
struct Parts<'a> {
    graph: States<'a>,
    /// Component of each node, and its place there.
    of: Vec<usize>,
    local: Vec<u32>,
}

/// Probability to come to each node from another component.
struct Arrivals {
    odds: Vec<f64>,
    /// Sums that made it.
    sums: Vec<u32>,
}

impl Arrivals {
    fn at_signing(chain: &Chain, n_nodes: usize) -> Self {
        let mut odds = vec![0.0; n_nodes];
        odds[..chain.n_combos].copy_from_slice(&chain.signing);
        Self { odds, sums: vec![0; n_nodes] }
    }

    fn add(&mut self, node: usize, odds: f64) {
        self.odds[node] += odds;
        self.sums[node] += 1;
    }

    fn all(&self, nodes: &[usize]) -> f64 {
        sum(nodes.iter().map(|&node| self.odds[node]))
    }
}

impl Parts<'_> {
    fn is_closed(&self, nodes: &[usize]) -> bool {
        let part = self.of[nodes[0]];
        nodes.iter().all(|&node| {
            (0..self.graph.n_edges(node))
                .filter_map(|place| self.graph.follow(node, place))
                .all(|next| self.of[next] == part)
        })
    }

    fn network(&self, nodes: &[usize]) -> Network {
        self.graph.network(nodes, &self.of, &self.local)
    }

    /// Shares out `end` over the states of a class; gives a bound on the sum of their errors.
    fn settle(&self, nodes: &[usize], end: f64, shares: &mut [f64]) -> f64 {
        let n_states = self.graph.chain.n_states();
        let Found { values, error } = stationary(self.network(nodes));
        let here = || nodes.iter().zip(&values).filter(|(node, _)| **node < n_states);
        // Every round passes a state and a halfway house, so states have half of the time.
        let total = Wide::sum(here().map(|(_, share)| *share));
        if total.is_positive() {
            here().for_each(|(&node, share)| shares[node] = end * share.share_of(total));
        }
        end * (error + 4.0 * ROUNDING)
    }

    /// Passes on what has come to a component to those that it leads to; gives a bound on what may go astray.
    fn pass_on(&self, nodes: &[usize], arrivals: &mut Arrivals) -> f64 {
        let entering: Vec<f64> = nodes.iter().map(|&node| arrivals.odds[node]).collect();
        let sums = nodes.iter().map(|&node| arrivals.sums[node]).max().unwrap_or(0);
        let all = arrivals.all(nodes);
        let Found { values: visits, error } = visits(self.network(nodes), &entering, all);
        let part = self.of[nodes[0]];
        for (&node, visits) in nodes.iter().zip(visits) {
            for (next, odds) in self.graph.edges(node).filter(|&(next, _)| self.of[next] != part) {
                arrivals.add(next, visits.times(odds).number());
            }
        }
        error + all * (f64::from(sums) + 4.0) * ROUNDING
    }
}

/// Shares of time in the nodes of a class; the error bounds that of half of the nodes, as shares of their time.
fn stationary(network: Network) -> Found {
    let swept = |flows: &Circulation| {
        let Found { values, error } = flows.stationary();
        // Half of the time, which may be off too.
        Found { values, error: 4.0 * error }
    };
    let taken_apart = |parts: &Elimination| {
        let found = parts.stationary();
        // Relative to each, so to any of them together; half of the nodes may be off one way and the rest the other.
        Found { values: found.values, error: found.error + 2.0 * ROUNDING }
    };
    solve(network, swept, taken_apart)
}

/// How often each node of a component is visited, of which `all` enters; what ends elsewhere is off by the error in all.
fn visits(network: Network, entering: &[f64], all: f64) -> Found {
    if let ([exit], [here]) = (network.exits.as_slice(), entering) {
        return Found { values: vec![Wide::new(*here).over(*exit)], error: all * (MAKING + 4.0) * ROUNDING };
    }
    let taken_apart = |parts: &Elimination| {
        let Bounded { values, error } = parts.visits(entering);
        Found { values, error: all * error }
    };
    solve(network, |flows| flows.visits(entering), taken_apart)
}

/// The better of what sweeps and elimination find; a small network is taken apart, a large one swept first.
fn solve(network: Network, sweep: impl Fn(&Circulation) -> Found, take_apart: impl Fn(&Elimination) -> Found) -> Found {
    let is_large = network.rows.len() > SMALL;
    let swept = |network: &Network| sweep(&Circulation::new(network));
    let first = is_large.then(|| swept(&network));
    if let Some(found) = first.as_ref().filter(|found| found.error <= GOOD) {
        return found.clone();
    }
    let spare = (!is_large).then(|| network.clone());
    let second = network.eliminate().map(|parts| take_apart(&parts));
    match (first, second) {
        (Some(first), Some(second)) if first.error < second.error => first,
        (_, Some(second)) => second,
        (Some(first), None) => first,
        (None, None) => swept(&spare.unwrap_or_default()),
    }
}
