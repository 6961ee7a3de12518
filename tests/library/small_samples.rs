//! Intervals of few replications hold what they promise, or are not there: every kind of metric, and its differences.

use snapback::metric::Metric;
use snapback::scenario::{Scenario, read_scenario};
use snapback::simulate::{Cells, Pairing, Player, Sample, SeriesDetail, Want, play_part};
use snapback::stats::exact_quantile;
use snapback::study::survey::{Arm, ArmValues, Engine, Space, Survey, finish_point};
use snapback::study::{MetricRow, ready, run};
use std::collections::BTreeMap;
use std::ops::Range;

/// A promise that is broken once in a hundred rounds or once in thirty, slow talks, and a partner that seldom leaves.
fn rare(comply: &str, leaves: &str) -> Scenario {
    let text = format!(
        r#"(name: "rare", round: Year, horizon: Rounds(12), parties: [
            (name: "A", discount: 0.9, accord: 1,
             commitments: [(name: "c", gain: 1, harm: 2, detection: 1, false_alarm: 0)],
             trade: (imports: 100, demand_elasticity: 2.5, supply_elasticity: 2),
             conduct: (comply: Chance({comply}))),
            (name: "B", discount: 0.9, accord: 1, exit_cost: 5,
             trade: (imports: 100, demand_elasticity: 2.5, supply_elasticity: 2),
             conduct: (comply: Always, withdraws: (calm: {leaves}, wronged: {leaves}, under_remedy: {leaves})))],
         mechanism: (cure_closes: false,
            consultation: [(level: "l1", lasts: Rounds(1), settles: 0.5), (level: "l2", lasts: Rounds(4), settles: 0.5)],
            ruling: Arbiter(lasts: Rounds(1), power: 1, error: 0),
            remedy: (instrument: Tariff(rate: 0.1, size: Coverage(0.2)), lifts: Cured(Rounds(1)))))"#
    );
    read_scenario("rare", &text).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

/// How the intervals of one metric did.
#[derive(Default)]
struct Tally {
    covered: u32,
    missed: u32,
    flat: u32,
}

impl Tally {
    fn add(&mut self, truth: f64, ends: (Option<f64>, Option<f64>)) {
        match ends.0.zip(ends.1) {
            Some((low, high)) if low == high => self.flat += 1,
            Some((low, high)) if low <= truth && truth <= high => self.covered += 1,
            Some(_) => self.missed += 1,
            None => {}
        }
    }
}

