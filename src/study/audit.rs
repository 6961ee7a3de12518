//! Is compliance self-enforcing? Who would gain from what deviation?

use crate::exact::{Decider, Limit, TooLarge, ready, respond};
use crate::game::Agreement;
use crate::scenario::{Scenario, fingerprint};
use crate::study::describe::{describe_decision, describe_state};

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
    /// Bound on the error of either value.
    pub error: f64,
    /// Whether the gain is within 1e-9·(1 + |prescribed|) of nothing.
    pub self_enforcing: bool,
    /// Whether no single deviation gains at any state reachable under any choice.
    pub perfect: bool,
    /// States reachable under any choice.
    pub states: u64,
    /// The deviations that gain most on the path of the prescription.
    pub worst_deviations: Vec<WorstDeviation>,
}

/// One deviation followed by the prescription.
#[derive(Clone, Debug, PartialEq)]
pub struct WorstDeviation {
    /// Where, in words.
    pub state: String,
    /// What, in words.
    pub decision: String,
    /// What it gains, $bn.
    pub gain: f64,
}

/// Why an audit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditError {
    /// A party does not discount.
    Undiscounted {
        /// Name of the party.
        party: String,
    },
    /// The game is too large.
    TooLarge(TooLarge),
}

impl std::fmt::Display for AuditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Undiscounted { party } => write!(
                f,
                "parties.{party}.discount: found 1.0; an audit looks ahead without end and needs a number below 1: --set parties.{party}.discount=0.95"
            ),
            Self::TooLarge(error) => error.fmt(f),
        }
    }
}

/// Audits both parties.
///
/// # Errors
/// [`AuditError`] where a party does not discount or the game has more states than `limit` allows.
pub fn audit(scenario: &Scenario, prescription: Prescription, limit: Limit) -> Result<AuditReport, AuditError> {
    let parties: Result<Vec<PartyAudit>, AuditError> =
        [0, 1].into_iter().map(|p| audit_party(scenario.agreement(), p, prescription, limit)).collect();
    Ok(AuditReport {
        scenario: scenario.name().to_owned(),
        design: scenario.design().to_owned(),
        fingerprint: fingerprint(scenario, 0),
        prescription,
        parties: parties?,
    })
}

/// Audits one party.
pub(super) fn audit_party(
    agreement: &Agreement,
    p: usize,
    prescription: Prescription,
    limit: Limit,
) -> Result<PartyAudit, AuditError> {
    let party = agreement.parties[p].name.clone();
    if agreement.parties[p].discount >= 1.0 {
        return Err(AuditError::Undiscounted { party });
    }
    let mut steady = agreement.clone();
    steady.parties[p].conduct.tremble = 0.0;
    let game = ready(&steady);
    let decider = Decider::departing_from(&game, p, prescription == Prescription::Conduct);
    let response = respond(&game, p, &decider, limit).map_err(AuditError::TooLarge)?;
    let worst = |deviation: &crate::exact::Deviation| WorstDeviation {
        state: describe_state(&game, &deviation.state),
        decision: describe_decision(&game, p, deviation.violated),
        gain: deviation.gain,
    };
    Ok(PartyAudit {
        party,
        prescribed: response.prescribed,
        best_response: response.best_response,
        gain: response.best_response - response.prescribed,
        error: response.error,
        self_enforcing: response.self_enforcing,
        perfect: response.perfect,
        states: response.states,
        worst_deviations: response.deviations.iter().map(worst).collect(),
    })
}
