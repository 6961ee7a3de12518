//! What a tariff does to the two sides: price, quantity, consumers, treasury, exporters.

use crate::fault::{ELASTICITY, Faults, MULTIPLE, POSITIVE_MONEY, PROBABILITY, SUPPLY_ELASTICITY};
use serde::{Deserialize, Serialize};

/// A party's imports from the other, and how they answer a tariff.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    /// M, $bn a year, above 0.
    pub imports: f64,
    /// ε, elasticity of import demand, at least 0.
    pub demand_elasticity: f64,
    /// ω, elasticity of the exporter's supply, above 0; infinite by default.
    #[serde(default = "infinite")]
    pub supply_elasticity: f64,
    /// ρ, share of a tariff passed on to importers, 0 to 1; ω/(ω+ε) unless given.
    #[serde(default)]
    pub pass_through: Option<f64>,
    /// μ, the exporter's profit on a dollar of sales lost, at least 0.
    #[serde(default)]
    pub margin: f64,
    /// γ, what the importer's government values in a dollar of imports kept out, at least 0.
    #[serde(default)]
    pub protection: f64,
}

fn infinite() -> f64 {
    f64::INFINITY
}

/// What a tariff does, a year, for each dollar of imports that it covers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Incidence {
    /// Ad valorem rate τ.
    pub rate: f64,
    /// Share of the trade that is gone, in quantity, 1 − q.
    pub trade_lost: f64,
    /// The same in value, at what exporters receive, 1 − p*·q.
    pub value_lost: f64,
    /// Duty collected, τ p* q.
    pub duty: f64,
    /// g(τ): what the importing party gains; negative where it hurts itself.
    pub importer_gain: f64,
    /// l(τ): what the exporting party loses.
    pub exporter_loss: f64,
}

impl Incidence {
    /// What a tariff does on goods that carry one already: the rates add, so it is what both do less what that one does.
    pub(crate) fn on_top(trade: &Trade, rate: f64, under: f64) -> Self {
        let (both, one) = (trade.incidence(under + rate), trade.incidence(under));
        Self {
            rate,
            trade_lost: both.trade_lost - one.trade_lost,
            value_lost: both.value_lost - one.value_lost,
            duty: both.duty - one.duty,
            importer_gain: both.importer_gain - one.importer_gain,
            exporter_loss: both.exporter_loss - one.exporter_loss,
        }
    }
}

impl Trade {
    /// Incidence of a tariff at `rate`: partial equilibrium with isoelastic demand and supply (Feenstra 2015, ch. 7).
    ///
    /// # Formula
    /// p = (1+τ)^ρ, p* = (1+τ)^(ρ−1), q = p^(−ε), consumer loss (p^(1−ε) − 1)/(1−ε), duty τp*q,
    /// g = duty − consumer loss + γ(1−q), l = (1 − p*^(1+ω))/(1+ω) + μ(1−q); with ω infinite the
    /// first term of l is (1−p*)(1+q)/2.
    pub fn incidence(&self, rate: f64) -> Incidence {
        let (epsilon, omega) = (self.demand_elasticity, self.supply_elasticity);
        let pass_through = self.effective_pass_through();
        let log_factor = libm::log1p(rate);
        let log_price = pass_through * log_factor;
        let log_received = (pass_through - 1.0) * log_factor;
        let received = libm::exp(log_received);
        let quantity = libm::exp(-epsilon * log_price);
        let consumer_loss = expm1_ratio(1.0 - epsilon, log_price);
        let duty = rate * received * quantity;
        let price_loss = if omega.is_infinite() {
            (1.0 - received) * (1.0 + quantity) / 2.0
        } else {
            -expm1_ratio(1.0 + omega, log_received)
        };
        let trade_lost = 1.0 - quantity;
        Incidence {
            rate,
            trade_lost,
            value_lost: -libm::expm1(log_received - epsilon * log_price),
            duty,
            importer_gain: duty - consumer_loss + self.protection * trade_lost,
            exporter_loss: price_loss + self.margin * trade_lost,
        }
    }

    /// ρ: as given, otherwise ω/(ω+ε), which is 1 where ω is infinite.
    pub fn effective_pass_through(&self) -> f64 {
        match self.pass_through {
            Some(share) => share,
            None if self.supply_elasticity.is_infinite() => 1.0,
            None => self.supply_elasticity / (self.supply_elasticity + self.demand_elasticity),
        }
    }

    /// Reports values out of range, and a pass-through that contradicts the supply elasticity.
    pub fn check(&self, faults: &mut Faults) {
        faults.number("imports", self.imports, POSITIVE_MONEY);
        faults.number("demand_elasticity", self.demand_elasticity, ELASTICITY);
        faults.number("supply_elasticity", self.supply_elasticity, SUPPLY_ELASTICITY);
        if let Some(share) = self.pass_through {
            faults.number("pass_through", share, PROBABILITY);
            if self.supply_elasticity.is_finite() {
                faults.report(
                    "pass_through",
                    format!("{share:?} beside supply_elasticity {:?}", self.supply_elasticity),
                    "one of the two: they could contradict each other; leave one out",
                );
            }
        }
        faults.number("margin", self.margin, MULTIPLE);
        faults.number("protection", self.protection, MULTIPLE);
    }
}

/// (e^(a x) − 1)/a, which is x where a is 0.
fn expm1_ratio(a: f64, x: f64) -> f64 {
    if a == 0.0 { x } else { libm::expm1(a * x) / a }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade(supply_elasticity: f64) -> Trade {
        Trade {
            imports: 505.6,
            demand_elasticity: 2.53,
            supply_elasticity,
            pass_through: None,
            margin: 0.0,
            protection: 0.0,
        }
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 6e-6, "{found} is not {expected}");
    }

    #[test]
    fn isoelastic_incidence_of_the_2018_lists() {
        let pass = trade(f64::INFINITY).incidence(0.25);
        close(1.0 - pass.trade_lost, 0.56861);
        close(50.0 * pass.duty, 7.10768);
        close(50.0 * pass.importer_gain, -2.34436);
        close(pass.exporter_loss, 0.0);
        let elastic = trade(4.0).incidence(0.25);
        // Exporters keep p*q = 8.11287/(50 · 0.25) of a dollar.
        close(1.0 - elastic.value_lost, 0.64903);
        close(50.0 * elastic.duty, 8.11287);
        close(50.0 * elastic.importer_gain, 1.94579);
        close(50.0 * elastic.exporter_loss, 3.50970);
        let tenth = trade(4.0).incidence(0.10);
        close(200.0 * tenth.importer_gain, 5.45787);
        close(200.0 * tenth.exporter_loss, 6.74373);
    }

    #[test]
    fn the_optimal_tariff_is_the_inverse_of_the_supply_elasticity() {
        let gain = |rate| trade(4.0).incidence(rate).importer_gain;
        assert!(gain(0.25) > gain(0.249) && gain(0.25) > gain(0.251));
    }

    #[test]
    fn unit_elasticity_is_the_limit_of_its_neighbours() {
        let at = |epsilon| Trade { demand_elasticity: epsilon, ..trade(4.0) }.incidence(0.3).importer_gain;
        assert!((at(1.0) - at(1.0 + 1e-9)).abs() < 1e-9);
    }
}
