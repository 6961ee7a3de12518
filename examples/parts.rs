//! A batch in parts, as several machines would play it: sums travel as JSON, and the whole is what one machine has.
//!
//! `cargo run --release --example parts`

#![allow(clippy::print_stdout)]

use snapback::{Error, RunOptions, Scenario, Sums, run, unwatched};

fn main() -> Result<(), Error> {
    let scenario = Scenario::named("theory/tft_vs_tft")?.set("horizon", "Rounds(20)")?;
    // Parts begin and end between pieces, so that sums are rounded alike wherever they are made.
    let piece = Sums::piece(&scenario);
    let total = 2 * piece + 1234;
    let parts = [0..piece, piece..total];

    let mut sent = Vec::new();
    for part in parts {
        let sums = Sums::play(&scenario, 1, part, &unwatched)?;
        sent.push(serde_json::to_string(&sums).expect("sums are plain numbers"));
    }

    // They may come back in any order.
    let mut whole: Option<Sums> = None;
    for text in sent.iter().rev() {
        let sums: Sums = serde_json::from_str(text).expect("what was sent");
        whole = Some(match whole {
            Some(whole) => whole.merge(sums)?,
            None => sums,
        });
    }
    let report = whole.expect("two parts").report(&scenario, 0.95)?;
    println!("{} replications in {} parts, {} bytes sent", report.replications, sent.len(), sent.concat().len());

    let at_once = run(&scenario, &RunOptions { replications: total, ..RunOptions::default() })?;
    assert_eq!(report, at_once);
    let text = |report| snapback::report::run_json(report);
    assert_eq!(text(&report), text(&at_once));

    // The same replications twice are no sample.
    let whole_part = || Sums::play(&scenario, 1, 0..piece, &unwatched);
    let twice = whole_part()?.merge(whole_part()?);
    assert!(twice.is_err());
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
