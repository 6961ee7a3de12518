//! What must hold for every scenario, tried on scenarios made at random.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use snapback::exact::Limit;
use snapback::report::write_tra;
use snapback::scenario::{Scenario, read_scenario};
use snapback::simulate::Sample;
use snapback::study::{MetricRow, chain, check, run, solve};

/// A party, by the numbers that make it.
#[derive(Clone, Debug)]
struct Side {
    commitments: Vec<[f64; 4]>,
    comply: String,
    answers: [f64; 3],
    leaves: [f64; 3],
    costs: [f64; 3],
    pressed: bool,
    standing: f64,
}

/// A scenario, by the parts that make it.
#[derive(Clone, Debug)]
struct Draft {
    sides: [Side; 2],
    may_file: &'static str,
    filing_cost: f64,
    review_every: u32,
    levels: Vec<(u32, f64)>,
    ruling: &'static str,
    remedy: &'static str,
    growth: f64,
    lifts: &'static str,
    counter: &'static str,
    release: &'static str,
    notice: Option<u32>,
    rounds: u32,
}

fn share() -> impl Strategy<Value = f64> {
    // Certainties are where mistakes hide.
    prop_oneof![Just(0.0), Just(1.0), (1_u32..20).prop_map(|x| f64::from(x) / 20.0)]
}

fn rule() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("TitForTat".to_owned()),
        Just("Grim".to_owned()),
        Just("Retaliate(2)".to_owned()),
        share().prop_map(|p| format!("Chance({p:?})")),
        (share(), share(), share())
            .prop_map(|(a, b, c)| format!("Disposition(calm: {a:?}, disputed: {b:?}, remedied: {c:?})")),
    ]
}

fn side() -> impl Strategy<Value = Side> {
    let commitment = (0_u32..10, 0_u32..20, share(), share())
        .prop_map(|(gain, harm, seen, false_alarm)| [f64::from(gain), f64::from(harm), seen, 0.3 * false_alarm]);
    let commitments = prop::collection::vec(commitment, 1..3);
    let triple = || prop::array::uniform3(share());
    (commitments, rule(), triple(), triple(), prop::array::uniform3(0_u32..3), any::<bool>(), 0_u32..3).prop_map(
        |(commitments, comply, answers, leaves, costs, pressed, standing)| Side {
            commitments,
            comply,
            answers,
            leaves: leaves.map(|p| 0.1 * p),
            costs: costs.map(f64::from),
            pressed,
            standing: 10.0 * f64::from(standing),
        },
    )
}

fn draft() -> impl Strategy<Value = Draft> {
    let rulings = [
        "SelfJudged",
        "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.2)",
        "Arbiter(lasts: Rounds(2), power: 1.0, error: 0.0, judges: Past, blocked: 0.5)",
    ];
    let remedies = [
        "Tariff(rate: 0.25, size: Equivalent(measure: Coverage, multiple: 1.0))",
        "Tariff(rate: 0.1, size: Coverage(20.0))",
        "Payment(multiple: 1.5)",
    ];
    let procedure = (
        prop::sample::select(vec!["Both", "First", "Second", "Neither"]),
        0_u32..3,
        1_u32..3,
        prop::collection::vec((1_u32..3, share()), 0..3),
        prop::sample::select(rulings.to_vec()),
        prop::sample::select(remedies.to_vec()),
    );
    let rest = (
        0_u32..2,
        prop::sample::select(vec!["Cured(Rounds(1))", "After(Rounds(2))"]),
        prop::sample::select(vec!["Barred", "Allowed(multiple: 1.0, rate: 0.25)"]),
        prop::sample::select(vec!["Never", "Sunset(Rounds(3))", "Staged(Rounds(2))"]),
        prop::option::of(0_u32..3),
        2_u32..8,
    );
    (side(), side(), procedure, rest).prop_map(|(one, other, procedure, rest)| Draft {
        sides: [one, other],
        may_file: procedure.0,
        filing_cost: f64::from(procedure.1),
        review_every: procedure.2,
        levels: procedure.3,
        ruling: procedure.4,
        remedy: procedure.5,
        growth: 0.5 * f64::from(rest.0),
        lifts: rest.1,
        counter: rest.2,
        release: rest.3,
        notice: rest.4,
        rounds: rest.5,
    })
}

