//! What differs between two results folders: parameters, and metrics that moved by more than noise.

use crate::archive::table_rows::each_row;
use crate::archive::{ArchiveError, Manifest};
use crate::metric::Unit;
use crate::stats::{holm, normal_tail, rare_events_p_value};
use crate::study::survey::{Engine, Survey};
use crate::study::{Estimate, FieldDifference, diff_scenarios};
use crate::tables::{Entry, SurveyTable};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// What differs between two folders.
#[derive(Clone, Debug, PartialEq)]
pub struct FolderDiff {
    /// By arm that both have, the fields of its scenario that differ.
    pub scenarios: Vec<(String, Vec<FieldDifference>)>,
    /// Other facts of the studies that differ: name, in the one, in the other.
    pub studies: Vec<(String, String, String)>,
    /// Values compared.
    pub compared: u64,
    /// Values that moved by more than noise.
    pub moved: Vec<Moved>,
}

/// A metric of a config that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Design and parameters.
    pub config: String,
    /// The metric.
    pub metric: String,
    /// Its mean in the one.
    pub one: f64,
    /// Its mean in the other.
    pub other: f64,
    /// p-value of no difference, adjusted for the number of values by Holm (1979); 0 where both are exact.
    pub p_holm: f64,
}

/// Level below which a value has moved.
const LEVEL: f64 = 0.01;

/// Compares two folders. Samples are taken as independent, which is cautious where both share their luck.
///
/// # Errors
/// [`ArchiveError`] where either cannot be read.
pub fn diff_folders(one: &Path, other: &Path) -> Result<FolderDiff, ArchiveError> {
    let (manifest_one, manifest_other) = (Manifest::finished(one)?, Manifest::finished(other)?);
    let (survey_one, survey_other) = (manifest_one.intact(one)?, manifest_other.intact(other)?);
    let mut scenarios = Vec::new();
    for arm in &survey_one.arms {
        if let Some(same) = survey_other.arms.iter().find(|same| same.label == arm.label) {
            let fields = diff_scenarios(&arm.scenario, &same.scenario);
            if !fields.is_empty() {
                scenarios.push((arm.label.clone(), fields));
            }
        }
    }
    let facts = |m: &Manifest| {
        let arms: Vec<&str> = m.arms.iter().map(|arm| arm.label.as_str()).collect();
        let axes: Vec<String> = m.space.axes.iter().map(|axis| axis.name()).collect();
        [
            ("seed", m.seed.to_string()),
            ("replications", m.replications.to_string()),
            ("engine", m.engine.clone()),
            ("designs", arms.join(", ")),
            ("parameters", axes.join(", ")),
            ("configs", m.configs.to_string()),
        ]
    };
    let pairs = facts(&manifest_one).into_iter().zip(facts(&manifest_other));
    let studies = pairs.filter(|((_, a), (_, b))| a != b).map(|((name, a), (_, b))| (name.to_owned(), a, b)).collect();
    let (compared, moved) = moved(&Means::of(one, &survey_one)?, other, &survey_other)?;
    Ok(FolderDiff { scenarios, studies, compared, moved })
}

/// How many values both have, and which of them moved.
fn moved(means_one: &Means, other: &Path, survey: &Survey) -> Result<(u64, Vec<Moved>), ArchiveError> {
    let (mut seen, mut p_values) = (HashSet::new(), Vec::new());
    // Adjusting makes no p-value smaller, so those that are not small have not moved.
    let mut small: Vec<(usize, Moved)> = Vec::new();
    each_mean(other, survey, &mut |config, metric, other| {
        let (Some(place), Some(one)) = (means_one.place(config, metric), means_one.get(config, metric)) else { return };
        if !seen.insert(place) {
            return;
        }
        let p = p_value(one, &other);
        if p < LEVEL {
            let (config, metric) = (config.to_owned(), metric.to_owned());
            small.push((p_values.len(), Moved { config, metric, one: one.mean, other: other.mean, p_holm: p }));
        }
        p_values.push(p);
    })?;
    let adjusted = holm(&p_values);
    let moved = small.into_iter().map(|(place, moved)| Moved { p_holm: adjusted[place], ..moved });
    let mut moved: Vec<Moved> = moved.filter(|moved| moved.p_holm < LEVEL).collect();
    moved.sort_by(|a, b| (&a.config, &a.metric).cmp(&(&b.config, &b.metric)));
    Ok((p_values.len() as u64, moved))
}

