//! A memoryless rule for each commitment.

use crate::fault::Faults;
use std::collections::BTreeMap;

/// Reports rules that are missing, out of place, or wrong by `check`.
pub(super) fn check<R>(
    rules: &BTreeMap<String, R>,
    commitments: &[&str],
    is_memoryless: fn(&R) -> bool,
    check: &dyn Fn(&R, &mut Faults),
    faults: &mut Faults,
) {
    for (name, rule) in rules {
        if !commitments.contains(&name.as_str()) {
            let allowed = format!("a commitment of this party: {}", commitments.join(", "));
            faults.report(name, format!("a rule for `{name}`"), allowed);
        }
        if is_memoryless(rule) {
            faults.within(name, |faults| check(rule, faults));
        } else {
            faults.report(
                name,
                "a rule with memory or a nested PerCommitment",
                "Always, Never, Chance, Disposition, Opportunist or Deliberate: what a party remembers is one for all its commitments",
            );
        }
    }
    for name in commitments {
        if !rules.contains_key(*name) {
            faults.report("", format!("no rule for `{name}`"), "a rule for every commitment of this party");
        }
    }
}
