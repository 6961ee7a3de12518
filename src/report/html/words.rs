//! A scenario in words, made from its data.

use crate::game::{Agreement, Party};
use crate::mechanism::{Counter, Instrument, Judges, Lifts, Measure, Release, Ruling, Size, Terms, Withdrawal};
use crate::report::html::conduct::{capital, conduct};
use crate::report::number::{percent, short, timed};
use crate::report::plot::escape;
use crate::trade::{Duration, Reviewed, Timed, Tranche};

/// Who owes what, as paragraphs and a table.
pub(super) fn parties(agreement: &Agreement) -> String {
    let mut html = String::new();
    for (p, party) in agreement.parties.iter().enumerate() {
        let other = &agreement.parties[1 - p].name;
        html += &format!("<h3>{}</h3>\n<p>{}</p>\n", escape(&party.name), sentences(party, other));
        if !party.commitments.is_empty() {
            html += "<div class=\"wide\"><table><thead><tr><th>owes</th><th>gains by a year's violation, $bn</th>\
                     <th>the other loses, $bn</th><th>a violation is seen in a round</th><th>false alarm in a round</th><th>decided upon</th></tr></thead><tbody>\n";
            for c in &party.commitments {
                html += &format!(
                    "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                    escape(&c.name),
                    short(c.gain),
                    short(c.harm),
                    timed(c.detection, percent, ""),
                    timed(c.false_alarm, percent, ""),
                    reviewed(c.reviewed)
                );
            }
            html += "</tbody></table></div>\n";
        }
    }
    html
}

fn reviewed(reviewed: Reviewed) -> String {
    match reviewed {
        Reviewed::EveryRound => "in every round".to_owned(),
        Reviewed::PerYear(times) => format!("{} times a year, else it lasts", short(times)),
    }
}

fn sentences(party: &Party, other: &str) -> String {
    let mut text = format!("Counts a payoff of next year as {} of one today. ", short(party.discount));
    let flows = [
        ("Earns ${}bn a year while the agreement stands. ", party.accord),
        ("Earns ${}bn a year after a breakdown, beside what tariffs and violations do. ", party.outside),
        ("A year in which both violate adds ${}bn to its payoff. ", party.clash),
    ];
    for (what, flow) in flows.into_iter().filter(|(_, flow)| *flow != 0.0) {
        text += &what.replace("{}", &short(flow));
    }
    if let Some(trade) = &party.trade {
        text += &format!(
            "Imports ${}bn of goods a year from {}, with a demand elasticity of {}. ",
            short(trade.imports),
            escape(other),
            short(trade.demand_elasticity)
        );
    }
    text += &tranches("Tariffs in force at signing", &party.standing);
    text += &tranches("Tariffs if the agreement breaks down", &party.war);
    text += &escape(&conduct(party));
    let costs = [("An alarm left unanswered", party.audience_cost), ("Withdrawal", party.exit_cost)];
    for (what, cost) in costs.into_iter().filter(|(_, cost)| *cost > 0.0) {
        text += &format!("{what} costs it ${}bn. ", short(cost));
    }
    text
}

fn tranches(what: &str, tranches: &[Tranche]) -> String {
    let list: Vec<String> =
        tranches.iter().map(|t| format!("{} on ${}bn", percent(t.rate), short(t.coverage))).collect();
    if list.is_empty() { String::new() } else { format!("{what}: {}. ", list.join(", ")) }
}

/// How a grievance proceeds, as a list of steps: title and text.
pub(super) fn steps(agreement: &Agreement) -> Vec<(String, String)> {
    let m = &agreement.mechanism;
    let names = agreement.parties.each_ref().map(|party| party.name.clone());
    let who: Vec<&str> = (0..2).filter(|&p| m.may_file.allows(p)).map(|p| names[p].as_str()).collect();
    if who.is_empty() {
        return vec![("No grievance".to_owned(), "nobody may raise one".to_owned())];
    }
    let often = if m.review_every == 1 { "any round".to_owned() } else { format!("every {} rounds", m.review_every) };
    let lasts = if m.evidence_lasts == Duration::Rounds(1) {
        String::new()
    } else {
        format!(", within {} of an alarm", time(m.evidence_lasts))
    };
    let mut steps = vec![("Grievance".to_owned(), format!("{}, {often}{lasts}", who.join(" or ")))];
    for level in &m.consultation {
        let settles = if level.settles > 0.0 { format!(", settles {}", percent(level.settles)) } else { String::new() };
        let terms = level.terms.map(settlement).unwrap_or_default();
        steps.push((capital(&level.level), format!("{}{settles}{terms}", time(level.lasts))));
    }
    match m.ruling {
        Ruling::SelfJudged => steps.push(("Own judgement".to_owned(), "the complainant decides".to_owned())),
        Ruling::Arbiter { lasts, power, error, blocked, requested, rests, .. } => {
            steps.extend(request(requested, rests));
            let veto = if blocked > 0.0 { format!(", blocked {}", percent(blocked)) } else { String::new() };
            let text = format!("{}; upheld if guilty {}, if not {}{veto}", time(lasts), percent(power), percent(error));
            steps.push(("Arbiter".to_owned(), text));
        }
    }
    if m.compliance_period != Duration::ZERO {
        steps.push(("Time to comply".to_owned(), time(m.compliance_period)));
    }
    if m.authorisation < 1.0 {
        steps.push(("Authorisation".to_owned(), format!("with probability {}", percent(m.authorisation))));
    }
    if m.remedy.lookback != Duration::ZERO {
        steps.push(("Payment".to_owned(), format!("for the harm of the last {}", time(m.remedy.lookback))));
    }
    if m.remedy.interim {
        steps.insert(1, ("Interim measure".to_owned(), "the remedy at its first size, until the case ends".to_owned()));
    }
    let growth = if m.remedy.growth > 0.0 && m.remedy.steps > 0 {
        format!("; grows by {} up to {} times", percent(m.remedy.growth), m.remedy.steps)
    } else {
        String::new()
    };
    let repeat = match m.remedy.repeat {
        0 => String::new(),
        n => format!("; starts {n} steps higher for each one before"),
    };
    steps.push(("Remedy".to_owned(), format!("{}{growth}{repeat}", instrument(m.remedy.instrument))));
    let end = match m.remedy.lifts {
        Lifts::Cured(time_) => format!("after {} without an alarm", time(time_)),
        Lifts::After(time_) => format!("after {}", time(time_)),
    };
    steps.push(("Lifted".to_owned(), end));
    steps
}

