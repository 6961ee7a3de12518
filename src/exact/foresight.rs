//! Deliberate conduct worked out: the one-commitment game of each commitment, solved.

use crate::exact::choice;
use crate::exact::strategic::foresee;
use crate::exact::{Chain, Decider, Limit, Prospect, Unsolved};
use crate::game::{Agreement, Foreseen, Game, Intentions, State};
use crate::stats::Probability;

/// Relative tolerance of the values.
const TOLERANCE: f64 = 1e-11;
/// Most states that strategic parties look at: what is worked out for them takes some kilobytes a state.
const FORESEEN: Limit = Limit { states: 2_000_000 };

/// Makes a checked agreement ready for play, its conduct that looks ahead worked out.
///
/// # Errors
/// [`Unsolved`] where strategic parties have no equilibrium that could be found.
pub(crate) fn ready(agreement: &Agreement) -> Result<Game, Unsolved> {
    let full = Game::new(agreement, Foreseen::Nothing);
    if agreement.parties.iter().any(|party| party.conduct.comply.strategic().is_some()) {
        return Ok(Game::new(agreement, foresee(agreement, &full, FORESEEN)?));
    }
    Ok(deliberately(agreement, full))
}

/// The game with deliberate conduct worked out.
fn deliberately(agreement: &Agreement, full: Game) -> Game {
    if !agreement.parties.iter().any(|party| party.conduct.comply.is_deliberate()) {
        return full;
    }
    let decisions = (0..full.duties.len()).map(|index| Intentions {
        violates: weigh(agreement, &full, index).unwrap_or_default(),
        ..Intentions::default()
    });
    Game::new(agreement, Foreseen::EachCommitment(decisions.collect()))
}

/// Probability to violate the commitment at `index` where it is up for decision, by place in its [`Outlook`].
///
/// Dynamic discrete choice with logistic shocks of scale λ and mean zero (Rust 1987):
/// V = λ ln(e^(Q_keep/λ) + e^(Q_violate/λ)), P(violate) = 1/(1 + e^((Q_keep − Q_violate)/λ)).
fn weigh(agreement: &Agreement, full: &Game, index: usize) -> Option<Vec<Probability>> {
    let (owner, name) = (full.duties[index].owner, full.duties[index].name.as_str());
    let conduct = &agreement.parties[owner].conduct;
    let noise = conduct.comply.noise_on(name)?;
    let game = Game::alone(agreement, full, index);
    let outlook = game.outlooks[owner].as_ref()?;
    let statuses = game.docket.statuses(game.duties[0].up.is_some());
    let seeds = outlook.states(State::first(&game, [0; 2]), statuses);
    // The size was checked with the scenario.
    let decider = Decider::any(&game, owner);
    let chain = Chain::new(&game, &seeds, &decider, Limit { states: u64::MAX }).ok()?;
    let prospect = Prospect::new(&game, &chain, owner, &decider);
    let values = prospect.under_shocks(noise, TOLERANCE).values;
    let mut violations = vec![Probability::default(); chain.n_states()];
    prospect.look(&values, |state, q| {
        let [keeps, violates] = choice::shares(q[0], q[1], noise);
        violations[state] = conduct.after_tremble(Probability::of(violates, keeps));
    });
    violations.truncate(seeds.len() * chain.n_combos);
    Some(violations)
}
