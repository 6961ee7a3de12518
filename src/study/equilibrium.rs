//! What strategic governments do, why, how well it is known, and who could do better.

use crate::conduct::DisputeClass;
use crate::error::Error;
use crate::exact::{Act, Kind, Limit, Seen, Unsolved, look};
use crate::game::Game;
use crate::metric::Metric;
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::Sample;
use crate::study::describe::commitment;
use crate::study::{MetricRow, run, solve};
use crate::text::Mistake;

/// The equilibrium of a scenario's strategic parties.
#[derive(Clone, Debug, PartialEq)]
pub struct EquilibriumReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario and version.
    pub fingerprint: String,
    /// Names of the parties.
    pub parties: [String; 2],
    /// Noise of each party, $bn a decision; none where it is not strategic.
    pub noise: [Option<f64>; 2],
    /// Whether parties look at the whole game; else at one commitment at a time.
    pub is_whole: bool,
    /// The games that they look at.
    pub games: Vec<GameEquilibrium>,
    /// Welfare, compliance, survival and surplus in the full game.
    pub metrics: Vec<MetricRow>,
    /// Replications that the metrics come from; none where they are exact.
    pub replications: Option<u64>,
}

/// The equilibrium of one game.
#[derive(Clone, Debug, PartialEq)]
pub struct GameEquilibrium {
    /// The commitment whose game it is, with who owes it; none for the whole game.
    pub commitment: Option<String>,
    /// States of the game.
    pub states: u64,
    /// Steps along the principal branch.
    pub steps: u32,
    /// Noise at which the branch turned, relative to that asked for.
    pub folds: Vec<f64>,
    /// max |σ − logit(Δ/λ)|.
    pub residual: f64,
    /// Bound on the error of values, $bn.
    pub value_error: f64,
    /// Play under it.
    pub play: EquilibriumPlay,
    /// What each party would gain by a best response in all that it decides, and bound on the error of that, $bn; none
    /// where it decides nothing, or has too many ways to.
    pub gains: [Option<(f64, f64)>; 2],
    /// Other equilibria.
    pub others: Vec<OtherEquilibrium>,
    /// Starts that led to no equilibrium.
    pub lost: u32,
}

/// An equilibrium other than the principal one.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherEquilibrium {
    /// What led to it.
    pub start: String,
    /// Its residual.
    pub residual: f64,
    /// Largest difference of a choice.
    pub difference: f64,
    /// Play under it.
    pub play: EquilibriumPlay,
}

/// Play under an equilibrium of one game, over the horizon from signing.
#[derive(Clone, Debug, PartialEq)]
pub struct EquilibriumPlay {
    /// What is decided, by kind of situation.
    pub acts: Vec<StrategicAct>,
    /// Probability that the agreement stands at the end of the horizon.
    pub stands: f64,
    /// Expected discounted payoffs of both parties, without end and without shocks, $bn.
    pub worth: [f64; 2],
}

/// What a party decides in one kind of situation.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategicAct {
    /// Who decides.
    pub party: String,
    /// What a yes is.
    pub decision: StrategicDecision,
    /// The commitment that it is about, with who owes it; none for leaving in the whole game.
    pub commitment: Option<String>,
    /// The situation in words.
    pub situation: String,
    /// Expected number of rounds of the horizon in which it is taken.
    pub rounds: f64,
    /// How likely a yes is, on average over those rounds.
    pub chance: f64,
    /// What a yes is expected to bring the party beyond a no, on average, $bn.
    pub difference: f64,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategicDecision {
    /// The commitment is violated.
    Violates,
    /// A grievance is raised.
    Files,
    /// A remedy is imposed.
    Imposes,
    /// A remedy is countered.
    Counters,
    /// The party leaves.
    Withdraws,
}

impl StrategicDecision {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Violates => "violates",
            Self::Files => "files",
            Self::Imposes => "imposes",
            Self::Counters => "counters",
            Self::Withdraws => "withdraws",
        }
    }
}

