//! From values to pixels, with ticks that people would choose.

use crate::report::number::grouped;

/// A scale, linear or of powers of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    is_log: bool,
}

impl Scale {
    /// Values from `low` to `high` onto pixels from `from` to `to`.
    pub(super) fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        Self { low, high, from, to, is_log: false }
    }

    /// The same where every factor of ten is as wide, for values above 0; the ends are moved out to powers of ten.
    pub(super) fn log(low: f64, high: f64, from: f64, to: f64) -> Self {
        let (low, high) = if low > 0.0 && high.is_finite() { (low, high) } else { (1.0, 10.0) };
        let low = libm::floor(libm::log10(low) + 1e-9);
        let high = libm::ceil(libm::log10(high) - 1e-9).max(low + 1.0);
        let power = |exponent| libm::pow(10.0, exponent);
        Self { low: power(low), high: power(high), from, to, is_log: true }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, x: f64) -> f64 {
        let share = if self.is_log {
            libm::log10(x / self.low) / libm::log10(self.high / self.low)
        } else {
            (x - self.low) / (self.high - self.low)
        };
        self.from + share * (self.to - self.from)
    }

    /// The same, kept within the ends.
    pub(super) fn within(&self, x: f64) -> f64 {
        self.at(x.clamp(self.low.min(self.high), self.low.max(self.high)))
    }

    /// Round values across the scale, about `wanted` of them.
    pub(super) fn ticks(&self, wanted: usize) -> Vec<f64> {
        if self.is_log {
            let decades = libm::round(libm::log10(self.high / self.low)) as usize;
            let every = decades.div_ceil(wanted.max(1)).max(1);
            return (0..=decades).step_by(every).map(|k| self.low * libm::pow(10.0, k as f64)).collect();
        }
        let step = step(self.high - self.low, wanted);
        let first = libm::ceil(self.low / step - 1e-9) as i64;
        let last = libm::floor(self.high / step + 1e-9) as i64;
        (first..=last).map(|k| k as f64 * step).collect()
    }
}

/// 1, 2 or 5 times a power of ten.
fn step(span: f64, wanted: usize) -> f64 {
    let raw = span / wanted.max(1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let factor = raw / power;
    let factor = if factor <= 1.0 {
        1.0
    } else if factor <= 2.0 {
        2.0
    } else if factor <= 5.0 {
        5.0
    } else {
        10.0
    };
    factor * power
}

/// Ends of a scale that shows all values with a little room; where there are none, or all are equal, still a scale.
pub(super) fn range(values: impl Iterator<Item = f64>, must_hold: &[f64]) -> (f64, f64) {
    let all = values.filter(|x| x.is_finite()).chain(must_hold.iter().copied());
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low > high {
        return (0.0, 1.0);
    }
    if low == high {
        let room = if low == 0.0 { 1.0 } else { 0.1 * low.abs() };
        return (low - room, high + room);
    }
    let room = 0.04 * (high - low);
    let held = |x: f64| must_hold.contains(&x);
    (if held(low) { low } else { low - room }, if held(high) { high } else { high + room })
}

/// A power of ten as text.
pub(super) fn power_label(x: f64) -> String {
    let exponent = libm::round(libm::log10(x)) as i32;
    match exponent {
        -3..=-1 => format!("{x:.0$}", -exponent as usize),
        0..=5 => grouped(x.round() as u64),
        _ => format!("1e{exponent}"),
    }
}

/// A tick as text: no more digits than the step needs.
pub(super) fn label(x: f64, ticks: &[f64], is_share: bool) -> String {
    let (x, factor) = if is_share { (100.0 * x, 100.0) } else { (x, 1.0) };
    let step = match ticks {
        [a, b, ..] => factor * (b - a).abs(),
        _ => x.abs().max(1e-12),
    };
    let decimals = (-libm::floor(libm::log10(step.max(1e-12)) + 1e-9)).clamp(0.0, 6.0) as usize;
    let text = if x.abs() >= 1e6 { format!("{x:.1e}") } else { format!("{x:.decimals$}") };
    let text = if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') { "0".to_owned() } else { text };
    if is_share { format!("{text} %") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let scale = Scale::new(-0.3, 11.2, 0.0, 100.0);
        assert_eq!(scale.ticks(6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        let ticks = Scale::new(0.94, 1.0, 0.0, 1.0).ticks(5);
        let labels: Vec<String> = ticks.iter().map(|&x| label(x, &ticks, true)).collect();
        assert_eq!(labels, ["94 %", "96 %", "98 %", "100 %"]);
    }

    #[test]
    fn powers_of_ten_are_evenly_apart() {
        let scale = Scale::log(0.02, 300.0, 0.0, 100.0);
        let labels: Vec<String> = scale.ticks(9).into_iter().map(power_label).collect();
        assert_eq!(labels, ["0.01", "0.1", "1", "10", "100", "1,000"]);
        assert!((scale.at(0.1) - 20.0).abs() < 1e-9);
    }

    #[test]
    fn there_is_always_a_scale() {
        assert_eq!(range(std::iter::empty(), &[]), (0.0, 1.0));
        assert_eq!(range([f64::NAN].into_iter(), &[]), (0.0, 1.0));
        let (low, high) = range([5.0, 5.0].into_iter(), &[]);
        assert!(low < 5.0 && high > 5.0);
        assert_eq!(range([0.5].into_iter(), &[0.0, 1.0]), (0.0, 1.0));
    }
}
