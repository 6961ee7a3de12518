//! From sums to estimates: what a metric is, and how sure its value.

use crate::game::{Game, commitments_of};
use crate::metric::{About, Kind, Label, Metric, MetricSpec, Quantity, Range, Storage};
use crate::simulate::{Difference, Measured};
use crate::stats::{
    Interval, MeanEstimate, Moments, Ratio, paired_proportions, paired_proportions_p_value, se_at_zero,
    sequence_half_width, sequence_p_value, skewed, student_p_value, student_t, wilson,
};
use serde::{Deserialize, Serialize};

/// How intervals are made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Confidence {
    /// For a number of replications that was fixed beforehand.
    Fixed(f64),
    /// Valid at every number of replications at once, narrowest near `tuned_at` (Waudby-Smith et al. 2024).
    Sequence {
        /// Confidence.
        level: f64,
        /// Replications at which intervals are narrowest.
        tuned_at: f64,
    },
}

/// What rounding may have done to a mean, relative to it.
const ROUNDING: f64 = 1e-12;

/// The value of one metric. `None` where undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Runs in which it is defined; 0 where the value is exact.
    pub n: u64,
    /// Runs in which it is not.
    pub undefined: u64,
    /// Mean over runs; for ratios the ratio of totals.
    pub mean: Option<f64>,
    /// Standard deviation of a single run.
    pub sd: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Lower end of the interval of the mean.
    pub low: Option<f64>,
    /// Upper end of the interval of the mean.
    pub high: Option<f64>,
    /// 5 % quantile of single runs.
    pub p05: Option<f64>,
    /// Median of single runs.
    pub p50: Option<f64>,
    /// 95 % quantile of single runs.
    pub p95: Option<f64>,
    /// Bound on the error of an exact mean, rounding included, over an infinite horizon. Over a finite one every number is
    /// a sum of so many products, and rounding is all.
    pub error: Option<f64>,
}

/// A metric and its value: one row of any result.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricRow {
    /// What is measured, and whom it is about.
    pub label: Label,
    /// Its value.
    pub estimate: Estimate,
}

/// Error, relative to 1 + |value|, up to which a value is exact.
const EXACT: f64 = 1e-9;

impl MetricRow {
    /// The rows of labels and their values.
    pub fn all(labels: &[Label], estimates: &[Estimate]) -> Vec<Self> {
        let row = |(label, estimate): (&Label, &Estimate)| Self { label: label.clone(), estimate: *estimate };
        labels.iter().zip(estimates).map(row).collect()
    }

    /// The row called `path`, as `metric.party` or `metric.party.commitment`.
    pub fn named<'a>(rows: &'a [Self], path: &str) -> Option<&'a Self> {
        rows.iter().find(|row| row.label.path() == path)
    }
}

impl Estimate {
    /// A value that is known without a sample.
    pub fn exact(mean: Option<f64>, error: Option<f64>) -> Self {
        Self { mean, error, ..Self::default() }
    }

    /// Whether the bound on its error, where there is one, is at most 1e-9, relative to 1 + |value|.
    pub fn is_certified(&self) -> bool {
        let (Some(value), Some(error)) = (self.mean, self.error) else { return true };
        value.is_finite() && error <= EXACT * (1.0 + value.abs())
    }
}

/// The difference of one metric between a design and the baseline, replication by replication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// Replications that both define.
    pub n: u64,
    /// The difference; of ratios the difference of the ratios of totals.
    pub difference: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// Two-sided p-value of no difference.
    pub p_value: Option<f64>,
    /// The same, adjusted for the number of designs by Holm (1979).
    pub p_holm: Option<f64>,
    /// By what factor the common luck cuts the variance of the difference; `None` where the paired one does not vary.
    pub variance_reduction: Option<f64>,
}

impl Confidence {
    /// The level.
    pub fn level(self) -> f64 {
        match self {
            Self::Fixed(level) | Self::Sequence { level, .. } => level,
        }
    }

    /// Half the width of the interval of a mean of `n` values with this standard error, `df` its degrees of freedom.
    pub fn half_width(self, se: f64, n: u64, df: f64) -> f64 {
        match self {
            Self::Fixed(level) => student_t(level, df.max(1.0)) * se,
            Self::Sequence { level, tuned_at } => sequence_half_width(se * (n as f64).sqrt(), n, level, tuned_at),
        }
    }
}

impl Confidence {
    /// Two-sided p-value of a mean difference of `n` values with this standard error, on the same terms as the interval.
    fn p_value(self, mean: f64, se: f64, n: u64) -> f64 {
        match self {
            Self::Fixed(_) if mean == 0.0 => 1.0,
            Self::Fixed(_) => student_p_value(mean / se, (n as f64 - 1.0).max(1.0)),
            Self::Sequence { level, tuned_at } => sequence_p_value(mean, se * (n as f64).sqrt(), n, level, tuned_at),
        }
    }
}

