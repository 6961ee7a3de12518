//! How long things last, and what ends them, where some outlast the observation.

use crate::stats::interval::{normal, normal_tail, wilson};
use crate::stats::moments::Moments;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ChiSquared, ContinuousCDF};
use std::collections::BTreeMap;

/// Times at which things ended, by cause, and at which they were last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lifetimes {
    ended: BTreeMap<u32, [u64; 3]>,
    censored: BTreeMap<u32, u64>,
}

/// The survival curve after one time at which something ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SurvivalPoint {
    /// The time.
    pub time: u32,
    /// How many had not ended before.
    pub at_risk: u64,
    /// How many ended then.
    pub ended: u64,
    /// The same by cause.
    pub(crate) causes: [u64; 3],
    /// Share that outlasts the time.
    pub survival: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Share that has ended by each cause until then (Aalen and Johansen 1978).
    pub incidence: [f64; 3],
}

/// A mean with its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MeanEstimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// By how much it is skew, as [`Moments::skew`]; `None` where nothing varies, and so nothing is known of the error.
    pub(crate) skew: Option<f64>,
}

/// A test of whether groups last equally long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LogRank {
    /// The statistic.
    pub(crate) chi2: f64,
    /// Its degrees of freedom.
    pub(crate) df: u32,
    /// Chance of one as large where groups are alike.
    pub p_value: f64,
}

impl Lifetimes {
    /// Adds one that ended at `time` by cause 0, 1 or 2.
    pub(crate) fn push_end(&mut self, time: u32, cause: usize) {
        self.ended.entry(time).or_default()[cause.min(2)] += 1;
    }

    /// Adds one that was seen last, alive, at `time`.
    pub(crate) fn push_censored(&mut self, time: u32) {
        *self.censored.entry(time).or_default() += 1;
    }

    /// Adds those of another; any order of merging gives the same.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (&time, causes) in &other.ended {
            let mine = self.ended.entry(time).or_default();
            mine.iter_mut().zip(causes).for_each(|(mine, more)| *mine += more);
        }
        for (&time, n) in &other.censored {
            *self.censored.entry(time).or_default() += n;
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.ended.values().flatten().chain(self.censored.values()).fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// Each time of an end with the number at risk just before it and the ends by cause.
    fn steps(&self) -> Vec<(u32, u64, [u64; 3])> {
        let (mut at_risk, mut censored, mut steps) = (self.count(), self.censored.iter().peekable(), Vec::new());
        for (&time, &causes) in &self.ended {
            while let Some((_, n)) = censored.next_if(|&(&seen, _)| seen < time) {
                at_risk -= n;
            }
            steps.push((time, at_risk, causes));
            at_risk -= causes.iter().sum::<u64>();
        }
        steps
    }

    /// The curve of Kaplan and Meier (1958), one point for each time at which something ended.
    ///
    /// Intervals by Greenwood's (1926) variance on the scale of ln(−ln S) (Kalbfleisch and Prentice 2002, 1.4). At
    /// S = 0, where that scale ends, Wilson's of none of as many as would have been there without censoring.
    ///
    /// # Panics
    /// If `confidence` is not inside (0, 1).
    pub(crate) fn kaplan_meier(&self, confidence: f64) -> Vec<SurvivalPoint> {
        let (z, mut survival, mut greenwood, mut incidence) = (normal(confidence), 1.0, 0.0, [0.0; 3]);
        let steps = self.steps().into_iter();
        let point = |(time, at_risk, causes): (u32, u64, [u64; 3])| {
            let (n, ended) = (at_risk as f64, causes.iter().sum::<u64>());
            let d = ended as f64;
            for (share, cause) in incidence.iter_mut().zip(causes) {
                *share += survival * cause as f64 / n;
            }
            let before = survival;
            survival *= (n - d) / n;
            let (low, high) = if ended == at_risk {
                let effective = libm::round(n / before).max(1.0) as u64;
                (0.0, wilson(0, effective, confidence).map_or(1.0, |interval| interval.high))
            } else {
                greenwood += d / (n * (n - d));
                let ln = libm::log(survival);
                let spread = z * greenwood.sqrt() / -ln;
                (libm::pow(survival, libm::exp(spread)), libm::pow(survival, libm::exp(-spread)))
            };
            SurvivalPoint { time, at_risk, ended, causes, survival, low, high, incidence }
        };
        steps.map(point).collect()
    }

    /// Mean time until the end or until `until`, whichever is first: the area under the curve of Kaplan and Meier, with
    /// the variance Σ A(t)² d/(n(n − d)), A(t) the area from t on (Klein and Moeschberger 2003, 4.5). `None` where there
    /// is nothing.
    pub(crate) fn restricted_mean(&self, until: u32) -> Option<MeanEstimate> {
        let n = self.count();
        if n == 0 {
            return None;
        }
        let steps: Vec<_> = self.steps().into_iter().filter(|(time, ..)| *time < until).collect();
        let mut curve = vec![(0, 1.0)];
        for &(time, at_risk, causes) in &steps {
            let ended = causes.iter().sum::<u64>();
            let last = curve[curve.len() - 1].1;
            curve.push((time, last * (at_risk - ended) as f64 / at_risk as f64));
        }
        // Areas from each time on, backwards.
        let (mut area, mut end, mut variance) = (0.0, until, 0.0);
        for (k, &(time, survival)) in curve.iter().enumerate().rev() {
            area += f64::from(end - time) * survival;
            end = time;
            if k > 0 {
                let (_, at_risk, causes) = steps[k - 1];
                let ended = causes.iter().sum::<u64>();
                if ended < at_risk {
                    variance += area * area * ended as f64 / (at_risk as f64 * (at_risk - ended) as f64);
                }
            }
        }
        let mut lives = Moments::default();
        let ends = self.ended.iter().map(|(time, causes)| (*time, causes.iter().sum()));
        for (time, n) in ends.chain(self.censored.iter().map(|(time, n)| (*time, *n))) {
            lives.push_many(f64::from(time.min(until)), n);
        }
        Some(MeanEstimate { mean: area, se: variance.sqrt(), skew: lives.skew() })
    }
}

