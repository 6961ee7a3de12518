//! What a sweep is to play: from options, a study file, or both; options come last and win.

use crate::scenario::{FileKind, MadeStrategic, Request, read_table_text, read_text};
use crate::simulate::SeriesDetail;
use crate::study::survey::{Axis, Designs, Draft, Engine, Role, Sampling, StudyFile, Values, read_study};
use crate::study::{Precision, Requirement, Target, parse_requirement, parse_target};
use crate::text::{self, Mistake};
use std::path::{Path, PathBuf};

/// More replications than anybody has time for.
pub(crate) const MOST_REPLICATIONS: u64 = 1_000_000_000_000;

/// What is asked of a sweep; what is left out is taken from the study file, or is usual.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepOptions {
    /// A study file, a scenario file, or a name from the library; the default scenario where there is none.
    pub scenario: Option<String>,
    /// Overrides, path and RON value.
    pub set: Vec<(String, String)>,
    /// Whether both parties are made strategic, before the overrides are applied.
    pub strategic: Option<MadeStrategic>,
    /// Parameters that vary.
    pub axes: Vec<Axis>,
    /// How they are combined.
    pub sampling: Option<Sampling>,
    /// A CSV file of points, whose header holds paths.
    pub table: Option<PathBuf>,
    /// Designs by name or path, or `all`.
    pub designs: Vec<String>,
    /// Design that the others are compared with.
    pub baseline: Option<String>,
    /// Conditions that designs are judged by.
    pub require: Vec<Requirement>,
    /// Replications a config.
    pub replications: Option<u64>,
    /// Replications at most, where a precision is asked for.
    pub max_replications: Option<u64>,
    /// Seed of all draws.
    pub seed: Option<u64>,
    /// Confidence of the intervals, in (0, 1).
    pub confidence: Option<f64>,
    /// How narrow intervals must be before a config ends.
    pub precision: Vec<Target>,
    /// How much of the series is recorded.
    pub detail: SeriesDetail,
    /// How values are found.
    pub engine: Engine,
    /// Whether it is told where welfare comes from.
    pub accounts: bool,
}

impl Default for SweepOptions {
    fn default() -> Self {
        Self {
            scenario: None,
            set: Vec::new(),
            strategic: None,
            axes: Vec::new(),
            sampling: None,
            table: None,
            designs: Vec::new(),
            baseline: None,
            require: Vec::new(),
            replications: None,
            max_replications: None,
            seed: None,
            confidence: None,
            precision: Vec::new(),
            detail: SeriesDetail::Means,
            engine: Engine::Sampled,
            accounts: false,
        }
    }
}

impl SweepOptions {
    /// How the sample is drawn, and nothing of what is played.
    pub fn base(&self) -> Draft {
        let (usual, is_precise) = (Draft::default(), !self.precision.is_empty());
        Draft {
            replications: match is_precise {
                true => self.most_replications(),
                false => self.replications.unwrap_or(usual.replications),
            },
            seed: self.seed.unwrap_or(usual.seed),
            confidence: self.confidence.unwrap_or(usual.confidence),
            detail: self.detail,
            precision: is_precise.then(|| Precision { targets: self.precision.clone(), of_differences: true }),
            engine: self.engine,
            accounts: self.accounts,
            ..usual
        }
    }

    /// Replications at most, where a precision is asked for.
    fn most_replications(&self) -> u64 {
        self.max_replications.unwrap_or(1_000_000)
    }
}

impl SweepOptions {
    /// What is to be played: what the study file says, where the scenario is one, and the options over it, which win.
    ///
    /// # Errors
    /// All mistakes: in the files, and in how they and the options go together.
    pub fn draft(&self) -> Result<Draft, Vec<Mistake>> {
        draft_of(self)
    }
}

fn draft_of(args: &SweepOptions) -> Result<Draft, Vec<Mistake>> {
    let (mut draft, mut mistakes) = (args.base(), Vec::new());
    let mut request =
        Request { scenario: args.scenario.clone(), design: None, set: Vec::new(), strategic: args.strategic };
    let mut table = args.table.clone();
    if let Some((file, folder)) = study_file(args)? {
        request.scenario = file.scenario.as_ref().map(|name| beside(&folder, name));
        request.set.extend(file.set.iter().map(|(path, value)| (path.clone(), value.0.clone())));
        take(&mut draft, args, &file, &mut mistakes);
        if let Sampling::Table(name) = &file.sampling
            && table.is_none()
        {
            table = Some(folder.join(name));
        }
        draft.designs = match file.designs.is_empty() {
            true => Designs::Own,
            false if file.designs == ["all"] => Designs::Library,
            false => Designs::Named(file.designs.iter().map(|name| beside(&folder, name)).collect()),
        };
    }
    request.set.extend(args.set.iter().cloned());
    draft.scenarios = vec![request];
    draft.axes.extend(args.axes.iter().cloned());
    if !args.designs.is_empty() {
        draft.designs = Designs::named(&args.designs);
    }
    if args.baseline.is_some() {
        draft.baseline.clone_from(&args.baseline);
    }
    draft.require.extend(args.require.iter().cloned());
    if let Some(sampling) = &args.sampling {
        draft.sampling = sampling.clone();
    }
    if let Some(path) = table {
        let (axes, sampling) = points(&path)?;
        for axis in draft.axes.iter().filter(|axis| axis.role != Role::Lever) {
            let allowed = "a column of the table, or a lever, which is crossed with every row";
            mistakes.push(Mistake::new("vary", format!("`{}` beside a table of points", axis.name()), allowed));
        }
        draft.axes.extend(axes);
        draft.sampling = sampling;
    }
    designs_are_arms(&mut draft, &mut mistakes);
    if mistakes.is_empty() {
        return Ok(draft);
    }
    mistakes.extend(draft.prepare().err().unwrap_or_default());
    Err(mistakes)
}

