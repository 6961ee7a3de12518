//! Where welfare comes from: its parts add up to it in every replication, and both engines agree on them.

use crate::asked::scenario;
use snapback::exact::Limit;
use snapback::game::AccountPart;
use snapback::metric::{About, Metric};
use snapback::scenario::{DESIGNS, Request, SCENARIOS, Scenario, load};
use snapback::simulate::{Cells, Pairing, Player, Sample, SeriesDetail, Want, play_part};
use snapback::study::{self, ready};

/// What makes every part of welfare move on the flagship.
const BUSY: [(&str, &str); 17] = [
    ("mechanism.filing_cost", "0.5"),
    ("mechanism.remedy.lookback", "Months(2)"),
    ("mechanism.counter", "Allowed(multiple: 0.8, rate: 0.2)"),
    ("parties.US.audience_cost", "1.5"),
    ("parties.China.audience_cost", "2.5"),
    ("parties.US.exit_cost", "10"),
    ("parties.China.exit_cost", "20"),
    ("parties.US.clash", "3"),
    ("parties.China.clash", "-2"),
    ("parties.US.accord", "5"),
    ("parties.China.accord", "4"),
    ("parties.US.conduct.comply", "Chance(0.8)"),
    ("parties.China.conduct.comply", "Chance(0.6)"),
    ("parties.US.conduct.files", "0.7"),
    ("parties.US.conduct.withdraws.calm", "0.01"),
    ("parties.China.conduct.withdraws.calm", "0.01"),
    ("parties.China.conduct.counters", "0.5"),
];

fn busy(design: &str) -> Scenario {
    let mut set = BUSY.map(|(path, value)| (path.to_owned(), value.to_owned())).to_vec();
    set.push(("horizon".to_owned(), "Years(6.0)".to_owned()));
    load(&Request { design: Some(design.to_owned()), set, ..Request::default() }).unwrap()
}

/// The values of a metric of party `p` in every replication.
fn column(cells: &Cells<'_>) -> Vec<f64> {
    match cells {
        Cells::Same(value, n) => vec![*value; *n],
        Cells::Each(values) => values.to_vec(),
    }
}

/// Parts that were anything in some replication.
fn balances(scenario: &Scenario, name: &str) -> Vec<AccountPart> {
    const REPLICATIONS: u64 = 100;
    let game = ready(scenario).unwrap();
    let players = [Player::new(&game, 5, SeriesDetail::None).with_accounts(true)];
    let plain = [Player::new(&game, 5, SeriesDetail::None)];
    let part = play_part(&players, &Pairing::none(), 0..REPLICATIONS, Want::Rows, |_| {});
    let same = play_part(&plain, &Pairing::none(), 0..REPLICATIONS, Want::Rows, |_| {});
    let of = |part: &snapback::simulate::Part, player: &Player<'_>, metric: Metric, p: usize| -> Vec<f64> {
        let place = player.metrics().iter().position(|quantity| *quantity == metric.of(About::Party(p)));
        let rows = part.rows[0].iter();
        place.map_or(vec![0.0; REPLICATIONS as usize], |place| {
            rows.flat_map(|rows| column(&rows.cells(place))).collect()
        })
    };
    let mut seen = Vec::new();
    for p in [0, 1] {
        let welfare = of(&part, &players[0], Metric::Welfare, p);
        let alone = of(&same, &plain[0], Metric::Welfare, p);
        let parts = AccountPart::ALL.map(|part_of| of(&part, &players[0], Metric::Account(part_of), p));
        for (k, welfare) in welfare.iter().enumerate() {
            assert_eq!(*welfare, alone[k], "{name}, replication {k}: accounts move nothing");
            let (sum, size) =
                parts.iter().fold((0.0, 0.0), |(sum, size): (f64, f64), part| (sum + part[k], size + part[k].abs()));
            assert!((sum - welfare).abs() <= 1e-11 * (1.0 + size), "{name}, replication {k}: {sum}, not {welfare}");
        }
        seen.extend(
            AccountPart::ALL
                .into_iter()
                .zip(&parts)
                .filter(|(_, of)| of.iter().any(|x| *x != 0.0))
                .map(|(part, _)| part),
        );
    }
    seen
}

