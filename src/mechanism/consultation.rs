//! Levels of talks that a dispute passes before anybody decides.

use crate::fault::{Faults, PROBABILITY};
use crate::text::labels;
use crate::trade::Duration;
use serde::{Deserialize, Serialize};

/// One level of consultations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Who talks, such as "vice ministers".
    pub level: String,
    /// How long the level lasts, at least one round.
    pub lasts: Duration,
    /// Chance that a level which did not close by cure ends in a settlement.
    #[serde(default)]
    pub settles: f64,
}

/// Reports levels out of range.
pub(super) fn check(levels: &[Level], faults: &mut Faults) {
    let names = labels(levels.iter().map(|level| Some(level.level.clone())));
    for (level, name) in levels.iter().zip(names) {
        faults.within(&name, |faults| {
            level.lasts.check_positive("lasts", faults);
            faults.number("settles", level.settles, PROBABILITY);
        });
    }
    if levels.len() > 100 {
        faults.report("", format!("{} levels", levels.len()), "at most 100 levels");
    }
}
