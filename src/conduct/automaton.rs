//! Finite automata: modes, each with a probability to comply, moved by the joint public signal.

use crate::fault::{Faults, PROBABILITY};
use crate::trade::Timed;
use serde::{Deserialize, Serialize};

/// One mode of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// Probability to keep a commitment.
    pub comply: f64,
    /// Next mode after (own signal, other's signal) cc, cd, dc, dd; c is no alarm.
    pub next: [u32; 4],
    /// Probability to file, where the mode overrides it.
    pub files: Option<Timed>,
    /// Probability to impose, where the mode overrides it.
    pub imposes: Option<f64>,
    /// Probability to counter, where the mode overrides it.
    pub counters: Option<Timed>,
}

impl Mode {
    /// A mode that decides on compliance alone.
    pub(super) fn new(comply: f64, next: [u32; 4]) -> Self {
        Self { comply, next, files: None, imposes: None, counters: None }
    }

    /// The only mode of a rule without memory.
    pub(super) fn memoryless() -> Self {
        Self::new(1.0, [0; 4])
    }
}

/// A mode as a scenario spells it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Mode")]
pub struct ModeText {
    /// Probability to keep a commitment.
    pub comply: f64,
    /// Next mode by joint signal.
    pub next: NextText,
    /// Overrides the probability to file.
    #[serde(default)]
    pub files: Option<Timed>,
    /// Overrides the probability to impose.
    #[serde(default)]
    pub imposes: Option<f64>,
    /// Overrides the probability to counter.
    #[serde(default)]
    pub counters: Option<Timed>,
}

/// Next mode after each pair (own signal, other's signal); c is no alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Next")]
pub struct NextText {
    /// No alarm on either.
    pub cc: u32,
    /// An alarm on the other's alone.
    pub cd: u32,
    /// An alarm on its own alone.
    pub dc: u32,
    /// Alarms on both.
    pub dd: u32,
}

pub(super) fn modes(texts: &[ModeText]) -> Vec<Mode> {
    texts
        .iter()
        .map(|text| Mode {
            comply: text.comply,
            next: [text.next.cc, text.next.cd, text.next.dc, text.next.dd],
            files: text.files,
            imposes: text.imposes,
            counters: text.counters,
        })
        .collect()
}

pub(super) fn check(texts: &[ModeText], faults: &mut Faults) {
    faults.within("modes", |faults| {
        if texts.is_empty() || texts.len() > 100_000 {
            faults.report("", format!("{} modes", texts.len()), "1 to 100000 modes");
        }
        for (i, text) in texts.iter().enumerate() {
            faults.within(&i.to_string(), |faults| check_mode(text, texts.len(), faults));
        }
    });
}

fn check_mode(text: &ModeText, n_modes: usize, faults: &mut Faults) {
    faults.number("comply", text.comply, PROBABILITY);
    if let Some(imposes) = text.imposes {
        faults.number("imposes", imposes, PROBABILITY);
    }
    for (name, value) in [("files", text.files), ("counters", text.counters)] {
        if let Some(value) = value {
            value.check(name, faults);
        }
    }
    faults.within("next", |faults| {
        for (name, next) in [("cc", text.next.cc), ("cd", text.next.cd), ("dc", text.next.dc), ("dd", text.next.dd)] {
            if next as usize >= n_modes {
                faults.report(name, next, format!("a mode of this automaton, 0 to {}", n_modes.saturating_sub(1)));
            }
        }
    });
}
