//! What a config showed, as plain data.

use crate::simulate::Folds;
use crate::stats::SurvivalPoint;
use crate::study::series::packed;
use crate::study::{Contrast, Estimate, SeriesPoint};
use serde::{Deserialize, Serialize};

/// All arms at one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointResult {
    /// Which point.
    pub point: u64,
    /// Its arms.
    pub arms: Vec<ArmResult>,
}

impl PointResult {
    /// Configs that could not be played.
    pub fn n_failed(&self) -> u64 {
        self.arms.iter().filter(|arm| arm.outcome.is_err()).count() as u64
    }

    /// All of it but series and folds, which take far more memory than the rest.
    pub fn without_series(&self) -> Self {
        let arms = self.arms.iter().map(|ArmResult { config, outcome }| ArmResult {
            config: *config,
            outcome: outcome.as_ref().map(ArmValues::without_series).map_err(String::clone),
        });
        Self { point: self.point, arms: arms.collect() }
    }
}

impl ArmValues {
    fn without_series(&self) -> Self {
        Self {
            fingerprint: self.fingerprint.clone(),
            metrics: self.metrics.clone(),
            contrasts: self.contrasts.clone(),
            folds: Vec::new(),
            series: Vec::new(),
            survival: self.survival.clone(),
            headlines: self.headlines.clone(),
            ..*self
        }
    }
}

/// One config.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmResult {
    /// Number of the config: point times number of arms, plus arm.
    pub config: u64,
    /// What it showed, or why it could not be played.
    pub outcome: Result<ArmValues, String>,
}

/// What a config showed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArmValues {
    /// Fingerprint of its scenario, the version and the seed.
    pub fingerprint: String,
    /// Replications played; 0 where values are exact.
    pub replications: u64,
    /// States reached, where values are exact.
    pub states: u64,
    /// Every metric, in the order of the arm's labels.
    pub metrics: Vec<Estimate>,
    /// Differences from the baseline, in the same order; empty for the baseline.
    pub contrasts: Vec<Contrast>,
    /// By metric, its sums by fold of the replications, where policies are judged.
    pub folds: Vec<Folds>,
    /// Every series.
    #[serde(with = "packed")]
    pub series: Vec<SeriesPoint>,
    /// Rounds in the horizon.
    pub rounds: u32,
    /// Kaplan-Meier curve of the agreement, one point a round in which one ended.
    pub survival: Vec<SurvivalPoint>,
    /// Mean number of rounds in which the agreement stands, up to the shortest horizon of the arms.
    pub restricted_mean: Estimate,
    /// p-value of the log-rank test against the baseline.
    pub log_rank: Option<f64>,
    /// What designs are ranked by.
    pub headlines: Headlines,
}

/// What designs are ranked by, in the order of `Headline::ALL`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Headlines {
    /// Means.
    pub means: [Option<f64>; 3],
    /// Standard errors.
    pub ses: [Option<f64>; 3],
    /// Chance that this design has the highest mean, given what was seen.
    pub chance_of_best: [Option<f64>; 3],
    /// Whether no other design is at least as good in all three and better in one.
    pub on_front: Option<bool>,
}
