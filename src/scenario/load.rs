//! Loads a scenario: file or library, design, overrides, checks.

use crate::check::{Fault, Faults};
use crate::exact::ready;
use crate::game::{Agreement, Game};
use crate::mechanism::Mechanism;
use crate::scenario::open::{open_design, open_scenario};
use crate::scenario::{DEFAULT_SCENARIO, FileKind, ScenarioFile, resolve};
use crate::text::{self, Mistake, Node, Source};
use std::path::Path;
use std::sync::Arc;

/// Mistakes in meaning that are reported at most.
const MOST_PLACED: usize = 200;

/// Path of what a design describes.
const MECHANISM: &str = "mechanism";

/// What to load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Path of a file, or a name from the library; the default scenario where there is none.
    pub scenario: Option<String>,
    /// A design by name or path, instead of the scenario's own.
    pub design: Option<String>,
    /// Overrides, path and RON value, applied in this order, but for a `design`, which comes first.
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

    /// What it is, in its own words.
    pub fn about(&self) -> &str {
        &self.file.about
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
        ready(&self.agreement)
    }

    /// The game but for what deliberate parties foresee: good for its names and its shape, not for play.
    pub fn outline(&self) -> Game {
        Game::new(&self.agreement, |_| None)
    }

    /// The scenario with these overrides, path and RON value, applied in this order.
    ///
    /// # Errors
    /// All mistakes, as of [`load`].
    pub fn with(&self, set: &[(String, String)]) -> Result<Self, Vec<Mistake>> {
        if set.is_empty() {
            return Ok(self.clone());
        }
        let (file, design) = (self.file.clone(), self.design.clone());
        let mut draft = Draft { file, design, trees: Vec::new(), mistakes: Vec::new() };
        draft.set_all(set, "");
        draft.finish()
    }

    /// Whether a path leads to a field.
    ///
    /// # Errors
    /// A mistake that names the nearest path.
    pub fn check_path(&self, path: &str) -> Result<(), Mistake> {
        let whole = Source::new("the scenario with its defaults", self.to_ron());
        let mut tree = text::parse(&whole)?;
        let value = tree.clone();
        match text::set(&mut tree, path, value) {
            Err(mistake) if path != "design" => Err(Mistake { span: None, ..mistake }),
            _ => Ok(()),
        }
    }

    /// The path of names that leads to the same field as `path`, which may use indices; `None` where there is no field.
    pub fn canonical_path(&self, path: &str) -> Option<String> {
        let whole = Source::new("the scenario with its defaults", self.to_ron());
        text::canonical(&text::parse(&whole).ok()?, path)
    }

    /// The same scenario, its design called by another name.
    pub fn named_by_design(self, design: &str) -> Self {
        Self { design: design.to_owned(), ..self }
    }

    /// The scenario as RON with every default written out; reading it gives the same scenario.
    pub fn to_ron(&self) -> String {
        pretty(&self.file)
    }

    /// The scenario as JSON with every default written out; what is infinite is null.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(&self.file).unwrap_or_default();
        format!("{}\n", text::printable_json(&text))
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
/// All mistakes: unreadable, badly formed, of the wrong type, or wrong in meaning.
pub fn load(request: &Request) -> Result<Scenario, Vec<Mistake>> {
    let (source, folder) = open_scenario(request.scenario.as_deref().unwrap_or(DEFAULT_SCENARIO)).map_err(one)?;
    let mut draft = Draft::read(&source)?;
    match &request.design {
        Some(name) => {
            draft.file.design = None;
            draft.adopt(name, Path::new(""));
        }
        None => draft.own_design(&folder),
    }
    if draft.mistakes.is_empty() {
        draft.set_all(&request.set, "--set ");
    }
    draft.finish()
}

/// Reads a scenario from RON text such as [`Scenario::to_ron`] writes; `name` stands for it in mistakes.
///
/// # Errors
/// All mistakes, as of [`load`].
pub fn read_scenario(name: &str, text: &str) -> Result<Scenario, Vec<Mistake>> {
    let mut draft = Draft::read(&Source::new(name, text))?;
    draft.own_design(Path::new(""));
    draft.finish()
}

/// A scenario on its way from text to agreement.
struct Draft {
    file: ScenarioFile,
    design: String,
    /// The texts it came from, each with the path of what it describes; later ones override earlier ones.
    trees: Vec<(String, Node)>,
    mistakes: Vec<Mistake>,
}

impl Draft {
    fn read(source: &Arc<Source>) -> Result<Self, Vec<Mistake>> {
        let tree = text::parse(source).map_err(one)?;
        FileKind::refuse_others(&tree).map_err(one)?;
        let (file, mistakes) = text::decode::<ScenarioFile>(&tree);
        let Some(file) = file else { return Err(mistakes) };
        Ok(Self { file, design: String::new(), trees: vec![(String::new(), tree)], mistakes })
    }

