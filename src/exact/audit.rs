//! Is a prescription self-enforcing? The best response to it, and the single deviations that gain.

use crate::exact::{Chain, Decider, Limit, Prospect, TooLarge, reachable};
use crate::game::{Game, State};

/// What one party would do about a prescription. Values are $bn, discounted, expected at signing.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Value of following the prescription.
    pub prescribed: f64,
    /// Value of the best response.
    pub best_response: f64,
    /// Bound on the error of either value.
    pub error: f64,
    /// Whether the gain is within the tolerance of nothing.
    pub self_enforcing: bool,
    /// Whether no single deviation gains at any state reachable under any choice.
    pub perfect: bool,
    /// Single deviations, at states reachable under the prescription, that gain most; at most [`MOST_LISTED`].
    pub deviations: Vec<Deviation>,
    /// States reachable under any choice.
    pub states: u64,
}

/// One choice for all of a party's commitments at one state, followed by the prescription.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// Where.
    pub state: State,
    /// The commitments violated, a bit for each of the party's own.
    pub violated: u8,
    /// What it gains.
    pub gain: f64,
}

/// Most deviations listed.
pub const MOST_LISTED: usize = 10;
/// Relative tolerance of the values.
const TOLERANCE: f64 = 1e-12;
/// Gains up to this times 1 + |prescribed| count as nothing.
const NOTHING: f64 = 1e-9;

/// Compares the prescription for `party`, the first of the `decider`'s decisions, with its best response. The game must
/// have no tremble on the party's side, and the party a discount factor below 1.
///
/// # Errors
/// [`TooLarge`] where the game has more states than `limit` allows.
pub fn respond(game: &Game, party: usize, decider: &Decider, limit: Limit) -> Result<Response, TooLarge> {
    let chain = Chain::new(game, &[State::first(game, [0; 2])], decider, limit)?;
    let prospect = Prospect::new(game, &chain, party);
    let start = vec![0.0; chain.n_states()];
    let prescribed = prospect.solve(start, TOLERANCE, |_, values| values[0]);
    let best = |_: usize, values: &[f64]| values.iter().fold(f64::NEG_INFINITY, |best, &value| best.max(value));
    let response = prospect.solve(prescribed.values.clone(), TOLERANCE, best);
    let value = prospect.at_signing(&prescribed.values) + prospect.breakdown();
    let gain = prospect.at_signing(&response.values) - prospect.at_signing(&prescribed.values);
    let nothing = NOTHING * (1.0 + value.abs());
    let (on_path, anywhere) = (reachable(&chain, 1), reachable(&chain, chain.n_decisions));
    let (mut perfect, mut deviations) = (true, Vec::new());
    prospect.look(&prescribed.values, |state, values| {
        for (decision, &deviating) in values.iter().enumerate().skip(1) {
            let gain = deviating - prescribed.values[state];
            if gain <= nothing || !anywhere[state] {
                continue;
            }
            perfect = false;
            if on_path[state] {
                keep_largest(&mut deviations, (gain, state, decision), nothing);
            }
        }
    });
    let deviation = |&(gain, state, decision): &(f64, usize, usize)| Deviation {
        state: chain.state(state),
        violated: decider.decisions[decision].unwrap_or(0),
        gain,
    };
    Ok(Response {
        prescribed: value,
        best_response: value + gain.max(0.0),
        error: prescribed.error.max(response.error),
        self_enforcing: gain <= nothing,
        perfect,
        deviations: deviations.iter().map(deviation).collect(),
        states: anywhere.iter().filter(|&&reached| reached).count() as u64,
    })
}

/// Adds to a list kept in falling order of gain; gains that differ by no more than `nothing` count as equal, and of
/// those the first found, which takes the fewest rounds to reach, stays first.
fn keep_largest(list: &mut Vec<(f64, usize, usize)>, new: (f64, usize, usize), nothing: f64) {
    let place = list.partition_point(|known| known.0 >= new.0 - nothing);
    if place < MOST_LISTED {
        list.insert(place, new);
        list.truncate(MOST_LISTED);
    }
}
