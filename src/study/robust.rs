//! How designs do across what is not known: regret, and the share of futures in which they are good enough.

use crate::simulate::{FOLDS, Folds, Headline};
use crate::stats::{exact_quantile, normal, student_t};
use crate::study::best::normal_draw;
use crate::study::survey::{ArmValues, PointResult, Role, Sampling, Survey};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A condition such as `compliance.China>=0.9`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The metric, as `metric.party` or `metric.party.commitment`.
    pub metric: String,
    /// Whether the mean must be at least the bound, or at most.
    pub at_least: bool,
    /// The bound, in the unit of the metric.
    pub bound: f64,
}

/// Reads `METRIC>=BOUND` or `METRIC<=BOUND`.
///
/// # Errors
/// What is wrong, in a sentence.
pub fn parse_requirement(text: &str) -> Result<Requirement, String> {
    let wrong = || "expected METRIC>=BOUND or METRIC<=BOUND, such as compliance.China>=0.9".to_owned();
    let (metric, bound, at_least) = match (text.rsplit_once(">="), text.rsplit_once("<=")) {
        (Some((metric, bound)), None) => (metric, bound, true),
        (None, Some((metric, bound))) => (metric, bound, false),
        _ => return Err(wrong()),
    };
    let bound = bound.trim().parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(wrong)?;
    match metric.trim() {
        "" => Err(wrong()),
        metric => Ok(Requirement { metric: metric.to_owned(), at_least, bound }),
    }
}

impl Requirement {
    /// As it was typed.
    pub fn text(&self) -> String {
        format!("{}{}{}", self.metric, if self.at_least { ">=" } else { "<=" }, self.bound)
    }

    /// Whether a mean meets it.
    pub fn holds(&self, mean: f64) -> bool {
        if self.at_least { mean >= self.bound } else { mean <= self.bound }
    }
}

/// How one policy, a design with values of the levers, does across the uncertainties.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The design.
    pub design: String,
    /// Values of the levers, in the order of their axes.
    pub levers: Vec<String>,
    /// Futures that were played under every policy.
    pub futures: u64,
    /// Futures left out because some policy could not be played in them.
    pub left_out: u64,
    /// Greatest regret in joint welfare, $bn.
    pub worst_regret: WithInterval,
    /// Mean regret in joint welfare, $bn.
    pub mean_regret: WithInterval,
    /// Share of futures in which all requirements hold.
    pub satisficing: Option<WithInterval>,
}

/// A value with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WithInterval {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Means and standard errors of what policies are judged by, future by future; small whatever is played.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Futures {
    /// There are several policies, or requirements.
    are_needed: bool,
    require: Vec<Requirement>,
    /// By policy: arm and values of the levers.
    cells: BTreeMap<(usize, Vec<String>), ByFuture>,
    /// All futures, whether or not they could be played.
    met: BTreeSet<Vec<String>>,
}

/// By future, values of all that is no lever: joint welfare and each required metric.
type ByFuture = BTreeMap<Vec<String>, Vec<Judged>>;

/// What a policy is judged by in one future.
#[derive(Clone, Debug, PartialEq)]
struct Judged {
    mean: f64,
    se: f64,
    folds: Folds,
}

/// One draw of the luck of all policies and futures.
struct Luck {
    /// How often each fold counts.
    times: [f64; FOLDS],
    /// By judged metric, a normal deviate, for samples without folds.
    deviates: Vec<f64>,
    /// By how much means that are drawn from so few folds must be spread.
    spread: f64,
}

/// Resamples behind an interval.
const RESAMPLES: u64 = 1000;

impl Futures {
    /// None yet, of a study whose policies are to meet these requirements.
    pub(crate) fn new(survey: &Survey, require: Vec<Requirement>) -> Self {
        let are_needed = survey.has_policies() || !require.is_empty();
        Self { are_needed, require, cells: BTreeMap::new(), met: BTreeSet::new() }
    }

    /// The requirements.
    #[cfg(feature = "archive")]
    pub(crate) fn require(&self) -> &[Requirement] {
        &self.require
    }

