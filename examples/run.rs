//! What happens under a scenario, how sure that is, and what the exact engine says of the same.
//!
//! `cargo run --release --example run`

#![allow(clippy::print_stdout)]

use snapback::{Error, RunOptions, Scenario, SolveOptions, run, solve};

fn main() -> Result<(), Error> {
    // Tit for tat against itself with errors (Molander 1985), a short game.
    let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(50)")?;
    let report = run(&scenario, &RunOptions { replications: 4000, ..RunOptions::default() })?;
    let exact = solve(&scenario, &SolveOptions::default())?;

    for (sampled, solved) in report.metrics.iter().zip(&exact.metrics) {
        if let (Some(mean), Some(value)) = (sampled.estimate.mean, solved.estimate.mean) {
            println!("{:28} {mean:12.4} sampled {value:12.4} exact", sampled.label.path());
        }
    }

    // A metric is found by its path; its interval has a confidence of 0.95, so a far wider one must hold the exact value.
    let welfare = report.metrics.iter().find(|row| row.label.path() == "welfare.Row").expect("each party has welfare");
    let value = exact.metrics.iter().find(|row| row.label == welfare.label).and_then(|row| row.estimate.mean);
    let (mean, low) = (welfare.estimate.mean.expect("it varies"), welfare.estimate.low.expect("it varies"));
    assert!((mean - value.expect("it is finite")).abs() < 3.0 * (mean - low));

    // The same scenario, seed and version: the same numbers.
    assert_eq!(report, run(&scenario, &RunOptions { replications: 4000, ..RunOptions::default() })?);
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
