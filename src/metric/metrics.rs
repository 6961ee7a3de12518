//! The metrics of a run.

use crate::game::{AccountPart, DisputeEnd};
use serde::{Deserialize, Serialize};

/// A metric, of whomever; [`Metric::spec`] tells all about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Metric {
    /// Whether the agreement stands after the last round.
    Survived,
    /// Rounds in which the first agreement stood.
    Duration,
    /// Share of rounds in which an agreement stood.
    Stands,
    /// Agreements signed again.
    Renewals,
    /// Whether the party withdrew.
    Withdrawn,
    /// Discounted sum of payoffs.
    Welfare,
    /// Welfare beyond what no agreement would have brought.
    Surplus,
    /// Share of the way from war to the ideal.
    Efficiency,
    /// A part of welfare.
    Account(AccountPart),
    /// Share of commitment-rounds kept: of a party's commitments, or of one of them.
    Compliance,
    /// Commitment-rounds violated.
    Violations,
    /// Alarms on a party's commitments.
    Alarms,
    /// Alarms in rounds in which the commitment was kept.
    FalseAlarms,
    /// Grievances raised by a party.
    Grievances,
    /// Its grievances that ended in this way.
    Ended(DisputeEnd),
    /// Rulings for it, not blocked.
    Upheld,
    /// Decisions to counter a remedy.
    Counters,
    /// Remedies whose grievance began with a false alarm.
    WrongfulRemedies,
    /// Dispute-rounds with a remedy of the party in force.
    RemedyRounds,
    /// Share of the rounds of the agreement with a remedy of the party in force.
    UnderRemedy,
    /// Rounds from filing to closing or imposition.
    ResolutionRounds,
    /// Mean tariff on its imports.
    Tariff,
    /// Highest mean tariff of a round on its imports.
    TariffPeak,
}

impl Metric {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 39] = [
        Self::Survived,
        Self::Duration,
        Self::Stands,
        Self::Renewals,
        Self::Withdrawn,
        Self::Welfare,
        Self::Surplus,
        Self::Efficiency,
        Self::Account(AccountPart::Accord),
        Self::Account(AccountPart::Gains),
        Self::Account(AccountPart::Harm),
        Self::Account(AccountPart::Clash),
        Self::Account(AccountPart::Standing),
        Self::Account(AccountPart::Remedies),
        Self::Account(AccountPart::Payments),
        Self::Account(AccountPart::Costs),
        Self::Account(AccountPart::Breakdown),
        Self::Account(AccountPart::After),
        Self::Compliance,
        Self::Violations,
        Self::Alarms,
        Self::FalseAlarms,
        Self::Grievances,
        Self::Ended(DisputeEnd::Cured),
        Self::Ended(DisputeEnd::Lapsed),
        Self::Ended(DisputeEnd::Settled),
        Self::Ended(DisputeEnd::Dismissed),
        Self::Ended(DisputeEnd::Blocked),
        Self::Ended(DisputeEnd::Denied),
        Self::Ended(DisputeEnd::Dropped),
        Self::Ended(DisputeEnd::Remedy),
        Self::Upheld,
        Self::Counters,
        Self::WrongfulRemedies,
        Self::RemedyRounds,
        Self::UnderRemedy,
        Self::ResolutionRounds,
        Self::Tariff,
        Self::TariffPeak,
    ];

    /// The metric of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Whether it is a part of welfare, told only where it is asked for.
    pub fn is_account(self) -> bool {
        matches!(self, Self::Account(_))
    }

    /// Its name, such as `compliance`.
    pub fn name(self) -> &'static str {
        self.spec().name
    }
}

#[cfg(test)]
mod tests {
    use super::Metric;

    #[test]
    fn every_metric_is_found_by_its_name() {
        for metric in Metric::ALL {
            assert_eq!(Metric::named(metric.name()), Some(metric));
        }
        assert_eq!(Metric::named("nothing"), None);
    }
}