#[test]
fn intervals_of_few_replications_cover_or_are_not_there() {
    const SAMPLES: u64 = 600;
    let arms = [rare("0.99", "0.002"), rare("0.97", "0.004")];
    let arms: Vec<Arm> = arms.into_iter().map(|scenario| Arm::new(scenario.name().to_owned(), scenario)).collect();
    let games: Vec<_> = arms.iter().map(|arm| ready(&arm.scenario).unwrap()).collect();
    let survey = Survey {
        left_out: Vec::new(),
        arms,
        space: Space::default(),
        replications: 0,
        seed: 1,
        confidence: 0.95,
        baseline: 0,
        detail: SeriesDetail::None,
        precision: None,
        engine: Engine::Sampled,
    };
    let players: Vec<_> = games.iter().map(|game| Player::new(game, survey.seed, SeriesDetail::None)).collect();
    let pairing = Pairing::with(&players, Some(0));
    let played = |range: Range<u64>| -> Vec<ArmValues> {
        finish_point(&survey, &players, &pairing, &play_part(&players, &pairing, range, Want::Sums, |_| {}))
    };
    let truth = played(0..300_000);
    for n in [2, 5, 10, 30, 100] {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let mut add = |name: String, truth: Option<f64>, ends| {
            tallies.entry(name).or_default().add(truth.unwrap_or(f64::NAN), ends);
        };
        // Samples start with a block of replications each.
        for start in (1..=SAMPLES).map(|sample| sample * 512) {
            let found = played(start..start + n);
            for (arm, (found, truth)) in found.iter().zip(&truth).enumerate() {
                for (k, label) in survey.arms[arm].labels().iter().enumerate() {
                    let (own, all) = (found.metrics[k], truth.metrics[k]);
                    add(format!("{} of {arm}", label.path()), all.mean, (own.low, own.high));
                    if arm == 1 {
                        let (own, all) = (found.contrasts[k], truth.contrasts[k]);
                        add(format!("{}, difference", label.path()), all.difference, (own.low, own.high));
                    }
                }
                let (own, all) = (found.restricted_mean, truth.restricted_mean);
                add(format!("restricted mean of {arm}"), all.mean, (own.low, own.high));
            }
        }
        for (name, Tally { covered, missed, flat }) in &tallies {
            let all = f64::from(covered + missed);
            assert_eq!(*flat, 0, "{name} of {n}: intervals without a width");
            // Three standard deviations of what 95 % leave out; the tails of shares are lumpy.
            let most = if all > 0.0 { 0.05 * all + 3.0 * (0.0475 * all).sqrt() + 2.0 } else { 0.0 };
            assert!(f64::from(*missed) <= most, "{name} of {n}: {covered} cover, {missed} do not");
        }
        // Intervals are there as well, where there is something to see.
        let told = |name: &str| tallies[name].covered + tallies[name].missed;
        if n >= 30 {
            assert!(told("resolution_rounds.B of 1") > SAMPLES as u32 * 9 / 10, "{}", told("resolution_rounds.B of 1"));
            assert!(told("violations.A of 0") > SAMPLES as u32 * 9 / 10, "{}", told("violations.A of 0"));
        }
        assert!(told("compliance.A of 0") >= SAMPLES as u32 * 95 / 100, "{}", told("compliance.A of 0"));
        assert_eq!(told("survived of 0"), SAMPLES as u32);
    }
}

/// One run in fifty leaves, at great cost.
const OUTLIERS: &str = r#"(name: "outliers", round: Year, horizon: Rounds(20), parties: [
    (name: "North", discount: 0.95, accord: 1.0, exit_cost: 1000000000.0,
     commitments: [(name: "quota", gain: 1.0, harm: 2.0, detection: 0.5, false_alarm: 0.02)],
     conduct: (comply: Chance(0.5), withdraws: (calm: 0.001, wronged: 0.001, under_remedy: 0.001))),
    (name: "South", discount: 0.95, accord: 1.0,
     commitments: [(name: "parts", gain: 1.0, harm: 2.0, detection: 0.5, false_alarm: 0.02)],
     conduct: (comply: Chance(0.5)))],
    design: "none")"#;

#[test]
fn quantiles_do_not_depend_on_an_outlier_in_replication_0() {
    let scenario = read_scenario("outliers", OUTLIERS).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    for replications in [5000, 40_000] {
        let report = run(&scenario, Sample { seed: 46, replications }, 0.95, |_| {}).unwrap();
        let own = MetricRow::named(&report.metrics, "welfare.North").unwrap().estimate;
        let game = ready(&scenario).unwrap();
        let players = [Player::new(&game, 46, SeriesDetail::None)];
        let part = play_part(&players, &Pairing::none(), 0..replications, Want::Rows, |_| {});
        let welfare = Metric::Welfare.of_party(0);
        let column = players[0].metrics().iter().position(|quantity| *quantity == welfare).unwrap();
        let mut values: Vec<f64> = part.rows[0]
            .iter()
            .flat_map(|rows| match rows.cells(column) {
                Cells::Same(x, n) => vec![x; n],
                Cells::Each(values) => values.to_vec(),
            })
            .collect();
        assert!(values[0] < -1e8, "the first is an outlier: {}", values[0]);
        values.sort_by(f64::total_cmp);
        for (p, found) in [(0.05, own.p05), (0.5, own.p50), (0.95, own.p95)] {
            let (found, exact) = (found.unwrap(), exact_quantile(&values, p).unwrap());
            let off = if replications == 5000 { 1e-12 } else { 0.01 };
            assert!((found - exact).abs() <= off, "{replications}: {p}: {found} is not {exact}");
        }
    }
}
