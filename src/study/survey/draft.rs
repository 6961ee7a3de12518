//! From what a user asks for to a study that can be played.

use crate::scenario::{DESIGNS, Request, Scenario, is_whole_design, load};
use crate::simulate::SeriesDetail;
use crate::study::survey::arms::one_line;
use crate::study::survey::{Arm, Axis, Engine, LeftOut, Sampling, Space, Survey, reach};
use crate::study::{Precision, Requirement};
use crate::text::{Mistake, look};

/// What a user asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Scenarios side by side.
    pub scenarios: Vec<Request>,
    /// Designs by name or path, each crossed with every scenario.
    pub designs: Designs,
    /// Label of the arm that the others are compared with.
    pub baseline: Option<String>,
    /// Whether the design of the baseline is added where `designs` do not hold it: the one named, or the scenario's own.
    pub adds_baseline: bool,
    /// Parameters that vary.
    pub axes: Vec<Axis>,
    /// How they are combined.
    pub sampling: Sampling,
    /// Replications a config; at most so many where a precision is asked for.
    pub replications: u64,
    /// Seed.
    pub seed: u64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// How much of the series is recorded.
    pub detail: SeriesDetail,
    /// What to reach before a config ends.
    pub precision: Option<Precision>,
    /// How values are found.
    pub engine: Engine,
    /// Conditions that designs are judged by.
    pub require: Vec<Requirement>,
    /// Whether it is told where welfare comes from.
    pub accounts: bool,
}

impl Default for Draft {
    /// Nothing yet: 10,000 replications of each config, seed 1, intervals of 95 %.
    fn default() -> Self {
        Self {
            scenarios: Vec::new(),
            designs: Designs::Own,
            baseline: None,
            adds_baseline: false,
            axes: Vec::new(),
            sampling: Sampling::Grid,
            replications: 10_000,
            seed: 1,
            confidence: 0.95,
            detail: SeriesDetail::Means,
            precision: None,
            engine: Engine::Sampled,
            require: Vec::new(),
            accounts: false,
        }
    }
}

/// Which designs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Designs {
    /// Each scenario's own.
    Own,
    /// These.
    Named(Vec<String>),
    /// All of the library.
    Library,
}

impl Designs {
    /// These, or all of the library for `all`.
    pub fn named(names: &[String]) -> Self {
        match names {
            [all] if all == "all" => Self::Library,
            names => Self::Named(names.to_vec()),
        }
    }
}

