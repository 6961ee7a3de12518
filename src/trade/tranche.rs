//! A tranche: one list of goods and the tariff on it.

use crate::fault::{Faults, LARGEST_AMOUNT, MONEY, RATE};
use serde::{Deserialize, Serialize};

/// Tariffs on one list of goods.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tranche {
    /// Imports covered, $bn a year.
    pub coverage: f64,
    /// Ad valorem rate, 0.25 for 25 %.
    pub rate: f64,
}

/// Reports tranches out of range or larger than `imports` (none where the party has no trade block).
pub fn check_tranches(name: &str, tranches: &[Tranche], imports: Option<f64>, faults: &mut Faults) {
    faults.within(name, |faults| {
        for (i, tranche) in tranches.iter().enumerate() {
            faults.within(&i.to_string(), |faults| {
                faults.number("coverage", tranche.coverage, MONEY);
                faults.number("rate", tranche.rate, RATE);
                if let Some(imports) = imports
                    && tranche.coverage > imports
                    && tranche.coverage <= LARGEST_AMOUNT
                {
                    faults.report(
                        "coverage",
                        format!("{:?}", tranche.coverage),
                        format!("at most the party's imports, {imports:?} $bn a year"),
                    );
                }
            });
        }
        if tranches.len() > 100 {
            faults.report("", format!("{} tranches", tranches.len()), "at most 100 tranches");
        }
        if !tranches.is_empty() && imports.is_none() {
            faults.report(
                "",
                format!("{} tranches and no `trade` block", tranches.len()),
                "tariffs need the party's `trade: (imports: …, demand_elasticity: …)`; add it or empty the list",
            );
        }
    });
}
