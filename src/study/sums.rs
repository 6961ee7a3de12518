//! Some replications of a scenario, as sums that can be stored, sent and put together.

use crate::error::Error;
use crate::scenario::{Scenario, fingerprint};
use crate::simulate::{Pairing, Part, Player, Sample, SeriesDetail, Want, part_size, play_part};
use crate::study::ready;
use crate::study::run::{RunReport, run_report};
use crate::study::survey::{MOST_REPLICATIONS, Survey, finish_point};
use crate::study::{Done, Progress};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// What some replications of a scenario showed: a part of a batch, to be played on one machine of many.
///
/// Parts are merged in any order. A batch is played in pieces of [`Sums::piece`] replications, and sums are kept by
/// piece, so the parts of a batch begin and end between pieces; then the report of all of them is, byte for byte, that
/// of the batch played at once. What is stored bears a checksum, so that what has changed on its way is refused.
///
/// ```
/// use snapback::{RunOptions, Scenario, Sums, run, unwatched};
/// let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(20)")?;
/// let piece = Sums::piece(&scenario);
/// let first = Sums::play(&scenario, 1, 0..piece, &unwatched)?;
/// let rest = Sums::play(&scenario, 1, piece..piece + 500, &unwatched)?;
/// let report = rest.merge(first)?.report(&scenario, 0.95)?;
/// let whole = run(&scenario, &RunOptions { replications: piece + 500, ..RunOptions::default() })?;
/// assert_eq!(report, whole);
/// # Ok::<(), snapback::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct Sums {
    content: Content,
}

/// What was played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Content {
    /// Fingerprint of scenario, version and seed.
    fingerprint: String,
    seed: u64,
    /// Pieces in the order of their first replications: the first, the one after the last, and the sums.
    pieces: Vec<(u64, u64, Part)>,
}

/// Sums as they are stored.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    content: Content,
    /// First 16 hexadecimal digits of SHA-256 over the content as JSON.
    checksum: String,
}

impl From<Sums> for Stored {
    fn from(Sums { content }: Sums) -> Self {
        Self { checksum: content.checksum(), content }
    }
}

impl TryFrom<Stored> for Sums {
    type Error = String;

    fn try_from(Stored { content, checksum }: Stored) -> Result<Self, String> {
        match content.checksum() == checksum {
            true => Ok(Self { content }),
            false => Err("sums that are not what was written: their checksum is another; play them again".to_owned()),
        }
    }
}

