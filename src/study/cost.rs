//! What it takes to make a game ready, where that is long.

use crate::game::{Agreement, Foreseen, Game, Outlook};
use crate::text::labels;
use crate::trade::Reviewed;

/// Situations that are weighed in a second, at worst and at best, on two threads: stages of many rounds that lead back to
/// each other take longest.
const A_SECOND: [usize; 2] = [10_000, 600_000];
/// Seconds that are worth a word.
const LONG: usize = 5;

/// Remarks on deliberate conduct that takes more than a few seconds to work out.
pub(super) fn remarks(agreement: &Agreement) -> Vec<String> {
    let names = labels(agreement.parties.iter().map(|party| Some(party.name.clone())));
    // Shape alone: nothing is worked out yet.
    let outline = Game::new(agreement, Foreseen::Nothing);
    let told = names.into_iter().enumerate().filter_map(|(p, name)| {
        let party = &agreement.parties[p];
        let weighed = party.commitments.iter().filter(|owed| party.conduct.comply.noise_on(&owed.name).is_some());
        let statuses: usize =
            weighed.map(|owed| outline.docket.statuses(owed.reviewed != Reviewed::EveryRound).len()).sum();
        let situations = outline.outlooks[p].as_ref().map_or(0, Outlook::block) * statuses;
        let [most, least] = A_SECOND.map(|a_second| situations / a_second);
        (most >= LONG).then(|| {
            format!(
                "parties.{name}.conduct.comply: Deliberate weighs {situations} situations before the first round, which takes {} to {most} s; use longer rounds or shorter stages",
                least.max(1)
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
        let of = |design: &str, round: &str| {
            let set = vec![("round".to_owned(), round.to_owned())];
            remarks(load(&Request { design: Some(design.to_owned()), set, ..Request::default() }).unwrap().agreement())
        };
        assert_eq!(of("back-end", "Month"), [""; 0]);
        let told = of("back-end", "Days(7)");
        assert!(told[1].contains("845880 situations before the first round, which takes 1 to 84 s"), "{told:?}");
    }
}
