//! A party's account of one round, item by item.

/// A party's account of one round, $bn. All items are added; costs are negative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statement {
    /// From the agreement itself, or from what lies outside it after breakdown.
    pub accord: f64,
    /// From its own violations.
    pub gain: f64,
    /// From the other's violations.
    pub harm: f64,
    /// Because both violated.
    pub clash: f64,
    /// From the tariffs it levies.
    pub own_tariffs: f64,
    /// From the tariffs the other levies.
    pub other_tariffs: f64,
    /// Payments in place of tariffs, and for the past.
    pub payments: f64,
    /// Grievances raised.
    pub filing: f64,
    /// Alarms left unanswered.
    pub audience: f64,
    /// Withdrawal.
    pub exit: f64,
}

impl Statement {
    /// The payoff of the round.
    #[inline]
    pub fn total(&self) -> f64 {
        let commitments = (self.accord + self.clash) + (self.gain + self.harm);
        let tariffs = self.own_tariffs + self.other_tariffs;
        commitments + tariffs + (self.payments + self.filing) + (self.audience + self.exit)
    }
}
