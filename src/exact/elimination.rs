//! Elimination without subtraction: what flows through a network of states, to the last digits.
//!
//! States are taken out one by one, as by Grassmann, Taksar and Heyman (1985), those first that disturb fewest others
//! (Markowitz 1957). Nothing is ever subtracted, so rates of 1e-300 count as much as rates of 1. The bound on the
//! error follows O'Cinneide (1993): what is found is a ratio of sums over spanning forests, in which each state has
//! one edge, so a relative error η in the rates of n states moves it by a factor of at most ((1+η)/(1−η))ⁿ.

use crate::exact::dense::Dense;
use crate::exact::flow::{Bounded, Flow, PASSING, Step};
use crate::exact::network::{MAKING, Network, ROUNDING, sum};
use crate::exact::wide::Wide;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A network taken apart.
#[derive(Debug)]
pub(super) struct Elimination {
    steps: Vec<Step>,
    rest: Dense,
    /// Relative error of what the rates themselves have become.
    error: f64,
}

/// What must leave a node at least, lest flows be lost that are too small for a number.
const LEAST: f64 = 1e-290;
/// Nodes that may be left over, to be taken out of a full matrix.
const LEFT: usize = 3000;
/// Flows there may be at any time, and pairs of flows that may be joined on the way.
const MOST_FLOWS: usize = 8_000_000;
const MOST_PAIRS: u64 = 400_000_000;

impl Network {
    /// Takes the network apart; `None` where that would take too long.
    pub(super) fn eliminate(self) -> Option<Elimination> {
        Work::new(self)?.run()
    }
}

struct Work {
    network: Network,
    /// Nodes that may flow to each node; some no longer do.
    sources: Vec<Vec<u32>>,
    gone: Vec<bool>,
    /// Nodes by what taking them out joins, some of it out of date.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
    /// Place of each node in the row under work.
    place: Vec<u32>,
    flows: usize,
    pairs: u64,
}

/// No place.
const NONE: u32 = u32::MAX;

impl Work {
    fn new(network: Network) -> Option<Self> {
        let n = network.rows.len();
        let flows = network.rows.iter().map(Vec::len).sum();
        if flows > MOST_FLOWS {
            return None;
        }
        let mut sources = vec![Vec::new(); n];
        for (node, row) in network.rows.iter().enumerate() {
            row.iter().for_each(|&(next, _)| sources[next as usize].push(node as u32));
        }
        let mut work = Self {
            network,
            sources,
            gone: vec![false; n],
            queue: BinaryHeap::new(),
            place: vec![NONE; n],
            flows,
            pairs: 0,
        };
        work.queue = (0..n).map(|node| Reverse((work.weight(node), node as u32))).collect();
        Some(work)
    }

    /// Pairs of flows that taking `node` out joins.
    fn weight(&self, node: usize) -> u64 {
        (self.sources[node].len() * self.network.rows[node].len()) as u64
    }

    fn run(mut self) -> Option<Elimination> {
        let n = self.network.rows.len();
        let (mut steps, mut error, mut left) = (Vec::new(), 2.0 * MAKING * n as f64, n);
        while let Some(Reverse((weight, node))) = self.queue.pop() {
            let index = node as usize;
            if self.gone[index] {
                continue;
            }
            let now = self.weight(index);
            if now > weight {
                self.queue.push(Reverse((now, node)));
                continue;
            }
            // What is left is nearly full: a matrix does the rest.
            if left <= LEFT && 4 * now > (left * left) as u64 {
                self.queue.push(Reverse((now, node)));
                break;
            }
            self.pairs += now;
            if self.flows > MOST_FLOWS || self.pairs > MOST_PAIRS {
                return None;
            }
            error += 2.0 * PASSING * self.sources[index].len() as f64;
            let step = self.take_out(node);
            left -= 1;
            if step.leaves < LEAST && !(left == 0 && step.leaves == 0.0) {
                return None;
            }
            steps.push(step);
        }
        let nodes: Vec<u32> = (0..n as u32).filter(|&node| !self.gone[node as usize]).collect();
        let rest = Dense::new(&nodes, &self.network);
        if rest.leaves.iter().skip(1).any(|&leaves| leaves < LEAST) {
            return None;
        }
        error += 2.0 * PASSING * rest.disturbed();
        let error = error * ROUNDING;
        // Beyond this the first order of the bound no longer holds.
        (error < 1e-3).then_some(Elimination { steps, rest, error: 1.01 * error })
    }

