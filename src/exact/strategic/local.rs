//! One state looked at closely: what it is expected to bring, and how that moves with each decision.

use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::stage::{Factor, Says};

/// The round of one state under given decisions.
///
/// Expectations are multilinear in the probabilities of a yes, so that all derivatives are differences.
#[derive(Default)]
pub(super) struct Local {
    /// Probability of each joint outcome.
    pub(super) odds: Vec<f64>,
    /// How it moves with the probability of each node, `[node][joint outcome]`; empty unless asked for.
    pub(super) odds_by_node: Vec<f64>,
    /// Payoff and discounted value of what follows, by party.
    pub(super) worth: [f64; 2],
    /// How that moves with each node, by party: the difference that a yes makes.
    pub(super) slopes: [Vec<f64>; 2],
    /// How the slopes move, `[node · n + other node]`, by party; empty unless asked for.
    pub(super) curves: [Vec<f64>; 2],
}

/// A factor under given answers: its outcomes and payoffs, as is, and how they move with the first answer, with the
/// second, with both.
struct Mixed {
    /// `[way][outcome]`.
    odds: Vec<f64>,
    n_outcomes: usize,
    pay: [[f64; 2]; 4],
    /// Probability that the first answer is yes.
    first: f64,
    /// Nodes that the answers are.
    nodes: [Option<usize>; 2],
}

/// Probability of a yes at each node of a core, where σ holds the chosen ones by decision.
pub(super) fn yes(arena: &Arena, core: usize, combo: usize, sigma: &[f64]) -> Vec<f64> {
    let round = &arena.rounds[core];
    let nodes = round.stage.nodes.iter().zip(&round.decisions);
    nodes
        .map(|(node, &decision)| node.reached * sigma[arena.decisions[decision].first + combo] + node.otherwise)
        .collect()
}

impl Mixed {
    fn new(factor: &Factor, combo: usize, yes: &[f64]) -> Self {
        let [first, second] = [0, 1].map(|which| match &factor.says[which] {
            Says::Node(node) => yes[*node],
            Says::Given(odds) => odds[combo],
        });
        let nodes = [0, 1].map(|which| match factor.says[which] {
            Says::Node(node) => Some(node),
            Says::Given(_) => None,
        });
        // Weights of the four pairs of answers, and of their differences.
        let weights = [
            [(1.0 - first) * (1.0 - second), (1.0 - first) * second, first * (1.0 - second), first * second],
            [second - 1.0, -second, 1.0 - second, second],
            [first - 1.0, 1.0 - first, -first, first],
            [1.0, -1.0, -1.0, 1.0],
        ];
        let n = factor.n_outcomes;
        let mut odds = vec![0.0; 4 * n];
        for (odds, weights) in odds.chunks_exact_mut(n).zip(&weights) {
            for (weight, by_case) in weights.iter().zip(factor.odds.chunks_exact(n)) {
                odds.iter_mut().zip(by_case).for_each(|(sum, odds)| *sum += weight * odds);
            }
        }
        let pay = &factor.pay[4 * combo..4 * combo + 4];
        let pay = weights.map(|w| [0, 1].map(|p| (0..4).map(|case| w[case] * pay[case][p]).sum()));
        Self { odds, n_outcomes: n, pay, first, nodes }
    }

    fn way(&self, way: usize) -> &[f64] {
        &self.odds[way * self.n_outcomes..][..self.n_outcomes]
    }

    /// Which way applies where this node is differentiated by.
    fn by(&self, node: usize) -> usize {
        match self.nodes.iter().position(|own| *own == Some(node)) {
            Some(which) => 1 << which,
            None => 0,
        }
    }
}

/// Adds the products of one number of each list, the last list running fastest, to `all`.
fn outer<'a>(lists: impl Iterator<Item = &'a [f64]>, all: &mut Vec<f64>) {
    let start = all.len();
    all.push(1.0);
    for list in lists {
        let before: Vec<f64> = all.drain(start..).collect();
        all.extend(before.iter().flat_map(|left| list.iter().map(move |right| left * right)));
    }
}

/// Nodes that are differentiated by, at most two.
#[derive(Clone, Copy)]
struct By {
    nodes: [usize; 2],
    n: usize,
}

impl By {
    fn and(mut self, node: usize) -> Self {
        self.nodes[self.n] = node;
        self.n += 1;
        self
    }
}