/// The value of a metric of a game from its sums.
pub(super) fn estimate(measured: &Measured, confidence: Confidence, game: &Game) -> Estimate {
    let Measured { quantity, moments, ratio, sketch, undefined, folds: _ } = measured;
    let MetricSpec { kind, range, storage, .. } = quantity.metric.spec();
    let (mean, sd, se, interval) = match kind {
        Kind::Number => {
            let (floor, most) = ends(range, game);
            // Whole numbers are summed without an error, all else to a few units of the last place of a run.
            let slack = if storage == Storage::Whole { 0.0 } else { ROUNDING * moments.mean().unwrap_or(0.0).abs() };
            let interval = around(moments, 0.0, confidence).map(|interval| Interval {
                low: (interval.low - slack).max(floor),
                high: (interval.high + slack).min(most),
            });
            (moments.mean(), moments.sd(), moments.se(), interval)
        }
        Kind::Indicator => {
            let (successes, runs) = (u64::try_from(ratio.numerator()).unwrap_or(u64::MAX), ratio.runs());
            let interval = match confidence {
                Confidence::Fixed(level) => wilson(successes, runs, level),
                Confidence::Sequence { .. } => ratio.value().map(|p| {
                    let half = confidence.half_width(cautious_se(successes, runs), runs, runs as f64);
                    Interval { low: (p - half).max(0.0), high: (p + half).min(1.0) }
                }),
            };
            (ratio.value(), moments.sd(), moments.se(), interval)
        }
        Kind::Ratio => {
            let (n, se) = (ratio.defined(), ratio.se());
            let seen = ratio.value().zip(se).filter(|_| ratio.varies()).map(|(mean, se)| {
                let half = confidence.half_width(se, n, n as f64 - 1.0);
                let (least, most) = ends(range, game);
                let Interval { low, high } = skewed(mean, se, half, n as f64, ratio.skews());
                Interval { low: low.max(least), high: high.min(most) }
            });
            let interval = seen.or_else(|| unseen(*quantity, ratio, confidence, game));
            (ratio.value(), se.map(|se| se * (ratio.runs() as f64).sqrt()), se, interval)
        }
    };
    let [p05, p50, p95] = sketch.quantiles([0.05, 0.5, 0.95]);
    Estimate {
        n: moments.count(),
        undefined: *undefined,
        mean,
        sd,
        se,
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        p05,
        p50,
        p95,
        error: None,
    }
}

/// Values that a metric of a game may have.
fn ends(range: Range, game: &Game) -> (f64, f64) {
    match range {
        // What cannot be negative has no interval below 0, and nothing stands longer than the horizon.
        Range::Any => (f64::NEG_INFINITY, f64::INFINITY),
        Range::Positive => (0.0, f64::INFINITY),
        Range::Fraction => (0.0, 1.0),
        Range::Horizon => (0.0, f64::from(game.rounds)),
    }
}

/// Where everything was kept in all runs, or nothing: as if in the runs of the other kind, of which there are at most so
/// many by the rule of three, all of the horizon were the other way.
fn unseen(quantity: Quantity, ratio: &Ratio, confidence: Confidence, game: &Game) -> Option<Interval> {
    // What a round of the agreement adds to the denominator.
    let owed = match quantity {
        Quantity { metric: Metric::Compliance, about: About::Party(p) } => commitments_of(game, p).len(),
        Quantity { metric, .. } if metric.spec().range == Range::Fraction => 1,
        _ => return None,
    };
    let (share, n) = (ratio.value()?, ratio.defined());
    let most = match confidence {
        Confidence::Fixed(level) => 1.0 - libm::pow(1.0 - level, 1.0 / n as f64),
        Confidence::Sequence { .. } => confidence.half_width(cautious_se(0, n), n, n as f64),
    };
    let of_all = owed as f64 * f64::from(game.rounds) * n as f64 / ratio.denominator() as f64;
    let width = (most * of_all).min(1.0);
    match share {
        0.0 => Some(Interval { low: 0.0, high: width }),
        1.0 => Some(Interval { low: 1.0 - width, high: 1.0 }),
        _ => None,
    }
}

/// The standard error of a proportion that is not 0 where all runs are alike (Agresti and Coull 1998).
pub(super) fn cautious_se(successes: u64, runs: u64) -> f64 {
    let n = runs as f64 + 4.0;
    let p = (successes as f64 + 2.0) / n;
    (p * (1.0 - p) / n).sqrt()
}

/// The interval of a mean; `None` where nothing varies by more than rounding does in values of this size.
fn around(moments: &Moments, size: f64, confidence: Confidence) -> Option<Interval> {
    let (mean, se, n) = (moments.mean()?, moments.se()?, moments.count());
    let half = confidence.half_width(se, n, n as f64 - 1.0);
    varies(moments, size).then(|| skewed(mean, se, half, n as f64, moments.skews()))
}

