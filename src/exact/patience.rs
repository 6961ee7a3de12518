//! Values for a party that hardly discounts: by elimination and policy iteration, since steps would not come near.

use crate::exact::Case;
use crate::exact::choice;
use crate::exact::fixed_point::FixedPoint;
use crate::exact::network::{MAKING, Network, ROUNDING};
use crate::exact::value::{Cluster, Prospect};

/// Least discount a round, 1 − δ, at which values are found by steps.
const IMPATIENT: f64 = 1e-4;
/// Relative tolerance of values found by steps.
const TOLERANCE: f64 = 1e-12;
/// Most states of a cluster that is taken apart.
const MOST_STATES: usize = 3_000;
/// Most changes of policy.
const MOST_CHANGES: usize = 100;

/// How often each decision is taken at every state, `[state][decision]`, and what the state is worth beside what its
/// decisions earn.
struct Policy {
    shares: Vec<f64>,
    bonus: Vec<f64>,
    n_decisions: usize,
}

/// Values under one policy. Gains and losses are kept apart, so that nothing is subtracted before the end.
struct Account {
    gains: Vec<f64>,
    losses: Vec<f64>,
    /// Rounds to come, discounted.
    rounds: Vec<f64>,
    /// Relative error of all three.
    error: f64,
}

impl Policy {
    /// The decisions that are taken at a state, and how often.
    fn taken(&self, state: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let shares = &self.shares[state * self.n_decisions..][..self.n_decisions];
        shares.iter().copied().enumerate().filter(|(_, share)| *share > 0.0)
    }
}

