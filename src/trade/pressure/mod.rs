//! Political pressure: a finite Markov chain that multiplies the gain from violating.

mod autoregressive;
mod chain;
mod levels;

pub use chain::Chain;

use crate::fault::Faults;
use crate::trade::Timed;
use serde::{Deserialize, Serialize};

/// The process that moves a party's pressure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Pressure {
    /// One level, multiplier 1.
    #[default]
    Steady,
    /// Stays with probability `persistence`, otherwise redraws uniformly over all levels.
    Levels {
        /// Multipliers, each at least 0.
        values: Vec<f64>,
        /// Probability to stay, 0 to 1.
        persistence: Timed,
    },
    /// Log pressure is AR(1), discretised by the method of Rouwenhorst (1995).
    Autoregressive {
        /// σ, stationary standard deviation of log pressure.
        spread: f64,
        /// ρ, correlation from one round to the next, −1 to 1, or from one year to the next, 0 to 1.
        persistence: Timed,
        /// Number of levels, 1 to 255.
        levels: u32,
    },
}

impl Pressure {
    /// The chain that this process stands for in rounds of so many years.
    pub fn chain(&self, years: f64) -> Chain {
        match self {
            Self::Steady => Chain { values: vec![1.0], stationary: vec![1.0], transition: vec![vec![1.0]] },
            Self::Levels { values, persistence } => levels::chain(values, persistence.lasting(years)),
            Self::Autoregressive { spread, persistence, levels } => {
                autoregressive::chain(*spread, persistence.lasting(years), *levels as usize)
            }
        }
    }

    /// Reports values out of range.
    pub fn check(&self, faults: &mut Faults) {
        match self {
            Self::Steady => {}
            Self::Levels { values, persistence } => levels::check(values, *persistence, faults),
            Self::Autoregressive { spread, persistence, levels } => {
                autoregressive::check(*spread, *persistence, *levels, faults);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chain_keeps_its_stationary_distribution() {
        for pressure in [
            Pressure::Steady,
            Pressure::Levels { values: vec![0.5, 1.0, 3.0], persistence: Timed::PerRound(0.7) },
            Pressure::Autoregressive { spread: 0.4, persistence: Timed::PerRound(0.9), levels: 5 },
            Pressure::Autoregressive { spread: 0.4, persistence: Timed::PerRound(-0.3), levels: 2 },
        ] {
            let chain = pressure.chain(1.0);
            for j in 0..chain.values.len() {
                let moved: f64 = (0..chain.values.len()).map(|i| chain.stationary[i] * chain.transition[i][j]).sum();
                assert!((moved - chain.stationary[j]).abs() < 1e-14, "{pressure:?}");
            }
        }
    }

    #[test]
    fn autoregressive_pressure_has_mean_one_and_the_spread_and_persistence_asked_for() {
        let chain = Pressure::Autoregressive { spread: 0.4, persistence: Timed::PerRound(0.9), levels: 7 }.chain(1.0);
        let mean = |f: &dyn Fn(usize) -> f64| -> f64 { (0..7).map(|k| chain.stationary[k] * f(k)).sum() };
        let log = |k: usize| chain.values[k].ln();
        assert!((mean(&|k| chain.values[k]) - 1.0).abs() < 1e-14);
        let centre = mean(&log);
        let variance = mean(&|k| (log(k) - centre).powi(2));
        assert!((variance.sqrt() - 0.4).abs() < 1e-14);
        let covariance =
            mean(&|k| (0..7).map(|j| chain.transition[k][j] * (log(j) - centre)).sum::<f64>() * (log(k) - centre));
        assert!((covariance / variance - 0.9).abs() < 1e-13);
    }
}
