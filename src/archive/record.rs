//! A piece of a study as bytes, with a sum that shows whether they are still what they were.

use crate::study::survey::Piece;
use sha2::{Digest, Sha256};

const SUM: usize = 8;

/// A piece as bytes. `study` is the fingerprint of what it belongs to.
pub(super) fn encode(study: &str, piece: &Piece) -> Vec<u8> {
    // Plain structs always serialise.
    let mut bytes = postcard::to_stdvec(&(study, piece)).unwrap_or_default();
    let sum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&sum[..SUM]);
    bytes
}

/// The piece that bytes hold, unless they are damaged or of another study.
pub(super) fn decode(study: &str, bytes: &[u8]) -> Option<Piece> {
    let (body, sum) = bytes.split_at(bytes.len().checked_sub(SUM)?);
    if Sha256::digest(body)[..SUM] != *sum {
        return None;
    }
    let (found, piece): (String, Piece) = postcard::from_bytes(body).ok()?;
    (found == study).then_some(piece)
}
