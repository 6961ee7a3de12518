//! What a config showed, and how the designs of a point compare.

use crate::metric::{About, Metric, Quantity};
use crate::simulate::{Batch, Headline, Pairing, Part, Player};
use crate::stats::{holm, log_rank, pareto};
use crate::study::best::chances_of_best;
use crate::study::estimate::{contrast, estimate, plain};
use crate::study::series::series_points;
use crate::study::survey::{ArmValues, Headlines, Survey};
use crate::study::{Confidence, Contrast, Estimate};

/// Draws for the chance of being best, whose own error is below 0.004.
const RANKING_DRAWS: u32 = 20_000;

/// What the arms of a point that could be played showed, from their sums.
pub fn finish_point(survey: &Survey, players: &[Player<'_>], pairing: &Pairing, part: &Part) -> Vec<ArmValues> {
    let confidence = survey.intervals();
    let horizon = players.iter().map(|player| player.game().rounds).min().unwrap_or(1);
    let own = |(player, batch): (&Player<'_>, &Batch)| own_values(survey, player, batch, confidence, horizon);
    let mut values: Vec<ArmValues> = players.iter().zip(&part.batches).map(own).collect();
    if let Some(base) = pairing.baseline() {
        compare(pairing, base, part, confidence, &mut values);
        if survey.round_lengths().len() > 1 || survey.precision.is_some() {
            // The test takes lives in rounds of one length, and one look at a sample of a size fixed beforehand.
            values.iter_mut().for_each(|values| values.log_rank = None);
        }
    }
    if pairing.is_needed() {
        rank(survey.seed, part, &mut values);
    }
    values
}

fn own_values(survey: &Survey, player: &Player<'_>, batch: &Batch, confidence: Confidence, horizon: u32) -> ArmValues {
    let is_alone = survey.space.n_points() == 1;
    let level = confidence.level();
    let metrics: Vec<Estimate> =
        batch.metrics.iter().map(|measured| estimate(measured, confidence, player.game())).collect();
    let restricted_mean = match (survey.arms.len(), survey.round_lengths().len()) {
        // Nothing is shorter than its own horizon.
        (1, _) => {
            let duration = batch.metrics.iter().position(|measured| measured.quantity.metric == Metric::Duration);
            duration.map(|place| metrics[place]).unwrap_or_default()
        }
        (_, 1) => {
            let mean = batch.lifetimes.restricted_mean(horizon);
            mean.map(|mean| plain(mean, batch.lifetimes.count(), horizon, confidence)).unwrap_or_default()
        }
        _ => Estimate::default(),
    };
    ArmValues {
        fingerprint: String::new(),
        replications: batch.lifetimes.count(),
        states: 0,
        metrics,
        contrasts: Vec::new(),
        folds: match survey.has_policies() {
            true => batch.metrics.iter().map(|measured| measured.folds.clone()).collect(),
            false => Vec::new(),
        },
        series: series_points(player.game(), batch),
        rounds: player.game().rounds,
        survival: if is_alone { batch.lifetimes.kaplan_meier(level) } else { Vec::new() },
        restricted_mean,
        log_rank: None,
        headlines: Headlines { means: headline_means(batch), ..Headlines::default() },
    }
}

fn headline_means(batch: &Batch) -> [Option<f64>; 3] {
    let of = |wanted: Quantity| batch.metrics.iter().find(|measured| measured.quantity == wanted);
    let kept = [0, 1].map(|party| {
        of(Metric::Compliance.of_party(party)).map_or((0, 0), |m| (m.ratio.numerator(), m.ratio.denominator()))
    });
    let (kept, owed) = (kept[0].0 + kept[1].0, kept[0].1 + kept[1].1);
    Headline::ALL.map(|headline| match headline {
        Headline::Welfare => of(Metric::Welfare.of(About::Joint))?.moments.mean(),
        Headline::Compliance => (owed > 0).then(|| kept as f64 / owed as f64),
        Headline::Survived => of(Metric::Survived.of(About::Agreement))?.ratio.value(),
    })
}

fn compare(pairing: &Pairing, base: usize, part: &Part, confidence: Confidence, values: &mut [ArmValues]) {
    for (k, differences) in part.pairs.differences.iter().enumerate() {
        let contrasts = differences.iter().enumerate().map(|(metric, difference)| match pairing.place(k, metric) {
            Some(place) => {
                let (own, other) = (&part.batches[k].metrics[metric], &part.batches[base].metrics[place]);
                contrast(difference, own, other, confidence)
            }
            None => Contrast::default(),
        });
        values[k].contrasts = contrasts.collect();
        if k != base {
            let groups = [&part.batches[base].lifetimes, &part.batches[k].lifetimes];
            values[k].log_rank = log_rank(&groups).map(|test| test.p_value);
        }
    }
    let n_metrics = values.iter().map(|values| values.contrasts.len()).max().unwrap_or_default();
    for metric in 0..n_metrics {
        let tested: Vec<usize> = (0..values.len())
            .filter(|&k| values[k].contrasts.get(metric).is_some_and(|contrast| contrast.p_value.is_some()))
            .collect();
        let p_values: Vec<f64> = tested.iter().filter_map(|&k| values[k].contrasts[metric].p_value).collect();
        for (&k, p) in tested.iter().zip(holm(&p_values)) {
            values[k].contrasts[metric].p_holm = Some(p);
        }
    }
}

fn rank(seed: u64, part: &Part, values: &mut [ArmValues]) {
    let n = values.len();
    for (which, sums) in part.pairs.headlines.iter().enumerate() {
        let runs = sums.count() as f64;
        let (mut means, mut covariance) = (sums.means(), sums.covariance());
        covariance.iter_mut().flatten().for_each(|x| *x /= runs);
        if Headline::ALL[which] == Headline::Compliance {
            (means, covariance) = ratios(&means, &covariance, n);
        }
        // One run tells nothing of what others would show.
        if runs < 2.0 || means.iter().any(|mean| mean.is_nan()) {
            continue;
        }
        let chances = chances_of_best(&means, &covariance, RANKING_DRAWS, seed);
        for (k, values) in values.iter_mut().enumerate() {
            values.headlines.ses[which] = Some(covariance[k][k].max(0.0).sqrt());
            values.headlines.chance_of_best[which] = Some(chances[k]);
        }
    }
    let points: Vec<Vec<f64>> = values
        .iter()
        .map(|values| values.headlines.means.iter().map(|mean| mean.unwrap_or(f64::NAN)).collect())
        .collect();
    for (values, on_front) in values.iter_mut().zip(pareto(&points)) {
        values.headlines.on_front = Some(on_front);
    }
}

/// Ratios of means x/y and their covariance by the delta method, from those of x and y, in this order.
fn ratios(means: &[f64], covariance: &[Vec<f64>], n: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let ratios: Vec<f64> = (0..n).map(|k| means[k] / means[n + k]).collect();
    // The slope of ratio k in x_k and in y_k.
    let slopes: Vec<[f64; 2]> = (0..n).map(|k| [1.0 / means[n + k], -ratios[k] / means[n + k]]).collect();
    let between = |i: usize, j: usize| -> f64 {
        let terms = (0..2).flat_map(|a| (0..2).map(move |b| (a, b)));
        terms.map(|(a, b)| slopes[i][a] * slopes[j][b] * covariance[a * n + i][b * n + j]).sum()
    };
    let covariance = (0..n).map(|i| (0..n).map(|j| between(i, j)).collect()).collect();
    (ratios, covariance)
}
