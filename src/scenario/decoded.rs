//! A scenario decoded once, from which its variants are read: a path is resolved once, a value is set where it leads.
//!
//! This is the short way for what is right. What is wrong, or cannot be told apart without the texts, is left to a
//! draft, which reads every override after the other and tells all mistakes.

use crate::scenario::ScenarioFile;
use crate::scenario::setting::Setting;
use crate::text::{self, Node, Patch, Source, Value, decode_over};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// A scenario with its defaults, as a tree and as values.
#[derive(Debug)]
pub(super) struct Decoded {
    tree: Node,
    value: Option<Value>,
    /// Whether some name holds a dot, so that what a path means may depend on other values.
    has_dots: bool,
    places: RwLock<FxHashMap<String, Option<Place>>>,
}

/// Where a path leads.
#[derive(Clone, Debug)]
struct Place {
    steps: Arc<[usize]>,
    /// Whether a number stands there.
    is_number: bool,
    /// Whether other paths may lead elsewhere when it changes: it is what an element of a list is called by, or such an
    /// element itself.
    names: bool,
}

/// A variant of a scenario as its file would spell it.
pub(super) struct Variant {
    pub(super) file: ScenarioFile,
    /// Whether nothing but numbers differ.
    pub(super) is_of_numbers: bool,
}

impl Decoded {
    /// Decodes what a file says; `written_out` is its text with every default.
    pub(super) fn of(file: &ScenarioFile, written_out: &Arc<Source>) -> Option<Self> {
        let tree = text::parse(written_out).ok()?;
        let value = Value::of(&tree);
        let owed = file.parties.iter().flat_map(|party| party.commitments.iter().map(|commitment| &commitment.name));
        let levels =
            file.mechanism.iter().flat_map(|mechanism| mechanism.consultation.iter().map(|level| &level.level));
        let mut names = file.parties.iter().map(|party| &party.name).chain(owed).chain(levels);
        let has_dots = names.any(|name| name.contains('.'));
        Some(Self { tree, value, has_dots, places: RwLock::default() })
    }

    pub(super) fn tree(&self) -> &Node {
        &self.tree
    }

    /// The variant with these fields set, where it can be told without a draft.
    pub(super) fn with(&self, settings: &[Setting<'_>]) -> Option<Variant> {
        let mut places = Vec::with_capacity(settings.len());
        let mut values = Vec::with_capacity(settings.len());
        for setting in settings {
            // A design is opened by its name.
            if setting.path.trim() == "design" {
                return None;
            }
            places.push(self.place(setting.path.trim())?);
            values.push(setting.value.decoded()?);
        }
        let is_of_numbers = places.iter().zip(&values).all(|(place, value)| place.is_number && value.is_number());
        if !is_of_numbers && settings.len() > 1 && (self.has_dots || places.iter().any(|place| place.names)) {
            return None;
        }
        let patch = |(place, value)| -> Patch<'_> {
            let place: &Place = place;
            Patch { steps: &place.steps, value }
        };
        let mut patches: Vec<Patch<'_>> = places.iter().zip(&values).map(patch).collect();
        patches.sort_unstable_by_key(|patch| patch.steps);
        if patches.windows(2).any(|pair| pair[1].steps.starts_with(pair[0].steps)) {
            return None;
        }
        Some(Variant { file: decode_over(self.value.as_ref()?, &patches)?, is_of_numbers })
    }

    fn place(&self, path: &str) -> Option<Place> {
        if let Some(place) = self.places.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return place.clone();
        }
        let place = self.find(path);
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), place.clone());
        place
    }

    fn find(&self, path: &str) -> Option<Place> {
        let steps = text::steps(&self.tree, path).filter(|steps| !steps.is_empty())?;
        let (mut value, mut names) = (self.value.as_ref()?, false);
        for &step in &steps {
            (value, names) = match value {
                Value::Fields(_, fields) => {
                    let (name, field) = fields.get(step)?;
                    (field, matches!(name.as_str(), "name" | "level"))
                }
                Value::List(items) => (items.get(step)?, true),
                Value::Tuple(_, items) => (items.get(step)?, names),
                Value::Map(entries) => (&entries.get(step)?.1, true),
                Value::Number { .. } | Value::Text(_) | Value::Word(_) => return None,
            };
        }
        Some(Place { steps: steps.into(), is_number: value.is_number(), names })
    }
}

/// What is decoded when it is first asked for; it makes no difference between two scenarios.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo(OnceLock<Option<Arc<Decoded>>>);

impl Memo {
    pub(super) fn get(&self, make: impl FnOnce() -> Option<Decoded>) -> Option<&Decoded> {
        self.0.get_or_init(|| make().map(Arc::new)).as_deref()
    }
}

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