/// Whether groups last equally long (Mantel 1966). Takes groups as independent: under common luck, which makes them
/// alike, it finds differences too rarely rather than too often. `None` with fewer than two groups or no end.
pub(crate) fn log_rank(groups: &[&Lifetimes]) -> Option<LogRank> {
    let k = groups.len();
    if k < 2 || groups.iter().all(|group| group.ended.is_empty()) {
        return None;
    }
    let mut times: Vec<u32> = groups.iter().flat_map(|group| group.ended.keys().copied()).collect();
    times.sort_unstable();
    times.dedup();
    let mut risk: Vec<_> = groups.iter().map(|group| AtRisk::new(group)).collect();
    // Observed less expected ends of all groups but the last, and their covariance.
    let (mut excess, mut covariance) = (vec![0.0; k - 1], vec![vec![0.0; k - 1]; k - 1]);
    for time in times {
        let at: Vec<(f64, f64)> = risk.iter_mut().map(|group| group.at(time)).collect();
        let (n, d) = at.iter().fold((0.0, 0.0), |(n, d), (own, ended)| (n + own, d + ended));
        for i in 0..k - 1 {
            excess[i] += at[i].1 - d * at[i].0 / n;
            for j in 0..k - 1 {
                let same = if i == j { 1.0 } else { 0.0 };
                if n > 1.0 {
                    covariance[i][j] += at[i].0 / n * (same - at[j].0 / n) * d * (n - d) / (n - 1.0);
                }
            }
        }
    }
    let chi2 = quadratic_form(covariance, &excess)?;
    let p_value = match k {
        2 => 2.0 * normal_tail(chi2.sqrt()),
        _ => {
            let p = ChiSquared::new((k - 1) as f64).ok()?.sf(chi2);
            // The last bits depend on the `exp` and `ln` of the platform.
            format!("{p:.11e}").parse().unwrap_or(p)
        }
    };
    Some(LogRank { chi2, df: (k - 1) as u32, p_value })
}

/// How many of a group are at risk as time goes on.
struct AtRisk<'a> {
    left: u64,
    group: &'a Lifetimes,
    from: u32,
}

impl<'a> AtRisk<'a> {
    fn new(group: &'a Lifetimes) -> Self {
        Self { left: group.count(), group, from: 0 }
    }

