//! What a study plays.

use crate::exact::Limit;
use crate::game::Game;
use crate::metric::Label;
use crate::scenario::Scenario;
use crate::simulate::{Headline, Sample, SeriesDetail};
use crate::study::precision::Precision;
use crate::study::ready;
use crate::study::survey::arms::{names, one_line};
use crate::study::survey::{Arm, ArmValues, LeftOut, PointResult, Space};
use crate::study::{Confidence, Target};
use crate::text::Mistake;
use crate::trade::RoundLength;
use std::ops::Range;

/// A study: arms crossed with the points of a space.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// What is compared at each point.
    pub arms: Vec<Arm>,
    /// Designs of the library that the scenario cannot be played under.
    pub left_out: Vec<LeftOut>,
    /// The points.
    pub space: Space,
    /// Replications a config; at most so many where a precision is asked for; 0 where values are exact.
    pub replications: u64,
    /// Seed of all draws, and of the points where they are drawn.
    pub seed: u64,
    /// Confidence of the intervals, in (0, 1).
    pub confidence: f64,
    /// Arm that the others are compared with.
    pub baseline: usize,
    /// How much of the series is recorded.
    pub detail: SeriesDetail,
    /// What to reach before a config ends.
    pub precision: Option<Precision>,
    /// How values are found.
    pub engine: Engine,
}

/// How values are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Engine {
    /// By Monte Carlo.
    Sampled,
    /// By the exact engine, within a limit of states.
    Exact(Limit),
}

impl Survey {
    /// One scenario, nothing varied.
    pub fn single(scenario: &Scenario, plan: Sample, confidence: f64) -> Self {
        Self {
            arms: vec![Arm::new(scenario.design().to_owned(), scenario.clone())],
            left_out: Vec::new(),
            space: Space::default(),
            replications: plan.replications,
            seed: plan.seed,
            confidence,
            baseline: 0,
            detail: SeriesDetail::Quantiles,
            precision: None,
            engine: Engine::Sampled,
        }
    }

    /// Number of configs.
    pub fn n_configs(&self) -> u64 {
        self.space.n_points() * self.arms.len() as u64
    }

    /// Number of the config of an arm at a point.
    pub fn config(&self, point: u64, arm: usize) -> u64 {
        point * self.arms.len() as u64 + arm as u64
    }

    /// The point and the arm of a config.
    pub fn place(&self, config: u64) -> (u64, usize) {
        let n = self.arms.len() as u64;
        (config / n, (config % n) as usize)
    }

    /// Number of runs, at most.
    pub fn n_runs(&self) -> u64 {
        match self.engine {
            Engine::Sampled => self.n_configs().saturating_mul(self.replications),
            Engine::Exact(_) => 0,
        }
    }

    /// How intervals are made.
    pub fn intervals(&self) -> Confidence {
        match &self.precision {
            None => Confidence::Fixed(self.confidence),
            Some(_) => Precision::confidence(self.confidence),
        }
    }

    /// What was asked for and a point is not precise enough for.
    pub fn unmet(&self, result: &PointResult) -> Vec<&Target> {
        self.asked(result, Precision::unmet)
    }

    /// What was asked for of which enough runs of a point have shown that no more of them will help.
    pub fn hopeless(&self, result: &PointResult) -> Vec<&Target> {
        self.asked(result, Precision::hopeless)
    }

    fn asked<'a>(
        &'a self,
        result: &PointResult,
        which: impl Fn(&'a Precision, &[(&[Label], &ArmValues)], Option<usize>) -> Vec<&'a Target>,
    ) -> Vec<&'a Target> {
        let known = |arms: std::ops::Range<usize>| {
            let arms = self.arms[arms.clone()].iter().zip(&result.arms[arms]);
            arms.filter_map(|(arm, found)| Some((arm.labels(), found.outcome.as_ref().ok()?)))
        };
        let all: Vec<_> = known(0..self.arms.len()).collect();
        let is_compared = all.len() > 1 && result.arms[self.baseline].outcome.is_ok();
        let base = is_compared.then(|| known(0..self.baseline).count());
        self.precision.as_ref().map_or_else(Vec::new, |precision| which(precision, &all, base))
    }

    /// Lengths of round of the arms, each once: several where what is counted in rounds cannot be compared.
    pub fn round_lengths(&self) -> Vec<RoundLength> {
        let mut lengths: Vec<RoundLength> = Vec::new();
        for arm in &self.arms {
            let length = arm.scenario.agreement().round;
            if !lengths.contains(&length) {
                lengths.push(length);
            }
        }
        lengths
    }

    /// The interval of what designs are ranked by, in the order of `Headline::ALL`: that of the metric itself where
    /// there is one.
    pub fn headline_intervals(&self, arm: usize, values: &ArmValues) -> [Option<(f64, f64)>; 3] {
        let mut k = 0;
        Headline::ALL.map(|headline| {
            let (mean, se) = (values.headlines.means[k], values.headlines.ses[k]);
            k += 1;
            match headline.label().and_then(|label| self.arms[arm].column(&label)) {
                Some(place) => values.metrics[place].low.zip(values.metrics[place].high),
                None => mean.zip(se).map(|(mean, se)| {
                    let df = values.replications.saturating_sub(1) as f64;
                    let half = self.intervals().half_width(se, values.replications, df);
                    ((mean - half).max(0.0), (mean + half).min(1.0))
                }),
            }
        })
    }

    /// The columns of the results: the metrics of all arms, in the order in which they are met.
    pub fn labels(&self) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for arm in &self.arms {
            for label in arm.labels() {
                if !labels.contains(label) {
                    labels.push(label.clone());
                }
            }
        }
        labels
    }

    /// The metric called `path`, as `metric.party` or `metric.party.commitment`, where any arm has it.
    pub fn metric(&self, path: &str) -> Option<&Label> {
        self.arms.iter().flat_map(Arm::labels).find(|label| label.path() == path)
    }

    /// The scenario of an arm at a point.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn scenario(&self, arm: usize, point: u64) -> Result<Scenario, Vec<Mistake>> {
        self.arms[arm].scenario.varied(&self.space.settings(point))
    }

    /// Which of some configs cannot be played, and why.
    pub fn faults(&self, configs: Range<u64>) -> Vec<(u64, String)> {
        let fault = |config: u64| {
            let (point, arm) = self.place(config);
            self.valid_scenario(arm, point).err().map(|reason| (config, reason))
        };
        configs.filter_map(fault).collect()
    }

    /// The scenario of an arm at a point, or what is wrong with it in one line.
    pub fn valid_scenario(&self, arm: usize, point: u64) -> Result<Scenario, String> {
        let scenario = self.scenario(arm, point).map_err(|mistakes| one_line(&mistakes))?;
        let same = names(&scenario) == names(&self.arms[arm].scenario);
        if same { Ok(scenario) } else { Err("its parties or commitments are not those of the scenario".to_owned()) }
    }

    /// The game of an arm at a point, ready for play, or why it cannot be played.
    pub fn game(&self, arm: usize, point: u64) -> Result<Game, String> {
        ready(&self.valid_scenario(arm, point)?).map_err(|unsolved| unsolved.to_string())
    }

    /// Whether there are several policies, designs or values of levers, and more than one point.
    pub fn has_policies(&self) -> bool {
        self.space.n_points() > 1 && (self.arms.len() > 1 || self.space.levers().next().is_some())
    }
}
