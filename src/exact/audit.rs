//! Is a prescription self-enforcing? The best response to it, and the single deviations that gain.

use crate::exact::{Case, Chain, Decider, FixedPoint, Forward, Limit, Prospect, TooLarge, reachable, reachable_along};
use crate::game::{Game, State, commitments_of};

/// Whether something holds, as far as numbers of a known error can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does, for certain.
    Holds,
    /// It does not, for certain.
    Fails,
    /// The difference that decides is within its error.
    Undecided,
}

/// What one party would do about a prescription. Values are $bn, discounted, expected at signing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Response {
    /// Value of following the prescription.
    pub prescribed: f64,
    /// Value of the best response.
    pub best_response: f64,
    /// Bound on the error of the value of following the prescription, rounding included.
    pub(crate) prescribed_error: f64,
    /// Bound on the error of either value.
    pub error: f64,
    /// Whether no plan gains at signing.
    pub self_enforcing: Verdict,
    /// Whether no single deviation gains at any state reachable under any choice.
    pub perfect: Verdict,
    /// Single deviations, at states reachable under the prescription, that gain for certain, like ones together; those
    /// that gain most first, at most [`MOST_LISTED`].
    pub deviations: Vec<Deviation>,
    /// Rounds in which it was counted how often play is where a deviation gains.
    pub rounds: u32,
    /// States reachable under any choice.
    pub states: u64,
}

/// One choice for all of a party's commitments at like states, followed by the prescription.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deviation {
    /// Where, in the order of the chain: states in which each of the party's commitments is alike idle, under dispute or
    /// under remedy, and in which notice has been given or not.
    pub states: Vec<State>,
    /// The commitments violated, a bit for each of the party's own.
    pub violated: u8,
    /// What it gains where it gains most.
    pub gain: f64,
    /// Share of rounds that play is there, expected under the prescription.
    pub share: f64,
}

/// Most deviations listed.
pub(super) const MOST_LISTED: usize = 10;
/// Most rounds in which it is counted how often play is where a deviation gains.
const MOST_ROUNDS: u32 = 1000;

/// Compares the prescription for `party`, the first of the `decider`'s decisions, with its best response. The game must
/// have no tremble on the party's side, and the party must discount. Deviations are listed if `list`.
///
/// # Errors
/// [`TooLarge`] where the game has more states than `limit` allows.
pub(crate) fn respond(
    game: &Game,
    party: usize,
    decider: &Decider,
    limit: Limit,
    list: bool,
) -> Result<Response, TooLarge> {
    let chain = Chain::new(game, &[State::first(game, [0; 2])], decider, limit)?;
    let prospect = Prospect::new(game, &chain, party, decider);
    let plan = Plan { game, party, prospect: &prospect };
    let prescribed = prospect.prescribed();
    let best = prospect.best(&prescribed);
    let value = prospect.at_signing(&prescribed.values) + prospect.breakdown();
    let gain = prospect.at_signing(&best.values) - prospect.at_signing(&prescribed.values);
    let along = prospect.prescribed_odds();
    let on_path = along.as_ref().map_or_else(|| reachable(&chain, 1), |odds| reachable_along(&chain, odds));
    let anywhere = reachable(&chain, chain.n_decisions);
    // On the path the prescription is as good as any plan if no decision is better, whatever is best thereafter.
    let mut self_enforcing = judge(&plan, &best, &on_path, |_| {});
    if gain > prescribed.error + best.error {
        self_enforcing = Verdict::Fails;
    }
    let mut gains = Vec::new();
    let perfect = judge(&plan, &prescribed, &anywhere, |found| {
        if on_path[found.state] {
            gains.push(found);
        }
    });
    // A deviation that gains for certain where play comes is proof enough.
    if !gains.is_empty() {
        self_enforcing = Verdict::Fails;
    }
    let gain = if self_enforcing == Verdict::Holds { 0.0 } else { gain.max(0.0) };
    let rounds = game.rounds.min(MOST_ROUNDS);
    let deviations = match list && !gains.is_empty() {
        true => alike(game, party, &chain, &gains, &occupied(&chain, along, rounds)),
        false => Vec::new(),
    };
    Ok(Response {
        prescribed: value,
        best_response: value + gain,
        prescribed_error: prescribed.error,
        error: prescribed.error.max(best.error),
        self_enforcing,
        perfect,
        deviations,
        rounds,
        states: chain.reached().filter(|&state| anywhere[state]).count() as u64,
    })
}