    /// Checks the meaning of all that could be read.
    fn finish(mut self) -> Result<Scenario, Vec<Mistake>> {
        let mut faults = Faults::default();
        let agreement = match &self.file.mechanism {
            Some(mechanism) => resolve::agreement(&self.file, mechanism, &mut faults),
            None => {
                // The rest is checked under a mechanism that asks nothing of the parties.
                let stand_in = open_design("none", Path::new("")).and_then(|source| text::parse(&source));
                let stand_in = stand_in.ok().and_then(|tree| text::decode::<Mechanism>(&tree).0);
                stand_in.and_then(|mechanism| resolve::agreement(&self.file, &mechanism, &mut faults));
                if self.mistakes.is_empty() {
                    faults.report("mechanism", "None", "a mechanism, or a design by name or path");
                }
                None
            }
        };
        let unread: Vec<String> = self.mistakes.iter().map(|mistake| mistake.path.clone()).collect();
        let text_is_fine = unread.is_empty();
        // To find the place of each of very many would take long, and nobody reads so many.
        for fault in faults.into_vec().into_iter().take(MOST_PLACED) {
            // What could not be read holds a placeholder, whose value is nobody's mistake.
            let doubtful = unread.iter().any(|path| lies_within(&fault.path, path));
            let (mistake, exact) = self.place(fault);
            if text_is_fine || (exact && !doubtful) {
                self.mistakes.push(mistake);
            }
        }
        match agreement {
            Some(agreement) if self.mistakes.is_empty() => {
                Ok(Scenario { file: self.file, design: self.design, agreement })
            }
            _ => Err(self.mistakes),
        }
    }

    /// The design that the file itself names or writes out.
    fn own_design(&mut self, folder: &Path) {
        let (root, tree) = (&self.trees[0].1, |path| text::find(&self.trees[0].1, path));
        let span = tree("design").unwrap_or(root).span.clone();
        match (self.file.design.take(), &self.file.mechanism) {
            (None, Some(mechanism)) => self.design = label(&mechanism.name, "inline"),
            (Some(name), None) => {
                let known = self.mistakes.len();
                self.adopt(&name, folder);
                for mistake in self.mistakes[known..].iter_mut().filter(|mistake| mistake.span.is_none()) {
                    mistake.span = Some(span.clone());
                }
            }
            (design, _) => {
                let found =
                    if design.is_some() { "both `design` and `mechanism`" } else { "neither `design` nor `mechanism`" };
                let allowed =
                    "one of the two: `design: \"back-end\"` by name or path, or `mechanism: ( … )` written out";
                self.mistakes.push(Mistake { span: Some(span), ..Mistake::new("design", found, allowed) });
            }
        }
    }

    /// Puts a design by name or path into the file.
    fn adopt(&mut self, name: &str, folder: &Path) {
        let tree = match open_design(name, folder).and_then(|source| text::parse(&source)) {
            Ok(tree) => tree,
            Err(mistake) => return self.mistakes.push(mistake),
        };
        let (mechanism, mistakes) = text::decode::<Mechanism>(&tree);
        let below = |path: &str| if path.is_empty() { MECHANISM.to_owned() } else { format!("{MECHANISM}.{path}") };
        self.mistakes.extend(mistakes.into_iter().map(|mistake| Mistake { path: below(&mistake.path), ..mistake }));
        let stem = Path::new(name).file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
        self.design = label(mechanism.as_ref().map_or("", |mechanism| &mechanism.name), &stem);
        self.file.mechanism = mechanism;
        self.trees.push((MECHANISM.to_owned(), tree));
    }

    /// Applies overrides: designs first, since they would undo what is set in a mechanism.
    fn set_all(&mut self, set: &[(String, String)], option: &str) {
        let (designs, others): (Vec<_>, Vec<_>) = set.iter().partition(|(path, _)| path == "design");
        for (path, value) in designs.into_iter().chain(others) {
            self.set(path, value, option);
        }
    }

    /// Applies one override, which came with `option`.
    fn set(&mut self, path: &str, value: &str, option: &str) {
        let source = Source::new(format!("{option}{path}={value}"), value);
        let node = text::parse_value(&source, path);
        if path == "design" {
            // A shell takes quotes away, so a name may stand without.
            let name = node.ok().and_then(|node| node.as_string());
            return self.adopt(name.as_deref().unwrap_or(value.trim()), Path::new(""));
        }
        match node {
            Ok(node) => self.replace(path, node),
            Err(mistake) => self.mistakes.push(mistake),
        }
    }

    /// Replaces one field of the scenario with all its defaults written out.
    fn replace(&mut self, path: &str, node: Node) {
        let whole = Source::new("the scenario with its defaults", pretty(&self.file));
        let changed = text::parse(&whole).and_then(|mut tree| {
            let name = text::canonical(&tree, path).unwrap_or_default();
            text::set(&mut tree, path, node.clone()).map(|()| (tree, name))
        });
        let (tree, name) = match changed {
            Ok(changed) => changed,
            Err(mistake) => return self.mistakes.push(mistake),
        };
        let (file, mistakes) = text::decode(&tree);
        self.mistakes.extend(mistakes);
        if let Some(file) = file {
            self.file = file;
            self.trees.push((name, node));
        }
    }

    /// A fault with its place: in the last text that set the field, or at the nearest value around it (then not exact).
    fn place(&self, fault: Fault) -> (Mistake, bool) {
        let mut mistake = Mistake::new(fault.path, fault.found, fault.allowed);
        for (prefix, tree) in self.trees.iter().rev() {
            let mut inner = match mistake.path.strip_prefix(prefix.as_str()) {
                Some(rest) if prefix.is_empty() || rest.is_empty() || rest.starts_with('.') => {
                    rest.trim_start_matches('.')
                }
                _ => continue,
            };
            let whole = inner;
            loop {
                if let Some(node) = text::find(tree, inner) {
                    mistake.span = Some(node.span.clone());
                    let exact = inner == whole;
                    return (mistake, exact);
                }
                inner = inner.rsplit_once('.').map_or("", |(head, _)| head);
            }
        }
        (mistake, false)
    }
}

/// Whether `path` is `outer` or below it.
fn lies_within(path: &str, outer: &str) -> bool {
    match path.strip_prefix(outer) {
        Some(rest) => outer.is_empty() || rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

fn one(mistake: Mistake) -> Vec<Mistake> {
    vec![mistake]
}

fn label(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}
