//! One run, round by round: who violated what, what was seen, how the procedure moved, what it cost whom.

use crate::exact::Unsolved;
use crate::game::{
    Dispute, DisputeEnd, Events, Game, InForce, Measure, Origin, Outcome, State, Statement, first_state, in_force,
    statements,
};
use crate::metric::Benchmarks;
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::{Draws, run};
use crate::study::describe::commitment;
use crate::study::ready;
use crate::study::turns::{repaid, stage, start};

/// One run, told.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario, version and seed.
    pub fingerprint: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Which replication.
    pub replication: u64,
    /// Length of a round.
    pub round: String,
    /// Names of the parties.
    pub parties: [String; 2],
    /// Every round.
    pub rounds: Vec<TraceRound>,
    /// Discounted welfare of both parties, $bn.
    pub welfare: [f64; 2],
    /// What of it comes after the horizon.
    pub after: [f64; 2],
    /// Whether the agreement still stands, the first one.
    pub survived: bool,
    /// Whether one stands after the last round, be it a renewed one.
    pub stands: bool,
}

/// One round.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceRound {
    /// From 0.
    pub round: u32,
    /// Whether the agreement stood.
    pub stands: bool,
    /// Pressure on each party.
    pub pressure: [f64; 2],
    /// What happened, in the order of the procedure.
    pub events: Vec<TraceEvent>,
    /// Tariffs in force.
    pub measures: Vec<MeasureLine>,
    /// What it earned each party.
    pub accounts: [Account; 2],
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceEvent {
    /// What happened.
    pub event: EventKind,
    /// Who did it, or whose commitment it is about.
    pub party: String,
    /// The commitment, where it is about one.
    pub commitment: Option<String>,
    /// Who owes that commitment; both parties may owe one of the same name.
    pub owner: Option<String>,
    /// In words.
    pub text: String,
}

/// What may happen in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A commitment was violated.
    Violation,
    /// A lasting measure that violates a commitment was introduced.
    Introduced,
    /// A lasting measure was withdrawn.
    MeasureWithdrawn,
    /// An alarm rose.
    Alarm {
        /// Whether the commitment was kept.
        is_false: bool,
    },
    /// A grievance was raised.
    Grievance,
    /// A remedy was levied before the case ended.
    Interim,
    /// An alarm was left unanswered.
    Unanswered,
    /// A ruling was asked for in a case at rest.
    Requested,
    /// The arbiter upheld a grievance.
    Upheld,
    /// A ruling was vetoed, and the complainant goes on alone.
    SelfHelp,
    /// A grievance ended.
    Ended(DisputeEnd),
    /// A remedy was countered.
    Counter,
    /// A remedy grew.
    Growth,
    /// A remedy was lifted.
    Lifted,
    /// A dispute went on to its next stage.
    Stage,
    /// A party gave notice of withdrawal.
    Withdrawal,
    /// Standing tariffs were released.
    Release,
    /// The agreement broke down.
    Breakdown,
    /// The parties signed it again.
    Renewal,
}

impl EventKind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Introduced => "introduced",
            Self::MeasureWithdrawn => "measure_withdrawn",
            Self::Alarm { .. } => "alarm",
            Self::Grievance => "grievance",
            Self::Interim => "interim",
            Self::Unanswered => "unanswered",
            Self::Requested => "requested",
            Self::Upheld => "upheld",
            Self::SelfHelp => "self_help",
            Self::Ended(end) => end.name(),
            Self::Counter => "counter",
            Self::Growth => "growth",
            Self::Lifted => "lifted",
            Self::Stage => "stage",
            Self::Withdrawal => "withdrawal",
            Self::Release => "release",
            Self::Breakdown => "breakdown",
            Self::Renewal => "renewal",
        }
    }
}

/// One tariff in force.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureLine {
    /// Who levies it.
    pub party: String,
    /// Why, such as `standing` or `remedy for purchases`.
    pub reason: String,
    /// Imports covered, $bn a year.
    pub coverage: f64,
    /// Ad valorem rate.
    pub rate: f64,
}

/// A party's account of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Name of the party.
    pub party: String,
    /// Payoff of the round, $bn.
    pub payoff: f64,
    /// Item by item.
    pub items: Statement,
}

