//! The one table of metrics: what each is called, about whom, in which unit, how it is summed up, shown, stored, tested.

use crate::game::{AccountPart, DisputeEnd};
use crate::metric::Metric;

/// What is said of a metric, whomever it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricSpec {
    /// Its name.
    pub name: &'static str,
    /// Whom there is one of it for.
    pub whose: Whose,
    /// Unit of the values.
    pub unit: Unit,
    /// How it is summed up over runs.
    pub kind: Kind,
    /// Values that it may have.
    pub range: Range,
    /// Group of a table that it stands in.
    pub group: Group,
    /// How a column holds the values of single runs.
    pub storage: Storage,
    /// What moves it.
    pub moved_by: MovedBy,
    /// Whether the exact engine knows it: it depends on the public state alone.
    pub is_exact: bool,
}

/// Whom there is one of a metric for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The agreement.
    Agreement,
    /// Each party.
    Parties,
    /// Each party, and both together.
    PartiesAndJoint,
    /// Each party, and each of its commitments.
    PartiesAndCommitments,
}

/// The unit of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Billions of dollars.
    Money,
    /// 0 to 1.
    Share,
    /// A number of events a run.
    Count,
    /// Rounds.
    Rounds,
    /// Ad valorem fraction.
    Rate,
}

/// How a metric is summed up over runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By its mean, with Student's interval.
    Number,
    /// By a proportion, with Wilson's interval.
    Indicator,
    /// By a ratio of totals, with an interval by the delta method.
    Ratio,
}

/// Values that a metric may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Any number.
    Any,
    /// 0 or more.
    Positive,
    /// 0 to 1.
    Fraction,
    /// 0 to the rounds of the horizon.
    Horizon,
}

/// The groups of a table of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whether and how long the agreement stands.
    Agreement,
    /// What it is worth.
    Welfare,
    /// Where that comes from.
    Accounts,
    /// Whether it is kept, and what is seen of that.
    Compliance,
    /// What complainants do about it.
    Disputes,
    /// What respondents do about that.
    Answers,
    /// What that costs trade.
    Tariffs,
}

/// How a column holds the values of single runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// As whole numbers.
    Whole,
    /// As numbers, few of which are equal.
    Number,
    /// As numbers, many of which are equal.
    Share,
}

/// What moves a metric: how often that happens in a sample says whether its mean can be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedBy {
    /// Every round.
    EveryRound,
    /// Rounds of the agreement that differ from the rest.
    SomeRounds,
    /// Agreements that end.
    Endings,
    /// Remedies of the party.
    OwnRemedies,
    /// Remedies of either party.
    Remedies,
    /// Runs that differ from the rest.
    SomeRuns,
    /// The events that it counts.
    Events,
}

impl Metric {
    /// What is said of it.
    #[rustfmt::skip]
    pub const fn spec(self) -> MetricSpec {
        use {Group as G, Kind::*, MovedBy::*, Range::*, Storage as S, Unit as U, Whose::*};
        const SAMPLED: bool = false;
        const EXACT: bool = true;
        match self {
            Self::Survived           => row("survived",          Agreement,             U::Share,  Indicator, Fraction, G::Agreement,  S::Whole,  SomeRuns,   EXACT),
            Self::Duration           => row("duration",          Agreement,             U::Rounds, Number,    Horizon,  G::Agreement,  S::Whole,  Endings,    EXACT),
            Self::Stands             => row("stands",            Agreement,             U::Share,  Number,    Fraction, G::Agreement,  S::Share,  Endings,    EXACT),
            Self::Renewals           => row("renewals",          Agreement,             U::Count,  Number,    Positive, G::Agreement,  S::Whole,  Events,     EXACT),
            Self::Withdrawn          => row("withdrawn",         Parties,               U::Share,  Indicator, Fraction, G::Agreement,  S::Whole,  SomeRuns,   EXACT),
            Self::Welfare            => row("welfare",           PartiesAndJoint,       U::Money,  Number,    Any,      G::Welfare,    S::Number, EveryRound, EXACT),
            Self::Surplus            => row("surplus",           PartiesAndJoint,       U::Money,  Number,    Any,      G::Welfare,    S::Number, EveryRound, EXACT),
            Self::Efficiency         => row("efficiency",        Parties,               U::Share,  Number,    Any,      G::Welfare,    S::Number, EveryRound, EXACT),
            Self::Account(part)      => row(account(part),       Parties,               U::Money,  Number,    Any,      G::Accounts,   S::Number, moves(part), EXACT),
            Self::Compliance         => row("compliance",        PartiesAndCommitments, U::Share,  Ratio,     Fraction, G::Compliance, S::Share,  SomeRounds, EXACT),
            Self::Violations         => row("violations",        Parties,               U::Count,  Number,    Positive, G::Compliance, S::Whole,  Events,     EXACT),
            Self::Alarms             => row("alarms",            Parties,               U::Count,  Number,    Positive, G::Compliance, S::Whole,  Events,     EXACT),
            Self::FalseAlarms        => row("false_alarms",      Parties,               U::Count,  Number,    Positive, G::Compliance, S::Whole,  Events,     EXACT),
            Self::Grievances         => row("grievances",        Parties,               U::Count,  Number,    Positive, G::Disputes,   S::Whole,  Events,     EXACT),
            Self::Ended(end)         => row(ended(end),          Parties,               U::Count,  Number,    Positive, G::Disputes,   S::Whole,  Events,     EXACT),
            Self::Upheld             => row("upheld",            Parties,               U::Count,  Number,    Positive, G::Disputes,   S::Whole,  Events,     EXACT),
            Self::Counters           => row("counters",          Parties,               U::Count,  Number,    Positive, G::Answers,    S::Whole,  Events,     EXACT),
            Self::WrongfulRemedies   => row("wrongful_remedies", Parties,               U::Count,  Number,    Positive, G::Disputes,   S::Whole,  Events,     SAMPLED),
            Self::RemedyRounds       => row("remedy_rounds",     Parties,               U::Rounds, Number,    Positive, G::Disputes,   S::Whole,  Events,     EXACT),
            Self::UnderRemedy        => row("under_remedy",      Parties,               U::Share,  Ratio,     Fraction, G::Disputes,   S::Share,  OwnRemedies, EXACT),
            Self::ResolutionRounds   => row("resolution_rounds", Parties,               U::Rounds, Ratio,     Positive, G::Disputes,   S::Share,  Events,     SAMPLED),
            Self::Tariff             => row("tariff",            Parties,               U::Rate,   Number,    Positive, G::Tariffs,    S::Number, Remedies,   EXACT),
            Self::TariffPeak         => row("tariff_peak",       Parties,               U::Rate,   Number,    Positive, G::Tariffs,    S::Share,  Events,     SAMPLED),
        }
    }
}

