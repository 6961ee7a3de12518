//! Pressure that stays where it is or is redrawn uniformly over its levels.

use crate::fault::{Faults, MULTIPLE, PROBABILITY};
use crate::trade::Timed;
use crate::trade::pressure::chain::Chain;

/// The chain of a pressure that stays, or not, with these probabilities.
pub(super) fn chain(values: &[f64], (stays, goes): (f64, f64)) -> Chain {
    let n = values.len();
    let redraw = goes / n as f64;
    let row = |i| (0..n).map(|j| redraw + if i == j { stays } else { 0.0 }).collect();
    Chain { values: values.to_vec(), stationary: vec![1.0 / n as f64; n], transition: (0..n).map(row).collect() }
}

pub(super) fn check(values: &[f64], persistence: Timed, faults: &mut Faults) {
    faults.within("values", |faults| {
        if values.is_empty() || values.len() > 255 {
            faults.report("", format!("{} levels", values.len()), "1 to 255 levels");
        }
        for (i, &value) in values.iter().enumerate() {
            faults.number(&i.to_string(), value, MULTIPLE);
        }
    });
    persistence.check_within("persistence", PROBABILITY, PROBABILITY, faults);
}
