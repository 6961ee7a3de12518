//! The chain in explicit formats that other model checkers read: DRN (Storm) and PRISM.

use crate::exact::Chain;
use crate::game::Game;
use std::io::{Result, Write};

/// All transitions of a state, pressure moved, in the order of their targets.
fn transitions(chain: &Chain, state: usize) -> Vec<(usize, f64)> {
    let n = chain.n_combos;
    let (core, combo) = (state / n, state % n);
    let (mut from, mut to) = (vec![0.0; n], vec![0.0; n]);
    let at_war = |core: usize| chain.cores[core].ended;
    let mut found = Vec::new();
    for entry in chain.entries(core) {
        let odds = chain.odds[entry * chain.n_decisions * n + combo];
        if odds > 0.0 {
            let target = chain.target[entry] as usize;
            if at_war(target) {
                // Breakdown is one state, whatever its pressure.
                found.push((target * n, odds));
                continue;
            }
            match at_war(core) {
                true => to.iter_mut().zip(&chain.signing).for_each(|(to, share)| *to = odds * share),
                false => {
                    from[combo] = odds;
                    chain.press(target, &from, &mut to);
                }
            }
            found.extend(
                to.iter().enumerate().filter(|(_, odds)| **odds > 0.0).map(|(next, &odds)| (target * n + next, odds)),
            );
        }
    }
    found.sort_unstable_by_key(|&(target, _)| target);
    found
}

/// Numbers of states in the files: 0 is the signing, then come the states that can be reached.
fn numbers(chain: &Chain) -> impl Fn(usize) -> usize {
    let n = chain.n_combos;
    let breakdown = chain.cores.iter().position(|core| core.ended).map_or(usize::MAX, |core| core.saturating_mul(n));
    move |state| if state > breakdown { state + 2 - n } else { state + 1 }
}

/// Names of the rewards, in the order in which `rewards` gives them.
pub const REWARDS: [&str; 4] = ["payoff_0", "violations_0", "payoff_1", "violations_1"];

/// Expected payoff and violations of each party in the round of a state.
fn rewards(chain: &Chain, state: usize) -> [f64; 4] {
    let n = chain.n_combos;
    let cell = state / n * chain.n_decisions * n + state % n;
    [chain.payoff[0][cell], chain.violations[0][cell], chain.payoff[1][cell], chain.violations[1][cell]]
}

/// Writes the chain, first decision, as an explicit discrete-time Markov chain in Storm's DRN format. State 0 is the
/// signing: pressure is drawn there, and nothing is earned.
///
/// # Errors
/// Those of the writer.
pub fn write_drn(chain: &Chain, out: &mut impl Write) -> Result<()> {
    let number = numbers(chain);
    let names = REWARDS;
    writeln!(
        out,
        "@type: DTMC\n@parameters\n\n@reward_models\n{}\n@nr_states\n{}",
        names.join(" "),
        chain.reached().count() + 1
    )?;
    writeln!(out, "@nr_choices\n{}\n@model", chain.reached().count() + 1)?;
    writeln!(out, "state 0 [{}] init", vec!["0"; names.len()].join(", "))?;
    writeln!(out, "\taction 0 [{}]", vec!["0"; names.len()].join(", "))?;
    for (combo, odds) in chain.signing.iter().enumerate().filter(|(_, odds)| **odds > 0.0) {
        writeln!(out, "\t\t{} : {odds:?}", number(combo))?;
    }
    for state in chain.reached() {
        let label = if chain.cores[state / chain.n_combos].ended { " ended" } else { " stands" };
        let rewards = rewards(chain, state).map(|reward| format!("{reward:?}")).join(", ");
        writeln!(out, "state {} [{rewards}]{label}", number(state))?;
        writeln!(out, "\taction 0 [{}]", vec!["0"; names.len()].join(", "))?;
        for (target, odds) in transitions(chain, state) {
            writeln!(out, "\t\t{} : {odds:?}", number(target))?;
        }
    }
    Ok(())
}

/// Writes the transitions as PRISM does (`.tra`); states are numbered as in [`write_drn`].
///
/// # Errors
/// Those of the writer.
pub fn write_tra(chain: &Chain, out: &mut impl Write) -> Result<()> {
    let number = numbers(chain);
    let start: Vec<(usize, f64)> = chain.signing.iter().copied().enumerate().filter(|(_, odds)| *odds > 0.0).collect();
    let count = start.len() + chain.reached().map(|state| transitions(chain, state).len()).sum::<usize>();
    writeln!(out, "{} {count}", chain.reached().count() + 1)?;
    for (combo, odds) in start {
        writeln!(out, "0 {} {odds:?}", number(combo))?;
    }
    for state in chain.reached() {
        for (target, odds) in transitions(chain, state) {
            writeln!(out, "{} {} {odds:?}", number(state), number(target))?;
        }
    }
    Ok(())
}

/// Writes the states as PRISM does (`.sta`): all that the public sees, disputes by number of their status.
///
/// # Errors
/// Those of the writer.
pub fn write_sta(game: &Game, chain: &Chain, out: &mut impl Write) -> Result<()> {
    let number = numbers(chain);
    let disputes: Vec<String> = (0..game.duties.len()).map(|c| format!("dispute_{c}")).collect();
    let names = "signed,ended,pressure_0,pressure_1,mode_0,mode_1,kept_0,kept_1,clean_0,clean_1,phase,notice";
    writeln!(out, "({names}{})", disputes.iter().map(|name| format!(",{name}")).collect::<String>())?;
    writeln!(out, "0:(0{})", ",0".repeat(11 + disputes.len()))?;
    for state in chain.reached() {
        let s = chain.state(state);
        let disputes: String = s.disputes[..game.duties.len()].iter().map(|status| format!(",{status}")).collect();
        writeln!(
            out,
            "{}:(1,{},{},{},{},{},{},{},{},{},{},{}{disputes})",
            number(state),
            u8::from(s.ended),
            s.pressure[0],
            s.pressure[1],
            s.mode[0],
            s.mode[1],
            s.kept[0],
            s.kept[1],
            s.clean[0],
            s.clean[1],
            s.phase,
            s.notice
        )?;
    }
    Ok(())
}

/// Writes the labels as PRISM does (`.lab`).
///
/// # Errors
/// Those of the writer.
pub fn write_lab(chain: &Chain, out: &mut impl Write) -> Result<()> {
    let number = numbers(chain);
    writeln!(out, "0=\"init\" 1=\"deadlock\" 2=\"stands\" 3=\"ended\"\n0: 0")?;
    for state in chain.reached() {
        let label = if chain.cores[state / chain.n_combos].ended { 3 } else { 2 };
        writeln!(out, "{}: {label}", number(state))?;
    }
    Ok(())
}

/// Writes one state reward as PRISM does (`.srew`): `which` counts payoff and violations of the first party, then of
/// the second.
///
/// # Errors
/// Those of the writer.
pub fn write_srew(chain: &Chain, which: usize, out: &mut impl Write) -> Result<()> {
    let number = numbers(chain);
    let rows: Vec<(usize, f64)> =
        chain.reached().map(|state| (number(state), rewards(chain, state)[which])).filter(|(_, r)| *r != 0.0).collect();
    writeln!(out, "{} {}", chain.reached().count() + 1, rows.len())?;
    for (state, reward) in rows {
        writeln!(out, "{state} {reward:?}")?;
    }
    Ok(())
}