/// What ends of disputes are called where they are counted.
const fn ended(end: DisputeEnd) -> &'static str {
    match end {
        DisputeEnd::Remedy => "remedies",
        other => other.name(),
    }
}

/// What parts of welfare are called as metrics.
const fn account(part: AccountPart) -> &'static str {
    match part {
        AccountPart::Accord => "account_accord",
        AccountPart::Gains => "account_gains",
        AccountPart::Harm => "account_harm",
        AccountPart::Clash => "account_clash",
        AccountPart::Standing => "account_standing",
        AccountPart::Remedies => "account_remedies",
        AccountPart::Payments => "account_payments",
        AccountPart::Costs => "account_costs",
        AccountPart::Breakdown => "account_breakdown",
        AccountPart::After => "account_after",
    }
}

/// What moves a part of welfare.
const fn moves(part: AccountPart) -> MovedBy {
    match part {
        AccountPart::Remedies | AccountPart::Payments | AccountPart::Costs => MovedBy::Remedies,
        AccountPart::Breakdown => MovedBy::Endings,
        _ => MovedBy::EveryRound,
    }
}

/// A row of the table, its columns in the order of [`MetricSpec`].
#[expect(clippy::too_many_arguments, reason = "a table has as many columns as it has")]
const fn row(
    name: &'static str,
    whose: Whose,
    unit: Unit,
    kind: Kind,
    range: Range,
    group: Group,
    storage: Storage,
    moved_by: MovedBy,
    is_exact: bool,
) -> MetricSpec {
    MetricSpec { name, whose, unit, kind, range, group, storage, moved_by, is_exact }
}

impl Unit {
    /// Whether values are parts of one, which an axis shows from 0 to 1.
    pub fn is_part(self) -> bool {
        matches!(self, Self::Share | Self::Rate)
    }

    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Money => "$bn",
            Self::Share => "share",
            Self::Count => "count",
            Self::Rounds => "rounds",
            Self::Rate => "ad valorem",
        }
    }
}

impl Group {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Agreement,
        Self::Welfare,
        Self::Accounts,
        Self::Compliance,
        Self::Disputes,
        Self::Answers,
        Self::Tariffs,
    ];

    /// Its heading; a group without one goes on where the one before it ends.
    pub fn title(self) -> Option<&'static str> {
        match self {
            Self::Agreement => Some("Agreement"),
            Self::Welfare => Some("Welfare"),
            Self::Accounts => Some("Where welfare comes from"),
            Self::Compliance => Some("Compliance"),
            Self::Disputes => Some("Disputes, by complainant"),
            Self::Answers => None,
            Self::Tariffs => Some("Tariffs on a party's imports"),
        }
    }

    /// Its metrics, in the order in which they are shown.
    pub fn metrics(self) -> impl Iterator<Item = Metric> {
        Metric::ALL.into_iter().filter(move |metric| metric.spec().group == self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Metric, Range, Storage};

    #[test]
    fn what_is_counted_is_stored_as_whole_numbers() {
        for metric in Metric::ALL {
            let spec = metric.spec();
            let is_counted = spec.unit == super::Unit::Count || spec.kind == Kind::Indicator;
            assert!(!is_counted || spec.storage == Storage::Whole, "{}", spec.name);
            assert!(spec.kind != Kind::Indicator || spec.range == Range::Fraction, "{}", spec.name);
        }
    }
}
