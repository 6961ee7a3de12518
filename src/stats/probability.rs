//! A probability that keeps its digits near 0 and near 1 alike.

/// A probability with its complement, each to the last digit.
///
/// The smaller of the two is what is held: as it is where the event is unlikely, negative where it is likely.
#[derive(Clone, Copy, Debug, Default)]
pub struct Probability(f64);

impl PartialEq for Probability {
    /// What is certain is held as −0, which is another number than the 0 of what is impossible.
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Probability {
    /// The probability `p`, 0 to 1, as it was written: 0.999999999999 misses 1 by 1e-12, though the nearest
    /// floating-point number does so by 1.00009e-12.
    pub fn new(p: f64) -> Self {
        Self::of(p, if p > 0.5 { written_complement(p) } else { 1.0 - p })
    }

    /// An event and what happens otherwise, of these probabilities; the larger is not looked at.
    pub fn of(yes: f64, no: f64) -> Self {
        Self(if yes <= no { yes } else { -no })
    }

    /// Probability that the event happens.
    #[inline]
    pub(crate) fn yes(self) -> f64 {
        if self.0.is_sign_negative() { 1.0 + self.0 } else { self.0 }
    }

    /// Probability that it does not.
    #[inline]
    pub fn no(self) -> f64 {
        if self.0.is_sign_negative() { -self.0 } else { 1.0 - self.0 }
    }

    /// The answer where it is certain.
    #[inline]
    pub fn certain(self) -> Option<bool> {
        (self.0 == 0.0).then(|| self.0.is_sign_negative())
    }

    /// That the event does not happen.
    #[must_use]
    pub(crate) fn complement(self) -> Self {
        Self::of(self.no(), self.yes())
    }

    /// That it happens, or else `other` does.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::of(self.yes() + self.no() * other.yes(), self.no() * other.no())
    }

    /// That both it and `other` happen, the two being independent.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        Self::of(self.yes() * other.yes(), self.no() + self.yes() * other.no())
    }

    /// That exactly one of it and `other` happens, the two being independent.
    #[must_use]
    pub fn either(self, other: Self) -> Self {
        let yes = self.yes() * other.no() + self.no() * other.yes();
        Self::of(yes, self.no() * other.no() + self.yes() * other.yes())
    }

    /// `times` as likely, 1 at most.
    #[must_use]
    pub fn times(self, times: f64) -> Self {
        let yes = self.yes() * times;
        if yes >= 1.0 { Self::of(1.0, 0.0) } else { Self::of(yes, (self.no() - self.yes() * (times - 1.0)).max(0.0)) }
    }
}

/// 1 − p for the decimal number that `p`, between ½ and 1, is written as.
fn written_complement(p: f64) -> f64 {
    if p >= 1.0 {
        return 0.0;
    }
    // The shortest digits that are read as `p`: 0.999.
    let text = p.to_string();
    let digits = text.strip_prefix("0.").unwrap_or("0");
    let left = digits.parse::<u64>().map(|written| 10_u64.pow(digits.len() as u32) - written);
    left.ok().and_then(|left| format!("{left}e-{}", digits.len()).parse().ok()).unwrap_or(1.0 - p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_as_written_at_both_ends() {
        for (p, yes, no) in [
            (0.0, 0.0, 1.0),
            (1.0, 1.0, 0.0),
            (1e-13, 1e-13, 0.999_999_999_999_9),
            (0.999_999_999_999_9, 0.999_999_999_999_9, 1e-13),
            (0.999_999_999_998, 0.999_999_999_998, 2e-12),
            (0.75, 0.75, 0.25),
            (5e-324, 5e-324, 1.0),
            (0.999_999_999_999_999_9, 0.999_999_999_999_999_9, 1e-16),
        ] {
            let probability = Probability::new(p);
            assert_eq!((probability.yes(), probability.no()), (yes, no));
            assert_eq!((probability.complement().yes(), probability.complement().no()), (no, yes));
        }
    }

    #[test]
    fn only_what_is_certain_is_certain() {
        let certain = [0.0, 5e-324, 0.5, 0.999_999_999_999_999_9, 1.0].map(|p| Probability::new(p).certain());
        assert_eq!(certain, [Some(false), None, None, None, Some(true)]);
        assert_eq!(Probability::new(1.0).complement().certain(), Some(false));
    }

    #[test]
    fn what_is_certain_is_not_what_is_impossible() {
        assert_ne!(Probability::new(1.0), Probability::new(0.0));
        assert_eq!(Probability::new(0.0), Probability::of(0.0, 1.0));
        assert_eq!(Probability::new(1.0), Probability::of(1.0, 0.0));
    }

    #[test]
    fn events_combine_without_losing_digits() {
        let [rare, half, common] = [1e-13, 0.5, 0.999_999_999_999_9].map(Probability::new);
        assert_eq!(rare.or(rare).yes(), 2e-13 - 1e-26);
        assert_eq!(common.or(half).no(), 5e-14);
        assert_eq!(common.either(Probability::new(0.0)).no(), 1e-13);
        assert_eq!(half.either(rare).yes(), 0.5);
        assert_eq!(rare.times(3.0).yes(), 3.0 * 1e-13);
        assert_eq!(common.times(1.0).no(), 1e-13);
        assert_eq!(half.times(4.0).certain(), Some(true));
    }
}
