//! Walks every branch of what chance may decide, with its probability.

use crate::game::{Chance, Lottery, Odds, Slot};
use crate::stats::Probability;

/// A chance that answers along one branch after another.
#[derive(Debug, Default)]
pub struct Walk {
    forced: Option<(Slot, bool)>,
    answers: Vec<Answer>,
    asked: usize,
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    yes: bool,
    probability: Probability,
}

/// Calls `visit` with the probability and the result of every branch of `play`. The question of `forced`, where there
/// is one, always gets that answer, and its probability does not count.
pub fn every_branch<T>(
    forced: Option<(Slot, bool)>,
    mut play: impl FnMut(&mut Walk) -> T,
    mut visit: impl FnMut(f64, T),
) {
    let mut walk = Walk { forced, ..Walk::default() };
    loop {
        walk.asked = 0;
        let result = play(&mut walk);
        let share = |answer: &Answer| if answer.yes { answer.probability.yes() } else { answer.probability.no() };
        visit(walk.answers.iter().map(share).product(), result);
        while walk.answers.last().is_some_and(|answer| !answer.yes) {
            walk.answers.pop();
        }
        match walk.answers.last_mut() {
            Some(answer) => answer.yes = false,
            None => return,
        }
    }
}

impl Walk {
    fn ask(&mut self, probability: Probability) -> bool {
        if self.asked == self.answers.len() {
            self.answers.push(Answer { yes: true, probability });
        }
        self.asked += 1;
        self.answers[self.asked - 1].yes
    }
}

impl Chance for Walk {
    #[inline]
    fn happens(&mut self, slot: Slot, odds: Odds) -> bool {
        if let Some((forced, answer)) = self.forced
            && forced == slot
        {
            return answer;
        }
        odds.probability.certain().unwrap_or_else(|| self.ask(odds.probability))
    }

    fn pick(&mut self, _: Slot, lottery: &Lottery) -> usize {
        let possible = |&outcome: &usize| lottery.probabilities[outcome] > 0.0;
        let outcomes: Vec<usize> = (0..lottery.probabilities.len()).filter(possible).collect();
        for (place, &outcome) in outcomes.iter().enumerate() {
            let later: f64 = outcomes[place + 1..].iter().map(|&later| lottery.probabilities[later]).sum();
            let here = lottery.probabilities[outcome];
            if later == 0.0 || self.ask(Probability::of(here / (here + later), later / (here + later))) {
                return outcome;
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_share_out_the_whole_probability() {
        let lottery = Lottery::new(vec![0.25, 0.0, 0.5, 0.25]);
        let mut found = Vec::new();
        let play = |walk: &mut Walk| {
            let first = walk.happens(Slot::comply(0), Odds::new(0.3));
            (first, if first { walk.pick(Slot::pressure(0), &lottery) } else { 9 })
        };
        every_branch(None, play, |probability, result| found.push((result, probability)));
        found.sort_by_key(|(result, _)| *result);
        let expected = [((false, 9), 0.7), ((true, 0), 0.075), ((true, 2), 0.15), ((true, 3), 0.075)];
        assert_eq!(found.len(), expected.len());
        for ((result, probability), (wanted, share)) in found.into_iter().zip(expected) {
            assert_eq!(result, wanted);
            assert!((probability - share).abs() < 1e-15);
        }
    }
}
