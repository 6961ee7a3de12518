//! Loads a scenario: file or library, design, overrides, checks.

use crate::check::{Fault, Faults};
use crate::game::{Agreement, Game};
use crate::mechanism::Mechanism;
use crate::scenario::open::{open_design, open_scenario};
use crate::scenario::{DEFAULT_SCENARIO, FileKind, ScenarioFile, names, resolve};
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

    /// The game but for what deliberate parties foresee: good for its names and its shape. To play it, make it ready
    /// with `study::ready`.
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
        let mut draft = Draft { file, design, trees: Vec::new(), mistakes: Vec::new(), set: Vec::new() };
        draft.set_all(set, "");
        draft.finish()
    }

    /// The scenario with its defaults as a tree, in which paths lead to fields.
    pub fn tree(&self) -> Option<Node> {
        text::parse(&written_out(&self.file)).ok()
    }

    /// Whether the field at a path can hold a value, whatever the value means; a path without a field holds none.
    ///
    /// # Errors
    /// All that is wrong with the value.
    pub fn holds(&self, path: &str, value: &str) -> Result<(), Vec<Mistake>> {
        let node = text::parse_value(&Source::new(format!("{path}={value}"), value), path).map_err(one)?;
        let mut tree = text::parse(&written_out(&self.file)).map_err(one)?;
        text::set(&mut tree, path, node).map_err(one)?;
        match text::decode::<ScenarioFile>(&tree).1 {
            mistakes if mistakes.is_empty() => Ok(()),
            mistakes => Err(mistakes),
        }
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

fn written_out(file: &ScenarioFile) -> Arc<Source> {
    Source::new("the scenario with its defaults", pretty(file))
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
    if let (Some(name), Some((path, _))) = (&request.design, request.set.iter().find(|(path, _)| is_whole_design(path)))
    {
        let found = format!("a `{}` that is set, and the design `{name}`, which it replaces", path.trim());
        draft.mistakes.push(Mistake::new(path.trim(), found, "one of the two"));
    }
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
    /// What was overridden, as names from the outside in.
    set: Vec<Vec<String>>,
}

impl Draft {
    fn read(source: &Arc<Source>) -> Result<Self, Vec<Mistake>> {
        let text::Reading { tree, mistakes: slips, is_whole } = text::read(source);
        let Some(tree) = tree else { return Err(slips) };
        if let Err(other) = FileKind::refuse_others(&tree) {
            return Err(if slips.is_empty() { one(other) } else { slips });
        }
        let (file, mistakes) = text::decode::<ScenarioFile>(&tree);
        let mistakes = [slips, certain(mistakes, is_whole)].concat();
        // Where no field could be read there is no scenario to look for more in.
        let is_none = mistakes.iter().any(|mistake| mistake.path.is_empty() && !mistake.is_of_syntax());
        let Some(file) = file.filter(|_| is_whole && !is_none) else { return Err(mistakes) };
        Ok(Self { file, design: String::new(), trees: vec![(String::new(), tree)], mistakes, set: Vec::new() })
    }

    /// Checks the meaning of all that could be read.
    fn finish(mut self) -> Result<Scenario, Vec<Mistake>> {
        let mut faults = Faults::default();
        let agreement = match &self.file.mechanism {
            Some(mechanism) => {
                let tree = || text::parse(&written_out(&self.file)).ok();
                names::check_paths(&self.file, tree, &mut faults);
                resolve::agreement(&self.file, mechanism, &mut faults)
            }
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
        let text_is_fine = self.mistakes.is_empty();
        // A slip of syntax without a path hides no value.
        let hides = |mistake: &&Mistake| !(mistake.path.is_empty() && mistake.is_of_syntax());
        let unread: Vec<String> = self.mistakes.iter().filter(hides).map(|mistake| mistake.path.clone()).collect();
        // To find the place of each of very many would take long, and nobody reads so many.
        for fault in faults.into_vec().into_iter().take(MOST_PLACED) {
            // What could not be read holds a placeholder, whose value is nobody's mistake.
            let doubtful = unread.iter().any(|path| lies_within(&fault.path, path));
            let doubtful = doubtful || rests_on_unread(&fault, &unread);
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
        let text::Reading { tree, mistakes: slips, is_whole } = match open_design(name, folder) {
            Ok(source) => text::read(&source),
            Err(mistake) => return self.mistakes.push(mistake),
        };
        let Some(tree) = tree else { return self.mistakes.extend(slips) };
        let (mechanism, mistakes) = text::decode::<Mechanism>(&tree);
        let mistakes = [slips, certain(mistakes, is_whole)].concat();
        let below = |path: &str| if path.is_empty() { MECHANISM.to_owned() } else { format!("{MECHANISM}.{path}") };
        self.mistakes.extend(mistakes.into_iter().map(|mistake| Mistake { path: below(&mistake.path), ..mistake }));
        let stem = Path::new(name).file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
        self.design = label(mechanism.as_ref().map_or("", |mechanism| &mechanism.name), &stem);
        self.file.mechanism = mechanism;
        self.trees.push((MECHANISM.to_owned(), tree));
    }

    /// Applies overrides: designs first, since they would undo what is set in a mechanism.
    fn set_all(&mut self, set: &[(String, String)], option: &str) {
        let (designs, others): (Vec<_>, Vec<_>) = set.iter().partition(|(path, _)| path.trim() == "design");
        for (path, value) in designs.into_iter().chain(others) {
            self.set(path, value, option);
        }
    }

    /// Applies one override, which came with `option`.
    fn set(&mut self, path: &str, value: &str, option: &str) {
        let named = |path: &str, value: &str| Source::new(format!("{option}{path}={value}"), value);
        if path.trim() == "design" {
            // A shell takes quotes away, so a name may stand without.
            let name = text::parse_value(&named("design", value), "design").ok().and_then(|node| node.as_string());
            return self.adopt(name.as_deref().unwrap_or(value.trim()), Path::new(""));
        }
        let tree = match text::parse(&written_out(&self.file)) {
            Ok(tree) => tree,
            Err(mistake) => return self.mistakes.push(mistake),
        };
        let (path, value) = text::assigned(&tree, path, value);
        match text::parse_value(&named(&path, &value), &path) {
            Ok(node) => self.replace(tree, &path, node),
            // Where there is no such field the value is not what is wrong.
            Err(mistake) if text::find(&tree, &path).is_some() => self.mistakes.push(mistake),
            Err(mistake) => self.mistakes.push(Mistake { span: mistake.span, ..text::no_such_path(&tree, &path) }),
        }
    }

    /// Replaces one field of the scenario with all its defaults written out.
    fn replace(&mut self, mut tree: Node, path: &str, node: Node) {
        let trail = text::trail(&tree, path).unwrap_or_default();
        let name = trail.join(".");
        if let Some(undone) = self.set.iter().find(|before| before.len() > trail.len() && before.starts_with(&trail)) {
            let found = format!("`{name}` after `{}`, which is a part of it and would be lost", undone.join("."));
            let mistake = Mistake::new(path, found, "the whole first, its parts after it");
            return self.mistakes.push(Mistake { span: Some(node.span), ..mistake });
        }
        if let Err(mistake) = text::set(&mut tree, path, node.clone()) {
            return self.mistakes.push(mistake);
        }
        let (file, mut mistakes) = text::decode(&tree);
        for mistake in mistakes.iter_mut().filter(|mistake| mistake.allowed == "a text in double quotes") {
            mistake.help = Some(format!("a shell takes quotes away: write '{path}=\"{}\"'", node.span.text()));
        }
        self.mistakes.extend(mistakes);
        if let Some(file) = file {
            self.file = file;
            self.trees.push((name, node));
            self.set.push(trail);
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

/// Whether a fault compares a value with imports that could not be read.
fn rests_on_unread(fault: &Fault, unread: &[String]) -> bool {
    let is_of_trade = |path: &String| path.ends_with(".trade") || path.ends_with(".imports");
    fault.allowed.contains("imports") && unread.iter().any(is_of_trade)
}

/// Of mistakes in what fields hold those that are none of a bracket out of its place, which moves fields about.
fn certain(mistakes: Vec<Mistake>, is_whole: bool) -> Vec<Mistake> {
    let is_of_place = |mistake: &Mistake| mistake.found == "nothing" || mistake.found.starts_with("field `");
    mistakes.into_iter().filter(|mistake| is_whole || !is_of_place(mistake)).collect()
}

/// Whether `path` is `outer` or below it.
fn lies_within(path: &str, outer: &str) -> bool {
    match path.strip_prefix(outer) {
        Some(rest) => outer.is_empty() || rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

/// Whether a path leads to all that a design says.
pub fn is_whole_design(path: &str) -> bool {
    ["design", MECHANISM].contains(&path.trim())
}

fn one(mistake: Mistake) -> Vec<Mistake> {
    vec![mistake]
}

fn label(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}
