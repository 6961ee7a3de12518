//! The parameters that vary, their values, and how these are combined.

use crate::scenario::Given;
use crate::text::Mistake;
use serde::{Deserialize, Serialize};

/// One parameter that varies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Paths of the fields that it sets; several move together.
    pub paths: Vec<String>,
    /// Its values.
    pub values: Values,
    /// What it is to whoever decides.
    pub role: Role,
}

/// The values of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Numbers evenly spaced from one to the other, both included.
    Range {
        /// First number.
        from: f64,
        /// Last number.
        to: f64,
        /// How many, on a grid.
        count: u32,
        /// Whether the field takes whole numbers only.
        whole: bool,
    },
    /// RON values.
    List(Vec<String>),
}

/// What a parameter is to whoever decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Neither.
    #[default]
    Parameter,
    /// It can be chosen, like a design.
    Lever,
    /// It cannot be chosen, and is not known.
    Uncertainty,
}

/// Which combinations of values are played.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Sampling {
    /// All of them; the last parameter varies fastest.
    #[default]
    Grid,
    /// The first value of each, the second of each, and so on.
    Zip,
    /// So many points of a Latin hypercube.
    LatinHypercube(u32),
    /// So many points of a Sobol' sequence with a random shift.
    Sobol(u32),
    /// The rows of a CSV file whose header holds paths.
    Table(String),
}

impl Axis {
    /// Name of its column: its path, or all that move together, comma-separated as they are given.
    pub fn name(&self) -> String {
        self.paths.join(",")
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        match &self.values {
            Values::Range { count, .. } => u64::from(*count),
            Values::List(values) => values.len() as u64,
        }
    }

    /// Its k-th value.
    pub fn value(&self, k: u64) -> Given<'_> {
        match &self.values {
            Values::List(values) => Given::Ron(values[k as usize].as_str().into()),
            Values::Range { count, .. } => match count {
                0 | 1 => self.between(0.0),
                _ => self.between(k as f64 / f64::from(count - 1)),
            },
        }
    }

    /// The value a fraction of the way along.
    pub(super) fn between(&self, fraction: f64) -> Given<'_> {
        match &self.values {
            Values::List(values) => {
                let k = (fraction * values.len() as f64) as usize;
                Given::Ron(values[k.min(values.len() - 1)].as_str().into())
            }
            Values::Range { from, to, whole, .. } => {
                let x = between(*from, *to, fraction);
                Given::Number(if *whole { libm::round(x) } else { x })
            }
        }
    }

    /// What is wrong with its values, where anything is.
    pub(super) fn check(&self, is_drawn: bool) -> Result<(), Mistake> {
        let wrong = |found: String, allowed: &str| Err(Mistake::new("vary", found, allowed));
        let name = self.name();
        match &self.values {
            _ if self.paths.is_empty() || self.paths.iter().any(String::is_empty) => {
                wrong("a parameter without a path".to_owned(), "a path, such as mechanism.review_every")
            }
            Values::List(values) if values.is_empty() => {
                wrong(format!("`{name}` without values"), "at least one value")
            }
            Values::Range { count: 0, .. } if !is_drawn => {
                wrong(format!("`{name}`, a range without a count of its values"), "from..to:count, such as 0.1..0.9:5")
            }
            Values::Range { from, to, .. } if !(from.is_finite() && to.is_finite()) => {
                wrong(format!("`{name}` from {from} to {to}"), "finite numbers")
            }
            Values::Range { from, to, count: 1, .. } if from != to && !is_drawn => wrong(
                format!("one value of `{name}` from {from} to {to}, which has two ends"),
                "a count of 2 or more, or one value alone, such as PATH=0.5",
            ),
            Values::Range { from, to, count, .. } if from == to && (*count > 1 || is_drawn) => wrong(
                format!("`{name}` from {from} to {to}: the range is empty"),
                "two different numbers, or one value",
            ),
            Values::Range { from, to, count, whole: true }
                if !is_drawn && f64::from(*count) > (to - from).abs() + 1.0 =>
            {
                let found = format!("{count} values of `{name}` from {from} to {to}, which takes whole numbers");
                wrong(found, "as many as there are whole numbers between the two")
            }
            _ => Ok(()),
        }
    }
}

/// The number a fraction of the way from one to the other.
pub(super) fn between(from: f64, to: f64, fraction: f64) -> f64 {
    let x = from * (1.0 - fraction) + to * fraction;
    // Sums of fractions are off in the last digits, which nobody meant.
    format!("{x:.12e}").parse().unwrap_or(x)
}
