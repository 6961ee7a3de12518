//! How a dispute moves in one round: the procedure of the agreement, question by question.

use crate::game::question::Signal;
use crate::game::{Alarm, Dispute, Events, Procedure, Question, Review};
use crate::mechanism::Judges;

/// What a round of a commitment brings to its dispute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) signal: Signal,
    /// Whether a settlement may withdraw the measure in force.
    pub(super) lasting: bool,
    /// Remedies imposed before.
    pub(super) earlier: u16,
}

/// The status that follows `dispute`, and what happened on the way. `answer` answers the questions.
pub(super) fn follow(
    procedure: &Procedure,
    review: Review,
    dispute: Dispute,
    case: Case,
    answer: impl FnMut(Question) -> bool,
) -> (Dispute, Events) {
    let Case { signal, lasting, earlier } = case;
    let alarm = match (signal.alarmed, signal.violated && procedure.judges_past) {
        (false, _) => Alarm::None,
        (true, false) => Alarm::False,
        (true, true) => Alarm::Genuine,
    };
    let mut round =
        Round { procedure, review, violated: signal.violated, lasting, earlier, alarm, answer, events: Events::NONE };
    let next = round.next(dispute);
    (next, round.events)
}

/// One commitment's round before the procedure.
struct Round<'a, A> {
    procedure: &'a Procedure,
    review: Review,
    violated: bool,
    lasting: bool,
    earlier: u16,
    alarm: Alarm,
    answer: A,
    events: Events,
}

