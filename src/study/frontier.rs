//! Where along a parameter does compliance become self-enforcing?

use crate::exact::{Limit, Verdict};
use crate::scenario::{Scenario, fingerprint};
use crate::study::audit::audit_party;
use crate::study::survey::{bound, split_paths, takes_whole_numbers};
use crate::study::{AuditError, Prescription};
use crate::text::Mistake;
use crate::text::number;

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
    /// Where it cannot be decided: `holds` or `fails`, if that is a bound of the search.
    pub undecided: Option<f64>,
    /// Parameter values tried, in order, with the largest gain of a party there.
    pub tried: Vec<(f64, f64)>,
}

/// Why no frontier was found.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontierError {
    /// The party is none of the scenario's, or the scenario is not valid at a value of the parameter.
    Scenario(Vec<Mistake>),
    /// It cannot be audited there.
    Audit(AuditError),
    /// It cannot be decided over a stretch up to one end.
    Undecided {
        /// What is certain at the other end.
        certain: Verdict,
        /// Last value at which it is.
        last: f64,
        /// The end at which it cannot be decided.
        from: f64,
    },
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
            Self::Undecided { certain, last, from } => write!(
                f,
                "error: compliance {} up to {last:?}, and from there to {from:?} it cannot be decided: the gain is within its error; move the bound {from:?} of --vary towards {last:?}",
                told(*certain)
            ),
            Self::NoChange { verdict, gains } => write!(
                f,
                "error: compliance {} at both ends (largest gain {:.6e} and {:.6e} $bn); a frontier needs it to hold at one end and fail at the other: widen the bounds of --vary",
                told(*verdict),
                gains[0],
                gains[1]
            ),
        }
    }
}

fn told(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "is self-enforcing",
        Verdict::Fails => "is not self-enforcing",
        Verdict::Undecided => "cannot be decided",
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
/// [`FrontierError`] where there is no such party, a value makes no valid scenario, an audit is impossible, or both ends
/// agree.
pub fn frontier(
    base: &Scenario,
    variation: &Variation,
    party: Option<&str>,
    limit: Limit,
    progress: impl FnMut(u64),
) -> Result<FrontierReport, FrontierError> {
    if let Some(name) = party {
        is_party(base, name)?;
    }
    let variation = &whole_name(base, variation);
    let is_whole = takes_whole_numbers(base, &variation.paths, variation.low, &|x| variation.value(x));
    let mut search = Search { base, variation, party, limit, is_whole, tried: Vec::new(), states: 0, progress };
    let [low, high] = [variation.low, variation.high].map(|value| search.end(value));
    let (low, high) = (low?, high?);
    let gains = [search.tried[0].1, search.tried[1].1];
    if low.verdict == high.verdict {
        return Err(FrontierError::NoChange { verdict: low.verdict, gains });
    }
    let (up, down) = search.bracket(low, high)?;
    let holds_above = down.verdict == Verdict::Holds || up.verdict == Verdict::Fails;
    let undecided = [up, down].into_iter().find(|end| end.verdict == Verdict::Undecided).map(|end| end.value);
    let (below, above) = (up.value, down.value);
    let (holds, fails) = if holds_above { (above, below) } else { (below, above) };
    Ok(FrontierReport {
        scenario: base.name().to_owned(),
        design: base.design().to_owned(),
        fingerprint: fingerprint(base, 0),
        variation: variation.clone(),
        is_whole,
        holds_above,
        holds,
        fails,
        frontier: if is_whole { holds } else { 0.5 * (below + above) },
        undecided,
        tried: search.tried,
    })
}

/// The same variation, its paths put together where they are one, cut at a comma within a name.
fn whole_name(base: &Scenario, variation: &Variation) -> Variation {
    let is_one = |path: &String| base.holds(path, &variation.value(variation.low)).is_ok();
    let mut joined = [",", ", "].map(|comma| variation.paths.join(comma)).into_iter();
    match joined.find(|path| variation.paths.len() > 1 && is_one(path)) {
        Some(path) => Variation { paths: vec![path], ..variation.clone() },
        None => variation.clone(),
    }
}

/// One end of a stretch of values.
#[derive(Clone, Copy)]
struct End {
    value: f64,
    verdict: Verdict,
}

fn is_party(base: &Scenario, name: &str) -> Result<(), FrontierError> {
    let names = base.agreement().parties.each_ref().map(|party| party.name.as_str());
    if names.contains(&name) {
        return Ok(());
    }
    let mistake = Mistake::new("--party", format!("`{name}`"), format!("one of {}", names.join(", ")));
    Err(FrontierError::Scenario(vec![mistake.with_nearest(name, names)]))
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

    fn end(&mut self, value: f64) -> Result<End, FrontierError> {
        Ok(End { value, verdict: self.judge(value)? })
    }

    /// The nearest two values, the lower first, at which it is certain that compliance fails and that it holds. One of
    /// them may be an end at which it cannot be decided, if that lies beside the other.
    fn bracket(&mut self, low: End, high: End) -> Result<(End, End), FrontierError> {
        // From the side that is decided, up to where that is no longer certain.
        let from_below = low.verdict != Verdict::Undecided;
        let certain = if from_below { low.verdict } else { high.verdict };
        let (inner, outer) = match from_below {
            true => self.narrow(low, high, |verdict| verdict == certain)?,
            false => {
                let (below, above) = self.narrow(low, high, |verdict| verdict != certain)?;
                (above, below)
            }
        };
        let far = if from_below { high } else { low };
        let outer = match (outer.verdict, far.verdict) {
            (Verdict::Undecided, Verdict::Undecided) => far,
            (Verdict::Undecided, decided) if from_below => self.narrow(outer, far, |verdict| verdict != decided)?.1,
            (Verdict::Undecided, decided) => self.narrow(far, outer, |verdict| verdict == decided)?.0,
            _ => outer,
        };
        let width = (outer.value - inner.value).abs() / outer.value.abs().max(f64::MIN_POSITIVE);
        if outer.verdict == Verdict::Undecided && !self.is_whole && width > WIDTH {
            return Err(FrontierError::Undecided { certain, last: inner.value, from: outer.value });
        }
        Ok(if from_below { (inner, outer) } else { (outer, inner) })
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
