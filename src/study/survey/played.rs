//! What a study showed, gathered as its points are done.

use crate::study::survey::{PointResult, Survey, Unstored, survey};
use crate::study::{Futures, Policy, Progress, Requirement};

/// What a study showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The first of its points, in order, as many as were to be kept.
    pub results: Vec<PointResult>,
    /// How policies do across futures, where they can be judged.
    pub policies: Option<Vec<Policy>>,
    /// Fingerprint of the study.
    pub fingerprint: String,
    /// Configs that could not be played.
    pub failed: u64,
    /// Targets of precision that some config has not reached.
    pub unmet: Vec<String>,
    /// Replications of the config that was given most of those that did not reach them.
    pub replications: u64,
    /// Whether it was stopped before its end: then it holds the points that were done.
    pub is_stopped: bool,
}

/// Hears of each point that is done, and gathers what the study showed.
#[derive(Clone, Debug)]
pub struct Gathering<'a> {
    study: &'a Survey,
    keep: usize,
    played: Played,
}

impl<'a> Gathering<'a> {
    /// Nothing yet; of the results the first `keep` will be kept.
    pub fn new(study: &'a Survey, keep: usize) -> Self {
        let played = Played {
            results: Vec::new(),
            policies: None,
            fingerprint: study.fingerprint(),
            failed: 0,
            unmet: Vec::new(),
            replications: 0,
            is_stopped: false,
        };
        Self { study, keep, played }
    }

    /// Points that are kept, or all where targets of precision must be looked at.
    pub fn needed(&self) -> usize {
        if self.study.precision.is_some() { usize::MAX } else { self.keep }
    }

    /// A point is done.
    pub fn take(&mut self, result: &PointResult) {
        let (study, played) = (self.study, &mut self.played);
        played.failed += result.n_failed();
        let (unmet, hopeless) = (study.unmet(result), study.hopeless(result));
        if !unmet.is_empty() {
            let most = result.arms.iter().filter_map(|arm| Some(arm.outcome.as_ref().ok()?.replications)).max();
            played.replications = played.replications.max(most.unwrap_or(0));
        }
        let said = unmet.into_iter().map(|target| match hopeless.contains(&target) {
            true => format!("{} (undefined in every run of a config)", target.text()),
            false => target.text(),
        });
        played.unmet.extend(said.filter(|target| !played.unmet.contains(target)).collect::<Vec<_>>());
        if played.results.len() < self.keep {
            // Only the series of a single config are shown.
            let shown = if study.n_configs() == 1 { result.clone() } else { result.without_series() };
            played.results.push(shown);
        }
    }

    /// All that was gathered, and how policies do.
    pub fn end(self, policies: Option<Vec<Policy>>) -> Played {
        Played { policies, ..self.played }
    }
}

/// Plays a study in memory, on the thread pool that it is called in, and keeps the first `keep` of its points; `require`
/// holds the conditions that policies are judged by.
pub fn play(study: &Survey, require: &[Requirement], keep: usize, progress: &Progress<'_>) -> Played {
    let (mut gathering, mut futures) = (Gathering::new(study, keep), Futures::new(study, require.to_vec()));
    let mut gather = Unstored(|result| {
        futures.push(study, &result);
        gathering.take(&result);
    });
    let Ok(flow) = survey(study, None, &mut gather, progress);
    let policies = futures.policies(study).filter(|_| flow.is_continue());
    Played { is_stopped: flow.is_break(), ..gathering.end(policies) }
}
