//! `manifest.json`: what a folder holds, and all that is needed to make it again.

use crate::archive::ArchiveError;
use crate::archive::atomic::write_own;
use crate::archive::names::{FILES, MANIFEST};
use crate::archive::plain;
use crate::archive::sum::hashed;
use crate::exact::Limit;
use crate::metric::{Label, Metric};
use crate::scenario::read_scenario;
use crate::simulate::SeriesDetail;
use crate::study::Precision;
use crate::study::survey::{Arm, Engine, Space, Survey, short_digest};
use crate::text::render;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// Version of the manifest's form.
const SCHEMA: u32 = 1;
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Most bytes of a manifest: it holds every value of every parameter.
const LARGEST: u64 = 512 << 20;

/// Most replications a config of any study.
const MOST_REPLICATIONS: u64 = 1_000_000_000_000;

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the manifest's form.
    pub schema: u32,
    /// Version of the program.
    pub snapback: String,
    /// The verb that wrote the folder.
    pub verb: String,
    /// The command that writes it again.
    pub command: String,
    /// Fingerprint of scenarios, version and seed.
    pub fingerprint: String,
    /// What identifies the study: everything that its results depend on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub study: String,
    /// Whether it is finished.
    pub status: Status,
    /// Which part of the study the folder holds, where it was shared out.
    pub shard: Option<Shard>,
    /// Seed of all draws.
    pub seed: u64,
    /// Replications a config; at most so many where a precision is asked for; 0 where values are exact.
    pub replications: u64,
    /// Number of configs.
    pub configs: u64,
    /// Number of configs that could not be played.
    pub failed: u64,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// `sampled` or `exact`.
    pub engine: String,
    /// Most states of the exact engine.
    pub max_states: Option<u64>,
    /// Label of the arm that the others are compared with.
    pub baseline: String,
    /// How much of the series is recorded.
    pub series: SeriesDetail,
    /// What each config had to reach.
    pub precision: Option<Precision>,
    /// What varies.
    pub space: Space,
    /// What is compared at each point.
    pub arms: Vec<ArmEntry>,
    /// What the metrics are, in the order of their columns.
    pub metrics: Vec<Label>,
    /// Conditions that designs are judged by.
    #[serde(default)]
    pub require: Vec<String>,
    /// The files, once they are there.
    pub files: Vec<FileEntry>,
    /// SHA-256 of all of the above.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sum: String,
}

/// What is enough to know a manifest by, of whatever version.
#[derive(Deserialize)]
struct Known {
    schema: u32,
    #[serde(rename = "snapback")]
    version: String,
    #[serde(rename = "fingerprint")]
    _fingerprint: String,
    #[serde(rename = "status")]
    _status: Status,
}

/// One arm, as it can be read again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmEntry {
    /// What it is called.
    pub label: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the design.
    pub design: String,
    /// Fingerprint of scenario, version and seed.
    pub fingerprint: String,
    /// The scenario with every default written out.
    pub ron: String,
}

/// One file of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of what it holds.
    pub sha256: String,
}

/// Whether a study is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Pieces are missing: `--resume` plays them.
    Unfinished,
    /// All pieces of this share are there: `merge` puts the shares together.
    Shared,
    /// Everything is there.
    Done,
}

/// Which part of a study a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// From 1.
    pub number: u32,
    /// Of so many.
    pub of: u32,
}

