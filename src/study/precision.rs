//! How sure is sure enough: a sample that grows until its intervals are narrow.

use crate::metric::{Kind, Label};
use crate::study::survey::ArmValues;
use crate::study::{Confidence, Contrast, Estimate};
use serde::{Deserialize, Serialize};

/// What to reach before a sample ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// All of these.
    pub targets: Vec<Target>,
    /// Whether they are about differences from the baseline, or about means.
    pub of_differences: bool,
}

/// How narrow the interval of one metric must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The metric, as `metric.party` or `metric.party.commitment`.
    pub metric: String,
    /// Half the width of its interval.
    pub half_width: HalfWidth,
}

/// Half the width of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum HalfWidth {
    /// In the unit of the metric.
    Absolute(f64),
    /// As a share of the size of the mean; of a difference, of the size of the baseline's mean.
    Relative(f64),
}

/// Replications at which intervals under repeated looks are narrowest.
const TUNED_AT: f64 = 10_000.0;
/// Replications at the first look.
const FIRST_LOOK: u64 = 1000;
/// Replications after which a metric that none of them defines is given up: it is defined in fewer than 3 of 10,000.
const GIVEN_UP_AT: u64 = 10_000;

impl Precision {
    /// Intervals that hold at every look at once, so that stopping at a lucky moment does no harm.
    pub fn confidence(level: f64) -> Confidence {
        Confidence::Sequence { level, tuned_at: TUNED_AT }
    }

    /// Replications at the look after the one at `n`, at most `most`: half as many more each time.
    pub fn next_look(n: u64, most: u64) -> u64 {
        (n + (n / 2).max(FIRST_LOOK)).min(most)
    }

    /// The targets that some arm of a point does not reach. Arms come with their labels; `base` is the one that others
    /// are compared with.
    pub fn unmet(&self, arms: &[(&[Label], &ArmValues)], base: Option<usize>) -> Vec<&Target> {
        self.missed(arms, base, |target, label, values, metric, is_of_difference| match is_of_difference {
            true => target.holds_of_difference(label, &values.contrasts[metric], &values.metrics[metric]),
            false => target.holds_of_mean(label, &values.metrics[metric]),
        })
    }

    /// The targets that no number of replications will reach, since so many have not defined the metric once.
    pub fn hopeless(&self, arms: &[(&[Label], &ArmValues)], base: Option<usize>) -> Vec<&Target> {
        self.missed(arms, base, |_, _, values, metric, is_of_difference| {
            let n = if is_of_difference { values.contrasts[metric].n } else { values.metrics[metric].n };
            n > 0 || values.replications < GIVEN_UP_AT
        })
    }

    /// The targets for which something does not hold: of the difference from the baseline, or of the mean.
    fn missed(
        &self,
        arms: &[(&[Label], &ArmValues)],
        base: Option<usize>,
        holds: impl Fn(&Target, &Label, &ArmValues, usize, bool) -> bool,
    ) -> Vec<&Target> {
        let holds_for = |target: &Target, k: usize, labels: &[Label], values: &ArmValues| {
            let Some(metric) = labels.iter().position(|label| label.path() == target.metric) else { return true };
            match base {
                Some(base) if self.of_differences => k == base || holds(target, &labels[metric], values, metric, true),
                _ => holds(target, &labels[metric], values, metric, false),
            }
        };
        let all =
            |target: &Target| arms.iter().enumerate().all(|(k, (labels, values))| holds_for(target, k, labels, values));
        self.targets.iter().filter(|target| !all(target)).collect()
    }
}

impl Target {
    /// As it is written: `welfare.joint=0.5%`.
    pub fn text(&self) -> String {
        match self.half_width {
            HalfWidth::Absolute(width) => format!("{}={width}", self.metric),
            // The percentage that was read, not the digits that dividing it by 100 has left.
            HalfWidth::Relative(share) => format!("{}={}%", self.metric, (share * 1e14).round() / 1e12),
        }
    }

    fn holds_of_mean(&self, label: &Label, estimate: &Estimate) -> bool {
        let (Some(mean), Some(low), Some(high)) = (estimate.mean, estimate.low, estimate.high) else { return false };
        tells(label, estimate.sd) && 0.5 * (high - low) <= self.allowed(mean)
    }

    fn holds_of_difference(&self, label: &Label, contrast: &Contrast, own: &Estimate) -> bool {
        let (Some(difference), Some(low), Some(high)) = (contrast.difference, contrast.low, contrast.high) else {
            return false;
        };
        let base = own.mean.unwrap_or(0.0) - difference;
        tells(label, contrast.se) && 0.5 * (high - low) <= self.allowed(base)
    }

