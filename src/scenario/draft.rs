//! A scenario on its way from text to agreement: design, overrides, checks, all mistakes at once.

use crate::fault::{Fault, Faults};
use crate::mechanism::Mechanism;
use crate::scenario::checked::written_out;
use crate::scenario::open::open_design;
use crate::scenario::{FileKind, Scenario, ScenarioFile, names, resolve};
use crate::text::{self, Mistake, Node, Source};
use std::path::Path;
use std::sync::Arc;

/// Mistakes in meaning that are reported at most.
const MOST_PLACED: usize = 200;

/// Path of what a design describes.
const MECHANISM: &str = "mechanism";

/// A scenario on its way from text to agreement.
pub(super) struct Draft {
    pub(super) file: ScenarioFile,
    design: String,
    /// The texts it came from, each with the path of what it describes; later ones override earlier ones.
    trees: Vec<(String, Node)>,
    pub(super) mistakes: Vec<Mistake>,
    /// What was overridden, as names from the outside in.
    pub(super) set: Vec<Vec<String>>,
}

impl Draft {
    pub(super) fn read(source: &Arc<Source>) -> Result<Self, Vec<Mistake>> {
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

    /// A checked scenario, about to be changed.
    pub(super) fn again(file: ScenarioFile, design: String) -> Self {
        Self { file, design, trees: Vec::new(), mistakes: Vec::new(), set: Vec::new() }
    }

    /// Checks the meaning of all that could be read.
    pub(super) fn finish(mut self) -> Result<Scenario, Vec<Mistake>> {
        let mut faults = Faults::default();
        let agreement = match &self.file.mechanism {
            Some(mechanism) => {
                let tree = || text::parse(&written_out(&self.file)).ok();
                names::check_paths(&self.file, tree, &mut faults);
                names::check(&self.file, mechanism, &mut faults);
                resolve::agreement(&self.file, mechanism, &mut faults)
            }
            None => {
                // The rest is checked under a mechanism that asks nothing of the parties.
                let stand_in = open_design("none", Path::new("")).and_then(|source| text::parse(&source));
                let stand_in = stand_in.ok().and_then(|tree| text::decode::<Mechanism>(&tree).0);
                if let Some(mechanism) = stand_in {
                    names::check(&self.file, &mechanism, &mut faults);
                    resolve::agreement(&self.file, &mechanism, &mut faults);
                }
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
            Some(agreement) if self.mistakes.is_empty() => Ok(Scenario::checked(self.file, self.design, agreement)),
            _ => Err(self.mistakes),
        }
    }

    /// The design that the file itself names or writes out.
    pub(super) fn own_design(&mut self, folder: &Path) {
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
    pub(super) fn adopt(&mut self, name: &str, folder: &Path) {
        let stem = Path::new(name).file_stem().map_or(name.into(), |stem| stem.to_string_lossy());
        match open_design(name, folder) {
            Ok(source) => self.adopt_text(&source, &stem),
            Err(mistake) => self.mistakes.push(mistake),
        }
    }

    /// Puts a design into the file, called `stem` where it has no name of its own.
    pub(super) fn adopt_text(&mut self, source: &Arc<Source>, stem: &str) {
        let text::Reading { tree, mistakes: slips, is_whole } = text::read(source);
        let Some(tree) = tree else { return self.mistakes.extend(slips) };
        let (mechanism, mistakes) = text::decode::<Mechanism>(&tree);
        let mistakes = [slips, certain(mistakes, is_whole)].concat();
        let below = |path: &str| if path.is_empty() { MECHANISM.to_owned() } else { format!("{MECHANISM}.{path}") };
        self.mistakes.extend(mistakes.into_iter().map(|mistake| Mistake { path: below(&mistake.path), ..mistake }));
        self.design = label(mechanism.as_ref().map_or("", |mechanism| &mechanism.name), stem);
        self.file.mechanism = mechanism;
        self.trees.push((MECHANISM.to_owned(), tree));
    }

    /// Applies overrides: designs first, since they would undo what is set in a mechanism.
    pub(super) fn set_all(&mut self, set: &[(String, String)], option: &str) {
        let (designs, others): (Vec<_>, Vec<_>) = set.iter().partition(|(path, _)| path.trim() == "design");
        for (path, value) in designs.into_iter().chain(others) {
            self.set(path, value, option);
        }
    }

    /// Applies one override, which came with `option`.
    pub(super) fn set(&mut self, path: &str, value: &str, option: &str) {
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
    pub(super) fn place(&self, fault: Fault) -> (Mistake, bool) {
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

pub(super) fn one(mistake: Mistake) -> Vec<Mistake> {
    vec![mistake]
}

fn label(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}