impl Manifest {
    /// A manifest of a study that is about to begin.
    pub fn new(survey: &Survey, verb: &str, command: &str) -> Self {
        let arms = survey.arms.iter().map(|arm| ArmEntry {
            label: arm.label.clone(),
            scenario: arm.scenario.name().to_owned(),
            design: arm.scenario.design().to_owned(),
            fingerprint: survey.fingerprint_of(&arm.scenario),
            ron: arm.scenario.to_ron(),
        });
        let mut manifest = Self {
            schema: SCHEMA,
            snapback: VERSION.to_owned(),
            verb: verb.to_owned(),
            command: command.to_owned(),
            fingerprint: survey.fingerprint(),
            study: String::new(),
            status: Status::Unfinished,
            shard: None,
            seed: survey.seed,
            replications: survey.replications,
            configs: survey.n_configs(),
            failed: 0,
            confidence: survey.confidence,
            engine: if survey.engine == Engine::Sampled { "sampled" } else { "exact" }.to_owned(),
            max_states: match survey.engine {
                Engine::Sampled => None,
                Engine::Exact(limit) => Some(limit.states),
            },
            baseline: survey.arms[survey.baseline].label.clone(),
            series: survey.detail,
            precision: survey.precision.clone(),
            space: survey.space.clone(),
            arms: arms.collect(),
            metrics: survey.labels(),
            require: Vec::new(),
            files: Vec::new(),
            sum: String::new(),
        };
        manifest.study = manifest.identity();
        manifest
    }

    /// The study that the folder holds.
    ///
    /// # Errors
    /// [`ArchiveError`] where another version wrote it, or it was changed by hand.
    pub fn survey(&self, folder: &Path) -> Result<Survey, ArchiveError> {
        let path = folder.join(MANIFEST);
        let accounts = self.metrics.iter().any(|label| label.metric.is_account());
        let arms = self.arms.iter().map(|arm| {
            let scenario = read_scenario(&format!("{}, arm {}", path.display(), arm.label), &arm.ron)
                .map_err(|mistakes| ArchiveError::manifest(&path, render(&mistakes).trim_end().to_owned()))?;
            Ok(Arm::new(arm.label.clone(), scenario.named_by_design(&arm.design)).with_accounts(accounts))
        });
        let arms: Vec<Arm> = arms.collect::<Result<_, ArchiveError>>()?;
        let baseline = self.arms.iter().position(|arm| arm.label == self.baseline);
        let survey = Survey {
            left_out: Vec::new(),
            baseline: baseline.ok_or_else(|| ArchiveError::manifest(&path, "a baseline that is none of the arms"))?,
            arms,
            space: Space::new(self.space.axes.clone(), self.space.sampling.clone(), self.seed)
                .map_err(|mistake| ArchiveError::manifest(&path, mistake.brief()))?,
            replications: self.replications,
            seed: self.seed,
            confidence: self.confidence,
            detail: self.series,
            precision: self.precision.clone(),
            engine: match self.max_states {
                Some(states) => Engine::Exact(Limit { states }),
                None => Engine::Sampled,
            },
        };
        let is_played = (self.replications > 0) == (survey.engine == Engine::Sampled);
        let sound =
            is_played && self.replications <= MOST_REPLICATIONS && self.confidence > 0.0 && self.confidence < 1.0;
        let again = Self::new(&survey, "", "");
        if !sound
            || (&again.study, &again.fingerprint) != (&self.study, &self.fingerprint)
            || self.identity() != self.study
        {
            return Err(ArchiveError::manifest(&path, "another study than its fingerprint says"));
        }
        Ok(survey)
    }

    /// Reads the manifest of a folder.
    ///
    /// # Errors
    /// [`ArchiveError`] where there is none, or none of this version.
    pub fn read(folder: &Path) -> Result<Self, ArchiveError> {
        let path = folder.join(MANIFEST);
        let bytes = plain::read(&path, LARGEST)
            .map_err(|error| ArchiveError::new(&path, error.to_string(), "name a folder that --out has written"))?;
        let damaged = |error: serde_json::Error| ArchiveError::manifest(&path, error.to_string());
        let known: serde_json::Result<Known> = serde_json::from_slice(&bytes);
        let manifest: Self = match serde_json::from_slice(&bytes) {
            Ok(manifest) => manifest,
            // A manifest of another form is told by its version, not by what it lacks.
            Err(error) => match known.map(|known| (known.schema, known.version)) {
                Ok((schema, version)) if (schema, version.as_str()) != (SCHEMA, VERSION) => {
                    return Err(of_another(&path, schema, &version));
                }
                _ => return Err(damaged(error)),
            },
        };
        if manifest.snapback != VERSION || manifest.schema != SCHEMA {
            return Err(of_another(&path, manifest.schema, &manifest.snapback));
        }
        manifest.check(&path)?;
        Ok(manifest)
    }

