//! The dispute on one commitment, and how one round moves it.

use crate::conduct::DisputeClass;
use crate::game::{Chance, Duty, Events, Game, Slot, State};
use crate::mechanism::Judges;

/// Status of the dispute on one commitment. A stage that lasts n rounds is entered with `left` = n.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dispute {
    /// No dispute; perhaps an alarm to act upon.
    Idle(Alarm),
    /// Talks at one level.
    Consulting {
        /// Index of the level.
        level: u8,
        /// No alarm so far on this level.
        clean: bool,
        /// The alarm complained of was genuine (remembered only where the arbiter judges the past).
        genuine: bool,
        /// Rounds left.
        left: u32,
    },
    /// Before the arbiter.
    Ruling {
        /// As above.
        genuine: bool,
        /// Rounds left.
        left: u32,
    },
    /// The compliance period after an upheld ruling.
    Implementing {
        /// No alarm so far in the period.
        clean: bool,
        /// Rounds left.
        left: u32,
    },
    /// A remedy may be imposed.
    Authorised,
    /// A remedy is in force.
    Remedied {
        /// The respondent has countered.
        countered: bool,
        /// How often the remedy has grown.
        step: u16,
        /// Rounds counted towards its end.
        count: u32,
    },
}

/// An alarm that nobody has acted upon yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alarm {
    /// None.
    None,
    /// Raised though the commitment was kept, or of a kind that nobody remembers.
    False,
    /// Raised by a violation (known only where the arbiter judges the past).
    Genuine,
}

impl Alarm {
    /// Whether there is one.
    pub fn is_raised(self) -> bool {
        self != Self::None
    }
}

impl Dispute {
    /// No dispute, no alarm.
    pub const NONE: Self = Self::Idle(Alarm::None);

    /// Whether a dispute is open.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Idle(_))
    }

    /// What a disposition looks at.
    pub fn class(self) -> DisputeClass {
        match self {
            Self::Idle(_) => DisputeClass::Calm,
            Self::Remedied { .. } => DisputeClass::Remedied,
            _ => DisputeClass::Disputed,
        }
    }
}

/// What happened on one commitment in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) violated: bool,
    pub(super) alarmed: bool,
    pub(super) events: Events,
    pub(super) next: Dispute,
}

/// Plays one commitment through one round. Commitments do not touch each other within a round.
#[inline(always)]
pub(super) fn turn<C: Chance>(game: &Game, state: &State, duty: &Duty, chance: &mut C) -> Turn {
    let dispute = state.disputes[duty.index];
    let violated = chance.happens(Slot::comply(duty.slot), duty.violation.odds(state, dispute));
    let odds = duty.alarm[usize::from(dispute.is_open())][usize::from(violated)];
    let alarmed = chance.happens(Slot::alarm(duty.slot), odds);
    let alarm = match (alarmed, violated && game.procedure.judges_past) {
        (false, _) => Alarm::None,
        (true, false) => Alarm::False,
        (true, true) => Alarm::Genuine,
    };
    let mut mover = Mover { game, state, duty, chance, violated, alarm, events: Events::NONE };
    let next = mover.next(dispute);
    Turn { violated, alarmed, events: mover.events, next }
}

/// The procedure at work on one commitment in one round.
struct Mover<'a, C> {
    game: &'a Game,
    state: &'a State,
    duty: &'a Duty,
    chance: &'a mut C,
    violated: bool,
    alarm: Alarm,
    events: Events,
}

