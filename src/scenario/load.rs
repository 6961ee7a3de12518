//! Loads a scenario: file or library, design, overrides, checks. The only place below the command line that reads files.

use crate::check::{Fault, Faults};
use crate::game::{Agreement, Game};
use crate::mechanism::Mechanism;
use crate::scenario::{DEFAULT_SCENARIO, DESIGNS, SCENARIOS, ScenarioFile, design_named, resolve, scenario_named};
use crate::text::{self, Mistake, Node, Source};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest file that is read, bytes.
const LARGEST: u64 = 1 << 20;

/// What to load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Path of a file, or a name from the library; the default scenario where there is none.
    pub scenario: Option<String>,
    /// A design by name or path, instead of the scenario's own.
    pub design: Option<String>,
    /// Overrides, path and RON value, applied in this order.
    pub set: Vec<(String, String)>,
}

/// A scenario that is right in text and meaning, with every default written out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    file: ScenarioFile,
    design: String,
    agreement: Agreement,
}

impl Scenario {
    /// Name of the scenario.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Name of the design.
    pub fn design(&self) -> &str {
        &self.design
    }

    /// What was signed.
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The game, ready for play.
    pub fn game(&self) -> Game {
        Game::new(&self.agreement)
    }

    /// The scenario as RON with every default written out; reading it gives the same scenario.
    pub fn to_ron(&self) -> String {
        pretty(&self.file)
    }

    /// The scenario as JSON with every default written out; what is infinite is null.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.file).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn pretty(file: &ScenarioFile) -> String {
    let config = ron::ser::PrettyConfig::new().new_line("\n").indentor("    ");
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    // Plain structs of numbers and strings always serialise.
    let mut text = options.to_string_pretty(file, config).unwrap_or_default();
    text.push('\n');
    text
}

/// Loads, overrides and checks a scenario.
///
/// # Errors
/// All mistakes of the first kind found: unreadable, badly formed, of the wrong type, or wrong in meaning.
pub fn load(request: &Request) -> Result<Scenario, Vec<Mistake>> {
    let (source, folder) = open_scenario(request.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO)).map_err(one)?;
    let mut trees = vec![(String::new(), text::parse(&source).map_err(one)?)];
    let mut file: ScenarioFile = decode(&trees[0].1)?;
    let mut design = file.mechanism.as_ref().map_or_else(String::new, |mechanism| label(&mechanism.name, "inline"));
    if let Some(name) = &request.design {
        file.mechanism = None;
        file.design = None;
        design = adopt(name, Path::new(""), &mut file, &mut trees)?;
    } else {
        design = own_design(&source, &folder, &mut file, &mut trees)?.unwrap_or(design);
    }
    for (path, value) in &request.set {
        if path == "design" {
            design = set_design(value, &mut file, &mut trees)?;
        } else {
            override_field(path, value, &mut file, &mut trees)?;
        }
    }
    let Some(mechanism) = file.mechanism.clone() else { return Err(Vec::new()) };
    let mut faults = Faults::default();
    match resolve::agreement(&file, &mechanism, &mut faults) {
        Some(agreement) if faults.is_empty() => Ok(Scenario { file, design, agreement }),
        _ => Err(faults.into_vec().into_iter().map(|fault| place(fault, &trees)).collect()),
    }
}

fn one(mistake: Mistake) -> Vec<Mistake> {
    vec![mistake]
}

fn label(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}

fn decode<T: serde::de::DeserializeOwned>(tree: &Node) -> Result<T, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    text::decode(tree, &mut mistakes).ok_or(mistakes)
}

/// The design that the file itself names; `None` where it writes its mechanism out.
fn own_design(
    source: &Arc<Source>,
    folder: &Path,
    file: &mut ScenarioFile,
    trees: &mut Vec<(String, Node)>,
) -> Result<Option<String>, Vec<Mistake>> {
    let allowed = "one of the two: `design: \"back-end\"` by name or path, or `mechanism: ( … )` written out";
    match (file.design.take(), &file.mechanism) {
        (None, Some(_)) => Ok(None),
        (Some(name), None) => adopt(&name, folder, file, trees).map(Some).map_err(|mut mistakes| {
            for mistake in mistakes.iter_mut().filter(|mistake| mistake.span.is_none()) {
                mistake.span = text::find(&trees[0].1, "design").map(|node| node.span.clone());
            }
            mistakes
        }),
        (design, _) => {
            let found = if design.is_some() { "both `design` and `mechanism`" } else { "neither `design` nor `mechanism`" };
            let span = text::find(&trees[0].1, "design").unwrap_or(&trees[0].1).span.clone();
            debug_assert!(Arc::ptr_eq(&span.source, source));
            Err(vec![Mistake { span: Some(span), ..Mistake::new("design", found, allowed) }])
        }
    }
}