impl EquilibriumReport {
    /// Whether no other equilibrium was found in any of the games; each is certified wherever one is found at all.
    pub fn is_alone(&self) -> bool {
        self.games.iter().all(|game| game.others.is_empty())
    }
}

/// The equilibrium of a scenario's strategic parties, with others that `starts` starts lead to; metrics of the full game
/// are exact where it has no more states than `limit` allows, and come from `sample` else.
///
/// # Errors
/// [`Error::Mistakes`] where no party is strategic, [`Error::TooLarge`] and [`Error::NoAnswer`] where what they do could
/// not be worked out.
pub fn equilibrium(scenario: &Scenario, starts: u32, limit: Limit, sample: Sample) -> Result<EquilibriumReport, Error> {
    let agreement = scenario.agreement();
    let rules = agreement.parties.each_ref().map(|party| party.conduct.comply.strategic());
    if rules.iter().all(Option::is_none) {
        let found = "no party whose conduct is Strategic";
        let allowed = "one or both: add --strategic, or set `comply: Strategic(noise: …)`";
        return Err(Mistake::new("parties", found, allowed).into());
    }
    let outline = scenario.outline();
    let looked = look(agreement, starts, sample.seed)?;
    let is_whole = looked.iter().any(|looked| looked.commitment.is_none());
    let games = looked.into_iter().map(|looked| GameEquilibrium {
        commitment: looked.commitment.map(|index| commitment(&outline, index)),
        states: looked.states,
        steps: looked.path.steps,
        folds: looked.path.folds,
        residual: looked.residual,
        value_error: looked.value_error,
        play: play(&outline, is_whole, &looked.seen),
        gains: looked.gains,
        others: looked
            .others
            .iter()
            .map(|other| OtherEquilibrium {
                start: other.start.clone(),
                residual: other.residual,
                difference: other.difference,
                play: play(&outline, is_whole, &other.seen),
            })
            .collect(),
        lost: looked.lost,
    });
    let games = games.collect();
    let (metrics, replications) = match solve(scenario, limit, |_| {}) {
        Ok(solved) => (solved.metrics, None),
        Err(Unsolved::TooLarge(_)) => (run(scenario, sample, 0.95, |_| {})?.metrics, Some(sample.replications)),
        Err(error) => return Err(error.into()),
    };
    let told = [Metric::Welfare, Metric::Surplus, Metric::Compliance, Metric::Survived];
    Ok(EquilibriumReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        parties: [0, 1].map(|p| outline.sides[p].name.clone()),
        noise: rules.map(|rule| rule.map(|rule| rule.noise)),
        is_whole,
        games,
        metrics: metrics.into_iter().filter(|row| told.contains(&row.label.metric)).collect(),
        replications,
    })
}

fn play(game: &Game, is_whole: bool, seen: &Seen) -> EquilibriumPlay {
    let acts = seen.acts.iter().map(|act| StrategicAct {
        party: game.sides[act.party].name.clone(),
        decision: match act.kind {
            Kind::Violates => StrategicDecision::Violates,
            Kind::Files => StrategicDecision::Files,
            Kind::Imposes => StrategicDecision::Imposes,
            Kind::Counters => StrategicDecision::Counters,
            Kind::Withdraws => StrategicDecision::Withdraws,
        },
        commitment: (!is_whole || act.kind != Kind::Withdraws).then(|| commitment(game, act.commitment)),
        situation: situation(act),
        rounds: act.rounds,
        chance: act.chance,
        difference: act.difference,
    });
    EquilibriumPlay { acts: acts.collect(), stands: seen.stands, worth: seen.worth }
}

/// A kind of situation in words.
fn situation(act: &Act) -> String {
    let dispute = match (act.kind, act.class) {
        (Kind::Files, _) => "after an alarm",
        (Kind::Imposes, _) => "a remedy authorised",
        (Kind::Counters, _) | (_, DisputeClass::Remedied) => "under a remedy",
        (_, DisputeClass::Calm) => "no dispute open",
        (_, DisputeClass::Disputed) => "in a dispute",
    };
    if act.in_force { format!("{dispute}, its measure in force") } else { dispute.to_owned() }
}
