//! An equilibrium looked at: what is done where, how often that is, and who could do better.

use crate::conduct::DisputeClass;
use crate::exact::Unsolved;
use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::best::{at_signing, values};
use crate::exact::strategic::branch::Path;
use crate::exact::strategic::deciders::{Deciders, Kind};
use crate::exact::strategic::foresee::{beside, solve};
use crate::exact::strategic::local::{Local, yes};
use crate::exact::strategic::point::{Point, sigma};
use crate::exact::strategic::search::others;
use crate::exact::strategic::system::System;
use crate::exact::strategic::weigh::Play;
use crate::game::{Agreement, Foreseen, Game, Measure, State};
use std::collections::BTreeMap;

/// The equilibrium of a game that strategic parties look at.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    /// The commitment whose game it is; none for the whole game.
    pub(crate) commitment: Option<usize>,
    pub(crate) states: u64,
    /// The way that it was found.
    pub(crate) path: Path,
    /// max |σ − logit(Δ/λ)|.
    pub(crate) residual: f64,
    /// Bound on the error of values, $bn.
    pub(crate) value_error: f64,
    pub(crate) seen: Seen,
    /// What each party would gain by a best response in all that it decides, and bound on the error of that, $bn; none
    /// where it decides nothing, or has too many ways to.
    pub(crate) gains: [Option<(f64, f64)>; 2],
    /// Other equilibria.
    pub(crate) others: Vec<Apart>,
    /// Starts that led to none.
    pub(crate) lost: u32,
}

/// An equilibrium other than the principal one.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    /// What led to it.
    pub(crate) start: String,
    pub(crate) residual: f64,
    /// Largest difference of a choice.
    pub(crate) difference: f64,
    pub(crate) seen: Seen,
}

/// Play under an equilibrium, over the horizon from signing.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) acts: Vec<Act>,
    /// Probability that the agreement stands at its end.
    pub(crate) stands: f64,
    /// Expected discounted payoffs without end and without shocks, $bn.
    pub(crate) worth: [f64; 2],
}

/// A kind of decision in one kind of situation.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) party: usize,
    pub(crate) kind: Kind,
    pub(crate) commitment: usize,
    pub(crate) class: DisputeClass,
    /// Whether a lasting measure that violates the commitment is in force.
    pub(crate) in_force: bool,
    /// Expected number of rounds in which it is taken.
    pub(crate) rounds: f64,
    /// How likely a yes is there, on average.
    pub(crate) chance: f64,
    /// What a yes is expected to bring beyond a no, on average, $bn.
    pub(crate) difference: f64,
}

/// The equilibria of an agreement's strategic parties, each with those that `starts` other starts lead to.
///
/// # Errors
/// [`Unsolved`] where the game is too large, or no equilibrium was found.
pub(crate) fn look(agreement: &Agreement, starts: u32, seed: u64) -> Result<Vec<Looked>, Unsolved> {
    let full = Game::new(agreement, Foreseen::Nothing);
    let deciders = Deciders::of(agreement);
    if Deciders::look_at_the_whole(agreement) {
        return Ok(vec![look_at(&full, &deciders, None, (starts, seed), |_| Vec::new())?]);
    }
    let of = |index: usize| {
        let game = Game::alone(agreement, &full, index);
        let widen = |state: &State| beside(&game, state);
        look_at(&game, &deciders, Some((index, full.duties[index].name.as_str())), (starts, seed), widen)
    };
    (0..full.duties.len()).map(of).collect()
}

