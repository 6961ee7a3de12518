//! Why a game could not be solved.

use crate::exact::limit::TooLarge;

/// Why a game could not be solved, or not even be made ready for play.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsolved {
    /// Its chain has more states than allowed.
    TooLarge(TooLarge),
    /// Strategic parties look at more states than an equilibrium can be worked out for.
    TooMuchForeseen {
        /// The states that they look at.
        states: TooLarge,
        /// The commitment whose game it is, where they look at one at a time.
        commitment: Option<String>,
    },
    /// No equilibrium of strategic parties was found.
    NoEquilibrium {
        /// The commitment in whose game, where they look at one at a time.
        commitment: Option<String>,
        /// Noise that the principal branch was followed to, relative to that asked for.
        kappa: f64,
        /// How far the last point is from an equilibrium at the noise asked for: max |σ − logit(Δ/λ)|.
        residual: f64,
    },
}

impl From<TooLarge> for Unsolved {
    fn from(error: TooLarge) -> Self {
        Self::TooLarge(error)
    }
}

impl std::fmt::Display for Unsolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(error) => error.fmt(f),
            Self::TooMuchForeseen { states, commitment } => {
                let (of, narrower) = match commitment {
                    Some(name) => (format!("the game of {name}"), ""),
                    None => ("the whole game".to_owned(), ", or `scope: EachCommitment`"),
                };
                write!(
                    f,
                    "strategic parties look at {of}, which has {} states or more, too many to work out what they do; {}{narrower}",
                    states.states,
                    states.what_multiplies(),
                )
            }
            Self::NoEquilibrium { commitment, kappa, residual } => {
                let of = commitment.as_ref().map_or_else(String::new, |name| format!(" of the game of {name}"));
                let reached = match kappa.is_finite() {
                    true => format!("was followed down to {kappa:.4} times the noise asked for"),
                    false => "could not be followed from even choices".to_owned(),
                };
                write!(
                    f,
                    "no equilibrium{of} was found: the principal branch {reached}, and its last point misses one at the noise asked for by {residual:.1e} (1e-10 may be missing); use more noise, let parties choose less (chooses), or play longer rounds"
                )
            }
        }
    }
}