/// What a summary says, by config (design and parameters) and metric. Names are held once.
#[derive(Default)]
struct Means {
    configs: HashMap<String, u32>,
    metrics: HashMap<String, u32>,
    means: HashMap<(u32, u32), Mean>,
}

impl Means {
    fn of(folder: &Path, survey: &Survey) -> Result<Self, ArchiveError> {
        let mut means = Self::default();
        each_mean(folder, survey, &mut |config, metric, mean| {
            let place = (number(&mut means.configs, config), number(&mut means.metrics, metric));
            means.means.insert(place, mean);
        })?;
        Ok(means)
    }

    fn place(&self, config: &str, metric: &str) -> Option<(u32, u32)> {
        Some((*self.configs.get(config)?, *self.metrics.get(metric)?))
    }

    fn get(&self, config: &str, metric: &str) -> Option<&Mean> {
        self.means.get(&self.place(config, metric)?)
    }
}

/// The number of a name, which may be new.
fn number(names: &mut HashMap<String, u32>, name: &str) -> u32 {
    let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
    match names.get(name) {
        Some(number) => *number,
        None => *names.entry(name.to_owned()).or_insert(next),
    }
}

/// What a summary says of a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mean {
    mean: f64,
    /// Standard error; 0 where the mean is exact, or nothing varied.
    se: f64,
    /// Replications; infinite where the mean is exact.
    n: f64,
    /// Its unit: whether it counts events, or is a share.
    unit: Unit,
}

/// Events in both samples below which a count or share is not taken as normal.
const RARE: f64 = 100.0;

/// p-value of no difference. A sample that never varied is taken to vary as the other does, and rare events must differ
/// by their own law as well.
fn p_value(one: &Mean, other: &Mean) -> f64 {
    let difference = (one.mean - other.mean).abs();
    if difference <= 1e-12 * (1.0 + one.mean.abs()) {
        return 1.0;
    }
    let are_exact = [one, other].map(|side| side.n.is_infinite());
    if are_exact == [true; 2] {
        return 0.0;
    }
    let borrowed = |own: &Mean, other: &Mean| match own.se == 0.0 && own.n.is_finite() && other.n.is_finite() {
        true => other.se * (other.n / own.n).sqrt(),
        false => own.se,
    };
    let se = borrowed(one, other).hypot(borrowed(other, one));
    let normal = match se > 0.0 {
        true => Some(2.0 * normal_tail(difference / se)),
        // A sample that never varied does not say how far off an exact value it may be.
        false => (are_exact == [false; 2]).then_some(0.0),
    };
    match (normal, by_events(one, other)) {
        (Some(normal), Some((p, n))) if n < RARE => normal.max(p),
        (Some(normal), _) => normal,
        (None, by_events) => by_events.map_or(1.0, |(p, _)| p),
    }
}

/// p-value by the law of rare events, and how many there were. Those that come in clusters count for fewer.
fn by_events(one: &Mean, other: &Mean) -> Option<(f64, f64)> {
    let sides = [one, other];
    let pooled = match sides.iter().find(|side| side.n.is_infinite()) {
        Some(exact) => exact.mean,
        None => (one.mean * one.n + other.mean * other.n) / (one.n + other.n),
    };
    let rate = |side: &Mean| match side.unit {
        Unit::Share if pooled > 0.5 => 1.0 - side.mean,
        _ => side.mean,
    };
    let varying = sides.iter().filter(|side| side.se > 0.0 && rate(side) > 0.0);
    let dispersion = varying.map(|side| side.se * side.se * side.n / rate(side)).reduce(f64::max).unwrap_or(1.0);
    let n = one.n.min(other.n);
    let counts = sides.map(|side| rate(side) * if side.n.is_infinite() { n } else { side.n } / dispersion);
    matches!(one.unit, Unit::Count | Unit::Share)
        .then(|| (rare_events_p_value(counts, [one.n, other.n]), counts[0] + counts[1]))
}

