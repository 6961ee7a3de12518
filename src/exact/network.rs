//! A network of states: the rates at which they flow to each other, and what rounding makes of sums of them.

/// A network: the rates at which nodes flow to each other, and out of the network.
#[derive(Clone, Debug, Default)]
pub(super) struct Network {
    /// Flows of each node to others; a node's flow to itself is left out, and no other is named twice.
    pub(super) rows: Vec<Vec<(u32, f64)>>,
    /// Flow of each node out of the network.
    pub(super) exits: Vec<f64>,
}

/// Rounding of one operation.
pub(super) const ROUNDING: f64 = 0.5 * f64::EPSILON;
/// Roundings that have made a rate of the network: products and sums of a few dozen positive numbers.
pub(super) const MAKING: f64 = 64.0;
/// A sum of numbers that are not negative, off by two roundings at most however many they are (Neumaier 1974).
pub(super) fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for x in numbers {
        let next = total + x;
        lost += if total >= x { (total - next) + x } else { (x - next) + total };
        total = next;
    }
    total + lost
}
