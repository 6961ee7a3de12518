//! The exported chain, read and solved by Storm (Hensel, Junges, Katoen, Quatmann and Volk 2022) where stormpy is there.

use snapback::exact::Limit;
use snapback::metric::SeriesKind;
use snapback::report::{write_drn, write_lab, write_srew, write_sta, write_tra};
use snapback::scenario::{Request, load};
use snapback::study::{MetricRow, chain, solve};
use std::process::Command;

/// The Python to ask: `SNAPBACK_PYTHON`, or the one on the path.
fn python() -> String {
    std::env::var("SNAPBACK_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

#[test]
fn storm_finds_the_same_sums() {
    for (name, design) in
        [("theory/wsls_vs_tft", None), ("theory/green_porter", None), ("us_china_quarterly", Some("snapback"))]
    {
        let request =
            Request { scenario: Some(name.to_owned()), design: design.map(str::to_owned), ..Request::default() };
        let scenario = load(&request).unwrap();
        let (game, chain) = chain(&scenario, Limit::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chain.drn");
        let mut drn = Vec::new();
        write_drn(&chain, &mut drn).unwrap();
        std::fs::write(&path, drn).unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/storm.py");
        let output = Command::new(python()).arg(script).arg(&path).arg(game.rounds.to_string()).output();
        let Some(output) = output.ok().filter(|output| output.status.code() != Some(77)) else {
            eprintln!("skipped: no stormpy for {}; pip install stormpy and set SNAPBACK_PYTHON", python());
            return;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(found["states"].as_u64(), Some(chain.reached().count() as u64 + 1));
        let solved = solve(&scenario, Limit::default(), |_| {}).unwrap();
        for p in [0, 1] {
            let violations = format!("violations.{}", game.sides[p].name);
            let violations = MetricRow::named(&solved.metrics, &violations).unwrap().estimate.mean.unwrap();
            let flow = solved.series.iter().filter(|point| point.series == SeriesKind::Welfare(p));
            let payoff: f64 = flow.map(|point| point.mean.unwrap()).sum();
            for (reward, expected) in [(format!("violations_{p}"), violations), (format!("payoff_{p}"), payoff)] {
                let sum = found["sums"][&reward].as_f64().unwrap();
                assert!((sum - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{name} {reward}: {sum} or {expected}");
            }
        }
    }
}

#[test]
fn prism_files_count_what_they_hold() {
    let request = Request { scenario: Some("theory/wsls_vs_tft".to_owned()), ..Request::default() };
    let (game, chain) = chain(&load(&request).unwrap(), Limit::default()).unwrap();
    let text = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    };
    let tra = text(&|out| write_tra(&chain, out).unwrap());
    let head: Vec<usize> = tra.lines().next().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    assert_eq!(head, [chain.n_states() + 1, tra.lines().count() - 1]);
    let mut sums = vec![0.0; head[0]];
    for line in tra.lines().skip(1) {
        let words: Vec<&str> = line.split(' ').collect();
        sums[words[0].parse::<usize>().unwrap()] += words[2].parse::<f64>().unwrap();
    }
    assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-12), "{sums:?}");
    let sta = text(&|out| write_sta(&game, &chain, out).unwrap());
    assert_eq!(sta.lines().count(), chain.n_states() + 2);
    let n_names = sta.lines().next().unwrap().split(',').count();
    assert!(sta.lines().skip(1).all(|line| line.split(',').count() == n_names));
    assert_eq!(text(&|out| write_lab(&chain, out).unwrap()).lines().count(), chain.n_states() + 2);
    let srew = text(&|out| write_srew(&chain, 0, out).unwrap());
    assert_eq!(srew.lines().next().unwrap(), format!("{} {}", chain.n_states() + 1, srew.lines().count() - 1));
}
