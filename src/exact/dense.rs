//! The last nodes of an elimination, whose flows fill a matrix.

use crate::exact::flow::Flow;
use crate::exact::network::{Network, sum};
use crate::exact::wide::Wide;
use rayon::prelude::*;

/// Nodes taken out of a full matrix, the last first.
#[derive(Debug)]
pub(super) struct Dense {
    nodes: Vec<u32>,
    /// Flows `[from][to]`, as they were when the later of the two was taken out.
    flows: Vec<f64>,
    exits: Vec<f64>,
    /// All that leaves each node to those before it, and out of the network.
    pub(super) leaves: Vec<f64>,
}

/// Nodes up to which one thread does all.
const FEW: usize = 96;

impl Dense {
    pub(super) fn new(nodes: &[u32], network: &Network) -> Self {
        let n = nodes.len();
        let (mut flows, mut exits) = (vec![0.0; n * n], Vec::new());
        let place = |node: u32| nodes.binary_search(&node).unwrap_or(0);
        for (i, &node) in nodes.iter().enumerate() {
            for &(next, rate) in &network.rows[node as usize] {
                flows[i * n + place(next)] = rate;
            }
            exits.push(network.exits[node as usize]);
        }
        let mut dense = Self { nodes: nodes.to_vec(), flows, exits, leaves: vec![0.0; n] };
        dense.eliminate();
        dense
    }

    fn eliminate(&mut self) {
        let n = self.len();
        for last in (0..n).rev() {
            let (above, below) = self.flows.split_at_mut(last * n);
            let onward = &below[..last];
            let exit = self.exits[last];
            let leaves = sum(onward.iter().copied().chain([exit]));
            self.leaves[last] = leaves;
            let pass = |(i, (row, out)): (usize, (&mut [f64], &mut f64))| {
                let share = row[last] / leaves;
                if share > 0.0 {
                    row[..last].iter_mut().zip(onward).for_each(|(rate, onward)| *rate += share * onward);
                    // What comes back to where it started has not moved.
                    row[i] = 0.0;
                    *out += share * exit;
                }
            };
            let exits = &mut self.exits[..last];
            if last < FEW {
                above.chunks_mut(n).zip(exits).enumerate().for_each(pass);
            } else {
                above.par_chunks_mut(n).zip(exits).enumerate().with_min_len(16).for_each(pass);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Rows that were disturbed on the way, each as often as it was.
    pub(super) fn disturbed(&self) -> f64 {
        0.5 * self.len() as f64 * self.len() as f64
    }

    /// Passes on what has entered, then counts visits.
    pub(super) fn visit(&self, flow: &mut Flow) {
        let n = self.len();
        for last in (0..n).rev() {
            let (here, error) = (self.value(flow, last), flow.error(self.nodes[last]));
            let each = here.over(self.leaves[last]);
            (0..last).for_each(|j| flow.add(self.nodes[j], each.times(self.flows[last * n + j]), error));
        }
        (0..n).for_each(|j| self.gather(flow, j, self.value(flow, j)));
    }

    /// Shares of time, the first node's being 1.
    pub(super) fn settle(&self, flow: &mut Flow) {
        flow.set(self.nodes[0], Wide::new(1.0), 0.0);
        (1..self.len()).for_each(|j| self.gather(flow, j, Wide::default()));
    }

    /// Passes back what visits earn, then adds it up.
    pub(super) fn earn(&self, flow: &mut Flow) {
        let n = self.len();
        for last in (0..n).rev() {
            let (here, error) = (self.value(flow, last), flow.error(self.nodes[last]));
            let each = here.over(self.leaves[last]);
            (0..last).for_each(|i| flow.add(self.nodes[i], each.times(self.flows[i * n + last]), error));
        }
        for j in 0..n {
            let later = (0..j).map(|i| (i, self.flows[j * n + i]));
            self.collect(flow, j, self.value(flow, j), later);
        }
    }

    fn value(&self, flow: &Flow, place: usize) -> Wide {
        flow.values[self.nodes[place] as usize]
    }

    fn gather(&self, flow: &mut Flow, j: usize, own: Wide) {
        let n = self.len();
        self.collect(flow, j, own, (0..j).map(|i| (i, self.flows[i * n + j])));
    }

    fn collect(&self, flow: &mut Flow, j: usize, own: Wide, others: impl Iterator<Item = (usize, f64)> + Clone) {
        let worst = (0..j).map(|i| flow.error(self.nodes[i])).fold(flow.error(self.nodes[j]), f64::max);
        let amounts = others.map(|(i, rate)| self.value(flow, i).times(rate));
        let value = Wide::sum(amounts.chain([own])).over(self.leaves[j]);
        flow.set(self.nodes[j], value, worst);
    }
}