/// Puts a design by name or path into the file, and remembers its tree for the places of mistakes.
fn adopt(name: &str, folder: &Path, file: &mut ScenarioFile, trees: &mut Vec<(String, Node)>) -> Result<String, Vec<Mistake>> {
    let source = open_design(name, folder).map_err(one)?;
    let tree = text::parse(&source).map_err(one)?;
    let mechanism: Mechanism = decode(&tree)?;
    let stem = Path::new(name).file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
    let design = label(&mechanism.name, &stem);
    file.mechanism = Some(mechanism);
    trees.push(("mechanism".to_owned(), tree));
    Ok(design)
}

fn set_design(value: &str, file: &mut ScenarioFile, trees: &mut Vec<(String, Node)>) -> Result<String, Vec<Mistake>> {
    let source = Source::new(format!("--set design={value}"), value);
    let node = text::parse_value(&source, "design").map_err(one)?;
    let Some(name) = node.as_string() else {
        let allowed = "a design in double quotes, such as \"wto-dsu\" (quoted once more for the shell)";
        return Err(vec![Mistake { span: Some(node.span.clone()), ..Mistake::new("design", node.excerpt(), allowed) }]);
    };
    adopt(&name, Path::new(""), file, trees)
}

/// Replaces one field of the scenario with all its defaults written out.
fn override_field(path: &str, value: &str, file: &mut ScenarioFile, trees: &mut Vec<(String, Node)>) -> Result<(), Vec<Mistake>> {
    let whole = Source::new("the scenario with its defaults", pretty(file));
    let mut tree = text::parse(&whole).map_err(one)?;
    let source = Source::new(format!("--set {path}={value}"), value);
    let node = text::parse_value(&source, path).map_err(one)?;
    text::set(&mut tree, path, node.clone()).map_err(one)?;
    *file = decode(&tree)?;
    trees.push((path.to_owned(), node));
    Ok(())
}

/// Finds the place of a fault: in the last text that set the field, or the nearest value around it.
fn place(fault: Fault, trees: &[(String, Node)]) -> Mistake {
    let mut mistake = Mistake::new(fault.path, fault.found, fault.allowed);
    for (prefix, tree) in trees.iter().rev() {
        let inner = match mistake.path.strip_prefix(prefix.as_str()) {
            Some(rest) if prefix.is_empty() || rest.is_empty() || rest.starts_with('.') => rest.trim_start_matches('.'),
            _ => continue,
        };
        let mut inner = inner;
        loop {
            if let Some(node) = text::find(tree, inner) {
                mistake.span = Some(node.span.clone());
                return mistake;
            }
            inner = inner.rsplit_once('.').map_or("", |(head, _)| head);
        }
    }
    mistake
}

fn open_scenario(name: &str) -> Result<(Arc<Source>, PathBuf), Mistake> {
    let path = Path::new(name);
    if !path.exists()
        && let Some(entry) = scenario_named(name)
    {
        return Ok((Source::new(format!("scenarios/{}.ron", entry.name), entry.text), PathBuf::new()));
    }
    let known: Vec<&str> = SCENARIOS.iter().map(|entry| entry.name).collect();
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    Ok((read(path, "scenario", &known)?, folder))
}

fn open_design(name: &str, folder: &Path) -> Result<Arc<Source>, Mistake> {
    if let Some(entry) = design_named(name) {
        return Ok(Source::new(format!("scenarios/designs/{}.ron", entry.name), entry.text));
    }
    let known: Vec<&str> = DESIGNS.iter().map(|entry| entry.name).collect();
    read(&folder.join(name), "design", &known).map_err(|mistake| Mistake { path: "design".to_owned(), ..mistake })
}

/// Reads a text file of reasonable size.
fn read(path: &Path, what: &str, known: &[&str]) -> Result<Arc<Source>, Mistake> {
    let shown = path.display().to_string();
    let wrong = |found: String| {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let allowed = format!("a {what} file of at most 1 MiB of UTF-8 text, or one of the library: {}", known.join(", "));
        Mistake::new("", found, allowed).with_nearest(&name, known.iter().copied())
    };
    let metadata = std::fs::metadata(path).map_err(|error| wrong(format!("{shown}: {error}")))?;
    if !metadata.is_file() {
        let kind = if metadata.is_dir() { "a directory" } else { "not an ordinary file" };
        return Err(wrong(format!("{shown}: {kind}")));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| wrong(format!("{shown}: {error}")))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| wrong(format!("{shown}: {error}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong(format!("{shown}: {} bytes", metadata.len())));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(shown, text)),
        Err(error) => Err(wrong(format!("{shown}: no UTF-8 text (byte {})", error.utf8_error().valid_up_to()))),
    }
}
