//! What every process is brought to: a finite Markov chain over levels of pressure.

/// A finite Markov chain over pressure levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Multiplier of each level.
    pub values: Vec<f64>,
    /// Stationary probability of each level; the first round is drawn from it.
    pub stationary: Vec<f64>,
    /// `transition[i][j]`: probability to move from level i to level j.
    pub transition: Vec<Vec<f64>>,
}