/// Shows each row of a summary with a mean, as config, metric and mean.
fn each_mean(folder: &Path, survey: &Survey, take: &mut dyn FnMut(&str, &str, Mean)) -> Result<(), ArchiveError> {
    let table = SurveyTable::Summary;
    let mut at_hand: Option<(u64, String)> = None;
    each_row(&folder.join(table.file_name()), &table.header(survey), &mut |cells| {
        let (config, entry) = table.entry(survey, cells.iter())?;
        let (point, arm) = survey.place(config);
        let arm = &survey.arms[arm];
        let Entry::Value(column, Estimate { mean: Some(mean), se, n, .. }, _) = entry else { return Ok(true) };
        let n = if matches!(survey.engine, Engine::Exact(_)) { f64::INFINITY } else { n as f64 };
        let (_, name) = match at_hand.take().filter(|(known, _)| *known == config) {
            Some(known) => at_hand.insert(known),
            None => {
                let names = std::iter::once(arm.label.clone()).chain(survey.space.point(point));
                at_hand.insert((config, names.collect::<Vec<_>>().join(", ")))
            }
        };
        let label = &arm.labels()[column];
        take(name, &label.path(), Mean { mean, se: se.unwrap_or(0.0), n, unit: label.spec().unit });
        Ok(true)
    })
}

#[cfg(test)]
mod tests {
    use super::{Mean, Unit, p_value};

    #[test]
    fn what_is_rare_is_noise_until_it_is_not() {
        const EXACT: f64 = f64::INFINITY;
        let count = |events: f64, n: f64| Mean { mean: events / n, se: events.sqrt() / n, n, unit: Unit::Count };
        let fixed = |mean, n, unit| Mean { mean, se: 0.0, n, unit };
        let cases = [
            // None of 300 where one is expected, and none where twenty are.
            (count(0.0, 300.0), count(626.0, 200_000.0), false),
            (count(0.0, 300.0), count(13_000.0, 200_000.0), true),
            (count(2.0, 300.0), count(30.0, 200_000.0), false),
            (count(0.0, 2000.0), fixed(2.5e-6, EXACT, Unit::Count), false),
            (count(0.0, 2000.0), fixed(0.01, EXACT, Unit::Count), true),
            // A share that never varied, near its end and far from it.
            (fixed(1.0, 100.0, Unit::Share), Mean { mean: 0.99, se: 1e-3, n: 10_000.0, unit: Unit::Share }, false),
            (fixed(1.0, 100.0, Unit::Share), Mean { mean: 0.5, se: 5e-3, n: 10_000.0, unit: Unit::Share }, true),
            (fixed(40.0, 100.0, Unit::Rounds), Mean { mean: 39.9, se: 1e-2, n: 10_000.0, unit: Unit::Rounds }, false),
            (fixed(0.0, 2000.0, Unit::Share), fixed(0.5, EXACT, Unit::Share), true),
            (fixed(40.0, 100.0, Unit::Rounds), fixed(39.9, EXACT, Unit::Rounds), false),
            (fixed(0.25, EXACT, Unit::Share), fixed(0.26, EXACT, Unit::Share), true),
            (fixed(0.25, EXACT, Unit::Share), fixed(0.25, EXACT, Unit::Share), false),
            (count(1000.0, 1000.0), count(1500.0, 1000.0), true),
        ];
        for (one, other, is_moved) in cases {
            assert_eq!(p_value(&one, &other) < 1e-3, is_moved, "{one:?}, {other:?}: {}", p_value(&one, &other));
            assert_eq!(p_value(&one, &other), p_value(&other, &one));
        }
    }
}
