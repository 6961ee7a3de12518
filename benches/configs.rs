//! What it costs to make a config ready: overrides set, checked and resolved, the game made, the fingerprint taken.

use divan::Bencher;
use snapback::scenario::{Request, Scenario, fingerprint, load};
use snapback::study;

fn main() {
    divan::main();
}

fn scenario(name: &str) -> Scenario {
    load(&Request { scenario: Some(name.to_owned()), ..Request::default() }).expect("the library loads")
}

/// Ten overrides of a stage game, as a sweep has them at its `k`-th point.
fn overrides(k: u32) -> Vec<(String, String)> {
    let x = 0.1 + 0.8 * f64::from(k % 997) / 997.0;
    let set = [
        ("parties.Row.discount", format!("{x:?}")),
        ("parties.Column.discount", format!("{x:?}")),
        ("parties.Row.conduct.tremble", format!("{:?}", x / 10.0)),
        ("parties.Column.conduct.tremble", format!("{:?}", x / 10.0)),
        ("parties.Row.conduct.files", format!("{x:?}")),
        ("parties.Column.conduct.files", format!("{x:?}")),
        ("stage_game.reward", format!("{:?}", 3.0 + x)),
        ("stage_game.sucker", format!("{:?}", x - 1.0)),
        ("stage_game.temptation", format!("{:?}", 5.0 + x)),
        ("stage_game.punishment", format!("{:?}", 1.0 + x)),
    ];
    set.map(|(path, value)| (path.to_owned(), value)).to_vec()
}

#[divan::bench]
fn ready(bencher: Bencher) {
    let (scenario, mut k) = (scenario("theory/tft_vs_tft"), 0);
    bencher.bench_local(|| {
        k += 1;
        study::ready(&scenario.with(&overrides(k)).expect("it can be played"))
    });
}

#[divan::bench]
fn fingerprints(bencher: Bencher) {
    let scenario = scenario("theory/tft_vs_tft");
    bencher.bench_local(|| fingerprint(&scenario, 1));
}