    /// At risk just before `time`, and ended at it; times ascend.
    fn at(&mut self, time: u32) -> (f64, f64) {
        let gone = self.from..time;
        let ended: u64 = self.group.ended.range(gone.clone()).flat_map(|(_, causes)| causes).sum();
        let censored: u64 = self.group.censored.range(gone).map(|(_, n)| n).sum();
        self.left -= ended + censored;
        self.from = time;
        let now: u64 = self.group.ended.get(&time).map_or(0, |causes| causes.iter().sum());
        (self.left as f64, now as f64)
    }
}

/// vᵀ M⁻¹ v by elimination; directions in which M vanishes are left out.
fn quadratic_form(mut m: Vec<Vec<f64>>, v: &[f64]) -> Option<f64> {
    let n = v.len();
    let (mut rest, mut sum) = (v.to_vec(), 0.0);
    let scale = (0..n).map(|i| m[i][i]).fold(0.0, f64::max);
    for i in 0..n {
        if m[i][i] <= 1e-12 * scale {
            continue;
        }
        sum += rest[i] * rest[i] / m[i][i];
        for j in i + 1..n {
            let factor = m[j][i] / m[i][i];
            rest[j] -= factor * rest[i];
            let above = m[i].clone();
            m[j].iter_mut().zip(&above).for_each(|(x, y)| *x -= factor * y);
        }
    }
    (scale > 0.0).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks of remission under 6-MP (Freireich et al. 1963); negative where censored.
    const TREATED: [i32; 21] =
        [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];
    const PLACEBO: [i32; 21] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

    fn lifetimes(times: &[i32]) -> Lifetimes {
        let mut lifetimes = Lifetimes::default();
        for &time in times {
            match time {
                1.. => lifetimes.push_end(time as u32, 0),
                _ => lifetimes.push_censored(time.unsigned_abs()),
            }
        }
        lifetimes
    }

    #[test]
    fn freireich_1963_kaplan_meier() {
        let curve = lifetimes(&TREATED).kaplan_meier(0.95);
        let known = [
            (6, 0.857_143),
            (7, 0.806_723),
            (10, 0.752_941),
            (13, 0.690_196),
            (16, 0.627_451),
            (22, 0.537_815),
            (23, 0.448_179),
        ];
        assert_eq!(curve.len(), known.len());
        for (point, (time, survival)) in curve.iter().zip(known) {
            assert_eq!(point.time, time);
            assert!((point.survival - survival).abs() < 5e-7);
            assert!(point.low < point.survival && point.survival < point.high);
            assert!((point.incidence[0] - (1.0 - point.survival)).abs() < 1e-12);
        }
        // survfit(…, conf.type = "log-log"): 0.6197 to 0.9516 at 6 weeks.
        assert!((curve[0].low - 0.6197).abs() < 5e-5 && (curve[0].high - 0.9516).abs() < 5e-5);
    }

    #[test]
    fn freireich_1963_log_rank() {
        let test = log_rank(&[&lifetimes(&TREATED), &lifetimes(&PLACEBO)]).unwrap();
        assert!((test.chi2 - 16.793).abs() < 1e-3, "{test:?}");
        assert!((test.p_value - 4.17e-5).abs() < 1e-7);
        // As far out as it goes: 2 Φ(−24.1), to more digits than 1 − Φ has.
        let late: Vec<i32> = (0..400).map(|k| 1000 + k).collect();
        let early: Vec<i32> = (0..400).map(|k| 1 + k).collect();
        let far = log_rank(&[&lifetimes(&early), &lifetimes(&late)]).unwrap();
        assert!(far.p_value > 0.0 && far.p_value < 1e-100, "{far:?}");
        let same = log_rank(&[&lifetimes(&PLACEBO), &lifetimes(&PLACEBO), &lifetimes(&PLACEBO)]).unwrap();
        assert!(same.chi2.abs() < 1e-12 && same.df == 2);
    }

    #[test]
    fn without_censoring_the_restricted_mean_is_the_mean() {
        let mean = lifetimes(&PLACEBO).restricted_mean(23).unwrap();
        let sample: f64 = PLACEBO.iter().map(|&time| f64::from(time)).sum::<f64>() / 21.0;
        assert!((mean.mean - sample).abs() < 1e-12);
        let all = lifetimes(&[-10, -10]).restricted_mean(10).unwrap();
        assert_eq!((all.mean, all.se, all.skew), (10.0, 0.0, None));
        assert!(Lifetimes::default().restricted_mean(10).is_none());
    }

    #[test]
    fn the_restricted_mean_and_its_error_by_hand() {
        // S = 1, 3/4, 1/2 from 0, 1, 2 on; areas 2.75, 1.75, 1; variance 1.75²/(4·3) + 1²/(3·2).
        let mean = lifetimes(&[1, 2, -3, 5]).restricted_mean(4).unwrap();
        assert!((mean.mean - 2.75).abs() < 1e-15);
        assert!((mean.se - (1.75_f64 * 1.75 / 12.0 + 1.0 / 6.0).sqrt()).abs() < 1e-15);
        // Lives of 1, 2, 3 and 4, as far as one looks, are even.
        assert!(mean.skew.unwrap().abs() < 1e-15);
        // Where the last one ends, nothing is left to be uncertain about.
        let all = lifetimes(&[1, 2]).restricted_mean(4).unwrap();
        assert!((all.mean - 1.5).abs() < 1e-15 && (all.se - (0.5_f64 * 0.5 / 2.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn where_none_is_left_some_may_yet_outlast() {
        let last = lifetimes(&[1, 1, 2, 2, 2]).kaplan_meier(0.95)[1];
        assert_eq!((last.survival, last.low), (0.0, 0.0));
        assert_eq!(Some(last.high), wilson(0, 5, 0.95).map(|interval| interval.high));
    }

    #[test]
    fn causes_share_the_ends() {
        let mut lifetimes = Lifetimes::default();
        for (time, cause) in [(1, 0), (2, 1), (2, 1), (3, 2), (3, 7)] {
            lifetimes.push_end(time, cause);
        }
        lifetimes.push_censored(4);
        assert_eq!(lifetimes.count(), 6);
        let incidence = lifetimes.kaplan_meier(0.95)[2].incidence;
        assert!(incidence.iter().zip([1.0, 2.0, 2.0]).all(|(found, ends)| (found - ends / 6.0).abs() < 1e-15));
    }

    #[test]
    fn pieces_merge_in_any_order() {
        let (mut one, mut other) = (lifetimes(&TREATED[..9]), lifetimes(&TREATED[9..]));
        let copy = one.clone();
        one.merge(&other);
        other.merge(&copy);
        assert_eq!(one, other);
        assert_eq!(one, lifetimes(&TREATED));
    }

    #[test]
    fn ends_at_one_time_count_together() {
        // S = 1 and 1/2 from 0 and 2 on; area 3, from 2 on 1; variance 1² 2/(4·2).
        let mean = lifetimes(&[2, 2, -4, -4]).restricted_mean(4).unwrap();
        assert!((mean.mean - 3.0).abs() < 1e-15 && (mean.se - 0.5).abs() < 1e-15, "{mean:?}");
    }

    #[test]
    fn log_rank_of_four_groups_by_hand() {
        // In fractions: 79515484420541664/11070401348524015.
        let groups =
            [lifetimes(&[1, 3, 3, 5]), lifetimes(&[2, 4, 6, -6]), lifetimes(&[4, 7, 8, 9]), lifetimes(&[1, -2, 9, 10])];
        let test = log_rank(&groups.each_ref()).unwrap();
        assert!((test.chi2 - 7.182_710_176_189_162).abs() < 1e-12 && test.df == 3, "{test:?}");
    }

    #[test]
    fn the_last_one_of_all_says_nothing_about_groups() {
        // The end at 3 is one of one: 25/17 comes from the ends before.
        let test = log_rank(&[&lifetimes(&[1, 2]), &lifetimes(&[3])]).unwrap();
        assert!((test.chi2 - 25.0 / 17.0).abs() < 1e-12, "{test:?}");
        assert_eq!(log_rank(&[&lifetimes(&[2]), &lifetimes(&[-1])]), None);
        assert_eq!(log_rank(&[&lifetimes(&[1, 2])]), None);
    }
}
