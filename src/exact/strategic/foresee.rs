//! From an agreement to what its strategic parties do.

use crate::exact::strategic::arena::Arena;
use crate::exact::strategic::branch::{Found, principal};
use crate::exact::strategic::deciders::{Deciders, Kind};
use crate::exact::strategic::point::sigma;
use crate::exact::strategic::system::System;
use crate::exact::{Limit, TooLarge, Unsolved};
use crate::game::{Agreement, Foreseen, Game, Intentions, State, WholePlan};
use crate::stats::Probability;

/// What the strategic parties of an agreement do; `full` is its game, in which nothing is foreseen yet.
///
/// # Errors
/// [`Unsolved`] where the game is too large, or no equilibrium was found.
pub(crate) fn foresee(agreement: &Agreement, full: &Game, limit: Limit) -> Result<Foreseen, Unsolved> {
    let deciders = Deciders::of(agreement);
    if Deciders::look_at_the_whole(agreement) {
        return whole(agreement, full, &deciders, limit).map(Foreseen::WholeGame);
    }
    let each = (0..full.duties.len()).map(|index| {
        let game = Game::alone(agreement, full, index);
        let widen = |state: &State| beside(&game, state);
        let (arena, found) = solve(&game, &deciders, limit, widen, Some(&full.duties[index].name))?;
        Ok(by_place(agreement, full, index, &game, &arena, &found))
    });
    each.collect::<Result<_, _>>().map(Foreseen::EachCommitment)
}

/// The principal equilibrium of a game.
fn solve(
    game: &Game,
    deciders: &Deciders,
    limit: Limit,
    widen: impl Fn(&State) -> Vec<State>,
    name: Option<&str>,
) -> Result<(Arena, Found), Unsolved> {
    let commitment = || name.map(str::to_owned);
    let too_large = |states: TooLarge| Unsolved::TooMuchForeseen { states, commitment: commitment() };
    let arena = Arena::new(game, deciders, limit, widen).map_err(too_large)?;
    let system = System::new(&arena, deciders).ok_or_else(|| {
        let states = (arena.cores.len() * arena.n_combos) as u64;
        too_large(TooLarge::describe(game, &arena.cores, states, limit))
    })?;
    let found = principal(&system).map_err(|stuck| Unsolved::NoEquilibrium {
        commitment: commitment(),
        kappa: stuck.kappa,
        residual: stuck.residual,
    })?;
    Ok((arena, found))
}

/// States of the game of one commitment that play of the full game may lead to beside those that it leads to itself:
/// other disputes begin notice, stop the count of clean rounds, and move what parties remember.
fn beside(game: &Game, state: &State) -> Vec<State> {
    if state.ended {
        return Vec::new();
    }
    let mut found = Vec::new();
    let leaves = game.sides.iter().any(|side| side.may_withdraw);
    if let Some(notice) = game.procedure.notice.filter(|&notice| leaves && notice > 0 && state.notice == 0) {
        found.push(State { notice, ..*state });
    }
    if state.clean != [0; 2] {
        found.push(State { clean: [0; 2], ..*state });
    }
    for p in [0, 1] {
        let modes = game.sides[p].next_mode.len() as u32;
        if modes > 1 {
            found.extend((0..modes).map(|mode| {
                let mut other = *state;
                other.mode[p] = mode;
                other
            }));
        }
    }
    found
}

fn by_place(agreement: &Agreement, full: &Game, index: usize, game: &Game, arena: &Arena, found: &Found) -> Intentions {
    let owner = full.duties[index].owner;
    let (Some(outlook), statuses) = (&game.outlooks[owner], game.docket.statuses(game.duties[0].up.is_some())) else {
        return Intentions::default();
    };
    let n_places = statuses.len() * outlook.block();
    let place = |core: usize, combo: usize| {
        let mut state = arena.cores[core];
        state.pressure[owner] = combo as u8;
        (state.disputes[0] - statuses.start) as usize * outlook.block() + outlook.situation(&state)
    };
    let mut plan = [Intentions::default()];
    enter(agreement, arena, found, n_places, place, &mut plan);
    let [plan] = plan;
    plan
}

fn whole(agreement: &Agreement, full: &Game, deciders: &Deciders, limit: Limit) -> Result<WholePlan, Unsolved> {
    let (arena, found) = solve(full, deciders, limit, |_| Vec::new(), None)?;
    let n = arena.n_combos;
    let n_second = full.sides[1].pressure.len();
    let states: Vec<State> = (0..arena.cores.len() * n)
        .map(|place| {
            let (core, combo) = (place / n, place % n);
            State { pressure: [(combo / n_second) as u8, (combo % n_second) as u8], ..arena.cores[core] }
        })
        .collect();
    let mut decisions = vec![Intentions::default(); full.duties.len()];
    let place = |core: usize, combo: usize| core * n + combo;
    enter(agreement, &arena, &found, states.len(), place, &mut decisions);
    Ok(WholePlan { states, decisions })
}

/// Enters how likely each decision is at every place.
fn enter(
    agreement: &Agreement,
    arena: &Arena,
    found: &Found,
    n_places: usize,
    place: impl Fn(usize, usize) -> usize,
    plans: &mut [Intentions],
) {
    for decision in &arena.decisions {
        let plan = &mut plans[decision.commitment];
        let answers = match decision.kind {
            Kind::Violates => &mut plan.violates,
            Kind::Files => &mut plan.files,
            Kind::Imposes => &mut plan.imposes,
            Kind::Counters => &mut plan.counters,
            Kind::Withdraws => &mut plan.withdraws[decision.party],
        };
        answers.resize(n_places, Probability::default());
        for &(core, _) in &decision.at {
            for combo in 0..arena.n_combos {
                let logit = found.point.logits[decision.first + combo];
                let mut yes = Probability::of(sigma(logit), sigma(-logit));
                if decision.kind == Kind::Violates {
                    yes = agreement.parties[decision.party].conduct.after_tremble(yes);
                }
                answers[place(core, combo)] = yes;
            }
        }
    }
}