/// Sums `tensor` over the outcomes of all factors, the last running fastest: as is, and differentiated by up to `most`
/// nodes.
fn contract(mixed: &[Mixed], tensor: &[f64], by: By, most: usize, out: &mut impl FnMut(&[usize], f64)) {
    let Some((last, rest)) = mixed.split_last() else {
        out(&by.nodes[..by.n], tensor[0]);
        return;
    };
    let mut sum = |way: usize, by: By| {
        let weights = last.way(way);
        let sums: Vec<f64> = tensor
            .chunks_exact(last.n_outcomes)
            .map(|row| row.iter().zip(weights).map(|(value, weight)| value * weight).sum())
            .collect();
        contract(rest, &sums, by, most, out);
    };
    sum(0, by);
    let [first, second] = last.nodes;
    if by.n < most {
        first.into_iter().for_each(|node| sum(1, by.and(node)));
        second.into_iter().for_each(|node| sum(2, by.and(node)));
    }
    if let (Some(first), Some(second)) = (first, second)
        && by.n + 2 <= most
    {
        sum(3, by.and(first).and(second));
    }
}

impl Local {
    /// Looks at a state; `yes` holds the probability of a yes at each node, `expected` values of what follows.
    pub(super) fn new(
        arena: &Arena,
        core: usize,
        combo: usize,
        yes: &[f64],
        expected: &[f64],
        with_curves: bool,
    ) -> Self {
        let round = &arena.rounds[core];
        let (stage, n) = (&round.stage, round.stage.nodes.len());
        let mixed: Vec<Mixed> = stage.factors.iter().map(|factor| Mixed::new(factor, combo, yes)).collect();
        let mut local = Self { odds: Vec::with_capacity(round.targets.len()), ..Self::default() };
        outer(mixed.iter().map(|factor| factor.way(0)), &mut local.odds);
        if with_curves {
            local.odds_by_node.reserve(n * round.targets.len());
            for node in 0..n {
                outer(mixed.iter().map(|factor| factor.way(factor.by(node))), &mut local.odds_by_node);
            }
        }
        let most = if with_curves { 2 } else { 1 };
        for p in [0, 1] {
            let after: Vec<f64> =
                round.targets.iter().map(|&target| expected[arena.value(target as usize, combo, p)]).collect();
            let mut slopes = vec![0.0; n];
            let mut curves = vec![0.0; if with_curves { n * n } else { 0 }];
            let mut worth = 0.0;
            contract(&mixed, &after, By { nodes: [0; 2], n: 0 }, most, &mut |by, value| match *by {
                [] => worth = value,
                [node] => slopes[node] = value,
                [a, b, ..] => {
                    curves[a * n + b] = value;
                    curves[b * n + a] = value;
                }
            });
            let discount = arena.discount[p];
            worth = stage.still[p] + discount * worth;
            slopes.iter_mut().chain(&mut curves).for_each(|value| *value *= discount);
            for factor in &mixed {
                worth += factor.pay[0][p];
                for (which, node) in factor.nodes.iter().enumerate() {
                    node.iter().for_each(|&node| slopes[node] += factor.pay[1 << which][p]);
                }
                if let ([Some(a), Some(b)], true) = (factor.nodes, with_curves) {
                    curves[a * n + b] += factor.pay[3][p];
                    curves[b * n + a] += factor.pay[3][p];
                }
            }
            if stage.clash[p] != 0.0 {
                let clash = |by: &[usize]| stage.clash[p] * both_violate(&mixed[..stage.n_duties], stage.n_first, by);
                worth += clash(&[]);
                (0..n).for_each(|node| slopes[node] += clash(&[node]));
                if with_curves {
                    for (a, b) in (0..n).flat_map(|a| (0..n).map(move |b| (a, b))).filter(|(a, b)| a != b) {
                        curves[a * n + b] += clash(&[a, b]);
                    }
                }
            }
            local.worth[p] = worth;
            local.slopes[p] = slopes;
            local.curves[p] = curves;
        }
        local
    }

    /// How the probability of each joint outcome moves with a node.
    pub(super) fn odds_by(&self, node: usize) -> &[f64] {
        &self.odds_by_node[node * self.odds.len()..][..self.odds.len()]
    }
}

/// Probability that both parties violate something, or how it moves with these nodes.
fn both_violate(duties: &[Mixed], n_first: usize, by: &[usize]) -> f64 {
    let violation = |node: usize| duties.iter().position(|duty| duty.nodes[0] == Some(node));
    let mut moved = Vec::new();
    for &node in by {
        match violation(node) {
            Some(duty) => moved.push(duty),
            None => return 0.0,
        }
    }
    let of_party = |from: usize, to: usize| -> f64 {
        let own = moved.iter().filter(|&&duty| (from..to).contains(&duty)).count();
        let kept = (from..to).filter(|duty| !moved.contains(duty)).map(|duty| 1.0 - duties[duty].first);
        let kept: f64 = kept.product();
        match own {
            0 => 1.0 - kept,
            1 => kept,
            _ => -kept,
        }
    };
    of_party(0, n_first) * of_party(n_first, duties.len())
}
