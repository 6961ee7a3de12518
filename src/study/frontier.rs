//! Where along a parameter does compliance become self-enforcing?

use crate::exact::{Limit, Verdict};
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
    /// The last value found at which it holds for certain.
    pub holds: f64,
    /// The last value found at which it fails for certain.
    pub fails: f64,
    /// The frontier, between the two.
    pub frontier: f64,
    /// Whether it cannot be decided at `holds` or at `fails`, which is then a bound of the search.
    pub undecided: bool,
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
        verdict: Verdict,
        /// Largest gain at the lower and at the upper end, $bn.
        gains: [f64; 2],
    },
}

impl std::fmt::Display for FrontierError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Scenario(mistakes) => f.write_str(crate::text::render(mistakes).trim_end()),
            Self::Audit(error) => write!(f, "error: {error}"),
            Self::NoChange { verdict, gains } => write!(
                f,
                "error: compliance {} at both ends (largest gain {:.6e} and {:.6e} $bn); a frontier needs it to hold at one end and fail at the other: widen the bounds of --vary",
                match verdict {
                    Verdict::Holds => "is self-enforcing",
                    Verdict::Fails => "is not self-enforcing",
                    Verdict::Undecided => "cannot be told from what is not self-enforcing",
                },
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
/// Where it cannot be decided whether compliance holds, that lies between the two values that are found.
///
/// # Errors
/// [`FrontierError`] where a value makes no valid scenario, an audit is impossible, or both ends agree.
pub fn frontier(
    request: &Request,
    variation: &Variation,
    party: Option<&str>,
    limit: Limit,
    progress: impl FnMut(u64),
) -> Result<FrontierReport, FrontierError> {
    let base = load(request).map_err(FrontierError::Scenario)?;
    let is_whole = takes_whole_numbers(&base, &variation.paths, variation.low, &|x| variation.value(x));
    let mut search = Search { base: &base, variation, party, limit, is_whole, tried: Vec::new(), states: 0, progress };
    let [low, high] = [search.judge(variation.low)?, search.judge(variation.high)?];
    let gains = || [search.tried[0].1, search.tried[1].1];
    let holds_above = match (low, high) {
        (Verdict::Fails, Verdict::Holds | Verdict::Undecided) | (Verdict::Undecided, Verdict::Holds) => true,
        (Verdict::Holds, Verdict::Fails | Verdict::Undecided) | (Verdict::Undecided, Verdict::Fails) => false,
        (Verdict::Holds, Verdict::Holds)
        | (Verdict::Fails, Verdict::Fails)
        | (Verdict::Undecided, Verdict::Undecided) => {
            return Err(FrontierError::NoChange { verdict: low, gains: gains() });
        }
    };
    let (low, high) = (End { value: variation.low, verdict: low }, End { value: variation.high, verdict: high });
    // From the side where it fails, and from the side where it holds, up to where that is no longer certain.
    let up = search.narrow(low, high, |verdict| verdict == low.verdict)?;
    let down =
        if up.1.verdict == high.verdict { up } else { search.narrow(up.1, high, |verdict| verdict != high.verdict)? };
    let (below, above) = (up.0.value, down.1.value);
    let (holds, fails) = if holds_above { (above, below) } else { (below, above) };
    let verdicts = [up.0.verdict, down.1.verdict];
    Ok(FrontierReport {
        scenario: base.name().to_owned(),
        design: base.design().to_owned(),
        fingerprint: fingerprint(&base, 0),
        variation: variation.clone(),
        is_whole,
        holds_above,
        holds,
        fails,
        frontier: if is_whole { holds } else { 0.5 * (below + above) },
        undecided: verdicts.contains(&Verdict::Undecided),
        tried: search.tried,
    })
}

/// One end of a stretch of values.
#[derive(Clone, Copy)]
struct End {
    value: f64,
    verdict: Verdict,
}

/// A search along one parameter.
struct Search<'a, F> {
    base: &'a Scenario,
    variation: &'a Variation,
    party: Option<&'a str>,
    limit: Limit,
    is_whole: bool,
    tried: Vec<(f64, f64)>,
    states: u64,
    progress: F,
}

impl<F: FnMut(u64)> Search<'_, F> {
    /// Whether compliance is self-enforcing at a value of the parameter.
    fn judge(&mut self, value: f64) -> Result<Verdict, FrontierError> {
        let scenario = at(self.base, self.variation, value)?;
        let (mut largest, mut verdict) = (f64::NEG_INFINITY, Verdict::Holds);
        for p in [0, 1] {
            if self.party.is_some_and(|name| name != scenario.agreement().parties[p].name) {
                continue;
            }
            let audit = audit_party(scenario.agreement(), p, Prescription::Keep, self.limit, false)
                .map_err(FrontierError::Audit)?;
            verdict = match (verdict, audit.self_enforcing) {
                (Verdict::Fails, _) | (_, Verdict::Fails) => Verdict::Fails,
                (Verdict::Undecided, _) | (_, Verdict::Undecided) => Verdict::Undecided,
                (Verdict::Holds, Verdict::Holds) => Verdict::Holds,
            };
            largest = largest.max(audit.gain);
            self.states = self.states.max(audit.states);
        }
        self.tried.push((value, largest));
        (self.progress)(self.tried.len() as u64);
        Ok(verdict)
    }

    /// Halves the stretch from `low`, where `is_low`, to `high`, where it is not, until it is narrow.
    fn narrow(&mut self, low: End, high: End, is_low: impl Fn(Verdict) -> bool) -> Result<(End, End), FrontierError> {
        let (mut low, mut high) = (low, high);
        loop {
            let sum = low.value + high.value;
            let middle = if self.is_whole { libm::floor(0.5 * sum) } else { 0.5 * sum };
            let width = (high.value - low.value) / middle.abs().max(f64::MIN_POSITIVE);
            let is_narrow = width <= WIDTH && (self.states > CHEAP || width <= FINE_WIDTH);
            if is_narrow || middle <= low.value || middle >= high.value {
                return Ok((low, high));
            }
            let verdict = self.judge(middle)?;
            *(if is_low(verdict) { &mut low } else { &mut high }) = End { value: middle, verdict };
        }
    }
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
