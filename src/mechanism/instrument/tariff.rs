//! Tariffs re-imposed, and the measures by which "equivalent" can be meant.

use crate::fault::{Faults, MONEY, MULTIPLE, POSITIVE_RATE};
use crate::mechanism::instrument::terms::{RemedyTerms, Unmeasurable};
use crate::trade::{Commitment, Trade};
use serde::{Deserialize, Serialize};

/// How much trade a tariff remedy covers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Size {
    /// That many $bn of imports a year.
    Coverage(f64),
    /// As much as makes the measure equal to a multiple of what the violation does.
    Equivalent {
        /// What is made equal.
        measure: Measure,
        /// Multiple of the commitment's harm, or of the trade that its violation displaces.
        multiple: f64,
    },
}

/// What "equivalent" is measured in: losses against the harm of a violation, trade against the trade it displaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// The respondent's loss, V·l(τ).
    Harm,
    /// The value of trade that is gone, V(1 − p*·q), as arbitrators count it (DSU 22.6).
    TradeEffect,
    /// Duty collected, V·duty(τ).
    Duty,
    /// Imports covered, V.
    Coverage,
}

impl Measure {
    /// Whether it is a value of trade, and so equal to the trade that a violation displaces.
    pub fn is_trade(self) -> bool {
        match self {
            Self::TradeEffect | Self::Coverage => true,
            Self::Harm | Self::Duty => false,
        }
    }

    /// What a violation does, in the terms of this measure, $bn a year.
    fn of_violation(self, owed: &Commitment) -> f64 {
        if self.is_trade() { owed.trade_displaced() } else { owed.harm }
    }
}

pub(super) fn terms(
    rate: f64,
    size: Size,
    owed: &Commitment,
    trade: Option<&Trade>,
) -> Result<RemedyTerms, Unmeasurable> {
    let Some(trade) = trade else {
        return Err(Unmeasurable("a tariff remedy without a `trade` block of the complainant".to_owned()));
    };
    let incidence = trade.incidence(rate);
    let coverage = match size {
        Size::Coverage(amount) => amount,
        Size::Equivalent { measure, multiple } => {
            let (per_dollar, name) = match measure {
                Measure::Harm => (incidence.exporter_loss, "the exporter's loss l(τ)"),
                Measure::TradeEffect => (incidence.value_lost, "the value of trade lost 1 − p*·q"),
                Measure::Duty => (incidence.duty, "the duty"),
                Measure::Coverage => (1.0, "the coverage"),
            };
            let target = multiple * measure.of_violation(owed);
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

    fn owed(harm: f64, trade_effect: Option<f64>) -> Commitment {
        Commitment {
            name: "c".to_owned(),
            gain: 1.0,
            harm,
            trade_effect,
            detection: crate::trade::Timed::default(),
            false_alarm: crate::trade::Timed::default(),
            reviewed: crate::trade::Reviewed::EveryRound,
            starts: None,
        }
    }

    /// Rates at which a list of 200 $bn answers 20 $bn of harm, or of trade displaced, by measure.
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
            (Measure::TradeEffect, 4.0, 0.055894),
            (Measure::Duty, f64::INFINITY, 0.138995),
            (Measure::Harm, 4.0, 0.430189),
        ] {
            let size = Size::Equivalent { measure, multiple: 1.0 };
            let found = terms(rate, size, &owed(20.0, None), Some(&trade(omega))).unwrap().coverage;
            assert!((found - 200.0).abs() < 0.004, "{measure:?}: {found}");
        }
    }

    #[test]
    fn what_is_equal_in_trade_goes_by_the_trade_displaced_and_what_is_equal_in_losses_by_the_harm() {
        let trade = Trade {
            imports: 505.6,
            demand_elasticity: 2.53,
            supply_elasticity: 4.0,
            pass_through: None,
            margin: 0.0,
            protection: 0.0,
        };
        let covered = |measure, trade_effect| {
            let size = Size::Equivalent { measure, multiple: 1.0 };
            terms(0.25, size, &owed(2.0, trade_effect), Some(&trade)).unwrap().coverage
        };
        for (measure, times) in
            [(Measure::TradeEffect, 3.0), (Measure::Coverage, 3.0), (Measure::Harm, 1.0), (Measure::Duty, 1.0)]
        {
            let (plain, said) = (covered(measure, None), covered(measure, Some(6.0)));
            assert!((said / plain - times).abs() < 1e-12, "{measure:?}: {said}, {plain}");
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
        assert!(terms(0.25, size, &owed(20.0, None), Some(&trade)).is_err());
        assert_eq!(terms(0.25, size, &owed(0.0, None), Some(&trade)).unwrap().coverage, 0.0);
    }
}