    fn take_out(&mut self, node: u32) -> Step {
        let index = node as usize;
        self.gone[index] = true;
        let onward = std::mem::take(&mut self.network.rows[index]);
        let exit = self.network.exits[index];
        let leaves = sum(onward.iter().map(|&(_, rate)| rate).chain([exit]));
        let mut back = Vec::new();
        for source in std::mem::take(&mut self.sources[index]) {
            let row = &mut self.network.rows[source as usize];
            let Some(own) = row.iter().position(|&(next, _)| next == node) else { continue };
            let (_, rate) = row.swap_remove(own);
            back.push((source, rate));
            let share = rate / leaves;
            for (place, &(next, _)) in row.iter().enumerate() {
                self.place[next as usize] = place as u32;
            }
            let before = row.len();
            for &(next, onward) in onward.iter().filter(|&&(next, _)| next != source) {
                let through = share * onward;
                match self.place[next as usize] {
                    // What underflows is no flow.
                    NONE if through > 0.0 => {
                        row.push((next, through));
                        self.sources[next as usize].push(source);
                    }
                    NONE => {}
                    place => row[place as usize].1 += through,
                }
            }
            self.flows += row.len() - before;
            row.iter().for_each(|&(next, _)| self.place[next as usize] = NONE);
            self.network.exits[source as usize] += share * exit;
        }
        // Those that it flowed to have lost a source, those that flowed to it may have more flows.
        self.flows = self.flows.saturating_sub(back.len() + onward.len());
        for &(next, _) in &onward {
            let sources = &mut self.sources[next as usize];
            if let Some(place) = sources.iter().position(|&source| source == node) {
                sources.swap_remove(place);
            }
        }
        for &(touched, _) in onward.iter().chain(&back) {
            let weight = self.weight(touched as usize);
            self.queue.push(Reverse((weight, touched)));
        }
        Step { node, leaves, onward, back }
    }
}

impl Elimination {
    /// How often each node is visited if the network is entered with these weights: y = b + yQ.
    pub(super) fn visits(&self, entering: &[f64]) -> Bounded {
        let mut flow = Flow::of(entering);
        for step in &self.steps {
            flow.pass_on(step);
        }
        self.rest.visit(&mut flow);
        for step in self.steps.iter().rev() {
            flow.gather(step, flow.values[step.node as usize]);
        }
        flow.bounded(self.error)
    }

    /// Shares of time spent in each node, of a network that nothing leaves.
    pub(super) fn stationary(&self) -> Bounded {
        let n = self.steps.len() + self.rest.len();
        let mut flow = Flow::of(&vec![0.0; n]);
        match self.rest.is_empty() {
            false => self.rest.settle(&mut flow),
            true => flow.values[self.steps[n - 1].node as usize] = Wide::new(1.0),
        }
        let found = self.steps.len() - usize::from(self.rest.is_empty());
        for step in self.steps[..found].iter().rev() {
            flow.gather(step, Wide::default());
        }
        let total = Wide::sum(flow.values.iter().copied());
        flow.values.iter_mut().for_each(|value| *value = Wide::new(value.share_of(total)));
        // Each number may be off one way and their sum the other.
        flow.errors.iter_mut().for_each(|error| *error = 2.0 * *error + 4.0);
        flow.bounded(self.error)
    }

