//! Chance: the only door through which anything uncertain enters the game.

use crate::game::parties::FIRST_PLACES;
use crate::stats::Probability;

/// What a draw is for. Each purpose has a place of its own in the random stream of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(u8);

/// Answers the questions of a round: by drawing, or by walking every branch.
pub trait Chance {
    /// Whether an event of the given odds happens. Certain and impossible events need no answer from chance.
    fn happens(&mut self, slot: Slot, odds: Odds) -> bool;

    /// The same of a question that is asked in every round, for [`Game::every_round`](crate::game::Game::every_round).
    #[inline]
    fn happens_every_round(&mut self, slot: Slot, odds: Odds) -> bool {
        self.happens(slot, odds)
    }

    /// One of the outcomes of a lottery that is held in every round.
    fn pick(&mut self, slot: Slot, lottery: &Lottery) -> usize;
}

/// A probability, with the threshold that a 32-bit draw is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Odds {
    /// The probability.
    pub probability: Probability,
    /// round(probability · 2^32): a uniform 32-bit word below it means that the event happens.
    pub cut: u64,
}

/// A distribution over a few outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lottery {
    /// Probability of each outcome.
    pub(crate) probabilities: Vec<f64>,
    /// Cumulative thresholds of all outcomes but the last.
    pub(crate) cuts: Vec<u64>,
    /// By the leading byte of a draw, the outcome, or [`UNSURE`] where the rest of the draw matters.
    guide: [u8; 256],
}

const UNSURE: u8 = u8::MAX;

/// 2^32: the number of values of a draw.
const RANGE: u64 = 1 << 32;

impl Odds {
    /// Odds of the given probability, which must lie in 0..=1.
    pub fn new(probability: f64) -> Self {
        Self::of(Probability::new(probability))
    }

    /// Odds of the given probability.
    pub fn of(probability: Probability) -> Self {
        Self { probability, cut: cut(probability.yes()) }
    }

    /// The answer where it needs no draw: a draw tells no less than 2^-32.
    #[inline]
    pub fn certain(self) -> Option<bool> {
        let is_open = self.cut.wrapping_sub(1) < RANGE - 1;
        if is_open { None } else { Some(self.cut != 0) }
    }
}

impl Lottery {
    /// A lottery over outcomes of these probabilities, which sum to 1.
    pub fn new(probabilities: Vec<f64>) -> Self {
        let mut sum = 0.0;
        let mut cuts = Vec::new();
        for probability in &probabilities[..probabilities.len() - 1] {
            sum += probability;
            cuts.push(cut(sum));
        }
        let mut guide = [UNSURE; 256];
        for (lead, guide) in (0..).zip(&mut guide) {
            let [low, high] = [lead << 24, lead << 24 | 0xff_ffff].map(|word| place(&cuts, word));
            *guide = if low == high { low.try_into().unwrap_or(UNSURE) } else { UNSURE };
        }
        Self { probabilities, cuts, guide }
    }

    /// The outcome that a uniform 32-bit word stands for.
    #[inline]
    pub fn outcome(&self, word: u32) -> usize {
        match self.guide[(word >> 24) as usize] {
            UNSURE => place(&self.cuts, word),
            outcome => usize::from(outcome),
        }
    }
}

/// Number of thresholds that `word` has reached.
fn place(cuts: &[u64], word: u32) -> usize {
    cuts.iter().map(|&cut| usize::from(u64::from(word) >= cut)).sum()
}

fn cut(probability: f64) -> u64 {
    (probability * RANGE as f64).round().clamp(0.0, RANGE as f64) as u64
}

/// Commitments with a place among the first.
const PER_KIND: u8 = 2 * FIRST_PLACES as u8;
/// Kinds of questions that are put about a commitment.
const KINDS: u8 = 5;
/// Places before those of all further commitments.
const FIRST: u8 = KINDS * PER_KIND + 6;

impl Slot {
    /// Number of slots.
    pub(crate) const COUNT: usize = (FIRST + KINDS * PER_KIND) as usize;

    /// Number of the `k`-th commitment of `owner` among the slots of a kind: the same whatever else is owed. The places
    /// of further commitments come after all others, which were there first.
    pub(crate) const fn of_commitment(owner: usize, k: usize) -> u8 {
        let further = k >= FIRST_PLACES;
        let place = owner * FIRST_PLACES + k % FIRST_PLACES;
        if further { FIRST + place as u8 } else { place as u8 }
    }

    /// Is the commitment kept?
    pub const fn comply(duty: u8) -> Self {
        Self(duty)
    }
    /// Does an alarm rise?
    pub const fn alarm(duty: u8) -> Self {
        Self(PER_KIND + duty)
    }
    /// The procedure's first question of the round: filed, settled, upheld, imposed, countered.
    pub const fn procedure(duty: u8) -> Self {
        Self(2 * PER_KIND + duty)
    }
    /// Is an upheld ruling vetoed?
    pub const fn block(duty: u8) -> Self {
        Self(3 * PER_KIND + duty)
    }
    /// Is a remedy authorised?
    pub(crate) const fn authorise(duty: u8) -> Self {
        Self(4 * PER_KIND + duty)
    }
    /// Does the party withdraw?
    pub(crate) const fn withdraw(party: u8) -> Self {
        Self(5 * PER_KIND + party)
    }
    /// Where does the party's pressure move?
    pub const fn pressure(party: u8) -> Self {
        Self(5 * PER_KIND + 2 + party)
    }

    /// Do parties at war sign again?
    pub(crate) const fn renewal() -> Self {
        Self(5 * PER_KIND + 4)
    }
    /// Is another round played after the horizon?
    pub(crate) const fn afterwards() -> Self {
        Self(5 * PER_KIND + 5)
    }

    /// Position among all slots, 0 to `Slot::COUNT` − 1.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::MAX_PER_PARTY;

    #[test]
    fn certainty_is_certain() {
        assert_eq!(Odds::new(0.0).cut, 0);
        assert_eq!(Odds::new(1.0).cut, RANGE);
        assert!(Odds::new(0.999_999_999).cut < RANGE);
        // Only what is certain needs no draw.
        let odds = [0.0, 1e-9, 0.5, 0.999_999_999, 1.0].map(|probability| Odds::new(probability).certain());
        assert_eq!(odds, [Some(false), None, None, None, Some(true)]);
    }

    #[test]
    fn a_lottery_gives_each_outcome_its_share() {
        let lottery = Lottery::new(vec![0.25, 0.5, 0.25]);
        assert_eq!(lottery.outcome(0), 0);
        assert_eq!(lottery.outcome(1 << 30), 1);
        assert_eq!(lottery.outcome((3 << 30) - 1), 1);
        assert_eq!(lottery.outcome(3 << 30), 2);
        assert_eq!(lottery.outcome(u32::MAX), 2);
    }

    #[test]
    fn no_two_purposes_share_a_slot() {
        let mut seen = [false; Slot::COUNT];
        let numbers = [0, 1].map(|owner| (0..MAX_PER_PARTY).map(move |k| Slot::of_commitment(owner, k)));
        let duties = numbers
            .into_iter()
            .flatten()
            .flat_map(|d| [Slot::comply(d), Slot::alarm(d), Slot::procedure(d), Slot::block(d), Slot::authorise(d)]);
        let parties = (0..2).flat_map(|p| [Slot::withdraw(p), Slot::pressure(p)]);
        for slot in duties.chain(parties).chain([Slot::renewal(), Slot::afterwards()]) {
            assert!(!std::mem::replace(&mut seen[slot.index()], true), "{slot:?}");
        }
        assert!(seen.iter().all(|&used| used));
    }
}
