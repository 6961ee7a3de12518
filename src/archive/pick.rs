//! Some of many, at random.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// `n` different rows out of `rows`, in ascending order (Floyd's sample, Bentley and Floyd 1987).
pub(super) fn pick(rows: u64, n: u64, seed: u64) -> Vec<u64> {
    if n >= rows {
        return (0..rows).collect();
    }
    let (mut rng, mut picked) = (ChaCha8Rng::seed_from_u64(seed), BTreeSet::new());
    for last in rows - n..rows {
        let row = rng.random_range(0..=last);
        if !picked.insert(row) {
            picked.insert(last);
        }
    }
    picked.into_iter().collect()
}
