//! A memoryless rule for each commitment.

use crate::fault::Faults;
use std::collections::BTreeMap;

/// What a rule with memory is told.
pub(super) const WITH_MEMORY: (&str, &str) = (
    "a rule with memory or a nested PerCommitment",
    "Always, Never, Chance, Disposition, Opportunist or Deliberate: what a party remembers is one for all its commitments",
);

/// Reports rules that are missing, out of place, or wrong by `check`.
pub(super) fn check<R>(
    rules: &BTreeMap<String, R>,
    commitments: &[&str],
    misfit: fn(&R) -> Option<(&'static str, &'static str)>,
    check: &dyn Fn(&R, &mut Faults),
    faults: &mut Faults,
) {
    for (name, rule) in rules {
        if !commitments.contains(&name.as_str()) {
            let allowed = format!("a commitment of this party: {}", commitments.join(", "));
            faults.report(name, format!("a rule for `{name}`"), allowed);
        }
        match misfit(rule) {
            None => faults.within(name, |faults| check(rule, faults)),
            Some((found, allowed)) => faults.report(name, found, allowed),
        }
    }
    for name in commitments {
        if !rules.contains_key(*name) {
            faults.report("", format!("no rule for `{name}`"), "a rule for every commitment of this party");
        }
    }
}
