//! Is compliance self-enforcing? Who would gain from what deviation?

use crate::exact::{Decider, Limit, Unsolved, Verdict, ready, respond};
use crate::game::Agreement;
use crate::scenario::{Scenario, fingerprint};
use crate::study::describe::{describe_decision, describe_states};

/// An audit of both parties.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario and version.
    pub fingerprint: String,
    /// What is prescribed.
    pub prescription: Prescription,
    /// What each party would do about it.
    pub parties: Vec<PartyAudit>,
}

/// What a party is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prescription {
    /// Keep every commitment at every state.
    Keep,
    /// Follow its own rule, without tremble.
    Conduct,
}

/// What one party would do. Values are $bn, discounted, expected at signing.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyAudit {
    /// Name of the party.
    pub party: String,
    /// Value of following the prescription.
    pub prescribed: f64,
    /// Value of the best response.
    pub best_response: f64,
    /// The difference.
    pub gain: f64,
    /// Bound on the error of `prescribed`, rounding included.
    pub prescribed_error: f64,
    /// Bound on the error of either value.
    pub error: f64,
    /// Whether no plan gains at signing.
    pub self_enforcing: Verdict,
    /// Whether no single deviation gains at any state reachable under any choice.
    pub perfect: Verdict,
    /// States reachable under any choice.
    pub states: u64,
    /// First rounds in which it was counted how often play is where a deviation gains.
    pub rounds: u32,
    /// The deviations that gain most on the path of the prescription, like ones together.
    pub worst_deviations: Vec<WorstDeviation>,
}

/// One deviation, at like states, followed by the prescription.
#[derive(Clone, Debug, PartialEq)]
pub struct WorstDeviation {
    /// What the states have in common, in words.
    pub state: String,
    /// How many states.
    pub states: u64,
    /// Share of rounds that play is there, expected under the prescription.
    pub share: f64,
    /// What, in words.
    pub decision: String,
    /// What it gains where it gains most, $bn.
    pub gain: f64,
}

/// Why an audit cannot be made.
#[derive(Clone, Debug, PartialEq)]
pub enum AuditError {
    /// A party does not discount.
    Undiscounted {
        /// Name of the party.
        party: String,
    },
    /// The game is too large, or what strategic parties do could not be worked out.
    Unsolved(Unsolved),
}

impl std::fmt::Display for AuditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Undiscounted { party } => write!(
                f,
                "parties.{party}.discount: found 1.0; an audit has an infinite horizon and needs a discount below 1: --set parties.{party}.discount=0.95"
            ),
            Self::Unsolved(error) => error.fmt(f),
        }
    }
}

/// Audits both parties.
///
/// # Errors
/// [`AuditError`] where a party does not discount, the game has more states than `limit` allows, or what strategic parties
/// do could not be worked out.
pub fn audit(scenario: &Scenario, prescription: Prescription, limit: Limit) -> Result<AuditReport, AuditError> {
    let parties: Result<Vec<PartyAudit>, AuditError> =
        [0, 1].into_iter().map(|p| audit_party(scenario.agreement(), p, prescription, limit, true)).collect();
    Ok(AuditReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        prescription,
        parties: parties?,
    })
}

/// Audits one party; deviations are listed if `list`.
pub(super) fn audit_party(
    agreement: &Agreement,
    p: usize,
    prescription: Prescription,
    limit: Limit,
    list: bool,
) -> Result<PartyAudit, AuditError> {
    let party = agreement.parties[p].name.clone();
    let mut steady = agreement.clone();
    steady.parties[p].conduct.tremble = 0.0;
    let game = ready(&steady).map_err(AuditError::Unsolved)?;
    if game.sides[p].impatience == 0.0 {
        return Err(AuditError::Undiscounted { party });
    }
    let decider = Decider::departing_from(&game, p, prescription == Prescription::Conduct);
    let response = respond(&game, p, &decider, limit, list).map_err(|error| AuditError::Unsolved(error.into()))?;
    let worst = |deviation: &crate::exact::Deviation| WorstDeviation {
        state: describe_states(&game, p, &deviation.states),
        states: deviation.states.len() as u64,
        share: deviation.share,
        decision: describe_decision(&game, p, deviation.violated),
        gain: deviation.gain,
    };
    Ok(PartyAudit {
        party,
        prescribed: response.prescribed,
        best_response: response.best_response,
        gain: response.best_response - response.prescribed,
        prescribed_error: response.prescribed_error,
        error: response.error,
        self_enforcing: response.self_enforcing,
        perfect: response.perfect,
        states: response.states,
        rounds: response.rounds,
        worst_deviations: response.deviations.iter().map(worst).collect(),
    })
}