    /// Takes in the configs of a point.
    pub(crate) fn push(&mut self, survey: &Survey, result: &PointResult) {
        if !self.are_needed {
            return;
        }
        let point = survey.space.point(result.point);
        let split = |is_lever: bool| -> Vec<String> {
            let own = survey.space.axes.iter().zip(&point).filter(|(axis, _)| (axis.role == Role::Lever) == is_lever);
            own.map(|(_, value)| value.clone()).collect()
        };
        self.met.insert(split(false));
        for (arm, config) in result.arms.iter().enumerate() {
            let Ok(values) = &config.outcome else { continue };
            let own = &survey.arms[arm];
            let welfare = Headline::Welfare.label().and_then(|label| own.column(&label));
            let of_path = |r: &Requirement| own.labels().iter().position(|label| label.path() == r.metric);
            let judged = std::iter::once(welfare).chain(self.require.iter().map(of_path));
            let cells: Vec<Judged> = judged.map(|column| cell(values, column)).collect();
            self.cells.entry((arm, split(true))).or_default().insert(split(false), cells);
        }
    }

    /// Whether policies can be judged: by requirements always, by regret where there are several policies and futures.
    fn can_be_judged(&self) -> bool {
        let are_several = self.cells.len() > 1 && self.cells.values().all(|futures| futures.len() > 1);
        are_several || !self.require.is_empty()
    }

    /// How every policy does across the futures that all of them were played in; `None` where there is nothing to judge.
    ///
    /// Intervals at the study's confidence are from 1,000 draws of the luck (a bootstrap of 32 folds of the replications,
    /// Efron and Tibshirani 1993): policies and futures share theirs, and go on sharing it in each draw; where futures
    /// were drawn, they are drawn again as well, with replacement. Ends for regret are those of the basic bootstrap
    /// (Davison and Hinkley 1997, section 5.2), since the best of noisy means is too good; for shares, percentiles.
    pub(crate) fn policies(&self, survey: &Survey) -> Option<Vec<Policy>> {
        self.can_be_judged().then(|| self.judged(survey))
    }

    fn judged(&self, survey: &Survey) -> Vec<Policy> {
        let require = &self.require;
        let by_all = |future: &&Vec<String>| self.cells.values().all(|cells| cells.contains_key(*future));
        let futures: Vec<&Vec<String>> = self.met.iter().filter(by_all).collect();
        let (n_futures, n_policies) = (futures.len(), self.cells.len());
        if n_futures == 0 {
            return Vec::new();
        }
        let table: Vec<Vec<&Vec<Judged>>> =
            self.cells.values().map(|cells| futures.iter().map(|future| &cells[*future]).collect()).collect();
        let exact = |policy: usize, future: usize, k: usize| table[policy][future][k].mean;
        let all: Vec<usize> = (0..n_futures).collect();
        let found = judge(&exact, &all, n_policies, require);
        let is_drawn = matches!(survey.space.sampling, Sampling::LatinHypercube(_) | Sampling::Sobol(_));
        let resample = |draw: u64| {
            let mut rng = ChaCha8Rng::seed_from_u64(survey.seed);
            rng.set_stream(draw);
            let drawn: Vec<usize> =
                if is_drawn { all.iter().map(|_| rng.random_range(0..n_futures)).collect() } else { all.clone() };
            let luck = Luck::draw(&mut rng, survey, 1 + require.len());
            let noisy: Vec<Vec<Vec<f64>>> = table
                .iter()
                .map(|cells| {
                    cells.iter().map(|cell| cell.iter().enumerate().map(|(k, x)| luck.mean(x, k)).collect()).collect()
                })
                .collect();
            judge(&|policy, future, k| noisy[policy][future][k], &drawn, n_policies, require)
        };
        let resampled: Vec<Vec<[f64; 3]>> = (0..RESAMPLES).into_par_iter().map(resample).collect();
        let tail = (1.0 - survey.confidence) / 2.0;
        let policy = |(place, (arm, levers)): (usize, &(usize, Vec<String>))| {
            let interval = |k: usize| {
                let mut values: Vec<f64> = resampled.iter().map(|judged| judged[place][k]).collect();
                values.sort_unstable_by(f64::total_cmp);
                let end = |p: f64| exact_quantile(&values, p).unwrap_or(f64::NAN);
                let (value, low, high) = (found[place][k], end(tail), end(1.0 - tail));
                let (low, high) = if k < 2 { (2.0 * value - high, 2.0 * value - low) } else { (low, high) };
                WithInterval { value, low: low.max(0.0).min(value), high: high.max(value) }
            };
            Policy {
                design: survey.arms[*arm].label.clone(),
                levers: levers.clone(),
                futures: n_futures as u64,
                left_out: (self.met.len() - n_futures) as u64,
                worst_regret: interval(0),
                mean_regret: interval(1),
                satisficing: (!require.is_empty()).then(|| interval(2)),
            }
        };
        self.cells.keys().enumerate().map(policy).collect()
    }
}

