//! A study of scenarios that are at hand.

use crate::simulate::{Sample, SeriesDetail};
use crate::study::survey::{Arm, Axis, Engine, Sampling, Space, Survey, reach};
use crate::text::Mistake;

impl Survey {
    /// A study of these arms, the first of them the baseline, over the points of some parameters, by Monte Carlo.
    ///
    /// # Errors
    /// All that is wrong with the parameters and their combination.
    pub fn over(
        arms: Vec<Arm>,
        mut axes: Vec<Axis>,
        sampling: Sampling,
        plan: Sample,
        confidence: f64,
        detail: SeriesDetail,
    ) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = reach::settle(&mut axes, &arms, &[], arms.len() > 1);
        let space = Space::new(axes, sampling, plan.seed).map_err(|mistake| mistakes.push(mistake)).unwrap_or_default();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self {
            arms,
            left_out: Vec::new(),
            space,
            replications: plan.replications,
            seed: plan.seed,
            confidence,
            baseline: 0,
            detail,
            precision: None,
            engine: Engine::Sampled,
        })
    }
}
