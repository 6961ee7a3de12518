//! Who would have signed: what each party gains from a deal, and where it gains nothing.

use crate::metric::{Label, Metric};
use crate::study::Estimate;
use crate::study::survey::{PointResult, Survey};

/// Designs under which a party would rather have no deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Name of the party.
    pub party: String,
    /// Designs under which it is worse off than without a deal.
    pub refused: Vec<String>,
    /// Designs under which a sample cannot tell.
    pub unclear: Vec<String>,
}

/// What each party gains by a deal under a design, `None` where it could not be played.
pub fn surplus(survey: &Survey, result: &PointResult, arm: usize) -> Option<[Estimate; 2]> {
    let values = result.arms[arm].outcome.as_ref().ok()?;
    let arm = &survey.arms[arm];
    let of = |p: usize| {
        let party = Some(arm.scenario.agreement().parties[p].name.clone());
        let label = Label { metric: Metric::Surplus, party, commitment: None };
        values.metrics.get(arm.column(&label)?).copied()
    };
    Some([of(0)?, of(1)?])
}

/// Parties that would not have signed, each with the designs.
pub fn refusals(survey: &Survey, result: &PointResult) -> Vec<Refusal> {
    let mut refusals: Vec<Refusal> = Vec::new();
    for (k, arm) in survey.arms.iter().enumerate() {
        let Some(surplus) = surplus(survey, result, k) else { continue };
        for (party, gains) in arm.scenario.agreement().parties.iter().zip(surplus) {
            let Some(mean) = gains.mean else { continue };
            let (low, high) = gains.low.zip(gains.high).unwrap_or((mean, mean));
            if low >= 0.0 {
                continue;
            }
            let place = refusals.iter().position(|refusal| refusal.party == party.name).unwrap_or_else(|| {
                refusals.push(Refusal { party: party.name.clone(), refused: Vec::new(), unclear: Vec::new() });
                refusals.len() - 1
            });
            let refusal = &mut refusals[place];
            (if high < 0.0 { &mut refusal.refused } else { &mut refusal.unclear }).push(arm.label.clone());
        }
    }
    refusals
}

impl Refusal {
    /// In words.
    pub fn told(&self) -> Vec<String> {
        let list = |designs: &[String]| match designs {
            [] => String::new(),
            [one] => one.clone(),
            [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
        };
        let mut told = Vec::new();
        if !self.refused.is_empty() {
            told.push(format!(
                "{} would not have signed under {}: it earns more without a deal.",
                self.party,
                list(&self.refused)
            ));
        }
        if !self.unclear.is_empty() {
            told.push(format!(
                "Whether {} would have signed under {} cannot be told: the interval holds 0.",
                self.party,
                list(&self.unclear)
            ));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_designs_and_those_that_cannot_be_told() {
        let designs = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let refusal = |refused: &[&str], unclear: &[&str]| {
            Refusal { party: "US".to_owned(), refused: designs(refused), unclear: designs(unclear) }.told()
        };
        assert_eq!(refusal(&[], &[]), [""; 0]);
        assert_eq!(
            refusal(&["none", "fines", "mirror"], &["wto-dsu"]),
            [
                "US would not have signed under none, fines and mirror: it earns more without a deal.",
                "Whether US would have signed under wto-dsu cannot be told: the interval holds 0."
            ]
        );
    }
}
