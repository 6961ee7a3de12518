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
    /// How it moves with the probability of each node, `[node][joint outcome]`.
    pub(super) odds_by_node: Vec<Vec<f64>>,
    /// Payoff and discounted value of what follows, by party.
    pub(super) worth: [f64; 2],
    /// How that moves with each node, by party: the difference that a yes makes.
    pub(super) slopes: [Vec<f64>; 2],
    /// How the slopes move, `[node · n + other node]`, by party; empty unless asked for.
    pub(super) curves: [Vec<f64>; 2],
}

/// A factor under given answers: its outcomes and payoffs, and how they move with each answer and with both.
struct Mixed {
    /// As is, by the first answer, by the second, by both.
    odds: [Vec<f64>; 4],
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
        let pay = &factor.pay[4 * combo..4 * combo + 4];
        Self {
            odds: weights
                .map(|w| (0..n).map(|end| (0..4).map(|case| w[case] * factor.odds[case * n + end]).sum()).collect()),
            pay: weights.map(|w| [0, 1].map(|p| (0..4).map(|case| w[case] * pay[case][p]).sum())),
            first,
            nodes,
        }
    }

    /// Which of the four applies where these nodes are differentiated by; `None` where one is no answer of this factor.
    fn way(&self, by: &[usize]) -> usize {
        by.iter().fold(0, |way, node| match self.nodes.iter().position(|own| own.as_ref() == Some(node)) {
            Some(which) => way | 1 << which,
            None => way,
        })
    }
}

/// Products of one number of each list, the last list running fastest.
fn outer<'a>(lists: impl Iterator<Item = &'a [f64]>) -> Vec<f64> {
    let mut all = vec![1.0];
    for list in lists {
        all = all.iter().flat_map(|left| list.iter().map(move |right| left * right)).collect();
    }
    all
}

fn joint(mixed: &[Mixed], by: &[usize]) -> Vec<f64> {
    outer(mixed.iter().map(|factor| &factor.odds[factor.way(by)][..]))
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
        let after: Vec<[f64; 2]> = round
            .targets
            .iter()
            .map(|&target| [0, 1].map(|p| expected[arena.value(target as usize, combo, p)]))
            .collect();
        let follow =
            |odds: &[f64], p: usize| -> f64 { odds.iter().zip(&after).map(|(odds, after)| odds * after[p]).sum() };
        let odds = joint(&mixed, &[]);
        let odds_by_node: Vec<Vec<f64>> = (0..n).map(|node| joint(&mixed, &[node])).collect();
        let paid = |by: &[usize], p: usize| -> f64 {
            let ways = mixed.iter().map(|factor| (factor, factor.way(by)));
            ways.filter(|(_, way)| way.count_ones() as usize == by.len()).map(|(factor, way)| factor.pay[way][p]).sum()
        };
        let clash = |by: &[usize], p: usize| match stage.clash[p] {
            0.0 => 0.0,
            clash => clash * both_violate(&mixed[..stage.n_duties], stage.n_first, by),
        };
        let worth =
            [0, 1].map(|p| stage.still[p] + paid(&[], p) + clash(&[], p) + arena.discount[p] * follow(&odds, p));
        let slopes = [0, 1].map(|p| {
            let slope =
                |node: usize| paid(&[node], p) + clash(&[node], p) + arena.discount[p] * follow(&odds_by_node[node], p);
            (0..n).map(slope).collect()
        });
        let mut curves = [Vec::new(), Vec::new()];
        if with_curves {
            curves = [0, 1].map(|_| vec![0.0; n * n]);
            for a in 0..n {
                for b in 0..a {
                    let odds = joint(&mixed, &[a, b]);
                    for p in [0, 1] {
                        let curve = paid(&[a, b], p) + clash(&[a, b], p) + arena.discount[p] * follow(&odds, p);
                        curves[p][a * n + b] = curve;
                        curves[p][b * n + a] = curve;
                    }
                }
            }
        }
        Self { odds, odds_by_node, worth, slopes, curves }
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
    let (first, second) = duties.split_at(n_first);
    let of_party = |duties: &[Mixed], offset: usize| -> f64 {
        let own: Vec<usize> =
            moved.iter().filter_map(|&duty| duty.checked_sub(offset)).filter(|&k| k < duties.len()).collect();
        let kept = duties.iter().enumerate().filter(|(k, _)| !own.contains(k)).map(|(_, duty)| 1.0 - duty.first);
        let kept: f64 = kept.product();
        match own.len() {
            0 => 1.0 - kept,
            1 => kept,
            _ => -kept,
        }
    };
    of_party(first, 0) * of_party(second, n_first)
}
