//! Counts that must balance, under every design and in every replication.

use snapback::exact::{Chain, Decider, Limit};
use snapback::game::{DisputeEnd, Events, Game, Origin, Outcome, State, in_force, statements};
use snapback::metric::Benchmarks;
use snapback::scenario::{DESIGNS, Request, SCENARIOS, load};
use snapback::simulate::{Draws, run};
use snapback::study::ready;
use snapback::trade::Trade;

#[test]
fn grievances_alarms_and_commitment_rounds_balance() {
    let flagship = DESIGNS.iter().map(|design| ("us_china_2019", Some(design.name)));
    let others = SCENARIOS.iter().map(|scenario| (scenario.name, None));
    for (name, design) in flagship.chain(others) {
        let set = vec![("horizon".to_owned(), "Rounds(120)".to_owned())];
        let request =
            Request { scenario: Some(name.to_owned()), design: design.map(str::to_owned), set, ..Request::default() };
        let game = ready(&load(&request).unwrap()).unwrap();
        let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(3, &game.every_round));
        for replication in 0..100 {
            let (mut genuine, mut kept, mut open_at_end) = ([0_u32; 8], [0_u32; 8], 0);
            let (mut filed_in, mut until_ended, mut under_remedy) = ([0_u32; 8], [0_u64; 8], [0_u32; 2]);
            let tally = run(&game, &benchmarks, &mut draws, replication, |round, outcome, next| {
                let mut remedied = [false; 2];
                for (c, duty) in game.duties.iter().enumerate() {
                    assert_eq!(c, duty.index);
                    let bit = 1 << c;
                    genuine[c] += u32::from(outcome.alarmed & outcome.violated & bit != 0);
                    kept[c] += u32::from(outcome.stands && outcome.violated & bit == 0);
                    remedied[duty.complainant] |= outcome.remedied & bit != 0;
                    if outcome.events[c].has(Events::FILED) {
                        filed_in[c] = round;
                    }
                    if outcome.events[c].ended() {
                        until_ended[c] += u64::from(round - filed_in[c]);
                    }
                }
                (0..2).for_each(|p| under_remedy[p] += u32::from(remedied[p]));
                open_at_end = next.disputes.iter().filter(|&&status| game.docket.traits(status).open).count();
            });
            let place = format!("{name} under {design:?}, replication {replication}");
            let mut unfinished = 0;
            for c in 0..game.duties.len() {
                assert_eq!(tally.alarms[c], genuine[c] + tally.false_alarms[c], "{place}");
                assert_eq!(kept[c] + tally.violations[c], tally.stands, "{place}");
                assert_eq!(tally.resolution_rounds[c], until_ended[c], "{place}");
                let remedied = tally.ends[c][DisputeEnd::Remedy as usize];
                assert!(tally.wrongful_remedies[c] <= remedied && tally.counters[c] <= remedied, "{place}");
                let ended: u32 = tally.ends[c].iter().sum();
                // A dispute is left where an agreement ends, one a commitment.
                let left = tally.grievances[c] - ended;
                assert!(left <= 1 + tally.renewals, "{place}: one dispute a commitment at a time");
                unfinished += left;
            }
            if tally.survived {
                // A dispute with a remedy in force ended when the remedy was imposed.
                assert!(unfinished as usize <= open_at_end, "{place}");
            }
            assert_eq!(tally.under_remedy, under_remedy, "{place}");
            for p in [0, 1] {
                assert!(under_remedy[p] <= tally.stands, "{place}");
                assert!(tally.tariff[p] / 120.0 <= tally.tariff_peak[p] + 1e-12, "{place}");
                assert!(tally.welfare[p].is_finite(), "{place}");
            }
        }
    }
}