impl Prospect<'_> {
    /// Values of following the prescription at every state: the first decision, or keeping what is up for decision.
    pub(crate) fn prescribed(&self) -> FixedPoint {
        let n = self.chain.n_combos;
        let value = |state: usize, values: &[f64]| match self.agenda.begins_with_rule() {
            true => values[0],
            false => self.agenda.keeping(state / n, values),
        };
        let steps = || self.solve(vec![0.0; self.chain.n_states()], TOLERANCE, value);
        let direct = || self.evaluate(&self.prescription());
        self.is_patient().then(direct).flatten().unwrap_or_else(steps)
    }

    /// Values of the best response, found from those of the first decision.
    pub(crate) fn best(&self, prescribed: &FixedPoint) -> FixedPoint {
        let n = self.chain.n_combos;
        let most = |state: usize, values: &[f64]| self.agenda.best(state / n, values);
        let steps = || self.solve(prescribed.values.clone(), TOLERANCE, most);
        self.is_patient().then(|| self.improve()).flatten().unwrap_or_else(steps)
    }

    /// Values of a choice, where it is up, between keeping and violating under logistic shocks of scale `noise`,
    /// V = λ ln(e^(Q₀/λ) + e^(Q₁/λ)); where it is not up what stands is done.
    pub(super) fn under_shocks(&self, noise: f64, tolerance: f64) -> FixedPoint {
        let n = self.chain.n_combos;
        let value = |state: usize, q: &[f64]| {
            self.agenda.expected(state / n, |case| match case.up {
                0 => q[usize::from(case.stands)],
                _ => self.worth(state, q, noise),
            })
        };
        let steps = || self.solve(vec![0.0; self.chain.n_states()], tolerance, value);
        self.is_patient().then(|| self.improve_under_shocks(noise)).flatten().unwrap_or_else(steps)
    }

    /// What a choice between decisions worth `q` is worth; where the agreement has ended there is nothing to choose.
    fn worth(&self, state: usize, q: &[f64], noise: f64) -> f64 {
        if self.chain.cores[state / self.chain.n_combos].ended { q[0] } else { choice::soft_maximum(q[0], q[1], noise) }
    }

    /// Policy iteration for choices under shocks, which is Newton's method (Rust 1994, section 4.2): the shares in which
    /// decisions are taken are held, and the values that follow are found at once.
    fn improve_under_shocks(&self, noise: f64) -> Option<FixedPoint> {
        let n = self.chain.n_states();
        let mut found = FixedPoint { values: vec![0.0; n], error: f64::INFINITY, steps: 0 };
        loop {
            let mut policy = Policy { shares: vec![0.0; 2 * n], bonus: vec![0.0; n], n_decisions: 2 };
            self.look(&found.values, |state, q| {
                let [keeps, violates] = choice::shares(q[0], q[1], noise);
                let bonus = self.worth(state, q, noise) - keeps * q[0] - violates * q[1];
                for &Case { probability, up, stands } in self.agenda.cases(state / self.chain.n_combos) {
                    if up == 0 {
                        policy.shares[2 * state + usize::from(stands)] += probability;
                        continue;
                    }
                    policy.shares[2 * state] += probability * keeps;
                    policy.shares[2 * state + 1] += probability * violates;
                    policy.bonus[state] += probability * bonus;
                }
            });
            let next = self.evaluate(&policy)?;
            let changes = next.values.iter().zip(&found.values).map(|(a, b)| (a - b).abs());
            let (change, steps) = (changes.fold(0.0, f64::max), found.steps + 1);
            found = FixedPoint { error: next.error + change, steps, ..next };
            // Each step doubles the digits, so one that changes no more than the error of the values is the last.
            if change <= next.error || steps as usize >= MOST_CHANGES {
                return Some(found);
            }
        }
    }

    /// The prescription at every state.
    fn prescription(&self) -> Policy {
        let rule = self.agenda.begins_with_rule();
        self.policy(|_, case| if rule { 0 } else { self.agenda.decision(case.stands) as u16 })
    }

    /// What is decided at every state, by the place of what is up among all that may be, `[case][combo]`.
    fn policy(&self, decide: impl Fn(usize, Case) -> u16) -> Policy {
        let (n, n_states, n_decisions) = (self.chain.n_combos, self.chain.n_states(), self.chain.n_decisions);
        let mut policy = Policy { shares: vec![0.0; n_states * n_decisions], bonus: vec![0.0; n_states], n_decisions };
        for state in 0..n_states {
            let (core, combo) = (state / n, state % n);
            for (k, &case) in self.agenda.cases(core).iter().enumerate() {
                let decision = decide((self.agenda.place(core) + k) * n + combo, case);
                policy.shares[state * n_decisions + usize::from(decision)] += case.probability;
            }
        }
        policy
    }

    fn is_patient(&self) -> bool {
        self.impatience < IMPATIENT
    }

    /// Policy iteration (Howard 1960). The policy found is the best if every other choice at every state is worse by
    /// more than the values may be off; what may be better bounds what is missed.
    fn improve(&self) -> Option<FixedPoint> {
        let (n, agenda) = (self.chain.n_combos, &self.agenda);
        let mut decided = vec![0; agenda.place(self.chain.cores.len()) * n];
        for core in 0..self.chain.cores.len() {
            let cases = agenda.cases(core);
            for (k, case) in cases.iter().enumerate() {
                // The rule itself is one choice only where nothing else is up to chance.
                let rule = agenda.begins_with_rule() && cases.len() == 1;
                let first = if rule { 0 } else { agenda.decision(case.stands) };
                decided[(agenda.place(core) + k) * n..][..n].fill(first as u16);
            }
        }
        let mut changes = 0;
        loop {
            let mut found = self.evaluate(&self.policy(|place, _| decided[place]))?;
            found.steps = changes as u32;
            let doubt = 2.0 * (found.error + self.rounding(found.largest()));
            let (mut changed, mut missed) = (false, 0.0);
            let mut next = decided.clone();
            self.look(&found.values, |state, values| {
                let (core, combo) = (state / n, state % n);
                for (k, &case) in agenda.cases(core).iter().enumerate() {
                    let place = (agenda.place(core) + k) * n + combo;
                    let now = usize::from(decided[place]);
                    for decision in agenda.sets(case).map(|set| agenda.decision(set)) {
                        let value = values[decision];
                        if decision != now && value > values[now] - doubt && !self.ties(state, decision, now) {
                            missed = f64::max(missed, value - values[now] + doubt);
                        }
                        if value > values[usize::from(next[place])] + 0.5 * doubt {
                            next[place] = decision as u16;
                            changed = true;
                        }
                    }
                }
            });
            changes += 1;
            if !changed || changes >= MOST_CHANGES {
                found.error += missed / self.impatience;
                return Some(found);
            }
            decided = next;
        }
    }

    /// Values under a policy, cluster by cluster; `None` where one is too large to be taken apart.
    fn evaluate(&self, policy: &Policy) -> Option<FixedPoint> {
        let n_states = self.chain.n_states();
        let mut account = Account {
            gains: vec![0.0; n_states],
            losses: vec![0.0; n_states],
            rounds: vec![0.0; n_states],
            error: MAKING * ROUNDING,
        };
        let mut place = vec![usize::MAX; self.chain.cores.len()];
        for cluster in &self.whole_clusters() {
            cluster.cores.iter().enumerate().for_each(|(i, &core)| place[core] = i);
            self.settle(cluster, &place, policy, &mut account)?;
            cluster.cores.iter().for_each(|&core| place[core] = usize::MAX);
        }
        let Account { gains, losses, rounds, error } = account;
        let sizes = gains.iter().zip(&losses).zip(&rounds);
        let off = sizes.map(|((gain, loss), rounds)| error * (gain + loss) + self.rounding(0.0) * rounds);
        let error = off.fold(0.0, f64::max);
        Some(FixedPoint {
            values: gains.iter().zip(&losses).map(|(gain, loss)| gain - loss).collect(),
            error,
            steps: 0,
        })
    }

    /// Works out the values of one cluster; `place` numbers its cores.
    fn settle(&self, cluster: &Cluster, place: &[usize], policy: &Policy, account: &mut Account) -> Option<()> {
        let (chain, n) = (self.chain, self.chain.n_combos);
        let cores = &cluster.cores;
        let halfway = cores.len() * n;
        if halfway > MOST_STATES {
            return None;
        }
        let mut network = Network::default();
        let [mut gains, mut losses, mut rounds] = [(); 3].map(|()| vec![0.0; 2 * halfway]);
        let mut worth = [(); 3].map(|()| vec![0.0; n]);
        let mut after = [(); 3].map(|()| vec![0.0; n]);
        for (i, &core) in cores.iter().enumerate() {
            let mut rows = vec![Vec::new(); n];
            let mut exits = vec![self.impatience; n];
            for combo in 0..n {
                let state = core * n + combo;
                let payoff =
                    |decision: usize| chain.payoff[self.party][(core * chain.n_decisions + decision) * n + combo];
                let paid: f64 = policy.taken(state).map(|(decision, share)| share * payoff(decision)).sum();
                let earned = paid - self.flow + policy.bonus[state];
                *(if earned > 0.0 { &mut gains } else { &mut losses }).get_mut(i * n + combo)? = earned.abs();
                rounds[i * n + combo] = 1.0;
            }
            for entry in chain.entries(core) {
                let target = chain.target[entry] as usize;
                let is_inside = place[target] != usize::MAX;
                if !is_inside {
                    for (all, worth) in [&account.gains, &account.losses, &account.rounds].into_iter().zip(&mut worth) {
                        worth.copy_from_slice(&all[target * n..][..n]);
                    }
                    (0..3).for_each(|k| chain.foresee(target, &worth[k], &mut after[k]));
                }
                for combo in 0..n {
                    let odds = |decision: usize| chain.odds[(entry * chain.n_decisions + decision) * n + combo];
                    let taken = policy.taken(core * n + combo).map(|(decision, share)| share * odds(decision));
                    let odds = self.discount * taken.sum::<f64>();
                    if odds == 0.0 {
                        continue;
                    }
                    if is_inside {
                        rows[combo].push(((halfway + place[target] * n + combo) as u32, odds));
                        continue;
                    }
                    exits[combo] += odds;
                    gains[i * n + combo] += odds * after[0][combo];
                    losses[i * n + combo] += odds * after[1][combo];
                    rounds[i * n + combo] += odds * after[2][combo];
                }
            }
            network.rows.extend(rows);
            network.exits.extend(exits);
        }
        for (i, &core) in cores.iter().enumerate() {
            for combo in 0..n {
                let to = |next: usize, odds: f64| (odds > 0.0).then_some(((i * n + next) as u32, odds));
                network.rows.push((0..n).filter_map(|next| to(next, chain.moves(core, combo, next))).collect());
                network.exits.push(0.0);
            }
        }
        let parts = network.eliminate()?;
        let mut error: f64 = 0.0;
        for (earned, all) in [(gains, &mut account.gains), (losses, &mut account.losses), (rounds, &mut account.rounds)]
        {
            let found = parts.worth(&earned);
            error = error.max(found.error);
            for (values, &core) in found.numbers().chunks(n).zip(cores) {
                all[core * n..][..n].copy_from_slice(values);
            }
        }
        account.error += error + self.longest_sum * ROUNDING;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{Chain, Decider, Limit};
    use crate::game::State;
    use crate::scenario::{Request, load};

    fn prospects(discount: &str, see: impl Fn(&Prospect<'_>)) {
        for name in ["theory/wsls_vs_tft", "theory/green_porter"] {
            let set =
                ["Row", "Column"].map(|party| (format!("parties.{party}.discount"), discount.to_owned())).to_vec();
            let scenario = load(&Request { scenario: Some(name.to_owned()), set, ..Request::default() }).unwrap();
            let game = crate::study::ready(&scenario).unwrap();
            let (seeds, decider) = ([State::first(&game, [0; 2])], Decider::any(&game, 0));
            let chain = Chain::new(&game, &seeds, &decider, Limit::default()).unwrap();
            see(&Prospect::new(&game, &chain, 0, &decider));
        }
    }

    fn assert_alike(one: &FixedPoint, other: &FixedPoint) {
        for (a, b) in one.values.iter().zip(&other.values) {
            assert!((a - b).abs() <= one.error + other.error, "{a} ± {}, {b} ± {}", one.error, other.error);
        }
    }

    #[test]
    fn elimination_and_steps_find_the_same_values_within_their_errors() {
        for discount in ["0.5", "0.99", "0.9999"] {
            prospects(discount, |prospect| {
                let n = prospect.chain.n_states();
                let steps = prospect.solve(vec![0.0; n], 1e-12, |_, values| values[0]);
                let direct = prospect.evaluate(&prospect.prescription()).unwrap();
                assert_alike(&steps, &direct);
                let best = prospect.solve(vec![0.0; n], 1e-12, |_, values| values[0].max(values[1]));
                assert_alike(&best, &prospect.improve().unwrap());
                let soft = prospect.solve(vec![0.0; n], 1e-12, |_, q| choice::soft_maximum(q[0], q[1], 0.3));
                assert_alike(&soft, &prospect.improve_under_shocks(0.3).unwrap());
            });
        }
    }

    /// Values grow as 1/(1 − δ); what they are worth a round comes to rest.
    #[test]
    fn patience_without_end_has_a_limit() {
        for noise in [0.5, 1.0] {
            let flows = |discount: &str| {
                let found = std::cell::RefCell::new(Vec::new());
                prospects(discount, |prospect| {
                    let soft = prospect.under_shocks(noise, 1e-11);
                    found.borrow_mut().push(prospect.at_signing(&soft.values) * prospect.impatience);
                });
                found.into_inner()
            };
            for (near, far) in flows("0.999999").iter().zip(flows("0.99999999")) {
                assert!((near - far).abs() < 1e-4, "{near} {far}");
            }
        }
    }
}