impl Content {
    fn checksum(&self) -> String {
        // Plain structs of numbers always serialise.
        let text = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Sums {
    /// Replications a piece.
    pub fn piece(scenario: &Scenario) -> u64 {
        let agreement = scenario.agreement();
        part_size(agreement.horizon.rounds(agreement.round), 1)
    }

    /// Plays some replications on the thread pool that it is called in; `progress` hears of each piece.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the range is empty, too long, or does not begin between two pieces; [`Error::Stopped`]
    /// where the progress stopped it.
    pub fn play(
        scenario: &Scenario,
        seed: u64,
        replications: Range<u64>,
        progress: &Progress<'_>,
    ) -> Result<Self, Error> {
        let size = Self::piece(scenario);
        let is_sound = replications.start.is_multiple_of(size) && replications.end <= MOST_REPLICATIONS;
        if replications.is_empty() || !is_sound {
            let allowed = format!(
                "a range that is not empty, begins at a multiple of {size}, the size of a piece, and ends by {MOST_REPLICATIONS}"
            );
            return Err(Error::option("replications", format!("{replications:?}"), &allowed));
        }
        let game = ready(scenario)?;
        let players = [Player::new(&game, seed, SeriesDetail::Quantiles)];
        let (mut pieces, of) = (Vec::new(), replications.end - replications.start);
        for start in replications.clone().step_by(size as usize) {
            let end = replications.end.min(start + size);
            pieces.push((start, end, play_part(&players, &Pairing::none(), start..end, Want::Sums, |_| {})));
            let done = Done { runs: end - replications.start, of, pieces: pieces.len() as u64 };
            if progress(done).is_break() && end < replications.end {
                return Err(Error::Stopped);
            }
        }
        Ok(Self { content: Content { fingerprint: fingerprint(scenario, seed), seed, pieces } })
    }

    /// Replications that it holds.
    pub fn replications(&self) -> u64 {
        self.content.pieces.iter().map(|(start, end, _)| end.saturating_sub(*start)).sum()
    }

    /// These and others, of the same scenario, version and seed.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the others are of something else, or both hold the same replications.
    pub fn merge(mut self, other: Self) -> Result<Self, Error> {
        let (own, other) = (&mut self.content, other.content);
        if (&own.fingerprint, own.seed) != (&other.fingerprint, other.seed) {
            let found = format!("sums of {} and of {}", own.fingerprint, other.fingerprint);
            return Err(Error::option("sums", found, "sums of one scenario, version and seed"));
        }
        own.pieces.extend(other.pieces);
        own.pieces.sort_by_key(|(start, ..)| *start);
        match own.pieces.windows(2).find(|pair| pair[1].0 < pair[0].1) {
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
    /// [`Error::Mistakes`] where the scenario is another than was played, replications between two pieces are missing,
    /// the sums are none of this scenario's metrics, or the confidence is out of range.
    pub fn report(&self, scenario: &Scenario, confidence: f64) -> Result<RunReport, Error> {
        let Content { fingerprint: own, seed, pieces } = &self.content;
        Error::unless_confidence(confidence)?;
        if *own != fingerprint(scenario, *seed) {
            let found = format!("a scenario that is not that of {own}");
            return Err(Error::option("scenario", found, "the scenario that was played"));
        }
        if let Some(pair) = pieces.windows(2).find(|pair| pair[0].1 != pair[1].0) {
            let found = format!("replications {}..{} missing", pair[0].1, pair[1].0);
            return Err(Error::option("sums", found, "all replications from the first to the last"));
        }
        let game = ready(scenario)?;
        let players = [Player::new(&game, *seed, SeriesDetail::Quantiles)];
        let size = Self::piece(scenario);
        for (start, end, part) in pieces {
            let is_piece = start.is_multiple_of(size) && (1..=size).contains(&end.saturating_sub(*start));
            if !is_piece || *end > MOST_REPLICATIONS || !part.is_of(&players, *start..*end) {
                let found = format!("a piece from {start} to {end} that is none of this scenario's");
                return Err(Error::option("sums", found, "sums as they were played"));
            }
        }
        let mut parts = pieces.iter().map(|(.., part)| part);
        let Some(mut whole) = parts.next().cloned() else {
            return Err(Error::option("sums", "no replications", "one piece at least"));
        };
        parts.for_each(|part| whole.merge(part.clone()));
        let sample = Sample { seed: *seed, replications: self.replications() };
        let study = Survey::single(scenario, sample, confidence);
        let values = finish_point(&study, &players, &Pairing::none(), &whole).pop();
        Ok(run_report(&study, values.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::unwatched;

    fn played() -> (Scenario, Sums) {
        let scenario = Scenario::named("theory/tft_vs_tft").unwrap().set("horizon", "Rounds(5)").unwrap();
        let sums = Sums::play(&scenario, 1, 0..300, &unwatched).unwrap();
        (scenario, sums)
    }

    #[test]
    fn what_has_changed_on_its_way_is_refused() {
        let (scenario, sums) = played();
        let text = serde_json::to_string(&sums).unwrap();
        let again = serde_json::from_str::<Sums>(&text).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
        assert_eq!(again.report(&scenario, 0.95).unwrap(), sums.report(&scenario, 0.95).unwrap());
        let changed = text.replacen("\"pieces\":[[0,300", "\"pieces\":[[0,200", 1);
        assert_ne!(changed, text);
        assert!(serde_json::from_str::<Sums>(&changed).unwrap_err().to_string().contains("checksum"));
    }

    /// Whoever works out a checksum of their own finds no panic either.
    #[test]
    fn sums_of_another_form_are_refused() {
        let (scenario, sums) = played();
        let edits: [fn(&mut Content); 9] = [
            |content| content.pieces[0].1 = 200,
            |content| content.pieces[0].0 = 7,
            |content| content.pieces[0].1 = u64::MAX,
            |content| content.pieces[0].2.batches.clear(),
            |content| content.pieces[0].2.batches[0].metrics.reverse(),
            |content| content.pieces[0].2.batches[0].metrics.truncate(3),
            |content| content.pieces[0].2.batches[0].series.points.truncate(1),
            |content| content.pieces[0].2.batches[0].series.samples[0].clear(),
            |content| content.pieces[0].2.batches[0].metrics[0].undefined = u64::MAX,
        ];
        for (k, edit) in edits.into_iter().enumerate() {
            let mut changed = sums.clone();
            edit(&mut changed.content);
            assert!(changed.report(&scenario, 0.95).is_err(), "edit {k}");
        }
        let mut none = sums.clone();
        none.content.pieces.clear();
        assert!(none.report(&scenario, 0.95).is_err());
        assert!(sums.report(&scenario, 95.0).is_err());
        assert!(Sums::play(&scenario, 1, 0..u64::MAX, &unwatched).is_err());
        assert!(sums.report(&scenario, 0.95).is_ok());
    }
}