/// A remedy is wrongful where its grievance was against alarms of which none was genuine: what waits for a review is the
/// stronger of the old alarm and the new.
#[test]
fn remedies_are_wrongful_where_no_alarm_that_waited_was_genuine() {
    for review_every in [1, 3] {
        let set = [
            ("horizon", "Rounds(120)".to_owned()),
            ("mechanism.review_every", review_every.to_string()),
            ("renewal", "0.0".to_owned()),
            ("mechanism.consultation", "[]".to_owned()),
            ("mechanism.evidence_lasts", "Rounds(1)".to_owned()),
            ("mechanism.remedy.lifts", "Cured(Rounds(1))".to_owned()),
            ("parties.US.conduct.files", "0.5".to_owned()),
            ("parties.China.conduct.comply", "Chance(0.7)".to_owned()),
            ("parties.China.commitments.0.false_alarm", "0.3".to_owned()),
        ];
        let set = set.map(|(path, value)| (path.to_owned(), value)).to_vec();
        let request = Request { scenario: Some("us_china_2019".to_owned()), set, ..Request::default() };
        let game = ready(&load(&request).unwrap()).unwrap();
        let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(3, &game.every_round));
        let mut total = 0;
        for replication in 0..100 {
            let (mut waits, mut complaint, mut wrongful) = ([NONE; 8], [NONE; 8], [0; 8]);
            let tally = run(&game, &benchmarks, &mut draws, replication, |round, outcome, next| {
                let is_open = (round + 1).is_multiple_of(review_every);
                assert_eq!(outcome.review_open, outcome.stands && is_open);
                for (c, &status) in next.disputes.iter().enumerate().take(game.duties.len()) {
                    let is = |set: u8| set & 1 << c != 0;
                    let alarm = match (is(outcome.alarmed), is(outcome.violated)) {
                        (false, _) => NONE,
                        (true, false) => FALSE,
                        (true, true) => GENUINE,
                    };
                    if outcome.events[c].has(Events::FILED) {
                        complaint[c] = waits[c];
                    }
                    wrongful[c] += u32::from(outcome.events[c].has(Events::REMEDY) && complaint[c] == FALSE);
                    waits[c] = match (game.docket.traits(status).awaiting, is_open) {
                        (false, _) => NONE,
                        (true, true) => alarm,
                        (true, false) => alarm.max(waits[c]),
                    };
                }
            });
            assert_eq!(tally.wrongful_remedies, wrongful, "every {review_every} rounds, replication {replication}");
            total += wrongful.iter().sum::<u32>();
        }
        assert!(total >= 10, "{total}");
    }
}

/// What waits for a review, in the order of its strength.
const NONE: u8 = 0;
const FALSE: u8 = 1;
const GENUINE: u8 = 2;

#[test]
fn accounts_add_up_to_payoffs() {
    let set = [
        ("horizon", "Rounds(120)"),
        ("mechanism.filing_cost", "0.5"),
        ("mechanism.remedy.lookback", "Months(2)"),
        ("parties.US.audience_cost", "1.5"),
        ("parties.China.audience_cost", "2.5"),
        ("parties.US.exit_cost", "10"),
        ("parties.China.exit_cost", "20"),
        ("parties.US.clash", "3"),
        ("parties.China.clash", "-2"),
        ("parties.US.accord", "5"),
        ("parties.China.accord", "4"),
        ("parties.US.conduct.files", "0.7"),
        ("parties.US.conduct.withdraws.calm", "0.01"),
        ("parties.China.conduct.withdraws.calm", "0.01"),
    ]
    .map(|(path, value)| (path.to_owned(), value.to_owned()));
    let mut items = [[false; 10]; 2];
    for design in ["fines", "damages", "back-end", "mirror"] {
        let request = Request { design: Some(design.to_owned()), set: set.to_vec(), ..Request::default() };
        let game = ready(&load(&request).unwrap()).unwrap();
        let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(3, &game.every_round));
        for replication in 0..100 {
            let mut before: Option<State> = None;
            run(&game, &benchmarks, &mut draws, replication, |round, outcome, next| {
                let accounts = before.map(|state| statements(&game, &state, outcome));
                for (p, s) in accounts.into_iter().flatten().enumerate() {
                    let (total, payoff) = (s.total(), outcome.payoff[p]);
                    assert!((total - payoff).abs() < 1e-12 * (1.0 + payoff.abs()), "{design}, {round}: {s:?} {payoff}");
                    let own = [s.accord, s.gain, s.harm, s.clash, s.own_tariffs, s.other_tariffs];
                    let procedure = [s.payments, s.filing, s.audience, s.exit];
                    for (seen, item) in items[p].iter_mut().zip(own.into_iter().chain(procedure)) {
                        *seen |= item != 0.0;
                    }
                }
                before = Some(*next);
            });
        }
    }
    assert_eq!(items, [[true; 10]; 2], "every item is seen");
}

