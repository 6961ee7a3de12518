//! Says what is wrong with a value: where it stands, what was found, what is allowed.

/// One mistake in the meaning of a scenario (its text was readable).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path of the field, such as `parties.China.commitments.purchases.detection`.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What may stand there, and what to do.
    pub allowed: String,
}

/// A set of numbers a field may hold.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    holds: fn(f64) -> bool,
    text: &'static str,
}

/// The largest amount of money or trade a scenario may hold, $bn.
pub(crate) const LARGEST_AMOUNT: f64 = 1e9;

/// A probability or share.
pub(crate) const PROBABILITY: Range = Range { holds: |x| (0.0..=1.0).contains(&x), text: "a number from 0 to 1" };
/// A probability within a year, of which any number of rounds leaves some doubt.
pub(crate) const YEARLY_PROBABILITY: Range =
    Range { holds: |x| (0.0..1.0).contains(&x), text: "a number from 0 to below 1" };
/// An amount of $bn that cannot be negative.
pub(crate) const MONEY: Range =
    Range { holds: |x| (0.0..=LARGEST_AMOUNT).contains(&x), text: "$bn, a number from 0 to 1e9" };
/// An amount of $bn of either sign.
pub(crate) const SIGNED_MONEY: Range =
    Range { holds: |x| (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(&x), text: "$bn, a number from -1e9 to 1e9" };
/// An amount of $bn above zero.
pub(crate) const POSITIVE_MONEY: Range =
    Range { holds: |x| x > 0.0 && x <= LARGEST_AMOUNT, text: "$bn, a number above 0, at most 1e9" };
/// A discount factor a year.
pub(crate) const DISCOUNT: Range = Range { holds: |x| x > 0.0 && x <= 1.0, text: "a number above 0, at most 1" };
/// An ad valorem tariff rate.
pub(crate) const RATE: Range =
    Range { holds: |x| (0.0..=100.0).contains(&x), text: "an ad valorem fraction from 0 to 100 (0.25 is 25 %)" };
/// A tariff rate that must bite.
pub(crate) const POSITIVE_RATE: Range =
    Range { holds: |x| x > 0.0 && x <= 100.0, text: "an ad valorem fraction above 0, at most 100 (0.25 is 25 %)" };
/// A demand elasticity.
pub(crate) const ELASTICITY: Range = Range { holds: |x| (0.0..=1000.0).contains(&x), text: "a number from 0 to 1000" };
/// A supply elasticity; infinite means that the exporter's price does not move.
pub(crate) const SUPPLY_ELASTICITY: Range =
    Range { holds: |x| x > 0.0 && (x <= 1e6 || x == f64::INFINITY), text: "a number above 0, at most 1e6, or inf" };
/// A multiple, a growth rate, a weight.
pub(crate) const MULTIPLE: Range = Range { holds: |x| (0.0..=1e6).contains(&x), text: "a number from 0 to 1e6" };
/// A correlation from one round to the next.
/// Occasions a year.
pub(crate) const YEARLY_RATE: Range =
    Range { holds: |x| x > 0.0 && x <= 1e6, text: "PerYear of a number above 0, at most 1e6" };
/// ρ
pub(crate) const PERSISTENCE: Range = Range { holds: |x| (-1.0..=1.0).contains(&x), text: "a number from -1 to 1" };
/// A standard deviation of log pressure.
pub(crate) const SPREAD: Range = Range { holds: |x| (0.0..=10.0).contains(&x), text: "a number from 0 to 10" };

/// Collects faults while a checker walks down a scenario.
#[derive(Debug, Default)]
pub struct Faults {
    path: Vec<String>,
    found: Vec<Fault>,
}

impl Faults {
    /// Checks what lies below `name`.
    pub fn within(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        check(self);
        self.path.pop();
    }

    /// Reports the field `name` (the current place itself where `name` is empty).
    pub fn report(&mut self, name: &str, found: impl ToString, allowed: impl ToString) {
        let mut path = self.path.clone();
        if !name.is_empty() {
            path.push(name.to_owned());
        }
        self.found.push(Fault { path: path.join("."), found: found.to_string(), allowed: allowed.to_string() });
    }

    /// Reports the number `value` of field `name` unless it lies in `range`.
    pub fn number(&mut self, name: &str, value: f64, range: Range) {
        if !(range.holds)(value) {
            self.report(name, format!("{value:?}"), range.text);
        }
    }

    /// Reports a whole number outside `low..=high`.
    pub fn whole(&mut self, name: &str, value: u32, low: u32, high: u32) {
        if !(low..=high).contains(&value) {
            self.report(name, value, format!("a whole number from {low} to {high}"));
        }
    }

    /// Adds the faults of another collection, found at the current place.
    pub fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// All faults, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Fault> {
        self.found
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}
