//! A short sum of bytes, by which a change of them is found.

use crate::archive::plain;
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;

/// Bytes of a sum.
pub(super) const SUM: usize = 8;

/// What has been hashed, in short.
pub(super) fn sum(hash: Sha256) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(&hash.finalize()[..SUM]);
    sum
}

/// The bytes of a file, hashed, and how many there are.
pub(super) fn hashed(path: &Path) -> io::Result<(Sha256, u64)> {
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut plain::open(path)?, &mut hash)?;
    Ok((hash, bytes))
}
