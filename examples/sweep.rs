//! How welfare and survival move with how well a breach is seen, on a thread pool of one's own, stopped when told.
//!
//! `cargo run --release --example sweep`

#![allow(clippy::print_stdout)]

use snapback::{Done, Error, RunOptions, Scenario, sweep};
use std::ops::ControlFlow;

fn main() -> Result<(), Error> {
    let scenario = Scenario::named("us_china_quarterly")?.set("horizon", "Years(3)")?;
    let vary = ["parties.China.commitments.purchases.detection=0.1..0.9:5"];
    let options = RunOptions { replications: 400, ..RunOptions::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    let report = pool.install(|| sweep(&scenario, &vary, &options))?;

    let arm = &report.survey.arms[0];
    let column =
        arm.labels().iter().position(|label| label.path() == "compliance.China").expect("China owes something");
    let mut seen = Vec::new();
    for result in &report.played.results {
        let values = result.arms[0].outcome.as_ref().expect("every value can be played");
        let detection = report.survey.space.point(result.point).join(", ");
        println!(
            "detection {detection:>4}: compliance {:.3}",
            values.metrics[column].mean.expect("China owes something")
        );
        seen.push(detection);
    }
    assert_eq!(seen, ["0.1", "0.3", "0.5", "0.7", "0.9"]);

    // The number of threads makes no difference.
    assert_eq!(report, sweep(&scenario, &vary, &options)?);

    // A study that is stopped says so, and keeps what was done.
    let stop = |_: Done| ControlFlow::Break(());
    let stopped = sweep(&scenario, &vary, &RunOptions { progress: &stop, ..options })?;
    assert!(stopped.played.is_stopped && stopped.played.results.len() < 5);
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
