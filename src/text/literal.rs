//! A value of any kind, kept as it is written.

use serde::{Deserialize, Serialize};

/// The RON text of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Literal(pub String);

impl Literal {
    /// The name by which the decoder knows it.
    pub(super) const NAME: &str = "Literal";
}
