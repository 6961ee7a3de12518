//! Every number of a scenario has a range: its ends are allowed, what lies beyond is refused at its place.

use snapback::scenario::{Request, load};

/// The reference scenario with some fields set; the paths found wrong.
fn faults(set: &[(&str, String)]) -> Vec<String> {
    let set = set.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
    match load(&Request { scenario: Some("reference".to_owned()), set, ..Request::default() }) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.into_iter().map(|mistake| mistake.path).collect(),
    }
}

const PROBABILITY: (&[&str], &[&str]) = (&["0", "1"], &["-1e-9", "1.000001", "NaN", "inf"]);
const WITHIN_A_YEAR: (&[&str], &[&str]) = (&["0", "0.999"], &["-1e-9", "1", "NaN", "inf"]);
const MONEY: (&[&str], &[&str]) = (&["0", "1e9"], &["-1e-9", "1.1e9", "NaN", "inf"]);
const SIGNED_MONEY: (&[&str], &[&str]) = (&["-1e9", "1e9"], &["-1.1e9", "1.1e9", "NaN", "-inf"]);
const ABOVE_ZERO_MONEY: (&[&str], &[&str]) = (&["1e-9", "1e9"], &["0", "-1", "1.1e9", "NaN"]);
const RATE: (&[&str], &[&str]) = (&["0", "100"], &["-0.1", "100.1", "NaN"]);
const ABOVE_ZERO_RATE: (&[&str], &[&str]) = (&["1e-9", "100"], &["0", "-0.1", "100.1", "NaN"]);
const MULTIPLE: (&[&str], &[&str]) = (&["0", "1e6"], &["-0.1", "1.1e6", "NaN", "inf"]);
const FROM_ONE: (&[&str], &[&str]) = (&["1", "3"], &["0"]);
const DURATION: (&[&str], &[&str]) =
    (&["Rounds(1)", "Months(0.5)"], &["Rounds(0)", "Months(-1.0)", "Days(NaN)", "Years(inf)"]);
const DURATION_OR_ZERO: (&[&str], &[&str]) =
    (&["Rounds(0)", "Years(1.0)"], &["Months(-1.0)", "Days(NaN)", "Years(inf)"]);