/// Whether values vary by more than rounding does where they are differences of values of a size.
fn varies(moments: &Moments, size: f64) -> bool {
    let range = moments.max().zip(moments.min()).map_or(0.0, |(most, least)| most - least);
    moments.varies(ROUNDING) && range > ROUNDING * size && moments.se() > Some(0.0)
}

/// The difference of a metric from its sums, and what its variance would be without pairing.
pub(super) fn contrast(difference: &Difference, game: &Measured, base: &Measured, confidence: Confidence) -> Contrast {
    let level = confidence.level();
    let ends = [&game.moments, &base.moments].map(|moments| [moments.min(), moments.max()]);
    let size = ends.into_iter().flatten().flatten().fold(0.0, |size: f64, x| size.max(x.abs()));
    let (n, mean, se, interval) = match difference {
        Difference::Apart => return Contrast::default(),
        Difference::Number(moments) => {
            (moments.count(), moments.mean(), moments.se(), around(moments, size, confidence))
        }
        Difference::Indicator([both, own, others, neither]) => {
            let n = both + own + others + neither;
            let runs = n as f64;
            let mean = (n > 0).then(|| (*own as f64 - *others as f64) / runs);
            let spread = mean.map(|mean| (((own + others) as f64 / runs - mean * mean) / (runs - 1.0)).max(0.0).sqrt());
            let se = spread.filter(|_| n > 1);
            let interval = match confidence {
                Confidence::Fixed(_) => paired_proportions(*both, *own, *others, *neither, level),
                Confidence::Sequence { .. } => mean.map(|mean| {
                    let half = confidence.half_width(cautious_se(own + others, n), n, runs);
                    Interval { low: (mean - half).max(-1.0), high: (mean + half).min(1.0) }
                }),
            };
            (n, mean, se, interval)
        }
        Difference::Ratio(ratio) => {
            let (n, mean, se) = (ratio.defined(), ratio.difference(), ratio.se());
            let interval = mean.zip(se).filter(|(_, se)| ratio.varies() && *se > 0.0).map(|(mean, se)| {
                let half = confidence.half_width(se, n, n as f64 - 1.0);
                skewed(mean, se, half, n as f64, ratio.skews())
            });
            (n, mean, se, interval)
        }
    };
    let tested = |mean: Option<f64>, se: Option<f64>, n: u64, skews| {
        mean.zip(se).map(|(mean, se)| confidence.p_value(mean, se_at_zero(mean, se, n as f64, skews), n))
    };
    let p_value = match (difference, confidence) {
        (Difference::Indicator([both, own, others, neither]), Confidence::Fixed(_)) => {
            se.map(|_| paired_proportions_p_value(*both, *own, *others, *neither))
        }
        (Difference::Indicator([_, own, others, _]), Confidence::Sequence { .. }) => {
            mean.map(|mean| confidence.p_value(mean, cautious_se(own + others, n), n))
        }
        (Difference::Apart, _) => None,
        // Without an interval nothing is known of its chance, but that equals are equal.
        _ if interval.is_none() => mean.filter(|mean| se.is_some() && mean.abs() <= ROUNDING * size).map(|_| 1.0),
        (Difference::Number(moments), _) => tested(mean, se, n, moments.skews()),
        (Difference::Ratio(ratio), _) => tested(mean, se, n, ratio.skews()),
    };
    let apart = match difference {
        Difference::Ratio(ratio) => ratio.se_unpaired(),
        _ => game.moments.se().zip(base.moments.se()).map(|(one, other)| (one * one + other * other).sqrt()),
    };
    let variance_reduction =
        apart.zip(se).filter(|(_, se)| *se > 0.0 && interval.is_some()).map(|(apart, se)| (apart / se) * (apart / se));
    Contrast {
        n,
        difference: mean,
        se,
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        p_value,
        p_holm: None,
        variance_reduction,
    }
}

/// A mean of `n` lives, over so many rounds, with its interval as an estimate.
pub(super) fn plain(mean: MeanEstimate, n: u64, rounds: u32, confidence: Confidence) -> Estimate {
    let MeanEstimate { mean, se, skew } = mean;
    let interval = skew.filter(|_| se > 0.0).map(|skew| {
        let half = confidence.half_width(se, n, n as f64 - 1.0);
        skewed(mean, se, half, n as f64, [skew.min(0.0), skew.max(0.0)])
    });
    Estimate {
        mean: Some(mean),
        se: Some(se),
        low: interval.map(|interval| interval.low.max(0.0)),
        high: interval.map(|interval| interval.high.min(f64::from(rounds))),
        ..Estimate::default()
    }
}
