//! A metric about somebody: what a run of a game has one value of.

use crate::game::{AccountPart, Afterwards, Game, commitments_of};
use crate::metric::{Metric, Whose};
use serde::{Deserialize, Serialize};

/// A metric about somebody in a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// What is measured.
    pub metric: Metric,
    /// Whom it is about.
    pub about: About,
}

/// Whom a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The agreement.
    Agreement,
    /// One party.
    Party(usize),
    /// Both parties together.
    Joint,
    /// One commitment of a party.
    Commitment {
        /// The party that owes it.
        owner: usize,
        /// Its place among all commitments.
        index: usize,
    },
}

/// All quantities of a game, in the order in which they are shown; those of accounts where they are asked for.
pub fn catalogue(game: &Game, accounts: bool) -> Vec<Quantity> {
    let is_asked = |metric: &Metric| match metric {
        Metric::Account(AccountPart::After) => accounts && game.afterwards == Afterwards::Forever,
        metric => accounts || !metric.is_account(),
    };
    Metric::ALL
        .into_iter()
        .filter(is_asked)
        .flat_map(|metric| metric.whose(game).into_iter().map(move |about| metric.of(about)))
        .collect()
}

impl Metric {
    /// The metric about somebody.
    pub fn of(self, about: About) -> Quantity {
        Quantity { metric: self, about }
    }

    /// The metric about one party.
    pub fn of_party(self, party: usize) -> Quantity {
        self.of(About::Party(party))
    }

    /// Whom a game has this metric for.
    fn whose(self, game: &Game) -> Vec<About> {
        let commitments =
            |owner: usize| commitments_of(game, owner).map(move |index| About::Commitment { owner, index });
        let parties = [0, 1].map(About::Party);
        match self.spec().whose {
            Whose::Agreement => vec![About::Agreement],
            Whose::Parties => parties.to_vec(),
            Whose::PartiesAndJoint => vec![parties[0], parties[1], About::Joint],
            Whose::PartiesAndCommitments => {
                [0, 1].into_iter().flat_map(|p| std::iter::once(parties[p]).chain(commitments(p))).collect()
            }
        }
    }
}

impl About {
    /// The party that it is about or that owes the commitment; the first where it is about both.
    pub fn party(self) -> usize {
        match self {
            Self::Party(party) | Self::Commitment { owner: party, .. } => party,
            Self::Agreement | Self::Joint => 0,
        }
    }
}
