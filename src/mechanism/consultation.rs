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
    /// What a settlement at this level binds the respondent to.
    #[serde(default)]
    pub terms: Option<Terms>,
}

/// What a settlement binds the respondent to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Probability that the lasting measure complained of is withdrawn.
    #[serde(default)]
    pub withdraws: f64,
    /// Time of harm that the respondent pays for, once.
    #[serde(default = "no_time")]
    pub pays: Duration,
}

fn no_time() -> Duration {
    Duration::ZERO
}

/// Reports levels out of range.
pub(super) fn check(levels: &[Level], faults: &mut Faults) {
    let names = labels(levels.iter().map(|level| Some(level.level.clone())));
    for (level, name) in levels.iter().zip(names) {
        faults.within(&name, |faults| {
            level.lasts.check_positive("lasts", faults);
            faults.number("settles", level.settles, PROBABILITY);
            if let Some(terms) = level.terms {
                faults.within("terms", |faults| {
                    faults.number("withdraws", terms.withdraws, PROBABILITY);
                    terms.pays.check_or_zero("pays", faults);
                });
            }
        });
    }
    if levels.len() > 100 {
        faults.report("", format!("{} levels", levels.len()), "at most 100 levels");
    }
}