    /// Whether its numbers and names can be those of a study.
    fn check(&self, path: &Path) -> Result<(), ArchiveError> {
        for (place, FileEntry { name, .. }) in self.files.iter().enumerate() {
            if !FILES.contains(&name.as_str()) {
                let found = format!("names the file {name:?}, which no results folder has");
                return Err(ArchiveError::manifest(path, found));
            }
            if self.files[..place].iter().any(|other| other.name == *name) {
                return Err(ArchiveError::manifest(path, format!("names the file {name:?} twice")));
            }
        }
        let lacks = |metric: &Metric| self.metrics.iter().all(|label| label.metric != *metric);
        if let Some(missing) = Metric::ALL.into_iter().find(|metric| !metric.is_account() && lacks(metric)) {
            let found = format!("written without the metric `{}`, which this version has", missing.name());
            return Err(ArchiveError::new(path, found, "use the version that wrote it, or run its command again"));
        }
        match self.shard {
            Some(Shard { number, of }) if !(1..=of).contains(&number) => {
                Err(ArchiveError::manifest(path, format!("holds shard {number} of {of}")))
            }
            _ => Ok(()),
        }
    }

    /// Whether a file is a manifest, of whatever version.
    pub(super) fn is_manifest(path: &Path) -> bool {
        plain::read(path, LARGEST).is_ok_and(|bytes| serde_json::from_slice::<Known>(&bytes).is_ok())
    }

    /// Whether a file is the beginning of a manifest.
    pub(super) fn is_begun(path: &Path) -> bool {
        const START: &[u8] = b"{\n  \"schema\": ";
        plain::read(path, LARGEST).is_ok_and(|bytes| bytes.starts_with(&START[..START.len().min(bytes.len())]))
    }

    /// Whether it says what it said when it was written.
    pub(super) fn is_as_written(&self) -> bool {
        self.sum == self.own_sum()
    }

    fn own_sum(&self) -> String {
        let bare = Self { sum: String::new(), ..self.clone() };
        let text = serde_json::to_string(&bare).unwrap_or_default();
        FileEntry::new(String::new(), 0, Sha256::new().chain_update(text)).sha256
    }

    /// Writes the manifest of a folder.
    pub(super) fn write(&self, folder: &Path) -> Result<(), ArchiveError> {
        let path = folder.join(MANIFEST);
        let summed = Self { sum: self.own_sum(), ..self.clone() };
        // Plain structs of numbers and strings always serialise.
        let text = serde_json::to_string_pretty(&summed).unwrap_or_default() + "\n";
        write_own(&path, &mut |out| out.write_all(text.as_bytes())).map_err(|error| ArchiveError::write(&path, &error))
    }

    /// What identifies the study: everything that its results depend on.
    fn identity(&self) -> String {
        let bare = Self {
            verb: String::new(),
            command: String::new(),
            fingerprint: String::new(),
            study: String::new(),
            status: Status::Unfinished,
            shard: None,
            failed: 0,
            require: Vec::new(),
            files: Vec::new(),
            sum: String::new(),
            ..self.clone()
        };
        short_digest(&serde_json::to_string(&bare).unwrap_or_default())
    }
}

fn of_another(path: &Path, schema: u32, version: &str) -> ArchiveError {
    let found = format!("schema {schema} of version {version}, not schema {SCHEMA} of version {VERSION}");
    ArchiveError::new(path, found, "use the version that wrote it, or run its command again")
}

impl FileEntry {
    /// The entry of a file of so many bytes.
    pub(super) fn new(name: String, bytes: u64, hash: Sha256) -> Self {
        Self { name, bytes, sha256: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// The entry of a file as it is.
    pub(super) fn of(path: &Path, name: &str) -> Result<Self, ArchiveError> {
        let (hash, bytes) = hashed(path).map_err(|error| ArchiveError::read(path, &error))?;
        Ok(Self::new(name.to_owned(), bytes, hash))
    }
}
