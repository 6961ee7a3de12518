//! Random numbers addressed by (seed, replication, round, purpose).

use crate::game::{Chance, Lottery, Odds, Slot};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Words drawn from the stream at once; a plane is refilled every so many rounds.
pub(super) const WORDS: usize = 64;
/// Planes kept: a power of two, so that no place needs a check.
const PLANES: usize = Slot::COUNT.next_power_of_two();
const NOT_DRAWN: u32 = u32::MAX;

/// The draws of one replication.
///
/// Replication i reads stream i of ChaCha8 under a key made from the seed. Each purpose ([`Slot`]) has a plane of its
/// own in that stream, words `slot · 2^40` onwards, of which round r reads word r + 1 (word 0 is the signing). So a
/// draw depends on nothing but its address, purposes that are never asked cost nothing, and any round can be replayed.
#[derive(Clone, Debug)]
pub struct Draws {
    fresh: ChaCha8Rng,
    stream: ChaCha8Rng,
    /// Drawn ahead: asked in every round.
    every_round: Vec<Slot>,
    chunk: u32,
    place: usize,
    drawn: [u32; PLANES],
    words: Box<[[u32; WORDS]; PLANES]>,
}

impl Draws {
    /// Draws under `seed` for a game that asks these in [every round](crate::game::Game::every_round); call
    /// [`Draws::begin`] before the first.
    pub fn new(seed: u64, every_round: &[Slot]) -> Self {
        let mut key = *b"snapback draws: seed in front.  ";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let fresh = ChaCha8Rng::from_seed(key);
        Self {
            stream: fresh.clone(),
            fresh,
            every_round: every_round.to_vec(),
            chunk: 0,
            place: 0,
            drawn: [NOT_DRAWN; PLANES],
            words: Box::new([[0; WORDS]; PLANES]),
        }
    }

    /// Turns to the signing of `replication`.
    pub fn begin(&mut self, replication: u64) {
        self.stream = self.fresh.clone();
        self.stream.set_stream(replication);
        (self.chunk, self.place) = (0, 0);
        self.drawn = [NOT_DRAWN; PLANES];
        self.draw_ahead();
    }

    /// Turns to `round` of the same replication.
    #[inline]
    pub(crate) fn turn_to(&mut self, round: u32) {
        let place = round + 1;
        self.place = place as usize % WORDS;
        let chunk = place / WORDS as u32;
        if chunk != self.chunk {
            self.chunk = chunk;
            self.draw_ahead();
        }
    }

    /// The word of the current round for `slot`.
    #[inline]
    pub fn word(&mut self, slot: Slot) -> u32 {
        let plane = slot.index() % PLANES;
        if self.drawn[plane] != self.chunk {
            self.refill(slot);
        }
        self.words[plane][self.place % WORDS]
    }

    /// Number of the current round's word among those that [`Draws::held`] gives, 0 to [`WORDS`] − 1.
    #[inline]
    pub(super) fn place(&self) -> usize {
        self.place
    }

    /// Draws the words for `slot` of the current round and those around it, if they are not there yet.
    #[inline]
    pub(super) fn hold(&mut self, slot: Slot) {
        if self.drawn[slot.index() % PLANES] != self.chunk {
            self.refill(slot);
        }
    }

    /// The words for `slot` drawn last, one a round.
    #[inline]
    pub(super) fn held(&self, slot: Slot) -> &[u32; WORDS] {
        &self.words[slot.index() % PLANES]
    }

    /// Whether the words held for `slot` are those of the current round.
    fn is_held(&self, slot: Slot) -> bool {
        self.drawn[slot.index() % PLANES] == self.chunk
    }

    #[cold]
    #[inline(never)]
    fn draw_ahead(&mut self) {
        for k in 0..self.every_round.len() {
            self.refill(self.every_round[k]);
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self, slot: Slot) {
        let chunk = self.chunk;
        self.drawn[slot.index()] = chunk;
        self.stream.set_word_pos(((slot.index() as u128) << 40) + u128::from(chunk) * WORDS as u128);
        let mut bytes = [0; 4 * WORDS];
        self.stream.fill_bytes(&mut bytes);
        for (word, bytes) in self.words[slot.index()].iter_mut().zip(bytes.as_chunks::<4>().0) {
            *word = u32::from_le_bytes(*bytes);
        }
    }
}

impl Chance for Draws {
    #[inline]
    fn happens(&mut self, slot: Slot, odds: Odds) -> bool {
        match odds.certain() {
            None => u64::from(self.word(slot)) < odds.cut,
            Some(answer) => answer,
        }
    }

    #[inline]
    fn happens_every_round(&mut self, slot: Slot, odds: Odds) -> bool {
        // A plane that was not drawn ahead is one of certain odds, which any word agrees with.
        debug_assert!(odds.certain().is_some() || self.is_held(slot), "{slot:?} is not among those of every round");
        u64::from(self.held(slot)[self.place % WORDS]) < odds.cut
    }

    #[inline]
    fn pick(&mut self, slot: Slot, lottery: &Lottery) -> usize {
        if lottery.cuts.is_empty() {
            return 0;
        }
        debug_assert!(self.is_held(slot), "{slot:?} is not among those of every round");
        lottery.outcome(self.held(slot)[self.place % WORDS])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of these words changes every result: note it in the changelog under "Results changed".
    #[test]
    fn the_stream_is_pinned() {
        let mut draws = Draws::new(1, &[]);
        draws.begin(0);
        let signing = draws.word(Slot::pressure(0));
        draws.turn_to(0);
        let first = draws.word(Slot::comply(0));
        draws.begin(7);
        draws.turn_to(200);
        let later = draws.word(Slot::alarm(5));
        assert_eq!([signing, first, later], [1_182_844_273, 826_141_838, 3_451_436_245]);
    }

    #[test]
    fn a_draw_depends_on_its_address_alone() {
        let mut straight = Draws::new(42, &[Slot::comply(0)]);
        straight.begin(3);
        let slots = [Slot::comply(0), Slot::procedure(7), Slot::withdraw(1)];
        let mut expected = Vec::new();
        for round in 0..200 {
            straight.turn_to(round);
            expected.push(slots.map(|slot| straight.word(slot)));
        }
        let mut jumping = Draws::new(42, &[]);
        jumping.begin(9);
        jumping.word(slots[0]);
        jumping.begin(3);
        for round in [150, 3, 199, 64, 63, 0] {
            jumping.turn_to(round);
            let mut found = [2, 0, 1].map(|i| (i, jumping.word(slots[i])));
            found.sort_unstable();
            assert_eq!(found.map(|(_, word)| word), expected[round as usize]);
        }
    }
}
