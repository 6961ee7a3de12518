//! Renewal against closed forms: parties that may leave at any time and sign again make a chain of two states.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::scenario::Scenario;
use snapback::simulate::Sample;
use snapback::study::{self, Prescription, SolveReport};

const YEARS: f64 = 0.25;
const ROUNDS: i32 = 20;
/// Chances that the parties leave, and that they sign again.
const LEAVES: [f64; 2] = [0.2, 0.05];
const RENEWS: f64 = 0.3;

/// Two parties that keep what they owe, of which nothing is ever seen, and leave without notice.
fn leavers() -> Scenario {
    let [first, second] = LEAVES;
    let text = format!(
        "(name: \"leavers\", round: Quarter, horizon: Rounds({ROUNDS}), renewal: {RENEWS}, parties: [\
         (name: \"A\", discount: 0.8, accord: 10.0, outside: -6.0, exit_cost: 1.0, pressure: Levels(values: [0.5, 1.5], persistence: 0.7), \
         commitments: [(name: \"c\", gain: 1.0, harm: 2.0, detection: 0.5, false_alarm: 0.0)], conduct: (comply: Always, withdraws: (calm: {first}))),\
         (name: \"B\", discount: 0.9, accord: 4.0, outside: 1.0, conduct: (comply: Always, withdraws: (calm: {second})))], mechanism: \
         (remedy: (instrument: Payment(multiple: 1.0), lifts: After(Rounds(1))), withdrawal: Notice(Rounds(0))))"
    );
    Scenario::from_text("leavers", &text).unwrap()
}

fn value(solved: &SolveReport, path: &str) -> f64 {
    let rows = solved.metrics.iter().chain(&solved.averages);
    rows.filter(|row| row.label.path() == path).find_map(|row| row.estimate.mean).unwrap_or(f64::NAN)
}

fn close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-12 * (1.0 + expected.abs()), "{what}: {found} is not {expected}");
}

/// Probability that the agreement ends in a round.
fn ends() -> f64 {
    1.0 - (1.0 - LEAVES[0]) * (1.0 - LEAVES[1])
}

/// Payoffs of a round under the agreement and at war: what A does not keep costs the other.
fn payoffs() -> [[f64; 2]; 2] {
    let exits = LEAVES[0] * 1.0;
    [[10.0 * YEARS - exits, (-6.0 + 1.0) * YEARS], [4.0 * YEARS, (1.0 - 2.0) * YEARS]]
}

#[test]
fn what_two_states_may_be_worth_is_found_over_a_horizon() {
    let solved = study::solve(&leavers(), Limit::default(), |_| {}).unwrap();
    let (mut stands, mut sums, mut renewals, mut welfare) = (1.0, 0.0, 0.0, [0.0; 2]);
    let deltas = [0.8_f64.powf(YEARS), 0.9_f64.powf(YEARS)];
    for round in 0..ROUNDS {
        sums += stands;
        renewals += (1.0 - stands) * RENEWS;
        for p in [0, 1] {
            let [peace, war] = payoffs()[p];
            welfare[p] += deltas[p].powi(round) * (stands * peace + (1.0 - stands) * war);
        }
        stands = stands * (1.0 - ends()) + (1.0 - stands) * RENEWS;
    }
    close(value(&solved, "stands"), sums / f64::from(ROUNDS), "stands");
    close(value(&solved, "renewals"), renewals, "renewals");
    close(value(&solved, "welfare.A"), welfare[0], "welfare of A");
    close(value(&solved, "welfare.B"), welfare[1], "welfare of B");
    // The first ending.
    let survives = 1.0 - ends();
    close(value(&solved, "survived"), survives.powi(ROUNDS), "survived");
    close(value(&solved, "duration"), (1.0 - survives.powi(ROUNDS)) / ends(), "duration");
    let last = solved.series.iter().rfind(|point| point.party.is_none()).unwrap();
    close(last.mean.unwrap(), survives.powi(ROUNDS), "survived after the last round");
    // Whether a party ever leaves, be it a renewed agreement.
    for (p, name) in ["A", "B"].into_iter().enumerate() {
        let (own, other) = (LEAVES[p], LEAVES[1 - p]);
        let (mut at_peace, mut at_war) = (1.0, 0.0);
        for _ in 0..ROUNDS {
            let stays = at_peace * (1.0 - own);
            (at_peace, at_war) = (stays * (1.0 - other) + at_war * RENEWS, stays * other + at_war * (1.0 - RENEWS));
        }
        close(value(&solved, &format!("withdrawn.{name}")), 1.0 - at_peace - at_war, name);
    }
}

#[test]
fn what_two_states_may_be_worth_is_found_for_ever() {
    let solved = study::solve_infinite(&leavers(), Limit::default()).unwrap();
    let audited = study::audit(&leavers(), Prescription::Conduct, Limit::default()).unwrap();
    for (p, name) in ["A", "B"].into_iter().enumerate() {
        let (delta, [peace, war]) = ([0.8_f64, 0.9][p].powf(YEARS), payoffs()[p]);
        // V = peace + δ((1 − e)V + e W), W = war + δ((1 − r)W + r V).
        let (stay, back) = (1.0 - delta * (1.0 - ends()), delta * RENEWS);
        let (leave, wait) = (delta * ends(), 1.0 - delta * (1.0 - RENEWS));
        let worth = (peace * wait + leave * war) / (stay * wait - leave * back);
        let found = value(&solved, &format!("welfare.{name}"));
        assert!((found - worth).abs() < 1e-9, "{name}: {found} is not {worth}");
        let prescribed = audited.parties[p].prescribed;
        assert!((prescribed - worth).abs() < 1e-9, "{name}: {prescribed} is not {worth} in the audit");
    }
    let stands = RENEWS / (RENEWS + ends());
    close(value(&solved, "stands"), stands, "share of time");
    close(value(&solved, "renewals"), (1.0 - stands) * RENEWS, "renewals a round");
    assert!(value(&solved, "survived").is_nan() && value(&solved, "duration").is_nan());
}

#[test]
fn both_engines_renew_alike() {
    let plan = Sample { seed: 1, replications: 20_000 };
    let quarterly = scenario(
        "us_china_quarterly",
        &[
            ("renewal", "PerYear(0.5)"),
            ("horizon", "Years(5)"),
            ("mechanism.withdrawal", "Notice(Days(120))"),
            ("parties.US.conduct.withdraws", "(calm: PerYear(0.2), wronged: 0.1)"),
            ("parties.China.conduct.withdraws.calm", "0.03"),
            ("parties.China.pressure", "Levels(values: [0.5, 1.5], persistence: PerYear(0.5))"),
        ],
    );
    for scenario in [leavers(), quarterly] {
        let check = study::check(&scenario, plan, Limit::default(), |_| {}).unwrap();
        assert!(check.agrees, "{}: {}", check.scenario, check.p_value);
    }
}
