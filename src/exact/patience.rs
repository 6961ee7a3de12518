//! Values for a party that hardly discounts: by elimination and policy iteration, since steps would not come near.

use crate::exact::elimination::{MAKING, Network, ROUNDING};
use crate::exact::fixed_point::FixedPoint;
use crate::exact::value::{Cluster, Prospect};

/// Least discount a round, 1 − δ, at which values are found by steps.
const IMPATIENT: f64 = 1e-4;
/// Relative tolerance of values found by steps.
const TOLERANCE: f64 = 1e-12;
/// Most states of a cluster that is taken apart.
const MOST_STATES: usize = 50_000;
/// Most changes of policy.
const MOST_CHANGES: usize = 100;

/// Values under one choice a state. Gains and losses are kept apart, so that nothing is subtracted before the end.
struct Account {
    gains: Vec<f64>,
    losses: Vec<f64>,
    /// Rounds to come, discounted.
    rounds: Vec<f64>,
    /// Relative error of all three.
    error: f64,
}

impl Prospect<'_> {
    /// Values of following the first decision at every state.
    pub fn prescribed(&self) -> FixedPoint {
        let steps = || self.solve(vec![0.0; self.chain.n_states()], TOLERANCE, |_, values| values[0]);
        let direct = || self.evaluate(&vec![0; self.chain.n_states()]);
        self.is_patient().then(direct).flatten().unwrap_or_else(steps)
    }

    /// Values of the best response, found from those of the first decision.
    pub fn best(&self, prescribed: &FixedPoint) -> FixedPoint {
        let most = |_: usize, values: &[f64]| values.iter().fold(f64::NEG_INFINITY, |best, &value| best.max(value));
        let steps = || self.solve(prescribed.values.clone(), TOLERANCE, most);
        self.is_patient().then(|| self.improve()).flatten().unwrap_or_else(steps)
    }

    fn is_patient(&self) -> bool {
        1.0 - self.discount < IMPATIENT
    }

    /// Policy iteration (Howard 1960). The policy found is the best if every other choice at every state is worse by
    /// more than the values may be off; what may be better bounds what is missed.
    fn improve(&self) -> Option<FixedPoint> {
        let mut policy = vec![0; self.chain.n_states()];
        let mut changes = 0;
        loop {
            let mut found = self.evaluate(&policy)?;
            found.steps = changes as u32;
            let doubt = 2.0 * (found.error + self.rounding(found.largest()));
            let (mut changed, mut missed) = (false, 0.0);
            let mut next = policy.clone();
            self.look(&found.values, |state, values| {
                let now = usize::from(policy[state]);
                for (decision, value) in values.iter().enumerate() {
                    if decision != now && *value > values[now] - doubt && !self.ties(state, decision, now) {
                        missed = f64::max(missed, value - values[now] + doubt);
                    }
                    if *value > values[usize::from(next[state])] + 0.5 * doubt {
                        next[state] = decision as u8;
                        changed = true;
                    }
                }
            });
            changes += 1;
            if !changed || changes >= MOST_CHANGES {
                found.error += missed / (1.0 - self.discount);
                return Some(found);
            }
            policy = next;
        }
    }

    /// Values under a policy, cluster by cluster; `None` where one is too large to be taken apart.
    fn evaluate(&self, policy: &[u8]) -> Option<FixedPoint> {
        let n_states = self.chain.n_states();
        let mut account = Account {
            gains: vec![0.0; n_states],
            losses: vec![0.0; n_states],
            rounds: vec![0.0; n_states],
            error: MAKING * ROUNDING,
        };
        let mut place = vec![usize::MAX; self.chain.cores.len()];
        for cluster in &self.clusters {
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
    fn settle(&self, cluster: &Cluster, place: &[usize], policy: &[u8], account: &mut Account) -> Option<()> {
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
            let mut exits = vec![1.0 - self.discount; n];
            for combo in 0..n {
                let cell = (core * chain.n_decisions + usize::from(policy[core * n + combo])) * n + combo;
                let earned = chain.payoff[self.party][cell] - self.flow;
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
                    let decision = usize::from(policy[core * n + combo]);
                    let odds = self.discount * chain.odds[(entry * chain.n_decisions + decision) * n + combo];
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
                let row = if chain.cores[core].ended {
                    vec![((i * n) as u32, 1.0)]
                } else {
                    (0..n).filter_map(|next| to(next, chain.pressure_odds(combo, next))).collect()
                };
                network.rows.push(row);
                network.exits.push(0.0);
            }
        }
        let parts = network.eliminate()?;
        let mut error: f64 = 0.0;
        for (earned, all) in [(gains, &mut account.gains), (losses, &mut account.losses), (rounds, &mut account.rounds)]
        {
            let found = parts.worth(&earned);
            error = error.max(found.error);
            for (values, &core) in found.values.chunks(n).zip(cores) {
                all[core * n..][..n].copy_from_slice(values);
            }
        }
        account.error += error + self.longest_sum() * ROUNDING;
        Some(())
    }
}
