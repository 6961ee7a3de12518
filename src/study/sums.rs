//! Some replications of a scenario, as sums that can be stored, sent and put together.

use crate::error::Error;
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::{Pairing, Part, Player, Sample, SeriesDetail, Want, part_size, play_part};
use crate::study::ready;
use crate::study::run::{RunReport, run_report};
use crate::study::survey::{Survey, finish_point};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What some replications of a scenario showed: a share of a batch, to be played on one machine of many.
///
/// Shares are merged in any order. A batch is played in pieces of [`Sums::piece`] replications, and sums are kept by
/// piece, so the shares of a batch begin and end between pieces; then the report of all of them is, byte for byte, that
/// of the batch played at once.
///
/// ```
/// use snapback::{RunOptions, Scenario, Sums, run};
/// let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(20)")?;
/// let piece = Sums::piece(&scenario);
/// let (first, rest) = (Sums::play(&scenario, 1, 0..piece)?, Sums::play(&scenario, 1, piece..piece + 500)?);
/// let report = rest.merge(first)?.report(&scenario, 0.95)?;
/// let whole = run(&scenario, &RunOptions { replications: piece + 500, ..RunOptions::default() })?;
/// assert_eq!(report, whole);
/// # Ok::<(), snapback::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    /// Fingerprint of scenario, version and seed.
    fingerprint: String,
    seed: u64,
    /// Pieces in the order of their first replications, each with the number of those.
    pieces: Vec<(u64, u64, Part)>,
}

impl Sums {
    /// Replications a piece.
    pub fn piece(scenario: &Scenario) -> u64 {
        let agreement = scenario.agreement();
        part_size(agreement.horizon.rounds(agreement.round), 1)
    }

    /// Plays some replications on the thread pool that it is called in.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the range is empty or does not begin between two pieces.
    pub fn play(scenario: &Scenario, seed: u64, replications: Range<u64>) -> Result<Self, Error> {
        let size = Self::piece(scenario);
        if replications.is_empty() || !replications.start.is_multiple_of(size) {
            let allowed = format!("a range that is not empty and begins at a multiple of {size}, the size of a piece");
            return Err(Error::option("replications", format!("{replications:?}"), &allowed));
        }
        let game = ready(scenario);
        let players = [Player::new(&game, seed, SeriesDetail::Quantiles)];
        let starts = replications.clone().step_by(size as usize);
        let piece = |start: u64| {
            let end = replications.end.min(start + size);
            (start, end, play_part(&players, &Pairing::none(), start..end, Want::Sums, |_| {}))
        };
        Ok(Self { fingerprint: fingerprint(scenario, seed), seed, pieces: starts.map(piece).collect() })
    }

    /// Replications that it holds.
    pub fn replications(&self) -> u64 {
        self.pieces.iter().map(|(start, end, _)| end - start).sum()
    }

    /// These and others, of the same scenario, version and seed.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the others are of something else, or both hold the same replications.
    pub fn merge(mut self, other: Self) -> Result<Self, Error> {
        if self.fingerprint != other.fingerprint {
            let found = format!("sums of {} and of {}", self.fingerprint, other.fingerprint);
            return Err(Error::option("sums", found, "sums of one scenario, version and seed"));
        }
        self.pieces.extend(other.pieces);
        self.pieces.sort_by_key(|(start, ..)| *start);
        match self.pieces.windows(2).find(|pair| pair[1].0 < pair[0].1) {
            None => Ok(self),
            Some(pair) => {
                let found = format!("replications from {} a second time", pair[1].0);
                Err(Error::option("sums", found, "each replication once"))
            }
        }
    }

    /// What the replications show, with intervals of the given confidence, in (0, 1): as [`run`](crate::run) has it, where
    /// they are all from the first on.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the scenario is another than was played, or replications between two pieces are missing.
    pub fn report(&self, scenario: &Scenario, confidence: f64) -> Result<RunReport, Error> {
        if self.fingerprint != fingerprint(scenario, self.seed) {
            let found = format!("a scenario that is not that of {}", self.fingerprint);
            return Err(Error::option("scenario", found, "the scenario that was played"));
        }
        if let Some(pair) = self.pieces.windows(2).find(|pair| pair[0].1 != pair[1].0) {
            let found = format!("replications {}..{} missing", pair[0].1, pair[1].0);
            return Err(Error::option("sums", found, "all replications from the first to the last"));
        }
        let mut parts = self.pieces.iter().map(|(.., part)| part);
        let Some(mut whole) = parts.next().cloned() else {
            return Err(Error::option("sums", "no replications", "one piece at least"));
        };
        parts.for_each(|part| whole.merge(part.clone()));
        let game = ready(scenario);
        let players = [Player::new(&game, self.seed, SeriesDetail::Quantiles)];
        let plan = Sample { seed: self.seed, replications: self.replications() };
        let study = Survey::single(scenario, plan, confidence);
        let values = finish_point(&study, &players, &Pairing::none(), &whole).pop();
        Ok(run_report(&study, values.unwrap_or_default()))
    }
}