impl Draft {
    fn text(&self) -> String {
        let side = |(name, side): (&str, &Side)| {
            let commitments: Vec<String> = (side.commitments.iter().enumerate())
                .map(|(k, [gain, harm, seen, false_alarm])| {
                    format!("(name: \"{name}{k}\", gain: {gain:?}, harm: {harm:?}, detection: {seen:?}, false_alarm: {false_alarm:?})")
                })
                .collect();
            let pressure =
                if side.pressed { "Autoregressive(spread: 0.4, persistence: 0.5, levels: 2)" } else { "Steady" };
            let [files, imposes, counters] = side.answers;
            let [calm, wronged, under_remedy] = side.leaves;
            let [accord, audience, exit] = side.costs;
            let standing = if side.standing > 0.0 {
                format!("(coverage: {:?}, rate: 0.25)", side.standing)
            } else {
                String::new()
            };
            format!(
                "(name: \"{name}\", discount: 0.9, accord: {accord:?}, commitments: [{}], pressure: {pressure}, \
                 audience_cost: {audience:?}, exit_cost: {exit:?}, \
                 trade: (imports: 100.0, demand_elasticity: 2.0, margin: 0.2), standing: [{standing}], \
                 war: [(coverage: 50.0, rate: 0.25)], conduct: (comply: {}, files: {files:?}, imposes: {imposes:?}, \
                 counters: {counters:?}, withdraws: (calm: {calm:?}, wronged: {wronged:?}, under_remedy: {under_remedy:?})))",
                commitments.join(", "),
                side.comply
            )
        };
        let sides = [("A", &self.sides[0]), ("B", &self.sides[1])].map(side).join(",\n");
        let levels: Vec<String> = (self.levels.iter().enumerate())
            .map(|(k, (lasts, settles))| format!("(level: \"l{k}\", lasts: Rounds({lasts}), settles: {settles:?})"))
            .collect();
        let withdrawal = self.notice.map_or("Barred".to_owned(), |rounds| format!("Notice(Rounds({rounds}))"));
        format!(
            "(name: \"random\", round: Quarter, horizon: Rounds({}), parties: [{sides}], mechanism: (may_file: {}, \
             filing_cost: {:?}, review_every: {}, scrutiny: 0.2, consultation: [{}], ruling: {}, \
             remedy: (instrument: {}, growth: {:?}, steps: 1, lifts: {}), counter: {}, release: {}, withdrawal: {withdrawal}))",
            self.rounds,
            self.may_file,
            self.filing_cost,
            self.review_every,
            levels.join(", "),
            self.ruling,
            self.remedy,
            self.growth,
            self.lifts,
            self.counter,
            self.release
        )
    }

    fn scenario(&self) -> Scenario {
        let text = self.text();
        read_scenario("random", &text)
            .unwrap_or_else(|mistakes| panic!("{}\n{text}", snapback::text::render(&mistakes)))
    }
}

const LIMIT: Limit = Limit { states: 60_000 };

/// Exact metrics, where the game is small enough.
fn exact(scenario: &Scenario) -> Option<Vec<MetricRow>> {
    solve(scenario, LIMIT, |_| {}).ok().map(|solved| solved.metrics)
}

fn value(metrics: &[MetricRow], metric: &str, party: &str) -> f64 {
    MetricRow::named(metrics, &format!("{metric}.{party}")).and_then(|row| row.estimate.mean).unwrap_or(f64::NAN)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs()) || a.is_nan() && b.is_nan()
}

/// Tries a property on the same scenarios each time; a failure is shrunk to the simplest scenario that fails.
fn every_scenario(cases: u32, property: impl Fn(Draft) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"scenarios at random, each time  ");
    if let Err(failure) = TestRunner::new_with_rng(config, rng).run(&draft(), property) {
        panic!("{failure}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    every_scenario(200, |draft| {
        let scenario = draft.scenario();
        let again = read_scenario("again", &scenario.to_ron()).unwrap();
        prop_assert_eq!(again.to_ron(), scenario.to_ron());
        let own = ("filing_cost", format!("{:?}", draft.filing_cost));
        let set = scenario.with(&[(format!("mechanism.{}", own.0), own.1)]).unwrap();
        prop_assert_eq!(set.to_ron(), scenario.to_ron());
        Ok(())
    });
}