/// The study file, where the scenario argument names one, and its folder.
fn study_file(args: &SweepOptions) -> Result<Option<(StudyFile, PathBuf)>, Vec<Mistake>> {
    let Some(name) = &args.scenario else { return Ok(None) };
    let path = Path::new(name);
    if !path.is_file() {
        return Ok(None);
    }
    let source = read_text(path, "study").map_err(|mistake| vec![mistake])?;
    // What is no study is left to the loader of scenarios, and so are its mistakes.
    let Ok(tree) = text::parse(&source) else { return Ok(None) };
    if FileKind::of(&tree) != FileKind::Study {
        return Ok(None);
    }
    let file = read_study(&tree)?;
    Ok(Some((file, path.parent().map_or_else(PathBuf::new, Path::to_path_buf))))
}

/// Takes into the draft what the file says and no option overrides.
fn take(draft: &mut Draft, args: &SweepOptions, file: &StudyFile, mistakes: &mut Vec<Mistake>) {
    for vary in &file.vary {
        match vary.axis(&file.sampling) {
            Ok(axis) => draft.axes.push(axis),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    draft.sampling = file.sampling.clone();
    draft.baseline.clone_from(&file.baseline);
    if let Some(reps) = file.reps
        && args.replications.is_none()
        && draft.precision.is_none()
    {
        if !(1..=MOST_REPLICATIONS).contains(&reps) {
            let allowed = format!("a whole number from 1 to {MOST_REPLICATIONS}");
            mistakes.push(Mistake::new("reps", reps.to_string(), allowed));
        }
        draft.replications = reps;
    }
    if let Some(seed) = file.seed
        && args.seed.is_none()
    {
        draft.seed = seed;
    }
    for text in &file.require {
        match parse_requirement(text) {
            Ok(requirement) => draft.require.push(requirement),
            Err(reason) => mistakes.push(Mistake::new("require", format!("`{text}`"), reason)),
        }
    }
    let mut targets = Vec::new();
    for text in &file.precision {
        match parse_target(text) {
            Ok(target) => targets.push(target),
            Err(reason) => mistakes.push(Mistake::new("precision", format!("`{text}`"), reason)),
        }
    }
    if !targets.is_empty() && file.reps.is_some() {
        let allowed = "one of the two; --max-reps limits the replications of a precision";
        mistakes.push(Mistake::new("reps", "a number of replications, and `precision` as well", allowed));
    }
    // A number of replications among the options undoes the precision of the file, as a precision undoes its number.
    if !targets.is_empty() && draft.precision.is_none() && args.replications.is_none() {
        draft.precision = Some(Precision { targets, of_differences: true });
        draft.replications = args.most_replications();
    }
}

/// Points from a CSV file: a column a path, a row a point.
fn points(path: &Path) -> Result<(Vec<Axis>, Sampling), Vec<Mistake>> {
    let shown = path.display().to_string();
    let wrong = |found: String| {
        vec![Mistake::new("table", found, "a CSV file with paths in its first line and values in the others")]
    };
    let source = read_table_text(path).map_err(|mistake| vec![mistake])?;
    let mut reader = csv::Reader::from_reader(source.text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(format!("{shown}: {error}")))?.clone();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); header.len()];
    for row in reader.records() {
        let row = row.map_err(|error| wrong(format!("{shown}: {error}")))?;
        columns.iter_mut().zip(row.iter()).for_each(|(column, value)| column.push(value.trim().to_owned()));
    }
    if columns.first().is_none_or(Vec::is_empty) {
        return Err(wrong(format!("{shown}: no points")));
    }
    let axes = header.iter().zip(columns).map(|(path, values)| Axis {
        paths: vec![path.trim().to_owned()],
        values: Values::List(values),
        role: Role::Parameter,
    });
    Ok((axes.collect(), Sampling::Table(shown)))
}

/// A parameter `design` is what designs are for: they are crossed with every point.
fn designs_are_arms(draft: &mut Draft, mistakes: &mut Vec<Mistake>) {
    let crosses = matches!(draft.sampling, Sampling::Grid | Sampling::LatinHypercube(_) | Sampling::Sobol(_));
    let place = draft.axes.iter().position(|axis| axis.paths == ["design"]).filter(|_| crosses);
    let varied = place.map(|place| draft.axes.remove(place).values);
    if draft.axes.iter().any(|axis| axis.paths.iter().any(|path| path == "design")) {
        let found = "a parameter that is given twice, or moves together with another";
        return mistakes.push(Mistake::new("design", found, "--designs, which are crossed with every point"));
    }
    let Some(varied) = varied else { return };
    let Values::List(names) = varied else {
        return mistakes.push(Mistake::new("design", "a range of numbers", "comma-separated names of designs"));
    };
    if draft.designs != Designs::Own {
        return mistakes.push(Mistake::new("design", "a parameter, and --designs as well", "one of the two"));
    }
    draft.designs = Designs::Named(names.iter().map(|name| name.trim_matches('"').to_owned()).collect());
}

/// A path as seen from a file in `folder`; a name of the library stays as it is.
fn beside(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    if path.is_file() { path.display().to_string() } else { name.to_owned() }
}
