//! From values to pixels, with ticks that people would choose.

use crate::report::number::grouped;

/// Values beyond are drawn as if they were there.
const MOST: f64 = 1e300;
/// Values no further apart are drawn as one: below it numbers lose their digits.
const LEAST: f64 = 1e-305;

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
        let (low, high) = apart(low, high);
        Self { low, high, from, to, is_log: false }
    }

    /// The same where every factor of ten is as wide, for values above 0; the ends are moved out to powers of ten.
    pub(super) fn log(low: f64, high: f64, from: f64, to: f64) -> Self {
        let is_proper = low > 0.0 && low <= high;
        let (low, high) = if is_proper { (low, high) } else { (1.0, 10.0) };
        let [low, high] = [low, high].map(|x| x.clamp(1.0 / MOST, MOST));
        let low = libm::floor(libm::log10(low) + 1e-9);
        let high = libm::ceil(libm::log10(high) - 1e-9).max(low + 1.0);
        let power = |exponent| libm::pow(10.0, exponent);
        Self { low: power(low), high: power(high), from, to, is_log: true }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, x: f64) -> f64 {
        let share = if self.is_log {
            (libm::log10(x.max(self.low)) - libm::log10(self.low)) / (libm::log10(self.high) - libm::log10(self.low))
        } else {
            (x.clamp(-MOST, MOST) - self.low) / (self.high - self.low)
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
            let decades = libm::round(libm::log10(self.high) - libm::log10(self.low)) as usize;
            let every = decades.div_ceil(wanted.max(1)).max(1);
            let first = libm::round(libm::log10(self.low));
            return (0..=decades).step_by(every).map(|k| libm::pow(10.0, first + k as f64)).collect();
        }
        let (low, high) = (self.low.min(self.high), self.low.max(self.high));
        let step = step(high - low, wanted);
        let first = libm::ceil(low / step - 1e-9) as i64;
        let last = libm::floor(high / step + 1e-9) as i64;
        (first..=last).map(|k| k as f64 * step).collect()
    }
}

/// Ends that can be told apart, and what lies between them: moved apart where they are closer than rounding lets see.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let [low, high] = [low, high].map(|x| if x.is_nan() { 0.0 } else { x.clamp(-MOST, MOST) });
    let size = low.abs().max(high.abs());
    if (high - low).abs() > (1e-13 * size).max(LEAST) {
        return (low, high);
    }
    let room = if size > LEAST { 0.1 * size } else { 1.0 };
    (low - room, high + room)
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
    if apart(low, high) != (low, high) {
        return apart(low, high);
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
        _ if x == 0.0 => 1.0,
        _ => x.abs(),
    };
    let lead = libm::floor(libm::log10(step) + 1e-9);
    let text = if x.abs() < 0.5 * step {
        "0".to_owned()
    } else if x.abs() >= 1e6 || lead < -6.0 {
        let digits = (libm::floor(libm::log10(x.abs())) - lead).clamp(1.0, 15.0) as usize;
        format!("{x:.digits$e}")
    } else {
        format!("{x:.0$}", (-lead).max(0.0) as usize)
    };
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

    #[test]
    fn any_finite_range_has_few_ticks_in_it() {
        let ends =
            [-f64::MAX, -1e300, -1.0, -1e-300, -5e-324, 0.0, 5e-324, 1e-308, 1e-300, 1.0, 1.0 + 1e-15, 1e15, f64::MAX];
        for (low, high) in ends.iter().flat_map(|&low| ends.iter().map(move |&high| (low, high))) {
            let (from, to) = range([low, high].into_iter(), &[]);
            for scale in [Scale::new(from, to, 0.0, 100.0), Scale::new(low, high, 0.0, 100.0)] {
                let ticks = scale.ticks(5);
                assert!(ticks.len() <= 11, "{low} {high}: {ticks:?}");
                for &x in ticks.iter().chain(&[low, high]) {
                    assert!(scale.at(x).is_finite() && (-1.0..=101.0).contains(&scale.within(x)), "{low} {high} {x}");
                }
                for &x in &ticks {
                    assert!(label(x, &ticks, true).chars().count() <= 24, "{}", label(x, &ticks, true));
                }
            }
            let scale = Scale::log(low, high, 0.0, 100.0);
            assert!(scale.ticks(5).iter().chain(&[low, high]).all(|&x| scale.at(x).is_finite()), "{low} {high}");
        }
        let ticks = Scale::new(0.0, 4e-300, 0.0, 1.0).ticks(4);
        assert_eq!(
            ticks.iter().map(|&x| label(x, &ticks, false)).collect::<Vec<_>>(),
            ["0", "1.0e-300", "2.0e-300", "3.0e-300", "4.0e-300"]
        );
    }
}
