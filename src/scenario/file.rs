//! A scenario as its file spells it.

use crate::conduct::Conduct;
use crate::game::Afterwards;
use crate::mechanism::Mechanism;
use crate::trade::{Commitment, Duration, Pressure, RoundLength, Timed, Trade, Tranche};
use serde::{Deserialize, Serialize};

/// One scenario file: two parties, one mechanism, a round length and a horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Scenario")]
pub struct ScenarioFile {
    /// Name of the scenario.
    pub name: String,
    /// What it is, in a sentence or two.
    #[serde(default)]
    pub about: String,
    /// Length of one round.
    pub round: RoundLength,
    /// How long it is played.
    pub horizon: Duration,
    /// What counts of the time after that.
    #[serde(default)]
    pub afterwards: Afterwards,
    /// Chance that parties at war sign the same agreement again.
    #[serde(default)]
    pub renewal: Timed,
    /// A symmetric game by its four payoffs, instead of commitments.
    #[serde(default)]
    pub stage_game: Option<StageGame>,
    /// The two parties.
    pub parties: Vec<PartyFile>,
    /// A design by name from the library, or by path.
    #[serde(default)]
    pub design: Option<String>,
    /// A mechanism written out.
    #[serde(default)]
    pub mechanism: Option<Mechanism>,
}

/// One party as a file spells it; see [`Party`](crate::game::Party) for units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Party")]
pub struct PartyFile {
    /// Name, unlike the other's.
    pub name: String,
    /// Discount factor a year.
    pub discount: f64,
    /// Earned a year while the agreement stands.
    #[serde(default)]
    pub accord: f64,
    /// Earned a year after breakdown.
    #[serde(default)]
    pub outside: f64,
    /// What the party owes.
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    /// Added, a year, in a round in which both violate.
    #[serde(default)]
    pub clash: f64,
    /// Charged each time it leaves an alarm unanswered.
    #[serde(default)]
    pub audience_cost: f64,
    /// Charged once when it withdraws.
    #[serde(default)]
    pub exit_cost: f64,
    /// Political pressure.
    #[serde(default)]
    pub pressure: Pressure,
    /// Imports from the other.
    #[serde(default)]
    pub trade: Option<Trade>,
    /// Tariffs in force at signing.
    #[serde(default)]
    pub standing: Vec<Tranche>,
    /// Tariffs after breakdown.
    #[serde(default)]
    pub war: Vec<Tranche>,
    /// How it behaves.
    pub conduct: Conduct,
    /// How well the party's cooperation is seen, in a stage game.
    #[serde(default)]
    pub monitoring: Option<Monitoring>,
}

/// A symmetric two-action game, payoffs in $bn a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageGame {
    /// R: both cooperate.
    pub reward: f64,
    /// S: it cooperates, the other does not.
    pub sucker: f64,
    /// T: the other cooperates, it does not.
    pub temptation: f64,
    /// P: neither cooperates.
    pub punishment: f64,
}

/// How well a party's cooperation is seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// Probability of an alarm in a round in which it did not cooperate.
    pub detection: Timed,
    /// Probability of an alarm in a round in which it did.
    pub false_alarm: Timed,
}
