//! Games compared replication by replication, on the same luck.

use crate::metric::{About, Kind, Label, Metric, Quantity, Unit};
use crate::simulate::Player;
use crate::simulate::observed::Observed;
use crate::stats::{CoMoments, Moments, PairedRatio};
use serde::{Deserialize, Serialize};

/// Games that are ranked, which of them is the baseline, and where each metric of the others is found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairing {
    baseline: Option<usize>,
    games: Vec<Columns>,
}

/// The metrics of one game.
#[derive(Clone, Debug, PartialEq)]
struct Columns {
    /// By metric, how it is summed up, and its place in the baseline, where it is there.
    metrics: Vec<(Kind, Option<usize>)>,
    joint_welfare: usize,
    survived: usize,
    compliance: [usize; 2],
}

/// How games differ from a baseline, and how the metrics that designs are ranked by vary together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    /// By game and metric; empty for the baseline.
    pub differences: Vec<Vec<Difference>>,
    /// By [`Headline`], over all games; compliance as rounds kept of all games, then rounds owed.
    pub(crate) headlines: Vec<CoMoments>,
}

/// The difference of one metric between a game and the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Difference {
    /// Of numbers, where both are defined.
    Number(Moments),
    /// Of indicators: runs in which both hold, the game's alone, the baseline's alone, neither.
    Indicator([u64; 4]),
    /// Of ratios of totals.
    Ratio(Box<PairedRatio>),
    /// The baseline has no such metric.
    Apart,
}

/// What designs are ranked by: more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Headline {
    /// Welfare of both parties.
    Welfare,
    /// Share of all commitment-rounds kept, of both parties.
    Compliance,
    /// Whether the agreement stands after the last round.
    Survived,
}

impl Headline {
    /// All of them, in the order of [`Pairs::headlines`].
    pub(crate) const ALL: [Self; 3] = [Self::Welfare, Self::Compliance, Self::Survived];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Welfare => "welfare.joint",
            Self::Compliance => "compliance",
            Self::Survived => "survived",
        }
    }

    /// Its metric.
    pub(crate) fn metric(self) -> Metric {
        match self {
            Self::Welfare => Metric::Welfare,
            Self::Compliance => Metric::Compliance,
            Self::Survived => Metric::Survived,
        }
    }

    /// The column that holds it; compliance, which is that of both parties, has none.
    pub(crate) fn label(self) -> Option<Label> {
        let label = |party| Some(Label { metric: self.metric(), party, commitment: None });
        match self {
            Self::Welfare => label(Some("joint".to_owned())),
            Self::Survived => label(None),
            Self::Compliance => None,
        }
    }

    /// Its unit.
    pub(crate) fn unit(self) -> &'static str {
        self.metric().spec().unit.text()
    }
}

impl Pairing {
    /// No comparison.
    pub fn none() -> Self {
        Self { baseline: None, games: Vec::new() }
    }

    /// Games ranked, and compared with the one at `baseline`, where it is among them.
    pub fn with(players: &[Player<'_>], baseline: Option<usize>) -> Self {
        let labels = |player: &Player<'_>| -> Vec<Label> {
            player.metrics().iter().map(|&quantity| Label::new(player.game(), quantity)).collect()
        };
        let base = baseline.map(|k| &players[k]);
        let known = base.map_or_else(Vec::new, labels);
        let games = players.iter().map(|player| {
            // Rounds of unlike lengths are not alike.
            let same_rounds = base.is_some_and(|base| player.game().years == base.game().years);
            let is_alike = |label: &Label| same_rounds || label.spec().unit != Unit::Rounds;
            let found = |label: &Label| known.iter().position(|other| other == label);
            let column = |label: Label| (label.spec().kind, found(&label).filter(|_| is_alike(&label)));
            let at =
                |wanted: Quantity| player.metrics().iter().position(|metric| *metric == wanted).unwrap_or_default();
            Columns {
                metrics: labels(player).into_iter().map(column).collect(),
                joint_welfare: at(Metric::Welfare.of(About::Joint)),
                survived: at(Metric::Survived.of(About::Agreement)),
                compliance: [0, 1].map(|p| at(Metric::Compliance.of_party(p))),
            }
        });
        Self { baseline, games: games.collect() }
    }

