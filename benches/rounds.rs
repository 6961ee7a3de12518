//! What a round costs, for the flagship and for a small game; what a batch costs, on one thread and on two.

use divan::Bencher;
use divan::counter::ItemsCount;
use snapback::game::Game;
use snapback::metric::Benchmarks;
use snapback::scenario::{Request, load};
use snapback::simulate::{Draws, LANES, Lanes, Sample, SeriesDetail, Unrolled, batch, run, run_along};
use snapback::study::ready;

const FLAGSHIP: &str = "us_china_2019";
const DILEMMA: &str = "theory/wsls_vs_tft";

fn main() {
    divan::main();
}

fn game(name: &str) -> Game {
    let set = match name {
        DILEMMA => vec![("horizon".to_owned(), "Rounds(200)".to_owned())],
        _ => Vec::new(),
    };
    ready(&load(&Request { scenario: Some(name.to_owned()), set, ..Request::default() }).expect("the library loads"))
        .expect("it can be played")
}

/// As many replications as are walked side by side, all metrics, no series. The reported rate counts rounds.
#[divan::bench(args = [FLAGSHIP, DILEMMA], sample_size = 100)]
fn replications(bencher: Bencher, name: &str) {
    let game = game(name);
    let (benchmarks, unrolled, mut draws, mut lanes) = (
        Benchmarks::new(&game),
        Unrolled::new(&game),
        Draws::new(1, &game.every_round),
        Lanes::new(1, &game.every_round),
    );
    let (mut visits, mut next) = (Vec::new(), 0);
    bencher.counter(ItemsCount::new(u64::from(game.rounds) * LANES as u64)).bench_local(|| {
        next += LANES as u64;
        if let Some(unrolled) = &unrolled {
            lanes.walk(&game, unrolled, next);
        }
        (0..LANES)
            .map(|lane| match &unrolled {
                Some(unrolled) => run_along(&game, unrolled, &benchmarks, lanes.path(lane), &mut visits, |_, _, _| {}),
                None => run(&game, &benchmarks, &mut draws, next + lane as u64, |_, _, _| {}),
            })
            .map(|tally| tally.welfare[0])
            .sum::<f64>()
    });
}

/// A batch of 4,096 replications with metrics, quantiles and series. The reported rate counts rounds.
#[divan::bench(args = [(FLAGSHIP, 1), (FLAGSHIP, 2), (DILEMMA, 1), (DILEMMA, 2)])]
fn batches(bencher: Bencher, (name, threads): (&str, usize)) {
    let game = game(name);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("two threads");
    let plan = Sample { seed: 1, replications: 4096 };
    bencher
        .counter(ItemsCount::new(u64::from(game.rounds) * plan.replications))
        .bench_local(|| pool.install(|| batch(&game, plan, SeriesDetail::Quantiles, |_| {})));
}

/// From RON text to a game.
#[divan::bench]
fn loading(bencher: Bencher) {
    bencher.bench_local(|| game(FLAGSHIP));
}
