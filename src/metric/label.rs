//! What a column of results is about, by the names that a reader knows: equal for equal columns of any game.

use crate::game::Game;
use crate::metric::{About, Kind, Metric, MetricSpec, Quantity, Storage};
use serde::{Deserialize, Serialize};

/// A metric, and the names of those whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Label {
    /// What is measured.
    pub metric: Metric,
    /// Party, or "joint".
    pub party: Option<String>,
    /// Commitment.
    pub commitment: Option<String>,
}

impl Label {
    /// What `quantity` is called in `game`.
    pub fn new(game: &Game, quantity: Quantity) -> Self {
        let party = |p: usize| Some(game.sides[p].name.clone());
        let (party, commitment) = match quantity.about {
            About::Agreement => (None, None),
            About::Joint => (Some("joint".to_owned()), None),
            About::Party(p) => (party(p), None),
            About::Commitment { owner, index } => (party(owner), Some(game.duties[index].name.clone())),
        };
        Self { metric: quantity.metric, party, commitment }
    }

    /// What is said of its metric.
    pub fn spec(&self) -> MetricSpec {
        self.metric.spec()
    }

    /// Name as `metric.party` or `metric.party.commitment`.
    pub fn path(&self) -> String {
        let parts = [Some(self.metric.name()), self.party.as_deref(), self.commitment.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// Unit of the values, as it is written.
    pub fn unit(&self) -> &'static str {
        self.spec().unit.text()
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path())
    }
}

/// A label as a file holds it.
#[derive(Serialize, Deserialize)]
struct Written {
    metric: String,
    party: Option<String>,
    commitment: Option<String>,
    unit: String,
    is_count: bool,
    is_indicator: bool,
}

impl From<Label> for Written {
    fn from(label: Label) -> Self {
        let spec = label.spec();
        Self {
            metric: spec.name.to_owned(),
            party: label.party,
            commitment: label.commitment,
            unit: spec.unit.text().to_owned(),
            is_count: spec.storage == Storage::Whole,
            is_indicator: spec.kind == Kind::Indicator,
        }
    }
}

impl TryFrom<Written> for Label {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { metric: name, party, commitment, unit, is_count, is_indicator } = written;
        let metric = Metric::named(&name).ok_or_else(|| format!("the metric `{name}`, which this version has not"))?;
        let own = Written::from(Self { metric, party: None, commitment: None });
        if (unit.as_str(), is_count, is_indicator) != (own.unit.as_str(), own.is_count, own.is_indicator) {
            return Err(format!("the metric `{name}` in {unit}, which is none of this version"));
        }
        Ok(Self { metric, party, commitment })
    }
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn a_label_is_written_with_all_that_its_metric_says_and_read_again() {
        let text = r#"{"metric":"compliance","party":"US","commitment":"purchases","unit":"share","is_count":false,"is_indicator":false}"#;
        let label: Label = serde_json::from_str(text).unwrap();
        assert_eq!(label.path(), "compliance.US.purchases");
        assert_eq!(serde_json::to_string(&label).unwrap(), text);
    }

    #[test]
    fn a_label_that_no_metric_has_is_refused() {
        let text = |metric, unit| {
            format!(
                r#"{{"metric":"{metric}","party":null,"commitment":null,"unit":"{unit}","is_count":false,"is_indicator":false}}"#
            )
        };
        for (metric, unit, found) in [("karma", "share", "karma"), ("compliance", "rounds", "in rounds")] {
            let error = serde_json::from_str::<Label>(&text(metric, unit)).unwrap_err().to_string();
            assert!(error.contains(found), "{error}");
        }
    }
}
