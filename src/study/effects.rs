//! How a metric moves with each parameter of a sweep, over all else that varies.

use crate::metric::Label;
use crate::stats::{Moments, explained, student_t};
use crate::study::survey::{PointResult, Survey};

/// How a metric moves with one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Which parameter, in the order of the survey.
    pub axis: usize,
    /// What its values are.
    pub positions: Positions,
    /// Where each point stands on it: its number, or the place of its name.
    pub at: Vec<f64>,
    /// By design, the metric over groups of points with like values, from the lowest.
    pub bins: Vec<Vec<Bin>>,
    /// Share of the variance of the metric, within a design, that the means of the groups explain.
    pub explains: Option<f64>,
}

/// What the values of a parameter are.
#[derive(Clone, Debug, PartialEq)]
pub enum Positions {
    /// Numbers, or times of one unit.
    Numbers {
        /// The unit of times; empty for numbers.
        unit: String,
    },
    /// Names, in the order in which they come.
    Names(Vec<String>),
}

/// A metric over a group of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Mean of the parameter.
    pub at: f64,
    /// Mean of the metric.
    pub mean: f64,
    /// Student's interval about it, from one point to another.
    pub interval: Option<(f64, f64)>,
}

/// Groups of numbers at most.
const MOST_GROUPS: usize = 8;
/// Points of a group at least, where there are enough for two.
const EACH: usize = 16;

/// How a metric moves with each parameter, in their order.
pub fn effects(survey: &Survey, results: &[PointResult], metric: &Label) -> Vec<Effect> {
    let points: Vec<Vec<String>> = results.iter().map(|result| survey.space.point(result.point)).collect();
    let means = config_means(survey, results, metric);
    let effect = |axis: usize| {
        let values: Vec<&str> = points.iter().map(|point| point[axis].as_str()).collect();
        let (positions, at) = places(&values);
        let groups = groups(&at, matches!(positions, Positions::Names(_)));
        let moments: Vec<Vec<Moments>> = means.iter().map(|means| grouped(&groups, means)).collect();
        let centres = grouped(&groups, &at.iter().map(|x| Some(*x)).collect::<Vec<_>>());
        let bins = moments.iter().map(|of_arm| bins(&centres, of_arm, survey.confidence)).collect();
        Effect { axis, positions, at, bins, explains: explained(&moments) }
    };
    (0..survey.space.axes.len()).map(effect).collect()
}

/// Places of effects, those that explain most first; equals stay in their order.
pub(crate) fn strongest_first(effects: &[Effect]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..effects.len()).collect();
    let share = |k: usize| effects[k].explains.unwrap_or(-1.0);
    order.sort_by(|&a, &b| share(b).total_cmp(&share(a)));
    order
}

/// By design, the mean of a metric at every point.
pub(crate) fn config_means(survey: &Survey, results: &[PointResult], metric: &Label) -> Vec<Vec<Option<f64>>> {
    let of_arm = |arm: usize| {
        let place = survey.arms[arm].column(metric);
        let mean = |result: &PointResult| result.arms.get(arm)?.outcome.as_ref().ok()?.metrics.get(place?)?.mean;
        results.iter().map(mean).collect()
    };
    (0..survey.arms.len()).map(of_arm).collect()
}

/// Where values stand: as numbers where all are, else by name.
fn places(values: &[&str]) -> (Positions, Vec<f64>) {
    if let Some((unit, numbers)) = numbers(values) {
        return (Positions::Numbers { unit }, numbers);
    }
    let mut names: Vec<String> = Vec::new();
    let mut place = |value: &&str| {
        let known = names.iter().position(|name| name == value);
        known.unwrap_or_else(|| {
            names.push((*value).to_owned());
            names.len() - 1
        }) as f64
    };
    let at = values.iter().map(&mut place).collect();
    (Positions::Names(names), at)
}

/// Values as numbers, where they are numbers or times of one unit; the unit.
pub fn numbers<S: AsRef<str>>(values: &[S]) -> Option<(String, Vec<f64>)> {
    let amounts: Vec<(&str, f64)> = values.iter().map(|value| amount(value.as_ref())).collect::<Option<_>>()?;
    let unit = amounts.first()?.0;
    let is_one_unit = amounts.iter().all(|(other, _)| *other == unit);
    is_one_unit.then(|| (unit_in_words(unit), amounts.into_iter().map(|(_, x)| x).collect()))
}