    fn allowed(&self, mean: f64) -> f64 {
        match self.half_width {
            HalfWidth::Absolute(width) => width,
            HalfWidth::Relative(share) => share * mean.abs(),
        }
    }
}

/// Whether an interval tells how sure a value is. A sample without variation says nothing about how rare variation is,
/// but where runs show 0 or 1 alone: that interval allows for what has not been seen.
fn tells(label: &Label, spread: Option<f64>) -> bool {
    label.spec().kind == Kind::Indicator || spread.is_some_and(|spread| spread > 0.0)
}

/// Reads `METRIC=0.5%` or `METRIC=0.02`.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn parse_target(text: &str) -> Result<Target, String> {
    let wrong = || "expected METRIC=0.5% or METRIC=0.02, such as welfare.joint=0.5%".to_owned();
    let (metric, width) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (number, is_share) = match width.trim().strip_suffix('%') {
        Some(percent) => (percent.trim(), true),
        None => (width.trim(), false),
    };
    let x: f64 = number.parse().ok().filter(|x: &f64| x.is_finite() && *x > 0.0).ok_or_else(wrong)?;
    let half_width = if is_share { HalfWidth::Relative(x / 100.0) } else { HalfWidth::Absolute(x) };
    match metric.trim() {
        "" => Err(wrong()),
        metric => Ok(Target { metric: metric.to_owned(), half_width }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Metric;
    use crate::study::estimate::cautious_se;

    #[test]
    fn targets_are_read() {
        let target = parse_target("welfare.joint=0.5%").unwrap();
        assert_eq!(target, Target { metric: "welfare.joint".to_owned(), half_width: HalfWidth::Relative(0.005) });
        for text in ["welfare.joint=0.5%", "survived=0.01", "welfare.US=12.3%"] {
            assert_eq!(parse_target(text).unwrap().text(), text);
        }
        assert_eq!(parse_target("survived = 0.01").unwrap().half_width, HalfWidth::Absolute(0.01));
        for wrong in ["", "welfare", "welfare.joint=", "=1", "welfare.joint=-1", "welfare.joint=nan", "a=0%"] {
            assert!(parse_target(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn looks_grow_by_half_and_end_at_the_most() {
        let mut looks = vec![Precision::next_look(0, 10_000)];
        while looks[looks.len() - 1] < 10_000 {
            looks.push(Precision::next_look(looks[looks.len() - 1], 10_000));
        }
        assert_eq!(looks, [1000, 2000, 3000, 4500, 6750, 10_000]);
    }

    #[test]
    fn a_number_without_variation_is_never_enough() {
        let label = |is_indicator| Label {
            metric: if is_indicator { Metric::Survived } else { Metric::Duration },
            party: None,
            commitment: None,
        };
        let target = parse_target("duration=0.1").unwrap();
        let seen = |mean, sd, low, high| Estimate { mean, sd, low, high, ..Estimate::default() };
        let same = seen(Some(1.0), Some(0.0), Some(1.0), Some(1.0));
        assert!(!target.holds_of_mean(&label(false), &same));
        assert!(target.holds_of_mean(&label(false), &Estimate { sd: Some(0.01), ..same }));
        // A share of runs has an interval even so, and it counts.
        assert!(target.holds_of_mean(&label(true), &seen(Some(1.0), Some(0.0), Some(0.85), Some(1.0))));
        assert!(!target.holds_of_mean(&label(true), &seen(Some(1.0), Some(0.0), Some(0.75), Some(1.0))));
        let none = Contrast {
            difference: Some(0.0),
            se: Some(0.0),
            low: Some(-0.05),
            high: Some(0.05),
            ..Contrast::default()
        };
        assert!(target.holds_of_difference(&label(true), &none, &same));
        assert!(!target.holds_of_difference(&label(false), &none, &same));
        assert!(cautious_se(1000, 1000) > 0.0);
    }

    #[test]
    fn a_metric_that_no_run_defines_is_given_up() {
        let label = Label { metric: Metric::Duration, party: None, commitment: None };
        let precision = Precision { targets: vec![parse_target("duration=1%").unwrap()], of_differences: false };
        let after = |replications, n| ArmValues {
            replications,
            metrics: vec![Estimate { n, ..Estimate::default() }],
            ..ArmValues::default()
        };
        for (replications, n, is_given_up) in [(6750, 0, false), (10_125, 0, true), (10_125, 1, false)] {
            let (labels, values) = ([label.clone()], after(replications, n));
            let arms = [(labels.as_slice(), &values)];
            assert_eq!(precision.hopeless(&arms, None).len(), usize::from(is_given_up), "{replications} {n}");
            assert_eq!(precision.unmet(&arms, None).len(), 1);
        }
    }
}