/// Who may go on alone where its ruling is blocked.
fn self_help(agreement: &Agreement) -> Option<String> {
    let Ruling::Arbiter { self_help, blocked, .. } = agreement.mechanism.ruling else { return None };
    let who: Vec<&str> = (0..2).filter(|&p| self_help.allows(p)).map(|p| agreement.parties[p].name.as_str()).collect();
    (blocked > 0.0 && !who.is_empty())
        .then(|| format!("Where a ruling for {} is blocked, the remedy may be imposed without one.", who.join(" or ")))
}

/// How a ruling is asked for, where that is not certain.
fn request(requested: Timed, rests: Option<Duration>) -> Option<(String, String)> {
    let closed = rests.map(|rests| format!(", closed after {} without one or an alarm", time(rests)));
    let text = format!(
        "asked for {}, else the case rests{}",
        timed(requested, percent, " a round"),
        closed.unwrap_or_default()
    );
    (requested != Timed::CERTAIN).then(|| ("Request".to_owned(), text))
}

/// What else the mechanism says, a sentence each.
pub(super) fn rules(agreement: &Agreement) -> Vec<String> {
    let m = &agreement.mechanism;
    let mut rules = Vec::new();
    let may_complain = m.may_file.allows(0) || m.may_file.allows(1);
    let has_stages = !m.consultation.is_empty() || m.compliance_period != Duration::ZERO;
    if may_complain && has_stages && m.cure_closes {
        rules.push("A stage that passes without an alarm closes the dispute: it counts as cured, or as lapsed if it was violated unseen.".to_owned());
    }
    if let Ruling::Arbiter { judges, .. } = m.ruling {
        let when = match judges {
            Judges::Past => "when the complaint was made: a breach that has stopped is still one",
            Judges::Present => "now, in the round of the ruling",
        };
        rules.extend(may_complain.then(|| format!("The arbiter asks whether the respondent violated {when}.")));
    }
    rules.extend(self_help(agreement));
    let counter = match m.counter {
        Counter::Barred => "The respondent may not answer a remedy with tariffs of its own.".to_owned(),
        Counter::Allowed { multiple, rate } => {
            let much = if multiple == 1.0 { "as much as".to_owned() } else { format!("{} times", short(multiple)) };
            let rate = percent(rate);
            format!(
                "The respondent may counter with tariffs of {rate} that cost the complainant {much} what the remedy costs it."
            )
        }
    };
    rules.extend(may_complain.then_some(counter));
    rules.push(match m.release {
        Release::Never => "Standing tariffs stay.".to_owned(),
        Release::AtSigning => "Standing tariffs go when the agreement is signed.".to_owned(),
        Release::Sunset(t) => format!("Standing tariffs all go after {}.", time(t)),
        Release::Staged(t) => {
            format!("A tranche of standing tariffs goes after every {} without an alarm or dispute.", time(t))
        }
    });
    rules.push(match m.withdrawal {
        Withdrawal::Barred => "Nobody may leave.".to_owned(),
        Withdrawal::Notice(t) => format!("A party may leave with notice of {}.", time(t)),
    });
    rules.extend(crate::report::time::of(agreement));
    rules
}

fn settlement(terms: Terms) -> String {
    let mut text = String::new();
    if terms.withdraws > 0.0 {
        text += &format!(", which withdraws a lasting measure with probability {}", percent(terms.withdraws));
    }
    if terms.pays != Duration::ZERO {
        text += &format!(", paid for with the harm of {}", time(terms.pays));
    }
    text
}

fn instrument(instrument: Instrument) -> String {
    match instrument {
        Instrument::Snapback => "all standing tariffs come back".to_owned(),
        Instrument::Payment { multiple } => format!("{} times the harm, in money", short(multiple)),
        Instrument::Tariff { rate, size } => match size {
            Size::Coverage(bn) => format!("tariffs of {} on ${}bn", percent(rate), short(bn)),
            Size::Equivalent { measure, multiple } => {
                let measure = match measure {
                    Measure::Coverage => "trade covered as large as the trade displaced",
                    Measure::Harm => "a loss as large as the harm",
                    Measure::TradeEffect => "a value of trade lost as large as the trade displaced",
                    Measure::Duty => "duties as large as the harm",
                };
                let times = if multiple == 1.0 { String::new() } else { format!("{} times ", short(multiple)) };
                format!("tariffs of {}: {times}{measure}", percent(rate))
            }
        },
    }
}

fn time(duration: Duration) -> String {
    let (n, unit) = match duration {
        Duration::Rounds(n) => (f64::from(n), "round"),
        Duration::Days(n) => (n, "day"),
        Duration::Months(n) => (n, "month"),
        Duration::Years(n) => (n, "year"),
    };
    if n == 1.0 { format!("1 {unit}") } else { format!("{} {unit}s", short(n)) }
}
