//! What a row holds after the names in it: a value, a difference, a point of a survival curve, a rank.

use crate::simulate::Headline;
use crate::stats::SurvivalPoint;
use crate::study::survey::{ArmValues, Headlines};
use crate::study::{Contrast, Estimate};
use crate::tables::cell::Column;

/// What designs are ranked by, and how long agreements stand under them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// What designs are ranked by.
    pub headlines: Headlines,
    /// Rounds in which the agreement stands, up to the shortest horizon.
    pub restricted_mean: Estimate,
    /// p-value of the log-rank test against the baseline.
    pub log_rank: Option<f64>,
}

impl Ranking {
    pub(super) fn of(values: &ArmValues) -> Self {
        let (headlines, log_rank) = (values.headlines.clone(), values.log_rank);
        Self { headlines, restricted_mean: values.restricted_mean, log_rank }
    }
}

/// Columns of the value of a metric.
pub(super) fn estimate() -> [Column<Estimate>; 10] {
    [
        Column::new("n", |e| &mut e.n),
        Column::new("undefined", |e| &mut e.undefined),
        Column::new("mean", |e| &mut e.mean),
        Column::new("sd", |e| &mut e.sd),
        Column::new("se", |e| &mut e.se),
        Column::new("low", |e| &mut e.low),
        Column::new("high", |e| &mut e.high),
        Column::new("p05", |e| &mut e.p05),
        Column::new("p50", |e| &mut e.p50),
        Column::new("p95", |e| &mut e.p95),
    ]
}

/// The column of the bound on the error of an exact value.
pub(super) fn error() -> Column<Estimate> {
    Column::new("error", |e| &mut e.error)
}

/// Columns of a difference from the baseline.
pub(super) fn contrast() -> [Column<Contrast>; 8] {
    [
        Column::new("n", |c| &mut c.n),
        Column::new("difference", |c| &mut c.difference),
        Column::new("se", |c| &mut c.se),
        Column::new("low", |c| &mut c.low),
        Column::new("high", |c| &mut c.high),
        Column::new("p_value", |c| &mut c.p_value),
        Column::new("p_holm", |c| &mut c.p_holm),
        Column::new("variance_reduction", |c| &mut c.variance_reduction),
    ]
}

/// Columns of a point of a survival curve.
pub(super) fn survival() -> [Column<SurvivalPoint>; 9] {
    [
        Column::new("round", |s| &mut s.time),
        Column::new("at_risk", |s| &mut s.at_risk),
        Column::new("ended", |s| &mut s.ended),
        Column::new("ended_by_first", |s| &mut s.causes[0]),
        Column::new("ended_by_second", |s| &mut s.causes[1]),
        Column::new("ended_by_both", |s| &mut s.causes[2]),
        Column::new("survival", |s| &mut s.survival),
        Column::new("low", |s| &mut s.low),
        Column::new("high", |s| &mut s.high),
    ]
}

/// Columns of what designs are ranked by.
pub(super) fn ranking() -> Vec<Column<Ranking>> {
    let rest = [
        Column::new("on_front", |r: &mut Ranking| &mut r.headlines.on_front),
        Column::new("restricted_mean", |r| &mut r.restricted_mean.mean),
        Column::new("restricted_mean.low", |r| &mut r.restricted_mean.low),
        Column::new("restricted_mean.high", |r| &mut r.restricted_mean.high),
        Column::new("log_rank_p_value", |r| &mut r.log_rank),
    ];
    let headlines = headline::<0>().into_iter().chain(headline::<1>()).chain(headline::<2>());
    headlines.chain(rest).collect()
}

/// Columns of the k-th headline.
fn headline<const K: usize>() -> [Column<Ranking>; 3] {
    let name = |what: &str| format!("{}.{what}", Headline::ALL[K].name());
    [
        Column::new(name("mean"), |r| &mut r.headlines.means[K]),
        Column::new(name("se"), |r| &mut r.headlines.ses[K]),
        Column::new(name("chance_of_best"), |r| &mut r.headlines.chance_of_best[K]),
    ]
}