/// Tells one replication of a scenario.
///
/// # Errors
/// [`Unsolved`] where what strategic parties do could not be worked out.
pub fn trace(scenario: &Scenario, seed: u64, replication: u64) -> Result<TraceReport, Unsolved> {
    let game = ready(scenario)?;
    let (mut rounds, mut draws) = (Vec::new(), Draws::new(seed, &game.every_round));
    draws.begin(replication);
    let mut state = first_state(&game, &mut draws);
    let tally = run(&game, &Benchmarks::new(&game), &mut draws, replication, |round, outcome, next| {
        rounds.push(tell(&game, round, &state, outcome, next));
        state = *next;
    });
    Ok(TraceReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, seed),
        seed,
        replication,
        round: scenario.agreement().round.to_string(),
        parties: [0, 1].map(|p| game.sides[p].name.clone()),
        rounds,
        welfare: tally.welfare,
        after: tally.after,
        stands: !state.ended,
        survived: tally.survived,
    })
}

fn tell(game: &Game, round: u32, state: &State, outcome: &Outcome, next: &State) -> TraceRound {
    let name = |p: usize| game.sides[p].name.clone();
    let mut events = Vec::new();
    for duty in game.duties.iter().filter(|_| outcome.stands) {
        tell_commitment(game, duty.index, state, outcome, next, &mut events);
    }
    tell_parties(game, state, outcome, next, &mut events);
    let mut measures = Vec::new();
    for p in [0, 1] {
        in_force(game, state, p, &mut |measure| measures.push(line(game, p, &measure)));
    }
    let items = statements(game, state, outcome);
    TraceRound {
        round,
        stands: outcome.stands,
        pressure: [0, 1].map(|p| game.sides[p].pressure[usize::from(state.pressure[p])]),
        events,
        measures,
        accounts: [0, 1].map(|p| Account { party: name(p), payoff: outcome.payoff[p], items: items[p] }),
    }
}

fn line(game: &Game, party: usize, measure: &InForce) -> MeasureLine {
    let reason = match measure.origin {
        Origin::Standing(_) => "standing".to_owned(),
        Origin::Remedy(c) => format!("remedy for {}", commitment(game, c)),
        Origin::Counter(c) => format!("counter to the remedy for {}", commitment(game, c)),
        Origin::War(_) => "trade war".to_owned(),
    };
    let under = measure.on.map(|tranche| game.sides[party].standing[tranche].0.rate);
    let on_top = under.map_or_else(String::new, |rate| format!(", on top of a standing rate of {rate}"));
    MeasureLine {
        party: game.sides[party].name.clone(),
        reason: reason + &on_top,
        coverage: measure.coverage,
        rate: measure.incidence.rate,
    }
}