/// A unit as it is read: of a probability for a year, what it is for.
fn unit_in_words(unit: &str) -> String {
    if unit == "PerYear" { "per year".to_owned() } else { unit.to_lowercase() }
}

/// A number, a time or a probability for a year, as a unit and how much of it.
fn amount(value: &str) -> Option<(&str, f64)> {
    let (unit, number) = value.strip_suffix(')').and_then(|text| text.split_once('(')).unwrap_or(("", value));
    let is_time = ["", "Rounds", "Days", "Months", "Years", "PerYear"].contains(&unit);
    number.trim().parse().ok().filter(|x: &f64| is_time && x.is_finite()).map(|x| (unit, x))
}

/// The group of each point: one a value where these are few or names, else groups of about as many points each. Equal
/// values share a group.
fn groups(at: &[f64], is_named: bool) -> Vec<usize> {
    let mut sorted = at.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let place = |all: &[f64], x: f64| all.partition_point(|other| *other < x);
    if is_named || distinct.len() <= MOST_GROUPS && distinct.len() < at.len() {
        return at.iter().map(|&x| place(&distinct, x)).collect();
    }
    let n_groups = (at.len() / EACH).clamp(2, MOST_GROUPS);
    at.iter().map(|&x| place(&sorted, x) * n_groups / at.len().max(1)).collect()
}

/// Moments of values by group, where they are defined.
fn grouped(groups: &[usize], values: &[Option<f64>]) -> Vec<Moments> {
    let mut moments = vec![Moments::default(); groups.iter().max().map_or(0, |most| most + 1)];
    for (&group, value) in groups.iter().zip(values) {
        if let Some(x) = value.filter(|x| x.is_finite()) {
            moments[group].push(x);
        }
    }
    moments
}

fn bins(centres: &[Moments], of_arm: &[Moments], confidence: f64) -> Vec<Bin> {
    let bin = |(centre, group): (&Moments, &Moments)| {
        let (at, mean) = (centre.mean()?, group.mean()?);
        let half = group.se().map(|se| se * student_t(confidence, (group.count() - 1) as f64));
        Some(Bin { at, mean, interval: half.filter(|half| half.is_finite()).map(|half| (mean - half, mean + half)) })
    };
    centres.iter().zip(of_arm).filter_map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_have_a_group_each_and_many_share_eight() {
        assert_eq!(groups(&[0.2, 0.1, 0.2, 0.3], false), [1, 0, 1, 2]);
        let many: Vec<f64> = (0..256).map(f64::from).collect();
        let groups_of_many = groups(&many, false);
        assert!((0..8).all(|k| groups_of_many.iter().filter(|group| **group == k).count() == 32));
        let few: Vec<f64> = (0..9).map(f64::from).collect();
        assert_eq!(groups(&few, false).iter().max(), Some(&1));
        assert_eq!(groups(&[2.0, 0.0, 1.0], true), [2, 0, 1]);
        // Values that are equal are never torn apart.
        let tied: Vec<f64> = (0..64).map(|k| if k < 50 { 0.5 } else { f64::from(k) }).collect();
        assert!(groups(&tied, false)[..50].iter().all(|group| *group == 0));
        assert!(groups(&[], false).is_empty());
    }

    #[test]
    fn values_are_numbers_times_of_one_unit_or_names() {
        assert_eq!(numbers(&["Months(3)", "Months(1.5)"]), Some(("months".to_owned(), vec![3.0, 1.5])));
        assert_eq!(numbers(&["PerYear(0.1)", "PerYear(0.5)"]), Some(("per year".to_owned(), vec![0.1, 0.5])));
        assert_eq!(numbers(&["PerYear(0.1)", "0.5"]), None);
        assert_eq!(numbers(&["Months(3)", "Years(1)"]), None);
        let (positions, at) = places(&["Grim", "TitForTat", "Grim"]);
        assert_eq!(positions, Positions::Names(vec!["Grim".to_owned(), "TitForTat".to_owned()]));
        assert_eq!(at, [0.0, 1.0, 0.0]);
    }
}
