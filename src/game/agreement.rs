//! An agreement as it was signed: two parties, one mechanism, a round length and a horizon.

use crate::conduct::Conduct;
use crate::fault::{DISCOUNT, Faults, MONEY, SIGNED_MONEY};
use crate::game::{Afterwards, MAX_COMMITMENTS, MAX_PER_PARTY};
use crate::mechanism::{Counter, Mechanism, Release};
use crate::trade::{Commitment, Duration, Pressure, RoundLength, Timed, Trade, Tranche, check_tranches};

/// The longest horizon, in rounds.
pub(super) const LONGEST_HORIZON: u32 = 1_000_000;

/// Everything that a game is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Length of one round.
    pub round: RoundLength,
    /// How long it is played.
    pub horizon: Duration,
    /// What counts of the time after that.
    pub afterwards: Afterwards,
    /// Chance that parties at war sign the same agreement again.
    pub renewal: Timed,
    /// The two parties.
    pub parties: [Party; 2],
    /// How it is enforced.
    pub mechanism: Mechanism,
}

/// One of the two parties. Money is $bn; flows are per year.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Name, unlike the other's.
    pub name: String,
    /// Discount factor a year, above 0, at most 1.
    pub discount: f64,
    /// What it earns a year while the agreement stands.
    pub accord: f64,
    /// What it earns a year after breakdown, beside gains, harms and tariffs.
    pub outside: f64,
    /// What it owes, at most eight of both parties.
    pub commitments: Vec<Commitment>,
    /// Added to its payoff in a round in which both parties violate something, a year.
    pub clash: f64,
    /// Charged each time it leaves an alarm against the other unanswered.
    pub audience_cost: f64,
    /// Charged once when it withdraws.
    pub exit_cost: f64,
    /// The political temptation process.
    pub pressure: Pressure,
    /// Its imports from the other.
    pub trade: Option<Trade>,
    /// Its tariffs in force at signing.
    pub standing: Vec<Tranche>,
    /// Its tariffs after breakdown.
    pub war: Vec<Tranche>,
    /// How it behaves.
    pub conduct: Conduct,
}

impl Agreement {
    /// Reports everything that would keep a [`Game`](crate::game::Game) from being built.
    pub fn check(&self, faults: &mut Faults) {
        self.round.check("round", faults);
        if faults.is_empty() {
            self.check_horizon(faults);
        }
        self.renewal.check("renewal", faults);
        faults.within("mechanism", |faults| self.mechanism.check(faults));
        let places = self.places();
        for (party, place) in self.parties.iter().zip(&places) {
            faults.within(place, |faults| party.check(faults));
        }
        let owed = self.parties.each_ref().map(|party| party.commitments.len());
        if owed[0] + owed[1] > MAX_COMMITMENTS && owed.iter().all(|&owed| owed <= MAX_PER_PARTY) {
            let found = format!("{} commitments and {}", owed[0], owed[1]);
            faults.report("parties", found, format!("at most {MAX_COMMITMENTS} of both parties together"));
        }
        self.check_strategic(&places, faults);
        if faults.is_empty() {
            self.check_afterwards(faults);
            self.check_remedies(faults);
            self.check_statuses(&places, faults);
        }
    }

    /// Paths of the two parties.
    fn places(&self) -> [String; 2] {
        let are_alike = self.parties[0].name == self.parties[1].name;
        [0, 1].map(|p| if are_alike { format!("parties.{p}") } else { format!("parties.{}", self.parties[p].name) })
    }

    /// Whether `party` can come to hold a remedy.
    pub(crate) fn may_complain(&self, party: usize) -> bool {
        self.mechanism.may_file.allows(party) && !self.parties[1 - party].commitments.is_empty()
    }

    fn check_horizon(&self, faults: &mut Faults) {
        let mut own = Faults::default();
        self.horizon.check_or_zero("horizon", &mut own);
        let rounds = self.horizon.rounds(self.round);
        if own.is_empty() && (1..=LONGEST_HORIZON).contains(&rounds) {
            return;
        }
        let many = if rounds == u32::MAX { "more than 4e9 rounds".to_owned() } else { format!("{rounds} rounds") };
        let found = format!("{:?}, which is {many}", self.horizon);
        faults.report("horizon", found, format!("1 to {LONGEST_HORIZON} rounds"));
    }

