//! The part of the state that bears on one commitment: what deliberate conduct looks at.

use crate::game::{Game, State, StatusId, opponent};

/// Numbers the situations of one commitment: its dispute, the complainant's standing tranches, clean counter and mode,
/// the review phase, the notice, and its owner's pressure.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    complainant: usize,
    owner: usize,
    /// Rounds from one release to the next.
    after: usize,
    /// Whether tranches go one by one.
    staged: bool,
    n_standing: usize,
    n_phases: usize,
    n_notices: usize,
    n_modes: usize,
    n_levels: usize,
    n_statuses: usize,
}

impl Outlook {
    /// The outlook of `owner` on each of its commitments.
    pub fn new(game: &Game, owner: usize) -> Self {
        let procedure = &game.procedure;
        let complainant = opponent(owner);
        let n_kept = usize::from(game.sides[complainant].kept_at_signing);
        let releases = procedure.release.filter(|_| n_kept > 0);
        let (staged, after) = releases.map_or((false, 0), |release| (release.staged, release.after as usize));
        Self {
            complainant,
            owner,
            after,
            staged,
            n_standing: if staged { n_kept * after + 1 } else { after + 1 },
            n_phases: procedure.review_every as usize,
            n_notices: procedure.notice.map_or(1, |notice| notice as usize + 1),
            n_modes: game.sides[complainant].next_mode.len(),
            n_levels: game.sides[owner].pressure.len(),
            n_statuses: game.docket.n_statuses(),
        }
    }

    /// Number of situations.
    pub fn len(&self) -> usize {
        self.n_statuses * self.block()
    }

    /// Whether there is none; never so.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Pressure levels of the owner.
    pub fn n_levels(&self) -> usize {
        self.n_levels
    }

    /// Situations of one dispute status: the place of a state is its dispute's status times this, plus its situation.
    #[inline]
    pub fn block(&self) -> usize {
        self.n_standing * self.n_phases * self.n_notices * self.n_modes * self.n_levels
    }

    /// Number of all that bears on the owner's commitments in `state` but for the dispute on each.
    #[inline]
    pub fn situation(&self, state: &State) -> usize {
        let mut place = self.standing(state.kept[self.complainant], state.clean[self.complainant]);
        place = place * self.n_phases + state.phase as usize;
        place = place * self.n_notices + state.notice as usize;
        place = place * self.n_modes + state.mode[self.complainant] as usize;
        place * self.n_levels + usize::from(state.pressure[self.owner])
    }

    /// Number of what the complainant keeps and has counted towards the next release; with nothing kept nothing counts.
    #[inline]
    fn standing(&self, kept: u8, clean: u32) -> usize {
        match (self.after, kept) {
            (0, _) | (_, 0) => 0,
            (after, kept) if self.staged => 1 + (usize::from(kept) - 1) * after + clean as usize,
            _ => 1 + clean as usize,
        }
    }

    /// The inverse of `standing`: what is kept, and the rounds counted.
    fn kept_and_clean(&self, game: &Game, standing: usize) -> (u8, u32) {
        let at_signing = game.sides[self.complainant].kept_at_signing;
        match (self.after, standing) {
            (0, _) => (at_signing, 0),
            (_, 0) => (0, 0),
            (after, place) if self.staged => (((place - 1) / after) as u8 + 1, ((place - 1) % after) as u32),
            (_, place) => (at_signing, (place - 1) as u32),
        }
    }

    /// All situations at the lowest pressure in the order of their places, as states of a game in which nothing but
    /// this commitment is owed; a state with several levels of pressure stands for as many places.
    pub fn states(&self, game: &Game) -> Vec<State> {
        let mut states = Vec::with_capacity(self.len() / self.n_levels);
        for status in 0..self.n_statuses {
            for standing in 0..self.n_standing {
                let (kept, clean) = self.kept_and_clean(game, standing);
                for phase in 0..self.n_phases {
                    for notice in 0..self.n_notices {
                        for mode in 0..self.n_modes {
                            let mut state = State::first(game, [0; 2]);
                            state.disputes[0] = status as StatusId;
                            (state.kept[self.complainant], state.clean[self.complainant]) = (kept, clean);
                            (state.phase, state.notice) = (phase as u32, notice as u32);
                            state.mode[self.complainant] = mode as u32;
                            states.push(state);
                        }
                    }
                }
            }
        }
        states
    }
}
