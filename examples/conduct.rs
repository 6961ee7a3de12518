//! A conduct of one's own: a finite automaton written out, against a rule that comes with the library.
//!
//! `cargo run --release --example conduct`

#![allow(clippy::print_stdout)]

use snapback::{Error, RunOptions, Scenario, run};

/// Two tits for a tat: an alarm on the other's part is answered by two rounds of violation.
///
/// A mode says how likely a commitment is kept and which mode comes next after each pair of signals, own first: `c` is no
/// alarm, `d` one.
const TWO_TITS: &str = "Automaton(modes: [
    (comply: 1.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)),
    (comply: 0.0, next: (cc: 2, cd: 1, dc: 2, dd: 1)),
    (comply: 0.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)),
])";

/// Tit for tat as an automaton.
const TIT_FOR_TAT: &str = "Automaton(modes: [
    (comply: 1.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)),
    (comply: 0.0, next: (cc: 0, cd: 1, dc: 0, dd: 1)),
])";

fn main() -> Result<(), Error> {
    let dilemma = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(200)")?;
    let options = RunOptions { replications: 1000, ..RunOptions::default() };
    let kept = |row: &str, column: &str| -> Result<f64, Error> {
        let scenario = dilemma.set("parties.Row.conduct.comply", row)?.set("parties.Column.conduct.comply", column)?;
        let report = run(&scenario, &options)?;
        let compliance = report.metrics.iter().find(|metric| metric.label.path() == "compliance.Row");
        Ok(compliance.and_then(|metric| metric.estimate.mean).expect("the row owes cooperation"))
    };

    // Written out, tit for tat plays what the rule of that name plays, run by run.
    let known = kept("TitForTat", "TitForTat")?;
    assert_eq!(kept(TIT_FOR_TAT, TIT_FOR_TAT)?, known);

    // Who punishes for longer falls out with itself for longer, once errors happen.
    let harsh = kept(TWO_TITS, TWO_TITS)?;
    println!("cooperation: tit for tat {known:.3}, two tits for a tat {harsh:.3}");
    assert!(harsh < known);

    // An automaton that leads nowhere is refused, with the path of the number that is wrong.
    let error = dilemma.set("parties.Row.conduct.comply", TIT_FOR_TAT.replace("cd: 1", "cd: 7")).unwrap_err();
    assert!(error.mistakes()[0].path.starts_with("parties.Row.conduct.comply"), "{error}");
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
