//! A memoryless rule for each commitment.

use crate::check::Faults;
use crate::conduct::{DisputeClass, Mode, Rule};
use crate::stats::Probability;
use std::collections::BTreeMap;

pub(super) fn violation(
    rules: &BTreeMap<String, Rule>,
    commitment: &str,
    mode: &Mode,
    pressure: f64,
    class: DisputeClass,
) -> Probability {
    match rules.get(commitment) {
        Some(rule) => rule.violation(commitment, mode, pressure, class),
        None => Probability::new(0.0),
    }
}

pub(super) fn check(rules: &BTreeMap<String, Rule>, commitments: &[&str], faults: &mut Faults) {
    for (name, rule) in rules {
        if !commitments.contains(&name.as_str()) {
            let allowed = format!("a commitment of this party: {}", commitments.join(", "));
            faults.report(name, format!("a rule for `{name}`"), allowed);
        }
        if rule.is_memoryless() {
            faults.within(name, |faults| rule.check(commitments, faults));
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
