//! Where along a parameter does compliance become self-enforcing?

use crate::exact::Limit;
use crate::scenario::{Request, Scenario, fingerprint, load};
use crate::study::audit::audit_party;
use crate::study::survey::{bound, number, split_paths, takes_whole_numbers};
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
    /// The variant around the number, such as `Months`; none where the field is a number.
    pub variant: Option<String>,
}

impl Variation {
    /// A number of the range as the field spells it.
    pub fn value(&self, x: f64) -> String {
        match &self.variant {
            Some(variant) => format!("{variant}({})", number(x)),
            None => number(x),
        }
    }
}

/// Reads `PATH=LO..HI`, the bounds being numbers or numbers in a variant, such as `Months(1)..Months(12)`.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn parse_variation(text: &str) -> Result<Variation, String> {
    let wrong = || {
        "expected PATH=LO..HI, such as parties.China.discount=0.5..0.99 or mechanism.ruling.lasts=Months(1)..Months(12)"
            .to_owned()
    };
    let (paths, bounds) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (low, high) = bounds.split_once("..").ok_or_else(wrong)?;
    let (variant, low) = bound(low).ok_or_else(wrong)?;
    let (other, high) = bound(high).ok_or_else(wrong)?;
    if variant != other {
        return Err("both bounds must be written alike, such as Months(1)..Months(12)".to_owned());
    }
    if low >= high {
        return Err(format!("the lower bound {low} must lie below the upper bound {high}"));
    }
    let paths = split_paths(paths);
    if paths.iter().any(String::is_empty) {
        return Err(wrong());
    }
    Ok(Variation { paths, low, high, variant })
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
    /// Whether the field takes whole numbers only; then the frontier is `holds`.
    pub is_whole: bool,
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
                "error: compliance {} at both ends (largest gain {:.6e} and {:.6e} $bn); a frontier needs it to hold at one end and fail at the other: widen the bounds of --vary",
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
    let is_whole = takes_whole_numbers(&base, &variation.paths, variation.low, &|x| variation.value(x));
    let tried = std::cell::RefCell::new(Vec::new());
    let states = std::cell::Cell::new(0);
    let mut holds_at = |value: f64| -> Result<bool, FrontierError> {
        let scenario = at(&base, variation, value)?;
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
        let middle = if is_whole { libm::floor(0.5 * (low + high)) } else { 0.5 * (low + high) };
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
        is_whole,
        holds_above: at_high,
        holds,
        fails,
        frontier: if is_whole { holds } else { 0.5 * (low + high) },
        tried: tried.into_inner(),
    })
}

/// The scenario at a value of the parameter.
fn at(base: &Scenario, variation: &Variation, value: f64) -> Result<Scenario, FrontierError> {
    let set: Vec<_> = variation.paths.iter().map(|path| (path.clone(), variation.value(value))).collect();
    base.with(&set).map_err(FrontierError::Scenario)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read() {
        let read = parse_variation("a.b, c = Months(1) .. Months(2.5)").unwrap();
        assert_eq!((read.low, read.high, read.paths.len()), (1.0, 2.5, 2));
        assert_eq!([read.value(2.0), read.value(2.5)], ["Months(2)", "Months(2.5)"]);
        assert_eq!(parse_variation("a=0.1..0.9").unwrap().value(0.5), "0.5");
        for wrong in ["", "a", "a=1", "a=1..1", "a=2..1", "=1..2", "a=x..2", "a=Days(1)..Months(2)", "a=Days(1..2"] {
            assert!(parse_variation(wrong).is_err(), "{wrong}");
        }
    }
}