/// What happened on one commitment.
fn tell_commitment(game: &Game, c: usize, state: &State, outcome: &Outcome, next: &State, told: &mut Vec<TraceEvent>) {
    let duty = &game.duties[c];
    let (owner, complainant) = (&game.sides[duty.owner].name, &game.sides[duty.complainant].name);
    let mut say = |event, party: &str, text: String| {
        let (commitment, owner) = (Some(duty.name.clone()), Some(owner.clone()));
        told.push(TraceEvent { event, party: party.to_owned(), commitment, owner, text });
    };
    let violated = outcome.violated & (1 << c) != 0;
    let (name, events) = (commitment(game, c), outcome.events[c]);
    let stands = game.measure(state, c) == Measure::InForce;
    if violated {
        let how = if stands { ": its measure stands" } else { "" };
        say(EventKind::Violation, owner, format!("{owner} violates {}{how}", duty.name));
    }
    if violated && !stands && game.measure(state, c) == Measure::Absent {
        let text = format!("{owner} introduces a lasting measure against {name}, which {complainant} does not see");
        say(EventKind::Introduced, owner, text);
    }
    if !violated && stands {
        let text = format!("{owner} withdraws its measure against {name}, which {complainant} does not see");
        say(EventKind::MeasureWithdrawn, owner, text);
    }
    if outcome.alarmed & (1 << c) != 0 {
        let text = if violated { "an alarm rises" } else { "a false alarm rises" };
        say(EventKind::Alarm { is_false: !violated }, owner, format!("{text} on {name}"));
    }
    let sequel = || stage(game, game.dispute(next, c));
    if events.has(Events::FILED) {
        say(EventKind::Grievance, complainant, format!("{complainant} raises a grievance about {name}: {}", sequel()));
    }
    if events.has(Events::UNANSWERED) {
        say(EventKind::Unanswered, complainant, format!("{complainant} leaves the alarm on {name} unanswered"));
    }
    if events.has(Events::UPHELD) {
        let text = format!("the arbiter upholds the grievance about {name}: {}", sequel());
        say(EventKind::Upheld, complainant, text);
    }
    if events.has(Events::SELF_HELP) {
        let text =
            format!("the ruling against {owner} on {name} is blocked, and {complainant} goes on alone: {}", sequel());
        say(EventKind::SelfHelp, complainant, text);
    }
    for end in DisputeEnd::ALL.into_iter().filter(|end| events.has(end.event())) {
        let text = match end {
            DisputeEnd::Cured => format!("the dispute about {name} closes: no alarm, so it counts as cured"),
            DisputeEnd::Lapsed => format!("the dispute about {name} lapses: no alarm rose, though it was violated"),
            DisputeEnd::Settled => format!("the dispute about {name} is settled in talks"),
            DisputeEnd::Dismissed => format!("the arbiter dismisses the grievance about {name}{}", repaid(game, duty)),
            DisputeEnd::Blocked => format!("the ruling against {owner} on {name} is blocked"),
            DisputeEnd::Denied => format!("no remedy is authorised for {name}"),
            DisputeEnd::Dropped => format!("{complainant} drops its remedy for {name}"),
            DisputeEnd::Remedy => format!("{complainant} imposes a remedy for {name}{}", start(game, state, next, c)),
        };
        say(EventKind::Ended(end), complainant, text);
    }
    if events.has(Events::MEASURE_WITHDRAWN) {
        say(EventKind::MeasureWithdrawn, owner, format!("the settlement withdraws {owner}'s measure against {name}"));
    }
    if events.has(Events::COUNTERED) {
        say(EventKind::Counter, owner, format!("{owner} counters the remedy for {name}"));
    }
    let (before, after) = (game.dispute(state, c), game.dispute(next, c));
    if game.procedure.interim {
        let levied = [before, after].map(|dispute| dispute.levied(&game.procedure).is_some());
        match levied {
            [false, true] => {
                say(EventKind::Interim, complainant, format!("{complainant} levies the remedy for {name} meanwhile"));
            }
            [true, false] if !before.is_remedied() && !next.ended => {
                say(EventKind::Lifted, complainant, format!("the interim remedy for {name} is lifted"));
            }
            _ => {}
        }
    }
    match (before, after) {
        (Dispute::Remedied { step, .. }, Dispute::Remedied { step: more, .. }) if more > step => {
            say(
                EventKind::Growth,
                complainant,
                format!("the remedy for {name} grows by {:.0} %", game.procedure.growth * 100.0),
            );
        }
        (Dispute::Remedied { .. }, Dispute::Idle { .. }) if !next.ended => {
            say(EventKind::Lifted, complainant, format!("the remedy for {name} is lifted"));
        }
        (Dispute::Resting { .. }, Dispute::Ruling { .. }) => {
            let text = format!("{complainant} asks for a ruling about {name}: {}", sequel());
            say(EventKind::Requested, complainant, text);
        }
        _ if before.is_open()
            && after.is_open()
            && moved(before, after)
            && !events.has(Events::UPHELD)
            && !events.has(Events::SELF_HELP)
            && !events.has(Events::REMEDY) =>
        {
            say(EventKind::Stage, complainant, format!("the dispute about {name} goes on: {}", sequel()));
        }
        _ => {}
    }
}

/// What happened to the parties and the agreement as a whole.
fn tell_parties(game: &Game, state: &State, outcome: &Outcome, next: &State, told: &mut Vec<TraceEvent>) {
    let mut say = |event, p: usize, text: String| {
        told.push(TraceEvent { event, party: game.sides[p].name.clone(), commitment: None, owner: None, text });
    };
    for p in [0, 1] {
        let name = &game.sides[p].name;
        if outcome.withdrew & (1 << p) != 0 {
            let notice = game.procedure.notice.unwrap_or(0);
            say(EventKind::Withdrawal, p, format!("{name} gives notice of withdrawal ({notice} rounds)"));
        }
        if outcome.stands && !next.ended && next.kept[p] < state.kept[p] {
            let released = usize::from(next.kept[p])..usize::from(state.kept[p]);
            let coverage: f64 = game.sides[p].standing[released].iter().map(|(tranche, _)| tranche.coverage).sum();
            say(EventKind::Release, p, format!("{name} releases standing tariffs on ${coverage:.1}bn of goods"));
        }
    }
    let turn = match (state.ended, next.ended) {
        (false, true) => Some((EventKind::Breakdown, "the agreement between {} breaks down")),
        (true, false) => Some((EventKind::Renewal, "the agreement between {} is signed again")),
        _ => None,
    };
    if let Some((event, text)) = turn {
        let text = text.replace("{}", &format!("{} and {}", game.sides[0].name, game.sides[1].name));
        told.push(TraceEvent { event, party: "both".to_owned(), commitment: None, owner: None, text });
    }
}

/// Whether a dispute is at another stage than before.
fn moved(before: Dispute, after: Dispute) -> bool {
    match (before, after) {
        (Dispute::Consulting { level: from, .. }, Dispute::Consulting { level: to, .. }) => from != to,
        _ => std::mem::discriminant(&before) != std::mem::discriminant(&after),
    }
}