impl<C: Chance> Mover<'_, C> {
    #[inline(always)]
    fn next(&mut self, dispute: Dispute) -> Dispute {
        match dispute {
            Dispute::Idle(alarm) => self.idle(alarm),
            Dispute::Consulting { level, clean, genuine, left } => self.consulting(level, clean, genuine, left),
            Dispute::Ruling { genuine, left } => self.ruling(genuine, left),
            Dispute::Implementing { clean, left } => self.implementing(clean, left),
            Dispute::Authorised => self.authorised(),
            Dispute::Remedied { countered, step, count } => self.remedied(countered, step, count),
        }
    }

    #[inline(always)]
    fn idle(&mut self, standing: Alarm) -> Dispute {
        if !self.state.review_open(self.game) {
            return Dispute::Idle(standing.max(self.alarm));
        }
        if standing.is_raised() && self.duty.can_file {
            let mode = self.state.mode[self.duty.complainant];
            if self.chance.happens(Slot::procedure(self.duty.slot), self.duty.files.at(mode)) {
                self.events.add(Events::FILED);
                return self.stage(0, self.quiet(), standing == Alarm::Genuine);
            }
            self.events.add(Events::UNANSWERED);
        }
        Dispute::Idle(self.alarm)
    }

    fn consulting(&mut self, level: u8, clean: bool, genuine: bool, left: u32) -> Dispute {
        let clean = clean && self.quiet();
        if left > 1 {
            return Dispute::Consulting { level, clean, genuine, left: left - 1 };
        }
        if clean && self.game.procedure.cure_closes {
            return self.close_quietly(Events::CURED);
        }
        let settles = self.game.procedure.levels[usize::from(level)].settles;
        if self.chance.happens(Slot::procedure(self.duty.slot), settles) {
            return self.close_quietly(Events::SETTLED);
        }
        self.stage(level + 1, true, genuine)
    }

    fn ruling(&mut self, genuine: bool, left: u32) -> Dispute {
        if left > 1 {
            return Dispute::Ruling { genuine, left: left - 1 };
        }
        let Some(arbiter) = &self.game.procedure.arbiter else { return self.authorise() };
        let guilty = match arbiter.judges {
            Judges::Present => self.violated,
            Judges::Past => genuine,
        };
        let upheld = if guilty { arbiter.power } else { arbiter.error };
        if !self.chance.happens(Slot::procedure(self.duty.slot), upheld) {
            return self.close(Events::DISMISSED);
        }
        if self.chance.happens(Slot::block(self.duty.slot), arbiter.blocked) {
            return self.close(Events::BLOCKED);
        }
        self.events.add(Events::UPHELD);
        match self.game.procedure.compliance_period {
            0 => self.authorise(),
            left => Dispute::Implementing { clean: true, left },
        }
    }

    fn implementing(&mut self, clean: bool, left: u32) -> Dispute {
        let clean = clean && self.quiet();
        if left > 1 {
            return Dispute::Implementing { clean, left: left - 1 };
        }
        if clean && self.game.procedure.cure_closes {
            return self.close_quietly(Events::CURED);
        }
        self.authorise()
    }

    fn authorised(&mut self) -> Dispute {
        let mode = self.state.mode[self.duty.complainant];
        if !self.chance.happens(Slot::procedure(self.duty.slot), self.duty.imposes.at(mode)) {
            return self.close(Events::DROPPED);
        }
        self.events.add(Events::REMEDY);
        let step = u16::from(!self.quiet() && self.game.procedure.steps > 0);
        Dispute::Remedied { countered: false, step, count: 0 }
    }

    fn remedied(&mut self, countered: bool, step: u16, count: u32) -> Dispute {
        let procedure = &self.game.procedure;
        let mode = self.state.mode[self.duty.owner];
        let counters = !countered
            && procedure.counters_allowed
            && self.chance.happens(Slot::procedure(self.duty.slot), self.duty.counters.at(mode));
        if counters {
            self.events.add(Events::COUNTERED);
        }
        let step = if self.quiet() { step } else { step.saturating_add(1).min(procedure.steps) };
        let count = if procedure.lifts_by_cure && !self.quiet() { 0 } else { count + 1 };
        match (count >= procedure.lifts_after, procedure.lifts_by_cure) {
            (false, _) => Dispute::Remedied { countered: countered || counters, step, count },
            (true, true) => Dispute::NONE,
            (true, false) => Dispute::Idle(self.alarm),
        }
    }

    /// Consultation level `level`, or what follows the last one.
    fn stage(&mut self, level: u8, clean: bool, genuine: bool) -> Dispute {
        let procedure = &self.game.procedure;
        match (procedure.levels.get(usize::from(level)), &procedure.arbiter) {
            (Some(entry), _) => Dispute::Consulting { level, clean, genuine, left: entry.lasts },
            (None, Some(arbiter)) => Dispute::Ruling { genuine, left: arbiter.lasts },
            (None, None) => self.authorise(),
        }
    }

    fn authorise(&mut self) -> Dispute {
        if self.chance.happens(Slot::authorise(self.duty.slot), self.game.procedure.authorisation) {
            Dispute::Authorised
        } else {
            self.close(Events::DENIED)
        }
    }

    fn close(&mut self, end: Events) -> Dispute {
        self.events.add(end);
        Dispute::Idle(self.alarm)
    }

    fn close_quietly(&mut self, end: Events) -> Dispute {
        self.events.add(end);
        Dispute::NONE
    }

    fn quiet(&self) -> bool {
        self.alarm == Alarm::None
    }
}
