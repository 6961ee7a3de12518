//! What tariffs do, against integrals under the curves of supply and demand.

use crate::simulate::Sample;
use crate::study::validate::known::KnownResult;
use crate::trade::Trade;

pub(super) fn cases(_: Sample) -> Vec<KnownResult> {
    let mut cases = Vec::new();
    for (coverage, rate, supply) in [
        (50.0, 0.25, None),
        (50.0, 0.25, Some(4.0_f64)),
        (200.0, 0.10, None),
        (200.0, 0.10, Some(4.0)),
        (200.0, 0.25, None),
    ] {
        let demand = 2.53;
        let trade = Trade {
            imports: 500.0,
            demand_elasticity: demand,
            supply_elasticity: supply.unwrap_or(f64::INFINITY),
            pass_through: None,
            margin: 0.0,
            protection: 0.0,
        };
        let found = trade.incidence(rate);
        let share = supply.map_or(1.0, |supply| supply / (supply + demand));
        let (price, world) = (libm::pow(1.0 + rate, share), libm::pow(1.0 + rate, share - 1.0));
        let consumers = -integral(1.0, price, |p| libm::pow(p, -demand));
        let revenue = rate * world * libm::pow(price, -demand);
        let producers = supply.map_or(0.0, |supply| -integral(world, 1.0, |p| libm::pow(p, supply)));
        let name = |what: &str| {
            let supply =
                supply.map_or("perfectly elastic supply".to_owned(), |supply| format!("supply elasticity {supply}"));
            format!("{what} of {}% on ${coverage}bn, {supply}, $bn", 100.0 * rate)
        };
        let case = |name: String, formula, expected: f64, obtained: f64| KnownResult {
            family: "tariff incidence",
            name,
            paper: "Feenstra (2015), ch. 7",
            formula,
            expected,
            obtained,
            tolerance: 1e-9,
            sampled: None,
        };
        cases.push(case(
            name("welfare of the importer"),
            "−∫ demand dp + tariff revenue",
            coverage * (consumers + revenue),
            coverage * found.importer_gain,
        ));
        cases.push(case(
            name("loss of the exporter"),
            "∫ supply dp",
            -coverage * producers,
            coverage * found.exporter_loss,
        ));
    }
    cases
}

/// ∫ f from a to b by Simpson's rule in 2,000 steps.
fn integral(a: f64, b: f64, f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 2000;
    let h = (b - a) / f64::from(STEPS);
    let weight = |k: u32| {
        if k == 0 || k == STEPS {
            1.0
        } else if k % 2 == 1 {
            4.0
        } else {
            2.0
        }
    };
    (0..=STEPS).map(|k| weight(k) * f(a + h * f64::from(k))).sum::<f64>() * h / 3.0
}
