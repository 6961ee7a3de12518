//! A piece of a study as bytes, with a sum that shows whether they are still what they were.

use crate::archive::plain;
use crate::archive::rows_at::RowsAt;
use crate::archive::sum::{SUM, sum};
use crate::study::survey::Piece;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// A piece as bytes, in parts that follow each other.
pub(super) struct Record {
    parts: Vec<Vec<u8>>,
}

impl Record {
    /// `study` is the fingerprint of what the piece belongs to.
    pub(super) fn new(study: &str, piece: &Piece) -> Self {
        let parts = match piece {
            // A list is written as its length and its elements, which are many and long: side by side.
            Piece::Points(points) => {
                let mut parts = vec![bytes(&(study, Piece::Points(Vec::new())))];
                parts[0].pop();
                parts[0].extend(bytes(&points.len()));
                parts.par_extend(points.par_iter().map(bytes));
                parts
            }
            Piece::Part(_) => vec![bytes(&(study, piece))],
        };
        Self { parts }
    }

    /// Writes the bytes, where the rows of the piece are, and the sum of it all.
    pub(super) fn write(&self, out: &mut impl Write, rows_at: &RowsAt) -> io::Result<()> {
        let mut hash = Sha256::new();
        for part in self.parts.iter().chain([&bytes(rows_at)]) {
            hash.update(part);
            out.write_all(part)?;
        }
        out.write_all(&sum(hash))
    }
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    // Plain structs always serialise.
    postcard::to_stdvec(value).unwrap_or_default()
}

/// Most bytes of a piece.
pub(super) const LARGEST: u64 = 2 << 30;

/// Whether a file is a piece of whatever study, undamaged.
pub(super) fn is_record(path: &Path) -> bool {
    plain::read(path, LARGEST).is_ok_and(|bytes| whole(&bytes).is_some())
}

/// The bytes before their sum, where it holds.
fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let (body, sum) = bytes.split_at(bytes.len().checked_sub(SUM)?);
    (!body.is_empty() && Sha256::digest(body)[..SUM] == *sum).then_some(body)
}

/// The piece that bytes hold and where its rows are, unless they are damaged or of another study.
pub(super) fn decode(study: &str, bytes: &[u8]) -> Option<(Piece, RowsAt)> {
    let (found, piece, rows_at): (String, Piece, RowsAt) = postcard::from_bytes(whole(bytes)?).ok()?;
    (found == study).then_some((piece, rows_at))
}

#[cfg(test)]
mod tests {
    use super::{Record, RowsAt, SUM, bytes, decode};
    use crate::study::survey::{ArmResult, ArmValues, Piece, PointResult};

    #[test]
    fn a_record_holds_its_piece() {
        let arm = |config| ArmResult { config, outcome: Ok(ArmValues::default()) };
        for n in [0, 1, 200] {
            let points = (0..n).map(|point| PointResult { point, arms: vec![arm(2 * point), arm(2 * point + 1)] });
            let piece = Piece::Points(points.collect());
            let mut record = Vec::new();
            Record::new("study", &piece).write(&mut record, &RowsAt::OwnFile([7; SUM])).unwrap();
            assert_eq!(record[..record.len() - SUM], bytes(&("study", &piece, RowsAt::OwnFile([7; SUM]))));
            assert_eq!(decode("study", &record), Some((piece, RowsAt::OwnFile([7; SUM]))));
            assert_eq!(decode("another", &record), None);
            record[7] ^= 1;
            assert_eq!(decode("study", &record), None);
        }
    }
}
