//! What it takes to make a game ready, where that is long.

use crate::game::Agreement;
use crate::text::labels;

/// Situations that are weighed in a second, about; on one thread of a machine of 2024.
const A_SECOND: u64 = 15_000;

/// Remarks on deliberate conduct that takes more than a few seconds to work out.
pub(super) fn remarks(agreement: &Agreement) -> Vec<String> {
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    let told = names.into_iter().enumerate().filter_map(|(p, name)| {
        let situations = agreement.situations_weighed(p);
        let seconds = situations / A_SECOND;
        (seconds >= 3).then(|| {
            let time = if seconds < 120 { format!("{seconds} s") } else { format!("{} min", seconds / 60) };
            format!(
                "parties.{name}.conduct.comply: Deliberate weighs up to {situations} situations before the first round, which takes about {time}; longer rounds or shorter stages make them fewer"
            )
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    #[test]
    fn long_preparation_is_foretold() {
        let of = |round: &str| {
            let set = vec![("round".to_owned(), round.to_owned())];
            remarks(load(&Request { set, ..Request::default() }).unwrap().agreement())
        };
        assert_eq!(of("Month"), [""; 0]);
        let told = of("Days(1)");
        assert!(!told.is_empty() && told[0].contains("situations before the first round"), "{told:?}");
    }
}
