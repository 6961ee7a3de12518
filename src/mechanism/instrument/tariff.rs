//! Tariffs re-imposed, and the measures by which "equivalent" can be meant.

use crate::fault::{Faults, MONEY, MULTIPLE, POSITIVE_RATE};
use crate::mechanism::instrument::terms::{RemedyTerms, Unmeasurable};
use crate::trade::Trade;
use serde::{Deserialize, Serialize};

/// How much trade a tariff remedy covers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Size {
    /// That many $bn of imports a year.
    Coverage(f64),
    /// As much as makes the measure equal to a multiple of the harm.
    Equivalent {
        /// What is made equal.
        measure: Measure,
        /// Multiple of the commitment's harm.
        multiple: f64,
    },
}

/// What "equivalent to the harm" is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// The respondent's loss, V·l(τ).
    Harm,
    /// Trade that is gone, V(1 − q).
    TradeEffect,
    /// Duty collected, V·duty(τ).
    Duty,
    /// Imports covered, V.
    Coverage,
}

pub(super) fn terms(rate: f64, size: Size, harm: f64, trade: Option<&Trade>) -> Result<RemedyTerms, Unmeasurable> {
    let Some(trade) = trade else {
        return Err(Unmeasurable("a tariff remedy without a `trade` block of the complainant".to_owned()));
    };
    let incidence = trade.incidence(rate);
    let coverage = match size {
        Size::Coverage(amount) => amount,
        Size::Equivalent { measure, multiple } => {
            let (per_dollar, name) = match measure {
                Measure::Harm => (incidence.exporter_loss, "the exporter's loss l(τ)"),
                Measure::TradeEffect => (incidence.trade_lost, "the trade lost 1 − q"),
                Measure::Duty => (incidence.duty, "the duty"),
                Measure::Coverage => (1.0, "the coverage"),
            };
            let target = multiple * harm;
            if target > 0.0 && per_dollar <= 0.0 {
                return Err(Unmeasurable(format!(
                    "a size of {target} $bn by {measure:?}, while {name} of a dollar covered is {per_dollar}"
                )));
            }
            if target > 0.0 { target / per_dollar } else { 0.0 }
        }
    };
    Ok(RemedyTerms { coverage, incidence, ..RemedyTerms::default() })
}

pub(super) fn check(rate: f64, size: Size, faults: &mut Faults) {
    faults.number("rate", rate, POSITIVE_RATE);
    faults.within("size", |faults| match size {
        Size::Coverage(amount) => faults.number("", amount, MONEY),
        Size::Equivalent { multiple, .. } => faults.number("multiple", multiple, MULTIPLE),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rates at which a list of 200 $bn answers 20 $bn of harm, by measure; trade is counted in quantities.
    #[test]
    fn sizes_follow_the_measure() {
        let trade = |supply_elasticity| Trade {
            imports: 505.6,
            demand_elasticity: 2.53,
            supply_elasticity,
            pass_through: None,
            margin: 0.0,
            protection: 0.0,
        };
        for (measure, omega, rate) in [
            (Measure::TradeEffect, f64::INFINITY, 0.042524),
            (Measure::TradeEffect, 4.0, 0.070349),
            (Measure::Duty, f64::INFINITY, 0.138995),
            (Measure::Harm, 4.0, 0.430189),
        ] {
            let size = Size::Equivalent { measure, multiple: 1.0 };
            let found = terms(rate, size, 20.0, Some(&trade(omega))).unwrap().coverage;
            assert!((found - 200.0).abs() < 0.004, "{measure:?}: {found}");
        }
    }

    #[test]
    fn a_loss_that_no_coverage_inflicts_cannot_be_matched() {
        let trade = Trade {
            imports: 100.0,
            demand_elasticity: 2.0,
            supply_elasticity: f64::INFINITY,
            pass_through: None,
            margin: 0.0,
            protection: 0.0,
        };
        let size = Size::Equivalent { measure: Measure::Harm, multiple: 1.0 };
        assert!(terms(0.25, size, 20.0, Some(&trade)).is_err());
        assert_eq!(terms(0.25, size, 0.0, Some(&trade)).unwrap().coverage, 0.0);
    }
}