/// A choice that is better than the prescription.
struct Gain {
    state: usize,
    /// The commitments violated, a bit for each of the party's own.
    violated: u8,
    gain: f64,
    /// How likely it is that this choice is open.
    open: f64,
}

/// What is prescribed to a party.
struct Plan<'a> {
    game: &'a Game,
    party: usize,
    prospect: &'a Prospect<'a>,
}

impl Plan<'_> {
    /// The decisions prescribed at a state in one case, and how often each is taken.
    fn prescribed(&self, state: usize, case: Case, see: &mut impl FnMut(usize, f64)) {
        let (agenda, chain) = (&self.prospect.agenda, self.prospect.chain);
        if !agenda.begins_with_rule() {
            return see(agenda.decision(case.stands), 1.0);
        }
        if let [_] = agenda.cases(state / chain.n_combos) {
            return see(0, 1.0);
        }
        let place = chain.state(state);
        for set in agenda.sets(case) {
            let own = commitments_of(self.game, self.party).enumerate().filter(|(k, _)| case.up & 1 << k != 0);
            let odds = own.map(|(k, index)| {
                let violates = self.game.decided(&place, index);
                if set & 1 << k != 0 { violates.yes() } else { violates.no() }
            });
            let share: f64 = odds.product();
            if share > 0.0 {
                see(agenda.decision(set), share);
            }
        }
    }
}

/// Whether no choice is better than the prescribed one at any of the states `asked`, later values being as `found`;
/// `gains` is told of each that is for certain.
fn judge(plan: &Plan, found: &FixedPoint, asked: &[bool], mut gains: impl FnMut(Gain)) -> Verdict {
    let (prospect, agenda) = (plan.prospect, &plan.prospect.agenda);
    let error = 2.0 * (found.error + prospect.rounding(found.largest()));
    let mut verdict = Verdict::Holds;
    prospect.look(&found.values, |state, values| {
        if !asked[state] {
            return;
        }
        for &case in agenda.cases(state / prospect.chain.n_combos) {
            let mut prescribed = 0.0;
            plan.prescribed(state, case, &mut |decision, share| prescribed += share * values[decision]);
            for violated in agenda.sets(case) {
                let (decision, gain) = (agenda.decision(violated), values[agenda.decision(violated)] - prescribed);
                let mut ties = true;
                if gain >= -error {
                    plan.prescribed(state, case, &mut |other, _| ties &= prospect.ties(state, decision, other));
                }
                if ties || gain < -error {
                    continue;
                }
                if gain > error {
                    verdict = Verdict::Fails;
                    gains(Gain { state, violated, gain, open: case.probability });
                } else if verdict == Verdict::Holds {
                    verdict = Verdict::Undecided;
                }
            }
        }
    });
    verdict
}

/// Puts like deviations together: the same commitments violated, where each of the party's own is alike idle, under
/// dispute or under remedy, and notice has been given or not.
fn alike(game: &Game, party: usize, chain: &Chain, gains: &[Gain], shares: &[f64]) -> Vec<Deviation> {
    let mut groups: Vec<(Vec<u8>, Deviation)> = Vec::new();
    for &Gain { state: number, violated, gain, open } in gains {
        let state = chain.state(number);
        let class = |index: usize| game.docket.traits(state.disputes[index]).class as u8;
        let mut key: Vec<u8> = commitments_of(game, party).map(class).collect();
        key.extend([violated, u8::from(state.notice > 0)]);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => {
                group.states.push(state);
                group.gain = group.gain.max(gain);
                group.share += open * shares[number];
            }
            None => groups.push((key, Deviation { states: vec![state], violated, gain, share: open * shares[number] })),
        }
    }
    let mut groups: Vec<Deviation> = groups.into_iter().map(|(_, group)| group).collect();
    groups.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    groups.truncate(MOST_LISTED);
    groups
}

/// Share of the first `rounds` rounds that play is expected to be in each state under the
/// prescription: along these odds, or those of the first decision.
fn occupied(chain: &Chain, along: Option<Vec<f64>>, rounds: u32) -> Vec<f64> {
    let forward = along.map_or_else(|| Forward::new(chain), |odds| Forward::along(chain, &odds));
    let mut now = vec![0.0; chain.n_states()];
    now[..chain.n_combos].copy_from_slice(&chain.signing);
    let (mut next, mut sums) = (now.clone(), vec![0.0; now.len()]);
    for _ in 0..rounds {
        sums.iter_mut().zip(&now).for_each(|(sum, share)| *sum += share / f64::from(rounds));
        forward.step(&now, &mut next);
        std::mem::swap(&mut now, &mut next);
    }
    sums
}
