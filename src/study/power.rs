//! How many replications a comparison needs.

use crate::exact::Unsolved;
use crate::metric::Label;
use crate::stats::{detectable, replications_for, sd_upper};
use crate::study::progress::counted;
use crate::study::ready;
use crate::study::survey::{Survey, in_memory};

/// What a pilot says of the sample that a question needs.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanReport {
    /// Name of the scenario.
    pub scenario: String,
    /// The design that the others are compared with.
    pub baseline: String,
    /// The metric.
    pub metric: Label,
    /// The difference to be found, in its unit.
    pub difference: f64,
    /// Chance to find it.
    pub power: f64,
    /// Confidence at which it counts as found.
    pub confidence: f64,
    /// Replications of the pilot.
    pub pilot: u64,
    /// Its seed.
    pub seed: u64,
    /// Design by design.
    pub designs: Vec<DesignNeed>,
}

/// What one comparison needs. `None` where nothing varies.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignNeed {
    /// The design.
    pub design: String,
    /// Difference seen in the pilot.
    pub seen: Option<f64>,
    /// Standard deviation of single differences on the same luck.
    pub sd: Option<f64>,
    /// Replications on the same luck.
    pub replications: Option<u64>,
    /// The same where the standard deviation is as large as its 95 % bound.
    pub cautious: Option<u64>,
    /// Replications of each design without common luck.
    pub unpaired: Option<u64>,
    /// The smallest difference that the pilot itself would have found.
    pub detectable: Option<f64>,
}

/// Plays the pilot, which is the study as it is, and works out what it takes to find `difference` in `metric`.
///
/// # Errors
/// [`Unsolved`] where what strategic parties do could not be worked out.
pub fn plan_replications(
    study: &Survey,
    metric: &Label,
    difference: f64,
    power: f64,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<PlanReport, Unsolved> {
    let (results, _) = in_memory(study, &counted(progress));
    let outcomes = results.first().map_or(&[][..], |result| &result.arms).iter().zip(&study.arms);
    for (_, arm) in outcomes.filter(|(result, _)| result.outcome.is_err()) {
        ready(&arm.scenario)?;
    }
    let mut designs = Vec::new();
    for (k, arm) in study.arms.iter().enumerate().filter(|(k, _)| *k != study.baseline) {
        let place = arm.column(metric);
        let values = results.first().and_then(|result| result.arms[k].outcome.as_ref().ok());
        let contrast = values.zip(place).and_then(|(values, place)| values.contrasts.get(place).copied());
        let contrast = contrast.unwrap_or_default();
        let sd = contrast.se.map(|se| se * (study.replications as f64).sqrt()).filter(|sd| *sd > 0.0);
        let need = |sd: f64| replications_for(sd, difference, study.confidence, power);
        let apart = sd.zip(contrast.variance_reduction).map(|(sd, factor)| sd * factor.sqrt());
        designs.push(DesignNeed {
            design: arm.label.clone(),
            seen: contrast.difference,
            sd,
            replications: sd.and_then(need),
            cautious: sd.and_then(|sd| sd_upper(sd, contrast.n, 0.95)).and_then(need),
            unpaired: apart.and_then(need),
            detectable: sd.map(|sd| detectable(sd, study.replications, study.confidence, power)),
        });
    }
    Ok(PlanReport {
        scenario: study.arms[study.baseline].scenario.name().to_owned(),
        baseline: study.arms[study.baseline].label.clone(),
        metric: metric.clone(),
        difference,
        power,
        confidence: study.confidence,
        pilot: study.replications,
        seed: study.seed,
        designs,
    })
}
