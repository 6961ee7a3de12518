//! A small game unrolled: every state's round as a tree of draws, made by asking `step`.
//!
//! A round of a small game is then a walk down a few nodes, and all that a leaf means is known beforehand.

use crate::game::{Chance, Game, Lottery, Odds, Outcome, Slot, State, step};
use std::collections::HashMap;

/// Most states that are unrolled.
const MOST_STATES: usize = 2048;
/// Most leaves of all trees together.
const MOST_LEAVES: usize = 16_384;

/// An unrolled game.
#[derive(Clone, Debug)]
pub struct Unrolled {
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
    /// What a leaf holds that every round needs.
    digests: Vec<LeafDigest>,
    roots: Vec<RoundTree>,
    /// Pressure levels of the second party: first states are numbered by the levels of both.
    n_second: usize,
    disputes: bool,
    even: Option<EvenTrees>,
}

/// The round of one state. Where every leaf answers the same few questions the tree is not walked: the answers are
/// the digits of the leaf's place.
#[derive(Clone, Copy, Debug)]
struct RoundTree {
    tree: u32,
    first_leaf: u32,
    questions: [(Slot, u32); MOST_DIGITS],
    n_questions: Option<u8>,
}

/// Most questions of a round that is not walked.
pub(super) const MOST_DIGITS: usize = 4;

/// A question, or a leaf where `slot` is [`LEAF`].
#[derive(Clone, Copy, Debug)]
struct Node {
    slot: Slot,
    /// Draws up to and including this word mean yes.
    last_yes: u32,
    /// Where to go: `[no, yes]`; leaves are counted from [`FIRST_LEAF`].
    go: [u32; 2],
}

const FIRST_LEAF: u32 = 1 << 31;

/// What a round ended in.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// What happened.
    pub outcome: Outcome,
    /// The next public state.
    pub next: State,
    /// Number of the next state.
    root: u32,
}

/// What every round needs of a leaf.
#[derive(Clone, Copy, Debug)]
pub struct LeafDigest {
    /// Payoffs of the round.
    pub payoff: [f64; 2],
    /// Whether a dispute moved, which must be counted round by round.
    pub disputed: bool,
    /// Number of the next state.
    pub root: u32,
}

impl Unrolled {
    /// Unrolls a game, or gives up where it is not small.
    pub fn new(game: &Game) -> Option<Self> {
        let mut unrolled = Self {
            nodes: Vec::new(),
            leaves: Vec::new(),
            digests: Vec::new(),
            roots: Vec::new(),
            n_second: game.sides[1].pressure.len(),
            disputes: false,
            even: None,
        };
        let (mut states, mut queue) = (HashMap::new(), Vec::new());
        for first in 0..game.sides[0].pressure.len() {
            for second in 0..game.sides[1].pressure.len() {
                number(State::first(game, [first as u8, second as u8]), &mut states, &mut queue);
            }
        }
        let mut done = 0;
        while done < queue.len() {
            let root = unrolled.unroll(game, &queue[done])?;
            unrolled.roots.push(root);
            for leaf in 0..unrolled.leaves.len() {
                if unrolled.leaves[leaf].root == u32::MAX {
                    let next = unrolled.leaves[leaf].next;
                    unrolled.leaves[leaf].root = number(next, &mut states, &mut queue);
                }
            }
            done += 1;
            if queue.len() > MOST_STATES || unrolled.leaves.len() > MOST_LEAVES {
                return None;
            }
        }
        let remembers = game.may_be_disputed();
        let digest = |leaf: &Leaf| LeafDigest {
            payoff: leaf.outcome.payoff,
            root: leaf.root,
            disputed: remembers && (leaf.outcome.alarmed | leaf.outcome.eventful) != 0,
        };
        unrolled.digests = unrolled.leaves.iter().map(digest).collect();
        unrolled.disputes = unrolled.digests.iter().any(|digest| digest.disputed);
        unrolled.even = EvenTrees::of(&unrolled);
        Some(unrolled)
    }

    /// The tree of one state: `step` is asked again and again, each time along the next branch.
    fn unroll(&mut self, game: &Game, state: &State) -> Option<RoundTree> {
        let first_leaf = self.leaves.len();
        let mut asked: Option<Vec<(Slot, u32)>> = None;
        let mut alike = true;
        let mut script = Script::default();
        let mut path: Vec<u32> = Vec::new();
        let mut root = None;
        loop {
            let mut next = *state;
            script.asked = 0;
            let outcome = step(game, &mut next, &mut script);
            let leaf = FIRST_LEAF + self.leaves.len() as u32;
            self.leaves.push(Leaf { outcome, next, root: u32::MAX });
            for question in &script.answers[path.len()..] {
                path.push(self.nodes.len() as u32);
                self.nodes.push(Node { slot: question.slot, last_yes: question.last_yes, go: [0; 2] });
            }
            for (i, question) in script.answers.iter().enumerate() {
                let below = path.get(i + 1).copied().unwrap_or(leaf);
                self.nodes[path[i] as usize].go[usize::from(question.yes)] = below;
            }
            root = root.or(Some(path.first().copied().unwrap_or(leaf)));
            let questions: Vec<_> = script.answers.iter().map(|question| (question.slot, question.last_yes)).collect();
            alike &= *asked.get_or_insert_with(|| questions.clone()) == questions;
            if self.leaves.len() > MOST_LEAVES {
                return None;
            }
            while script.answers.last().is_some_and(|question| !question.yes) {
                script.answers.pop();
            }
            path.truncate(script.answers.len());
            match script.answers.last_mut() {
                Some(question) => question.yes = false,
                None => break,
            }
        }
        let asked = asked.unwrap_or_default();
        let mut questions = [(Slot::comply(0), 0); MOST_DIGITS];
        let is_flat = alike && asked.len() <= MOST_DIGITS && self.leaves.len() - first_leaf == 1 << asked.len();
        if is_flat {
            questions[..asked.len()].copy_from_slice(&asked);
        }
        Some(RoundTree {
            tree: root?,
            first_leaf: first_leaf as u32,
            questions,
            n_questions: is_flat.then_some(asked.len() as u8),
        })
    }

