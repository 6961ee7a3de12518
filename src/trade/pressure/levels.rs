//! Pressure that stays where it is or is redrawn uniformly over its levels.

use crate::fault::{Faults, MULTIPLE, PROBABILITY};
use crate::stats::Probability;
use crate::trade::pressure::chain::Chain;

pub(super) fn chain(values: &[f64], persistence: f64) -> Chain {
    let n = values.len();
    let redraw = Probability::new(persistence).no() / n as f64;
    let row = |i| (0..n).map(|j| redraw + if i == j { persistence } else { 0.0 }).collect();
    Chain { values: values.to_vec(), stationary: vec![1.0 / n as f64; n], transition: (0..n).map(row).collect() }
}

pub(super) fn check(values: &[f64], persistence: f64, faults: &mut Faults) {
    faults.within("values", |faults| {
        if values.is_empty() || values.len() > 255 {
            faults.report("", format!("{} levels", values.len()), "1 to 255 levels");
        }
        for (i, &value) in values.iter().enumerate() {
            faults.number(&i.to_string(), value, MULTIPLE);
        }
    });
    faults.number("persistence", persistence, PROBABILITY);
}