#[test]
fn every_number_has_a_range() {
    let mut wrong = Vec::new();
    // What is set, with {} for the number; where it is refused, if not there; what is allowed and what is not.
    for (path, value, at, (allowed, refused)) in [
        ("horizon", "{}", "", DURATION),
        ("renewal", "{}", "", PROBABILITY),
        ("renewal", "PerYear({})", "", WITHIN_A_YEAR),
        ("round", "Days({})", "", (&["1", "365"][..], &["0"][..])),
        ("parties.A.discount", "{}", "", (&["1e-9", "1"], &["0", "-0.1", "1.01", "NaN"])),
        ("parties.A.accord", "{}", "", SIGNED_MONEY),
        ("parties.A.outside", "{}", "", SIGNED_MONEY),
        ("parties.A.clash", "{}", "", SIGNED_MONEY),
        ("parties.A.audience_cost", "{}", "", MONEY),
        ("parties.A.exit_cost", "{}", "", MONEY),
        ("parties.A.commitments.market access.gain", "{}", "", MONEY),
        ("parties.A.commitments.market access.harm", "{}", "", MONEY),
        ("parties.A.commitments.market access.trade_effect", "Some({})", "", MONEY),
        ("parties.A.commitments.market access.detection", "{}", "", PROBABILITY),
        ("parties.A.commitments.market access.false_alarm", "{}", "", PROBABILITY),
        ("parties.A.commitments.market access.detection", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.commitments.market access.false_alarm", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.pressure", "Levels(values: [1.0, 2.0], persistence: PerYear({}))", ".persistence", PROBABILITY),
        (
            "parties.A.pressure",
            "Autoregressive(spread: 0.5, persistence: PerYear({}), levels: 3)",
            ".persistence",
            PROBABILITY,
        ),
        ("parties.A.conduct.files", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.conduct.counters", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.conduct.withdraws.calm", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.conduct.withdraws.wronged", "PerYear({})", "", WITHIN_A_YEAR),
        ("parties.A.conduct.withdraws.under_remedy", "PerYear({})", "", WITHIN_A_YEAR),
        (
            "parties.A.conduct.comply",
            "Automaton(modes: [(comply: 1.0, next: (cc: 0, cd: 0, dc: 0, dd: 0), files: PerYear({}))])",
            ".modes.0.files",
            WITHIN_A_YEAR,
        ),
        ("parties.A.pressure", "Levels(values: [{}], persistence: 0.5)", ".values.0", MULTIPLE),
        ("parties.A.pressure", "Levels(values: [1.0, 2.0], persistence: {})", ".persistence", PROBABILITY),
        (
            "parties.A.pressure",
            "Autoregressive(spread: {}, persistence: 0.5, levels: 3)",
            ".spread",
            (&["0", "10"], &["-0.1", "10.1", "NaN"]),
        ),
        (
            "parties.A.pressure",
            "Autoregressive(spread: 0.5, persistence: {}, levels: 3)",
            ".persistence",
            (&["-1", "1"], &["-1.1", "1.1", "NaN"]),
        ),
        (
            "parties.A.pressure",
            "Autoregressive(spread: 0.5, persistence: 0.5, levels: {})",
            ".levels",
            (&["1", "255"], &["0"]),
        ),
        ("parties.A.trade.imports", "{}", "", ABOVE_ZERO_MONEY),
        ("parties.A.trade.demand_elasticity", "{}", "", (&["0", "1000"], &["-0.1", "1000.1", "NaN", "inf"])),
        ("parties.A.trade.supply_elasticity", "{}", "", (&["1e-9", "1e6", "inf"], &["0", "-0.1", "1.1e6", "NaN"])),
        ("parties.A.trade.pass_through", "Some({})", "", PROBABILITY),
        ("parties.A.trade.margin", "{}", "", MULTIPLE),
        ("parties.A.trade.protection", "{}", "", MULTIPLE),
        (
            "parties.A.standing",
            "[(coverage: {}, rate: 0.1)]",
            ".0.coverage",
            (&["0", "100"], &["-0.1", "NaN", "1.1e9"]),
        ),
        ("parties.A.standing", "[(coverage: 1.0, rate: {})]", ".0.rate", RATE),
        ("parties.A.war", "[(coverage: {}, rate: 0.1)]", ".0.coverage", (&["0", "100"], &["-0.1", "NaN", "1.1e9"])),
        ("parties.A.war", "[(coverage: 1.0, rate: {})]", ".0.rate", RATE),
        ("parties.A.conduct.comply", "Strategic(noise: {})", ".noise", ABOVE_ZERO_MONEY),
        (
            "parties.A.conduct",
            "(comply: Strategic(noise: 1.0), considers: PerYear({}))",
            ".considers",
            (&["1e-9", "1e6"], &["0", "-1", "1.1e6", "NaN"]),
        ),
        ("parties.A.conduct.files", "{}", "", PROBABILITY),
        ("parties.A.conduct.imposes", "{}", "", PROBABILITY),
        ("parties.A.conduct.counters", "{}", "", PROBABILITY),
        ("parties.A.conduct.tremble", "{}", "", PROBABILITY),
        ("parties.A.conduct.withdraws.calm", "{}", "", PROBABILITY),
        ("parties.A.conduct.withdraws.wronged", "{}", "", PROBABILITY),
        ("parties.A.conduct.withdraws.under_remedy", "{}", "", PROBABILITY),
        ("mechanism.filing_cost", "{}", "", MONEY),
        ("mechanism.review_every", "{}", "", FROM_ONE),
        ("mechanism.scrutiny", "{}", "", PROBABILITY),
        ("mechanism.consultation", "[(level: \"ministers\", lasts: {})]", ".ministers.lasts", DURATION),
        (
            "mechanism.consultation",
            "[(level: \"ministers\", lasts: Rounds(1), settles: {})]",
            ".ministers.settles",
            PROBABILITY,
        ),
        ("mechanism.ruling", "Arbiter(lasts: {}, power: 0.9, error: 0.1)", ".lasts", DURATION),
        ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: {}, error: 0.1)", ".power", PROBABILITY),
        ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: {})", ".error", PROBABILITY),
        ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, blocked: {})", ".blocked", PROBABILITY),
        (
            "mechanism.ruling",
            "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, requested: {})",
            ".requested",
            PROBABILITY,
        ),
        (
            "mechanism.ruling",
            "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, requested: PerYear({}))",
            ".requested",
            WITHIN_A_YEAR,
        ),
        (
            "mechanism.ruling",
            "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, requested: 0.5, rests: {})",
            ".rests",
            DURATION,
        ),
        ("mechanism.compliance_period", "{}", "", DURATION_OR_ZERO),
        ("mechanism.authorisation", "{}", "", PROBABILITY),
        ("mechanism.remedy.growth", "{}", "", MULTIPLE),
        ("mechanism.remedy.lookback", "{}", "", DURATION_OR_ZERO),
        ("mechanism.remedy.lifts", "Cured({})", "", DURATION),
        ("mechanism.remedy.lifts", "After({})", "", DURATION),
        ("mechanism.remedy.instrument", "Payment(multiple: {})", ".multiple", MULTIPLE),
        ("mechanism.remedy.instrument", "Tariff(rate: {}, size: Coverage(20.0))", ".rate", ABOVE_ZERO_RATE),
        ("mechanism.remedy.instrument", "Tariff(rate: 0.25, size: Coverage({}))", ".size", MONEY),
        (
            "mechanism.remedy.instrument",
            "Tariff(rate: 0.25, size: Equivalent(measure: Duty, multiple: {}))",
            ".size.multiple",
            MULTIPLE,
        ),
        ("mechanism.counter", "Allowed(multiple: {}, rate: 0.25)", ".multiple", MULTIPLE),
        ("mechanism.counter", "Allowed(multiple: 1.0, rate: {})", ".rate", ABOVE_ZERO_RATE),
        ("mechanism.release", "Sunset({})", "", DURATION),
        ("mechanism.release", "Staged({})", "", DURATION),
        ("mechanism.withdrawal", "Notice({})", "", DURATION_OR_ZERO),
    ] {
        let with_tariffs = ("parties.B.trade", "(imports: 100.0, demand_elasticity: 2.5)".to_owned());
        for (text, is_allowed) in allowed.iter().map(|x| (x, true)).chain(refused.iter().map(|x| (x, false))) {
            let set = [(path, value.replace("{}", text)), with_tariffs.clone()];
            let expected = if is_allowed { Vec::new() } else { vec![format!("{path}{at}")] };
            let found = faults(&set);
            if found != expected {
                wrong.push(format!("{path} = {}: {found:?}, not {expected:?}", set[0].1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parts_that_do_not_fit_are_refused_together() {
    const TARIFF: (&str, &str) = ("mechanism.remedy.instrument", "Tariff(rate: 0.25, size: Coverage(20.0))");
    const TRADE: (&str, &str) = ("parties.B.trade", "(imports: 100.0, demand_elasticity: 2.5, margin: 0.2)");
    const LOSSLESS: (&str, &str) = ("parties.A.trade", "(imports: 100.0, demand_elasticity: 2.5)");
    const COUNTER: (&str, &str) = ("mechanism.counter", "Allowed(multiple: 1.0, rate: 0.25)");
    const LIFTS: (&str, &str) = ("mechanism.remedy.lifts", "Cured(Rounds(1000))");
    const SUNSET: (&str, &str) = ("mechanism.release", "Sunset(Rounds(1000000))");
    const STANDS: (&str, &str) = ("parties.B.standing", "[(coverage: 20.0, rate: 0.25)]");
    const COUNTERS: (&str, &str) = ("parties.A.conduct.counters", "0.5");
    const DELIBERATE: (&str, &str) = ("parties.A.conduct.comply", "Deliberate(noise: 0.5)");
    const STRATEGIC: (&str, &str) = ("parties.A.conduct.comply", "Strategic(noise: 0.5)");
    const OTHER_STRATEGIC: (&str, &str) = ("parties.B.conduct.comply", "Strategic(noise: 0.5)");
    const FIVE_STATUSES: (&str, &str) = ("mechanism.remedy.lifts", "Cured(Rounds(1))");
    const HARM: &str = "Tariff(rate: 0.25, size: Equivalent(measure: Harm, multiple: 1.0))";
    let cases: &[(&[(&str, &str)], &str)] = &[
        // A complainant needs imports to levy tariffs on, and tranches to restore.
        (&[TARIFF], "parties.B.trade"),
        (&[TARIFF, ("mechanism.may_file", "First")], ""),
        (&[TARIFF, TRADE], ""),
        (&[("mechanism.remedy.instrument", "Snapback"), TRADE], "parties.B.standing"),
        // A size that no coverage meets: nothing is lost by an exporter without margin at a price that does not move.
        (&[("mechanism.remedy.instrument", HARM), ("parties.B.trade", LOSSLESS.1)], "mechanism.remedy.instrument.size"),
        (&[("mechanism.remedy.instrument", HARM), TRADE], ""),
        // A counter must cost something, where it can happen at all.
        (&[COUNTER, LOSSLESS], ""),
        (&[COUNTER, LOSSLESS, COUNTERS], "mechanism.counter.rate"),
        (&[COUNTER, LOSSLESS, COUNTERS, ("mechanism.remedy.instrument", "Payment(multiple: 0.0)")], ""),
        (&[COUNTER, COUNTERS, ("parties.A.trade", "None")], "parties.A.trade"),
        // Nothing is lost, so nothing is countered.
        (&[TARIFF, ("parties.B.trade", LOSSLESS.1), COUNTER, LOSSLESS, COUNTERS], ""),
        // Procedures too long to be worked out.
        (&[("mechanism.remedy.lifts", "Cured(Rounds(199996))")], ""),
        (&[("mechanism.remedy.lifts", "Cured(Rounds(199997))")], "mechanism"),
        (&[("mechanism.compliance_period", "Rounds(100000)")], "mechanism"),
        (&[("mechanism.compliance_period", "Rounds(99990)")], ""),
        (&[("mechanism.consultation", "[(level: \"talks\", lasts: Rounds(99990))]")], ""),
        (&[("mechanism.consultation", "[(level: \"talks\", lasts: Rounds(100001))]")], "mechanism"),
        (&[("mechanism.ruling", "Arbiter(lasts: Rounds(199990), power: 0.9, error: 0.1)")], ""),
        (&[("mechanism.ruling", "Arbiter(lasts: Rounds(200001), power: 0.9, error: 0.1)")], "mechanism"),
        (&[("mechanism.ruling", "Arbiter(lasts: Rounds(99990), power: 0.9, error: 0.1, judges: Past)")], ""),
        (&[("mechanism.ruling", "Arbiter(lasts: Rounds(100001), power: 0.9, error: 0.1, judges: Past)")], "mechanism"),
        (
            &[
                ("mechanism.consultation", "[(level: \"talks\", lasts: Rounds(49995))]"),
                ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, judges: Past)"),
            ],
            "",
        ),
        (
            &[
                ("mechanism.consultation", "[(level: \"talks\", lasts: Rounds(50001))]"),
                ("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, judges: Past)"),
            ],
            "mechanism",
        ),
        (
            &[(
                "mechanism.ruling",
                "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, requested: 0.5, rests: Rounds(199900))",
            )],
            "",
        ),
        (
            &[(
                "mechanism.ruling",
                "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, requested: 0.5, rests: Rounds(200001))",
            )],
            "mechanism",
        ),
        // A remedy starts at a step that it has.
        (&[("mechanism.remedy.steps", "2"), ("mechanism.remedy.repeat", "2")], ""),
        (&[("mechanism.remedy.steps", "2"), ("mechanism.remedy.repeat", "3")], "mechanism.remedy.repeat"),
        (&[("mechanism.remedy.repeat", "1")], "mechanism.remedy.repeat"),
        (&[LIFTS, ("mechanism.remedy.steps", "9"), ("mechanism.remedy.repeat", "1")], ""),
        (&[LIFTS, ("mechanism.remedy.steps", "14"), ("mechanism.remedy.repeat", "1")], "mechanism"),
        // What returning tariffs take cannot be repaid.
        (&[("mechanism.remedy.interim", "true")], ""),
        (
            &[("mechanism.remedy.interim", "true"), ("mechanism.remedy.instrument", "Snapback"), TRADE, STANDS],
            "mechanism.remedy.interim",
        ),
        // Who may not file has no ruling that could be blocked.
        (
            &[("mechanism.ruling", "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, blocked: 0.5, self_help: Both)")],
            "",
        ),
        (
            &[
                (
                    "mechanism.ruling",
                    "Arbiter(lasts: Rounds(1), power: 0.9, error: 0.1, blocked: 0.5, self_help: Second)",
                ),
                ("mechanism.may_file", "First"),
            ],
            "mechanism.ruling.self_help",
        ),
        (&[LIFTS, ("mechanism.remedy.growth", "0.1"), ("mechanism.remedy.steps", "198")], ""),
        (&[LIFTS, ("mechanism.remedy.growth", "0.1"), ("mechanism.remedy.steps", "200")], "mechanism"),
        (&[LIFTS, ("mechanism.remedy.growth", "0.1"), ("mechanism.remedy.steps", "98"), COUNTER], ""),
        (&[LIFTS, ("mechanism.remedy.growth", "0.1"), ("mechanism.remedy.steps", "100"), COUNTER], "mechanism"),
        (&[("horizon", "Rounds(1000000)")], ""),
        (&[("horizon", "Rounds(1000001)")], "horizon"),
        // A sum without end has a value where every party discounts, and a run comes near it where each discounts enough.
        (&[("afterwards", "Forever")], ""),
        (&[("afterwards", "Forever"), ("parties.A.discount", "1.0")], "afterwards"),
        (&[("afterwards", "Forever"), ("parties.B.discount", "0.99999999")], "afterwards"),
        (&[("afterwards", "Forever"), ("parties.B.discount", "0.99999")], ""),
        // Situations that deliberation would have to weigh one by one.
        (&[DELIBERATE, ("mechanism.review_every", "1000000")], "parties.A.conduct.comply"),
        (&[("mechanism.review_every", "1000000")], ""),
        (&[DELIBERATE, FIVE_STATUSES, ("mechanism.review_every", "400000")], ""),
        (&[DELIBERATE, FIVE_STATUSES, ("mechanism.review_every", "400001")], "parties.A.conduct.comply"),
        (&[DELIBERATE, FIVE_STATUSES, ("mechanism.withdrawal", "Notice(Rounds(399999))")], ""),
        (&[DELIBERATE, FIVE_STATUSES, ("mechanism.withdrawal", "Notice(Rounds(400000))")], "parties.A.conduct.comply"),
        // A release counts rounds where something stands to be released.
        (&[STRATEGIC, FIVE_STATUSES, ("mechanism.review_every", "400000")], ""),
        (&[STRATEGIC, FIVE_STATUSES, ("mechanism.review_every", "400001")], "parties.A.conduct.comply"),
        // What the other owes is weighed too, with both of its modes.
        (&[OTHER_STRATEGIC, FIVE_STATUSES, ("mechanism.review_every", "200000")], ""),
        (&[OTHER_STRATEGIC, FIVE_STATUSES, ("mechanism.review_every", "200001")], "parties.B.conduct.comply"),
        (&[DELIBERATE, SUNSET], ""),
        (&[DELIBERATE, SUNSET, TRADE, STANDS], "parties.A.conduct.comply"),
    ];
    for (set, expected) in cases {
        let set: Vec<(&str, String)> = set.iter().map(|&(path, value)| (path, value.to_owned())).collect();
        assert_eq!(faults(&set).join(" "), *expected, "{set:?}");
    }
}

#[test]
fn eight_commitments_and_no_more() {
    for (a, b, expected) in [
        (0, 8, ""),
        (8, 0, ""),
        (4, 4, ""),
        (3, 5, ""),
        (0, 9, "parties.B.commitments"),
        (4, 5, "parties"),
        (8, 8, "parties"),
        (9, 9, "parties.A.commitments parties.B.commitments"),
    ] {
        let owed = |n: usize| {
            let owed =
                (0..n).map(|k| format!("(name: \"{k}\", gain: 1.0, harm: 1.0, detection: 0.5, false_alarm: 0.0)"));
            format!("[{}]", owed.collect::<Vec<_>>().join(", "))
        };
        let set = [("parties.A.commitments", owed(a)), ("parties.B.commitments", owed(b))];
        assert_eq!(faults(&set).join(" "), expected, "{a} and {b}");
    }
}

#[test]
fn a_hundred_levels_of_talks_and_no_more() {
    for (n, expected) in [(100, Vec::new()), (101, vec!["mechanism.consultation"])] {
        let levels: Vec<String> = (0..n).map(|k| format!("(level: \"{k}\", lasts: Rounds(1))")).collect();
        assert_eq!(faults(&[("mechanism.consultation", format!("[{}]", levels.join(", ")))]), expected, "{n}");
    }
}
