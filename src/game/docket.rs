//! Every status that a dispute can have, numbered, and where a round leads from each: the rule book, looked up.

use crate::game::occasion::Occasion;
use crate::game::outcome::Marks;
use crate::game::question::Signal;
use crate::game::rulebook::{Case, follow};
use crate::game::{Dispute, Events, Measure, Procedure, Question, Review, Traits};
use std::collections::HashMap;
use std::ops::Range;

/// Number of a dispute status in a [`Docket`].
pub(crate) type StatusId = u32;

/// A status: the dispute, what stands of the owner's last decision, and the remedies imposed before that bear on the
/// next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Status {
    dispute: Dispute,
    measure: Measure,
    earlier: u16,
}

impl Status {
    /// Neither dispute nor alarm, and no remedy before.
    const fn calm(measure: Measure) -> Self {
        Self { dispute: Dispute::NONE, measure, earlier: 0 }
    }
}

/// The rule book of one procedure, worked out for every status, signal and answer. Where commitments have lasting
/// measures, a status says too whether one is in force; those of commitments without come first.
#[derive(Clone, Debug, PartialEq)]
pub struct Docket {
    statuses: Vec<Status>,
    /// Number of statuses without a lasting measure.
    n_momentary: usize,
    entries: Vec<Entry>,
    /// Four turns (violated · 2 + alarmed) a row.
    turns: Vec<Turn>,
    /// Turns that follow a question, `[no, yes]`.
    answers: Vec<[Turn; 2]>,
}

/// What is looked up of a status in every round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) traits: Traits,
    pub(super) marks: Marks,
    /// What a habit looks at, by its place among all [`Occasion`]s.
    pub(super) occasion: u8,
    /// Its first row of turns.
    row: u32,
    /// Bits of the review that choose among its rows: all for an idle status, which has a row for each, else none.
    by_review: u32,
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

const REVIEWS: [Review; 3] = [Review::Closed, Review::Barred, Review::Open];

impl Docket {
    /// No dispute, no alarm.
    pub const NONE: StatusId = 0;

    /// Works out a procedure, which may have at most `MOST_STATUSES`; for lasting measures too where any commitment
    /// `lasts`.
    pub fn new(procedure: &Procedure, lasts: bool) -> Self {
        let (mut clerk, mut turns, mut entries) = (Clerk::default(), Vec::new(), Vec::new());
        clerk.number(Status::calm(Measure::Momentary));
        clerk.work_out(procedure, &mut turns, &mut entries);
        let n_momentary = entries.len();
        if lasts {
            clerk.number(Status::calm(Measure::Absent));
            clerk.number(Status::calm(Measure::InForce));
            clerk.work_out(procedure, &mut turns, &mut entries);
        }
        Self { entries, statuses: clerk.statuses, n_momentary, turns, answers: clerk.answers }
    }

    /// The status of a commitment without dispute and alarm.
    pub(super) fn calm(&self, measure: Measure) -> StatusId {
        match measure {
            Measure::Momentary => Self::NONE,
            Measure::Absent => self.n_momentary as StatusId,
            Measure::InForce => self.n_momentary as StatusId + 1,
        }
    }

    /// The statuses of commitments with lasting measures, or without.
    pub(crate) fn statuses(&self, lasting: bool) -> Range<StatusId> {
        let (first, end) = if lasting { (self.n_momentary, self.statuses.len()) } else { (0, self.n_momentary) };
        first as StatusId..end as StatusId
    }

    /// What stands of the owner's last decision in the status of that number.
    #[inline]
    pub(crate) fn measure(&self, id: StatusId) -> Measure {
        self.statuses[id as usize].measure
    }

    /// The status of that number.
    #[inline]
    pub fn status(&self, id: StatusId) -> Dispute {
        self.statuses[id as usize].dispute
    }

    /// Remedies imposed before, as far as they bear on the next one.
    pub(crate) fn earlier(&self, id: StatusId) -> u16 {
        self.statuses[id as usize].earlier
    }

    /// What the rest of the game needs to know of a status.
    #[inline]
    pub fn traits(&self, id: StatusId) -> Traits {
        self.entry(id).traits
    }

    #[inline]
    pub(super) fn entry(&self, id: StatusId) -> &Entry {
        &self.entries[id as usize]
    }

