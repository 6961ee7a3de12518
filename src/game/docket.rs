//! Every status that a dispute can have, numbered, and where a round leads from each: the rule book, looked up.

use crate::game::outcome::Marks;
use crate::game::rulebook::{Signal, proceed};
use crate::game::{Alarm, Dispute, Events, Procedure, Question, Review};
use std::collections::HashMap;

/// Number of a dispute status in a [`Docket`].
pub type StatusId = u32;

/// Most statuses that the dispute on one commitment may have.
pub const MOST_STATUSES: u64 = 200_000;

/// The rule book of one procedure, worked out for every status, signal and answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Docket {
    statuses: Vec<Dispute>,
    traits: Vec<Traits>,
    marks: Vec<Marks>,
    /// Four turns (violated · 2 + alarmed) a row; three rows (by review) for each idle status, one for each other.
    turns: Vec<Turn>,
    /// Turns that follow a question, `[no, yes]`.
    answers: Vec<[Turn; 2]>,
}

/// What the rest of the game needs to know of a status.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Traits {
    /// Open: anything but idle.
    pub open: bool,
    /// A remedy is in force.
    pub remedied: bool,
    /// An alarm stands that nobody has acted upon.
    pub awaiting: bool,
    /// What a disposition looks at: 0 calm, 1 disputed, 2 remedied.
    pub class: u8,
}

/// Where a round leads: to a status, or to a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The question to be asked first.
    pub question: Option<Question>,
    /// What happened.
    pub events: Events,
    /// The next status; where there is a question, the place of its answers.
    pub(super) target: u32,
}

const N_IDLE: usize = 3;
const REVIEWS: [Review; 3] = [Review::Closed, Review::Barred, Review::Open];

impl Docket {
    /// No dispute, no alarm.
    pub const NONE: StatusId = 0;

    /// Works out a procedure, which may have at most [`MOST_STATUSES`].
    pub fn new(procedure: &Procedure) -> Self {
        let mut clerk = Clerk::default();
        for alarm in [Alarm::None, Alarm::False, Alarm::Genuine] {
            clerk.number(Dispute::Idle(alarm));
        }
        let (mut turns, mut done) = (Vec::new(), 0);
        while done < clerk.statuses.len() {
            let dispute = clerk.statuses[done];
            let reviews = if done < N_IDLE { &REVIEWS[..] } else { &REVIEWS[..1] };
            for &review in reviews {
                for case in 0..4 {
                    let signal = Signal { violated: case & 2 != 0, alarmed: case & 1 != 0 };
                    turns.push(clerk.turn(procedure, review, dispute, signal, &mut Vec::new()));
                }
            }
            done += 1;
        }
        let traits: Vec<Traits> = clerk
            .statuses
            .iter()
            .map(|dispute| Traits {
                open: dispute.is_open(),
                remedied: matches!(dispute, Dispute::Remedied { .. }),
                awaiting: matches!(dispute, Dispute::Idle(alarm) if alarm.is_raised()),
                class: dispute.class() as u8,
            })
            .collect();
        let marks = traits.iter().map(|&traits| Marks::of(traits)).collect();
        Self { traits, marks, statuses: clerk.statuses, turns, answers: clerk.answers }
    }

    /// Number of statuses.
    pub fn n_statuses(&self) -> usize {
        self.statuses.len()
    }

    /// The status of that number.
    #[inline]
    pub fn status(&self, id: StatusId) -> Dispute {
        self.statuses[id as usize]
    }

    /// What the rest of the game needs to know of a status.
    #[inline]
    pub fn traits(&self, id: StatusId) -> Traits {
        self.traits[id as usize]
    }

    #[inline]
    pub(super) fn marks(&self, id: StatusId) -> Marks {
        self.marks[id as usize]
    }

    /// Where the round leads, by what was done and seen in it.
    #[inline]
    pub fn turn(&self, id: StatusId, review: Review, violated: bool, alarmed: bool) -> Turn {
        let id = id as usize;
        let row = if id < N_IDLE { id * REVIEWS.len() + review as usize } else { id + N_IDLE * (REVIEWS.len() - 1) };
        self.turns[row * 4 + usize::from(violated) * 2 + usize::from(alarmed)]
    }

    /// Where the answer to the question of `turn` leads.
    #[inline]
    pub fn after(&self, turn: Turn, yes: bool) -> Turn {
        self.answers[turn.target as usize][usize::from(yes)]
    }
}

/// Numbers statuses as they come up.
#[derive(Default)]
struct Clerk {
    statuses: Vec<Dispute>,
    numbers: HashMap<Dispute, StatusId>,
    answers: Vec<[Turn; 2]>,
}

impl Clerk {
    fn number(&mut self, dispute: Dispute) -> StatusId {
        *self.numbers.entry(dispute).or_insert_with(|| {
            self.statuses.push(dispute);
            self.statuses.len() as StatusId - 1
        })
    }

    /// Asks the rule book, giving the answers known so far; a question beyond them branches.
    fn turn(
        &mut self,
        procedure: &Procedure,
        review: Review,
        dispute: Dispute,
        signal: Signal,
        known: &mut Vec<bool>,
    ) -> Turn {
        let (mut asked, mut open) = (0, None);
        let (next, events) = proceed(procedure, review, dispute, signal, |question| {
            if let Some(certain) = procedure.odds(question).and_then(|odds| odds.certain()) {
                return certain;
            }
            asked += 1;
            if asked > known.len() {
                open = open.or(Some(question));
                return false;
            }
            known[asked - 1]
        });
        if open.is_none() {
            return Turn { question: None, events, target: self.number(next) };
        }
        let branches = [false, true].map(|yes| {
            known.push(yes);
            let turn = self.turn(procedure, review, dispute, signal, known);
            known.pop();
            turn
        });
        self.answers.push(branches);
        Turn { question: open, events: Events::NONE, target: self.answers.len() as u32 - 1 }
    }
}