    /// What each node is worth if every visit earns these: x = r + Qx. They must not be negative.
    pub(super) fn worth(&self, earned: &[f64]) -> Bounded {
        let mut flow = Flow::of(earned);
        for step in &self.steps {
            let (here, error) = flow.at(step.node);
            let each = here.over(step.leaves);
            step.back.iter().for_each(|&(source, rate)| flow.add(source, each.times(rate), error));
        }
        self.rest.earn(&mut flow);
        for step in self.steps.iter().rev() {
            let here = flow.values[step.node as usize];
            flow.collect(step.node, here, &step.onward, step.leaves);
        }
        flow.bounded(self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::circulation::Circulation;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// A random network in which all nodes lead to each other, at rates from `rarest` to 1.
    fn network(rng: &mut ChaCha8Rng, n: usize, rarest: f64, is_closed: bool) -> Network {
        let mut network = Network { rows: vec![Vec::new(); n], exits: vec![0.0; n] };
        let rate = |rng: &mut ChaCha8Rng| libm::exp(rng.random_range(0.0..1.0) * libm::log(rarest));
        for node in 0..n {
            let mut nexts = vec![(node + 1) % n];
            (0..3).for_each(|_| nexts.push(rng.random_range(0..n)));
            nexts.sort_unstable();
            nexts.dedup();
            network.rows[node] =
                nexts.into_iter().filter(|&next| next != node).map(|next| (next as u32, rate(rng))).collect();
            network.exits[node] = if is_closed { 0.0 } else { rate(rng) };
        }
        network
    }

    /// By textbook elimination of a full matrix in numbers of twice the length.
    fn plainly(network: &Network, entering: &[f64]) -> Vec<f64> {
        let n = network.rows.len();
        let mut flows = vec![vec![Long::default(); n]; n];
        for (row, flows) in network.rows.iter().zip(&mut flows) {
            row.iter().for_each(|&(next, rate)| flows[next as usize] = Long(rate, 0.0));
        }
        let mut exits: Vec<Long> = network.exits.iter().map(|&exit| Long(exit, 0.0)).collect();
        let mut values: Vec<Long> = entering.iter().map(|&x| Long(x, 0.0)).collect();
        let mut leaves = vec![Long::default(); n];
        for last in (0..n).rev() {
            let onward = flows[last].clone();
            leaves[last] = onward[..last].iter().fold(exits[last], |sum, &rate| sum.plus(rate));
            for i in 0..last {
                let share = flows[i][last].over(leaves[last]);
                (0..last).filter(|&j| j != i).for_each(|j| flows[i][j] = flows[i][j].plus(share.times(onward[j])));
                exits[i] = exits[i].plus(share.times(exits[last]));
                values[i] = values[i].plus(values[last].over(leaves[last]).times(onward[i]));
            }
        }
        let is_closed = network.exits.iter().all(|&exit| exit == 0.0);
        for j in 0..n {
            let gathered = (0..j).fold(values[j], |sum, i| sum.plus(values[i].times(flows[i][j])));
            values[j] = if is_closed && j == 0 { Long(1.0, 0.0) } else { gathered.over(leaves[j]) };
        }
        let total = if is_closed { values.iter().fold(Long::default(), |sum, &x| sum.plus(x)) } else { Long(1.0, 0.0) };
        values.iter().map(|x| x.over(total).0).collect()
    }

    /// A number of twice the length (Dekker 1971).
    #[derive(Clone, Copy, Default)]
    struct Long(f64, f64);

    impl Long {
        fn of(high: f64, low: f64) -> Self {
            let sum = high + low;
            Self(sum, low - (sum - high))
        }

        fn plus(self, other: Self) -> Self {
            let sum = self.0 + other.0;
            let part = sum - self.0;
            Self::of(sum, (self.0 - (sum - part)) + (other.0 - part) + self.1 + other.1)
        }

        fn times(self, other: Self) -> Self {
            let product = self.0 * other.0;
            let lost = libm::fma(self.0, other.0, -product);
            Self::of(product, lost + self.0 * other.1 + self.1 * other.0)
        }

        fn over(self, other: Self) -> Self {
            if self.0 == 0.0 {
                return self;
            }
            let quotient = self.0 / other.0;
            let rest = self.plus(other.times(Self(-quotient, 0.0)));
            Self::of(quotient, rest.0 / other.0)
        }
    }

    #[test]
    fn random_networks_at_rates_down_to_1e_12_are_solved_to_the_digits_that_are_claimed() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for (n, rarest) in [(2, 1e-12), (7, 1e-3), (12, 1e-12), (40, 1e-12), (80, 1e-6)] {
            for _ in 0..20 {
                let closed = network(&mut rng, n, rarest, true);
                let found = closed.clone().eliminate().unwrap().stationary();
                assert_close(&found, &plainly(&closed, &vec![0.0; n]));
                let open = network(&mut rng, n, rarest, false);
                let entering: Vec<f64> = (0..n).map(|k| if k % 3 == 0 { 1.0 } else { 0.0 }).collect();
                let parts = open.clone().eliminate().unwrap();
                let visits = parts.visits(&entering);
                assert_close(&visits, &plainly(&open, &entering));
                // What is earned by visits is the same seen from the other end.
                let (visits, visited) = (visits.numbers(), visits.error);
                let worth = parts.worth(&visits);
                let by_visits: f64 = visits.iter().map(|visits| visits * visits).sum();
                let by_worth: f64 = entering.iter().zip(&worth.numbers()).map(|(enter, worth)| enter * worth).sum();
                assert!((by_worth / by_visits - 1.0).abs() <= 2.0 * (worth.error + visited));
            }
        }
    }

    fn assert_close(found: &Bounded, expected: &[f64]) {
        assert!(found.error < 1e-10, "{}", found.error);
        for (value, expected) in found.numbers().iter().zip(expected) {
            assert!((value / expected - 1.0).abs() <= found.error, "{value:e}, expected {expected:e}");
        }
    }

    #[test]
    fn sweeps_are_as_near_as_they_say() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        for (n, rarest, good) in [(60, 1e-2, 1e-9), (60, 1e-6, 1.0), (300, 1e-1, 1e-9), (20, 1e-12, 2.0)] {
            let closed = network(&mut rng, n, rarest, true);
            let swept = Circulation::new(&closed).stationary();
            let exact = closed.clone().eliminate().unwrap().stationary();
            let off: f64 = swept.values.iter().zip(&exact.numbers()).map(|(a, b)| (a.number() - b).abs()).sum();
            assert!(off <= swept.error + exact.error && swept.error <= good, "{off:e} of {:e}", swept.error);
            let open = network(&mut rng, n, rarest, false);
            let entering = vec![1.0 / n as f64; n];
            let swept = Circulation::new(&open).visits(&entering);
            let exact = open.clone().eliminate().unwrap().visits(&entering);
            let leaves =
                |visits: &[f64]| -> f64 { visits.iter().zip(&open.exits).map(|(visits, exit)| visits * exit).sum() };
            let off = (leaves(&swept.values.iter().map(|value| value.number()).collect::<Vec<_>>())
                - leaves(&exact.numbers()))
            .abs();
            assert!(off <= swept.error + exact.error, "{off:e} of {:e}", swept.error);
        }
    }
}