    /// Number of a first state.
    pub fn root(&self, first: &State) -> u32 {
        (usize::from(first.pressure[0]) * self.n_second + usize::from(first.pressure[1])) as u32
    }

    /// Whether disputes move in any leaf.
    pub fn disputes(&self) -> bool {
        self.disputes
    }

    /// Number of leaves.
    pub(crate) fn n_leaves(&self) -> usize {
        self.leaves.len()
    }

    /// A leaf.
    #[inline]
    pub(crate) fn leaf(&self, leaf: usize) -> &Leaf {
        &self.leaves[leaf]
    }

    /// How its rounds are walked where every round asks the same.
    pub(super) fn even(&self) -> Option<&EvenTrees> {
        self.even.as_ref()
    }

    /// Plays the round of the state of that number: the leaf reached, and what every round needs of it.
    #[inline]
    pub fn play(&self, root: u32, mut word: impl FnMut(Slot) -> u32) -> (usize, LeafDigest) {
        let root = &self.roots[root as usize];
        if let Some(n) = root.n_questions {
            let questions = &root.questions[..usize::from(n) % (MOST_DIGITS + 1)];
            let digit = |place: usize, &(slot, last_yes): &(Slot, u32)| place * 2 + usize::from(word(slot) > last_yes);
            let leaf = root.first_leaf as usize + questions.iter().fold(0, digit);
            return (leaf, self.digests[leaf]);
        }
        let mut at = root.tree;
        while at < FIRST_LEAF {
            let node = &self.nodes[at as usize];
            at = node.go[usize::from(word(node.slot) <= node.last_yes)];
        }
        let leaf = (at - FIRST_LEAF) as usize;
        (leaf, self.digests[leaf])
    }

    /// What every round needs of a leaf.
    #[inline]
    pub fn digest(&self, leaf: usize) -> LeafDigest {
        self.digests[leaf]
    }
}

fn number(state: State, states: &mut HashMap<State, u32>, queue: &mut Vec<State>) -> u32 {
    let fresh = queue.len() as u32;
    *states.entry(state).or_insert_with(|| {
        queue.push(state);
        fresh
    })
}

/// A game of which every round asks the same questions.
#[derive(Clone, Debug)]
pub(super) struct EvenTrees {
    /// The questions.
    pub(super) slots: Vec<Slot>,
    /// By state: its first leaf, and for each question the last word that means yes.
    pub(super) roots: Vec<(u32, [u32; MOST_DIGITS])>,
    /// By leaf: the number of the next state.
    pub(super) next: Vec<u32>,
}

impl EvenTrees {
    fn of(unrolled: &Unrolled) -> Option<Self> {
        let slots = |root: &RoundTree| -> Option<Vec<Slot>> {
            let n = usize::from(root.n_questions?);
            Some(root.questions[..n].iter().map(|(slot, _)| *slot).collect())
        };
        let all = slots(unrolled.roots.first()?)?;
        let alike = unrolled.roots.iter().all(|root| slots(root).as_ref() == Some(&all));
        let root = |root: &RoundTree| (root.first_leaf, root.questions.map(|(_, last_yes)| last_yes));
        (alike && !all.is_empty()).then(|| Self {
            slots: all,
            roots: unrolled.roots.iter().map(root).collect(),
            next: unrolled.digests.iter().map(|digest| digest.root).collect(),
        })
    }
}

/// Answers along one branch; new questions are answered yes.
#[derive(Default)]
struct Script {
    answers: Vec<Question>,
    asked: usize,
}

struct Question {
    slot: Slot,
    last_yes: u32,
    yes: bool,
}

impl Script {
    fn ask(&mut self, slot: Slot, cut: u64) -> bool {
        if self.asked == self.answers.len() {
            // A certain yes or no is never asked, so 0 < cut <= u32::MAX here.
            self.answers.push(Question { slot, last_yes: (cut - 1) as u32, yes: true });
        }
        self.asked += 1;
        self.answers[self.asked - 1].yes
    }
}

impl Chance for Script {
    fn happens(&mut self, slot: Slot, odds: Odds) -> bool {
        match odds.certain() {
            Some(answer) => answer,
            None => self.ask(slot, odds.cut),
        }
    }

    fn pick(&mut self, slot: Slot, lottery: &Lottery) -> usize {
        let mut passed = 0;
        for (outcome, &cut) in lottery.cuts.iter().enumerate() {
            let possible = cut > passed;
            if possible && (Odds { cut, ..Odds::new(1.0) }.certain() == Some(true) || self.ask(slot, cut)) {
                return outcome;
            }
            passed = cut.max(passed);
        }
        lottery.cuts.len()
    }
}