impl Draft {
    /// The study.
    ///
    /// # Errors
    /// All mistakes: in scenarios, designs, paths, names of metrics, or their combination.
    pub fn prepare(&self) -> Result<Survey, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        if let Some(mistake) = self.replaced_designs() {
            return Err(vec![mistake]);
        }
        let (mut arms, left_out) = self.arms(&mut mistakes);
        let all_arms = mistakes.is_empty();
        if arms.is_empty() {
            // The rest is checked against the scenario as it is.
            let own = self.scenarios.iter().find_map(|request| load(request).ok());
            arms.extend(own.map(|scenario| Arm::new(scenario.design().to_owned(), scenario)));
        }
        if arms.is_empty() {
            return Err(mistakes);
        }
        if self.accounts {
            arms = arms.into_iter().map(|arm| arm.with_accounts(true)).collect();
        }
        if self.precision.is_some() && self.engine != Engine::Sampled {
            let allowed = "one of the two: exact values have no interval to narrow";
            mistakes.push(Mistake::new("precision", "a target, and the exact engine as well", allowed));
        }
        let mut axes = self.axes.clone();
        let designs = arms.len() > self.scenarios.len();
        mistakes.extend(reach::settle(&mut axes, &arms, &self.scenarios, designs));
        let baseline = match &self.baseline {
            None => arms.iter().position(|arm| self.is_own(arm, &arms)).unwrap_or(0),
            // A design that could not be read is no reason to doubt the baseline.
            Some(_) if !all_arms => 0,
            Some(name) => arms.iter().position(|arm| arm.label == *name).unwrap_or_else(|| {
                mistakes.push(one_of(
                    "--baseline",
                    name,
                    &arms.iter().map(|arm| arm.label.as_str()).collect::<Vec<_>>(),
                ));
                0
            }),
        };
        let space = Space::new(axes, self.sampling.clone(), self.seed)
            .map_err(|mistake| mistakes.push(mistake))
            .unwrap_or_default();
        let is_sampled = self.engine == Engine::Sampled;
        let survey = Survey {
            arms,
            left_out,
            space,
            // Exact values have no sample, so nothing about one may set two studies apart.
            replications: if is_sampled { self.replications } else { 0 },
            seed: self.seed,
            confidence: self.confidence,
            baseline,
            detail: self.detail,
            precision: self.precision.clone().filter(|_| is_sampled),
            engine: self.engine,
        };
        let labels = survey.labels();
        let paths: Vec<String> = labels.iter().map(|label| label.path()).collect();
        let known: Vec<&str> = paths.iter().map(String::as_str).collect();
        let targets = self.precision.iter().flat_map(|precision| &precision.targets).map(|target| &target.metric);
        for metric in targets.chain(self.require.iter().map(|requirement| &requirement.metric)) {
            if !known.contains(&metric.as_str()) {
                mistakes.push(one_of("metric", metric, &known));
            }
        }
        if mistakes.is_empty() {
            mistakes.extend(round_alone(&survey));
            mistakes.extend(nothing_to_play(&survey));
        }
        if mistakes.is_empty() { Ok(survey) } else { Err(mistakes) }
    }

    /// Designs beside an override that would replace each of them.
    fn replaced_designs(&self) -> Option<Mistake> {
        let mut set = self.scenarios.iter().flat_map(|request| &request.set);
        let (path, _) = set.find(|(path, _)| self.designs != Designs::Own && is_whole_design(path))?;
        let found = format!("`{}`, which replaces every design, and designs to compare", path.trim());
        Some(Mistake::new(path.trim(), found, "one of the two: --designs names designs, of the library or files"))
    }

    fn is_own(&self, arm: &Arm, arms: &[Arm]) -> bool {
        match self.scenarios.as_slice() {
            [only] => load(only).is_ok_and(|own| own.design() == arm.scenario.design()),
            _ => std::ptr::eq(arm, &arms[0]),
        }
    }

    /// The arms, and the designs of the library that are none.
    fn arms(&self, mistakes: &mut Vec<Mistake>) -> (Vec<Arm>, Vec<LeftOut>) {
        let (mut arms, mut left_out): (Vec<Arm>, Vec<LeftOut>) = (Vec::new(), Vec::new());
        let are_several = self.scenarios.len() > 1;
        for request in &self.scenarios {
            let own = match load(request) {
                Ok(own) => own,
                Err(found) => {
                    mistakes.extend(found);
                    continue;
                }
            };
            let mut names: Vec<String> = match &self.designs {
                Designs::Own => Vec::new(),
                Designs::Named(names) => names.clone(),
                Designs::Library => DESIGNS.iter().map(|design| design.name.to_owned()).collect(),
            };
            let asks_for_designs = self.designs != Designs::Own && !are_several;
            if let Some(baseline) = self.baseline.as_ref().filter(|name| self.adds_baseline && !names.contains(name))
                && asks_for_designs
                && *baseline != own.design()
            {
                names.insert(0, baseline.clone());
            }
            let mut under: Vec<Scenario> = Vec::new();
            for name in &names {
                match load(&Request { design: Some(name.clone()), ..request.clone() }) {
                    Ok(scenario) => under.push(scenario),
                    Err(found) if self.designs == Designs::Library => {
                        left_out.push(LeftOut { design: name.clone(), reason: one_line(&found) });
                    }
                    Err(found) => mistakes.extend(found.into_iter().map(|mistake| mistake.under(name))),
                }
            }
            if !asks_for_designs && names.is_empty() || asks_for_designs && self.wants_own(&under, &own) {
                under.insert(0, own);
            }
            for scenario in under {
                let label = match (are_several, names.len() > 1) {
                    (false, _) => scenario.design().to_owned(),
                    (true, false) => scenario.name().to_owned(),
                    (true, true) => format!("{}, {}", scenario.name(), scenario.design()),
                };
                arms.push(Arm::new(label, scenario));
            }
        }
        for k in 1..arms.len() {
            let label = &arms[k].label;
            let Some(other) = arms[..k].iter().find(|arm| look(&arm.label) == look(label)) else { continue };
            let found = match other.label == *label {
                true => format!("`{label}` a second time"),
                false => format!("`{label}`, which looks like `{}`", other.label),
            };
            mistakes.push(Mistake::new("designs", found, "designs, or scenarios, of different names"));
        }
        (arms, left_out)
    }

    /// Whether the scenario's own design has to be added as the baseline.
    fn wants_own(&self, under: &[Scenario], own: &Scenario) -> bool {
        let is_baseline = self.baseline.as_ref().is_none_or(|name| name == own.design());
        is_baseline && self.adds_baseline && under.iter().all(|other| other.design() != own.design())
    }
}

/// A length of round that takes one value, beside which a survival curve by round would have two columns of one name.
fn round_alone(survey: &Survey) -> Option<Mistake> {
    let varies_round = survey.space.axes.iter().any(|axis| axis.name() == "round");
    (varies_round && survey.space.n_points() == 1)
        .then(|| Mistake::new("round", "a parameter of one value", "several values, or --set round=Month for one"))
}

/// Why none of a few configs can be played, where none can.
fn nothing_to_play(survey: &Survey) -> Vec<Mistake> {
    const FEW: u64 = 50;
    let n = survey.n_configs();
    if survey.space.axes.is_empty() || n > FEW {
        return Vec::new();
    }
    let refusal = |config: u64| {
        let (point, arm) = survey.place(config);
        survey.scenario(arm, point).err().map(|mistakes| (point, mistakes))
    };
    let refusals: Option<Vec<_>> = (0..n).map(refusal).collect();
    let first = refusals.and_then(|refusals| refusals.into_iter().next());
    first.map_or_else(Vec::new, |(_, mistakes)| {
        let help = "no config of the study can be played; this is wrong with the first (values are separated by commas, decimals by a point)".to_owned();
        let told =
            |mistake: Mistake| Mistake { span: None, help: mistake.help.or_else(|| Some(help.clone())), ..mistake };
        mistakes.into_iter().map(told).collect()
    })
}

/// A name that is none of those allowed.
fn one_of(path: &str, found: &str, allowed: &[&str]) -> Mistake {
    let mistake = Mistake::new(path, format!("`{found}`"), format!("one of {}", allowed.join(", ")));
    mistake.with_nearest(found, allowed.iter().copied())
}
