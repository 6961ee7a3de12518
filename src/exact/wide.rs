//! Numbers that neither overflow nor underflow: shares of time may differ by a thousand orders of magnitude.

use crate::exact::network::sum;

/// A number that is not negative: `part` · 2^(512 · `order`), `part` between 2^-256 and 2^256, or 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Wide {
    part: f64,
    order: i32,
}

/// 2^256, 2^512 and what 512 doublings undo.
const BOUND: f64 = f64::from_bits((1023 + 256) << 52);
const STEP: f64 = f64::from_bits((1023 + 512) << 52);
const BACK: f64 = f64::from_bits((1023 - 512) << 52);

impl Wide {
    pub(super) fn new(x: f64) -> Self {
        Self { part: x, order: 0 }.ordered()
    }

    /// Brings the part between its bounds, in one step or, from a number without a leading digit, in two.
    fn ordered(mut self) -> Self {
        while self.part >= BOUND {
            self = Self { part: self.part * BACK, order: self.order + 1 };
        }
        while self.part > 0.0 && self.part < 1.0 / BOUND {
            self = Self { part: self.part * STEP, order: self.order - 1 };
        }
        if self.part > 0.0 { self } else { Self::default() }
    }

    pub(super) fn times(self, factor: f64) -> Self {
        let factor = Self::new(factor);
        Self { part: self.part * factor.part, order: self.order + factor.order }.ordered()
    }

    pub(super) fn over(self, divisor: f64) -> Self {
        let divisor = Self::new(divisor);
        Self { part: self.part / divisor.part, order: self.order - divisor.order }.ordered()
    }

    /// This share of a whole; 0 where it is too small for a number.
    pub(super) fn share_of(self, whole: Self) -> f64 {
        Self { part: self.part / whole.part, order: self.order - whole.order }.ordered().number()
    }

    /// As a plain number: 0 where it is too small, infinite where it is too large.
    pub(super) fn number(self) -> f64 {
        match self.order {
            0 => self.part,
            1 => self.part * STEP,
            2 => self.part * STEP * STEP,
            -1 => self.part * BACK,
            -2 => self.part * BACK * BACK,
            order if order < 0 => 0.0,
            _ => f64::INFINITY,
        }
    }

    pub(super) fn is_positive(self) -> bool {
        self.part > 0.0
    }

    /// A sum, off by two roundings at most.
    pub(super) fn sum(numbers: impl Iterator<Item = Self> + Clone) -> Self {
        let order = numbers.clone().filter(|x| x.is_positive()).map(|x| x.order).max().unwrap_or(0);
        // What is two orders smaller is lost in the rounding.
        let part = |x: Self| match order - x.order {
            0 => x.part,
            1 => x.part * BACK,
            _ => 0.0,
        };
        Self { part: sum(numbers.map(part)), order }.ordered()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_orders_of_magnitude_down_and_up_again_lose_nothing() {
        let mut x = Wide::new(3.0);
        (0..300).for_each(|_| x = x.times(1e-12));
        assert_eq!(x.number(), 0.0);
        (0..600).for_each(|_| x = x.over(1e-12));
        assert_eq!(x.number(), f64::INFINITY);
        (0..300).for_each(|_| x = x.times(1e-12));
        assert!((x.number() / 3.0 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn sums_and_shares_span_orders() {
        let [large, small] = [Wide::new(1e300).times(1e100), Wide::new(1e300)];
        assert!((small.share_of(large) / 1e-100 - 1.0).abs() < 1e-15);
        assert_eq!(Wide::sum([small, large, small].into_iter()).share_of(large), 1.0);
        assert_eq!(Wide::sum([Wide::new(0.25), Wide::default(), Wide::new(0.5)].into_iter()).number(), 0.75);
        assert_eq!(Wide::new(5e-324).times(1e300).over(1e300).number(), 5e-324);
    }
}