fn look_at(
    game: &Game,
    deciders: &Deciders,
    of: Option<(usize, &str)>,
    (starts, seed): (u32, u64),
    widen: impl Fn(&State) -> Vec<State>,
) -> Result<Looked, Unsolved> {
    let (arena, found) = solve(game, deciders, widen, of.map(|(_, name)| name))?;
    let index = of.map(|(index, _)| index);
    let sigma = found.point.sigma();
    let decides = |p: usize| arena.decisions.iter().any(|decision| decision.party == p);
    let gains = [0, 1].map(|p| {
        let best = if decides(p) { values(&arena, &sigma, p, true)? } else { return None };
        let own = values(&arena, &sigma, p, false)?;
        Some((at_signing(&arena, &best) - at_signing(&arena, &own), best.error + own.error))
    });
    let (apart, lost) = match System::new(&arena, deciders) {
        Some(system) if starts > 0 => others(&system, &found.point, starts, seed),
        _ => (Vec::new(), 0),
    };
    let apart = apart.into_iter().map(|other| Apart {
        start: other.start,
        residual: other.residual,
        difference: other.difference,
        seen: see(game, &arena, deciders, index, &other.point),
    });
    Ok(Looked {
        commitment: index,
        states: (arena.cores.len() * arena.n_combos) as u64,
        residual: found.residual,
        value_error: found.value_error,
        seen: see(game, &arena, deciders, index, &found.point),
        others: apart.collect(),
        path: found.path,
        gains,
        lost,
    })
}

/// Play under an equilibrium of a game: the whole one, or that of the commitment at `index`.
fn see(game: &Game, arena: &Arena, deciders: &Deciders, index: Option<usize>, point: &Point) -> Seen {
    let n = arena.n_combos;
    let chances = point.sigma();
    let play = occupied(arena, &chances);
    let mut acts: BTreeMap<(usize, u8, usize, DisputeClass, bool), Act> = BTreeMap::new();
    for (state, rounds) in play.rounds().into_iter().enumerate() {
        let (core, combo) = (state / n, state % n);
        let round = &arena.rounds[core];
        for (node, &decision) in round.stage.nodes.iter().zip(&round.decisions) {
            let (class, in_force) = situation(game, &arena.cores[core], node.kind, node.commitment);
            let commitment = index.unwrap_or(node.commitment);
            let logit = point.logits[arena.decisions[decision].first + combo];
            let act = acts.entry((node.party, node.kind as u8, commitment, class, in_force)).or_insert(Act {
                party: node.party,
                kind: node.kind,
                commitment,
                class,
                in_force,
                rounds: 0.0,
                chance: 0.0,
                difference: 0.0,
            });
            let weight = rounds * node.reached;
            act.rounds += weight;
            act.chance += weight * sigma(logit);
            act.difference += weight * logit * deciders.noise[node.party];
        }
    }
    let mut acts: Vec<Act> = acts.into_values().filter(|act| act.rounds > 0.0).collect();
    for act in &mut acts {
        act.chance /= act.rounds;
        act.difference /= act.rounds;
    }
    let stands =
        play.last.iter().enumerate().filter(|(state, _)| !arena.cores[state / n].ended).map(|(_, share)| share);
    let flows = game.breakdown().payoff;
    let worth = [0, 1].map(|p| {
        let own = values(arena, &chances, p, false).map_or(f64::NAN, |own| at_signing(arena, &own));
        own + flows[p] / arena.impatience[p]
    });
    Seen { acts, stands: stands.sum(), worth }
}

/// Play of the horizon from signing.
fn occupied(arena: &Arena, sigma: &[f64]) -> Play {
    let n = arena.n_combos;
    let nothing = vec![0.0; arena.n_values()];
    let look = |state: usize| {
        let (core, combo) = (state / n, state % n);
        Local::new(arena, core, combo, &yes(arena, core, combo, sigma), &nothing, false)
    };
    let locals: Vec<Local> = (0..arena.cores.len() * n).map(look).collect();
    Play::new(arena, &locals)
}

/// The dispute that a decision is taken in, the furthest of all for one about leaving, and whether a lasting measure is
/// in force.
fn situation(game: &Game, state: &State, kind: Kind, commitment: usize) -> (DisputeClass, bool) {
    let class = |index: usize| game.docket.traits(state.disputes[index]).class;
    if kind == Kind::Withdraws {
        return ((0..game.duties.len()).map(class).max().unwrap_or_default(), false);
    }
    let measure = game.docket.measure(state.disputes[commitment]);
    (class(commitment), kind == Kind::Violates && measure == Measure::InForce)
}
