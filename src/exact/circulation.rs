//! Flows through a network too large to be taken apart, found by sweeps, with a bound on their error.

use crate::exact::network::{MAKING, Network, ROUNDING, sum};
use crate::exact::wide::Wide;

/// A network by what flows into each node.
pub(super) struct Circulation<'a> {
    network: &'a Network,
    first: Vec<usize>,
    incoming: Vec<(u32, f64)>,
    /// All that leaves each node.
    leaves: Vec<f64>,
}

/// Relative error of a flow through a node: that of its rates, and of sums that are off by two roundings at most.
const FLOW: f64 = (MAKING + 6.0) * ROUNDING;

/// Numbers by node, and a bound on the sum of their errors.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) values: Vec<Wide>,
    /// Bound on the sum of the errors of all values, absolute.
    pub(super) error: f64,
}

impl Found {
    /// The same, or nothing at all where a number is too large for sweeps.
    fn or_nothing(self) -> Self {
        match self.error.is_finite() && self.values.iter().all(|value| value.number().is_finite()) {
            true => self,
            false => Self { values: vec![Wide::default(); self.values.len()], error: f64::INFINITY },
        }
    }
}

fn plainly(values: &[f64]) -> Vec<Wide> {
    values.iter().map(|&value| Wide::new(value)).collect()
}

/// Sweeps between two looks at how far it has come.
const STRIDE: usize = 16;
/// Flows looked at in all.
const MOST_WORK: usize = 3_000_000_000;

impl<'a> Circulation<'a> {
    pub(super) fn new(network: &'a Network) -> Self {
        let n = network.rows.len();
        let mut first = vec![0; n + 1];
        for &(next, _) in network.rows.iter().flatten() {
            first[next as usize + 1] += 1;
        }
        (0..n).for_each(|node| first[node + 1] += first[node]);
        let mut place = first.clone();
        let mut incoming = vec![(0, 0.0); first[n]];
        for (node, row) in network.rows.iter().enumerate() {
            for &(next, rate) in row {
                incoming[place[next as usize]] = (node as u32, rate);
                place[next as usize] += 1;
            }
        }
        let leave = |(row, exit): (&Vec<(u32, f64)>, &f64)| sum(row.iter().map(|&(_, rate)| rate).chain([*exit]));
        let leaves = network.rows.iter().zip(&network.exits).map(leave).collect();
        Self { network, first, incoming, leaves }
    }

    fn len(&self) -> usize {
        self.leaves.len()
    }

    /// What flows into a node.
    fn inflow(&self, values: &[f64], node: usize) -> f64 {
        let flows = &self.incoming[self.first[node]..self.first[node + 1]];
        sum(flows.iter().map(|&(from, rate)| values[from as usize] * rate))
    }

    /// What a node foresees of the numbers of those that it flows to.
    fn outlook(&self, values: &[f64], node: usize) -> f64 {
        sum(self.network.rows[node].iter().map(|&(next, rate)| rate * values[next as usize]))
    }

    /// Sweeps until `gap`, which is to fall, is at most `enough` or falls no more; says whether it is.
    fn sweep(
        &self,
        values: &mut [f64],
        each: impl Fn(&[f64], usize) -> f64,
        gap: impl Fn(&[f64]) -> (f64, f64),
    ) -> f64 {
        let most = MOST_WORK / (self.incoming.len() + self.len()).max(1);
        let (mut done, mut least, mut idle) = (0, f64::INFINITY, 0);
        loop {
            for _ in 0..STRIDE {
                for node in 0..self.len() {
                    values[node] = each(values, node);
                }
            }
            done += STRIDE;
            let (now, enough) = gap(values);
            idle = if now < 0.5 * least { 0 } else { idle + 1 };
            least = least.min(now);
            // Slow progress is progress, but not for ever.
            if now <= enough || done >= most || idle > 8 + done / (4 * STRIDE) {
                return now;
            }
        }
    }

    /// How often each node is visited if the network is entered with these weights. The error bounds what is missing,
    /// or too much, wherever the flow ends.
    pub(super) fn visits(&self, entering: &[f64]) -> Found {
        let mut values = entering.to_vec();
        let amiss = |values: &[f64]| {
            let each =
                |node: usize| (entering[node] + self.inflow(values, node) - values[node] * self.leaves[node]).abs();
            let turnover = |node: usize| values[node] * self.leaves[node];
            let n = self.len();
            (sum((0..n).map(each)), FLOW * sum((0..n).map(turnover)))
        };
        self.sweep(&mut values, |values, node| (entering[node] + self.inflow(values, node)) / self.leaves[node], amiss);
        let (amiss, rounding) = amiss(&values);
        Found { error: 1.01 * (amiss + 3.0 * rounding), values: plainly(&values) }.or_nothing()
    }

    /// Shares of time spent in each node, of a network that nothing leaves.
    ///
    /// With the imbalance r_i of node i and an upper bound w_i on the time until the busiest node is hit from there,
    /// the shares are off by 2 Σ |r_i| w_i altogether at most: a path from i and one from the busiest node differ only
    /// until the first has hit that node (Meyn and Tweedie 2009, ch. 17).
    pub(super) fn stationary(&self) -> Found {
        let n = self.len();
        let mut values = vec![1.0 / n as f64; n];
        let amiss = |values: &[f64], node: usize| (self.inflow(values, node) - values[node] * self.leaves[node]).abs();
        let gap = |values: &[f64]| {
            let turnover = sum((0..n).map(|node| values[node] * self.leaves[node]));
            (sum((0..n).map(|node| amiss(values, node))), FLOW * turnover)
        };
        self.sweep(&mut values, |values, node| self.inflow(values, node) / self.leaves[node], gap);
        let total = sum(values.iter().copied());
        values.iter_mut().for_each(|value| *value /= total);
        let busiest = (0..n).fold(0, |best, node| if values[node] > values[best] { node } else { best });
        let error = match self.times_to_hit(busiest) {
            Some(times) => {
                let one = |node: usize| {
                    let rounding = 2.0 * FLOW * values[node] * self.leaves[node];
                    (amiss(&values, node) + rounding) * times[node]
                };
                2.02 * sum((0..n).map(one))
            }
            None => 2.0,
        };
        // Two distributions differ by 2 at most.
        Found { values: plainly(&values), error: if error < 2.0 { error } else { 2.0 } }.or_nothing()
    }

    /// Upper bounds on the time until `target` is hit from each node; `None` where none was found.
    fn times_to_hit(&self, target: usize) -> Option<Vec<f64>> {
        let mut times = vec![0.0; self.len()];
        // What a bound must not be below: the time until the next move is 1 at any rate.
        let slack = |times: &[f64], node: usize| {
            let (stays, onward) = (times[node] * self.leaves[node], self.outlook(times, node));
            stays - onward - 2.0 * FLOW * (stays + onward)
        };
        let least = |times: &[f64]| {
            (0..self.len()).filter(|&node| node != target).map(|node| slack(times, node)).fold(1.0, f64::min)
        };
        let each = |times: &[f64], node: usize| match node == target {
            true => 0.0,
            false => (1.0 + self.outlook(times, node)) / self.leaves[node],
        };
        self.sweep(&mut times, each, |times| (1.0 - least(times), 0.5));
        let least = least(&times);
        times.iter_mut().for_each(|time| *time /= least);
        (least > 0.0).then_some(times)
    }
}
