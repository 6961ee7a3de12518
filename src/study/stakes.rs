//! Noise of conduct that looks ahead that drowns what is at stake.

use crate::game::Agreement;
use crate::stats::Probability;
use crate::text::labels;

/// Remarks on conduct that looks ahead whose noise is larger than what a violation gains until it is next decided upon: it
/// tosses a coin.
pub(super) fn remarks(agreement: &Agreement) -> Vec<String> {
    let years = agreement.round.years();
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    let mut remarks = Vec::new();
    for (party, name) in agreement.parties.iter().zip(names) {
        let pressure = party.pressure.chain(years).values.into_iter().fold(0.0, f64::max);
        for commitment in &party.commitments {
            let rule = &party.conduct.comply;
            let strategic = rule.strategic().map(|strategic| strategic.noise);
            let Some(noise) = rule.noise_on(&commitment.name).or(strategic) else { continue };
            let stands = commitment.up_for_decision(years).map_or(0.0, Probability::no);
            let rounds = 1.0 / (1.0 - stands * libm::pow(party.discount, years));
            let (stake, while_it_lasts) = (commitment.gain * pressure * years * rounds, stands > 0.0);
            // At this ratio a violation that nothing answers is no likelier than 73 %.
            if noise > stake {
                remarks.push(format!(
                    "parties.{name}.conduct.comply: a noise of {noise:?} is in $bn a {}, and more than a violation of {} gains in {} ({}): conduct is near the toss of a coin",
                    if while_it_lasts || strategic.is_some() { "decision" } else { "round" },
                    commitment.name,
                    if while_it_lasts { "the time until the next".to_owned() } else { format!("a {}", agreement.round) },
                    format!("{stake:.3}").trim_end_matches('0').trim_end_matches('.')
                ));
            }
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn noise_above_what_is_at_stake_is_remarked_upon() {
        let of = |noise: &str| {
            let set = vec![("parties.China.conduct.comply".to_owned(), format!("Deliberate(noise: {noise})"))];
            remarks(load(&Request { set, ..Request::default() }).unwrap().agreement())
        };
        assert_eq!(of("0.01"), [""; 0]);
        let told = of("50.0");
        assert_eq!(told.len(), 2);
        assert!(told[0].contains("noise of 50.0 is in $bn a decision"), "{told:?}");
    }
}