#[test]
fn parts_add_up_to_welfare_in_every_replication() {
    let mut seen: Vec<AccountPart> = Vec::new();
    for entry in SCENARIOS {
        seen.extend(balances(&scenario(entry.name, &[("horizon", "Rounds(60)")]), entry.name));
    }
    for entry in DESIGNS {
        seen.extend(balances(&busy(entry.name), entry.name));
    }
    for name in ["theory/wsls_vs_tft", "us_china_quarterly"] {
        let endless = [("horizon", "Rounds(20)"), ("afterwards", "Forever")];
        let discount = ["0.9", "0.8"].map(str::to_owned);
        let mut set: Vec<(String, String)> = endless.map(|(path, value)| (path.to_owned(), value.to_owned())).to_vec();
        set.extend(discount.into_iter().enumerate().map(|(p, d)| (format!("parties.{p}.discount"), d)));
        let request = Request { scenario: Some(name.to_owned()), set, ..Request::default() };
        seen.extend(balances(&load(&request).unwrap(), name));
    }
    for part in AccountPart::ALL {
        assert!(seen.contains(&part), "{} is never seen", part.name());
    }
}

#[test]
fn both_engines_agree_where_welfare_comes_from() {
    let busy: Vec<(&str, &str)> = BUSY.to_vec();
    let plan = Sample { seed: 11, replications: 20_000 };
    let levels = (
        "mechanism.consultation",
        "[(level: \"talks\", lasts: Rounds(1), settles: 0.3, terms: (withdraws: 0.5, pays: Rounds(2)))]",
    );
    for last in [
        ("mechanism.release", "Staged(Rounds(3))"),
        ("mechanism.remedy.instrument", "Payment(multiple: 1.5)"),
        ("mechanism.remedy.instrument", "Snapback"),
    ] {
        let more = [
            ("horizon", "Rounds(12)"),
            ("mechanism.remedy.lifts", "Cured(Rounds(1))"),
            ("parties.US.pressure", "Steady"),
            ("parties.China.pressure", "Levels(values: [0.5, 1.5], persistence: 0.6)"),
            levels,
            last,
        ];
        let scenario = scenario("us_china_quarterly", &[&busy[..], &more].concat());
        let report = study::check_with(&scenario, plan, Limit::default(), true, |_| {}).unwrap();
        assert!(report.agrees, "{last:?}: p = {}, {:?}", report.p_value, report.metrics);
        let solved = study::solve_with(&scenario, Limit::default(), true, |_| {}).unwrap();
        adds_up(&solved.metrics);
        let tested =
            report.metrics.iter().filter(|metric| metric.label.metric.is_account() && metric.p_value.is_some());
        assert!(tested.count() >= 12, "{last:?}");
        // In the long run the agreement has ended, and nearly all is earned before.
        adds_up(&study::solve_infinite_with(&scenario, Limit::default(), true).unwrap().metrics);
    }
}

/// Parts add up to the welfare that is solved for.
fn adds_up(metrics: &[study::MetricRow]) {
    for party in ["US", "China"] {
        let own = || metrics.iter().filter(|row| row.label.party.as_deref() == Some(party));
        let parts: f64 = own().filter(|row| row.label.metric.is_account()).filter_map(|row| row.estimate.mean).sum();
        let welfare = own().find(|row| row.label.metric == Metric::Welfare).and_then(|row| row.estimate.mean).unwrap();
        assert!((parts - welfare).abs() < 1e-9 * (1.0 + welfare.abs()), "{party}: {parts}, not {welfare}");
    }
}
