//! A piece of a study as bytes, with a sum that shows whether they are still what they were.

use crate::archive::ArchiveError;
use crate::study::survey::Piece;
use sha2::{Digest, Sha256};
use std::path::Path;

const SUM: usize = 8;

/// A piece as bytes. `study` is the fingerprint of what it belongs to.
pub(super) fn encode(study: &str, piece: &Piece) -> Vec<u8> {
    // Plain structs always serialise.
    let mut bytes = postcard::to_stdvec(&(study, piece)).unwrap_or_default();
    let sum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&sum[..SUM]);
    bytes
}

/// The piece that bytes hold.
pub(super) fn decode(path: &Path, study: &str, bytes: &[u8]) -> Result<Piece, ArchiveError> {
    let body = bytes.len().checked_sub(SUM).map(|n| bytes.split_at(n));
    let (body, sum) = body.ok_or_else(|| ArchiveError::damaged(path, "a few bytes only"))?;
    if Sha256::digest(body)[..SUM] != *sum {
        return Err(ArchiveError::damaged(path, "bytes that do not add up"));
    }
    let (found, piece): (String, Piece) =
        postcard::from_bytes(body).map_err(|error| ArchiveError::damaged(path, error.to_string()))?;
    if found != study {
        return Err(ArchiveError::new(path, format!("a piece of study {found}, not {study}"), "choose another folder"));
    }
    Ok(piece)
}