    /// Whether anything is ranked.
    pub(crate) fn is_needed(&self) -> bool {
        !self.games.is_empty()
    }

    /// The game that others are compared with.
    pub fn baseline(&self) -> Option<usize> {
        self.baseline
    }

    /// Where a metric of a game is found in the baseline.
    pub fn place(&self, game: usize, metric: usize) -> Option<usize> {
        self.games.get(game)?.metrics.get(metric)?.1
    }

    /// What no replication shows.
    pub(super) fn nothing(&self) -> Pairs {
        if !self.is_needed() {
            return Pairs::default();
        }
        let differences = self.games.iter().enumerate().map(|(k, columns)| match self.baseline {
            Some(baseline) if k != baseline => {
                columns.metrics.iter().map(|&(kind, place)| Difference::none(kind, place.is_some())).collect()
            }
            _ => Vec::new(),
        });
        Pairs { differences: differences.collect(), headlines: vec![CoMoments::default(); Headline::ALL.len()] }
    }

    /// What the same replications of all games show.
    pub(super) fn compare(&self, observed: &[&Observed]) -> Pairs {
        let mut pairs = self.nothing();
        let Some(&base) = observed.get(self.baseline.unwrap_or_default()).filter(|_| self.is_needed()) else {
            return pairs;
        };
        for ((differences, columns), observed) in pairs.differences.iter_mut().zip(&self.games).zip(observed) {
            for (metric, difference) in differences.iter_mut().enumerate() {
                let Some(place) = columns.metrics[metric].1 else { continue };
                match difference {
                    Difference::Number(moments) => {
                        let pairs = observed.values(metric).iter().zip(base.values(place));
                        let differences: Vec<f64> = pairs.map(|(x, y)| x - y).filter(|d| !d.is_nan()).collect();
                        *moments = Moments::from_slice(&differences);
                    }
                    Difference::Indicator(cells) => {
                        for (x, y) in observed.values(metric).iter().zip(base.values(place)) {
                            cells[usize::from(*x == 0.0) * 2 + usize::from(*y == 0.0)] += 1;
                        }
                    }
                    Difference::Ratio(ratio) => {
                        for ([x1, y1], [x0, y0]) in observed.ratios(metric).iter().zip(base.ratios(place)) {
                            ratio.push(*x1, *y1, *x0, *y0);
                        }
                    }
                    Difference::Apart => {}
                }
            }
        }
        for replication in 0..base.n() {
            let each = |value: &dyn Fn(&Columns, &Observed) -> f64| -> Vec<f64> {
                self.games.iter().zip(observed).map(|(columns, observed)| value(columns, observed)).collect()
            };
            let total = |which: usize| -> Vec<f64> {
                each(&|columns, observed| {
                    columns.compliance.map(|c| observed.ratios(c)[replication][which] as f64).iter().sum()
                })
            };
            let welfare = each(&|columns, observed| observed.values(columns.joint_welfare)[replication]);
            let survived = each(&|columns, observed| observed.values(columns.survived)[replication]);
            pairs.headlines[0].push(&welfare);
            pairs.headlines[1].push(&[total(0), total(1)].concat());
            pairs.headlines[2].push(&survived);
        }
        pairs
    }
}

impl Pairs {
    /// Adds the replications that follow.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.differences.iter_mut().flatten().zip(other.differences.iter().flatten()) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.headlines.iter_mut().zip(&other.headlines) {
            mine.merge(theirs);
        }
    }
}

impl Difference {
    fn none(kind: Kind, is_common: bool) -> Self {
        match kind {
            _ if !is_common => Self::Apart,
            Kind::Number => Self::Number(Moments::default()),
            Kind::Indicator => Self::Indicator([0; 4]),
            Kind::Ratio => Self::Ratio(Box::default()),
        }
    }

    fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Number(mine), Self::Number(theirs)) => mine.merge(theirs),
            (Self::Ratio(mine), Self::Ratio(theirs)) => mine.merge(theirs),
            (Self::Indicator(mine), Self::Indicator(theirs)) => {
                mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
            }
            _ => {}
        }
    }
}
