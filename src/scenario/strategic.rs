//! Both parties made strategic, whatever rules they have.

use crate::conduct::Rule;
use crate::fault::Fault;
use crate::scenario::checked::written_out;
use crate::scenario::draft::Draft;
use crate::text::{self, labels};

/// How both parties are made strategic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MadeStrategic {
    /// Each with the one noise of its own rule.
    ByOwnNoise,
    /// Both with this noise, $bn a decision.
    ByNoise(f64),
}

const OPTION: &str = "--strategic ";

impl Draft {
    /// Applies overrides to parties that are made strategic first: what is set holds, but for `Deliberate` conduct, which
    /// becomes strategic as that of the file does.
    pub(super) fn set_all_strategic(&mut self, how: MadeStrategic, set: &[(String, String)], option: &str) {
        for p in 0..self.file.parties.len() {
            self.make_strategic(p, how);
            self.choose_all(p);
        }
        // They are no part that an override of a whole would undo.
        self.set.clear();
        self.set_all(set, option);
        for (p, rule) in self.rules().into_iter().enumerate() {
            if rule.strategic().is_none() && (rule.is_deliberate() || !self.has_set_rule(p)) {
                self.make_strategic(p, how);
                self.ask_for_noise(p);
            }
        }
    }

    /// Whether an override gave the party its rule.
    fn has_set_rule(&self, p: usize) -> bool {
        let path = format!("{}.comply", self.path_of_conduct(p));
        let tree = text::parse(&written_out(&self.file)).ok();
        let trail = tree.and_then(|tree| text::trail(&tree, &path)).unwrap_or_default();
        self.set.iter().any(|set| trail.starts_with(set))
    }

    fn rules(&self) -> Vec<Rule> {
        self.file.parties.iter().map(|party| party.conduct.comply.clone()).collect()
    }

    /// Makes a party strategic, where there is a noise for it.
    fn make_strategic(&mut self, p: usize, how: MadeStrategic) {
        let (rules, path) = (self.rules(), self.path_of_conduct(p));
        let noise = match how {
            MadeStrategic::ByNoise(noise) => Some(noise),
            MadeStrategic::ByOwnNoise => rules[p].noise(),
        };
        let Some(noise) = noise else { return };
        // Both look equally far.
        let like = rules[p].strategic().or_else(|| rules.iter().find_map(Rule::strategic)).unwrap_or_default();
        let rule = format!("Strategic(noise: {noise:?}, scope: {:?}, shocks: {:?})", like.scope, like.shocks);
        self.set(&format!("{path}.comply"), &rule, OPTION);
    }

    /// Has a party choose all that it can, whatever the file says.
    fn choose_all(&mut self, p: usize) {
        if self.file.parties[p].conduct.chooses.is_some() {
            let path = self.path_of_conduct(p);
            self.set(&format!("{path}.chooses"), "None", OPTION);
        }
    }

    /// Reports a party that could not be made strategic.
    fn ask_for_noise(&mut self, p: usize) {
        let rule = &self.file.parties[p].conduct.comply;
        if rule.strategic().is_some() {
            return;
        }
        let written = format!("{rule:?}");
        let name = written.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let found = match rule.is_deliberate() {
            true => "Deliberate, with several noises".to_owned(),
            false => format!("{name}, a rule without a noise"),
        };
        let fault = Fault {
            path: format!("{}.comply", self.path_of_conduct(p)),
            found,
            allowed: "Deliberate of one noise, which becomes Strategic; or give one for both parties, in $bn a decision: --strategic=0.3".to_owned(),
        };
        let (mistake, _) = self.place(fault);
        self.mistakes.push(mistake);
    }

    fn path_of_conduct(&self, p: usize) -> String {
        let names = labels(self.file.parties.iter().map(|party| Some(party.name.clone())));
        format!("parties.{}.conduct", names[p])
    }
}