    /// Reports parties for which a sum without end has no value, or one that no run comes near.
    fn check_afterwards(&self, faults: &mut Faults) {
        if self.afterwards == Afterwards::Nothing {
            return;
        }
        for party in &self.parties {
            let log = libm::log(party.discount) * self.round.years();
            if party.discount == 1.0 {
                let found = format!("Forever, beside a discount of 1.0 ({})", party.name);
                let allowed =
                    "Nothing, or a discount below 1 for both parties: a sum without end has no value without one";
                faults.report("afterwards", found, allowed);
            } else if -log * f64::from(LONGEST_HORIZON) < 1.0 {
                let found = format!(
                    "Forever, of which {:.1e} rounds count for {} at a discount of {:?}",
                    -1.0 / log,
                    party.name,
                    party.discount
                );
                let allowed = format!(
                    "at most {LONGEST_HORIZON} rounds, 1/(1 - δ): take longer rounds, a lower discount, or Nothing"
                );
                faults.report("afterwards", found, allowed);
            }
        }
    }

    fn check_remedies(&self, faults: &mut Faults) {
        let instrument = self.mechanism.remedy.instrument;
        for (p, party) in self.parties.iter().enumerate().filter(|(p, _)| self.may_complain(*p)) {
            let other = &self.parties[1 - p];
            if instrument.levies_tariffs() && party.trade.is_none() {
                report_missing_trade(party, "may impose a remedy by tariffs", faults);
                continue;
            }
            if instrument.restores_standing() && party.standing.is_empty() {
                faults.report(
                    &format!("parties.{}.standing", party.name),
                    "no tranches",
                    "at least one tranche: the remedy is Snapback and this party may file (mechanism.may_file)",
                );
            }
            for commitment in &other.commitments {
                match instrument.terms(commitment, party.trade.as_ref()) {
                    Ok(terms) => self.check_counter(p, &terms, faults),
                    Err(reason) => {
                        faults.report(
                            "mechanism.remedy.instrument.size",
                            format!("{} (commitment `{}`, levied by {})", reason.0, commitment.name, party.name),
                            "a size that some coverage meets: use another measure, or give the levying party's trade a margin or a supply elasticity",
                        );
                    }
                }
            }
        }
    }

    /// Whether the counter of the respondent to a remedy of `complainant` can be sized.
    fn check_counter(&self, complainant: usize, terms: &crate::mechanism::RemedyTerms, faults: &mut Faults) {
        let Counter::Allowed { multiple, rate } = self.mechanism.counter else { return };
        let respondent = &self.parties[1 - complainant];
        if !respondent.conduct.may_counter() || terms.restores_standing {
            return;
        }
        let Some(trade) = &respondent.trade else {
            report_missing_trade(respondent, "may counter a remedy by tariffs", faults);
            return;
        };
        let loss = terms.coverage * terms.incidence.exporter_loss + terms.payment;
        let per_dollar = trade.incidence(rate).exporter_loss;
        if multiple * loss > 0.0 && per_dollar <= 0.0 {
            faults.report(
                "mechanism.counter.rate",
                format!(
                    "{rate:?}, at which the other party loses {per_dollar} for each dollar that {} covers",
                    respondent.name
                ),
                "a counter that costs the other something: give that party's trade a margin or a supply elasticity",
            );
        }
    }

    /// Standing tranches that `party` keeps at signing.
    pub(crate) fn kept_at_signing(&self, party: usize) -> usize {
        match self.mechanism.release {
            Release::AtSigning => 0,
            _ => self.parties[party].standing.len(),
        }
    }
}

fn report_missing_trade(party: &Party, why: &str, faults: &mut Faults) {
    faults.report(
        &format!("parties.{}.trade", party.name),
        "none",
        format!("a `trade: (imports: …, demand_elasticity: …)` block: {} {why}", party.name),
    );
}

impl Party {
    fn check(&self, faults: &mut Faults) {
        faults.number("discount", self.discount, DISCOUNT);
        faults.number("accord", self.accord, SIGNED_MONEY);
        faults.number("outside", self.outside, SIGNED_MONEY);
        faults.number("clash", self.clash, SIGNED_MONEY);
        faults.number("audience_cost", self.audience_cost, MONEY);
        faults.number("exit_cost", self.exit_cost, MONEY);
        if self.commitments.len() > MAX_PER_PARTY {
            faults.report(
                "commitments",
                format!("{} commitments", self.commitments.len()),
                format!("at most {MAX_PER_PARTY}, all of the other party's among them"),
            );
        }
        faults.within("pressure", |faults| self.pressure.check(faults));
        if let Some(trade) = &self.trade {
            faults.within("trade", |faults| trade.check(faults));
        }
        let imports = self.trade.map(|trade| trade.imports);
        check_tranches("standing", &self.standing, imports, faults);
        check_tranches("war", &self.war, imports, faults);
        let names: Vec<&str> = self.commitments.iter().map(|c| c.name.as_str()).collect();
        faults.within("conduct", |faults| self.conduct.check(&names, faults));
        if self.conduct.comply.is_deliberate() && self.discount == 1.0 {
            let allowed = "a number below 1: Deliberate conduct (conduct.comply) looks ahead over an infinite horizon";
            faults.report("discount", format!("{:?}", self.discount), allowed);
        }
    }
}