impl Luck {
    fn draw(rng: &mut ChaCha8Rng, survey: &Survey, n_judged: usize) -> Self {
        let n = survey.replications.min(FOLDS as u64) as usize;
        let mut times = [0.0; FOLDS];
        (0..n).for_each(|_| times[rng.random_range(0..n)] += 1.0);
        // Student's factor over the normal one, and the variance that a bootstrap of n lacks.
        let spread = match n {
            0 | 1 => 0.0,
            n => {
                let (n, level) = (n as f64, survey.confidence);
                (n / (n - 1.0)).sqrt() * student_t(level, n - 1.0) / normal(level)
            }
        };
        Self { times, deviates: (0..n_judged).map(|_| normal_draw(rng)).collect(), spread }
    }

    /// A mean with this luck.
    fn mean(&self, Judged { mean, se, folds }: &Judged, k: usize) -> f64 {
        folds.mean(&self.times).map_or(mean + se * self.deviates[k], |drawn| mean + self.spread * (drawn - mean))
    }
}

/// Greatest and mean regret, and the share of futures that satisfy, of every policy.
fn judge(
    mean: &dyn Fn(usize, usize, usize) -> f64,
    futures: &[usize],
    n_policies: usize,
    require: &[Requirement],
) -> Vec<[f64; 3]> {
    let best: Vec<f64> = futures
        .iter()
        .map(|&future| (0..n_policies).map(|policy| mean(policy, future, 0)).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    let n = futures.len() as f64;
    let judge_one = |policy: usize| {
        let regrets = || futures.iter().zip(&best).map(|(&future, best)| best - mean(policy, future, 0));
        let good = futures.iter().filter(|&&future| {
            require.iter().enumerate().all(|(k, requirement)| requirement.holds(mean(policy, future, k + 1)))
        });
        [regrets().fold(0.0, f64::max), regrets().sum::<f64>() / n, good.count() as f64 / n]
    };
    (0..n_policies).map(judge_one).collect()
}

fn cell(values: &ArmValues, column: Option<usize>) -> Judged {
    let estimate = column.map(|k| values.metrics[k]).unwrap_or_default();
    let folds = column.and_then(|k| values.folds.get(k)).cloned().unwrap_or_default();
    Judged { mean: estimate.mean.unwrap_or(f64::NAN), se: estimate.se.unwrap_or(0.0), folds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_read() {
        let requirement = parse_requirement("compliance.China>=0.9").unwrap();
        assert_eq!(requirement, Requirement { metric: "compliance.China".to_owned(), at_least: true, bound: 0.9 });
        assert!(requirement.holds(0.9) && !requirement.holds(0.89));
        assert_eq!(parse_requirement("tariff.US <= 0.1").unwrap().text(), "tariff.US<=0.1");
        for wrong in ["", "a", "a>0.1", "a>=x", ">=1", "a>=1<=2"] {
            assert!(parse_requirement(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn regret_is_what_the_best_would_have_brought_more() {
        let welfare = [[3.0, 0.0], [1.0, 1.0]];
        let judged = judge(&|policy, future, _| welfare[policy][future], &[0, 1], 2, &[]);
        assert_eq!(judged, [[1.0, 0.5, 1.0], [2.0, 1.0, 1.0]]);
    }
}
