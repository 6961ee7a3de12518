//! What differs between two results folders: parameters, and metrics that moved by more than noise.

use crate::archive::{ArchiveError, Manifest, Table, read_table};
use crate::stats::{holm, normal_tail};
use crate::study::{FieldDifference, diff_scenarios};
use std::collections::BTreeMap;
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
    manifest_one.intact(one)?;
    manifest_other.intact(other)?;
    let (survey_one, survey_other) = (manifest_one.survey(one)?, manifest_other.survey(other)?);
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
        let axes: Vec<&str> = m.space.axes.iter().map(|axis| axis.name()).collect();
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
    let (means_one, means_other) = (means(one, &manifest_one)?, means(other, &manifest_other)?);
    let (mut compared, mut p_values) = (Vec::new(), Vec::new());
    for (key, &(a, se_a)) in &means_one {
        let Some(&(b, se_b)) = means_other.get(key) else { continue };
        let se = (se_a * se_a + se_b * se_b).sqrt();
        let p = match b - a {
            d if d.abs() <= 1e-12 * (1.0 + a.abs()) => 1.0,
            _ if se == 0.0 => 0.0,
            d => 2.0 * normal_tail((d / se).abs()),
        };
        compared.push((key, a, b));
        p_values.push(p);
    }
    let moved = compared.iter().zip(holm(&p_values)).filter(|(_, p)| *p < LEVEL);
    let moved = moved.map(|(((config, metric), one, other), p_holm)| Moved {
        config: config.clone(),
        metric: metric.clone(),
        one: *one,
        other: *other,
        p_holm,
    });
    Ok(FolderDiff { scenarios, studies, compared: compared.len() as u64, moved: moved.collect() })
}

/// By config (design and parameters) and metric, mean and standard error.
type Means = BTreeMap<(String, String), (f64, f64)>;

fn means(folder: &Path, manifest: &Manifest) -> Result<Means, ArchiveError> {
    let table: Table = read_table(folder, "summary.csv")?;
    let path = folder.join("summary.csv");
    let column =
        |name: &str| table.column(name).ok_or_else(|| ArchiveError::damaged(&path, format!("no column `{name}`")));
    let axes: Result<Vec<usize>, ArchiveError> = manifest.space.axes.iter().map(|axis| column(axis.name())).collect();
    let (axes, design) = (axes?, column("design")?);
    let names = [column("metric")?, column("party")?, column("commitment")?];
    let (mean, se) = (column("mean")?, column("se")?);
    let mut means = Means::new();
    for row in &table.rows {
        let Ok(value) = row[mean].parse::<f64>() else { continue };
        let config: Vec<&str> = std::iter::once(design).chain(axes.iter().copied()).map(|k| row[k].as_str()).collect();
        let metric: Vec<&str> = names.iter().map(|&k| row[k].as_str()).filter(|name| !name.is_empty()).collect();
        means.insert((config.join(", "), metric.join(".")), (value, row[se].parse().unwrap_or(0.0)));
    }
    Ok(means)
}
