//! A study as JSON: designs compared, or configs of a sweep.

use crate::metric::Label;
use crate::report::json::{SCHEMA, SurvivalJson, VERSION, intervals, survival_json};
use crate::report::metric::MetricJson;
use crate::simulate::Headline;
use crate::study::survey::{ArmValues, Engine, LeftOut, PointResult, Survey};
use crate::study::{Policy, Target, WithInterval};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct StudyJson<'a> {
    schema: u32,
    snapback: &'a str,
    engine: &'a str,
    scenario: &'a str,
    fingerprint: &'a str,
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    replications: Option<u64>,
    confidence: f64,
    intervals: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    precision: Vec<String>,
    baseline: &'a str,
    parameters: Vec<String>,
    configs: Configs<'a>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    left_out: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policies: Vec<PolicyJson<'a>>,
}

#[derive(Serialize)]
struct ConfigJson<'a> {
    config: u64,
    design: &'a str,
    scenario: &'a str,
    parameters: BTreeMap<String, String>,
    status: &'a str,
    reason: Option<&'a str>,
    fingerprint: Option<&'a str>,
    replications: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_precise: Option<bool>,
    rounds: Option<u32>,
    metrics: Vec<MetricJson<'a>>,
    differences: Vec<DifferenceJson<'a>>,
    ranking: Option<BTreeMap<&'a str, RankJson>>,
    on_front: Option<bool>,
    restricted_mean: Option<f64>,
    restricted_mean_low: Option<f64>,
    restricted_mean_high: Option<f64>,
    log_rank_p_value: Option<f64>,
    survival: Vec<SurvivalJson>,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    metric: &'a str,
    party: Option<&'a str>,
    commitment: Option<&'a str>,
    unit: &'a str,
    n: u64,
    difference: Option<f64>,
    se: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p_value: Option<f64>,
    p_holm: Option<f64>,
    variance_reduction: Option<f64>,
}

#[derive(Serialize)]
struct RankJson {
    mean: Option<f64>,
    se: Option<f64>,
    chance_of_best: Option<f64>,
}

#[derive(Serialize)]
struct PolicyJson<'a> {
    design: &'a str,
    levers: &'a [String],
    futures: u64,
    left_out: u64,
    worst_regret: IntervalJson,
    mean_regret: IntervalJson,
    satisficing: Option<IntervalJson>,
}

#[derive(Serialize)]
struct IntervalJson {
    value: f64,
    low: f64,
    high: f64,
}

/// The configs of a study, each made when it is written: all at once they would take far more memory than the results.
struct Configs<'a> {
    survey: &'a Survey,
    results: &'a [PointResult],
}

impl Serialize for Configs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { survey, results } = self;
        serializer.collect_seq(results.iter().flat_map(|result| {
            let point = survey.space.point(result.point);
            let is_precise = survey.precision.is_some().then(|| survey.unmet(result).is_empty());
            result.arms.iter().enumerate().map(move |(arm, config)| {
                let values = config.outcome.as_ref();
                let names = survey.space.axes.iter().map(|axis| axis.name());
                let empty = ConfigJson {
                    config: config.config,
                    design: &survey.arms[arm].label,
                    scenario: survey.arms[arm].scenario.name(),
                    parameters: names.zip(point.iter().cloned()).collect(),
                    status: if values.is_ok() { "done" } else { "failed" },
                    reason: values.err().map(String::as_str),
                    fingerprint: None,
                    replications: None,
                    is_precise,
                    rounds: None,
                    metrics: Vec::new(),
                    differences: Vec::new(),
                    ranking: None,
                    on_front: None,
                    restricted_mean: None,
                    restricted_mean_low: None,
                    restricted_mean_high: None,
                    log_rank_p_value: None,
                    survival: Vec::new(),
                };
                match values {
                    Ok(values) => filled(empty, survey.arms[arm].labels(), values),
                    Err(_) => empty,
                }
            })
        }))
    }
}

/// Writes the results of a study as JSON.
///
/// # Errors
/// What `out` says.
pub fn write_survey_json(
    out: &mut dyn Write,
    survey: &Survey,
    results: &[PointResult],
    fingerprint: &str,
    policies: &[Policy],
) -> io::Result<()> {
    let is_sampled = survey.engine == Engine::Sampled;
    let study = StudyJson {
        schema: SCHEMA,
        snapback: VERSION,
        engine: if is_sampled { "sampled" } else { "exact" },
        scenario: survey.arms[0].scenario.name(),
        fingerprint,
        seed: survey.seed,
        replications: is_sampled.then(|| most_played(results).unwrap_or(survey.replications)),
        confidence: survey.confidence,
        intervals: intervals(survey.precision.is_some()),
        precision: survey.precision.iter().flat_map(|precision| &precision.targets).map(Target::text).collect(),
        baseline: &survey.arms[survey.baseline].label,
        parameters: survey.space.axes.iter().map(|axis| axis.name()).collect(),
        configs: Configs { survey, results },
        left_out: survey.left_out.iter().map(|LeftOut { design, reason }| (design.as_str(), reason.as_str())).collect(),
        policies: policies.iter().map(policy).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &study)?;
    out.write_all(b"\n")
}

/// Replications of the config that took most: under a precision, fewer than are allowed.
fn most_played(results: &[PointResult]) -> Option<u64> {
    let played = results.iter().flat_map(|result| &result.arms).filter_map(|arm| arm.outcome.as_ref().ok());
    played.map(|values| values.replications).max()
}

fn filled<'a>(empty: ConfigJson<'a>, labels: &'a [Label], values: &'a ArmValues) -> ConfigJson<'a> {
    let metrics = labels.iter().zip(&values.metrics).map(|(label, estimate)| MetricJson::new(label, estimate));
    let differences = labels.iter().zip(&values.contrasts).map(|(label, c)| DifferenceJson {
        metric: label.metric.name(),
        party: label.party.as_deref(),
        commitment: label.commitment.as_deref(),
        unit: label.unit(),
        n: c.n,
        difference: c.difference,
        se: c.se,
        low: c.low,
        high: c.high,
        p_value: c.p_value,
        p_holm: c.p_holm,
        variance_reduction: c.variance_reduction,
    });
    let h = &values.headlines;
    let rank = |(k, headline): (usize, Headline)| {
        (headline.name(), RankJson { mean: h.means[k], se: h.ses[k], chance_of_best: h.chance_of_best[k] })
    };
    ConfigJson {
        fingerprint: Some(&values.fingerprint),
        replications: Some(values.replications).filter(|n| *n > 0),
        rounds: Some(values.rounds),
        metrics: metrics.collect(),
        differences: differences.collect(),
        ranking: h.on_front.map(|_| Headline::ALL.into_iter().enumerate().map(rank).collect()),
        on_front: h.on_front,
        restricted_mean: values.restricted_mean.mean,
        restricted_mean_low: values.restricted_mean.low,
        restricted_mean_high: values.restricted_mean.high,
        log_rank_p_value: values.log_rank,
        survival: survival_json(&values.survival),
        ..empty
    }
}

fn policy(policy: &Policy) -> PolicyJson<'_> {
    let interval = |x: &WithInterval| IntervalJson { value: x.value, low: x.low, high: x.high };
    PolicyJson {
        design: &policy.design,
        levers: &policy.levers,
        futures: policy.futures,
        left_out: policy.left_out,
        worst_regret: interval(&policy.worst_regret),
        mean_regret: interval(&policy.mean_regret),
        satisficing: policy.satisficing.as_ref().map(interval),
    }
}
