//! The part of the state that bears on one commitment: what conduct that looks ahead goes by.

use crate::game::{Procedure, Side, State, StatusId, opponent};
use std::ops::Range;

/// Numbers the situations of one commitment: its dispute, the complainant's standing tranches, clean counter and mode,
/// the review phase, the notice, and its owner's mode and pressure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outlook {
    complainant: usize,
    owner: usize,
    /// Rounds from one release to the next.
    after: usize,
    /// Whether tranches go one by one.
    staged: bool,
    n_standing: usize,
    n_phases: usize,
    n_notices: usize,
    /// Modes of the complainant and of the owner.
    n_modes: [usize; 2],
    n_levels: usize,
    /// First place of each number of tranches kept, and what a round counted, a phase, a round of notice, a mode of the
    /// complainant and one of the owner add.
    by_kept: Vec<usize>,
    strides: [usize; 5],
}

impl Outlook {
    /// The outlook of `owner` on each of its commitments.
    pub(super) fn new(sides: &[Side; 2], procedure: &Procedure, owner: usize) -> Self {
        let complainant = opponent(owner);
        let n_kept = usize::from(sides[complainant].kept_at_signing);
        let releases = procedure.release.filter(|_| n_kept > 0);
        let (staged, after) = releases.map_or((false, 0), |release| (release.staged, release.after as usize));
        let n_phases = procedure.review_every as usize;
        let n_notices = procedure.notice.map_or(1, |notice| notice as usize + 1);
        let n_modes = [complainant, owner].map(|p| sides[p].next_mode.len());
        let n_levels = sides[owner].pressure.len();
        let a_mode = n_modes[1] * n_levels;
        let a_notice = n_modes[0] * a_mode;
        let a_phase = n_notices * a_notice;
        let a_standing = n_phases * a_phase;
        // With nothing kept nothing counts.
        let first = |kept: usize| match (after, kept) {
            (0, _) | (_, 0) => 0,
            (after, kept) if staged => 1 + (kept - 1) * after,
            _ => 1,
        };
        Self {
            complainant,
            owner,
            after,
            staged,
            n_standing: if staged { n_kept * after + 1 } else { after + 1 },
            n_phases,
            n_notices,
            n_modes,
            n_levels,
            by_kept: (0..=n_kept).map(|kept| first(kept) * a_standing).collect(),
            strides: [a_standing, a_phase, a_notice, a_mode, n_levels],
        }
    }

    /// Situations of one dispute status: the place of a state is its dispute's status, counted from the first, times
    /// this, plus its situation.
    #[inline]
    pub(crate) fn block(&self) -> usize {
        self.n_standing * self.n_phases * self.n_notices * self.n_modes[0] * self.n_modes[1] * self.n_levels
    }

    /// Number of all that bears on the owner's commitments in `state` but for the dispute on each.
    #[inline]
    pub(crate) fn situation(&self, state: &State) -> usize {
        let [a_standing, a_phase, a_notice, a_mode, an_own_mode] = self.strides;
        let (kept, clean) = (state.kept[self.complainant], state.clean[self.complainant]);
        self.by_kept[usize::from(kept)]
            + clean as usize * a_standing
            + state.phase as usize * a_phase
            + state.notice as usize * a_notice
            + state.mode[self.complainant] as usize * a_mode
            + state.mode[self.owner] as usize * an_own_mode
            + usize::from(state.pressure[self.owner])
    }

    /// What is kept and the rounds counted at the n-th `standing`; with nothing kept nothing counts.
    fn kept_and_clean(&self, at_signing: u8, standing: usize) -> (u8, u32) {
        match (self.after, standing) {
            (0, _) => (at_signing, 0),
            (_, 0) => (0, 0),
            (after, place) if self.staged => (((place - 1) / after) as u8 + 1, ((place - 1) % after) as u32),
            (_, place) => (at_signing, (place - 1) as u32),
        }
    }

    /// All situations of these statuses at the lowest pressure in the order of their places, as states of a game in which nothing but
    /// this commitment is owed and which begins in `first`; a state with several levels of pressure stands for as many
    /// places.
    pub(crate) fn states(&self, first: State, statuses: Range<StatusId>) -> Vec<State> {
        let mut states = Vec::with_capacity(statuses.len() * self.block() / self.n_levels);
        for status in statuses {
            for standing in 0..self.n_standing {
                let (kept, clean) = self.kept_and_clean(first.kept[self.complainant], standing);
                for phase in 0..self.n_phases {
                    for notice in 0..self.n_notices {
                        for modes in 0..self.n_modes[0] * self.n_modes[1] {
                            let mut state = first;
                            state.disputes[0] = status;
                            (state.kept[self.complainant], state.clean[self.complainant]) = (kept, clean);
                            (state.phase, state.notice) = (phase as u32, notice as u32);
                            state.mode[self.complainant] = (modes / self.n_modes[1]) as u32;
                            state.mode[self.owner] = (modes % self.n_modes[1]) as u32;
                            states.push(state);
                        }
                    }
                }
            }
        }
        states
    }
}

#[cfg(test)]
mod tests {
    use crate::game::{Game, State};
    use crate::scenario::{Request, load};
    use std::collections::BTreeSet;

    /// China, under pressure of three levels, owes something to a party of two tranches and two modes.
    fn game(release: &str) -> Game {
        const MODES: &str = "Automaton(modes: [(comply: 0.5, next: (cc: 1, cd: 1, dc: 1, dd: 1)), \
                             (comply: 0.5, next: (cc: 0, cd: 0, dc: 0, dd: 0))])";
        let set = [
            ("mechanism.release", release),
            ("mechanism.review_every", "2"),
            ("mechanism.withdrawal", "Notice(Rounds(2))"),
            ("parties.US.conduct.comply", MODES),
            ("parties.China.pressure", "Levels(values: [0.5, 1.0, 1.5], persistence: 0.5)"),
        ];
        let set = set.map(|(path, value)| (path.to_owned(), value.to_owned())).to_vec();
        let request = Request { scenario: Some("us_china_quarterly".to_owned()), set, ..Request::default() };
        crate::study::ready(&load(&request).unwrap()).unwrap()
    }

    #[test]
    fn every_situation_stands_at_its_place() {
        for release in ["Never", "AtSigning", "Sunset(Rounds(3))", "Staged(Rounds(2))"] {
            let game = game(release);
            let outlook = game.outlooks[1].as_ref().unwrap();
            let statuses = game.docket.statuses(false);
            let n_situations = statuses.len() * outlook.block();
            let states = outlook.states(State::first(&game, [0; 2]), statuses);
            assert!(n_situations > 0);
            assert_eq!(outlook.n_levels, 3);
            assert_eq!(states.len() * 3, n_situations);
            for (k, mut state) in states.into_iter().enumerate() {
                for level in 0..3 {
                    state.pressure[1] = level;
                    let place = (3 * k + usize::from(level)) % outlook.block();
                    assert_eq!(outlook.situation(&state), place, "{release}: {state:?}");
                }
            }
        }
    }

    #[test]
    fn tranches_go_together_at_a_sunset_and_one_by_one_in_stages() {
        for (release, expected) in [("Sunset(Rounds(3))", vec![0, 2]), ("Staged(Rounds(2))", vec![0, 1, 2])] {
            let game = game(release);
            let states =
                game.outlooks[1].as_ref().unwrap().states(State::first(&game, [0; 2]), game.docket.statuses(false));
            let kept: BTreeSet<u8> = states.iter().map(|state| state.kept[0]).collect();
            assert_eq!(Vec::from_iter(kept), expected, "{release}");
        }
    }
}
