//! How replications are cut up: a part is what is stored, a block what one thread plays. Both follow from the horizon
//! alone, never from the number of threads.

/// Replications of one game that are played as one piece, at most: about a second's work, and part of the definition of
/// the result, like the size of a block, so never taken from the number of threads.
pub(crate) fn part_size(rounds: u32, n_games: usize) -> u64 {
    let games = n_games.max(1) as u64;
    let most = (16_384 / games).min((1 << 26) / u64::from(rounds) / games);
    let block = block_size(rounds);
    (most / block).max(1) * block
}

/// Replications a block.
pub(super) fn block_size(rounds: u32) -> u64 {
    (32_768 / u64::from(rounds)).clamp(1, 256)
}