#[test]
fn nobody_clashes_with_a_party_that_owes_nothing() {
    for (owed, expected) in [(None, 3.0 / 12.0), (Some("[]"), 0.0)] {
        let mut set = vec![("parties.US.clash".to_owned(), "3".to_owned())];
        set.extend(owed.map(|owed| ("parties.US.commitments".to_owned(), owed.to_owned())));
        let game = ready(&load(&Request { set, ..Request::default() }).unwrap()).unwrap();
        let at_war = statements(&game, &State::breakdown(&game), &Outcome::default());
        assert_eq!(at_war[0].clash, expected, "{owed:?}");
    }
}

#[test]
fn each_answers_as_its_own_mode_says() {
    // One that turns to its second mode at once, and does it in that mode alone, against one without modes.
    for what in ["files", "imposes", "counters"] {
        let mode = |p: f64| format!("(comply: 0.5, next: (cc: 1, cd: 1, dc: 1, dd: 1), {what}: {p:?})");
        let turns = format!("Automaton(modes: [{}, {}])", mode(0.0), mode(1.0));
        for (p, (own, other)) in [("US", "China"), ("China", "US")].into_iter().enumerate() {
            let mut set = vec![
                (format!("parties.{own}.conduct.comply"), turns.clone()),
                (format!("parties.{other}.conduct.comply"), "Chance(0.5)".to_owned()),
                ("mechanism.consultation".to_owned(), "[]".to_owned()),
                ("mechanism.counter".to_owned(), "Allowed(multiple: 1.0, rate: 0.2)".to_owned()),
            ];
            for party in [own, other] {
                let always = ["files", "imposes", "counters"].map(|what| format!("parties.{party}.conduct.{what}"));
                set.extend(always.map(|path| (path, "1.0".to_owned())));
            }
            let game = ready(&load(&Request { set, ..Request::default() }).unwrap()).unwrap();
            let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(3, &game.every_round));
            let tally = run(&game, &benchmarks, &mut draws, 0, |_, _, _| {});
            let remedies = tally.ends.map(|ends| ends[DisputeEnd::Remedy as usize]);
            let found = match what {
                "files" => tally.owed_by(&game, 1 - p, &tally.grievances),
                "imposes" => tally.owed_by(&game, 1 - p, &remedies),
                _ => tally.owed_by(&game, p, &tally.counters),
            };
            assert!(found > 0, "{own} never {what}: {tally:?}");
        }
    }
}

/// The reference scenario with some fields set.
fn reference(set: &[(&str, &str)]) -> Game {
    let set = set.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
    ready(&load(&Request { scenario: Some("reference".to_owned()), set, ..Request::default() }).unwrap()).unwrap()
}

#[test]
fn a_counter_costs_its_multiple_of_what_is_paid() {
    const TRADE: &str = "(imports: 100.0, demand_elasticity: 2.0, margin: 0.2)";
    let game = reference(&[
        ("mechanism.remedy.instrument", "Payment(multiple: 0.5)"),
        ("mechanism.counter", "Allowed(multiple: 2.0, rate: 0.1)"),
        ("parties.A.conduct.counters", "1.0"),
        ("parties.A.trade", TRADE),
        ("parties.B.trade", TRADE),
    ]);
    let (duty, paid) = (&game.duties[0], 0.5 * 6.0);
    assert_eq!(duty.remedy.payment, paid);
    assert!((duty.counter.coverage * duty.counter.incidence.exporter_loss - 2.0 * paid).abs() < 1e-12, "{duty:?}");
    assert!(duty.counter.coverage > 0.0);
}

#[test]
fn what_covers_nothing_is_not_in_force() {
    let game = reference(&[
        ("parties.A.trade", "(imports: 100.0, demand_elasticity: 2.0)"),
        ("parties.A.standing", "[(coverage: 0.0, rate: 0.25), (coverage: 20.0, rate: 0.1)]"),
        ("mechanism.release", "Never"),
    ]);
    let mut found = Vec::new();
    in_force(&game, &State::first(&game, [0; 2]), 0, &mut |measure| found.push((measure.origin, measure.coverage)));
    assert_eq!(found, [(Origin::Standing(1), 20.0)]);
}