impl<A: FnMut(Question) -> bool> Round<'_, A> {
    fn next(&mut self, dispute: Dispute) -> Dispute {
        match dispute {
            Dispute::Idle { alarm, age } => self.idle(alarm, age),
            Dispute::Consulting { level, clean, genuine, left } => self.consulting(level, clean, genuine, left),
            Dispute::Resting { genuine, quiet } => self.resting(genuine, quiet),
            Dispute::Ruling { genuine, left } => self.ruling(genuine, left),
            Dispute::Implementing { clean, left } => self.implementing(clean, left),
            Dispute::Authorised => self.authorised(),
            Dispute::Remedied { countered, step, count } => self.remedied(countered, step, count),
        }
    }

    fn idle(&mut self, standing: Alarm, age: u32) -> Dispute {
        if standing.is_raised() && self.review == Review::Open {
            if (self.answer)(Question::Files) {
                self.events.add(Events::FILED);
                return self.stage(0, self.quiet(), standing == Alarm::Genuine);
            }
            self.events.add(Events::UNANSWERED);
        }
        let (is_closed, lasts) = (self.review == Review::Closed, self.procedure.evidence_lasts);
        let stays = standing.is_raised() && (is_closed || age + 1 < lasts);
        match (self.quiet(), stays) {
            (false, true) => self.idle_with(standing.max(self.alarm)),
            (false, false) => self.idle_with(self.alarm),
            // Under a closed review it waits for the next one, however old.
            (true, true) => Dispute::Idle { alarm: standing, age: (age + 1).min(lasts - 1) },
            (true, false) => Dispute::NONE,
        }
    }

    fn consulting(&mut self, level: u8, clean: bool, genuine: bool, left: u32) -> Dispute {
        let clean = clean && self.quiet();
        if left > 1 {
            return Dispute::Consulting { level, clean, genuine, left: left - 1 };
        }
        if clean && self.procedure.cure_closes {
            return self.close_as_clean();
        }
        if (self.answer)(Question::Settles(level)) {
            if self.lasting && self.violated && (self.answer)(Question::Withdraws(level)) {
                self.events.add(Events::MEASURE_WITHDRAWN);
            }
            return self.close_quietly(Events::settled_at(level));
        }
        self.stage(level + 1, true, genuine)
    }

    /// A case at rest: a ruling may be asked for in every round, and it is closed once it has been quiet for long.
    fn resting(&mut self, genuine: bool, quiet: u32) -> Dispute {
        let Some(arbiter) = self.procedure.arbiter else { return Dispute::NONE };
        if (self.answer)(Question::Requested) {
            return Dispute::Ruling { genuine, left: arbiter.lasts };
        }
        match (arbiter.rests, self.quiet()) {
            (0, _) | (_, false) => Dispute::Resting { genuine, quiet: 0 },
            (rests, true) if quiet + 1 < rests => Dispute::Resting { genuine, quiet: quiet + 1 },
            _ => self.close_as_clean(),
        }
    }

    fn ruling(&mut self, genuine: bool, left: u32) -> Dispute {
        if left > 1 {
            return Dispute::Ruling { genuine, left: left - 1 };
        }
        let guilty = match self.procedure.arbiter.map(|arbiter| arbiter.judges) {
            Some(Judges::Past) => genuine,
            _ => self.violated,
        };
        if !(self.answer)(Question::Upheld { guilty }) {
            return self.close(Events::DISMISSED);
        }
        if (self.answer)(Question::Blocked) {
            if (self.answer)(Question::HelpsItself) {
                self.events.add(Events::SELF_HELP);
                return Dispute::Authorised;
            }
            return self.close(Events::BLOCKED);
        }
        self.events.add(Events::UPHELD);
        match self.procedure.compliance_period {
            0 => self.authorise(),
            left => Dispute::Implementing { clean: true, left },
        }
    }

    fn implementing(&mut self, clean: bool, left: u32) -> Dispute {
        let clean = clean && self.quiet();
        if left > 1 {
            return Dispute::Implementing { clean, left: left - 1 };
        }
        if clean && self.procedure.cure_closes {
            return self.close_as_clean();
        }
        self.authorise()
    }

    fn authorised(&mut self) -> Dispute {
        if !(self.answer)(Question::Imposes) {
            return self.close(Events::DROPPED);
        }
        self.events.add(Events::REMEDY);
        let start = self.procedure.repeat.saturating_mul(self.earlier);
        let step = start.saturating_add(u16::from(!self.quiet())).min(self.procedure.steps);
        Dispute::Remedied { countered: false, step, count: 0 }
    }

    fn remedied(&mut self, countered: bool, step: u16, count: u32) -> Dispute {
        let procedure = self.procedure;
        let counters = !countered && procedure.counters_allowed && (self.answer)(Question::Counters);
        if counters {
            self.events.add(Events::COUNTERED);
        }
        let step = if self.quiet() { step } else { step.saturating_add(1).min(procedure.steps) };
        let count = if procedure.lifts_by_cure && !self.quiet() { 0 } else { count + 1 };
        match (count >= procedure.lifts_after, procedure.lifts_by_cure) {
            (false, _) => Dispute::Remedied { countered: countered || counters, step, count },
            (true, true) => Dispute::NONE,
            (true, false) => self.idle_with(self.alarm),
        }
    }

    /// Consultation level `level`, or what follows the last one.
    fn stage(&mut self, level: u8, clean: bool, genuine: bool) -> Dispute {
        let procedure = self.procedure;
        match (procedure.levels.get(usize::from(level)), &procedure.arbiter) {
            (Some(entry), _) => Dispute::Consulting { level, clean, genuine, left: entry.lasts },
            (None, Some(arbiter)) if (self.answer)(Question::Requested) => {
                Dispute::Ruling { genuine, left: arbiter.lasts }
            }
            (None, Some(_)) => Dispute::Resting { genuine, quiet: 0 },
            (None, None) => self.authorise(),
        }
    }

    fn authorise(&mut self) -> Dispute {
        if (self.answer)(Question::Authorised) { Dispute::Authorised } else { self.close(Events::DENIED) }
    }

    fn close(&mut self, end: Events) -> Dispute {
        self.events.add(end);
        self.idle_with(self.alarm)
    }

    /// What was not seen is not mended.
    fn close_as_clean(&mut self) -> Dispute {
        self.close_quietly(if self.violated { Events::LAPSED } else { Events::CURED })
    }

    fn close_quietly(&mut self, end: Events) -> Dispute {
        self.events.add(end);
        Dispute::NONE
    }

    fn idle_with(&self, alarm: Alarm) -> Dispute {
        Dispute::Idle { alarm, age: 0 }
    }

    fn quiet(&self) -> bool {
        self.alarm == Alarm::None
    }
}
