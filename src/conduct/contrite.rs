//! Contrite tit for tat: tit for tat by standing, so that an accidental violation is atoned for (Boyd 1989).

use crate::conduct::Mode;

/// Modes by (my standing, the other's standing); good at first.
pub(super) fn modes() -> Vec<Mode> {
    let mode = |mine_good: bool, theirs_good: bool| u32::from(!mine_good) * 2 + u32::from(!theirs_good);
    let mut modes = Vec::new();
    for (mine_good, theirs_good) in [(true, true), (true, false), (false, true), (false, false)] {
        let i_am_entitled = mine_good && !theirs_good;
        let other_is_entitled = theirs_good && !mine_good;
        let after =
            |mine_alarm: bool, their_alarm: bool| mode(!mine_alarm || i_am_entitled, !their_alarm || other_is_entitled);
        let next = [after(false, false), after(false, true), after(true, false), after(true, true)];
        modes.push(Mode::new(if i_am_entitled { 0.0 } else { 1.0 }, next));
    }
    modes
}