/// Every good carries at most one tranche and one remedy or counter, and what lies on a tranche does what both rates do
/// together less what the tranche does.
#[test]
fn remedies_go_on_untaxed_goods_then_on_top_of_standing_tariffs() {
    let (mut on_top, mut capped) = (0, 0);
    let game = reference(&[
        ("parties.A.trade", "(imports: 50.0, demand_elasticity: 2.0, supply_elasticity: 3.0)"),
        ("parties.B.trade", "(imports: 100.0, demand_elasticity: 2.0, margin: 0.2)"),
        ("parties.A.standing", "[(coverage: 45.0, rate: 0.3)]"),
        ("parties.B.standing", "[(coverage: 40.0, rate: 0.25), (coverage: 20.0, rate: 0.1)]"),
        ("parties.A.conduct", "(comply: Chance(0.5), counters: 0.5)"),
        ("mechanism.remedy.instrument", "Tariff(rate: 0.5, size: Coverage(60.0))"),
        ("mechanism.remedy.growth", "0.9"),
        ("mechanism.remedy.steps", "1"),
        ("mechanism.remedy.lifts", "Cured(Rounds(2))"),
        ("mechanism.counter", "Allowed(multiple: 1.0, rate: 0.1)"),
        ("mechanism.release", "Staged(Rounds(1))"),
    ]);
    let trades = [(50.0, 3.0, 0.0), (100.0, f64::INFINITY, 0.2)].map(|(imports, supply_elasticity, margin)| Trade {
        imports,
        demand_elasticity: 2.0,
        supply_elasticity,
        pass_through: None,
        margin,
        protection: 0.0,
    });
    let chain = Chain::new(&game, &[State::first(&game, [0; 2])], &Decider::nobody(), Limit::default()).unwrap();
    for core in &chain.cores {
        for (p, trade) in trades.iter().enumerate() {
            let (mut on_tranche, mut standing) = ([0.0; 2], [0.0; 2]);
            let (mut plain, mut sum) = (0.0, 0.0);
            in_force(&game, core, p, &mut |measure| {
                sum += measure.coverage * measure.incidence.exporter_loss;
                match (measure.origin, measure.on) {
                    (Origin::Standing(i), None) => standing[i] = measure.coverage,
                    (_, None) => plain += measure.coverage,
                    (_, Some(i)) => {
                        on_tranche[i] += measure.coverage;
                        on_top += 1;
                        let (under, rate) = (game.sides[p].standing[i].0.rate, measure.incidence.rate);
                        let both = trade.incidence(under + rate).exporter_loss - trade.incidence(under).exporter_loss;
                        assert!((measure.incidence.exporter_loss - both).abs() < 1e-15);
                    }
                }
            });
            let untaxed = trade.imports - standing[0] - standing[1];
            assert!(plain <= untaxed + 1e-12, "{core:?}");
            assert!((0..2).all(|i| on_tranche[i] <= standing[i]), "{core:?}: {on_tranche:?} on {standing:?}");
            assert!(on_tranche == [0.0; 2] || plain == untaxed, "{core:?}: untaxed goods come first");
            capped += usize::from(plain == untaxed && on_tranche == standing);
            let harm = statements(&game, core, &Outcome::default())[1 - p].other_tariffs;
            assert!((harm + game.years * sum).abs() < 1e-12 * (1.0 + sum.abs()), "{core:?}");
        }
    }
    assert!(on_top > 10 && capped > 0, "{on_top} on top, {capped} capped");
}

#[test]
fn a_replication_is_the_same_after_any_other() {
    let game = ready(&load(&Request::default()).unwrap()).unwrap();
    let (benchmarks, mut draws) = (Benchmarks::new(&game), Draws::new(5, &game.every_round));
    let alone = run(&game, &benchmarks, &mut draws, 11, |_, _, _| {});
    let mut rounds = 0;
    for replication in [3, 200, 11] {
        let again = run(&game, &benchmarks, &mut draws, replication, |_, _, _| rounds += 1);
        if replication == 11 {
            assert_eq!(again, alone);
        }
    }
    assert_eq!(rounds, 3 * game.rounds);
}