    /// Where the round leads from the status of this `entry`, by what was done and seen in it.
    #[inline]
    pub(super) fn turn(&self, entry: &Entry, review: Review, signal: Signal) -> Turn {
        let row = entry.row + (review as u32 & entry.by_review);
        self.turns[row as usize * 4 + usize::from(signal.violated) * 2 + usize::from(signal.alarmed)]
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
    statuses: Vec<Status>,
    numbers: HashMap<Status, StatusId>,
    answers: Vec<[Turn; 2]>,
}

impl Clerk {
    /// The number of a status. Who does not see whether a lasting measure is in force reckons with both, so both have one.
    fn number(&mut self, status: Status) -> StatusId {
        if let Some(&known) = self.numbers.get(&status) {
            return known;
        }
        let id = self.enter(status);
        let other = match status.measure {
            Measure::Momentary => return id,
            Measure::Absent => Measure::InForce,
            Measure::InForce => Measure::Absent,
        };
        let twin = Status { measure: other, ..status };
        if !self.numbers.contains_key(&twin) {
            self.enter(twin);
        }
        id
    }

    fn enter(&mut self, status: Status) -> StatusId {
        let id = self.statuses.len() as StatusId;
        self.statuses.push(status);
        self.numbers.insert(status, id);
        id
    }

    /// Works out all statuses that have a number and no entry yet, and those that follow.
    fn work_out(&mut self, procedure: &Procedure, turns: &mut Vec<Turn>, entries: &mut Vec<Entry>) {
        while let Some(&status) = self.statuses.get(entries.len()) {
            let traits = status.dispute.traits(procedure);
            let (by_review, reviews) = if traits.open { (0, &REVIEWS[..1]) } else { (u32::MAX, &REVIEWS[..]) };
            let (row, occasion) = (turns.len() as u32 / 4, Occasion::place(traits, status.measure));
            entries.push(Entry { traits, marks: Marks::of(traits, status.measure), occasion, row, by_review });
            for &review in reviews {
                for case in 0..4 {
                    let signal = Signal { violated: case & 2 != 0, alarmed: case & 1 != 0 };
                    turns.push(self.turn(procedure, review, status, signal, &mut Vec::new()));
                }
            }
        }
    }

    /// Asks the rule book, giving the answers known so far; a question beyond them branches.
    fn turn(
        &mut self,
        procedure: &Procedure,
        review: Review,
        status: Status,
        signal: Signal,
        known: &mut Vec<bool>,
    ) -> Turn {
        let lasting = status.measure != Measure::Momentary;
        let case = Case { signal, lasting, earlier: status.earlier };
        let (mut asked, mut open) = (0, None);
        let (next, events) = follow(procedure, review, status.dispute, case, |question| {
            if let Some(certain) = procedure.odds(question).and_then(|odds| odds.probability.certain()) {
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
            let measure = match (lasting, signal.violated && !events.has(Events::MEASURE_WITHDRAWN)) {
                (false, _) => Measure::Momentary,
                (true, false) => Measure::Absent,
                (true, true) => Measure::InForce,
            };
            let imposed = u16::from(events.has(Events::REMEDY));
            let earlier = status.earlier.saturating_add(imposed).min(procedure.most_earlier());
            let target = self.number(Status { dispute: next, measure, earlier });
            return Turn { question: None, events, target };
        }
        let branches = [false, true].map(|yes| {
            known.push(yes);
            let turn = self.turn(procedure, review, status, signal, known);
            known.pop();
            turn
        });
        self.answers.push(branches);
        Turn { question: open, events: Events::NONE, target: self.answers.len() as u32 - 1 }
    }
}

#[cfg(test)]
mod tests {
    use crate::game::Procedure;
    use crate::scenario::{DESIGNS, Request, load};

    #[test]
    fn no_procedure_has_more_statuses_than_its_bound() {
        for design in DESIGNS {
            let request = Request { design: Some(design.name.to_owned()), ..Request::default() };
            let scenario = load(&request).unwrap();
            let bound = {
                let agreement = scenario.agreement();
                Procedure::new(&agreement.mechanism, agreement.round)
            }
            .most_statuses();
            let found = crate::study::ready(&scenario).unwrap().docket.statuses(false).len() as u64;
            assert!(found <= bound, "{}: {found} of {bound}", design.name);
        }
    }
}
