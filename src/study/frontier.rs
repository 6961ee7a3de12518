//! Where along a parameter does compliance become self-enforcing?

use crate::exact::Limit;
use crate::scenario::{Request, Scenario, fingerprint, load};
use crate::study::audit::audit_party;
use crate::study::{AuditError, Prescription};
use crate::text::Mistake;

/// What to vary, and between which bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// Paths of the parameter; several move together.
    pub paths: Vec<String>,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// A frontier found.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario and version.
    pub fingerprint: String,
    /// What was varied.
    pub variation: Variation,
    /// Whether compliance holds above the frontier, or below it.
    pub holds_above: bool,
    /// The last value found at which it holds.
    pub holds: f64,
    /// The last value found at which it fails.
    pub fails: f64,
    /// The frontier, between the two.
    pub frontier: f64,
    /// Parameter values tried, in order, with the largest gain of a party there.
    pub tried: Vec<(f64, f64)>,
}

/// Why no frontier was found.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontierError {
    /// The scenario is not valid at a value of the parameter.
    Scenario(Vec<Mistake>),
    /// It cannot be audited there.
    Audit(AuditError),
    /// Both ends agree.
    NoChange {
        /// Whether compliance holds at both ends.
        holds: bool,
        /// Largest gain at the lower and at the upper end, $bn.
        gains: [f64; 2],
    },
}

impl std::fmt::Display for FrontierError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Scenario(mistakes) => f.write_str(crate::text::render(mistakes).trim_end()),
            Self::Audit(error) => write!(f, "error: {error}"),
            Self::NoChange { holds, gains } => write!(
                f,
                "error: compliance {} at both ends (largest gain {} and {} $bn); a frontier needs it to hold at one end and fail at the other: widen the bounds of --vary",
                if *holds { "is self-enforcing" } else { "is not self-enforcing" },
                gains[0],
                gains[1]
            ),
        }
    }
}

/// Relative width at which the search stops.
const WIDTH: f64 = 1e-6;
/// Relative width at which it stops where an audit is cheap.
const FINE_WIDTH: f64 = 1e-12;
/// States up to which an audit is cheap.
const CHEAP: u64 = 5000;

/// Finds the frontier of full compliance, of both parties or of the one named, by bisection.
///
/// # Errors
/// [`FrontierError`] where a value makes no valid scenario, an audit is impossible, or both ends agree.
pub fn frontier(
    request: &Request,
    variation: &Variation,
    party: Option<&str>,
    limit: Limit,
    mut progress: impl FnMut(u64),
) -> Result<FrontierReport, FrontierError> {
    let base = load(request).map_err(FrontierError::Scenario)?;
    let tried = std::cell::RefCell::new(Vec::new());
    let states = std::cell::Cell::new(0);
    let mut holds_at = |value: f64| -> Result<bool, FrontierError> {
        let scenario = at(request, variation, value)?;
        let mut largest = f64::NEG_INFINITY;
        let mut holds = true;
        for p in [0, 1] {
            if party.is_some_and(|name| name != scenario.agreement().parties[p].name) {
                continue;
            }
            let audit =
                audit_party(scenario.agreement(), p, Prescription::Keep, limit).map_err(FrontierError::Audit)?;
            // Sharper than the tolerance of a verdict, so that it does not move the frontier.
            holds &= audit.gain <= 4.0 * audit.error;
            largest = largest.max(audit.gain);
            states.set(audit.states.max(states.get()));
        }
        tried.borrow_mut().push((value, largest));
        progress(tried.borrow().len() as u64);
        Ok(holds)
    };
    let [at_low, at_high] = [holds_at(variation.low)?, holds_at(variation.high)?];
    if at_low == at_high {
        return Err(FrontierError::NoChange { holds: at_low, gains: [tried.borrow()[0].1, tried.borrow()[1].1] });
    }
    let (mut low, mut high) = (variation.low, variation.high);
    loop {
        let middle = 0.5 * (low + high);
        let width = (high - low) / middle.abs().max(f64::MIN_POSITIVE);
        if width <= WIDTH && (states.get() > CHEAP || width <= FINE_WIDTH) || middle <= low || middle >= high {
            break;
        }
        if holds_at(middle)? == at_low { low = middle } else { high = middle }
    }
    let (holds, fails) = if at_high { (high, low) } else { (low, high) };
    Ok(FrontierReport {
        scenario: base.name().to_owned(),
        design: base.design().to_owned(),
        fingerprint: fingerprint(&base, 0),
        variation: variation.clone(),
        holds_above: at_high,
        holds,
        fails,
        frontier: 0.5 * (low + high),
        tried: tried.into_inner(),
    })
}

/// The scenario at a value of the parameter.
fn at(request: &Request, variation: &Variation, value: f64) -> Result<Scenario, FrontierError> {
    let mut request = request.clone();
    request.set.extend(variation.paths.iter().map(|path| (path.clone(), format!("{value:?}"))));
    load(&request).map_err(FrontierError::Scenario)
}