#[test]
fn chances_out_of_every_state_sum_to_one_and_counts_balance() {
    every_scenario(60, |draft| {
        let scenario = draft.scenario();
        let Ok((_, chain)) = chain(&scenario, LIMIT) else { return Ok(()) };
        let mut bytes = Vec::new();
        write_tra(&chain, &mut bytes).unwrap();
        let mut sums = std::collections::BTreeMap::<String, f64>::new();
        for line in String::from_utf8(bytes).unwrap().lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            *sums.entry(words[0].to_owned()).or_default() += words[2].parse::<f64>().unwrap();
        }
        for (state, sum) in sums {
            prop_assert!((sum - 1.0).abs() < 1e-12, "state {state}: {sum}");
        }
        let metrics = exact(&scenario).unwrap();
        let duration = MetricRow::named(&metrics, "duration").unwrap().estimate.mean.unwrap();
        for (side, name) in draft.sides.iter().zip(["A", "B"]) {
            let owed = side.commitments.len() as f64 * duration;
            prop_assert!(close(value(&metrics, "compliance", name), 1.0 - value(&metrics, "violations", name) / owed));
            prop_assert!(value(&metrics, "false_alarms", name) <= value(&metrics, "alarms", name) + 1e-12);
            let ends = ["cured", "settled", "dismissed", "blocked", "denied", "dropped", "remedies"];
            let ended: f64 = ends.iter().map(|end| value(&metrics, end, name)).sum();
            prop_assert!(ended <= value(&metrics, "grievances", name) + 1e-9);
        }
        Ok(())
    });
}

#[test]
fn parties_alike_do_alike_and_names_do_not_matter() {
    every_scenario(60, |draft| {
        let Some(metrics) = exact(&draft.scenario()) else { return Ok(()) };
        let turned = match draft.may_file {
            "First" => "Second",
            "Second" => "First",
            other => other,
        };
        let [one, other] = draft.sides.clone();
        let swapped = Draft { sides: [other, one.clone()], may_file: turned, ..draft.clone() };
        let mirrored = exact(&swapped.scenario()).unwrap();
        for metric in ["welfare", "compliance", "grievances", "remedies", "tariff", "counters", "withdrawn"] {
            for (a, b) in [("A", "B"), ("B", "A")] {
                prop_assert!(close(value(&metrics, metric, a), value(&mirrored, metric, b)), "{metric} of {a}");
            }
        }
        if draft.may_file == "Both" || draft.may_file == "Neither" {
            let twins = Draft { sides: [one.clone(), one], ..draft };
            if let Some(metrics) = exact(&twins.scenario()) {
                prop_assert!(close(value(&metrics, "welfare", "A"), value(&metrics, "welfare", "B")));
            }
        }
        Ok(())
    });
}

#[test]
fn costs_never_help_and_an_accord_never_hurts() {
    every_scenario(60, |draft| {
        let Some(before) = exact(&draft.scenario()) else { return Ok(()) };
        let welfare = |draft: &Draft, name: &str| value(&exact(&draft.scenario()).unwrap(), "welfare", name);
        let old = |name: &str| value(&before, "welfare", name);
        let dear = Draft { filing_cost: draft.filing_cost + 1.0, ..draft.clone() };
        let mut bound = draft.clone();
        bound.sides[0].costs[2] += 1.0;
        let mut glad = draft.clone();
        glad.sides[0].costs[0] += 1.0;
        for name in ["A", "B"] {
            prop_assert!(welfare(&dear, name) <= old(name) + 1e-9, "filing cost helps {name}");
        }
        prop_assert!(welfare(&bound, "A") <= old("A") + 1e-9, "exit cost helps");
        prop_assert!(close(welfare(&bound, "B"), old("B")), "exit cost of the one is nothing to the other");
        prop_assert!(welfare(&glad, "A") >= old("A") - 1e-9, "an accord hurts");
        Ok(())
    });
}

#[test]
fn a_right_to_complain_that_nobody_uses_is_none() {
    every_scenario(60, |draft| {
        let mut silent = Draft { may_file: "Both", ..draft.clone() };
        silent.sides.iter_mut().for_each(|side| side.answers[0] = 0.0);
        // An alarm that may not be answered costs no audience, one that is left unanswered does.
        silent.sides.iter_mut().for_each(|side| side.costs[1] = 0.0);
        let barred = Draft { may_file: "Neither", ..silent.clone() };
        let (Some(one), Some(other)) = (exact(&silent.scenario()), exact(&barred.scenario())) else { return Ok(()) };
        for name in ["A", "B"] {
            for metric in ["welfare", "compliance", "alarms", "grievances", "tariff", "withdrawn"] {
                prop_assert!(close(value(&one, metric, name), value(&other, metric, name)), "{metric} of {name}");
            }
        }
        Ok(())
    });
}

#[test]
fn samples_agree_with_exact_values_on_any_number_of_threads() {
    every_scenario(40, |draft| {
        let scenario = draft.scenario();
        let plan = Sample { seed: 3, replications: 2000 };
        let Ok(report) = check(&scenario, plan, LIMIT, |_| {}) else { return Ok(()) };
        prop_assert!(report.p_value > 1e-6, "{report:?}");
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| run(&scenario, Sample { seed: 5, replications: 600 }, 0.95, |_| {}).unwrap())
        };
        prop_assert_eq!(with(1), with(3));
        Ok(())
    });
}
