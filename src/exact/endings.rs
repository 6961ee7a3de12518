//! Endings where an agreement may be renewed: the first one, and whether a party ever withdraws.

use crate::exact::Chain;
use crate::exact::forward::Forward;
use crate::exact::hand::{Scene, combos};
use crate::exact::network::sum;
use crate::game::{Game, State, opponent};

/// The first agreement, as if none followed it.
pub(super) struct FirstAgreement {
    /// Rounds in which it stands.
    pub(super) duration: f64,
    /// Probability that it stands after each round.
    pub(super) survives: Vec<f64>,
}

impl FirstAgreement {
    /// Plays all branches of `rounds` rounds from signing; what becomes of war is left out.
    pub(super) fn over(chain: &Chain, rounds: u32) -> Self {
        let forward = Forward::weighed(chain, |core, _, _| f64::from(u8::from(!chain.cores[core].ended)));
        let mut first = Self { duration: 0.0, survives: Vec::new() };
        let mut stands = 1.0;
        follow(&forward, chain, rounds, |share| {
            first.duration += stands;
            stands = standing_share(chain, share);
            first.survives.push(stands);
        });
        first
    }
}

/// Probability that `party` withdraws from an agreement within so many rounds, be it from a renewed one.
pub(super) fn ever_withdraws(game: &Game, chain: &Chain, party: usize, rounds: u32) -> f64 {
    // Of all that begins with a withdrawal, what the other party alone began.
    let combos = if game.leaves_by_plan() { combos(game) } else { vec![[0; 2]] };
    let left = |state: &State, pressure: [u8; 2]| {
        let scene = Scene::new(game, state);
        let [own, others] = [party, opponent(party)].map(|p| scene.withdrawal(p, pressure));
        if own == 0.0 { 1.0 } else { (1.0 - own) * others / (own + others - own * others) }
    };
    let of_core = |state: &State| -> Vec<f64> {
        combos.iter().map(|&pressure| if state.ended { 1.0 } else { left(state, pressure) }).collect()
    };
    let left: Vec<Vec<f64>> = chain.cores.iter().map(of_core).collect();
    let forward = Forward::weighed(chain, |core, entry, combo| {
        let next = &chain.cores[chain.target[entry] as usize];
        if next.ended || next.notice > 0 { left[core][combo % combos.len()] } else { 1.0 }
    });
    let mut never = 1.0;
    follow(&forward, chain, rounds, |share| never = sum(share.iter().copied()));
    1.0 - never
}

/// Moves the distribution at signing forward, and shows it after every round.
fn follow(forward: &Forward, chain: &Chain, rounds: u32, mut see: impl FnMut(&[f64])) {
    let mut now = vec![0.0; chain.n_states()];
    now[..chain.n_combos].copy_from_slice(&chain.signing);
    let mut next = now.clone();
    for _ in 0..rounds {
        forward.step(&now, &mut next);
        std::mem::swap(&mut now, &mut next);
        see(&now);
    }
}

/// Probability that the agreement stands.
pub(super) fn standing_share(chain: &Chain, share: &[f64]) -> f64 {
    let combos = |core: usize| share[core * chain.n_combos..][..chain.n_combos].iter();
    sum((0..chain.cores.len()).filter(|&core| !chain.cores[core].ended).flat_map(combos).copied())
}
